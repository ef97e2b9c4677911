"""What one person has to do for one unit, as a reminder needs to know it when it is sent."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import Enum, StrEnum
from math import ceil

SECONDS_A_QUESTION = 20  # a figure that is at hand; many rows are "không"
FIVE_MINUTES, TEN_MINUTES = 5, 10


class HowTo(StrEnum):
    """What somebody is told to do, by the sentence that says so, in the order in which they are told."""

    SEND_PARTS = "how_parts"
    FILL_IN = "how"
    SEND_WITHOUT_FORM = "how_no_form"
    HAND_UP = "how_total"
    APPROVE = "how_approve"
    INVITE = "how_invite"


class DutyKind(Enum):
    """How a report that somebody is reminded of stands: the word of its sentence, what is to be done, and
    whether what is missing besides the figures is told."""

    NOT_JOINED = "not_joined", HowTo.INVITE
    NO_FORM = "no_form", HowTo.SEND_WITHOUT_FORM
    ONLY_SEND = "only_send", HowTo.SEND_WITHOUT_FORM
    NOT_STARTED = "not_started", HowTo.FILL_IN
    IN_PROGRESS = "in_progress", HowTo.FILL_IN
    NOT_SENT = "not_sent", HowTo.FILL_IN
    RETURNED = "returned", HowTo.FILL_IN
    AWAITING_APPROVAL = "awaiting_approval", HowTo.APPROVE
    SUBMITTED = "submitted", HowTo.SEND_PARTS
    ACCEPTED = "accepted", HowTo.SEND_PARTS

    def __init__(self, word: str, how: HowTo) -> None:
        self.word = word
        self.how = how


GIVEN = ("submitted", "accepted")
BY_WORD = {kind.word: kind for kind in DutyKind}


@dataclass(frozen=True, slots=True)
class ReminderItem:
    """`state` is the report's state word (`not_started` …). `missing` are codes or names of what
    is still open; `deadline` is the unit's own, or None. `words` are a coordinator's own,
    `link_hint` where to answer. `estimated_minutes` is worked out from the open questions where it
    is 0. `joined` is false where nobody has joined: then it is the coordinator's duty. `owes_total`: the
    total of its branch is among what it lacks. `has_other_days`: something that it lacks has a day of
    its own, which is not the told one."""

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
    owes_total: bool = False
    has_other_days: bool = False
    unit_code: str = ""

    @property
    def kind(self) -> DutyKind:
        """Return which sentence tells of it."""
        if not self.joined and self.state not in GIVEN:
            return DutyKind.NOT_JOINED
        if self.state in ("not_started", "in_progress") and not self.total:
            return DutyKind.NO_FORM if self.lacks else DutyKind.ONLY_SEND
        if self.state == "in_progress" and self.answered >= self.total:
            return DutyKind.NOT_SENT
        return BY_WORD[self.state]

    @property
    def hints(self) -> frozenset[HowTo]:
        """Return what is to be done. A total is handed up by a word of its own; where nothing else is
        missing, that is all."""
        how = self.kind.how
        if not self.owes_total or not self.joined:
            return frozenset({how})
        others = len(self.lacks) > 1 or how not in (HowTo.SEND_PARTS, HowTo.SEND_WITHOUT_FORM)
        return frozenset({HowTo.HAND_UP, how} if others else {HowTo.HAND_UP})

    def with_code(self) -> ReminderItem:
        """Return it with the unit's code behind its name, where two units have one name."""
        return replace(self, unit_name=f"{self.unit_name} ({self.unit_code})")

    def is_overdue(self, now: datetime) -> bool:
        """Return whether its last instant is over."""
        return self.deadline is not None and now > self.deadline

    def is_within_period(self, today: date) -> bool:
        """Return whether there is still more to tell of: the period is not over."""
        return self.period_end is not None and today <= self.period_end

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
