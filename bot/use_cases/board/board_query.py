"""What coordinators see on pages: the board, one unit's report, and who may look at all.

Everything is read from storage at each request; nothing is decided here.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.item_types import ledger
from bot.locale.board_text import ORDER, state_in_words, tasks_in_words
from bot.locale.plan_sentences import gaps_in_words
from bot.locale.say import say
from bot.model.campaign import Campaign
from bot.model.form_change import FormChange, changes_since
from bot.model.person import Person, Role, Seat
from bot.model.plan import NO_PLAN
from bot.model.submission import Status
from bot.model.unit import Unit
from bot.reminders.digest import upward_line
from bot.use_cases.app_context import AppContext
from bot.use_cases.board import reach
from bot.use_cases.board.affairs import pages_of
from bot.use_cases.board.campaign_map import ProvinceMap, campaign_maps, units_on
from bot.use_cases.campaigns.campaign_days import deadlines_in_words
from bot.use_cases.campaigns.forms_in_use import question_counts
from bot.use_cases.papers.upward_report import upward_of
from bot.use_cases.sending import message_windows
from bot.vietnamese.normalise import unaccented
from storage import ContactView, Transaction, UnitRecord

PAGE = 100  # units on one page
FLAGS = (  # what may be wrong besides the state
    "asked", "late", "incomplete", "reopened", "unreached", "nobody",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class BoardFilter:
    """Which units to show: a state or flag, a kind of unit, words to search for."""

    state: str = ""
    kind: str = ""
    words: str = ""
    page: int = 1


@dataclass(frozen=True, slots=True)
class CountedUnit:
    """One unit as it is counted and looked for: its row, the questions of its form, what is missing besides
    the figures, and its flags."""

    view: UnitRecord
    total: int
    lacks: tuple[str, ...]
    flags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BoardUnit:
    """One unit as a line of the board, in words."""

    unit: Unit
    status: Status
    state: str
    answered: int
    total: int
    late_days: int
    is_sent: bool
    draft: bool
    photos: int
    lacks: tuple[str, ...]
    contacts: tuple[ContactView, ...]
    heard_at: datetime | None
    extended_until: datetime | None
    flags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Tally:
    """How many units are in a state or have a flag."""

    key: str
    words: str
    count: int


@dataclass(frozen=True, slots=True)
class BoardPage:
    """What a coordinator sees: `states`, `flags`, `all` and `sent` count the units of the wanted kind."""

    campaign: Campaign
    deadline_words: str
    notes: tuple[str, ...]  # the report to the level above, and what the plan does not say
    days_left: int | None
    states: tuple[Tally, ...]
    flags: tuple[Tally, ...]
    kinds: tuple[str, ...]
    lines: tuple[BoardUnit, ...]  # of this page
    found: int
    all: int
    sent: int
    pages: int
    wanted: BoardFilter
    quota: tuple[str, ...] = ()  # bots with a plan, and how much of it is used
    asks_anything: bool = True  # whether any unit owes something
    takes_mail: bool = True  # the mail desk is there for who coordinates all of the campaign
    maps: tuple[ProvinceMap, ...] = ()  # of a campaign of communes
    affairs: tuple[str, ...] = ()  # pages for what is no report

    @property
    def beside_maps(self) -> int:
        """Return how many units stand on no map: schools, offices, communes of before."""
        return self.all - units_on(self.maps)


def seat_of(tx: Transaction, person_id: int, campaign_id: int) -> tuple[Seat, Person] | None:
    """Return the coordinator's seat a person holds now, the one for all of the campaign first; None for
    everybody else."""
    held = [
        seat
        for seat in tx.people.seats(person_id)
        if seat.role is Role.COORDINATOR and seat.campaign_id == campaign_id
    ]
    if not held:
        return None
    widest = next((seat for seat in held if seat.unit_id is None), held[0])
    return widest, Person(person_id, tx.people.name(person_id))


def board_page(tx: Transaction, office: AppContext, seat: Seat, wanted: BoardFilter) -> BoardPage:
    """Return a fixed number of statements, however many units there are. Where one kind of units is looked
    at, counters and states are those of that kind."""
    campaign = tx.campaigns.by_id(seat.campaign_id)
    total = question_counts(tx, office, campaign)
    changes, asked = tx.campaigns.form_changes(campaign.id), tx.audit.open_questions(campaign.id)
    views = tx.views.board(campaign.id, reach.units_coordinated(tx, seat))
    counted = [
        counted_unit(campaign, view, total(view.unit.kind), version_marks(view, changes, asked))
        for view in views
        if wanted.kind in ("", view.unit.kind)
    ]
    found = _chosen(counted, wanted)
    pages = max(1, -(-len(found) // PAGE))
    page = min(max(wanted.page, 1), pages)
    return BoardPage(
        campaign,
        deadlines_in_words(office, campaign),
        () if seat.unit_id else tuple(_notes(tx, office, campaign)),
        days_left(campaign, office),
        tuple(_state_tally(counted, status) for status in ORDER),
        tuple(_flag_tally(counted, flag) for flag in FLAGS),
        tuple(sorted({view.unit.kind for view in views} - {""})),
        tuple(unit_line(campaign, each) for each in found[(page - 1) * PAGE : page * PAGE]),
        len(found),
        len(counted),
        sum(each.view.is_sent for each in counted),
        pages,
        BoardFilter(wanted.state, wanted.kind, wanted.words, page),
        () if seat.unit_id else message_windows.usage_lines(tx, office, office.now(), campaign.id),
        any(ledger.asks_anything(campaign, view.unit) for view in views),
        seat.unit_id is None,
        campaign_maps([(view.unit, view.standing) for view in views]),
        pages_of(campaign),
    )


def _notes(tx: Transaction, office: AppContext, campaign: Campaign) -> Iterator[str]:
    """Return what a coordinator has to do besides: the report to the level above with its own countdown,
    and the gaps of the plan, once anything of it is known."""
    upward = upward_of(tx, campaign.id)
    if upward is not None and not campaign.state.is_over:
        yield upward_line(upward, office.now(), office.tz, office.calendar)
    if campaign.plan != NO_PLAN and campaign.plan.gaps:
        yield say("plan_record.gaps", gaps=gaps_in_words(campaign.plan))


def days_left(campaign: Campaign, office: AppContext) -> int | None:
    """Return whole days until the last one: 0 on it, negative after it; None without a deadline, and once
    the campaign is over."""
    if campaign.last_instant is None or campaign.state.is_over:
        return None
    today = office.today()
    return (office.day_of(campaign.last_instant) - today).days


def version_marks(
    view: UnitRecord, changes: Sequence[FormChange], asked: Container[int]
) -> tuple[str, ...]:
    """Return flags that do not stand in the unit's own row: "asked" where a question waits, "reopened"
    where rows of the form changed after the unit sent its report."""
    found = ["asked"] if view.submission_id in asked else []
    later = changes_since(changes, view.unit.kind, view.unit.code, view.submitted_at)
    if view.version and any(change.asked for change in later):
        found.append("reopened")
    return tuple(found)


def counted_unit(
    campaign: Campaign, view: UnitRecord, total: int, known: Sequence[str] = ()
) -> CountedUnit:
    """Return how a unit stands; `known` are flags found before."""
    has_begun = view.standing is not Status.NOT_STARTED
    is_looked_at = has_begun or ledger.owes_tasks_alone(campaign, view.unit)
    lacks = ledger.lacks(campaign, view.unit, view.given(total)) if is_looked_at else ()
    return CountedUnit(view, total, lacks, (*known, *_flags(view, lacks)))


def unit_line(campaign: Campaign, counted: CountedUnit) -> BoardUnit:
    """Return a unit of the board in the words coordinators know."""
    view, lacks = counted.view, counted.lacks
    heard = [person.heard_at for person in view.contacts if person.heard_at is not None]
    tasks_alone = ledger.owes_tasks_alone(campaign, view.unit)
    state = state_in_words(view.standing, view.answered, counted.total, lacks)
    return BoardUnit(
        view.unit,
        view.standing,
        tasks_in_words(lacks) if tasks_alone else state,
        view.answered,
        counted.total,
        view.late_days,
        view.is_sent,
        view.draft,
        view.photos,
        lacks,
        view.contacts,
        max(heard) if heard else None,
        _later(campaign, view),
        counted.flags,
    )


def _later(campaign: Campaign, view: UnitRecord) -> datetime | None:
    """Return a unit's own deadline where it is later than the usual one; an earlier one was set by the unit
    above."""
    usual, own = campaign.deadline_for(view.unit).last_instant, view.extended_until
    return own if own is not None and (usual is None or own >= usual) else None


def _flags(view: UnitRecord, lacks: Sequence[str]) -> Iterable[str]:
    if view.is_sent and view.late_days:
        yield "late"
    if lacks:
        yield "incomplete"
    if view.contacts and all(person.unreached for person in view.contacts):
        yield "unreached"
    if not view.contacts:
        yield "nobody"


def _state_tally(units: Sequence[CountedUnit], status: Status) -> Tally:
    count = sum(each.view.standing is status for each in units)
    return Tally(status.value, say(f"board.{status.value}"), count)


def _flag_tally(units: Sequence[CountedUnit], flag: str) -> Tally:
    count = sum(flag in each.flags for each in units)
    return Tally(flag, say(f"board_page.flag.{flag}"), count)


def _chosen(units: Sequence[CountedUnit], wanted: BoardFilter) -> list[CountedUnit]:
    """Return the units in the wanted state or with the wanted flag that `search_units` finds."""
    found = {unit.id for unit in search_units([each.view.unit for each in units], wanted.words)}
    return [
        each
        for each in units
        if wanted.state in ("", each.view.standing, *each.flags) and each.view.unit.id in found
    ]


def search_units(units: Sequence[Unit], words: str) -> list[Unit]:
    """Return units whose code, name or former name contains the words. Accents decide where they are
    typed and something fits them exactly; else they are forgiven."""
    typed = " ".join(words.split()).casefold()
    if not typed:
        return list(units)
    exact = [unit for unit in units if any(typed in name for name in _names(unit))]
    plain = unaccented(typed)
    if typed != plain and exact:
        return exact
    return [unit for unit in units if any(plain in unaccented(name) for name in _names(unit))]


def _names(unit: Unit) -> tuple[str, ...]:
    return tuple(name.casefold() for name in (unit.code, *unit.names))
