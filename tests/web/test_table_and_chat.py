"""The question in the chat moves on where the table stores the row it asked about."""

from __future__ import annotations

import pytest

from tests.web.table_site import TableBrowser, TableSite


@pytest.fixture
def an(table_site: TableSite) -> TableBrowser:
    """Somebody who is asked row 1.1 in the chat, with the table open."""
    browser = table_site.browser()
    browser.says("mục 1.1")
    browser.opens()
    return browser


def heads(an: TableBrowser, awaited: str) -> list[str]:
    """The heads of the bot's lines in the chat, once a certain one is among them."""
    while True:
        lines = an.http.get("/chat/lines?after=0").json()["lines"]
        found = [line["head"] for line in lines if line["who"] == "bot"]
        if awaited in found:
            return found


def test_the_next_row_is_asked_once_the_table_has_the_figure(an: TableBrowser) -> None:
    an.posts([("1.1:count", "3", None), ("1.1:people", "45", None)])
    assert heads(an, "Mục 1.2 · Câu 2/34")[-2:] == ["Mục 1.1 · Câu 1/34", "Mục 1.2 · Câu 2/34"]


def test_rows_filled_one_after_the_other_move_one_question(an: TableBrowser) -> None:
    for code, awaited in (("1.1", "1.2 · Câu 2"), ("1.2", "1.3 · Câu 3")):
        an.posts([(f"{code}:count", "3", None), (f"{code}:people", "45", None)])
        last = heads(an, f"Mục {awaited}/34")
    assert last[-2:] == ["Mục 1.1 · Câu 1/34", "Mục 1.3 · Câu 3/34"]


def test_an_answer_after_that_is_for_the_row_that_is_asked_now(
    an: TableBrowser, table_site: TableSite
) -> None:
    an.posts([("1.1:count", "3", None), ("1.1:people", "45", None)])
    heads(an, "Mục 1.2 · Câu 2/34")
    an.says("1 lớp 20 người")
    answers = table_site.desk.submission().answers
    assert (answers["1.1"].people, answers["1.2"].people) == (45, 20)


def test_another_row_leaves_the_question_alone(an: TableBrowser) -> None:
    an.types("2:count", "15")
    assert "2 lớp" not in an.says("2 lớp 40 người").partition("Câu 2/34")[2]
    assert heads(an, "Mục 1.2 · Câu 2/34")[-1] == "Mục 1.2 · Câu 2/34"


def test_what_was_typed_is_not_called_unstored_once_the_chat_answered_the_row(
    an: TableBrowser,
) -> None:
    an.posts([("2:count", "15", None), ("6.1:count", "khoảng 2", None)])
    assert "6.1: “khoảng 2”" in an.says("nộp") + an.says("nộp")
    an.says("6.1: 2 cuộc 180 người")
    assert "khoảng 2" not in an.says("nộp") + an.says("nộp")
