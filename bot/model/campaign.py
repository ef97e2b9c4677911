"""A campaign: one plan's report, its units, its form and its deadline."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple

from bot.model.campaign_item import CampaignItem
from bot.model.form import is_of_kind
from bot.model.optional import first
from bot.model.paper import Paper
from bot.model.plan import NO_PLAN, Plan
from bot.model.series import Series
from bot.model.unit import CONSULTED, Unit
from bot.model.unusual import AS_USUAL, Unusual


class CampaignState(StrEnum):
    """FINISHED: nobody is reminded any more; everything stays readable, and the coordinator may
    still enter, accept and send back. CLOSED: nothing changes any more."""

    DRAFT = "draft"
    OPEN = "open"
    FINISHED = "finished"
    CLOSED = "closed"

    @property
    def is_over(self) -> bool:
        return self in (CampaignState.FINISHED, CampaignState.CLOSED)


class Upward(NamedTuple):
    """The report to the level above: its last instant (None for a phrase that names no day, "theo quy
    định"), and the bodies that it goes to."""

    until: datetime | None
    receivers: tuple[str, ...]
    phrase: str = ""
    papers: tuple[Paper, ...] = ()  # the reports that were made, the oldest first

    def made_for(self, receiver: str) -> Paper | None:
        """Return the latest report that was made for a receiver ("" for whoever it is): one that was sent
        before one that was not."""
        wanted = receiver.casefold().strip()
        own = [each for each in self.papers if each.addressee.casefold().strip() == wanted]
        fitting = own if receiver else list(self.papers)
        return max(fitting, key=lambda each: (each.sent_at is not None, each.id), default=None)

    @property
    def is_sent(self) -> bool:
        """Whether every receiver was sent a report."""
        made = list(map(self.made_for, self.receivers or ("",)))
        return all(each is not None and each.sent_at is not None for each in made)


@dataclass(frozen=True, slots=True)
class OwnDeadline:
    """A deadline that holds for some units only: those with a code in `units`, or of one of `kinds`."""

    phrase: str
    last_instant: datetime | None
    kinds: tuple[str, ...] = ()
    units: tuple[str, ...] = ()

    @property
    def is_for_all(self) -> bool:
        """Return whether it names neither units nor kinds."""
        return not (self.units or self.kinds)


@dataclass(frozen=True, slots=True)
class Campaign:
    """`deadline_phrase` is kept as the plan prints it; `last_instant` is what it means (None when
    none is set). `forms` maps a kind of unit to a form slug, with "" as the default; it is empty
    while the plan's form is not there yet. `photos_min` is per unit; `report_file` is "", "optional"
    or "required". `body` owns the units that report; `previous` is the slug of the campaign before,
    where the plan names one. `deadlines` are those of some units only, `asked_items` what is asked
    besides."""

    id: int
    slug: str
    title: str
    state: CampaignState
    period_start: date
    period_end: date
    deadline_phrase: str
    last_instant: datetime | None
    issuer: str = ""
    receiver: str = ""
    forms: tuple[tuple[str, str], ...] = ()
    photos_min: int = 0
    report_file: str = ""
    body: str = ""
    previous: str = ""
    plan: Plan = NO_PLAN
    asked_items: tuple[CampaignItem, ...] = ()
    deadlines: tuple[OwnDeadline, ...] = ()
    series: Series | None = None
    opens: date | None = None  # when it is to be opened, as far as people may be told
    trial_of: str = ""  # slug of the campaign that is only tried in this one: nothing counts
    unusual: Unusual = AS_USUAL

    def extended_to(self, until: datetime) -> Campaign:
        """Return the campaign with a later deadline for everybody who has one: a deadline of some units that
        is later still stays, and so does an item that is due before the report; one that is due with the
        report or after it is not due sooner than the report is now."""
        return replace(
            self,
            last_instant=until,
            deadlines=tuple(
                replace(own, last_instant=max(own.last_instant, until))
                if own.last_instant
                else own
                for own in self.deadlines
            ),
            asked_items=tuple(
                replace(asked, due=_later(asked.due, until)) if self._hangs(asked) else asked
                for asked in self.asked_items
            ),
        )

    def _hangs(self, asked: CampaignItem) -> bool:
        """Return whether an item's own day is not before the deadline of any of those who owe it."""
        owing = [
            own.last_instant
            for own in self.deadlines
            if set(own.units) & set(asked.units) or set(own.kinds) & set(asked.kinds)
        ]
        days = [each for each in owing or [self.last_instant] if each is not None]
        return asked.due is not None and bool(days) and asked.due >= min(days)

    def form_for(self, kind: str) -> str | None:
        """Return slug of the form for a kind of unit, or None while there is none."""
        if kind == CONSULTED:
            return None
        return dict(self.forms).get(self.kind_of_form(kind))

    def kind_of_form(self, kind: str) -> str:
        """Return under which of the campaign's kinds a unit's kind falls: the longest one that it
        begins with ("trường" for "trường THCS"); "" for all others."""
        known = [own for own, _ in self.forms if own]
        return (_closest(kind, known) or "") if known else ""

    def deadline_for(self, unit: Unit) -> OwnDeadline:
        """Return the deadline of a unit's report: its own, else that of its kind, else the usual one."""
        if not self.deadlines:
            return OwnDeadline(self.deadline_phrase, self.last_instant)
        named = first(lambda own: unit.code in own.units, self.deadlines)
        by_kind = {kind: own for own in self.deadlines for kind in own.kinds}
        closest = _closest(unit.kind, list(by_kind))
        return named or by_kind.get(closest or "") or self._usual_deadline()

    def _usual_deadline(self) -> OwnDeadline:
        """Return the deadline of everybody who has none of their own."""
        usual = OwnDeadline(self.deadline_phrase, self.last_instant)
        return [usual, *(own for own in self.deadlines if own.is_for_all)][-1]


def _later(own: datetime | None, until: datetime) -> datetime:
    """Return the later of two last instants."""
    return until if own is None else max(own, until)


def _closest(kind: str, known: Sequence[str]) -> str | None:
    """Return the longest of some kinds that a unit's kind begins with; None where none fits."""
    fits = [each for each in known if each and is_of_kind(kind, (each,))]
    return max(fits, key=lambda each: len(each.split()), default=None)
