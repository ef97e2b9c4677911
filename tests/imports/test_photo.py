"""Photos keep every compressed pixel and lose every trace of a place."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from bot.imports.photo import PhotoFacts, PhotoRefused, check_photo, strip_location, thumbnail
from bot.imports.photo_metadata import (
    PNG_CHUNKS,
    PNG_START,
    rewrite_jpeg,
    rewrite_png,
    rewrite_webp,
)
from tests.imports.pictures import jpeg, kept, phone_jpeg, png, scene, webp

# The samples hold damaged metadata on purpose, about which the image library warns.
pytestmark = pytest.mark.filterwarnings("ignore::UserWarning:PIL")

SAMPLES: dict[str, Callable[[], bytes]] = {
    "baseline.jpg": phone_jpeg,
    "progressive.jpg": lambda: phone_jpeg(progressive=True),
    "restarts.jpg": lambda: phone_jpeg(restart_marker_blocks=2),
    "with_profile.jpg": lambda: phone_jpeg(icc_profile=b"a colour profile" * 9000),
    "plain.png": png,
    "lossy.webp": webp,
    "lossless.webp": lambda: webp(lossless=True),
}
TRACES = (b"22.3797", b"22,22.79", b"Photoshop", b"MPF", b"ftyp", b"adobe.com", b"com.adobe")


def stripped(folder: Path, name: str) -> tuple[bytes, bytes]:
    before = SAMPLES[name]()
    strip_location(kept(folder, name, before), folder / "out")
    return before, (folder / "out").read_bytes()


def jpeg_pixels(body: bytes) -> bytes:
    """From the first quantisation or frame segment's scan to the end of the first picture."""
    start = body.index(b"\xff\xda")
    return body[start : body.index(b"\xff\xd9", start) + 2]


def png_pixels(body: bytes) -> list[bytes]:
    parts, place = [], len(PNG_START)
    while place < len(body) and body[place + 4 : place + 8] != b"IEND":
        length = struct.unpack(">I", body[place : place + 4])[0]
        if body[place + 4 : place + 8] == b"IDAT":
            parts.append(body[place + 8 : place + 8 + length])
        place += 12 + length
    return parts


def webp_pixels(body: bytes) -> list[bytes]:
    parts, place = [], 12
    while place < len(body):
        length = struct.unpack("<I", body[place + 4 : place + 8])[0]
        if body[place : place + 4] in (b"VP8 ", b"VP8L", b"ALPH"):
            parts.append(body[place + 8 : place + 8 + length])
        place += 8 + length + length % 2
    return parts


PIXELS = {".jpg": jpeg_pixels, ".png": png_pixels, ".webp": webp_pixels}


@pytest.mark.parametrize("name", SAMPLES)
def test_compressed_pixels_stay_byte_for_byte(tmp_path: Path, name: str) -> None:
    before, after = stripped(tmp_path, name)
    pixels = PIXELS[Path(name).suffix]
    assert pixels(after) == pixels(before)
    assert len(pixels(after)) > 0


@pytest.mark.parametrize("name", SAMPLES)
def test_a_stripped_picture_looks_the_same(tmp_path: Path, name: str) -> None:
    before, after = stripped(tmp_path, name)
    with Image.open(io.BytesIO(before)) as old, Image.open(io.BytesIO(after)) as new:
        assert new.tobytes() == old.tobytes()
        assert new.info.get("icc_profile") == old.info.get("icc_profile")


@pytest.mark.parametrize("name", SAMPLES)
def test_no_trace_of_a_place_is_left_anywhere_in_the_file(tmp_path: Path, name: str) -> None:
    before, after = stripped(tmp_path, name)
    assert any(trace in before for trace in TRACES)
    assert [trace for trace in TRACES if trace in after] == []
    assert "Nậm Xả".encode("utf-16-le") not in after
    with Image.open(io.BytesIO(after)) as image:
        exif = image.getexif()
        assert 0x8825 not in exif
        assert dict(exif.get_ifd(0x8825)) == {}
        assert 0x927C not in exif.get_ifd(0x8769)
        assert image.info.get("xmp") is None


@pytest.mark.parametrize("name", SAMPLES)
def test_orientation_and_date_are_kept(tmp_path: Path, name: str) -> None:
    _, after = stripped(tmp_path, name)
    with Image.open(io.BytesIO(after)) as image:
        exif = image.getexif()
        assert exif[0x0112] == 6
        assert exif.get_ifd(0x8769)[0x9003] == "2022:10:03 08:15:00"


@pytest.mark.parametrize("name", SAMPLES)
def test_stripping_a_second_time_changes_nothing(tmp_path: Path, name: str) -> None:
    _, after = stripped(tmp_path, name)
    path = kept(tmp_path, "again", after)
    strip_location(path, path)
    assert path.read_bytes() == after


def test_a_picture_without_metadata_stays_as_it_is(tmp_path: Path) -> None:
    for kind in ("JPEG", "PNG", "WEBP"):
        out = io.BytesIO()
        scene().save(out, kind)
        path = kept(tmp_path, kind, out.getvalue())
        strip_location(path, path)
        assert path.read_bytes() == out.getvalue()


def test_damaged_metadata_does_not_cost_the_photo(tmp_path: Path) -> None:
    body = jpeg()
    place = body.index(b"Exif\x00\x00") + 6
    path = kept(tmp_path, "a.jpg", body[:place] + b"\xff" * 40 + body[place + 40 :])
    strip_location(path, path)
    assert check_photo(path) == PhotoFacts("image/jpeg", 64, 48)
    assert jpeg_pixels(path.read_bytes()) == jpeg_pixels(body)


def test_what_a_file_is_is_read_from_its_bytes_not_its_name(tmp_path: Path) -> None:
    assert check_photo(kept(tmp_path, "a.txt", png())) == PhotoFacts("image/png", 64, 48)
    assert check_photo(kept(tmp_path, "b.png", webp())) == PhotoFacts("image/webp", 64, 48)
    assert check_photo(kept(tmp_path, "c.webp", phone_jpeg())) == PhotoFacts("image/jpeg", 64, 48)


HEIC = b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic"


def why_refused(path: Path) -> str:
    with pytest.raises(PhotoRefused) as refused:
        check_photo(path)
    return refused.value.reason


REFUSED = {
    "empty": (b"", "broken"),
    "heic": (HEIC, "heic"),
    "avif": (HEIC.replace(b"heic", b"avif"), "unsupported"),
    "pdf": (b"%PDF-1.7\n", "unsupported"),
    "gif": (b"GIF89a" + b"\x00" * 20, "unsupported"),
    "web page": (b"<script>alert(1)</script>", "unsupported"),
    "start of a jpeg": (b"\xff\xd8\xff\xe0\x00\x10JFIF", "broken"),
    "start of a png": (PNG_START, "broken"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_photo_is_refused_with_its_reason(tmp_path: Path, name: str) -> None:
    body, reason = REFUSED[name]
    assert why_refused(kept(tmp_path, "x.jpg", body)) == reason


@pytest.mark.parametrize("name", ["baseline.jpg", "progressive.jpg", "plain.png", "lossy.webp"])
def test_a_picture_cut_off_half_way_is_broken(tmp_path: Path, name: str) -> None:
    out = io.BytesIO()
    kind = {".jpg": "JPEG", ".png": "PNG", ".webp": "WEBP"}[Path(name).suffix]
    scene(size=(400, 300)).save(out, kind, progressive="progressive" in name)
    whole = out.getvalue()
    assert isinstance(check_photo(kept(tmp_path, name, whole)), PhotoFacts)
    assert why_refused(kept(tmp_path, name, whole[: len(whole) // 2])) == "broken"


def with_size(body: bytes, wide: int, high: int) -> bytes:
    """A PNG that claims other measures: a decompression bomb is a small file like this."""
    chunk = b"IHDR" + struct.pack(">II", wide, high) + body[24:29]
    return body[:12] + chunk + struct.pack(">I", zlib.crc32(chunk)) + body[33:]


def test_a_picture_of_too_many_pixels_is_refused_without_unpacking_it(tmp_path: Path) -> None:
    bomb = kept(tmp_path, "bomb.png", with_size(png(), 50_000, 50_000))
    assert why_refused(bomb) == "too_wide"


def test_a_file_above_twenty_megabytes_is_too_large(tmp_path: Path) -> None:
    path = kept(tmp_path, "big.jpg", jpeg() + bytes(20 * 1024 * 1024))
    assert why_refused(path) == "too_large"


def test_a_thumbnail_is_small_upright_and_without_metadata(tmp_path: Path) -> None:
    small = thumbnail(kept(tmp_path, "a.jpg", jpeg()), 24)
    with Image.open(io.BytesIO(small)) as image:
        assert (image.format, image.size) == ("JPEG", (18, 24))  # orientation 6: lies on its side
        assert dict(image.getexif()) == {}


def test_a_transparent_picture_gets_a_white_ground(tmp_path: Path) -> None:
    out = io.BytesIO()
    Image.new("RGBA", (40, 40), (255, 0, 0, 0)).save(out, "PNG")
    with Image.open(io.BytesIO(thumbnail(kept(tmp_path, "a.png", out.getvalue()), 20))) as image:
        assert image.getpixel((10, 10)) == (255, 255, 255)


def test_only_photos_are_stripped_and_shrunk(tmp_path: Path) -> None:
    path = kept(tmp_path, "a.jpg", b"%PDF-1.7")
    with pytest.raises(ValueError, match="not a photo"):
        strip_location(path, path)
    with pytest.raises(ValueError, match="not a photo"):
        thumbnail(path, 20)


def test_no_text_chunk_of_a_png_is_among_those_kept() -> None:
    assert {name for name in PNG_CHUNKS if name in (b"tEXt", b"zTXt", b"iTXt", b"eXIf")} == set()


@settings(max_examples=60, deadline=None)
@given(st.sampled_from([phone_jpeg(), png(), webp()]), st.data())
def test_damaged_files_never_break_the_rewriting(body: bytes, draw: st.DataObject) -> None:
    damaged = bytearray(body[: draw.draw(st.integers(12, len(body)))])
    for place in draw.draw(st.lists(st.integers(12, len(damaged)), max_size=8)):
        damaged[min(place, len(damaged) - 1)] = draw.draw(st.integers(0, 255))
    for rewrite in (rewrite_jpeg, rewrite_png, rewrite_webp):
        assert isinstance(rewrite(bytes(damaged), b""), bytes)
