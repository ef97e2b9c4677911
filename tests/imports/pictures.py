"""Small pictures with all the metadata a phone may leave in them."""

from __future__ import annotations

import io
import struct
import zlib
from pathlib import Path

from PIL import Image

from bot.imports.photo_metadata import EXIF_MARK

LATITUDE = (22.0, 22.0, 47.0)
XMP = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><exif:GPSLatitude>22,22.79N</exif:GPSLatitude></x:xmpmeta>'


def scene(mode: str = "RGB", size: tuple[int, int] = (64, 48)) -> Image.Image:
    """A picture with some structure, the same every time."""
    wide, high = size
    grey = Image.new("L", size)
    grey.putdata([(x * 7 + y * 13 + x * y) % 256 for y in range(high) for x in range(wide)])
    return Image.merge("RGB", (grey, grey.rotate(180), grey)).convert(mode)


def exif_with_place(orientation: int = 6) -> Image.Exif:
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = "Máy ảnh mẫu"
    exif[0x9C9C] = "Bản Nậm Xả".encode("utf-16-le")  # the comment Windows writes
    photo = exif.get_ifd(0x8769)
    photo[0x9003] = "2022:10:03 08:15:00"
    photo[0x927C] = b"maker note 22.3797N"
    gps = exif.get_ifd(0x8825)
    gps[1], gps[2], gps[3], gps[4] = "N", LATITUDE, "E", (102.0, 50.0, 0.0)
    return exif


def jpeg(**more: object) -> bytes:
    out = io.BytesIO()
    scene().save(out, "JPEG", quality=90, exif=exif_with_place(), xmp=XMP, **more)
    return out.getvalue()


def segment(marker: int, content: bytes) -> bytes:
    return bytes([0xFF, marker]) + struct.pack(">H", len(content) + 2) + content


def phone_jpeg(**more: object) -> bytes:
    """A JPEG as phones write it: two EXIF blocks, IPTC, a comment, an index of a second picture,
    that picture with a place of its own, and a short film behind it."""
    first = jpeg(**more)
    extra = (
        segment(0xE1, EXIF_MARK + exif_with_place().tobytes().removeprefix(EXIF_MARK))
        + segment(0xE2, b"MPF\x00MM\x00*\x00\x00\x00\x08")
        + segment(0xED, b"Photoshop 3.0\x008BIM 22.3797N")
        + segment(0xFE, b"taken at 22.3797N")
    )
    film = b"\x00\x00\x00\x18ftypmp42moov\xa9xyz+22.3797+102.8333/"
    return first[:2] + extra + first[2:] + jpeg() + film


def png(**more: object) -> bytes:
    out = io.BytesIO()
    scene("RGBA").save(out, "PNG", exif=exif_with_place(), **more)
    body = out.getvalue()
    text = b"XML:com.adobe.xmp\x00\x00\x00\x00\x00" + XMP
    chunk = b"iTXt" + text
    itxt = struct.pack(">I", len(text)) + chunk + struct.pack(">I", zlib.crc32(chunk))
    return body[:33] + itxt + body[33:] + b"behind the end: 22,22.79N"


def webp(**more: object) -> bytes:
    out = io.BytesIO()
    scene().save(out, "WEBP", exif=exif_with_place(), xmp=XMP, **more)
    return out.getvalue()


def kept(folder: Path, name: str, body: bytes) -> Path:
    path = folder / name
    path.write_bytes(body)
    return path
