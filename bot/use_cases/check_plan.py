"""What a coordinator is warned of when a campaign is set up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from bot.deadlines.day_warnings import tier_warnings
from bot.deadlines.deadline_words import warnings_in_words
from bot.figures.merged_form import same_quantity
from bot.locale.say import say
from bot.model.form import Form, Indicator
from bot.use_cases.campaign_setup import NO_DEADLINE, CampaignFile


def plan_warnings(file: CampaignFile) -> tuple[str, ...]:
    """Return sentences about the dates, the form and the units; none of them blocks anything."""
    stated = file.campaign.deadline_phrase != NO_DEADLINE
    sentences = [sentence for _, sentence in warnings_in_words(file.deadline)] if stated else []
    if file.upward is not None:
        tiers = tier_warnings((file.deadline.last_instant, file.upward.deadline.last_instant))
        sentences += [say(f"deadline.warning.{code}") for _, code in tiers]
        if file.upward.deadline.last_instant is None:
            sentences.append(say("campaign.upward_open", phrase=file.upward.deadline.phrase))
    if not file.forms:
        sentences.append(say("campaign.form_missing"))
    if not file.deadline.is_stated:
        sentences.append(say("campaign.deadline_missing"))
    return (*sentences, *_form_warnings(file), *file.unit_notes)


def _form_warnings(file: CampaignFile) -> Iterator[str]:
    """Return kinds of units that no form is for."""
    if not file.forms:
        return
    for kind, count in Counter(unit.kind for unit in file.units).items():
        if not file.campaign.form_for(kind):
            yield say("campaign.kind_without_form", kind=kind, count=count)
    yield from _shared_rows([form for _, form in file.forms])


def _shared_rows(forms: Sequence[Form]) -> Iterator[str]:
    """Return rows of one key that two forms call otherwise: whether they are added up is to be known."""
    for place, form in enumerate(forms):
        for other in {later.slug: later for later in forms[place + 1 :]}.values():
            pairs = [
                (row, twin)
                for row in form.rows
                for twin in other.rows
                if other.slug != form.slug and row.key == twin.key and not _called_alike(row, twin)
            ]
            for key, is_clean in (("campaign.rows_added", True), ("campaign.rows_apart", False)):
                codes = [row.code for row, twin in pairs if same_quantity(row, twin) is is_clean]
                if codes:
                    names = {"form": form.slug, "other": other.slug}
                    yield say(key, rows=", ".join(codes), **names)


def _called_alike(row: Indicator, twin: Indicator) -> bool:
    return bool(twin.same_as) or row.label.casefold().split() == twin.label.casefold().split()
