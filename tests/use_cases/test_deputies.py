"""A deputy reports in a reporter's place, and is told when the reporters had their time and not before.

The sample campaign is open from 3 October; its last day is Thursday 13 October 2022, so that the deputies'
step falls on the afternoon of Wednesday the 12th."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from bot.model.person import Role
from bot.reminders.schedule import DEFAULT_LADDER, Anchor
from bot.use_cases.campaigns import campaign_setup
from bot.use_cases.reminding.reminder_forecast import forecast
from tests.office import Installation, Person, said
from tests.use_cases.reminding_desk import (
    OTHER,
    UNIT,
    ask,
    extend,
    falls_due,
    leaves,
    on,
    opened,
    reminded,
    sits_too,
    steps,
)

NAMES = ("Người nhập", "Người phó", "Người duyệt")
TURN = on(12, 13, 35)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Installation]:
    yield from opened(tmp_path)


def joins(desk: Installation, name: str, role: Role, unit: str = UNIT) -> Person:
    person = desk.person(name)
    person.starts(desk.code(unit, role))
    person.says("Đồng ý")
    return person


def all_three(desk: Installation) -> tuple[Person, Person, Person]:
    found = (
        joins(desk, "Người nhập", Role.REPORTER),
        joins(desk, "Người phó", Role.DEPUTY),
        joins(desk, "Người duyệt", Role.APPROVER),
    )
    leaves(desk)
    return found


def told(texts: Sequence[str]) -> list[str]:
    """Return whom messages are addressed to, in the order of the ladder."""
    return [name for name in NAMES for text in texts if f"Kính gửi anh/chị {name}" in text]


def cannot_be_reached(desk: Installation, person: Person) -> None:
    with desk.store.transaction() as tx:
        chat = tx.messages.known_address(person.address)
        assert chat is not None
        tx.messages.unreached(chat, desk.now, "Blocked")


def test_the_ladder_climbs_from_reporters_to_deputies_to_the_approver(desk: Installation) -> None:
    all_three(desk)
    climbed = [told(reminded(desk, at)) for at in (on(10), on(12), TURN, on(13), on(14), on(17))]
    reporter, deputy, approver = ([name] for name in NAMES)
    assert climbed == [
        reporter, reporter, deputy, reporter + deputy, reporter + deputy + approver, [],
    ]  # fmt: skip


def test_a_deputy_reads_why_they_are_told(desk: Installation) -> None:
    all_three(desk)
    reminded(desk, on(12))
    (text,) = reminded(desk, TURN)
    assert "Đến giờ này báo cáo chưa được gửi" in text
    assert "Xã Bum Nưa" in text


def test_deputies_hear_nothing_of_a_report_that_was_sent_in_time(desk: Installation) -> None:
    reporter, _, approver = all_three(desk)
    reporter.says("sửa 1.1 3 lớp 45 người")
    for _ in range(3):
        reporter.says("nộp")
    assert desk.submission(UNIT).status.value == "awaiting_approval"
    assert [told(reminded(desk, at)) for at in (on(12), TURN)] == [["Người duyệt"], []]
    approver.says("duyệt")
    assert [told(reminded(desk, at)) for at in (on(13), on(14))] == [[], []]


def test_nothing_leaves_where_the_report_was_sent_between_the_step_and_the_message(
    desk: Installation,
) -> None:
    reporter = joins(desk, "Người nhập", Role.REPORTER)
    joins(desk, "Người phó", Role.DEPUTY)
    falls_due(desk, TURN)
    reporter.says("sửa 1.1 3 lớp 45 người")
    for _ in range(3):
        reporter.says("nộp")
    assert desk.submission(UNIT).is_sent
    assert told(leaves(desk)) == []


def test_where_no_reporter_can_be_reached_the_deputies_hear_at_once(desk: Installation) -> None:
    reporter, deputy, _ = all_three(desk)
    cannot_be_reached(desk, reporter)
    assert "Người phó" in told(reminded(desk, on(10)))
    cannot_be_reached(desk, deputy)
    assert "Người duyệt" in told(reminded(desk, on(12)))


def test_a_deputy_alone_is_told_from_the_first_step_on(desk: Installation) -> None:
    joins(desk, "Người phó", Role.DEPUTY)
    assert told(reminded(desk, on(10))) == ["Người phó"]


def test_a_message_about_another_unit_tells_a_deputy_nothing_before_the_hour(
    desk: Installation,
) -> None:
    """One message a day: what could not be told in the afternoon is told on the last morning, once."""
    _, deputy, _ = all_three(desk)
    sits_too(desk, deputy, OTHER)
    leaves(desk)
    texts = [text for text in reminded(desk, on(12)) if "Người phó" in text]
    assert ["Xã Tà Tổng" in texts[0], "Xã Bum Nưa" in texts[0]] == [True, False]
    assert reminded(desk, TURN) == []
    (last,) = [text for text in reminded(desk, on(13)) if "Người phó" in text]
    assert last.count("Xã Bum Nưa") == 1


def test_a_coordinators_own_reminder_reaches_deputies_from_their_hour_on(
    desk: Installation,
) -> None:
    all_three(desk)
    ask(desk)
    assert told(reminded(desk, on(5))) == ["Người nhập"]
    falls_due(desk, TURN)
    assert told(leaves(desk)) == ["Người nhập", "Người phó"]  # the morning's was held up
    ask(desk)
    assert told(reminded(desk, on(13))) == ["Người nhập", "Người phó"]


def test_more_time_moves_the_deputies_hour(desk: Installation) -> None:
    all_three(desk)
    extend(desk, UNIT, on(20, 23, 59))
    assert ("deputy-1", "19/10 13:30") in steps(desk)
    assert "Người phó" not in told(reminded(desk, TURN))
    reminded(desk, on(19))
    assert told(reminded(desk, on(19, 13, 35))) == ["Người phó"]


def test_a_ladder_without_the_step_tells_deputies_with_the_last_morning(tmp_path: Path) -> None:
    made = Installation(tmp_path, open_=False)
    ladder = tuple(step for step in DEFAULT_LADDER if step.anchor is not Anchor.DEPUTY)
    made.office = replace(made.office, ladder=ladder)
    made.now = on(3)
    with made.store.transaction() as tx:
        made.campaign = campaign_setup.open_campaign(tx, made.office, made.campaign.slug)
    joins(made, "Người nhập", Role.REPORTER)
    joins(made, "Người phó", Role.DEPUTY)
    heard = [told(reminded(made, at)) for at in (on(12), on(13))]
    made.close()
    assert heard == [["Người nhập"], ["Người nhập", "Người phó"]]


def test_what_is_planned_shows_the_deputies_step_where_there_are_deputies(
    desk: Installation,
) -> None:
    all_three(desk)
    desk.joined(OTHER)
    with desk.store.reading() as tx:
        rows = forecast(tx, desk.office, desk.campaign.slug, desk.now)
    found = [
        (row["unit_code"], row["person"], row["due_at"]) for row in rows if "deputy" in row["kind"]
    ]
    assert found == [(UNIT, "Người phó", "2022-10-12T13:30:00+07:00")]
    last = {
        row["person"] for row in rows if row["unit_code"] == UNIT and row["kind"] == "deadline-0"
    }
    assert last == {"Người nhập", "Người phó"}


def test_a_deputy_fills_in_and_sends_the_report(desk: Installation) -> None:
    deputy = desk.person("Người phó")
    offered = said(deputy.starts(desk.code(UNIT, Role.DEPUTY))[0])
    assert "người phụ trách phó" in offered
    assert "chỉ nhắc anh/chị khi sát hạn" in offered
    deputy.says("Đồng ý")
    deputy.says("sửa 1.1 3 lớp 45 người")
    for _ in range(3):
        deputy.says("nộp")
    assert desk.submission(UNIT).is_sent


def test_a_reporter_invites_a_deputy_and_the_coordinators_are_told(desk: Installation) -> None:
    reporter, coordinator = desk.joined(UNIT), desk.person("Hoa")
    coordinator.starts(desk.code(None, Role.COORDINATOR))
    coordinator.says("Đồng ý")
    answer = said(reporter.says("mời người phó")[0])
    assert "người phụ trách phó" in answer
    assert "mời một người phụ trách phó" in said(coordinator.listen()[0])
    assert role_of(desk, answer) is Role.DEPUTY


def test_a_coordinator_makes_a_deputys_code_beside_the_reporters(desk: Installation) -> None:
    coordinator = desk.coordinator("Hoa")
    kept = desk.code(UNIT)
    assert "người phụ trách phó cho Xã Bum Nưa" in said(
        coordinator.says("mời người phó Xã Bum Nưa")[0]
    )
    answer = said(coordinator.says("đúng")[0])
    assert "người phụ trách phó của đơn vị" in answer
    assert role_of(desk, answer) is Role.DEPUTY
    assert "người nộp báo cáo" in said(desk.person("Ai").starts(kept)[0])


def role_of(desk: Installation, answer: str) -> Role:
    code = re.search(r"T[0-9]{4}CODEX", answer)
    assert code is not None
    with desk.store.reading() as tx:
        found = tx.invites.find(code.group(), desk.now)
    assert found is not None
    return found.role
