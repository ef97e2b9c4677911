"""Totals of branches that come after their day, and after an issued total was made from an earlier one."""

from __future__ import annotations

from pathlib import Path

from bot.model.optional import sure
from bot.model.person import Role
from bot.snapshots.issue_snapshot import export_file
from tests.use_cases.test_three_tiers import Province

TOTALS_OWED = '[[items]]\nkinds = ["huyện"]\ntype = "total"\ndeadline = "trước ngày 20/10/2022"\n'


def test_a_first_total_is_late_though_the_units_own_figures_were_not(tmp_path: Path) -> None:
    province = Province(tmp_path, {"H1": "", "H1X1": "H1"}, TOTALS_OWED)
    for code in ("H1X1", "H1"):
        province.sends(code, {"1.1": (2, 40)})
        province.accepts(code)
    province.desk.later(days=21)
    province.hands_up("H1")
    with province.desk.store.reading() as tx:
        report = tx.submissions.of_unit(province.campaign.id, province.ids["H1"])
    assert report is not None and report.late_days == 12


def test_coordinators_are_told_that_a_total_handed_up_anew_outruns_the_issued_one(
    tmp_path: Path,
) -> None:
    province = Province(tmp_path, {"H1": "", "H1X1": "H1"}, TOTALS_OWED)
    desk, boss = province.desk, province.desk.coordinator("Chị Hoa")
    with desk.store.transaction() as tx:
        person = sure(tx.people.chat_at(boss.address)).person
        tx.people.take_seat(
            sure(person).id, province.campaign.id, None, Role.COORDINATOR, desk.now
        )
    province.sends("H1X1", {"1.1": (2, 40)})
    province.accepts("H1X1")
    province.hands_up("H1")
    export_file(desk.store, desk.office, province.campaign.slug, None, tmp_path / "1.xlsx")
    boss.listen()
    province.sends("H1X1", {"1.1": (3, 60)})
    province.accepts("H1X1")
    province.hands_up("H1")
    assert any("số 1" in reply.text for reply in boss.listen())
