"""Photos and documents: taken by content, without their place, once, and never too large."""

from __future__ import annotations

import errno
import hashlib
import io
from pathlib import Path

import docx
import pytest
from PIL import Image

from bot.model.message import Address, Incoming, IncomingKind
from bot.use_cases.turns.budgets import DAY, Budget
from bot.web.uploads import FORM_ROOM, take_file, tidy_name
from tests.imports.pictures import phone_jpeg, png, webp
from tests.web.site import Site, Visitor

KEY = "0123456789abcdef"


def folder(site: Site) -> Path:
    return site.backend.incoming_folder.parent


def leftovers(site: Site) -> list[Path]:
    return list(site.backend.incoming_folder.rglob("*"))


def word_document() -> bytes:
    out = io.BytesIO()
    docx.Document().save(out)
    return out.getvalue()


def test_a_photo_is_kept_without_its_place(site: Site, visitor: Visitor) -> None:
    sent = visitor.upload(phone_jpeg(), "IMG 1.jpg", key=KEY, caption="5.4 Thi", album="a1")
    assert sent.status_code == 200
    (one,) = site.backend.received
    assert (one.key, one.kind, one.text, one.album) == (
        f"w{KEY}",
        IncomingKind.PHOTO,
        "5.4 Thi",
        "a1",
    )
    assert one.file is not None
    kept = (folder(site) / one.file.path).read_bytes()
    assert (one.file.name, one.file.mime) == ("IMG 1.jpg", "image/jpeg")
    assert (one.file.size, one.file.sha256) == (len(kept), hashlib.sha256(kept).hexdigest())
    with Image.open(io.BytesIO(kept)) as image:
        assert dict(image.getexif().get_ifd(0x8825)) == {}
    assert b"22.3797" not in kept
    assert leftovers(site) == []


@pytest.mark.parametrize(
    ("body", "kind", "mime"),
    [
        (png(), IncomingKind.PHOTO, "image/png"),
        (webp(), IncomingKind.PHOTO, "image/webp"),
        (b"%PDF-1.7\n", IncomingKind.FILE, "application/pdf"),
        (word_document(), IncomingKind.FILE,
         "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ],
    ids=["png", "webp", "pdf", "docx"],
)  # fmt: skip
def test_the_kind_is_read_from_the_content(
    site: Site, visitor: Visitor, body: bytes, kind: IncomingKind, mime: str
) -> None:
    assert visitor.upload(body, "named.jpg").status_code == 200
    (one,) = site.backend.received
    assert one.file is not None
    assert (one.kind, one.file.mime) == (kind, mime)


@pytest.mark.parametrize(
    ("body", "word"),
    [
        (b"<script>alert(1)</script>", "hỏng"),
        (b"MZ\x90\x00", "hỏng"),
        (b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00", "HEIC"),
        (phone_jpeg()[:700], "hỏng"),
        (b"", "hỏng"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(99), ".xlsx"),
    ],
    ids=["web page", "program", "heic", "cut off", "empty", "old workbook"],
)
def test_what_is_not_taken_is_refused_with_its_reason(
    site: Site, visitor: Visitor, body: bytes, word: str
) -> None:
    refused = visitor.upload(body)
    assert refused.status_code == 415
    assert word in refused.json()["error"]
    assert (site.texts(), leftovers(site)) == ([], [])


@pytest.mark.parametrize("name", ["a.exe", "a.html", "noname"])
def test_a_file_of_another_kind_is_told_which_kinds_are_taken(visitor: Visitor, name: str) -> None:
    refused = visitor.upload(b"MZ\x90\x00", name)
    assert refused.status_code == 415
    assert "chưa nhận được" in refused.json()["error"]


def test_a_file_above_twenty_megabytes_is_refused(site: Site, visitor: Visitor) -> None:
    for more in (1, 1024 * 1024):
        refused = visitor.upload(phone_jpeg() + bytes(20 * 1024 * 1024 + more))
        assert refused.status_code == 413
        assert "20 MB" in refused.json()["error"]
    assert (site.texts(), leftovers(site)) == ([], [])


def test_a_body_without_a_length_is_cut_off_at_the_limit(site: Site, visitor: Visitor) -> None:
    head = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.jpg"\r\n\r\n'

    def endless() -> object:
        yield head
        for _ in range(64):
            yield bytes(1024 * 1024)

    refused = visitor.http.post(
        "/chat/upload",
        content=endless(),  # type: ignore[arg-type]
        headers={"x-page-token": visitor.token, "content-type": "multipart/form-data; boundary=x"},
    )
    assert refused.status_code == 413
    assert (site.texts(), leftovers(site)) == ([], [])


def test_what_a_full_disk_took_of_an_upload_is_removed(tmp_path: Path) -> None:
    class Source(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            if not self.tell():
                return super().read(size)
            raise OSError(errno.ENOSPC, "No space left on device")

    sent = Incoming(Address("web", "", "1"), "w1", IncomingKind.PHOTO)
    with pytest.raises(OSError, match="No space left"):
        take_file(Source(phone_jpeg()), "a.jpg", sent, tmp_path / "incoming")
    assert list((tmp_path / "incoming").iterdir()) == []


def test_the_same_upload_again_is_one_message_and_one_file(site: Site, visitor: Visitor) -> None:
    for _ in range(3):
        assert visitor.upload(phone_jpeg(), key=KEY).status_code == 200
    assert len(site.backend.received) == 1
    assert len([path for path in folder(site).rglob("*") if path.is_file()]) == 1


def test_an_upload_needs_one_file_and_a_key(site: Site, visitor: Visitor) -> None:
    headers = {"x-page-token": visitor.token}
    for data in ({"key": KEY}, {}):
        posted = visitor.http.post("/chat/upload", data=data, headers=headers)
        assert posted.status_code == 400
    assert visitor.upload(png(), key="x").status_code == 400
    two = [("file", ("a.png", png())), ("file", ("b.png", png()))]
    posted = visitor.http.post("/chat/upload", data={"key": KEY}, files=two, headers=headers)
    assert posted.status_code == 400
    assert site.texts() == []


@pytest.mark.parametrize(
    "letters", ["undefined", "punycode", "unicode_escape", "utf-8; charset=utf-7"]
)
def test_a_form_in_other_letters_is_a_bad_request(
    site: Site, visitor: Visitor, letters: str
) -> None:
    """Some codecs of Python fail in their own way, others make half surrogate pairs of plain words."""
    name = b'--B\r\nContent-Disposition: form-data; name="text"\r\n\r\n\\ud800 x\r\n--B--\r\n'
    kind = f"multipart/form-data; boundary=B; charset={letters}"
    headers = {"x-page-token": visitor.token, "content-type": kind}
    for path in ("/chat/form", "/chat/upload"):
        posted = visitor.http.post(path, content=name, headers=headers)
        assert posted.status_code == 400
    assert site.texts() == []


def test_an_upload_needs_the_page_token(site: Site, visitor: Visitor) -> None:
    posted = visitor.http.post("/chat/upload", data={"key": KEY}, files={"file": ("a.png", png())})
    assert (posted.status_code, site.texts()) == (403, [])


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/passwd.jpg", "passwd.jpg"),
        ("C:\\Users\\anh\\Ảnh 1.png", "Ảnh 1.png"),
        ("a\r\nSet-Cookie: x.jpg", "aSet-Cookie: x.jpg"),
        ("x" * 300 + ".jpg", "x" * 116 + ".jpg"),
        ("\u202egpj.exe", "gpj.exe"),
        ("/", ""),
    ],
)
def test_a_file_name_is_only_a_name(name: str, shown: str) -> None:
    assert tidy_name(name) == shown


def test_a_stranger_sends_no_file_by_script_or_form(site: Site, visitor: Visitor) -> None:
    site.backend.strangers.add(visitor.chat)
    assert visitor.upload(png()).status_code == 422
    for photo in (png(), bytes(FORM_ROOM + 1)):
        posted = visitor.http.post(
            "/chat/form",
            data={"token": visitor.token, "key": KEY},
            files={"photo": ("a.png", photo)},
        )
        assert posted.status_code == 422
        assert posted.json()["error"].startswith("Anh/chị chưa được gắn với đơn vị nào")
    assert not list(site.backend.incoming_folder.parent.rglob("*.png"))


def test_one_network_does_not_try_codes_without_end(site: Site, visitor: Visitor) -> None:
    site.backend.strangers.add(visitor.chat)
    statuses = [visitor.write(f"CODE{n}").status_code for n in range(1_002)]
    assert statuses == [200] * 1_000 + [429] * 2
    visitor.http.headers["x-forwarded-for"] = "203.0.113.7"  # as a proxy on this machine tells
    assert visitor.write("CODE").status_code == 200


def test_a_day_of_files_has_its_end(site: Site, visitor: Visitor) -> None:
    site.backend.budget = Budget(100, DAY, site.backend.now)
    assert visitor.upload(png()).status_code == 429
