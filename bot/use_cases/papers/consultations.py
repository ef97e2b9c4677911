"""A draft is sent out for comments: to whom, whether it reached them, what they said, what is counted.

Facts are kept one by one (`tx.opinions`); whoever asks gets the ledger that they add up to.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import islice
from typing import Any

from bot.conversation import consulted
from bot.conversation.context import ConsultedDesk, ReportContext
from bot.errors import OperatorError
from bot.locale.opinion_words import WhySilent, silence_words
from bot.locale.say import say
from bot.model.calendar import is_office_moment
from bot.model.campaign import Campaign, CampaignState
from bot.model.campaign_item import CampaignItem
from bot.model.consultation import Consultation, Recipient
from bot.model.events import OpinionKept
from bot.model.message import Reply, Urgency
from bot.model.opinion_ledger import OpinionFact, OpinionLine, Step, opinion_ledger
from bot.model.optional import first, sure
from bot.model.person import Person
from bot.model.unit import CONSULTED, Unit
from bot.plans.silence_rule import states_silence
from bot.registry.office_names import office_named
from bot.use_cases.app_context import AppContext
from storage import Author, Transaction

OPINION = "opinion"
LONGEST_HOLIDAY = 30  # days within which some day is a working day
REMINDER = "remind-"  # how a reminder is called in its key, before the days that are left
REMINDERS = 2  # to those who have not answered: on so many working days up to the last day


def items_of(asked: Consultation | None) -> tuple[CampaignItem, ...]:
    """Return the item that each recipient owes."""
    if asked is None:
        return ()
    codes = tuple(recipient.code for recipient in asked.recipients)
    return (
        CampaignItem(OPINION, OPINION, units=codes, phrase=asked.phrase, due=asked.last_instant),
    )


def add_recipients(tx: Transaction, body: str, campaign_id: int, asked: Consultation) -> None:
    """Give every recipient a place in the campaign; those that are none of its units owe no report."""
    there = {unit.code for unit in tx.campaigns.everybody(campaign_id)}
    fresh = {each.code: each for each in asked.recipients if each.code not in there}
    known = _units_by_code(tx, body)
    strangers = [each for code, each in fresh.items() if code not in known]
    made = [Unit(0, each.code, each.name, CONSULTED, body=body) for each in strangers]
    tx.campaigns.keep_units(made, body)
    own = map(_units_by_code(tx, body).__getitem__, fresh)
    tx.submissions.open_all(campaign_id, [unit.id for unit in own if unit.kind == CONSULTED])


def _units_by_code(tx: Transaction, body: str) -> dict[str, Unit]:
    return {unit.code: unit for unit in tx.campaigns.units(body)}


def consultation_of(tx: Transaction, campaign: Campaign) -> Consultation:
    """Return what is asked about a campaign's draft; OperatorError where nothing is."""
    found = tx.campaigns.consultation(campaign.id)
    if found is None:
        raise OperatorError(say("opinion.none", slug=campaign.slug))
    return found


def ledger_of(tx: Transaction, campaign: Campaign, now: datetime) -> tuple[OpinionLine, ...]:
    """Return a line for each recipient, as things stand at a moment; instants are as `now` writes its
    own."""
    asked = consultation_of(tx, campaign)
    lines = opinion_ledger(asked, facts_of(tx, campaign.id), now)
    return tuple(line.in_zone(now.tzinfo) for line in lines) if now.tzinfo else lines


def facts_of(tx: Transaction, campaign_id: int) -> list[OpinionFact]:
    """Return what is known of the recipients; a message that a platform has taken has reached them."""
    kept = tx.opinions.of_campaign(campaign_id)
    arrived = tx.opinions.delivered(campaign_id)
    reached = [OpinionFact(campaign_id, recipient, Step.REACHED, at) for recipient, at in arrived]
    return [*kept, *reached]


def why_silent(asked: Consultation, facts: Sequence[OpinionFact]) -> WhySilent:
    """Return why silence does not count as agreement, where it does not."""
    if asked.silence != "agree":
        return WhySilent.NOT_WANTED
    sent = [fact for fact in facts if fact.step is Step.SENT]
    told = all(fact.states_silence for fact in sent) if sent else states_silence(asked.text)
    return WhySilent.COUNTS if told else WhySilent.NOT_TOLD


def consulted_desk(tx: Transaction, desk: ReportContext, now: datetime) -> ConsultedDesk | None:
    """Return what a unit is asked about the campaign's draft; None where it is not asked."""
    if not any(owed.type == OPINION for owed in desk.campaign.asked_items):
        return None
    asked = tx.campaigns.consultation(desk.campaign.id)
    lines = ledger_of(tx, desk.campaign, now) if asked is not None else ()
    own = first(lambda line: line.recipient.code == desk.unit.code, lines)
    if asked is None or own is None:
        return None
    return ConsultedDesk(desk.campaign, asked, own, desk.unit.kind == CONSULTED)


# -- sending and reminding ------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class DraftSending:
    """What goes to whom: the text as the recipients read it, the draft's file, and for each recipient that
    has not got it the people with the channels by which they hear; nobody for one where nobody sits."""

    text: str
    file: str
    to: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]

    @property
    def mark(self) -> str:
        """Return what tells this from a sending that was looked at before."""
        return f"{zlib.crc32(repr(self).encode()):08x}"


def plan_sending(tx: Transaction, campaign: Campaign, now: datetime) -> DraftSending:
    """Return what `send_draft` would send, or the first opening of a campaign that waits. Raises
    OperatorError where no draft is asked about, or the campaign is over."""
    if campaign.state not in (CampaignState.OPEN, CampaignState.DRAFT):
        raise OperatorError(say("opinion.over", slug=campaign.slug))
    asked, lines = _unsent(tx, campaign, now)
    to = tuple(
        (
            line.recipient.name,
            tuple(
                (person.name, chat.channel)
                for person, chat in chats_of(tx, campaign, line.recipient)
            ),
        )
        for line in lines
    )
    shown = consulted.invitation(ConsultedDesk(campaign, asked, lines[0])) if lines else ()
    text = "\n".join(part for reply in shown for part in (reply.head, reply.text) if part)
    return DraftSending(text, asked.draft.name, to)


def _unsent(
    tx: Transaction, campaign: Campaign, now: datetime
) -> tuple[Consultation, list[OpinionLine]]:
    lines = ledger_of(tx, campaign, now)
    return consultation_of(tx, campaign), [line for line in lines if line.sent_at is None]


def opening_preview(
    tx: Transaction, campaign: Campaign, now: datetime
) -> tuple[str, DraftSending | None]:
    """Return what the first opening of a campaign does with its draft, in words for the one who opens it,
    and what goes out then; "" and None where no draft is asked about."""
    asked = tx.campaigns.consultation(campaign.id)
    if asked is None or campaign.state is not CampaignState.DRAFT:
        return "", None
    if not asked.may_be_answered(now):
        return say("opinion.opening_late", day=asked.phrase), None
    planned = plan_sending(tx, campaign, now)
    reached = sum(bool(people) for _, people in planned.to)
    told = say(
        "opinion.opening",
        file=planned.file,
        day=asked.phrase,
        count=len(planned.to),
        reached=reached,
    )
    return "\n".join(filter(None, [told, silence_words(why_silent(asked, ()))])), planned


def send_at_opening(tx: Transaction, campaign: Campaign, author: Author) -> list[str]:
    """Queue the draft of a campaign that has just been opened for the first time; returns who gets it.
    After the day for comments nothing goes out: what was said on paper is entered."""
    asked = tx.campaigns.consultation(campaign.id)
    if asked is None or not asked.may_be_answered(author.now):
        return []
    return send_draft(tx, campaign, author)


def send_draft(tx: Transaction, campaign: Campaign, author: Author) -> list[str]:
    """Queue the draft for everybody who sits for a recipient that has not got it yet; returns the names
    of those recipients. Raises OperatorError where the campaign is not open."""
    if campaign.state is not CampaignState.OPEN:
        raise OperatorError(say("opinion.not_open", slug=campaign.slug))
    asked, lines = _unsent(tx, campaign, author.now)
    told = []
    for line in lines:
        desk = ConsultedDesk(campaign, asked, line)
        if _tell(tx, campaign, line.recipient, consulted.invitation(desk), "draft", author.now):
            keep(tx, consulted.sent_facts(desk, author.now)[:1], author)
            told.append(line.recipient.name)
    return told


def remind_silent(tx: Transaction, office: AppContext, now: datetime) -> int:
    """Remind the recipients that have not answered, shortly before the date and never after; returns how
    many were reminded."""
    if not is_office_moment(now, office.calendar, office.hours, office.tz):
        return 0
    return sum(_remind(tx, office, campaign, now) for campaign in _consulting(tx, office, now))


def reminder_days(office: AppContext, last: datetime) -> list[date]:
    """Return the working days on which the silent are reminded: the last ones up to the last day."""
    day = office.day_of(last)
    back = (day - timedelta(days=before) for before in range(LONGEST_HOLIDAY))
    working = (each for each in back if office.calendar.is_working_day(each))
    return sorted(islice(working, REMINDERS))


def is_void(tx: Transaction, office: AppContext, key: str, now: datetime) -> bool:
    """Return whether a queued reminder is over: its day is, the campaign is, or the recipient has
    answered."""
    if not key.startswith("opinion:"):
        return False
    number, _, rest = key.removeprefix("opinion:").partition(":")
    code, found, rest = rest.rpartition(f":{REMINDER}")  # a code may hold a colon
    if not found:
        return False
    what = REMINDER + rest.partition(":")[0]
    campaign = tx.campaigns.by_id(int(number))
    last = consultation_of(tx, campaign).last_instant
    if campaign.state is not CampaignState.OPEN or last is None or now > last:
        return True
    lines = ledger_of(tx, campaign, now)
    answered = any(line.recipient.code == code and line.has_answered for line in lines)
    return answered or what != reminder_name(_days_left(office, last, now))


def _days_left(office: AppContext, last: datetime, now: datetime) -> int:
    return (office.day_of(last) - office.day_of(now)).days


def _consulting(tx: Transaction, office: AppContext, now: datetime) -> list[Campaign]:
    """Return the open campaigns whose drafts may still be commented on, and soon not any more."""
    found, today = [], office.day_of(now)
    for campaign in tx.campaigns.all():
        asked = tx.campaigns.consultation(campaign.id)
        last = asked.last_instant if asked is not None else None
        soon = last is not None and now <= last and today in reminder_days(office, last)
        if campaign.state is CampaignState.OPEN and soon:
            found.append(campaign)
    return found


def _remind(tx: Transaction, office: AppContext, campaign: Campaign, now: datetime) -> int:
    asked = consultation_of(tx, campaign)
    left = _days_left(office, sure(asked.last_instant), now)
    author, told = Author(now, actor=say("cli.author")), 0
    today = _reminded_on(tx, office, campaign, now)
    for line in ledger_of(tx, campaign, now):
        if not line.is_awaited or line.recipient.code in today:
            continue
        text = consulted.reminder(ConsultedDesk(campaign, asked, line), left)
        if _tell(tx, campaign, line.recipient, (text,), reminder_name(left), now):
            fact = OpinionFact(campaign.id, line.recipient.code, Step.REMINDED, now)
            keep(tx, [fact], author)
            told += 1
    return told


def _reminded_on(
    tx: Transaction, office: AppContext, campaign: Campaign, now: datetime
) -> set[str]:
    """Return the codes of those who were reminded on the day of a moment."""
    kept = tx.opinions.of_campaign(campaign.id)
    reminded = [fact for fact in kept if fact.step is Step.REMINDED]
    day = office.day_of(now)
    return {fact.recipient for fact in reminded if office.day_of(fact.at) == day}


def _tell(
    tx: Transaction,
    campaign: Campaign,
    recipient: Recipient,
    replies: Sequence[Reply],
    what: str,
    now: datetime,
) -> bool:
    """Queue messages for everybody who sits for a recipient, each set once for ever; False where
    nobody does, or where it was done before."""
    urgency = Urgency.REMINDER if what.startswith(REMINDER) else Urgency.NOTICE
    notices = [replace(reply, urgency=urgency) for reply in replies]
    told = False
    for person, chat in chats_of(tx, campaign, recipient):
        key = message_key(campaign, recipient, what, person)
        if not tx.messages.knows(key):
            tx.messages.put(chat.id, chat.channel, notices, now, key=key)
            told = True
    return told


def message_key(campaign: Campaign, recipient: Recipient, what: str, person: Person) -> str:
    """Return under which key a message is queued once for ever."""
    return f"opinion:{campaign.id}:{recipient.code}:{what}:{person.id}"


def reminder_name(days_left: int) -> str:
    """Return what a reminder is called in its key: one a day."""
    return f"{REMINDER}{days_left}"


def chats_of(
    tx: Transaction, campaign: Campaign, recipient: Recipient
) -> list[tuple[Person, Any]]:
    """Return who sits for a recipient, each with the chat in which they hear."""
    unit = unit_of(tx, campaign, recipient)
    seats = tx.people.seats_of_unit(campaign.id, unit.id) if unit is not None else ()
    return [(person, chat) for _, person in seats for chat in tx.people.addresses(person.id)[:1]]


def unit_of(tx: Transaction, campaign: Campaign, recipient: Recipient) -> Unit | None:
    """Return the unit that a recipient sits for."""
    return tx.campaigns.asked(campaign.id, recipient.code)


def keep(tx: Transaction, facts: Sequence[OpinionFact], author: Author) -> None:
    """Store facts, with a line each in the record."""
    for fact in facts:
        tx.opinions.keep(fact)
    tx.audit.write(list(map(OpinionKept, facts)), author, facts[0].campaign_id)


# -- on behalf ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class EnteredOpinion:
    """What somebody enters about recipients: by their names as a letter signs them, or by their codes."""

    step: Step
    names: tuple[str, ...]
    text: str = ""
    source: str = ""

    def fact(
        self, campaign: Campaign, asked: Consultation, name: str, at: datetime
    ) -> OpinionFact:
        """Return what is stored for one of the names; OperatorError for one that fits no recipient, or
        several."""
        recipient = recipient_named(asked, name)
        if recipient is None:
            raise OperatorError(say("opinion.unknown", name=name))
        is_sent = self.step is Step.SENT
        return OpinionFact(
            campaign.id,
            recipient.code,
            self.step,
            at,
            asked.text if is_sent else self.text,
            name if name != recipient.code else "",
            self.source,
            is_sent and states_silence(asked.text),
        )


def enter_opinions(
    tx: Transaction, campaign: Campaign, entered: EnteredOpinion, at: datetime, author: Author
) -> list[Recipient]:
    """Store one fact for each of the named recipients; OperatorError for a name that fits none of them,
    or several, and then nothing is stored."""
    asked = consultation_of(tx, campaign)
    facts = [entered.fact(campaign, asked, name, at) for name in entered.names]
    keep(tx, facts, author)
    by_code = {recipient.code: recipient for recipient in asked.recipients}
    return [by_code[fact.recipient] for fact in facts]


def recipient_named(asked: Consultation, name: str) -> Recipient | None:
    """Return the recipient with a code or a name, though the parts of the name be turned round."""
    by_code = {recipient.code: recipient for recipient in asked.recipients}
    if name in by_code:
        return by_code[name]
    place = office_named(name, [recipient.name for recipient in asked.recipients])
    return asked.recipients[place] if place is not None else None
