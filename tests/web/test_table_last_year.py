"""Last year's figures in the table: in grey beside the row, taken by one button, never over an answer."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.model.answer import Answer
from bot.model.person import Role
from bot.use_cases.campaigns import invites
from tests.conversation.test_last_year import asked_again
from tests.web import table_site as sites
from tests.web.table_site import TableBrowser, TableSite


@pytest.fixture
def again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[TableSite]:
    """The commune reported 1.1 last year and is asked again."""
    desk, _ = asked_again(tmp_path)
    monkeypatch.setattr(sites, "Installation", lambda *_, **__: desk)
    made = TableSite(tmp_path)
    yield made
    made.close()


@pytest.fixture
def an(again: TableSite) -> TableBrowser:
    return at_table(again)


def at_table(again: TableSite) -> TableBrowser:
    """Somebody of the commune, with the table of the later campaign open."""
    desk = again.desk
    with desk.store.transaction() as tx:
        made = invites.hand_out(tx, desk.office, "sau", "03466", Role.REPORTER, {}, new=True)
    browser = TableBrowser(again)
    browser.opens("/chat")
    browser.says(made[0].code, kind="start")
    browser.says("Đồng ý")
    browser.opens()
    return browser


def this_year(again: TableSite) -> dict[str, Answer]:
    with again.desk.store.reading() as tx:
        campaign = tx.campaigns.by_slug("sau")
        assert campaign is not None
        (unit,) = [unit for unit in tx.campaigns.members(campaign.id) if unit.code == "03466"]
        submission = tx.submissions.of_unit(campaign.id, unit.id)
        assert submission is not None
        return dict(submission.answers)


def test_last_years_figures_stand_beside_the_row(an: TableBrowser) -> None:
    assert "4 lớp, 120 người" in an.text("1.1")
    assert "Năm trước" not in an.text("1.2")


@pytest.mark.parametrize("act", ["last_year:1.1:", "last_year:1", "last_year:"])
def test_one_button_takes_them_for_a_row_a_section_or_all(
    an: TableBrowser, again: TableSite, act: str
) -> None:
    assert f'value="{act}' in an.page
    assert an.acts(act).status_code == 200
    answers = this_year(again)
    assert (answers["1.1"].count, answers["1.1"].people) == (4, 120)
    assert set(answers) == {"1.1"}


def test_what_was_answered_this_year_is_kept(an: TableBrowser, again: TableSite) -> None:
    an.posts([("1.1:count", "5", None), ("1.1:people", "90", None)])
    an.acts("last_year:")
    assert (this_year(again)["1.1"].count, this_year(again)["1.1"].people) == (5, 90)
