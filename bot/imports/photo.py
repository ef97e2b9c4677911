"""Photos people send: is it one, how large, and where does it tell the place it was taken.

What a file is, is decided by its bytes; names and media types come from the sender's machine and
say little.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path

from PIL import ImageOps
from PIL.Image import Image
from PIL.ImageFile import ImageFile
from PIL.JpegImagePlugin import JpegImageFile
from PIL.PngImagePlugin import PngImageFile
from PIL.WebPImagePlugin import WebPImageFile

from bot.imports.photo_metadata import rewrite_jpeg, rewrite_png, rewrite_webp, tags_to_keep

LARGEST = 20 * 1024 * 1024  # bytes, as the chat platforms take
MOST_PIXELS = 40_000_000  # what has to be unpacked whole: PNG, WebP, progressive JPEG
MOST_PIXELS_IN_STRIPS = 220_000_000  # a baseline JPEG is read strip by strip
HEIF_BRANDS = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1")

# The plugins are used directly: PIL's general `open` knows forty formats and warns through the
# interpreter-wide `warnings` about large pictures before one can refuse them.
READERS: dict[str, type[ImageFile]] = {
    "image/jpeg": JpegImageFile,
    "image/png": PngImageFile,
    "image/webp": WebPImageFile,
}
ENDINGS = {"image/jpeg": ".jpg", "image/png": ".png", "image/webp": ".webp"}


@dataclass(frozen=True, slots=True)
class PhotoFacts:
    """A sound picture; width and height in pixels as stored, before its orientation is applied."""

    mime: str
    width: int
    height: int


class PhotoRefused(ValueError):
    """A picture is not taken; `reason` is "broken", "unsupported", "heic", "too_wide" (too many
    pixels) or "too_large", the last part of the key `file.…` of the sentence that says so."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def kind_of_photo(head: bytes) -> str | None:
    """Return the media type that the first 12 bytes of a file show, or None for no picture we take."""
    if head.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    return None


def check_photo(path: Path) -> PhotoFacts:
    """Return what a file is; raises PhotoRefused. Every pixel is decoded once (a JPEG at an eighth of its
    size), so a picture cut off half-way is found; nothing is unpacked above the limits."""
    size = path.stat().st_size
    if size > LARGEST:
        raise PhotoRefused("too_large")
    with path.open("rb") as file:
        head = file.read(12)
    mime = kind_of_photo(head)
    if mime is None:
        raise PhotoRefused(why_not(head))
    try:
        return _look(path, mime)
    except PhotoRefused:
        raise
    except Exception:  # whatever a decoder stumbles over, the picture cannot be shown
        raise PhotoRefused("broken") from None


def why_not(head: bytes) -> str:
    """Return why a file with these first bytes is no photo that is taken."""
    if not head:
        return "broken"
    is_heif = head[4:8] == b"ftyp" and head[8:12] in HEIF_BRANDS
    return "heic" if is_heif else "unsupported"


def _look(path: Path, mime: str) -> PhotoFacts:
    with READERS[mime](path) as image:
        width, height = image.size
        if width < 1 or height < 1:
            raise PhotoRefused("broken")
        if width * height > _most_pixels(image):
            raise PhotoRefused("too_wide")
        image.draft("RGB", (max(width // 8, 1), max(height // 8, 1)))
        image.load()
    return PhotoFacts(mime, width, height)


def _most_pixels(image: Image) -> int:
    baseline = isinstance(image, JpegImageFile) and not image.info.get("progressive")
    return MOST_PIXELS_IN_STRIPS if baseline else MOST_PIXELS


def strip_location(path_in: Path, path_out: Path) -> None:
    """Write the picture without anything that may tell where it was taken; both may be one path.

    Of the EXIF block only orientation, dates and camera settings are kept, in a fresh block; XMP,
    IPTC, comments, maker notes, and whatever is appended after the picture (a second picture, a
    short film, a depth map: each with its own metadata) go. Colour profile and compressed pixel
    data stay byte for byte. Raises ValueError where the file is not a picture that
    `check_photo` accepts.
    """
    body = path_in.read_bytes()
    mime = kind_of_photo(body[:12])
    if mime is None:
        raise ValueError("not a photo")
    kept = _kept_tags(body, mime)
    match mime:
        case "image/jpeg":
            clean = rewrite_jpeg(body, kept)
        case "image/png":
            clean = rewrite_png(body, kept)
        case _:
            clean = rewrite_webp(body, kept)
    path_out.write_bytes(clean)


def _kept_tags(body: bytes, mime: str) -> bytes:
    """Return the fresh EXIF block; empty where the old one is missing or cannot be read."""
    try:
        with READERS[mime](io.BytesIO(body)) as image:
            return tags_to_keep(image.getexif())
    except Exception:  # damaged metadata must not cost a unit its photo
        return b""


def thumbnail(path: Path, size: int) -> bytes:
    """Return a JPEG at most `size` pixels wide and high, upright, without metadata. Raises ValueError
    where the file is not a picture that `check_photo` accepts."""
    with path.open("rb") as file:
        mime = kind_of_photo(file.read(12))
    if mime is None:
        raise ValueError("not a photo")
    with READERS[mime](path) as image:
        image.draft("RGB", (size * 2, size * 2))
        upright = ImageOps.exif_transpose(image)
        upright.thumbnail((size, size))
        out = io.BytesIO()
        _on_white(upright).save(out, "JPEG", quality=82)
        return out.getvalue()


def _on_white(image: Image) -> Image:
    """Without transparency, which JPEG has not."""
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        with_alpha = image.convert("RGBA")
        ground = with_alpha.copy()
        ground.paste("white", (0, 0, *with_alpha.size))
        ground.alpha_composite(with_alpha)
        image = ground
    return image.convert("RGB")
