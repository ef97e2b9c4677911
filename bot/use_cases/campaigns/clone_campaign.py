"""A campaign made from an earlier one: its form, units, people and seats, with the dates moved.
Nothing is sent until it is opened."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from bot.deadlines.day_warnings import day_warnings
from bot.deadlines.deadline_phrase import read_deadline
from bot.deadlines.deadline_words import until_in_words
from bot.errors import UsageError
from bot.locale.say import say
from bot.model.campaign import Campaign, CampaignState, OwnDeadline
from bot.model.campaign_item import CampaignItem
from bot.model.deadline import Deadline, at_instant
from bot.model.optional import sure
from bot.model.plan import Plan
from bot.model.unit import Unit
from bot.registry.after_merger import AfterMerger, after_merger
from bot.registry.national_list import REFORM
from bot.use_cases.app_context import AppContext
from bot.use_cases.campaigns import campaign_setup
from bot.use_cases.campaigns.campaign_days import as_set
from bot.use_cases.campaigns.campaign_file import NO_DEADLINE, CampaignFile, UpwardRead
from bot.use_cases.campaigns.campaign_tables import SLUG
from bot.use_cases.campaigns.check_plan import close_tiers, deadline_warnings
from bot.use_cases.papers.consultations import OPINION
from storage import Transaction

_SLUG = re.compile(SLUG)
PERIOD_EXAMPLE = "01/10/2026..07/10/2026"


@dataclass(frozen=True, slots=True)
class CloneRequest:
    """What a clone is called and when it is; `deadline` is a phrase as a plan prints it, `title` is
    the old one with its year moved where none is given."""

    slug: str
    start: date
    end: date
    deadline: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class Clone:
    """The campaign that was made: how many `people` kept a seat, how many have none because their
    unit is `gone`; `merged` are units of today with what they were made from."""

    campaign: Campaign
    deadline: Deadline
    units: tuple[Unit, ...]
    people: int
    without_seat: int
    merged: tuple[tuple[Unit, tuple[str, ...]], ...] = ()
    gone: tuple[Unit, ...] = ()
    divided: tuple[Unit, ...] = ()
    unknown: tuple[Unit, ...] = ()
    upward: UpwardRead | None = None
    warnings: tuple[str, ...] = ()  # about the dates of this year


def clone_campaign(tx: Transaction, office: AppContext, old: str, wanted: CloneRequest) -> Clone:
    """Make the next campaign after an earlier one, as a draft; UsageError for a name, period or
    phrase that cannot be read, OperatorError where the name is taken."""
    before = as_set(office, campaign_setup.find_campaign(tx, old))
    _check(wanted)
    deadline = _deadline(office, wanted)
    own_units = tx.campaigns.members(before.id)
    units = _units_today(own_units, before, wanted)
    upward = _upward(tx, office, before, deadline)
    campaign = replace(
        before,
        id=0,
        slug=wanted.slug,
        title=wanted.title or _moved_title(before, wanted.end.year),
        state=CampaignState.DRAFT,
        period_start=wanted.start,
        period_end=wanted.end,
        deadline_phrase=deadline.phrase,
        last_instant=deadline.last_instant,
        previous=before.slug,
        opens=None,
        plan=Plan(contacts=before.plan.contacts),  # this year's own is still to come
        asked_items=_moved_items(office, before, deadline, units.heirs),
        deadlines=_moved_deadlines(office, before, deadline, units.heirs),
    )
    own_days = [own.last_instant for own in campaign.deadlines if own.last_instant is not None]
    deadlines = [deadline, *(_read_again(office, wanted, instant) for instant in own_days)]
    file = CampaignFile(campaign, (), units.units, tuple(deadlines), "", upward)
    made = campaign_setup.create_campaign(tx, office, file, accept_changes=True)
    people, without_seat = _seat_people(tx, office, before, made, units.heirs)
    merged = tuple(_merged(units, own_units))
    return Clone(
        made, deadline, units.units, people, without_seat, merged, units.gone,
        units.divided, units.unknown, upward, _odd_days(file),
    )  # fmt: skip


def _merged(today: AfterMerger, before: Sequence[Unit]) -> Iterator[tuple[Unit, tuple[str, ...]]]:
    """Return the units that were made from others, or are called otherwise, with the names of those."""
    names = {unit.code: unit.name for unit in before}
    for unit in today.units:
        origins = tuple(names[code] for code in today.made_from(unit.code))
        if origins not in ((), (unit.name,)):
            yield unit, origins


def _check(wanted: CloneRequest) -> None:
    if not _SLUG.fullmatch(wanted.slug):
        raise UsageError(say("clone.bad_slug", slug=wanted.slug))
    if wanted.end < wanted.start:
        raise UsageError(say("clone.backwards"))


def _deadline(office: AppContext, wanted: CloneRequest) -> Deadline:
    if wanted.deadline.strip().casefold() == NO_DEADLINE:
        return Deadline(NO_DEADLINE, is_open_ended=True)
    found = read_deadline(
        wanted.deadline,
        year=wanted.end.year,
        period_end=wanted.end,
        today=office.today(),
        hours=office.hours,
        calendar=office.calendar,
        tz=office.tz,
    )
    if found.last_instant is None:
        raise UsageError(say("clone.no_deadline", phrase=wanted.deadline))
    return found


def _read_again(office: AppContext, wanted: CloneRequest, moved: datetime) -> Deadline:
    """Return the deadline of some units as it was moved, with what is odd about it in the new period."""
    found = at_instant(_until(office, moved), moved, calendar=office.calendar, tz=office.tz)
    today = office.today()
    odd = day_warnings(sure(found.last_day), office.calendar, wanted.end, today)
    return replace(found, warnings=odd)


def _odd_days(file: CampaignFile) -> tuple[str, ...]:
    """Return what is odd about the days of this year, each sentence once."""
    return tuple(dict.fromkeys([*deadline_warnings(file), *close_tiers(file)]))


def _moved_title(before: Campaign, year: int) -> str:
    """Return the title with the year of its period as the new one."""
    old = re.escape(str(before.period_end.year))
    return re.sub(rf"(?<!\d){old}(?!\d)", str(year), before.title)


def _units_today(units: list[Unit], before: Campaign, wanted: CloneRequest) -> AfterMerger:
    """Return the units as they are in the new period, by the reform where it lies between."""
    if before.period_end < REFORM <= wanted.start:
        return after_merger(units)
    return AfterMerger(tuple(units), {unit.code: unit.code for unit in units})


def _upward(
    tx: Transaction, office: AppContext, before: Campaign, deadline: Deadline
) -> UpwardRead | None:
    """Return the report to the level above, as many days after the units' last day as it was."""
    kept = tx.campaigns.upward(before.id)
    if kept is None:
        return None
    moved = moved_instant(before, deadline, kept.until)
    if moved is None:
        return UpwardRead(Deadline(say("campaign.upward_phrase")), kept.receivers)
    phrase = _until(office, moved)
    read = at_instant(phrase, moved, calendar=office.calendar, tz=office.tz)
    return UpwardRead(read, kept.receivers)


def _until(office: AppContext, moved: datetime) -> str:
    return until_in_words(moved, office.tz)


def _moved_items(
    office: AppContext, before: Campaign, deadline: Deadline, heirs: Mapping[str, str]
) -> tuple[CampaignItem, ...]:
    """Return what was asked besides the form, each day as far from the deadline as it was; asked of
    named units that are gone, it is asked of nobody."""
    moved = []
    for asked in before.asked_items:
        units = tuple(heirs[code] for code in asked.units if code in heirs)
        asks_nobody = asked.units and not units and not asked.kinds
        if asks_nobody or asked.type == OPINION:  # no draft is asked about yet
            continue
        due = moved_instant(before, deadline, asked.due)
        phrase = _until(office, due) if due is not None else ""
        moved.append(replace(asked, units=units, due=due, phrase=phrase))
    return tuple(moved)


def _moved_deadlines(
    office: AppContext, before: Campaign, deadline: Deadline, heirs: Mapping[str, str]
) -> tuple[OwnDeadline, ...]:
    """Return the deadlines of some units only, each as far from the usual one as it was."""
    moved = []
    for own in before.deadlines:
        instant = moved_instant(before, deadline, own.last_instant)
        units = tuple(heirs[code] for code in own.units if code in heirs)
        if not units and own.units:
            continue
        if instant is not None:
            moved.append(OwnDeadline(_until(office, instant), instant, own.kinds, units))
        elif own.last_instant is None:  # none is set, for this year either
            moved.append(replace(own, units=units))
    return tuple(moved)


def moved_instant(
    before: Campaign, deadline: Deadline, instant: datetime | None
) -> datetime | None:
    """Return an instant of the earlier campaign as far from the new deadline as it was from the old;
    None where one of them is not known."""
    if instant is None or before.last_instant is None or deadline.last_instant is None:
        return None
    return deadline.last_instant + (instant - before.last_instant)


def _seat_people(
    tx: Transaction, office: AppContext, before: Campaign, made: Campaign, heirs: Mapping[str, str]
) -> tuple[int, int]:
    """Give everybody with a seat in the earlier campaign one in the new; return how many people have
    one, and how many do not."""
    ids = {unit.code: unit.id for unit in tx.campaigns.members(made.id)}
    seated, left = set(), set()
    for held, person_id in tx.people.seats_of_campaign(before.id):
        heir = ids.get(heirs.get(held.unit_code, ""))
        if held.unit_id is not None and heir is None:
            left.add(person_id)
            continue
        tx.people.take_seat(person_id, made.id, heir, held.role, office.now())
        seated.add(person_id)
    return len(seated), len(left - seated)
