"""Metadata of JPEG, PNG and WebP files, rewritten without touching compressed pixels.

Each function walks the file's own parts (JPEG segments, PNG chunks, RIFF chunks) and copies those
that are needed to show the picture; the rest is left out rather than searched for coordinates,
because a list of what is harmless can be complete and a list of what is harmful cannot.

Formats: ITU-T T.81 annex B (JPEG markers), CIPA DC-008 (EXIF), W3C PNG third edition, section 11,
and the WebP container specification (RFC 9649).
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator, Mapping, MutableMapping, Sequence
from typing import Any

from PIL.Image import Exif

EXIF_MARK = b"Exif\x00\x00"

# EXIF 3.0 tag numbers. Harmless, and of use to a reader of the report: how to hold the picture,
# when it was taken (dates, offsets, fractions of seconds), with which camera and settings.
FIRST_TAGS = (
    0x010F, 0x0110, 0x0112, 0x011A, 0x011B, 0x0128, 0x0132,
)  # fmt: skip
PHOTO_IFD = 0x8769
LONGEST = 200  # characters or bytes of one tag
PHOTO_TAGS = (
    0x829A, 0x829D, 0x8822, 0x8827, 0x9003, 0x9004, 0x9010, 0x9011, 0x9012, 0x9204, 0x9207,
    0x9209, 0x920A, 0x9290, 0x9291, 0x9292, 0xA001, 0xA405,
)  # fmt: skip


def tags_to_keep(exif: Exif) -> bytes:
    """Return a fresh EXIF block (a TIFF structure) of the harmless tags; empty when there are none."""
    fresh = Exif()
    _copy(exif, fresh, FIRST_TAGS)
    photo = fresh.get_ifd(PHOTO_IFD)
    _copy(exif.get_ifd(PHOTO_IFD), photo, PHOTO_TAGS)
    if not len(fresh) and not photo:
        return b""
    return fresh.tobytes().removeprefix(EXIF_MARK)


def _copy(old: Mapping[int, Any], new: MutableMapping[int, Any], tags: Sequence[int]) -> None:
    """Copy tags of reasonable size: a block of a JPEG holds 64 KB in all."""
    for tag in tags:
        value = old.get(tag)
        if value is not None and not (isinstance(value, bytes | str) and len(value) > LONGEST):
            new[tag] = value


# JPEG

START, END, SCAN = 0xD8, 0xD9, 0xDA
BARE = {0x01, *range(0xD0, 0xD8)}  # markers without a length: TEM and the restart markers
APP = range(0xE0, 0xF0)
COMMENT = 0xFE


def rewrite_jpeg(body: bytes, exif: bytes) -> bytes:
    """Return a JPEG with one EXIF block (or none), up to its first end marker."""
    out = [b"\xff\xd8"]
    fresh = _app1(exif)
    for marker, part in _segments(body):
        if marker == 0xE0 and fresh:  # JFIF readers want their segment first
            out.append(part)
            continue
        out.append(fresh)
        fresh = b""
        out.append(part)
    return b"".join(out)


def _app1(exif: bytes) -> bytes:
    return b"\xff\xe1" + struct.pack(">H", len(exif) + 8) + EXIF_MARK + exif if exif else b""


def _segments(body: bytes) -> Iterator[tuple[int, bytes]]:
    """Return (marker, bytes) of what is needed to show the first picture of a file, in order."""
    place = 2
    while place < len(body) - 1:
        marker = body[place + 1]
        if body[place] != 0xFF or marker == 0xFF:  # stray bytes and fill bytes
            place += 1
            continue
        if marker == END:
            break
        if marker in BARE:
            yield marker, body[place : place + 2]
            place += 2
            continue
        end = place + 2 + int.from_bytes(body[place + 2 : place + 4], "big")
        if marker == SCAN:
            end = _end_of_scan(body, end)
        part = body[place:end]
        if _shows_the_picture(marker, part[4:]):
            yield marker, part
        place = end
    yield END, b"\xff\xd9"


def _end_of_scan(body: bytes, place: int) -> int:
    """Return where the next marker begins that is not part of the compressed data."""
    while 0 <= (place := body.find(b"\xff", place)) < len(body) - 1:
        following = body[place + 1]
        if following == 0xFF:
            place += 1
        elif following == 0x00 or following in BARE:
            place += 2
        else:
            return place
    return len(body)


def _shows_the_picture(marker: int, content: bytes) -> bool:
    """JFIF (its pixel shape), the colour profile and Adobe's colour transform change what one
    sees; every other application segment and the comment only tell about it."""
    if marker == COMMENT:
        return False
    if marker not in APP:
        return True
    wanted = {0xE0: b"JFIF\x00", 0xE2: b"ICC_PROFILE\x00", 0xEE: b"Adobe"}
    return marker in wanted and content.startswith(wanted[marker])


# PNG

PNG_START = b"\x89PNG\r\n\x1a\n"
PNG_CHUNKS = {
    b"IHDR", b"PLTE", b"IDAT", b"tRNS", b"cHRM", b"gAMA", b"iCCP", b"sBIT", b"sRGB",
    b"cICP", b"mDCV", b"cLLI", b"bKGD", b"hIST", b"pHYs", b"sPLT", b"tIME", b"acTL", b"fcTL",
    b"fdAT",
}  # fmt: skip


def rewrite_png(body: bytes, exif: bytes) -> bytes:
    """Return a PNG with one eXIf chunk (or none) and no text chunks, up to its end chunk."""
    out = [PNG_START]
    place = len(PNG_START)
    while place < len(body):
        length = int.from_bytes(body[place : place + 4], "big")
        name, end = body[place + 4 : place + 8], place + 12 + length
        if name == b"IEND" or end > len(body):
            break
        if name in PNG_CHUNKS:
            out.append(body[place:end])
        if name == b"IHDR" and exif:
            out.append(_png_chunk(b"eXIf", exif))
        place = end
    return b"".join([*out, _png_chunk(b"IEND", b"")])


def _png_chunk(name: bytes, content: bytes) -> bytes:
    total = zlib.crc32(name + content)
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", total)


# WebP

WEBP_CHUNKS = {b"VP8X", b"VP8 ", b"VP8L", b"ALPH", b"ANIM", b"ANMF", b"ICCP"}
HAS_EXIF, HAS_XMP = 0x08, 0x04  # bits of the first byte of VP8X


def rewrite_webp(body: bytes, exif: bytes) -> bytes:
    """Return a WebP with one EXIF chunk (or none) and no XMP."""
    out = []
    extended = False
    end = min(8 + int.from_bytes(body[4:8], "little"), len(body))
    place = 12
    while place + 8 <= end:
        name = body[place : place + 4]
        length = int.from_bytes(body[place + 4 : place + 8], "little")
        content = body[place + 8 : place + 8 + length]
        if name == b"VP8X" and content:
            extended = True
            flags = content[0] & ~(HAS_EXIF | HAS_XMP) | (HAS_EXIF if exif else 0)
            content = bytes([flags]) + content[1:]
        if name in WEBP_CHUNKS:
            out.append(_webp_chunk(name, content))
        place += 8 + length + length % 2
    if exif and extended:  # a simple file has no room for metadata, and had none
        out.append(_webp_chunk(b"EXIF", exif))
    inside = b"WEBP" + b"".join(out)
    return b"RIFF" + struct.pack("<I", len(inside)) + inside


def _webp_chunk(name: bytes, content: bytes) -> bytes:
    padding = b"\x00" * (len(content) % 2)
    return name + struct.pack("<I", len(content)) + content + padding
