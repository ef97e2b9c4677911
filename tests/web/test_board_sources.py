"""A file behind figures that a coordinator enters: kept, shown beside the entry, packed, and only
for those who may see the campaign."""

from __future__ import annotations

import re
from html import unescape
from io import BytesIO
from zipfile import ZipFile

import httpx
import pytest
from openpyxl import load_workbook

from tests.imports.pictures import phone_jpeg
from tests.office import Person
from tests.web.board_site import BoardSite, BoardVisitor
from tests.web.test_board_access import other_campaign

PDF = b"%PDF-1.4 one page"
ENTRY = {"row": "1.1", "words": "3 lớp 45 người", "source": "e-mail ngày 12/10"}


def enters(
    visitor: BoardVisitor, body: bytes = PDF, name: str = "thư.pdf", **more: str
) -> httpx.Response:
    """The form with a file, as a browser sends it; the page that asks whether one is sure."""
    unit = str(visitor.site.unit("03466"))
    fields = {"token": visitor.token, "act": "enter", "unit": unit, **ENTRY, **more}
    return visitor.http.post(f"{visitor.site.here}/act", data=fields, files={"file": (name, body)})


def hidden(page: httpx.Response) -> dict[str, str]:
    found = re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page.text)
    return {name: unescape(value) for name, value in found}


def entered(visitor: BoardVisitor, body: bytes = PDF, name: str = "thư.pdf") -> None:
    asked = enters(visitor, body, name)
    assert asked.status_code == 200, asked.text
    assert visitor.posts(hidden(asked)).status_code == 200


def sources(site: BoardSite) -> list[str]:
    with site.desk.store.reading() as tx:
        return [kept.path for _, kept in tx.views.source_files(site.desk.campaign.id)]


def test_the_file_is_named_before_it_is_kept_with_the_entry(
    board_site: BoardSite, hoa: Person
) -> None:
    visitor = board_site.visitor(hoa)
    asked = enters(visitor)
    assert "Tệp kèm theo: thư.pdf" in asked.text
    assert (sources(board_site), board_site.desk.submission().answers) == ([], {})
    visitor.posts(hidden(asked))
    answer = board_site.desk.submission().answers["1.1"]
    assert (answer.count, answer.people) == (3, 45)
    assert answer.source == "nhập hộ theo e-mail ngày 12/10"
    (path,) = sources(board_site)
    assert (board_site.desk.folder / path).read_bytes() == PDF


def test_it_stands_in_the_history_of_its_row_and_can_be_fetched(
    board_site: BoardSite, hoa: Person
) -> None:
    visitor = board_site.visitor(hoa)
    entered(visitor)
    page = visitor.unit()
    row = page[page.index('id="r-1.1"') : page.index('id="r-1.2"')]
    link = re.search(r'class="behind" href="([^"]+)">thư.pdf', row)
    assert link is not None
    fetched = visitor.opens(link[1])
    assert fetched.content == PDF
    assert fetched.headers["content-disposition"].startswith("attachment")
    assert "Tệp kèm số liệu nhập hộ" in page
    assert board_site.visitor().opens(link[1]).status_code == 403
    assert board_site.visitor(other_campaign(board_site)).opens(link[1]).status_code == 404


def test_an_entry_without_a_file_is_taken_from_the_same_form(
    board_site: BoardSite, hoa: Person
) -> None:
    visitor = board_site.visitor(hoa)
    asked = enters(visitor, b"", "")
    assert "Tệp kèm theo" not in asked.text
    visitor.posts(hidden(asked))
    assert (len(board_site.desk.submission().answers), sources(board_site)) == (1, [])


def test_a_photo_is_taken_and_does_not_count_as_the_units_own(
    board_site: BoardSite, hoa: Person
) -> None:
    visitor = board_site.visitor(hoa)
    entered(visitor, phone_jpeg(), "ban-chup.jpg")
    assert sources(board_site)[0].endswith(".jpg")
    assert board_site.desk.submission().photos == ()


@pytest.mark.parametrize(
    ("body", "name", "status"),
    [
        (b"MZ a program", "thư.pdf", 415),
        (b"PK\x03\x04 broken", "so-lieu.xlsx", 415),
        (b"%PDF-1.4" + b"x" * (21 * 1024 * 1024), "lon.pdf", 413),
    ],
)
def test_other_files_are_refused_by_what_they_hold(
    board_site: BoardSite, hoa: Person, body: bytes, name: str, status: int
) -> None:
    visitor = board_site.visitor(hoa)
    assert enters(visitor, body, name).status_code == status
    assert (sources(board_site), board_site.desk.submission().answers) == ([], {})


def test_a_mark_is_worth_nothing_when_it_is_changed_or_taken_elsewhere(
    board_site: BoardSite, hoa: Person
) -> None:
    visitor, second = board_site.visitor(hoa), board_site.visitor(hoa)
    good = hidden(enters(visitor))
    other_unit = {**good, "unit": str(board_site.unit("03433"))}
    other_visit = {**good, "token": second.token}
    changed = {**good, "attached": "A" + good["attached"][1:]}
    assert visitor.posts(other_unit).status_code == 400
    assert second.posts(other_visit).status_code == 400
    assert visitor.posts(changed).status_code == 400
    assert visitor.posts({**good, "attached": "../baocao.db"}).status_code == 400
    assert (sources(board_site), board_site.desk.submission().answers) == ([], {})


def test_nothing_is_kept_for_somebody_who_may_not_act(board_site: BoardSite, hoa: Person) -> None:
    stranger = board_site.visitor(other_campaign(board_site))
    shown = stranger.opens("/board").text
    token = shown.split('name="token" value="')[1].split('"')[0]
    fields = {"act": "enter", "unit": str(board_site.unit()), **ENTRY}
    wrong = board_site.visitor(hoa)
    for visitor, mark, status in ((stranger, token, 404), (wrong, token, 403)):
        posted = visitor.http.post(
            f"{board_site.here}/act",
            data={"token": mark, **fields},
            files={"file": ("a.pdf", PDF)},
        )
        assert posted.status_code == status
    assert not (board_site.desk.folder / "files").exists()


def test_it_is_packed_in_a_folder_of_its_own_with_its_words(
    board_site: BoardSite, hoa: Person
) -> None:
    visitor = board_site.visitor(hoa)
    entered(visitor)
    packed = ZipFile(BytesIO(visitor.opens(f"{board_site.here}/file/zip").content))
    (name,) = [each for each in packed.namelist() if "/nhap-ho/" in each]
    assert name.startswith("001-03466-Xa-Bum-Nua/")
    assert packed.read(name) == PDF
    book = load_workbook(BytesIO(packed.read("danh-sach-anh.xlsx")))
    line = [cell.value for cell in book["Nguồn nhập hộ"][2]]
    assert line[1:5] == ["03466", "Xã Bum Nưa", "1.1", "nhập hộ theo e-mail ngày 12/10"]
    assert line[-1] == name


def test_it_goes_with_a_report_that_is_moved(board_site: BoardSite, hoa: Person) -> None:
    visitor = board_site.visitor(hoa)
    entered(visitor)
    visitor.acts("move", to=str(board_site.unit("03433")), reason="nhầm đơn vị")
    assert "thư.pdf" in visitor.unit("03433")
    assert "thư.pdf" not in visitor.unit("03466")
