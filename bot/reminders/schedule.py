"""The reminder ladder as data: which steps there are, from when they count, and whom they are for.

"n working days before" counts from the last morning: the last working day on which a reminder at
the step's hour still leaves time before the deadline. With "trước ngày 14/10/2026" (a Wednesday)
the last morning is Tuesday 13/10; one working day before is Monday 12/10, three are Thursday 8/10.
"n working days after" counts from the last valid day, whether that is a working day or not.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import time
from enum import StrEnum
from operator import attrgetter

from bot.model.optional import first

MORNING = time(8, 0)
_STEP = re.compile(
    r"([a-z_]{1,40})\s{0,9}([+-])\s{0,9}([0-9]{1,2})(?:\s{0,9}@\s{0,9}([0-9]{1,2})[:h]([0-9]{2}))?"
)


class Anchor(StrEnum):
    """What a step counts its working days from."""

    PERIOD_END = "period_end"  # the last day of the reporting period
    DEADLINE = "deadline"  # before: the last morning; after: the last valid day
    NO_DEADLINE = "no_deadline"  # the end of the period, in campaigns without a deadline only
    RETURNED = "returned"  # the day a report was sent back
    DEPUTY = "deputy"  # back from the last morning; goes to the unit's deputies
    CALL_LIST = "call_list"  # the last valid day; goes to the coordinator, to telephone


class Audience(StrEnum):
    UNIT = "unit"
    DEPUTY = "deputy"
    COORDINATOR = "coordinator"


_AUDIENCE = {Anchor.DEPUTY: Audience.DEPUTY, Anchor.CALL_LIST: Audience.COORDINATOR}
_BACK = (Anchor.DEADLINE, Anchor.DEPUTY)  # from which days are counted back
_NEVER = {(Anchor.DEPUTY, "+"), *((anchor, "-") for anchor in Anchor if anchor not in _BACK)}


@dataclass(frozen=True, slots=True)
class Step:
    """One rung. `key` names it for ever in the database; `offset` is in working days, negative
    before its anchor. `at` is moved into office hours of its day when it lies outside."""

    key: str
    anchor: Anchor
    offset: int
    at: time = MORNING
    audience: Audience = Audience.UNIT

    @property
    def is_after_deadline(self) -> bool:
        return self.anchor is Anchor.CALL_LIST or (
            self.anchor is Anchor.DEADLINE and self.offset > 0
        )


def parse_step(text: str) -> Step:
    """Read "deadline-3", "period_end+1@13:30"; raises ValueError with the text at fault.

    Only the deadline can be counted back from, and for deputies nothing else; "deadline-0" is the last
    morning.
    """
    found = _STEP.fullmatch(text.strip().lower())
    if found is None:
        raise ValueError(f'ladder: "{text}"')
    name, sign, digits, hour, minute = found.groups()
    try:
        anchor = Anchor(name)
        at = time(int(hour), int(minute)) if hour else MORNING
    except ValueError:
        raise ValueError(f'ladder: "{text}"') from None
    offset = -int(digits) if sign == "-" else int(digits)
    sign = "-" if offset == 0 else sign
    if (anchor, sign) in _NEVER:
        raise ValueError(f'ladder: "{text}"')
    return Step(
        f"{name}{sign}{int(digits)}", anchor, offset, at, _AUDIENCE.get(anchor, Audience.UNIT)
    )


def parse_ladder(texts: Sequence[str]) -> tuple[Step, ...]:
    """Return a whole ladder from settings; raises ValueError, also for a step that stands twice."""
    steps = tuple(map(parse_step, texts))
    keys = list(map(attrgetter("key"), steps))
    twice = first(lambda key: keys.count(key) > 1, keys)
    if twice is not None:
        raise ValueError(f'ladder: "{twice}" x 2')
    return steps


DEFAULT_LADDER = parse_ladder(
    [
        "period_end+1",
        "deadline-5",
        "deadline-3",
        "deadline-1",
        "deputy-1@13:30",
        "deadline-0",
        "deadline+1",
        "call_list+2",
        "no_deadline+5",
        "no_deadline+10",
        "returned+2",
    ]
)


def is_for(key: str, audience: Audience) -> bool:
    """Return whether a stored key names a step for these."""
    rung = step_of(key)
    return rung is not None and rung.audience is audience


def step_of(key: str) -> Step | None:
    """Return the step that a stored key names; None for keys that are no rung ("manual")."""
    try:
        return parse_step(key)
    except ValueError:
        return None
