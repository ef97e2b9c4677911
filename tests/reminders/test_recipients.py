"""Who is reminded."""

from __future__ import annotations

import pytest

from bot.model.person import Role
from bot.model.submission import Status
from bot.reminders.recipients import roles_to_remind

REPORTER, DEPUTY, APPROVER = Role.REPORTER, Role.DEPUTY, Role.APPROVER
COORDINATOR = Role.COORDINATOR


@pytest.mark.parametrize(
    ("step", "status", "joined", "expected"),
    [
        ("deadline-3", Status.NOT_STARTED, True, (REPORTER,)),
        ("deadline-3", Status.IN_PROGRESS, True, (REPORTER,)),
        ("deadline-3", Status.NOT_STARTED, False, (COORDINATOR,)),
        ("deadline+1", Status.IN_PROGRESS, True, (REPORTER, DEPUTY, APPROVER)),
        ("deputy-1", Status.IN_PROGRESS, True, (DEPUTY,)),
        ("deputy-1", Status.AWAITING_APPROVAL, True, ()),
        ("deputy-1", Status.SUBMITTED, True, ()),
        ("call_list+2", Status.IN_PROGRESS, True, (COORDINATOR,)),
        ("returned+2", Status.RETURNED, True, (REPORTER,)),
        ("manual", Status.IN_PROGRESS, True, (REPORTER,)),
        ("deadline-1", Status.AWAITING_APPROVAL, True, (APPROVER,)),
        ("deadline-1", Status.SUBMITTED, True, ()),
        ("call_list+2", Status.ACCEPTED, False, ()),
    ],
)
def test_state_and_step_decide(
    step: str, status: Status, joined: bool, expected: tuple[Role, ...]
) -> None:
    assert roles_to_remind(step, status, joined) == expected
