"""A campaign's deadlines in words: the usual one, and beside it those that hold for some units only."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from functools import partial

from bot.deadlines.deadline_phrase import read_deadline
from bot.deadlines.deadline_words import last_instant_in_words
from bot.locale.dates import day
from bot.locale.say import say
from bot.model.campaign import Campaign, OwnDeadline
from bot.model.optional import optional
from bot.use_cases.app_context import AppContext


def deadlines_in_words(office: AppContext, campaign: Campaign) -> str:
    """Return the campaign's deadline in words, by kind of unit where there are several; "" without one."""
    usual = _in_words(office, campaign.deadline_phrase, campaign.last_instant)
    if not campaign.deadlines:
        return usual
    found = [
        say("deadline.of_some", who=_who(own), deadline=words)
        for own in campaign.deadlines
        if (words := _in_words(office, own.phrase, own.last_instant))
    ]
    return "; ".join([*found, say("deadline.of_others", deadline=usual)] if usual else found)


def days_in_words(office: AppContext, campaign: Campaign) -> str:
    """Return a campaign's period and deadlines in a line, for whoever is asked to open it."""
    start, end = day(campaign.period_start), day(campaign.period_end)
    until = deadlines_in_words(office, campaign) or say("sheet.no_deadline")
    return say("campaign.days", start=start, end=end, until=until)


def latest_instant(campaign: Campaign) -> datetime | None:
    """Return the last instant at which any unit is on time; None without a deadline."""
    instants = [campaign.last_instant, *(own.last_instant for own in campaign.deadlines)]
    return max((instant for instant in instants if instant is not None), default=None)


def as_set(office: AppContext, campaign: Campaign) -> Campaign:
    """Return a campaign with its deadlines as they were set, by their phrases: what was extended since is no
    rule for the next one."""

    def set_to(phrase: str, until: datetime | None) -> datetime | None:
        return optional(partial(first_set, office, campaign, phrase), until)

    return replace(
        campaign,
        last_instant=set_to(campaign.deadline_phrase, campaign.last_instant),
        deadlines=tuple(
            replace(own, last_instant=set_to(own.phrase, own.last_instant))
            for own in campaign.deadlines
        ),
        asked_items=tuple(
            replace(asked, due=set_to(asked.phrase, asked.due)) for asked in campaign.asked_items
        ),
    )


def first_set(office: AppContext, campaign: Campaign, phrase: str, until: datetime) -> datetime:
    """Return what a campaign's phrase meant when it was set; `until` is what holds now, and where the phrase
    says no day. A day that counted as well (`deadline_inclusive`) is what holds still."""
    read = partial(
        read_deadline, phrase, calendar=office.calendar, tz=office.tz, hours=office.hours,
        period_end=campaign.period_end,
    )  # fmt: skip
    if read(inclusive=True).last_instant == until:
        return until
    return read().last_instant or until


def _who(own: OwnDeadline) -> str:
    return ", ".join([*own.kinds, *own.units])


def _in_words(office: AppContext, phrase: str, last: datetime | None) -> str:
    return last_instant_in_words(phrase, last, office.tz, False, office.calendar)
