"""The next round of a series, made as a draft when its time has come; it is opened by the coordinator."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from bot.deadlines.deadline_phrase import read_deadline
from bot.errors import OperatorError
from bot.locale.say import say
from bot.model.campaign import Campaign, CampaignState
from bot.model.message import Reply, Urgency
from bot.model.optional import first
from bot.model.series import Due, next_title, rule_of
from bot.use_cases.app_context import AppContext
from bot.use_cases.campaigns import campaign_setup
from bot.use_cases.campaigns.campaign_days import days_in_words, first_set
from bot.use_cases.campaigns.campaign_file import NO_DEADLINE
from bot.use_cases.campaigns.clone_campaign import Clone, CloneRequest, clone_campaign
from storage import Transaction

PERIOD_OF_SLUG = re.compile(r"-\d{4}(?:-\d{2})?$")
MOST_ROUNDS = 120  # ten years of months: enough to find how a deadline moves


def make_next(tx: Transaction, office: AppContext, slug: str) -> Clone:
    """Make the next round of a campaign's series as a draft; OperatorError where there is none."""
    campaign = campaign_setup.find_campaign(tx, slug)
    wanted = _next_of(tx, office, campaign)
    if wanted is None:
        raise OperatorError(say("series.over", slug=slug))
    if successor(tx, campaign) is not None:
        raise OperatorError(say("series.made", slug=wanted.slug))
    return clone_campaign(tx, office, slug, wanted)


def successor(tx: Transaction, campaign: Campaign) -> Campaign | None:
    """Return the round that was made after one."""
    return first(lambda each: each.previous == campaign.slug, tx.campaigns.all())


def _next_of(tx: Transaction, office: AppContext, campaign: Campaign) -> CloneRequest | None:
    """Return what the next round is called and when it is; None where the campaign is no series, or
    its last round."""
    series = campaign.series
    period = series.next_period(campaign.period_start, campaign.period_end) if series else None
    if period is None:
        return None
    begins, ends = period
    deadline = NO_DEADLINE
    if campaign.last_instant is not None:
        rule = rule_of(_rounds(tx, office, campaign), office.calendar)
        deadline = _phrase(office, rule.of_round(begins, office.calendar), ends)
    stem = PERIOD_OF_SLUG.sub("", campaign.slug)
    title = next_title(campaign.title, campaign.period_start, begins)
    return CloneRequest(f"{stem}-{begins:%Y-%m}", begins, ends, deadline, title)


def _rounds(tx: Transaction, office: AppContext, campaign: Campaign) -> list[Due]:
    """Return when each round of a campaign's series was to be due, the oldest first and its own last."""
    rounds: list[Due] = []
    each: Campaign | None = campaign
    while each is not None and each.series is not None and len(rounds) < MOST_ROUNDS:
        if each.last_instant is not None:
            until = first_set(office, each, each.deadline_phrase, each.last_instant)
            rounds.append(Due(each.period_start, until.astimezone(office.tz)))
        each = tx.campaigns.by_slug(each.previous) if each.previous else None
    return rounds[::-1]


def _phrase(office: AppContext, until: datetime, ends: date) -> str:
    """Return a deadline as a plan would print it, where that reads as the same instant."""
    phrase = say("campaign.until_day", day=f"{until:%d/%m/%Y}")
    read = read_deadline(
        phrase, calendar=office.calendar, tz=office.tz, hours=office.hours, period_end=ends
    )
    return phrase if read.last_instant == until else until.isoformat()


def series_tick(tx: Transaction, office: AppContext) -> int:
    """Make every round whose period has begun and that nobody has made yet, and tell the coordinators
    that it waits for them; returns how many were made."""
    made = 0
    today = office.today()
    for campaign in tx.campaigns.all():
        wanted = _next_of(tx, office, campaign)
        waits = campaign.state in (CampaignState.OPEN, CampaignState.FINISHED)
        if wanted is None or not waits or wanted.start > today:
            continue
        if successor(tx, campaign) is None and tx.campaigns.by_slug(wanted.slug) is None:
            _tell(tx, office, clone_campaign(tx, office, campaign.slug, wanted).campaign)
            made += 1
    return made


def _tell(tx: Transaction, office: AppContext, made: Campaign) -> None:
    """Tell the coordinators, in office hours, that a round is ready to be looked at and opened."""
    now = office.now()
    due = office.next_moment(now)
    days = days_in_words(office, made)
    text = say("series.ready", title=made.title, slug=made.slug, days=days)
    for chat in _chats(tx, made):
        reply = Reply(text, urgency=Urgency.NOTICE)
        key = f"round:{made.id}:{chat.id}"
        tx.messages.put(chat.id, chat.channel, (reply,), now, key=key, not_before=due)


def _chats(tx: Transaction, made: Campaign) -> Iterator[Any]:
    for _, person in tx.people.seats_of_unit(made.id, None):
        yield from tx.people.addresses(person.id)[:1]
