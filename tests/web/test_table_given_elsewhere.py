"""Figures of another report in the table: named beside the row, taken by one button, never over an answer."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conversation.test_given_elsewhere import SOURCE, asked_twice
from tests.web import table_site as sites
from tests.web.table_site import TableBrowser, TableSite
from tests.web.test_table_last_year import at_table, this_year


@pytest.fixture
def again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[TableSite]:
    """The commune sent 1.1 in one report and is asked it in a second one."""
    desk, _ = asked_twice(tmp_path)
    monkeypatch.setattr(sites, "Installation", lambda *_, **__: desk)
    made = TableSite(tmp_path)
    yield made
    made.close()


@pytest.fixture
def an(again: TableSite) -> TableBrowser:
    return at_table(again)


def test_the_figure_and_its_source_stand_beside_the_row(
    an: TableBrowser, again: TableSite
) -> None:
    assert f"{SOURCE}: 4 lớp, 120 người" in an.text("1.1")
    assert "Theo báo cáo" not in an.text("1.2")
    assert this_year(again) == {}


@pytest.mark.parametrize("act", ["given:1.1:", "given:"])
def test_one_button_takes_it_with_its_source(an: TableBrowser, again: TableSite, act: str) -> None:
    assert f'value="{act}' in an.page
    assert an.acts(act).status_code == 200
    answers = this_year(again)
    assert set(answers) == {"1.1"}
    assert (answers["1.1"].count, answers["1.1"].people) == (4, 120)
    assert answers["1.1"].source == SOURCE


def test_an_answer_of_this_report_is_kept(an: TableBrowser, again: TableSite) -> None:
    an.posts([("1.1:count", "5", None), ("1.1:people", "90", None)])
    an.acts("given:")
    assert (this_year(again)["1.1"].count, this_year(again)["1.1"].people) == (5, 90)
