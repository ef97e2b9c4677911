"""Mailed files on the board: dropped at once, listed with their units, entered after one look."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from html import unescape

import httpx

from tests.imports.filled_files import body, fill, sheet, workbook
from tests.office import Person
from tests.web.board_site import BoardSite, BoardVisitor

BLANK = replace(sheet(), unit_name="", unit_code="", campaign="")
FORM = body(fill(workbook(BLANK), {"1.1": (3, 45)}))


def drops(visitor: BoardVisitor, *names: str, **more: str) -> httpx.Response:
    files = [("file", (name, FORM)) for name in names]
    fields = {"token": visitor.token, "source": "e-mail ngày 12/10", **more}
    return visitor.http.post(f"{visitor.site.here}/mail", data=fields, files=files)


def confirms(visitor: BoardVisitor, page: httpx.Response, **chosen: str) -> httpx.Response:
    """Press the one button, with other units chosen for some files."""
    hidden = re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page.text)
    fields: dict[str, list[str]] = {}
    for name, value in hidden:
        fields.setdefault(name, []).append(unescape(value))
    units = {
        name.replace("shown", "unit"): value for name, value in fields.items() if "shown" in name
    }
    return visitor.http.post(f"{visitor.site.here}/mail/store", data={**fields, **units, **chosen})


def stored(site: BoardSite, unit: str) -> set[str]:
    return set(site.desk.submission(unit).answers)


def test_many_files_are_listed_with_their_units_and_entered_by_one_button(
    board_site: BoardSite, hoa: Person
) -> None:
    visitor = board_site.visitor(hoa)
    page = drops(visitor, "BC xa Bum Nua.xlsx", "BC xa Bum To.xlsx")
    assert (page.status_code, stored(board_site, "03466")) == (200, set())
    assert page.text.count("1.1: 3 lớp, 45 người") == 2
    assert confirms(visitor, page).status_code == 200
    assert stored(board_site, "03466") == stored(board_site, "03454") == {"1.1"}


def packed(count: int) -> bytes:
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w") as pack:
        for number in range(count):
            pack.writestr(f"bao cao {number}.xlsx", FORM)
    return body.getvalue()


def drops_packs(visitor: BoardVisitor, *counts: int) -> httpx.Response:
    packs = [("file", (f"thu-{place}.zip", packed(count))) for place, count in enumerate(counts)]
    here = f"{visitor.site.here}/mail"
    return visitor.http.post(here, data={"token": visitor.token, "source": "thư"}, files=packs)


def test_a_packed_folder_of_forty_files_is_entered(board_site: BoardSite, hoa: Person) -> None:
    visitor = board_site.visitor(hoa)
    page = drops_packs(visitor, 40)
    unit = str(board_site.unit("03466"))
    again = confirms(visitor, page, unit39=unit)
    assert confirms(visitor, again).status_code == 200
    assert stored(board_site, "03466") == {"1.1"}


def test_more_files_than_one_page_holds_are_refused_in_words(
    board_site: BoardSite, hoa: Person
) -> None:
    page = drops_packs(board_site.visitor(hoa), 50, 50, 1)
    assert (page.status_code, "101 tệp" in page.text) == (400, True)


def test_a_file_of_nobody_is_entered_only_for_a_unit_that_was_chosen_and_looked_at(
    board_site: BoardSite, hoa: Person
) -> None:
    visitor = board_site.visitor(hoa)
    page = drops(visitor, "bao cao.xlsx")
    again = confirms(visitor, page, unit0=str(board_site.unit("03466")))
    assert stored(board_site, "03466") == set()
    confirms(visitor, again)
    assert stored(board_site, "03466") == {"1.1"}


def test_a_list_of_another_visit_is_refused(board_site: BoardSite, hoa: Person) -> None:
    page = drops(board_site.visitor(hoa), "BC xa Bum Nua.xlsx")
    other = board_site.visitor(board_site.coordinator("Trần Văn Nam"))
    assert confirms(other, page).status_code == 403
    assert stored(board_site, "03466") == set()


def test_a_file_on_a_units_page_without_words_is_read(board_site: BoardSite, hoa: Person) -> None:
    visitor = board_site.visitor(hoa)
    unit = str(board_site.unit("03466"))
    fields = {"token": visitor.token, "act": "enter", "unit": unit, "source": "e-mail"}
    asked = visitor.http.post(
        f"{board_site.here}/act", data=fields, files={"file": ("a.xlsx", FORM)}
    )
    assert "1.1: 3 lớp, 45 người" in asked.text
    found = re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', asked.text)
    visitor.posts({name: unescape(value) for name, value in found})
    assert stored(board_site, "03466") == {"1.1"}


def test_what_changed_since_the_list_was_opened_is_shown_before_anything_is_entered(
    board_site: BoardSite, hoa: Person
) -> None:
    visitor = board_site.visitor(hoa)
    page = drops(visitor, "BC xa Bum Nua.xlsx")
    board_site.desk.joined("03466").says("1.1: 9 lớp 99 người")
    again = confirms(visitor, page)
    assert "số liệu của đơn vị đã thay đổi" in again.text
    assert board_site.desk.submission("03466").answers["1.1"].count == 9
    confirms(visitor, again)
    assert board_site.desk.submission("03466").answers["1.1"].count == 3
