"""Who is reminded: the report's state decides, then the step.

A reminder climbs as an office would: the unit's reporters first; its deputies when the reporters have
not sent by a set time before the deadline; its approver too once that has passed; then the
coordinator, who telephones.
"""

from __future__ import annotations

from bot.model.person import Role
from bot.model.submission import REMINDED, Status
from bot.reminders.schedule import Audience, step_of


def roles_to_remind(
    step: str, status: Status, has_reporter: bool, *, is_deputys_turn: bool = False
) -> tuple[Role, ...]:
    """Return the roles a due step goes to; empty once the report is sent.

    `has_reporter` tells whether anybody joined for the unit; where nobody did, the coordinator
    hears of it. A coordinator's part is told in the morning digest. `is_deputys_turn`: the time from
    which deputies hear what reporters do has come.
    """
    rung = step_of(step)
    is_for_deputy = rung is not None and rung.audience is Audience.DEPUTY
    if status is Status.AWAITING_APPROVAL and not is_for_deputy:
        return (Role.APPROVER,)
    if status not in REMINDED:
        return ()
    if is_for_deputy:
        return (Role.DEPUTY,)
    if not has_reporter or (rung is not None and rung.audience is Audience.COORDINATOR):
        return (Role.COORDINATOR,)
    if rung is not None and rung.is_after_deadline:
        return (Role.REPORTER, Role.DEPUTY, Role.APPROVER)
    return (Role.REPORTER, Role.DEPUTY) if is_deputys_turn else (Role.REPORTER,)
