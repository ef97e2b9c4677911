"""What a coordinator is warned of when a campaign is set up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from itertools import combinations

from bot.deadlines.day_warnings import tier_warnings
from bot.deadlines.deadline_words import warnings_in_words
from bot.figures.merged_form import same_quantity
from bot.item_types.ledger import asked_of, asks_anything, usual_totals
from bot.locale.dates import day
from bot.locale.plan_sentences import opening_in_words
from bot.locale.say import say
from bot.model.form import Form, Indicator
from bot.model.optional import first, optional
from bot.model.unit import Unit
from bot.model.unit_tree import unit_tree
from bot.use_cases.campaigns.campaign_file import NO_DEADLINE, CampaignFile, UpwardRead
from bot.use_cases.load_calendar import load_calendar

NOT_UPWARD = ("not_stated", "before_period_end", "less_than_one_working_day")  # said otherwise


def plan_warnings(file: CampaignFile) -> tuple[str, ...]:
    """Sentences about the dates, the form and the units; none of them blocks anything."""
    sentences = list(deadline_warnings(file))
    if not file.forms:
        sentences.append(say("campaign.form_missing"))
    if file.campaign.last_instant is None:
        sentences.append(say("campaign.deadline_missing"))
    sentences += [*_opening_warnings(file), *close_tiers(file), *_form_warnings(file)]
    return (*sentences, *file.unit_notes)


def _opening_warnings(file: CampaignFile) -> Iterator[str]:
    """Return the ceremonies that lie outside the period: whether what is done on their day counts is to be
    known before anybody answers."""
    start, end = file.campaign.period_start, file.campaign.period_end
    for opening in file.campaign.plan.openings:
        if opening.date is not None and not start <= opening.date <= end:
            days = {"start": day(start), "end": day(end)}
            yield say("campaign.opening_outside", opening=opening_in_words(opening), **days)


def close_tiers(file: CampaignFile) -> Iterator[str]:
    """Return the units that owe a total and have no working day between the last of those below them and
    their own (Nghị định 09/2019/NĐ-CP, Điều 8 khoản 5), told by kind."""
    tree, known = unit_tree(file.units), {unit.code: unit for unit in file.units}
    named = [each for each in file.campaign.asked_items if not each.is_usual_total]
    usual = {code for each in usual_totals(named, file.units) for code in each.units}
    close = Counter(
        known[code].kind
        for code in tree.below
        if (code in usual or _owes_total(file, known[code]))
        and _is_close(
            [_due(file, known[child]) for child in tree.children(code)], _due(file, known[code])
        )
    )
    for kind, count in close.items():
        yield say("campaign.tier_too_close", kind=kind, count=count)


def _owes_total(file: CampaignFile, unit: Unit) -> bool:
    return any(asked.type == "total" for asked in asked_of(file.campaign, unit))


def _due(file: CampaignFile, unit: Unit) -> date | None:
    """Return the last day of a unit's report, or of its total where that has one of its own."""
    totals = [asked.due for asked in asked_of(file.campaign, unit) if asked.type == "total"]
    instant = first(bool, totals)
    instant = instant or file.campaign.deadline_for(unit).last_instant
    return optional(datetime.date, instant)


def _is_close(below: Sequence[date | None], own: date | None) -> bool:
    """Return whether no working day lies between the last of the days below and a unit's own."""
    last = max((day for day in below if day is not None), default=None)
    if last is None or own is None:
        return False
    return load_calendar().working_days_between(last, own) < 1


def deadline_warnings(file: CampaignFile) -> Iterator[str]:
    """Return what is odd about each deadline, and about the report to the level above behind the latest."""
    for deadline in file.deadlines:
        if deadline.phrase != NO_DEADLINE:
            yield from (sentence for _, sentence in warnings_in_words(deadline))
    if file.upward is not None:
        yield from _upward_warnings(file, file.upward)


def _upward_warnings(file: CampaignFile, upward: UpwardRead) -> Iterator[str]:
    """Return what is odd about the day of the report to the level above, by itself and behind the latest of
    the units'."""
    for code, sentence in warnings_in_words(upward.deadline):
        if code not in NOT_UPWARD:
            yield say("campaign.upward_warning", sentence=sentence)
    own = [found.last_instant for found in file.deadlines if found.last_instant is not None]
    for _, code in tier_warnings((max(own, default=None), upward.deadline.last_instant)):
        yield say(f"deadline.warning.{code}")
    if upward.is_too_close:
        yield say("campaign.upward_too_close")
    if upward.deadline.last_instant is None:
        yield say("campaign.upward_open", phrase=upward.deadline.phrase)


def _form_warnings(file: CampaignFile) -> Iterator[str]:
    """Return kinds of units that are asked for nothing."""
    if not file.forms:
        return
    idle = [unit.kind for unit in file.units if not asks_anything(file.campaign, unit)]
    for kind, count in Counter(idle).items():
        yield say("campaign.kind_without_form", kind=kind, count=count)
    yield from _shared_rows([form for _, form in file.forms])


def _shared_rows(forms: Sequence[Form]) -> Iterator[str]:
    """Return rows of one key that two forms call otherwise: whether they are added up is to be known."""
    each = list({form.slug: form for form in forms}.values())
    for form, other in combinations(each, 2):
        pairs = list(_called_otherwise(form, other))
        for key, is_clean in (("campaign.rows_added", True), ("campaign.rows_apart", False)):
            codes = [row.code for row, twin in pairs if same_quantity(row, twin) is is_clean]
            if codes:
                yield say(key, rows=", ".join(codes), form=form.slug, other=other.slug)


def _called_otherwise(form: Form, other: Form) -> Iterator[tuple[Indicator, Indicator]]:
    """Return the rows of two forms with one key and two names."""
    twins = {twin.key: twin for twin in other.rows}
    for row in form.rows:
        twin = twins.get(row.key)
        if twin is not None and not _called_alike(row, twin):
            yield row, twin


def _called_alike(row: Indicator, twin: Indicator) -> bool:
    return bool(twin.same_as) or row.label.casefold().split() == twin.label.casefold().split()
