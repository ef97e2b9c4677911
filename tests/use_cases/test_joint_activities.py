"""Activities that several units held together and each reported are counted once after a yes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from bot.exports.json_file import campaign_body
from bot.model.answer import value
from bot.model.commands import SettleJoint
from bot.model.events import AnswerRecorded, PhotoKept, SentBack, Submitted
from bot.model.joint_activity import Hint, JointProposal
from bot.model.message import FileRef
from bot.snapshots.issue_snapshot import export_file
from bot.snapshots.snapshot_status import snapshot_statuses
from bot.use_cases.board.joint_proposals import open_proposals, settle
from bot.use_cases.campaigns.change_form import change_form
from bot.use_cases.papers.campaign_export import campaign_sheet
from bot.use_cases.turns.process_message import apply_changes
from storage import Author
from tests.use_cases.test_three_tiers import Province


@pytest.fixture
def ward(tmp_path: Path) -> Iterator[Province]:
    """A ward with two schools, and another ward."""
    made = Province(
        tmp_path, {"H1": "", "H1X1": "H1", "H1X1T1": "H1X1", "H1X1T2": "H1X1", "H2": ""}
    )
    yield made
    made.desk.close()


def sends(province: Province, code: str, count: int, people: int, note: str = "") -> None:
    with province.desk.store.transaction() as tx:
        report = tx.submissions.of_unit(province.campaign.id, province.ids[code])
        assert report is not None
        said = value(province.desk.form.by_code["1.1"], count, people, note)
        facts = [
            AnswerRecorded(report.id, "1.1", said),
            Submitted(
                report.id, report.version + 1, province.desk.now, 0, f"{code}.{report.version}"
            ),
        ]
        apply_changes(tx, province.desk.office, facts, Author(province.desk.now))
    province.sent[code] = {"1.1": (count, people)}


def photographs(province: Province, code: str, row: str) -> None:
    with province.desk.store.transaction() as tx:
        report = tx.submissions.of_unit(province.campaign.id, province.ids[code])
        assert report is not None
        file = FileRef(
            name="a.jpg", mime="image/jpeg", size=1, path=f"files/{code}.jpg", sha256="ab"
        )
        facts = [PhotoKept(report.id, file, "", row)]
        apply_changes(tx, province.desk.office, facts, Author(province.desk.now))


def proposed(province: Province) -> list[JointProposal]:
    with province.desk.store.reading() as tx:
        return open_proposals(tx, province.desk.office, province.campaign)


def says(province: Province, asked: SettleJoint) -> str:
    with province.desk.store.transaction() as tx:
        author = Author(province.desk.now)
        return settle(tx, province.desk.office, province.campaign, asked, author)


def total(province: Province) -> tuple[int, int]:
    row = exported(province)["totals"]["1.1"]
    return row["count"], row["people"]


def exported(province: Province) -> dict:  # type: ignore[type-arg]
    with province.desk.store.reading() as tx:
        return campaign_body(campaign_sheet(tx, province.desk.office, province.campaign))


def test_a_remark_that_names_another_unit_is_proposed(ward: Province) -> None:
    sends(ward, "H1X1T1", 2, 80, "phối hợp với Đơn vị H1X1T2 tổ chức")
    sends(ward, "H1X1T2", 1, 60)
    (found,) = proposed(ward)
    assert found.hint is Hint.NAMED
    assert found.activity.units == ("H1X1T1", "H1X1T2")
    assert dict(found.activity.figures) == {"count": 1, "people": 60}


def test_the_same_day_and_people_are_proposed_in_one_branch_only(ward: Province) -> None:
    for code in ("H1X1T1", "H1X1T2", "H2"):
        sends(ward, code, 1, 60, "ngày 03/10")
    assert [found.activity.units for found in proposed(ward)] == [("H1X1T1", "H1X1T2")]


def test_the_same_photo_from_two_units_is_proposed(ward: Province) -> None:
    for code in ("H1X1T1", "H2"):
        sends(ward, code, 1, 60)
        photographs(ward, code, "1.1")
    assert [found.hint for found in proposed(ward)] == [Hint.SAME_PHOTO]


def test_an_unsettled_activity_changes_no_total(ward: Province) -> None:
    sends(ward, "H1X1T1", 2, 80, "phối hợp với Đơn vị H1X1T2")
    sends(ward, "H1X1T2", 1, 60)
    assert total(ward) == (3, 140)


def test_after_a_yes_it_counts_once_and_units_keep_their_own(ward: Province) -> None:
    sends(ward, "H1X1T1", 2, 80, "phối hợp với Đơn vị H1X1T2")
    sends(ward, "H1X1T2", 1, 60)
    asked = SettleJoint("1.1", ("H1X1T1", "H1X1T2"), "H1X1T2")
    assert "tính một lần" in says(ward, asked)
    body = exported(ward)
    assert total(ward) == (2, 80)
    rows = {unit["unit_code"]: unit["rows"]["1.1"]["people"] for unit in body["units"]}
    assert (rows["H1X1T1"], rows["H1X1T2"]) == (80, 60)
    assert body["joint"] == [{"row": "1.1", "units": ["H1X1T1", "H1X1T2"], "counted_in": "H1X1T2"}]
    assert proposed(ward) == []
    says(ward, replace(asked, is_one=False))
    assert total(ward) == (3, 140)
    assert exported(ward)["joint"] == []


def test_a_total_that_was_handed_up_leaves_it_out_once(ward: Province) -> None:
    sends(ward, "H1X1T1", 2, 80)
    sends(ward, "H1X1T2", 1, 60)
    ward.accepts("H1X1T1", "H1X1T2")
    says(ward, SettleJoint("1.1", ("H1X1T1", "H1X1T2")))
    ward.hands_up("H1X1")
    assert ward.total("H1X1").total.totals["1.1"].people == 80
    assert total(ward) == (2, 80)


def test_a_branch_keeps_what_counts_with_another_branch(ward: Province) -> None:
    sends(ward, "H1X1T1", 2, 80)
    sends(ward, "H2", 1, 60)
    says(ward, SettleJoint("1.1", ("H1X1T1", "H2"), "H2"))
    body = exported(ward)
    assert body["by_branch"]["H1"]["1.1"]["people"] == 80
    assert body["totals"]["1.1"]["people"] == 80


def test_what_counts_with_another_branch_is_told_once_in_each_that_has_two_of_it(
    ward: Province,
) -> None:
    for code in ("H1X1T1", "H1X1T2", "H2"):
        sends(ward, code, 1, 60)
    ward.accepts("H1X1T1", "H1X1T2", "H2")
    says(ward, SettleJoint("1.1", ("H1X1T1", "H1X1T2", "H2"), "H2"))
    with ward.desk.store.reading() as tx:
        whole = campaign_sheet(tx, ward.desk.office, ward.campaign)
    branch = campaign_body(whole.within("H1X1"))
    assert branch["totals"]["1.1"]["people"] == ward.total("H1X1").total.totals["1.1"].people == 60
    assert branch["joint"][0]["units"] == ["H1X1T1", "H1X1T2"]
    assert total(ward) == (1, 60)
    ward.hands_up("H1X1")
    assert total(ward) == (1, 60)


def test_a_total_from_before_the_activity_was_known_leaves_it_out_for_each(ward: Province) -> None:
    for code in ("H1X1T1", "H1X1T2", "H2"):
        sends(ward, code, 1, 60)
    ward.accepts("H1X1T1", "H1X1T2", "H2")
    ward.hands_up("H1X1")
    says(ward, SettleJoint("1.1", ("H1X1T1", "H1X1T2", "H2"), "H2"))
    assert total(ward) == (1, 60)


def test_it_counts_with_the_next_where_the_unit_it_counted_with_is_sent_back(
    ward: Province,
) -> None:
    for code in ("H1X1T1", "H1X1T2", "H2"):
        sends(ward, code, 1, 60)
    says(ward, SettleJoint("1.1", ("H1X1T1", "H1X1T2", "H2"), "H2"))
    with ward.desk.store.transaction() as tx:
        report = tx.submissions.of_unit(ward.campaign.id, ward.ids["H2"])
        assert report is not None
        facts = [SentBack(report.id, "số liệu sai")]
        apply_changes(tx, ward.desk.office, facts, Author(ward.desk.now))
    assert total(ward) == (1, 60)


def test_three_units_of_one_day_are_one_activity(ward: Province) -> None:
    for code in ("H1X1T1", "H1X1T2", "H1X1"):
        sends(ward, code, 1, 60, "ngày 03/10")
    (found,) = proposed(ward)
    assert set(found.activity.units) == {"H1X1T1", "H1X1T2", "H1X1"}
    says(ward, SettleJoint("1.1", found.activity.units))
    assert total(ward) == (1, 60)


def test_pairs_of_three_units_never_take_more_than_a_unit_gave(ward: Province) -> None:
    """A commune's total left one of its schools out itself: another pair does not do so again."""
    for code in ("H1X1T1", "H1X1T2", "H2"):
        sends(ward, code, 1, 60)
    sends(ward, "H1X1", 3, 200)
    ward.accepts("H1X1T1", "H1X1T2", "H1X1", "H2")
    says(ward, SettleJoint("1.1", ("H1X1T1", "H1X1T2")))
    ward.hands_up("H1X1")
    for pair in (("H2", "H1X1T1"), ("H2", "H1X1T2")):
        says(ward, SettleJoint("1.1", pair, "H2"))
    assert total(ward) == (4, 260)


def test_a_wider_activity_takes_the_place_of_its_part(ward: Province) -> None:
    for code in ("H1X1T1", "H1X1T2", "H2"):
        sends(ward, code, 4, 100)
    says(ward, SettleJoint("1.1", ("H1X1T1", "H1X1T2")))
    says(ward, SettleJoint("1.1", ("H1X1T1", "H1X1T2", "H2")))
    assert total(ward) == (4, 100)
    says(ward, SettleJoint("1.1", ("H1X1T1", "H1X1T2", "H2"), is_one=False))
    assert total(ward) == (8, 200)


def test_a_correction_of_the_unit_it_counts_with_loses_nothing(ward: Province) -> None:
    sends(ward, "H1X1T1", 2, 80)
    sends(ward, "H1X1T2", 1, 60)
    says(ward, SettleJoint("1.1", ("H1X1T1", "H1X1T2"), "H1X1T1"))
    assert total(ward) == (2, 80)
    sends(ward, "H1X1T1", 0, 0)
    assert total(ward) == (1, 60)


def test_a_correction_below_leaves_the_rest_of_a_total(ward: Province) -> None:
    """The school put 60 right to 20: of its commune's new total 20 are left out, not 60."""
    for code, people in (("H1X1T1", 60), ("H1X1", 200), ("H2", 60)):
        sends(ward, code, 1, people)
    says(ward, SettleJoint("1.1", ("H2", "H1X1T1"), "H2"))
    sends(ward, "H1X1T1", 1, 20)
    ward.accepts("H1X1T1", "H1X1", "H2")
    ward.hands_up("H1X1")
    assert total(ward)[1] == 260


def test_a_settled_activity_makes_another_total_and_says_that_the_issued_one_no_longer_fits(
    ward: Province, tmp_path: Path
) -> None:
    sends(ward, "H1X1T1", 2, 80)
    sends(ward, "H1X1T2", 1, 60)
    desk, slug = ward.desk, ward.campaign.slug
    first, second = tmp_path / "1.xlsx", tmp_path / "2.xlsx"
    assert "số 1" in export_file(desk.store, desk.office, slug, None, first)
    says(ward, SettleJoint("1.1", ("H1X1T1", "H1X1T2"), "H1X1T1"))
    with desk.store.reading() as tx:
        (issued,) = snapshot_statuses(tx, desk.office, ward.campaign.id)
    assert issued.is_stale
    assert "số 2" in export_file(desk.store, desk.office, slug, None, second)
    shown = [figures_of_row(each, "1.1") for each in (first, second)]
    assert shown[0][0].startswith("=SUM(") and shown[1] == total(ward) == (2, 80)


def figures_of_row(book: Path, code: str) -> tuple:  # type: ignore[type-arg]
    rows = openpyxl.load_workbook(book)["Tổng hợp"].iter_rows(values_only=True)
    return next(row[3:5] for row in rows if row[0] == code)


def test_an_activity_whose_row_asks_something_else_now_is_left_out_of_nothing(
    ward: Province,
) -> None:
    sends(ward, "H1X1T1", 2, 80)
    sends(ward, "H1X1T2", 1, 60)
    says(ward, SettleJoint("1.1", ("H1X1T1", "H1X1T2"), "H1X1T1"))
    ward.desk.later(hours=1)
    rows = tuple(
        replace(row, label="Số câu lạc bộ đọc sách") if row.code == "1.1" else row
        for row in ward.desk.form.rows
    )
    with ward.desk.store.transaction() as tx:
        change_form(
            tx, ward.desk.office, ward.campaign.slug, replace(ward.desk.form, rows=rows), "", "x"
        )
    ward.desk.later(hours=1)
    sends(ward, "H1X1T1", 5, 500)
    sends(ward, "H1X1T2", 4, 400)
    assert total(ward) == (9, 900)
