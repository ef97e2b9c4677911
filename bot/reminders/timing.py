"""When a step that has fallen due may go out: office hours, and one message a person a day."""

from __future__ import annotations

from datetime import datetime

from bot.reminders.schedule import Anchor, step_of


def step_is_stale(step: str, now: datetime, deadline: datetime | None) -> bool:
    """Tell whether a step's time is over, so that it is dropped instead of sent late.

    Steps that lead up to a deadline are over once it has passed (the day after has its own step);
    steps after it are void while it lies ahead, because it was moved. A return and a coordinator's
    own request are never over. The text is written anew at sending, whatever the step.
    """
    rung = step_of(step)
    if rung is None or rung.anchor is Anchor.RETURNED:
        return False
    if rung.anchor is Anchor.NO_DEADLINE:
        return deadline is not None
    if deadline is None:
        return rung.anchor is not Anchor.PERIOD_END
    return now <= deadline if rung.is_after_deadline else now > deadline
