"""What must be true of every reminder, kept beside the program and judged from outside.

The ledger knows who sits where, which report was sent, when each step falls due; it sees every
message that reaches the platform. It never asks the program what should be reminded.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from tests.simulation.calendar import (
    LAST_DAY,
    TZ,
    end_of,
    is_open,
    step_after_return,
    steps_by_deadline,
)

SENT = ("submitted", "accepted")
WAITING = "awaiting_approval"
BEFORE = ("before 5", "before 3", "before 1", "last morning", "period over")


@dataclass
class Unit:
    """One commune: its name in messages, its report's state, the people who sit for it."""

    place: int
    code: str
    name: str
    status: str = "not_started"
    last_day: date = LAST_DAY
    planned: dict[str, datetime] = field(default_factory=dict)
    owed: dict[str, datetime] = field(default_factory=dict)
    changed: int = 0  # when anything about it last changed, in events
    reporters: set[str] = field(default_factory=set)
    approvers: set[str] = field(default_factory=set)
    owes: str = ""  # what is asked besides the report and has not come: "photo", "words"

    @property
    def is_sent(self) -> bool:
        return self.status in SENT

    @property
    def is_done(self) -> bool:
        """Nothing is asked of it any more."""
        return self.is_sent and not self.owes

    def recipients(self) -> set[str]:
        """Whose duty the report is now: the approver's while it waits; the approver's too once
        the day after the deadline has come."""
        if self.is_done:
            return set()
        if self.status == WAITING:
            return set(self.approvers)
        return set(self.reporters)


@dataclass(frozen=True)
class Attempt:
    """A reminder at the platform's door: `outcome` is "delivered", "refused", "doubt" or "later"."""

    at: datetime
    person: str
    text: str
    outcome: str


class Ledger:
    def __init__(self, units: Iterable[Unit], opened: datetime) -> None:
        self.units = list(units)
        self.by_name = {unit.name: unit for unit in self.units}
        for unit in self.units:
            unit.planned = _after(steps_by_deadline(unit.last_day), opened)
        self.attempts: Counter[str] = Counter()
        self.copies: Counter[tuple[str, date]] = Counter()
        self.told: dict[str, set[date]] = defaultdict(set)  # unit named -> days
        self.digests: Counter[tuple[str, date]] = Counter()
        self.first_try: dict[tuple[str, date], int] = {}  # in events
        self.events = 0
        self.latest = opened
        self.faults: list[str] = []
        self.words = ""
        self.of_parts = 0  # reminders of a report that was sent and lacks its part
        self.worded = 0  # reminders that carried a coordinator's own words

    # What happens in the world

    def touch(self, unit: Unit) -> None:
        """Something about a unit changes: its dates, its people, its report."""
        self.events += 1
        unit.changed = self.events

    def extended(self, unit: Unit, last_day: date, now: datetime) -> None:
        """Only what counts from the deadline moves."""
        self.touch(unit)
        unit.last_day = last_day
        self._clear(unit, keep=("returned", "asked"))
        if not unit.is_done:
            unit.planned |= _after(steps_by_deadline(last_day), now)

    def returned(self, unit: Unit, now: datetime) -> None:
        self.touch(unit)
        self._clear(unit, keep=("asked",))
        unit.planned |= _after(steps_by_deadline(unit.last_day), now)
        unit.planned["returned"] = step_after_return(now.astimezone(TZ).date())

    def asked(self, unit: Unit, now: datetime) -> None:
        self.touch(unit)
        unit.owed["asked"] = now

    def state(self, unit: Unit, status: str) -> None:
        self.touch(unit)
        unit.status = status
        if unit.is_sent:
            self._clear(unit)
            if not unit.is_done:
                unit.planned |= _after(steps_by_deadline(unit.last_day), self.latest)
        elif status == WAITING:  # handing in has told the approver at once
            unit.owed.clear()

    def part(self, unit: Unit) -> None:
        """The picture or the words came: a report that was sent is complete now."""
        self.touch(unit)
        unit.owes = ""
        if unit.is_sent:
            self._clear(unit)

    def closed(self) -> None:
        for unit in self.units:
            self._clear(unit)

    @staticmethod
    def _clear(unit: Unit, keep: tuple[str, ...] = ()) -> None:
        unit.planned = {name: due for name, due in unit.planned.items() if name in keep}
        unit.owed = {name: due for name, due in unit.owed.items() if name in keep}

    # What reaches the platform

    def reminded(self, attempt: Attempt) -> None:
        """Judge one reminder at the moment it leaves."""
        day = attempt.at.astimezone(TZ).date()
        named = {name for name in self.by_name if name in attempt.text}
        for name in named:
            self.told[name].add(day)
        self.events += 1
        self.first_try.setdefault((attempt.person, day), self.events)
        self.attempts[attempt.outcome] += 1
        if attempt.outcome in ("refused", "later"):
            return
        self.copies[(attempt.person, day)] += 1
        self.worded += bool(self.words) and self.words in attempt.text
        if self.copies[(attempt.person, day)] > 1:
            self._fault("second on a day", attempt)
        if not is_open(attempt.at):
            self._fault("outside office hours", attempt)
        if not named:
            self._fault("about nothing", attempt)
        for unit in (self.by_name[name] for name in named):
            if unit.is_done:
                self._fault("after submission", attempt)
            self.of_parts += unit.is_sent
            if attempt.person not in unit.reporters | unit.approvers:
                self._fault("to somebody without a seat", attempt)
        self._judge_countdown(attempt, named)

    def _judge_countdown(self, attempt: Attempt, named: set[str]) -> None:
        """A text about one report never says more days than are left."""
        if len(named) != 1:
            return
        over = attempt.at > end_of(self.by_name[next(iter(named))].last_day)
        if over != ("quá hạn" in attempt.text):
            self._fault("stale words", attempt)

    def morning(self, person: str, now: datetime) -> None:
        """A coordinator's digest left."""
        day = now.astimezone(TZ).date()
        self.digests[(person, day)] += 1
        if self.digests[(person, day)] > 1 or not is_open(now):
            self.faults.append(f"digest {now:%d/%m %H:%M}: second, or outside office hours")

    def _fault(self, what: str, attempt: Attempt) -> None:
        self.faults.append(f"{what}: {attempt.person} {attempt.at:%d/%m %H:%M} {attempt.text!r}")

    # Who must have been told

    def clock(self, now: datetime) -> None:
        """What the program's clock shows."""
        self.latest = max(self.latest, now)

    def fall_due(self, now: datetime) -> None:
        """Steps whose time has come are owed to reports not sent yet, where somebody sits: of the
        others the coordinator reads in the morning."""
        self.clock(now)
        for unit in self.units:
            come = {name: due for name, due in unit.planned.items() if due <= now}
            for name, due in come.items():
                del unit.planned[name]
                unit.owed[name] = due
            if is_open(now) and not unit.recipients():
                unit.owed.clear()
            if now > end_of(unit.last_day):  # the day after has its own step
                for name in BEFORE:
                    unit.owed.pop(name, None)

    def settle(self, now: datetime, known: dict[int, set[str]]) -> None:
        """After a whole round of an open office: every owed step was told to somebody of its unit
        since the morning it fell due, or all of them had had their one message of today before
        anything was known of it. `known` are the recipients at its start."""
        if now < self.latest:  # the clock was ahead: what was put off by it waits until then
            return
        today = now.astimezone(TZ).date()
        for unit in self.units:
            if not unit.owed:
                continue
            present = unit.recipients()
            stayed = present & known.get(unit.place, set())
            missed = [name for name, due in unit.owed.items() if not self._told(unit, due, today)]
            if not present or not missed:
                unit.owed.clear()
            elif any(self.first_try.get((who, today), 10**12) > unit.changed for who in stayed):
                self.faults.append(f"missed: {unit.name} {sorted(missed)} at {now:%d/%m %H:%M}")
                unit.owed.clear()

    def _told(self, unit: Unit, due: datetime, today: date) -> bool:
        """Whether whoever sat for the unit then was told of it on the day a step fell due, or later:
        a slow channel may need more than a day before a round is whole."""
        return any(due.astimezone(TZ).date() <= day <= today for day in self.told[unit.name])


def _after(steps: dict[str, datetime], moment: datetime) -> dict[str, datetime]:
    return {name: due for name, due in steps.items() if due > moment}
