"""What must be true of every reminder, kept beside the program and judged from outside.

The ledger knows who sits where, what each unit owes and has given, when each step falls due; it sees every
message that reaches the platform. It never asks the program what should be reminded.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from tests.simulation.calendar import (
    TZ,
    deputys_turn,
    end_of,
    is_open,
    shift,
    step_after_return,
    steps_by_deadline,
    steps_of_report,
)
from tests.simulation.province import code_of, kind_of, name_of, owed_by, parents_of

SENT = ("submitted", "accepted")
WAITING = "awaiting_approval"
DEPUTY = "deputy"  # the step that is its deputies'
BEFORE = ("before 5", "before 3", "before 1", DEPUTY, "last morning", "period over")
REPORT = ""  # key of the report among what a unit owes; parts with a day of their own go by theirs
COUNTDOWN = "Báo cáo của anh/chị gửi"  # as the morning message begins it
CALLS = "Cần gọi điện"
LAST_LINE = "Anh/chị gõ “tiến độ”"  # of the morning message
TO_CALL = 2  # working days after the last day: the coordinator telephones


Known = dict[tuple[int, str, str], set[str]]  # unit, what it owes, step -> who is to be told


@dataclass
class Duty:
    """Something owed by a day of its own: which steps are still to come, which have fallen due untold."""

    last_day: date
    planned: dict[str, datetime] = field(default_factory=dict)
    owed: dict[str, datetime] = field(default_factory=dict)

    def clear(self, keep: tuple[str, ...] = ()) -> None:
        self.planned = {name: due for name, due in self.planned.items() if name in keep}
        self.owed = {name: due for name, due in self.owed.items() if name in keep}


@dataclass
class Unit:
    """One unit: its name in messages, its report's state, the people who sit for it, what it owes."""

    place: int
    code: str
    name: str
    status: str = "not_started"
    duties: dict[str, Duty] = field(default_factory=dict)
    lacks: set[str] = field(
        default_factory=set
    )  # what is asked besides the figures and has not come
    changed: int = 0  # when anything about it last changed, in events
    reporters: set[str] = field(default_factory=set)
    approvers: set[str] = field(default_factory=set)
    deputies: set[str] = field(default_factory=set)
    ever_reporters: set[str] = field(default_factory=set)
    ever_deputies: set[str] = field(default_factory=set)
    extended: bool = False
    away: tuple[set[str], set[str], set[str]] | None = None  # who sat for it when it left

    @property
    def report(self) -> Duty:
        return self.duties[REPORT]

    @property
    def is_sent(self) -> bool:
        return self.status in SENT

    @property
    def is_done(self) -> bool:
        """Nothing is asked of it any more."""
        return self.away is not None or (self.is_sent and not self.lacks)

    def is_open(self, key: str) -> bool:
        """Whether a duty is still to come: the report also while a part lacks that is due with it."""
        if self.away is not None:
            return False
        if key:
            return key in self.lacks
        return not self.is_sent or bool(self.lacks - set(self.duties))

    def recipients(self, key: str, step: str = "") -> set[str]:
        """Whose duty it is now: the approver's while the report waits, a deputy's where a step is theirs."""
        if not self.is_open(key):
            return set()
        waits = key == REPORT and self.status == WAITING
        if step == DEPUTY:
            return set() if waits else set(self.deputies)
        return set(self.approvers if waits else self.reporters)

    def last_day_told(self) -> date:
        """The day that a message about it counts to: the report's, once sent the nearest that is open."""
        if not self.is_sent:
            return self.report.last_day
        days = [duty.last_day for key, duty in self.duties.items() if self.is_open(key)]
        return min(days, default=self.report.last_day)


def units_of(count: int) -> list[Unit]:
    """All units of a province, with what they owe."""
    units = [Unit(place, code_of(place), name_of(place)) for place in range(count)]
    parents = parents_of(count)
    for unit in units:
        kind = kind_of(unit.place)
        unit.lacks = owed_by(unit.place, parents)
        days = {REPORT: kind.last_day, **kind.own_days}
        unit.duties = {key: Duty(day) for key, day in days.items()}
    return units


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
            self._plan(unit, opened)
        self.attempts: Counter[str] = Counter()
        self.copies: Counter[tuple[str, date]] = Counter()
        # unit named -> day -> who was told
        self.told: dict[str, dict[date, set[str]]] = defaultdict(lambda: defaultdict(set))
        self.digests: Counter[tuple[str, date]] = Counter()
        self.first_try: dict[tuple[str, date], int] = {}  # in events
        self.events = 0
        self.latest = opened
        self.faults: list[str] = []
        self.words = ""
        self.unreachable: set[str] = set()  # chats that refuse
        self.upward_sent: datetime | None = None
        self.seen: Counter[str] = Counter()  # what the run has to have met

    # What happens in the world

    def touch(self, unit: Unit) -> None:
        """Something about a unit changes: its dates, its people, its report."""
        self.events += 1
        unit.changed = self.events

    def _plan(self, unit: Unit, moment: datetime, *keys: str) -> None:
        """Plan what is open (of these keys, else all) by its day, as far as it is still to come."""
        for key, duty in unit.duties.items():
            if unit.is_open(key) and (not keys or key in keys):
                steps = steps_by_deadline if key else steps_of_report
                duty.planned |= _after(steps(duty.last_day), moment)

    def extended(self, unit: Unit, last_day: date, now: datetime) -> None:
        """Only what counts from the deadline moves; a part that is due later is not due sooner than it."""
        self.touch(unit)
        unit.extended = True
        for duty in unit.duties.values():
            duty.last_day = last_day if duty is unit.report else max(duty.last_day, last_day)
            duty.clear(keep=("returned", "asked"))
        self._plan(unit, now)

    def returned(self, unit: Unit, now: datetime) -> None:
        """What a part with a day of its own waits for goes on."""
        self.touch(unit)
        unit.report.clear(keep=("asked",))
        self._plan(unit, now, REPORT)
        unit.report.planned["returned"] = step_after_return(now.astimezone(TZ).date())

    def asked(self, unit: Unit, now: datetime) -> None:
        self.touch(unit)
        unit.report.owed["asked"] = now

    def state(self, unit: Unit, status: str) -> None:
        self.touch(unit)
        was_sent, unit.status = unit.is_sent, status
        if unit.is_sent and not was_sent:
            unit.report.clear()
            self._plan(unit, self.latest, REPORT)
        elif status == WAITING:  # handing in has told the approver at once
            unit.report.owed.clear()

    def lacking(self, unit: Unit, lacks: set[str]) -> None:
        """A part came, or a total was sent back: what is complete now is asked for no more. What is owed anew
        is asked for from now on."""
        self.touch(unit)
        was_done, unit.lacks = unit.is_done, lacks
        if was_done and not unit.is_done:
            self._plan(unit, self.latest, REPORT)
        for key, duty in unit.duties.items():
            if not unit.is_open(key):
                duty.clear()

    def comes_or_goes(self, unit: Unit, now: datetime) -> None:
        """A unit leaves: nobody sits for it, and nothing is owed. It comes back as it was: steps that were
        missed meanwhile are not made up for."""
        self.touch(unit)
        if unit.away is None:
            unit.away = unit.reporters, unit.approvers, unit.deputies
            unit.reporters, unit.approvers, unit.deputies = set(), set(), set()
            for duty in unit.duties.values():
                duty.clear()
            return
        unit.reporters, unit.approvers, unit.deputies = unit.away
        unit.away = None
        self._plan(unit, now)

    def closed(self) -> None:
        for unit in self.units:
            for duty in unit.duties.values():
                duty.clear()

    # What reaches the platform

    def reminded(self, attempt: Attempt) -> None:
        """Judge one reminder at the moment it leaves."""
        day = attempt.at.astimezone(TZ).date()
        named = {name for name in self.by_name if name in attempt.text}
        for name in named:
            self.told[name][day].add(attempt.person)
        self.events += 1
        self.first_try.setdefault((attempt.person, day), self.events)
        self.attempts[attempt.outcome] += 1
        if attempt.outcome in ("refused", "later"):
            return
        self.copies[(attempt.person, day)] += 1
        self.seen["coordinator's words"] += bool(self.words) and self.words in attempt.text
        if self.copies[(attempt.person, day)] > 1:
            self._fault("second on a day", attempt)
        if not is_open(attempt.at):
            self._fault("outside office hours", attempt)
        if not named:
            self._fault("about nothing", attempt)
        for unit in (self.by_name[name] for name in named):
            self._judge(unit, attempt)
        self._judge_countdown(attempt, named)

    def _judge(self, unit: Unit, attempt: Attempt) -> None:
        if unit.is_done:
            self._fault("after submission", attempt)
        if attempt.person not in unit.reporters | unit.approvers | unit.deputies:
            self._fault("to somebody without a seat", attempt)
        if attempt.person in unit.approvers - unit.reporters:
            over = any(
                attempt.at > end_of(duty.last_day)
                for key, duty in unit.duties.items()
                if unit.is_open(key)
            )
            nobody_else = unit.reporters | unit.deputies <= self.unreachable
            if not (over or unit.status == WAITING or nobody_else):
                self._fault("approver too early", attempt)
            self.seen["approver told once it was late"] += over and unit.status != WAITING
        if attempt.person in unit.deputies - unit.reporters - unit.approvers:
            self._judge_deputy(unit, attempt)
        if unit.is_sent:
            for part in unit.lacks:
                self.seen[f"reminded of {part} alone"] += 1

    def _judge_deputy(self, unit: Unit, attempt: Attempt) -> None:
        """A deputy is told once the reporters have had their time, or where none of them can be reached."""
        last_days = [duty.last_day for key, duty in unit.duties.items() if unit.is_open(key)]
        is_turn = any(attempt.at >= deputys_turn(day) for day in last_days)
        if not (is_turn or unit.reporters <= self.unreachable):
            self._fault("deputy too early", attempt)
        is_before = all(attempt.at <= end_of(day) for day in last_days)
        self.seen["deputy told before the deadline"] += is_turn and is_before

    def _judge_countdown(self, attempt: Attempt, named: set[str]) -> None:
        """A text about one report never says more days than are left."""
        if len(named) != 1:
            return
        over = attempt.at > end_of(self.by_name[next(iter(named))].last_day_told())
        if over != ("quá hạn" in attempt.text):
            self._fault("stale words", attempt)

    def morning(self, person: str, now: datetime, text: str) -> None:
        """A coordinator's digest left."""
        day = now.astimezone(TZ).date()
        self.digests[(person, day)] += 1
        if self.digests[(person, day)] > 1 or not is_open(now):
            self.faults.append(f"digest {now:%d/%m %H:%M}: second, or outside office hours")
        counts_down = COUNTDOWN in text
        self.seen["countdown to the level above"] += counts_down
        if counts_down and self.upward_sent is not None and day > self.upward_sent.date():
            self.faults.append(f"digest {now:%d/%m %H:%M}: counts down to what was sent")
        is_whole = LAST_LINE in text  # of a long one the first page alone is judged
        if is_whole and not counts_down and self.upward_sent is None:
            self.faults.append(f"digest {now:%d/%m %H:%M}: no countdown to the level above")
        self._judge_calls(now, text)

    def _judge_calls(self, now: datetime, text: str) -> None:
        """Whoever is so late that somebody telephones is named; the list ends after forty names."""
        calls = next((line for line in text.split("\n") if line.startswith(CALLS)), "")
        self.seen["call list"] += bool(calls)
        if "đơn vị khác" in calls:
            return
        for unit in self.units:
            is_named = unit.name in calls
            if is_named and unit.is_done and unit.changed < self.day_before:
                self.faults.append(
                    f"digest {now:%d/%m %H:%M}: {unit.name} is to be called for nothing"
                )
            if not is_named and self._is_to_call(unit, now) and unit.changed < self.day_before:
                self.faults.append(
                    f"digest {now:%d/%m %H:%M}: {unit.name} is not on the call list"
                )

    @staticmethod
    def _is_to_call(unit: Unit, now: datetime) -> bool:
        today = now.astimezone(TZ).date()
        return unit.status != WAITING and any(
            shift(duty.last_day, TO_CALL) <= today
            for key, duty in unit.duties.items()
            if unit.is_open(key)
        )

    def _fault(self, what: str, attempt: Attempt) -> None:
        self.faults.append(f"{what}: {attempt.person} {attempt.at:%d/%m %H:%M} {attempt.text!r}")

    # Who must have been told

    day_before = 0  # events until the end of yesterday

    def clock(self, now: datetime) -> None:
        """What the program's clock shows."""
        if now.astimezone(TZ).date() > self.latest.astimezone(TZ).date():
            self.day_before = self.events
        self.latest = max(self.latest, now)

    def fall_due(self, now: datetime) -> None:
        """Steps whose time has come are owed where somebody sits: of the others the coordinator reads in
        the morning."""
        self.clock(now)
        for unit in self.units:
            for key, duty in unit.duties.items():
                come = {name: due for name, due in duty.planned.items() if due <= now}
                for name, due in come.items():
                    del duty.planned[name]
                    duty.owed[name] = due
                if is_open(now):
                    for name in [name for name in duty.owed if not unit.recipients(key, name)]:
                        del duty.owed[name]
                if now > end_of(duty.last_day):  # the day after has its own step
                    for name in BEFORE:
                        duty.owed.pop(name, None)

    def waiting_for(self) -> Known:
        """Who is to be told of what has fallen due, by unit, what it owes and the step."""
        return {
            (unit.place, key, name): unit.recipients(key, name)
            for unit in self.units
            for key, duty in unit.duties.items()
            for name in duty.owed
        }

    def settle(self, now: datetime, known: Known) -> None:
        """After a whole round of an open office: every owed step was told to somebody of its unit
        since the morning it fell due, or all of them had had their one message of today before
        anything was known of it. `known` are the recipients at its start."""
        if now < self.latest:  # the clock was ahead: what was put off by it waits until then
            return
        today = now.astimezone(TZ).date()
        for unit in self.units:
            for key, duty in unit.duties.items():
                for name in list(duty.owed):
                    stayed = unit.recipients(key, name) & known.get((unit.place, key, name), set())
                    self._settle(unit, key, name, stayed, today)

    def _settle(self, unit: Unit, key: str, step: str, stayed: set[str], today: date) -> None:
        owed = unit.duties[key].owed
        if not unit.recipients(key, step) or self._told(unit, key, step, owed[step], today):
            del owed[step]
        elif any(self.first_try.get((who, today), 10**12) > unit.changed for who in stayed):
            self.faults.append(f"missed: {unit.name} {key} {step} on {today:%d/%m}")
            del owed[step]

    def _told(self, unit: Unit, key: str, step: str, due: datetime, today: date) -> bool:
        """Whether whoever sat for the unit then was told of it on the day a step fell due, or later: a
        slow channel may need more than a day before a round is whole. Of a part with a day of its own a
        reporter or a deputy has to be told (an approver who looks at the report does not hear of it), of a
        deputy's step a deputy."""
        told = {
            who
            for day, people in self.told[unit.name].items()
            if due.astimezone(TZ).date() <= day <= today
            for who in people
        }
        if step == DEPUTY:
            return bool(told & unit.ever_deputies)
        return bool(told & (unit.ever_reporters | unit.ever_deputies) if key else told)


def _after(steps: dict[str, datetime], moment: datetime) -> dict[str, datetime]:
    return {name: due for name, due in steps.items() if due > moment}
