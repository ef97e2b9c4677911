"""Buttons beside the rows of the table: pressed beside what was typed, after others, and twice."""

from __future__ import annotations

import pytest

from bot.model.answer import AnswerState
from tests.web.table_site import TableBrowser, TableSite, stored


def test_ones_own_note_beside_a_button_is_no_conflict(
    an: TableBrowser, table_site: TableSite
) -> None:
    answer = an.submits({"1.1:note": "bận dịch bệnh"}, an.button("nil", "1.1"))
    assert answer.status_code == 303
    kept = table_site.desk.submission().answers
    assert (kept["1.1"].state, kept["1.1"].note) == (AnswerState.NIL, "bận dịch bệnh")
    an.opens()
    an.types("2:note", "đăng trên trang của xã")  # while the button is pressed
    assert an.acts(an.button("nil", "2")).status_code == 200
    assert table_site.desk.submission().answers["2"].note == "đăng trên trang của xã"
    an.types("3:count", "khoảng 20")
    an.opens()
    an.submits({"3:note": "cả tờ rơi"}, an.button("confirm", "3"))
    three = table_site.desk.submission().answers["3"]
    assert (three.count, three.note) == (20, "cả tờ rơi")


def test_a_colleagues_note_survives_a_button(
    an: TableBrowser, binh: TableBrowser, table_site: TableSite
) -> None:
    binh.types("2:note", "sẽ có sau")
    assert an.acts(an.button("pending", "2")).status_code == 200
    assert table_site.desk.submission().answers["2"].note == "sẽ có sau"
    answer = an.submits({"2:note": "không rõ"}, an.button("nil", "2"))
    assert (answer.status_code, "sẽ có sau" in answer.text) == (409, True)


def test_ones_own_figure_of_another_page_is_told_as_ones_own(an: TableBrowser) -> None:
    for stored_first, then in (("12", "15"), ("khoảng 20", "25")):
        an.opens()
        an.types("2:count", stored_first)
        [conflict] = an.types("2:count", then).json()["conflicts"]
        assert f"chính anh/chị vừa ghi “{stored_first}”" in (conflict["sentence"])


@pytest.mark.parametrize("name", ["", "Nguyễn Thị Hoa"])
def test_a_figure_of_a_namesake_is_not_told_as_ones_own(
    an: TableBrowser, binh: TableBrowser, table_site: TableSite, name: str
) -> None:
    with table_site.desk.store.transaction() as tx:
        for _, person in tx.people.seats_of_campaign(table_site.desk.campaign.id):
            tx.people.rename(person, name)
    for row, stored_first, then in (("2", "12", "15"), ("3", "khoảng 20", "25")):
        for browser in (an, binh):
            browser.opens()
        an.types(f"{row}:count", stored_first)
        [conflict] = binh.types(f"{row}:count", then).json()["conflicts"]
        assert f"{name or 'người khác'} vừa ghi “{stored_first}”" in conflict["sentence"]
    binh.opens()
    assert (f"{name} ghi" in binh.text("2")) == bool(name)
    an.opens()
    assert f"{name} ghi" not in an.text("2")


def test_a_confirm_whose_answer_was_lost_is_done_once(
    an: TableBrowser, binh: TableBrowser, table_site: TableSite
) -> None:
    an.types("2:count", "khoảng 20")
    an.opens()
    pressed = an.button("confirm", "2")
    assert [an.acts(pressed).status_code for _ in range(2)] == [200, 200]
    with table_site.desk.store.reading() as tx:
        history = tx.history.of_report(table_site.desk.submission().id)
    assert [line.code for line in history] == ["2"]
    binh.opens()
    binh.types("2:count", "30")
    assert an.acts(pressed).status_code == 409
    assert stored(table_site, "2") == (30, None)


def test_the_button_beside_a_doubt_that_is_another_by_now_is_a_conflict(an: TableBrowser) -> None:
    an.types("2:count", "khoảng 20")
    an.opens()
    pressed = an.button("confirm", "2")
    an.types("2:count", "khoảng 30")
    assert an.acts(pressed).status_code == 409


def test_a_button_of_a_row_that_was_answered_meanwhile_does_nothing(
    an: TableBrowser, binh: TableBrowser, table_site: TableSite
) -> None:
    binh.types("2:count", "12")
    assert an.acts(an.button("nil", "2")).status_code == 409
    assert stored(table_site, "2") == (12, None)


def test_a_button_beside_figures_of_its_row_is_a_conflict(
    an: TableBrowser, table_site: TableSite
) -> None:
    cells: list[tuple[str, str, str | None]] = [
        (f"1.1:{cell}", text, an.cell(f"version:1.1:{cell}"))
        for cell, text in (("count", "3"), ("people", "45"))
    ]
    answer = an.posts(cells, (an.button("nil", "1.1"),))
    assert answer.status_code == 409
    [conflict] = answer.json()["conflicts"]
    assert (conflict["act"], conflict["theirs"]) == ("nil", "3, 45")
    assert stored(table_site, "1.1") == (3, 45)


def test_nothing_in_the_section_fills_the_open_rows_only(
    an: TableBrowser, table_site: TableSite
) -> None:
    an.posts([("6.1:count", "2", None), ("6.1:people", "40", None)])
    an.acts("nil:6")
    an.opens()
    assert [an.state(code) for code in ("6.1", "6.2", "6.3", "6.4")] == ["value", *["nil"] * 3]
    assert stored(table_site, "6.1") == (2, 40)


def test_a_section_filled_beside_a_doubt_leaves_its_row(
    an: TableBrowser, table_site: TableSite
) -> None:
    an.posts([("1.1:count", "khoảng 3", an.cell("version:1.1:count"))], ("nil:1",))
    assert stored(table_site, "1.1") is None
    assert stored(table_site, "1.2") is not None
    an.opens()
    assert an.cell("1.1:count") == "khoảng 3"
