"""Messages of a campaign that the coordinator switches on: its beginning, its half-way mark, its end with
thanks, and the results with the unit's own figures and last year's beside them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

from bot.deadlines.deadline_words import own_deadline_in_words
from bot.errors import OperatorError
from bot.exports.sheet_data import CampaignSheet
from bot.figures.rollup import UnitReport, roll_up
from bot.item_types import ledger
from bot.locale.dates import day
from bot.locale.say import say
from bot.model.answer import Answer
from bot.model.campaign import Campaign, CampaignState
from bot.model.message import Reply, Urgency
from bot.model.person import Role
from bot.model.submission import Status
from bot.model.unit import Unit
from bot.reading import echo_answer
from bot.row_types import row_type
from bot.row_types.base import Figures
from bot.use_cases.app_context import AppContext
from bot.use_cases.board.comparison import last_year_of
from bot.use_cases.campaigns.campaign_setup import find_campaign
from bot.use_cases.papers.campaign_export import campaign_sheet
from bot.use_cases.reminding.announcement_keys import URGING, Announcement, announcement_key
from bot.use_cases.sending.tell_person import tell_person
from storage import Transaction, UnitRecord

MOST_ROWS = 8  # of a unit's own figures in one message


@dataclass(frozen=True, slots=True)
class Announced:
    """What one unit is told."""

    unit_id: int
    unit_name: str
    text: str


def announcements(
    tx: Transaction, office: AppContext, slug: str, what: Announcement
) -> list[Announced]:
    """Return what each unit would be told; the half-way mark only those who have not sent, thanks and
    results only those who have. Raises OperatorError for what urges units of a campaign that is over."""
    campaign = find_campaign(tx, slug)
    if what in URGING and campaign.state.is_over:
        raise OperatorError(say("announce.is_over", title=campaign.title))
    if what is Announcement.HALF_WAY and campaign.state is not CampaignState.OPEN:
        raise OperatorError(say("announce.not_open", title=campaign.title))
    hall = _Hall(tx, office, campaign, campaign_sheet(tx, office, campaign))
    made = _MAKERS[what](hall)
    return [
        Announced(hall.views[unit.unit_code].unit.id, unit.unit_name, text)
        for unit in hall.units
        if (text := made(unit))
    ]


def announce(tx: Transaction, office: AppContext, slug: str, what: Announcement) -> int:
    """Queue the messages for everybody who reports or approves, in office hours; returns how many people are
    told. Whoever was told before is not told again."""
    campaign, now = find_campaign(tx, slug), office.now()
    due = office.next_moment(now)
    left_out = (Role.VIEWER, Role.DEPUTY) if what is Announcement.HALF_WAY else (Role.VIEWER,)
    urgency = Urgency.REMINDER if what in URGING else Urgency.NOTICE
    told = 0
    for each in announcements(tx, office, slug, what):
        reply = Reply(each.text, urgency=urgency)
        entries = tx.members.entries_of(each.unit_id)  # it may have been mended since it was told
        for seat, person in tx.people.seats_of_unit(campaign.id, each.unit_id):
            keys = [announcement_key(campaign.id, what, entry, person.id) for entry in entries]
            if seat.role in left_out or any(map(tx.messages.knows, keys)):
                continue
            key = announcement_key(campaign.id, what, each.unit_id, person.id)
            told += tell_person(tx, person.id, reply, now, key=key, not_before=due)
    return told


@dataclass(frozen=True)
class _Hall:
    """Whom a campaign's messages are made for: its figures, and each unit with its own deadline."""

    tx: Transaction
    office: AppContext
    campaign: Campaign
    sheet: CampaignSheet

    @cached_property
    def views(self) -> dict[str, UnitRecord]:
        """The campaign's units by their codes."""
        return {view.unit.code: view for view in self.tx.views.board(self.campaign.id)}

    @property
    def units(self) -> tuple[UnitReport, ...]:
        """The units that owe anything."""
        return self._among(ledger.asks_anything)

    @property
    def reporting(self) -> tuple[UnitReport, ...]:
        """Those of them that owe more than duties and lists."""
        tasks_alone = self._among(ledger.owes_tasks_alone)
        return tuple(unit for unit in self.units if unit not in tasks_alone)

    def _among(self, fits: Callable[[Campaign, Unit], bool]) -> tuple[UnitReport, ...]:
        return tuple(
            unit
            for unit in self.sheet.all_units
            if fits(self.campaign, self.views[unit.unit_code].unit)
        )

    def deadline(self, unit: UnitReport) -> str:
        """Return by when a unit hands in, in words; "" where no day is set."""
        view, office = self.views[unit.unit_code], self.office
        usual = self.campaign.deadline_for(view.unit)
        last = (usual.phrase, usual.last_instant, view.extended_until)
        words = own_deadline_in_words(*last, office.tz, office.calendar)
        return say("announce.due", deadline=words) if words else ""

    def last_year(self, unit: UnitReport) -> Mapping[str, Answer]:
        """Return what a unit itself sent in the campaign before, by the rows of all forms."""
        part = next(part for part in self.sheet.parts if unit in part.units)
        asked, own = self.views[unit.unit_code].unit, unit.asked_form(part.form)
        found = last_year_of(self.tx, self.office, self.campaign, asked, own).answers
        return self.sheet.merged.answers(part.form, found) if self.sheet.more else found


Made = Callable[[UnitReport], str]


def _kick_off(hall: _Hall) -> Made:
    campaign = hall.campaign
    period = {"start": day(campaign.period_start), "end": day(campaign.period_end)}
    text = say("announce.kickoff", title=hall.sheet.title, **period)
    early = say("announce.early")
    return lambda unit: _told(unit, text, hall.deadline(unit), early)


def _half_way(hall: _Hall) -> Made:
    waited_for = {unit.unit_code for unit in hall.reporting if unit.is_waited_for}
    every = len(hall.reporting)
    sent = sum(unit.has_sent and unit.state is not Status.RETURNED for unit in hall.reporting)
    text = say("announce.halfway", title=hall.sheet.title, sent=sent, total=every)
    please = say("announce.please")
    return lambda unit: (
        _told(unit, text, hall.deadline(unit), please) if unit.unit_code in waited_for else ""
    )


def _closing(hall: _Hall) -> Made:
    issuer = hall.campaign.receiver or hall.campaign.issuer
    text = say("announce.closing", title=hall.sheet.title, issuer=issuer)
    return lambda unit: _told(unit, text) if unit.has_sent else ""


def _told(unit: UnitReport, *sentences: str) -> str:
    """Return sentences to one unit by its name."""
    return f"{unit.unit_name}: {' '.join(filter(None, sentences))}"


def _feedback(hall: _Hall) -> Made:
    grand = hall.sheet.grand
    totals = {
        code: total.figures for code, total in roll_up(grand.form, grand.units).totals.items()
    }

    def made(unit: UnitReport) -> str:
        if not unit.has_sent:
            return ""
        rows = _own_rows(hall, unit, totals)
        head = say("announce.feedback", title=hall.sheet.title, unit=unit.unit_name)
        more = say("announce.more_rows", count=len(rows) - MOST_ROWS) if rows[MOST_ROWS:] else ""
        nothing = "" if rows else say("announce.no_rows")
        return "\n".join(filter(None, [head, *rows[:MOST_ROWS], more, nothing]))

    return made


def _own_rows(hall: _Hall, unit: UnitReport, totals: Mapping[str, Figures]) -> list[str]:
    """Return the rows in which a unit did something: its figure, its own of last year, everybody's."""
    counted = hall.sheet.grand.unit(unit.unit_code)
    form = counted.form_of(hall.sheet.grand.form)
    before = {} if unit.shows_total else hall.last_year(unit)
    found = []
    for row in form.answerable:
        own = counted.answers.get(row.code)
        if own is None or not own.is_above_zero:
            continue
        last = before.get(row.code)
        year = say("announce.before", last=echo_answer(row, last)) if last is not None else ""
        mine = echo_answer(row, own) + year
        everybody = row_type(row).figures_in_words(row, totals.get(row.code, {}))
        line = say("announce.row", number=row.number, name=row.name, own=mine)
        found.append(line + (say("announce.everybody", all=everybody) if everybody else ""))
    return found


_MAKERS: dict[Announcement, Callable[[_Hall], Made]] = {
    Announcement.KICK_OFF: _kick_off,
    Announcement.HALF_WAY: _half_way,
    Announcement.CLOSING: _closing,
    Announcement.FEEDBACK: _feedback,
}
