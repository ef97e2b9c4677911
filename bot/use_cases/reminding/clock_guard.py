"""A wrong minute of the clock uses nothing up: while the time cannot be trusted nothing unasked is
sent, and no step is marked done or dropped.

What is trusted is the last moment at which the clock was right (`SEEN`), kept with the reading of a
counter that only ever runs forward and the name of the start of the machine it counts from. While
the machine runs, the clock must have moved as far as the counter. After a start of the machine a
gap is normal downtime, but not one that goes on from a wrong time seen before. A time before the
last right one, and a gap longer than LONG_OFF, have to be confirmed in any case.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.locale.dates import moment
from bot.locale.say import say
from bot.model.message import Reply
from bot.model.optional import optional
from bot.use_cases.app_context import AppContext
from bot.use_cases.sending.tell_coordinators import tell_coordinators
from storage import Transaction

SEEN = "clock.seen"
HELD = "clock.held"  # the wrong time at which sending was stopped
TOLERANCE = timedelta(minutes=10)
LONG_OFF = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class ClockReading:
    """The clock at one moment; `steady` counts seconds since the start of the machine, which
    `boot` names."""

    now: datetime
    steady: float
    boot: str


@dataclass(frozen=True, slots=True)
class ClockJump:
    """The clock says `now`, and should say about `expected`."""

    now: datetime
    expected: datetime


def jump_since(
    seen: ClockReading | None, reading: ClockReading, held_at: datetime | None = None
) -> ClockJump | None:
    """Tell whether the clock can be wrong, judged by the last right reading; None while it is right."""
    if seen is None:
        return None
    now, expected = reading.now, seen.now
    if seen.boot == reading.boot:
        expected += timedelta(seconds=reading.steady - seen.steady)
        wrong = abs(now - expected) > TOLERANCE
    else:
        wrong = held_at is not None and held_at > seen.now and now >= held_at - TOLERANCE
    is_before, is_long_after = now < seen.now - TOLERANCE, now > seen.now + LONG_OFF
    return ClockJump(now, expected) if wrong or is_before or is_long_after else None


def present_jump(tx: Transaction, reading: ClockReading) -> ClockJump | None:
    """Return the same by what is kept; reads only."""
    kept = tx.campaigns.setting(HELD)
    return jump_since(_seen(tx), reading, optional(datetime.fromisoformat, kept))


def check_clock(tx: Transaction, office: AppContext, reading: ClockReading) -> bool:
    """Tell whether unasked messages may be sent now. The first time that they may not, every coordinator
    of an open campaign is told; once the clock is right again they may by themselves."""
    jump = present_jump(tx, reading)
    if jump is None:
        confirm_clock(tx, reading)
        return True
    if not tx.campaigns.setting(HELD):
        tx.campaigns.set_setting(HELD, jump.now.isoformat())
        _tell_coordinators(tx, office, jump)
    return False


def confirm_clock(tx: Transaction, reading: ClockReading) -> None:
    """Note that the clock is right: judge by this reading from now on."""
    body = {"now": reading.now.isoformat(), "steady": reading.steady, "boot": reading.boot}
    tx.campaigns.set_setting(SEEN, json.dumps(body))
    if tx.campaigns.setting(HELD):
        tx.campaigns.set_setting(HELD, "")


def _seen(tx: Transaction) -> ClockReading | None:
    kept = tx.campaigns.setting(SEEN)
    if not kept:
        return None
    body = json.loads(kept)
    return ClockReading(datetime.fromisoformat(body["now"]), body["steady"], body["boot"])


def jump_in_words(key: str, office: AppContext, jump: ClockJump) -> str:
    """Return a sentence about both times."""
    shown = [moment(at.astimezone(office.tz)) for at in (jump.now, jump.expected)]
    return say(key, now=shown[0], expected=shown[1])


def _tell_coordinators(tx: Transaction, office: AppContext, jump: ClockJump) -> None:
    """Queue an answer, not a notice: notices are what is held back. It is due by either time."""
    reply = Reply(jump_in_words("clock.notice", office, jump))
    due = min(jump.now, jump.expected)
    key = f"clock:{jump.now.isoformat()}"
    tell_coordinators(tx, reply, due, key)
