"""What one person has to do for one unit, as a reminder needs to know it when it is sent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from math import ceil

SECONDS_A_QUESTION = 20  # a figure that is at hand; many rows are "không"
FIVE_MINUTES, TEN_MINUTES = 5, 10


@dataclass(frozen=True, slots=True)
class ReminderItem:
    """`state` is the report's state word (`not_started` …). `missing` are codes or names of what
    is still open; `deadline` is the unit's own, or None. `words` are a coordinator's own,
    `link_hint` where to answer. `estimated_minutes` is worked out from the open questions where it
    is 0. `joined` is false where nobody has joined: then it is the coordinator's duty."""

    campaign_title: str
    unit_name: str
    state: str
    answered: int = 0
    total: int = 0
    missing: tuple[str, ...] = ()
    lacks: tuple[str, ...] = ()  # what is missing besides the figures, each in a few words
    returned_reason: str = ""
    deadline: datetime | None = None
    step: str = ""
    link_hint: str = ""
    estimated_minutes: int = 0
    words: str = ""
    joined: bool = True
    period_end: date | None = None

    @property
    def minutes(self) -> int:
        """Roughly how long the rest takes."""
        return self.estimated_minutes or minutes_for(max(0, self.total - self.answered))


def minutes_for(questions: int) -> int:
    """Return minutes for so many open questions; above ten in steps of five, so as not to seem exact."""
    minutes = max(1, ceil(questions * SECONDS_A_QUESTION / 60))
    if minutes <= TEN_MINUTES:
        return minutes
    return FIVE_MINUTES * ceil(minutes / FIVE_MINUTES)
