"""A reminder that was held up is judged anew as it leaves: by the state, the people and the day of then."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.model.person import Role
from tests.office import Installation
from tests.use_cases.reminding_desk import (
    UNIT,
    extend,
    falls_due,
    leaves,
    on,
    opened,
    reminded,
    returned,
    sent_for_approval,
    steps,
)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Installation]:
    yield from opened(tmp_path)


def test_a_report_that_waits_for_approval_is_the_approvers(desk: Installation) -> None:
    sent_for_approval(desk)
    (text,) = reminded(desk, on(10))
    assert "chờ anh/chị duyệt" in text


def test_an_approvers_message_that_was_held_up_is_not_lost_behind_the_call_list(
    desk: Installation,
) -> None:
    """Nothing gets through from the day after the deadline to the day the unit is to be telephoned;
    meanwhile the report is taken back."""
    reporter = sent_for_approval(desk)
    falls_due(desk, on(14))
    falls_due(desk, on(17))
    reporter.says("sửa 1.1 4 lớp 50 người")
    assert desk.submission(UNIT).status.value == "in_progress"
    (text,) = leaves(desk)
    assert text.splitlines()[1] == "Kính gửi anh/chị Người duyệt:"


def test_a_late_reports_message_that_was_held_up_is_not_told_once_there_is_more_time(
    desk: Installation,
) -> None:
    """Reporter and approver were to hear of it; the extension has planned its own steps."""
    desk.joined(UNIT, "Người nhập")
    approver = desk.person("Người duyệt")
    approver.starts(desk.code(UNIT, Role.APPROVER))
    approver.says("Đồng ý")
    falls_due(desk, on(14))
    extend(desk, UNIT, on(20, 23, 59))
    told = leaves(desk) + reminded(desk, on(14, 10))
    assert (told, steps(desk)[0]) == ([], ("deadline-3", "17/10 08:00"))


def test_a_returned_reports_message_that_was_held_up_reaches_its_reporter_alone(
    desk: Installation,
) -> None:
    """One message was to tell the reporter of the return, and both of a deadline that has moved since."""
    returned(desk, on(12, 9))
    leaves(desk)
    falls_due(desk, on(14))
    extend(desk, UNIT, on(20, 23, 59))
    told = {text.splitlines()[1] for text in leaves(desk)}
    assert told == {"Kính gửi anh/chị Người nhập:"}


def test_where_no_reporter_can_be_reached_the_approver_is_told(desk: Installation) -> None:
    reporter, approver = desk.joined(UNIT, "Người nhập"), desk.person("Người duyệt")
    approver.starts(desk.code(UNIT, Role.APPROVER))
    approver.says("Đồng ý")
    with desk.store.transaction() as tx:
        chat = tx.messages.known_address(reporter.address)
        tx.messages.unreached(chat, desk.now, "Blocked")
    told = {text.splitlines()[1] for text in reminded(desk, on(10))}
    assert told == {"Kính gửi anh/chị Người duyệt:", "Kính gửi anh/chị Người nhập:"}
