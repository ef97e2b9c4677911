"""Totals that were fetched from the board: listed with their number, and what differs since."""

from __future__ import annotations

import pytest

from tests.office import Person, rename
from tests.use_cases.test_snapshots import classes, issue, sends
from tests.web.board_site import BoardSite
from tests.web.test_board_access import EXPECTED, visitor_as

A, B = "03433", "03436"
EVIL = "<script>alert(1)</script>"


def test_a_fetched_total_is_listed_with_its_number_and_who_fetched_it(
    board_site: BoardSite, hoa: Person
) -> None:
    sends(board_site.desk, A, r1_6=classes(board_site.desk, 4, 160))
    visitor = board_site.visitor(hoa)
    assert "Bản tổng hợp đã lập" not in visitor.board()
    got = visitor.opens(f"{board_site.here}/file/xlsx")
    assert (got.status_code, got.content[:2]) == (200, b"PK")
    slug = board_site.desk.campaign.slug
    assert got.headers["content-disposition"] == f'attachment; filename="{slug}-so-1.xlsx"'
    page = visitor.board()
    assert "Số 1, lập lúc 08:30 ngày 10/10/2022 (Nguyễn Thị Hoa): còn khớp" in page
    assert "/snapshot/1" not in page


def test_what_changed_is_shown_cell_by_cell(board_site: BoardSite, hoa: Person) -> None:
    desk = board_site.desk
    sends(desk, A, r1_6=classes(desk, 4, 1160))
    issue(desk)
    sends(desk, A, r1_6=classes(desk, 5, 1200))
    visitor = board_site.visitor(hoa)
    page = visitor.board()
    assert "Thị trấn Mường Tè: đã nộp lại (lần nộp 2)" in page
    assert f'href="{board_site.here}/snapshot/1"' in page
    shown = visitor.opens(f"{board_site.here}/snapshot/1").text
    for cell in ("1.160", "1.200", "<b>1.6</b>", "<b>1</b>"):
        assert cell in shown
    assert visitor.opens(f"{board_site.here}/snapshot/2").status_code == 404


@pytest.mark.parametrize(("who", "status"), EXPECTED.items())
def test_a_snapshot_is_for_its_coordinator_only(
    board_site: BoardSite, hoa: Person, who: str, status: int
) -> None:
    desk = board_site.desk
    sends(desk, A, r1_6=classes(desk, 4, 160))
    issue(desk)
    visitor = visitor_as(board_site, who, hoa)
    assert visitor.opens(f"{board_site.here}/snapshot/1").status_code == status


def test_names_are_shown_as_they_are_written(board_site: BoardSite, hoa: Person) -> None:
    desk = board_site.desk
    rename(desk.store, A, name=EVIL)
    with desk.store.transaction() as tx:
        (_, person), *_ = tx.people.seats_of_unit(desk.campaign.id, None)
        tx.people.rename(person.id, EVIL)
    sends(desk, A, r1_6=classes(desk, 4, 160))
    visitor = board_site.visitor(hoa)
    visitor.opens(f"{board_site.here}/file/docx")
    sends(desk, A, r1_6=classes(desk, 5, 160))
    for page in (visitor.board(), visitor.opens(f"{board_site.here}/snapshot/1").text):
        assert EVIL not in page
        assert page.count("&lt;script&gt;") >= 2
