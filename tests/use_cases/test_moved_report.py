"""A report that was given for the wrong unit goes to the right one, with what was said of it."""

from __future__ import annotations

from datetime import datetime

from bot.model.commands import Command, Extend, MoveReport
from bot.model.form import Cell
from bot.model.joint_activity import JointActivity
from bot.model.person import Role, Seat
from bot.model.unit import Unit
from bot.use_cases.turns.run_command import Acting, execute
from tests.office import TZ, Installation

WRONG, RIGHT, OTHER = "03466", "03445", "03436"


def units(desk: Installation) -> dict[str, Unit]:
    with desk.store.reading() as tx:
        return {unit.code: unit for unit in tx.campaigns.members(desk.campaign.id)}


def run(desk: Installation, command: Command) -> str:
    seat = Seat(0, Role.COORDINATOR, desk.campaign.id, desk.campaign.title, None)
    with desk.store.transaction() as tx:
        return execute(Acting(tx, desk.office, seat), [command]).text


def moves(desk: Installation, right: str = RIGHT) -> str:
    known = units(desk)
    return run(desk, MoveReport(known[WRONG].id, known[right].id, "nhầm đơn vị"))


def sends(desk: Installation, code: str, words: str) -> None:
    person = desk.joined(code, f"Người của {code}")
    for said in (words, "nộp", "nộp", "nộp"):
        person.says(said)


def test_whether_it_is_late_goes_by_the_day_of_the_unit_that_has_it(desk: Installation) -> None:
    run(desk, Extend(units(desk)[RIGHT].id, datetime(2022, 10, 28, 23, tzinfo=TZ), "mưa lũ"))
    desk.now = datetime(2022, 10, 17, 9, tzinfo=TZ)
    sends(desk, WRONG, "1.1: 3 lớp 45 người")
    assert desk.submission(WRONG).late_days == 4
    moves(desk)
    assert (desk.submission(RIGHT).version, desk.submission(RIGHT).late_days) == (1, 0)


def test_an_activity_of_several_units_goes_on_with_the_right_one(desk: Installation) -> None:
    for code in (WRONG, OTHER):
        sends(desk, code, "1.1: 1 lớp 200 người")
    figures = {Cell.COUNT: 1, Cell.PEOPLE: 200}
    activity = JointActivity("1.1", (OTHER, WRONG), WRONG, figures)
    with desk.store.transaction() as tx:
        tx.joint.keep(desk.campaign.id, activity, desk.now, None, is_one=True)
    moves(desk)
    with desk.store.reading() as tx:
        kept = tx.joint.settled(desk.campaign.id)
    assert kept == [JointActivity("1.1", (OTHER, RIGHT), RIGHT, figures)]


def test_it_is_not_moved_to_a_unit_that_is_asked_something_else(desk: Installation) -> None:
    school = Unit(0, "THCS-01", "Trường THCS Bum Nưa", "trường THCS", body=desk.campaign.body)
    with desk.store.transaction() as tx:
        tx.campaigns.keep_units([school], desk.campaign.body)
        known = {unit.code: unit for unit in tx.campaigns.units(desk.campaign.body)}
        tx.submissions.open_all(desk.campaign.id, [known["THCS-01"].id])
    sends(desk, WRONG, "7.2: 4")
    assert "được hỏi khác" in moves(desk, "THCS-01")
    assert desk.submission(WRONG).answers.keys() == {"7.2"}
