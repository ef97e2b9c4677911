"""A photo of the filled paper form: read, shown cell by cell, and stored only by a yes."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from bot.forms.form_loader import load_builtin
from bot.imports import scanned_form
from bot.imports.scanned_form import can_read_scans, open_scan, rows_of_scan
from tests.imports.scanned_pages import filled, photos
from tests.office import Installation, Person

FORM = load_builtin("phu-luc-ii-2022")
SEED = 1
with_reader = pytest.mark.skipif(
    not can_read_scans() or shutil.which("soffice") is None,
    reason="needs the extra [ocr] and LibreOffice",
)


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder = tmp_path_factory.mktemp("pages")
    return list(photos(FORM, filled(FORM, SEED), folder, SEED))


def taken(desk: Installation, page: Path) -> Person:
    """A person whose photo of a page was read."""
    person = desk.joined("03466", "Lò Văn Ân")
    person.says("tiếp")
    target = desk.folder / "files" / "x.jpg"
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(page, target)
    person.sends_photo("Đọc biểu giúp em", path="files/x.jpg")
    return person


@with_reader
def test_every_figure_of_a_photo_is_found_or_left_open(pages: list[Path], tmp_path: Path) -> None:
    kept = filled(FORM, SEED)
    seen = [row for page in pages for row in rows_of_scan(open_scan(page, tmp_path), FORM)]
    read = {(row.code, cell): text for row in seen for cell, text in row.figures if text}
    truth = {(code, cell): str(number) for code, answer in kept.items()
             for cell, number in answer.figures.items()}  # fmt: skip
    wrong = {at: text for at, text in read.items() if text.replace(".", "") != truth[at]}
    assert len(wrong) <= len(truth) * 0.02, wrong
    assert len(read) >= len(truth) * 0.95
    assert all(Path(row.picture).is_file() for row in seen)


@with_reader
def test_nothing_of_a_photo_is_stored_by_itself(desk: Installation, pages: list[Path]) -> None:
    person = taken(desk, pages[0])
    reply = person.heard[-1]
    assert "Trong ảnh đọc được 1.1: " in reply.text
    assert reply.document is not None and Path(reply.document.path).is_file()
    assert dict(desk.submission().answers) == {}


@with_reader
def test_each_row_of_a_photo_is_stored_by_its_own_yes(
    desk: Installation, pages: list[Path]
) -> None:
    person = taken(desk, pages[0])
    person.says("đúng")
    assert list(desk.submission().answers) == ["1.1"]
    assert "1.2: " in person.heard[-1].text
    person.says("sai")
    person.says("2 lớp 60 người")
    assert desk.submission().answers["1.2"].people == 60
    assert "1.3: " in person.heard[-1].text
    person.says("bỏ qua")
    assert "Trong ảnh đọc được 1.4: " in person.heard[-1].text
    assert "1.3: " not in person.heard[-1].text  # it was skipped, and waits no more
    assert list(desk.submission().answers) == ["1.1", "1.2"]
    person.says("1.6: 2 lớp 30 người")
    person.says("đúng")
    assert "1.3" not in desk.submission().answers


def test_without_the_extra_the_bot_says_what_to_do(
    desk: Installation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scanned_form, "NEEDED", ("a_library_that_is_not_there",))
    page = tmp_path / "x.jpg"
    page.write_bytes(b"no picture")
    person = taken(desk, page)
    assert "chưa cài phần đọc ảnh" in person.last
    assert dict(desk.submission().answers) == {}


@with_reader
def test_a_photo_without_a_table_is_said_to_have_none(desk: Installation, tmp_path: Path) -> None:
    import cv2
    import numpy as np

    page = tmp_path / "x.png"
    cv2.imwrite(str(page), np.full((800, 600, 3), 200, np.uint8))
    assert "Không tìm thấy bảng" in taken(desk, page).last
