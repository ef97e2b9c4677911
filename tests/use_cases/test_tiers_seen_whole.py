"""Totals that were handed up are looked into wherever figures are told apart: by kind on the board, and
beside those of the year before."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.model.commands import Accept
from bot.model.person import Role, Seat
from bot.use_cases.board.board_totals import TotalsFilter, TotalsPage, totals_page
from bot.use_cases.campaigns import campaign_setup
from bot.use_cases.papers.campaign_export import campaign_sheet
from tests.use_cases.test_three_tiers import CAMPAIGN, Province, tree

ROW = "1.1"


@pytest.fixture
def province(tmp_path: Path) -> Iterator[Province]:
    """One district, a commune of two schools, and an office; each sends figures of its own."""
    made = Province(tmp_path, tree(1, 1, 2))
    yield made
    made.desk.close()


def everybody_reports(province: Province, factor: int) -> None:
    for number, code in enumerate(province.parents, start=1):
        province.sends(code, {ROW: (number, number * factor)})
    province.accepts(*province.parents)


def hand_up(province: Province) -> None:
    for code in ("H1X1", "H1"):
        province.hands_up(code)
        assert province.does(Accept(province.ids[code])).may


def next_year(province: Province) -> None:
    """The same body's campaign of a year later, over the same units."""
    folder, desk = province.desk.folder, province.desk
    text = CAMPAIGN.replace('"ba-cap"', '"ba-cap-2023"').replace("2022", "2023")
    text = text.replace("phu-luc-ii-2023", "phu-luc-ii-2022")
    (folder / "sau.toml").write_text(f'{text}previous = "ba-cap"\n', "utf-8")
    desk.later(days=365)
    read = campaign_setup.read_campaign(folder / "sau.toml", desk.office)
    with desk.store.transaction() as tx:
        campaign_setup.create_campaign(tx, desk.office, read)
        province.campaign = campaign_setup.open_campaign(tx, desk.office, "ba-cap-2023")
    province.sent, province.accepted, province.handed = {}, {}, {}


def page(province: Province, **wanted: str) -> TotalsPage:
    seat = Seat(0, Role.COORDINATOR, province.campaign.id, "")
    with province.desk.store.reading() as tx:
        return totals_page(tx, province.desk.office, seat, TotalsFilter(**wanted))


def figures(found: TotalsPage) -> str:
    return next(line.figures for line in found.lines if line.row.code == ROW)


def test_the_board_shows_a_kinds_figures_out_of_totals_that_were_handed_up(
    province: Province,
) -> None:
    everybody_reports(province, 10)
    kinds = ("huyện", "xã", "trường THCS", "hội")
    before = [figures(page(province, kind=kind)) for kind in kinds]
    hand_up(province)
    assert [figures(page(province, kind=kind)) for kind in kinds] == before
    exported = province.exported()["by_kind"]
    for kind, words in zip(kinds, before, strict=True):
        row = exported[kind][ROW]
        assert words == f"{row['count']} lớp, {row['people']} người"


def test_a_branch_is_not_compared_with_the_figures_of_its_top_alone(province: Province) -> None:
    """A year ago nobody handed a total up; now the district's holds the figures of all below it."""
    everybody_reports(province, 10)
    hand_up(province)
    was = province.exported()["totals"][ROW]
    next_year(province)
    everybody_reports(province, 10)
    for handed in (False, True):
        if handed:
            hand_up(province)
        with province.desk.store.reading() as tx:
            before = campaign_sheet(tx, province.desk.office, province.campaign).before
        assert before is not None
        assert before.figures[ROW] == before.now[ROW]
        assert sorted(before.now[ROW].values()) == [was["count"], was["people"]]
        assert len(before.units) == len(province.parents)


def test_last_years_total_of_a_branch_is_no_figure_of_its_tops_own(province: Province) -> None:
    """The district reports what it reported a year ago: nothing is far from it."""
    for code in province.parents:
        province.sends(code, {ROW: (1, 2 if code == "H1" else 900)})
    province.accepts(*province.parents)
    hand_up(province)
    next_year(province)
    for code in province.parents:
        province.sends(code, {ROW: (1, 2 if code == "H1" else 900)})
    province.accepts(*province.parents)
    assert [line.outliers for line in page(province).lines if line.row.code == ROW] == [0]
