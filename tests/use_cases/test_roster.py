"""A campaign's units change while it runs: a forgotten one comes in, one named by mistake goes out and comes
back; what it gave is kept and counts nowhere meanwhile."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from bot.figures.rollup import roll_up
from bot.model.answer import value
from bot.model.commands import Accept, AddUnit, MendUnit, SendBack, TakeOut, UnitCommand
from bot.model.events import SentForApproval, TotalHandedUp
from bot.model.form import Cell
from bot.model.joint_activity import JointActivity
from bot.model.person import Role, Seat
from bot.model.submission import Status
from bot.model.unit import Unit
from bot.snapshots import issue_snapshot
from bot.snapshots.snapshot_status import differences, snapshot_statuses
from bot.use_cases.board import board_query, counted_reports
from bot.use_cases.board.board_query import BoardFilter
from bot.use_cases.campaigns import campaign_setup
from bot.use_cases.papers import campaign_export
from bot.use_cases.turns.process_message import apply_changes
from bot.use_cases.turns.run_command import Acting, Outcome, execute, preview
from storage import Author
from tests.office import Installation, Person, rename, unit_by_code
from tests.use_cases.test_finishing import heard
from tests.use_cases.test_remind import on
from tests.use_cases.test_snapshots import sends

A, B, C = "03433", "03436", "03439"
NEW = "03999"
ALL = BoardFilter()


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Installation]:
    """Opened on Monday 3 October 2022; the last day is Thursday the 13th."""
    made = Installation(tmp_path, open_=False)
    made.now = on(3)
    with made.store.transaction() as tx:
        made.campaign = campaign_setup.open_campaign(tx, made.office, made.campaign.slug)
        tx.campaigns.keep_units([Unit(0, NEW, "Xã Quên Tên", "xã")], made.campaign.body)
    yield made
    made.close()


def number(desk: Installation, code: str) -> int:
    with desk.store.reading() as tx:
        found = unit_by_code(tx, code, desk.campaign.body)
    assert found is not None
    return found.id


def acts(desk: Installation, *commands: UnitCommand, look: bool = False) -> Outcome:
    with desk.store.transaction() as tx:
        seat = Seat(0, Role.COORDINATOR, desk.campaign.id, desk.campaign.title)
        acting = Acting(tx, desk.office, seat)
        return preview(acting, commands) if look else execute(acting, commands)


def takes_out(desk: Installation, code: str) -> str:
    done = acts(desk, TakeOut(number(desk, code), "ghi nhầm"))
    assert done.may, done.text
    return done.text


def adds(desk: Installation, code: str) -> str:
    done = acts(desk, AddUnit(number(desk, code)))
    assert done.may, done.text
    return done.text


def planned(desk: Installation, code: str) -> list[str]:
    with desk.store.reading() as tx:
        unit = number(desk, code)
        steps = tx.reminders.planned(desk.campaign.id)
        return [step.step for step in steps if step.unit_id == unit]


def total(desk: Installation, row: str) -> int | None:
    with desk.store.reading() as tx:
        sheet = campaign_export.campaign_sheet(tx, desk.office, desk.campaign)
    grand = sheet.grand
    return roll_up(grand.form, grand.units).totals[row].count


def listed(desk: Installation) -> list[str]:
    """The units of the board, of the export, and those who get reminders: the same ones."""
    with desk.store.reading() as tx:
        seat = Seat(0, Role.COORDINATOR, desk.campaign.id, desk.campaign.title)
        page = board_query.board_page(tx, desk.office, seat, ALL)
        sheet = campaign_export.campaign_sheet(tx, desk.office, desk.campaign)
        codes = [unit.unit_code for unit in sheet.units]
        assert [line.unit.code for line in page.lines] == codes
        assert page.all == len(codes)
        known = {unit.id: unit.code for unit in tx.campaigns.members(desk.campaign.id)}
        assert {step.unit_id for step in tx.reminders.planned(desk.campaign.id)} <= {*known}
    return codes


def facts(desk: Installation, code: str) -> list[str]:
    with desk.store.reading() as tx:
        rows = tx.connection.exec_driver_sql(
            "select audit.fact from audit join submission on submission.id = audit.submission_id"
            " join unit on unit.id = submission.unit_id where unit.code = ? order by audit.id",
            (code,),
        )
        return [row[0] for row in rows]


def test_a_forgotten_unit_comes_in_with_all_that_it_owes(desk: Installation) -> None:
    before = listed(desk)
    shown = acts(desk, AddUnit(number(desk, NEW)), look=True)
    assert "Xã Quên Tên" in shown.text
    assert "13/10/2022" in shown.text
    assert listed(desk) == before
    told = adds(desk, NEW)
    assert listed(desk) == [*before, NEW]
    assert "Mã mời của Xã Quên Tên" in told
    assert planned(desk, NEW) == planned(desk, A)
    assert facts(desk, NEW) == ["UnitAdded"]
    again = acts(desk, AddUnit(number(desk, NEW)))
    assert not again.may
    assert listed(desk) == [*before, NEW]


def test_a_late_unit_is_not_reminded_of_what_is_past(desk: Installation) -> None:
    desk.now = on(11)
    adds(desk, NEW)
    assert set(planned(desk, NEW)) < set(planned(desk, A)) | {"deadline-0"}
    desk.joined(NEW, name="Bà Mới")
    texts = [text for _, text in heard(desk, 1) if "Xã Quên Tên" in text]
    assert len(texts) <= 1


def test_a_closed_campaign_takes_nobody(desk: Installation) -> None:
    with desk.store.transaction() as tx:
        campaign_setup.close_campaign(tx, desk.office, desk.campaign.slug)
    assert not acts(desk, AddUnit(number(desk, NEW))).may
    assert not acts(desk, TakeOut(number(desk, A), "ghi nhầm")).may


def test_a_finished_campaign_takes_a_unit_and_reminds_nobody(desk: Installation) -> None:
    with desk.store.transaction() as tx:
        campaign_setup.finish_campaign(tx, desk.office, desk.campaign.slug)
    assert "chưa được nhắc" in acts(desk, AddUnit(number(desk, NEW)), look=True).text
    adds(desk, NEW)
    assert planned(desk, NEW) == []


def test_who_left_owes_nothing_and_counts_nowhere(desk: Installation) -> None:
    row = desk.form.by_code["1.1"]
    person = desk.joined(A)
    sends(desk, A, r1_1=value(row, 5, 50))
    sends(desk, B, r1_1=value(row, 3, 30))
    code = desk.code(A)
    person.listen()
    takes_out(desk, A)
    assert A not in listed(desk)
    assert total(desk, "1.1") == 3
    assert planned(desk, A) == []
    told = [reply.text for reply in person.listen()]
    assert len(told) == 1
    assert "không còn thuộc đợt" in told[0]
    assert "ghi nhầm" in told[0]
    late = desk.person("Người đến sau")
    assert "Đồng ý" not in late.starts(code)[-1].text  # the code ended
    assert not [text for _, text in heard(desk, 12) if "Xã Pa Ủ" in text and "nhắc" in text]
    assert facts(desk, A)[-1] == "UnitTakenOut"
    person.says("1.1: 9 lớp 90 người")
    with desk.store.reading() as tx:
        left = tx.members.left(desk.campaign.id)
        assert [(unit.code, report.version) for unit, report in left] == [(A, 1)]
        kept = tx.submissions.last_sent(left[0][1].submission_id)
        assert kept is not None
        assert kept[1]["1.1"].count == 5


def test_coming_back_is_as_before(desk: Installation) -> None:
    row = desk.form.by_code["1.1"]
    person = desk.joined(A)
    sends(desk, A, r1_1=value(row, 5, 50))
    desk.joined(B)
    before, steps = listed(desk), {code: planned(desk, code) for code in (A, B)}
    for code in (A, B):
        takes_out(desk, code)
    desk.later(minutes=5)
    shown = acts(desk, AddUnit(number(desk, A)), look=True).text
    assert "ghi nhầm" in shown
    for code in (A, B):
        adds(desk, code)
    assert listed(desk) == before
    assert total(desk, "1.1") == 5
    assert {code: planned(desk, code) for code in (A, B)} == steps
    assert desk.submission(A).status is Status.SUBMITTED
    person.listen()
    assert "5 lớp" in person.says("xem")[-1].text


def test_an_accepted_report_is_unaccepted_first(desk: Installation) -> None:
    sends(desk, A, r1_1=value(desk.form.by_code["1.1"], 5, 50))
    assert acts(desk, Accept(number(desk, A))).may
    refused = acts(desk, TakeOut(number(desk, A), "ghi nhầm"))
    assert not refused.may
    assert "bỏ nhận trước" in refused.text
    assert A in listed(desk)


def below(desk: Installation, child: str, parent: str) -> None:
    rename(desk.store, child, parent=parent)


def hands_up(desk: Installation, code: str, sources: Sequence[str]) -> None:
    own = desk.submission(code)
    with desk.store.transaction() as tx:
        used = [
            tx.connection.exec_driver_sql(
                "select max(id) from revision where submission_id = ?",
                (desk.submission(each).id,),
            ).scalar_one()
            for each in sources
        ]
        fact = TotalHandedUp(own.id, own.version + 1, desk.now, 0, f"T{own.id}", (), tuple(used))
        apply_changes(tx, desk.office, [fact], Author(desk.now))


def test_a_total_that_holds_its_figures_goes_back_first(desk: Installation) -> None:
    below(desk, A, C)
    sends(desk, A, r1_1=value(desk.form.by_code["1.1"], 5, 50))
    hands_up(desk, C, [A])
    refused = acts(desk, TakeOut(number(desk, A), "ghi nhầm"))
    assert not refused.may
    assert "trả lại" in refused.text


def test_a_total_stands_also_while_its_unit_waits_for_its_approver(desk: Installation) -> None:
    below(desk, A, C)
    sends(desk, A, r1_1=value(desk.form.by_code["1.1"], 5, 50))
    hands_up(desk, C, [A])
    with desk.store.transaction() as tx:
        waits = SentForApproval(desk.submission(C).id)
        apply_changes(tx, desk.office, [waits], Author(desk.now))
    assert not acts(desk, TakeOut(number(desk, A), "ghi nhầm")).may
    assert acts(desk, SendBack(number(desk, C), "ghi nhầm một đơn vị")).may
    takes_out(desk, A)
    assert total(desk, "1.1") is None


def test_who_stands_above_others_stays(desk: Installation) -> None:
    below(desk, A, C)
    refused = acts(desk, TakeOut(number(desk, C), "ghi nhầm"))
    assert not refused.may
    assert "Bên dưới" in refused.text


def test_a_unit_that_gets_units_below_owes_their_total(desk: Installation) -> None:
    below(desk, NEW, A)
    adds(desk, NEW)
    with desk.store.reading() as tx:
        (item,) = tx.campaigns.by_id(desk.campaign.id).asked_items
    assert item.units == (A,)
    takes_out(desk, NEW)
    with desk.store.reading() as tx:
        assert tx.campaigns.by_id(desk.campaign.id).asked_items == ()


def test_a_paper_with_its_figures_no_longer_fits(desk: Installation) -> None:
    row = desk.form.by_code["1.1"]
    hoa = coordinator(desk)
    sends(desk, A, r1_1=value(row, 5, 50))
    sends(desk, B, r1_1=value(row, 3, 30))
    author = Author(desk.now, actor="x")
    issue_snapshot.issued_sheet(desk.store, desk.office, desk.campaign.id, "xlsx", author)
    hoa.listen()
    assert "số 1" in acts(desk, TakeOut(number(desk, A), "ghi nhầm"), look=True).text
    takes_out(desk, A)
    assert "số 1" in "".join(reply.text for reply in hoa.listen())
    with desk.store.reading() as tx:
        (status,) = snapshot_statuses(tx, desk.office, desk.campaign.id)
        (difference,) = differences(tx, desk.office, desk.campaign, [status])
    assert status.is_stale
    assert [change.what for change in status.changes] == ["left"]
    cells = {(each.code, each.cell): (each.before, each.after) for each in difference.cells}
    assert cells["1.1", Cell.COUNT] == (8, 3)
    desk.later(minutes=1)
    adds(desk, A)
    with desk.store.reading() as tx:
        (status,) = snapshot_statuses(tx, desk.office, desk.campaign.id)
    assert not status.is_stale


def coordinator(desk: Installation) -> Person:
    return desk.coordinator("Bà Bình")


def test_a_joint_activity_counts_once_when_its_first_unit_left(desk: Installation) -> None:
    row = desk.form.by_code["1.1"]
    for code in (A, B, C):
        sends(desk, code, r1_1=value(row, 2, 20))
    shared = JointActivity("1.1", (A, B, C), A, {Cell.COUNT: 2, Cell.PEOPLE: 20})
    with desk.store.transaction() as tx:
        tx.joint.keep(desk.campaign.id, shared, desk.now, None, is_one=True)
    assert total(desk, "1.1") == 2
    takes_out(desk, A)
    assert total(desk, "1.1") == 2
    takes_out(desk, B)
    assert total(desk, "1.1") == 2
    with desk.store.reading() as tx:
        assert counted_reports.reports_sheet(tx, desk.office, desk.campaign).joint == ()


def test_in_chat_a_unit_is_named_and_shown_before_anything_is_done(desk: Installation) -> None:
    hoa = coordinator(desk)
    hoa.says("thêm đơn vị Quên Tên")
    assert "Thêm Xã Quên Tên" in hoa.last
    assert NEW not in listed(desk)
    hoa.says("đúng")
    assert NEW in listed(desk)
    hoa.says("thêm đơn vị Quên Tên")
    assert "đã có trong đợt" in hoa.last
    hoa.says("thêm đơn vị Xã Không Ai Biết")
    assert "Xin ghi đúng tên" in hoa.last
    hoa.says("đưa ra Quên Tên")
    assert "lý do" in hoa.last
    hoa.says("đưa ra khỏi đợt Quên Tên vì ghi nhầm")
    assert "“ghi nhầm”" in hoa.last
    hoa.says("đúng")
    assert NEW not in listed(desk)
    hoa.says("thêm đơn vị 03999")
    assert "(ghi nhầm)" in hoa.last


@pytest.mark.parametrize(
    "words",
    [
        "bỏ đơn vị Bum Nưa",
        "Xã Bum Nưa không thuộc đợt này",
        "danh sách còn thiếu một trường thì bổ sung thế nào",
        "xa nay xep sai cap tren",
    ],
)
def test_how_a_list_is_changed_is_told_in_answer_to_other_words(
    desk: Installation, words: str
) -> None:
    hoa = coordinator(desk)
    hoa.says(words)
    assert "thêm đơn vị" in hoa.last
    assert len(listed(desk)) == 14


def test_whoever_agrees_after_the_unit_left_is_told_so(desk: Installation) -> None:
    person = desk.person()
    person.starts(desk.code("03448"))
    takes_out(desk, "03448")
    person.says("Đồng ý")
    assert "Mã mời" in person.last


def test_a_reminder_that_only_waits_for_its_sending_is_kept(desk: Installation) -> None:
    """It fell due for a unit while the channel was down: another unit below changes nothing in it."""
    desk.now = on(12)  # what was due in the days before, nobody was told yet
    before = planned(desk, B)
    assert acts(desk, MendUnit(number(desk, A), parent=B)).may
    assert before and set(planned(desk, B)) >= set(before)
