"""The way that a unit's question goes up: stations that somebody sits at, the office beyond the last, and
what was answered before."""

from __future__ import annotations

from collections.abc import Sequence

from bot.conversation.context import ReportContext
from bot.model.campaign import Campaign
from bot.model.person import Role
from bot.model.question_route import Station
from bot.model.unit import Unit
from bot.use_cases.board import reach
from bot.vietnamese.normalise import unaccented
from storage import Transaction


def stations_above(tx: Transaction, campaign: Campaign, own: Unit) -> tuple[Station, ...]:
    """Return who may answer for a unit, the nearest first: units above it that have coordinators, then the
    campaign's own coordinators."""
    above = reach.units_above(tx, campaign.id, own)
    found = [
        Station(unit.id, unit.called)
        for unit in above
        if tx.people.has_role(campaign.id, unit.id, Role.COORDINATOR)
    ]
    seats = tx.people.seats_of_unit(campaign.id, None)
    if any(seat.role is Role.COORDINATOR for seat, _ in seats):
        found.append(Station(None, campaign.receiver or campaign.issuer))
    return tuple(found)


def office_beyond(tx: Transaction, campaign: Campaign) -> str:
    """Return the office above the campaign's own coordinators: whose plan it is, or who gets the report
    upward; "" where neither is known."""
    if campaign.receiver and campaign.issuer and campaign.receiver != campaign.issuer:
        return campaign.issuer
    upward = tx.campaigns.upward(campaign.id)
    return next(iter(upward.receivers), "") if upward is not None else ""


def told_about(tx: Transaction, desk: ReportContext, row: str) -> Sequence[str]:
    """Return what coordinators answered about a row, the latest first. An answer that names a unit or holds
    a figure was meant for one unit alone, unless it was said to be for all."""
    answers = tx.audit.answers_about(desk.campaign.id, row)
    if not answers:
        return ()
    names = [unaccented(unit.name) for unit in tx.campaigns.members(desk.campaign.id)]
    return [
        told.words
        for told in answers
        if told.is_for_all
        or told.submission_id == desk.submission.id
        or _is_for_everybody(told.words, names)
    ]


def _is_for_everybody(words: str, names: Sequence[str]) -> bool:
    plain = unaccented(words)
    return not any(map(str.isdigit, words)) and not any(name in plain for name in names)
