"""Photos as telephones take them: real JPEGs that tell where they were taken."""

from __future__ import annotations

import io
import random
from pathlib import Path

from PIL import Image, ImageChops

from tests.imports.pictures import XMP, exif_with_place


def phone_photo(number: int) -> bytes:
    """A small picture, another one for each number, with GPS in EXIF and XMP."""
    chance = random.Random(number)
    image = Image.new("RGB", (96, 64))
    image.putdata([(chance.randrange(256),) * 3 for _ in range(96 * 64)])
    out = io.BytesIO()
    image.save(out, "JPEG", quality=88, exif=exif_with_place(1), xmp=XMP)
    return out.getvalue()


def has_place(body: bytes) -> bool:
    """Whether a picture still tells where it was taken."""
    with Image.open(io.BytesIO(body)) as image:
        exif = image.getexif()
        return bool(exif.get_ifd(0x8825)) or b"GPS" in body or "xmp" in image.info


def same_pixels(one: bytes, other: bytes) -> bool:
    with Image.open(io.BytesIO(one)) as first, Image.open(io.BytesIO(other)) as second:
        return ImageChops.difference(first.convert("RGB"), second.convert("RGB")).getbbox() is None


def kept_photos(folder: Path) -> list[bytes]:
    """All picture files below a folder."""
    return [path.read_bytes() for path in sorted(folder.rglob("*")) if path.suffix == ".jpg"]
