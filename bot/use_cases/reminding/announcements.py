"""Messages of a campaign that the coordinator switches on: its beginning, its half-way mark, its end with
thanks, and the results with the unit's own figures and last year's beside them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bot.deadlines.deadline_words import last_instant_in_words
from bot.exports.sheet_data import CampaignSheet
from bot.figures.rollup import UnitReport, roll_up
from bot.locale.dates import day
from bot.locale.say import say
from bot.model.calendar import next_office_moment
from bot.model.campaign import Campaign
from bot.model.message import Reply, Urgency
from bot.model.person import Role
from bot.model.submission import SENT
from bot.reading import echo_answer
from bot.row_types.base import Figures
from bot.use_cases.app_context import AppContext
from bot.use_cases.campaigns.campaign_setup import find_campaign
from bot.use_cases.papers.campaign_export import campaign_sheet
from bot.use_cases.reminding.announcement_keys import Announcement, announcement_key
from bot.vietnamese.spell import grouped
from storage import Transaction

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
    results only those who have."""
    campaign = find_campaign(tx, slug)
    sheet = campaign_sheet(tx, office, campaign)
    ids = {unit.code: unit.id for unit in tx.campaigns.members(campaign.id)}
    made = _MAKERS[what](office, campaign, sheet)
    told = [(unit, made(unit)) for part in sheet.parts for unit in part.units]
    return [Announced(ids[unit.unit_code], unit.unit_name, text) for unit, text in told if text]


def announce(tx: Transaction, office: AppContext, slug: str, what: Announcement) -> int:
    """Queue the messages for everybody who reports or approves, in office hours; returns how many people are
    told. Whoever was told before is not told again."""
    campaign, now = find_campaign(tx, slug), office.now()
    due = next_office_moment(now, office.calendar, office.hours, office.tz)
    left_out = (Role.VIEWER, Role.DEPUTY) if what is Announcement.HALF_WAY else (Role.VIEWER,)
    told = 0
    for each in announcements(tx, office, slug, what):
        reply = Reply(each.text, urgency=Urgency.NOTICE)
        for seat, person in tx.people.seats_of_unit(campaign.id, each.unit_id):
            key = announcement_key(campaign.id, what, each.unit_id, person.id)
            if seat.role in left_out or tx.messages.knows(key):
                continue
            for chat in tx.people.addresses(person.id)[:1]:
                tx.messages.put(chat.id, chat.channel, (reply,), now, key=key, not_before=due)
                told += 1
    return told


Made = Callable[[UnitReport], str]


def _kick_off(office: AppContext, campaign: Campaign, sheet: CampaignSheet) -> Made:
    period = {"start": day(campaign.period_start), "end": day(campaign.period_end)}
    words = last_instant_in_words(
        campaign.deadline_phrase, campaign.last_instant, office.tz, False, office.calendar
    )
    text = say("announce.kickoff", title=sheet.title, deadline=words, **period)
    return lambda unit: f"{unit.unit_name}: {text}"


def _half_way(office: AppContext, campaign: Campaign, sheet: CampaignSheet) -> Made:
    units = [unit for part in sheet.parts for unit in part.units]
    sent = sum(unit.state in SENT for unit in units)
    left = (campaign.period_end - office.now().astimezone(office.tz).date()).days
    text = say(
        "announce.halfway", title=sheet.title, sent=sent, total=len(units), left=max(left, 0)
    )
    return lambda unit: "" if unit.state in SENT else f"{unit.unit_name}: {text}"


def _closing(office: AppContext, campaign: Campaign, sheet: CampaignSheet) -> Made:  # noqa: ARG001
    issuer = campaign.receiver or campaign.issuer
    text = say("announce.closing", title=sheet.title, issuer=issuer)
    return lambda unit: f"{unit.unit_name}: {text}" if unit.state in SENT else ""


def _feedback(office: AppContext, campaign: Campaign, sheet: CampaignSheet) -> Made:  # noqa: ARG001
    grand = sheet.grand
    totals = {
        code: total.figures for code, total in roll_up(grand.form, grand.units).totals.items()
    }
    before = sheet.before.figures if sheet.before is not None else {}

    def made(unit: UnitReport) -> str:
        if unit.state not in SENT:
            return ""
        lines = _own_rows(sheet, unit, totals, before)
        return "\n".join(
            [say("announce.feedback", title=sheet.title, unit=unit.unit_name), *lines]
        )

    return made


def _own_rows(
    sheet: CampaignSheet,
    unit: UnitReport,
    totals: Mapping[str, Figures],
    before: Mapping[str, Figures],
) -> list[str]:
    """Return the first rows in which a unit did something: its figure, everybody's, last year's."""
    lines = []
    for row in sheet.grand.form.answerable:
        own = unit.answers.get(row.code)
        if own is None or not own.is_above_zero:
            continue
        line = say(
            "announce.row",
            name=row.name,
            own=echo_answer(row, own),
            all=_plain(totals.get(row.code)),
        )
        last = before.get(row.code)
        lines.append(line + (say("announce.before", last=_plain(last)) if last else ""))
    return lines[:MOST_ROWS]


def _plain(figures: Figures | None) -> str:
    """Return a row's columns as figures with dots."""
    numbers = [number for number in (figures or {}).values() if number is not None]
    return " / ".join(map(grouped, numbers)) or "–"


_MAKERS: dict[Announcement, Callable[[AppContext, Campaign, CampaignSheet], Made]] = {
    Announcement.KICK_OFF: _kick_off,
    Announcement.HALF_WAY: _half_way,
    Announcement.CLOSING: _closing,
    Announcement.FEEDBACK: _feedback,
}
