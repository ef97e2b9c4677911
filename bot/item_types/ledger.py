"""Who owes what, to whom, by when, in which state: the obligations of one unit in one campaign.

The one place that says so; chat, reminders, board and exports ask here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from bot.item_types import item_type
from bot.item_types.base import Takes
from bot.item_types.duty import DutyType
from bot.item_types.entries import EntriesType
from bot.item_types.figures import FiguresType
from bot.item_types.total import TotalType
from bot.model.campaign import Campaign
from bot.model.campaign_item import USUAL_TOTAL, CampaignItem
from bot.model.obligations import NOTHING_GIVEN, Given, Obligation
from bot.model.unit import CONSULTED, Unit
from bot.model.unit_tree import unit_tree

GIVEN_APART = (DutyType.name, EntriesType.name)
"""What is given by itself, whatever the report does."""


def asked_of(campaign: Campaign, unit: Unit) -> tuple[CampaignItem, ...]:
    """Return what a campaign asks of a unit, the report itself first. An item that the campaign names
    takes the place of the one of its kind that a form, `photos_min` or `report_file` stands for."""
    has_form = bool(campaign.form_for(unit.kind))
    usual = _usual(unit.kind != CONSULTED, has_form, campaign.report_file, campaign.photos_min)
    named = [
        asked
        for asked in campaign.asked_items
        if asked.is_asked_of(unit) and item_type(asked).may_be_asked(campaign, unit, asked)
    ]
    if not named:
        return usual
    replaced = {kind for asked in named for kind in item_type(asked).stands_for(asked)}
    left = [asked for asked in usual if asked.type not in replaced]
    return tuple(sorted([*left, *named], key=lambda asked: not is_report(asked)))


@cache
def _usual(
    reports: bool, has_form: bool, report_file: str, photos: int
) -> tuple[CampaignItem, ...]:
    """Return what stands in a campaign without being named as an item, for a unit that reports."""
    offered = (
        (CampaignItem("figures", "figures", with_report=True), has_form),
        (CampaignItem("file", "file", minimum=1, with_report=True), report_file == "required"),
        (CampaignItem("photos", "photos", minimum=photos, with_report=True), photos > 0),
    )
    return tuple(asked for asked, is_wanted in offered if is_wanted and reports)


def usual_totals(asked: Sequence[CampaignItem], units: Sequence[Unit]) -> tuple[CampaignItem, ...]:
    """Return the total that units with others below them owe besides their own figures, where the campaign
    names no report of theirs; nothing where nobody stands above another."""
    tops = unit_tree(units).below
    named = [each for each in asked if is_report(each)]
    owing = tuple(
        unit.code
        for unit in units
        if unit.code in tops and not any(each.is_asked_of(unit) for each in named)
    )
    return (CampaignItem(USUAL_TOTAL, "total", units=owing, with_report=True),) if owing else ()


def is_report(asked: CampaignItem) -> bool:
    """Return whether an item is given by sending the report."""
    return item_type(asked).takes is Takes.SENDING


def owes_figures(campaign: Campaign, unit: Unit) -> bool:
    """Return whether a unit has a form of its own to fill in."""
    return any(asked.type == FiguresType.name for asked in asked_of(campaign, unit))


def asks_anything(campaign: Campaign, unit: Unit) -> bool:
    """Return whether a unit owes anything at all."""
    return bool(asked_of(campaign, unit))


def is_awaited(campaign: Campaign, unit: Unit) -> bool:
    """Return whether a campaign's papers lack a unit that sent nothing: it has a form to fill in or, where
    there is none, owes anything but duties and lists."""
    if campaign.forms:
        return owes_figures(campaign, unit)
    return not owes_tasks_alone(campaign, unit)


def owes_tasks_alone(campaign: Campaign, unit: Unit) -> bool:
    """Return whether duties and lists, which are given by themselves, are all that a unit owes."""
    asked = asked_of(campaign, unit)
    return bool(asked) and all(each.type in GIVEN_APART for each in asked)


def beside_report(campaign: Campaign, unit: Unit) -> tuple[CampaignItem, ...]:
    """Return what a unit owes besides the report itself."""
    return tuple(asked for asked in asked_of(campaign, unit) if not is_report(asked))


def beside_figures(
    campaign: Campaign, unit: Unit, given: Given = NOTHING_GIVEN
) -> tuple[CampaignItem, ...]:
    """Return what a unit owes that sending its figures does not give: its branch's total too, and the figures
    where it handed up that total alone."""
    chased = [asked for asked in asked_of(campaign, unit) if item_type(asked).is_chased]
    return (*_own_figures(campaign, unit, given), *chased)


def lacks(campaign: Campaign, unit: Unit, given: Given) -> tuple[str, ...]:
    """Return what is still to come of that, each in a few words ("1 ảnh")."""
    return _missing(beside_figures(campaign, unit, given), given)


def _missing(owed: Iterable[CampaignItem], given: Given) -> tuple[str, ...]:
    """Return what is still to come of some items, each in a few words."""
    return tuple(filter(None, (item_type(each).missing(each, given) for each in owed)))


def _own_figures(campaign: Campaign, unit: Unit, given: Given) -> list[CampaignItem]:
    """Return the form of a unit that handed up its branch's total alone: that is no version of it."""
    asked = asked_of(campaign, unit) if given.is_total_alone else ()
    return [each for each in asked if each.type == FiguresType.name]


def lacks_total(campaign: Campaign, unit: Unit, lacking: Sequence[str]) -> bool:
    """Return whether the total of its branch is among what a unit lacks, as `lacks` says it."""
    totals = [asked for asked in asked_of(campaign, unit) if asked.type == TotalType.name]
    return any(item_type(asked).missing(asked, NOTHING_GIVEN) in lacking for asked in totals)


def wanted(campaign: Campaign, unit: Unit, given: Given) -> list[str]:
    """Return a sentence for each thing that is still to come besides the report itself."""
    asked = beside_report(campaign, unit)
    chased = [each for each in asked if item_type(each).is_chased]
    return list(filter(None, (item_type(each).wanted(each, given) for each in chased)))


def least_photos(campaign: Campaign, unit: Unit) -> int:
    """Return how many photos a unit owes at least, the items for rows of the form included."""
    asked = beside_report(campaign, unit)
    counts = [max(1, each.minimum) for each in asked if item_type(each).takes is Takes.PHOTO]
    return max(counts, default=0)


def takes_file(campaign: Campaign, unit: Unit) -> bool:
    """Return whether a unit owes a file."""
    return any(item_type(asked).takes is Takes.FILE for asked in beside_report(campaign, unit))


def parts(campaign: Campaign, unit: Unit) -> tuple[CampaignItem, ...]:
    """Return what a unit is reminded of by itself, also once its report was sent."""
    asked = beside_figures(campaign, unit)
    return tuple(each for each in asked if not each.with_report or each.is_usual_total)


def parts_to_come(campaign: Campaign, unit: Unit, given: Given, key: str) -> tuple[str, ...]:
    """Return which of these parts are still to come, each in a few words: with the key of one that has a
    day of its own that one, else those that are due with the report."""
    owed = (*_own_figures(campaign, unit, given), *parts(campaign, unit))
    return _missing((asked for asked in owed if _step_key(asked) == key), given)


def all_parts_to_come(campaign: Campaign, unit: Unit, given: Given) -> tuple[str, ...]:
    """Return which of these parts are still to come, whatever their day, each in a few words."""
    due = (*_own_figures(campaign, unit, given), *parts(campaign, unit))
    return _missing(due, given)


def lacks_part(campaign: Campaign, unit: Unit, given: Given) -> bool:
    """Return whether any of these parts is still to come."""
    return bool(all_parts_to_come(campaign, unit, given))


def own_days(
    campaign: Campaign, unit: Unit, until: datetime | None
) -> tuple[tuple[str, datetime], ...]:
    """Return the key and the last instant of each part that has a day of its own; `until` is the report's."""
    dated = [
        (asked.key, due_of(campaign, unit, asked, until))
        for asked in parts(campaign, unit)
        if _step_key(asked)
    ]
    return tuple((key, due) for key, due in dated if due is not None)


def due_of(
    campaign: Campaign, unit: Unit, asked: CampaignItem, until: datetime | None
) -> datetime | None:
    """Return the last instant of an item: the report's, or its own day. One that is not due before the
    report hangs on it: where the unit was given more time for the report, it is not due sooner."""
    if asked.due is None or is_report(asked):
        return until
    usual = campaign.deadline_for(unit).last_instant
    if until is None or usual is None or asked.due < usual:
        return asked.due
    return max(asked.due, until)


def _step_key(asked: CampaignItem) -> str:
    """Return by which reminders an item is told of: its own, or "" for those of the report."""
    return asked.key if asked.due is not None and not is_report(asked) else ""


@dataclass(frozen=True, slots=True)
class Debtor:
    """Who owes: a unit in a campaign, by when its report is due (an extension of its own included), and to
    whom it reports: the unit above it, or the campaign's receiver."""

    campaign: Campaign
    unit: Unit
    until: datetime | None
    receiver: str = ""


def obligations_of(debtor: Debtor, given: Given, now: datetime) -> tuple[Obligation, ...]:
    """Return what a unit owes and how each stands."""
    asked = asked_of(debtor.campaign, debtor.unit)
    return tuple(_obligation(debtor, each, given, now) for each in asked)


def _obligation(debtor: Debtor, asked: CampaignItem, given: Given, now: datetime) -> Obligation:
    kind = item_type(asked)
    has_own = asked.due is not None and not is_report(asked)
    due = due_of(debtor.campaign, debtor.unit, asked, debtor.until)
    phrase = asked.phrase if has_own else debtor.campaign.deadline_for(debtor.unit).phrase
    receiver = debtor.receiver or debtor.campaign.receiver
    return Obligation(
        asked,
        kind.title(asked),
        due,
        phrase,
        asked.receivers or ((receiver,) if receiver else ()),
        kind.state(asked, given, due, now),
        kind.missing(asked, given),
        kind.evidence(asked, given),
    )
