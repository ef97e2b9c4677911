"""What a campaign is compared with: the one before it that it names, or that the same body made on
the same line of forms. Figures of anybody else never stand beside its own."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from bot.figures.merged_form import same_rows
from bot.model.answer import Answer
from bot.model.campaign import Campaign
from bot.model.form import Form, form_line
from bot.model.unit import Unit
from bot.use_cases.app_context import AppContext
from storage import Transaction


@dataclass(frozen=True, slots=True)
class LastYear:
    """A unit's figures of the campaign before by row; `merged` are the names of the several units that
    they add up, () for its own."""

    answers: Mapping[str, Answer] = field(default_factory=dict)
    merged: tuple[str, ...] = ()


def campaign_before(tx: Transaction, campaign: Campaign) -> Campaign | None:
    """Return the campaign that this one is compared with; None where there is none."""
    own = {form_line(slug) for _, slug in campaign.forms}
    for earlier in tx.campaigns.earlier(campaign):
        if campaign.previous or own & {form_line(slug) for _, slug in earlier.forms}:
            return earlier
    return None


def origins(unit: Unit, earlier: Collection[str]) -> tuple[str, ...]:
    """Return the codes of an earlier campaign's units whose figures are a unit's own: itself, and the
    units that were merged into it. Empty where some of them were not in that campaign. A commune's
    predecessors are the registry's, itself among them; its code may have been another commune's."""
    if unit.commune_code and unit.predecessors:
        return unit.predecessors if all(code in earlier for code in unit.predecessors) else ()
    merged = [code for code in unit.predecessors if code != unit.code]
    if not any(code in earlier for code in merged):
        return (unit.code,) if unit.code in earlier else ()
    if not all(code in earlier for code in merged):
        return ()
    return (*([unit.code] if unit.code in earlier else []), *merged)


def last_year_of(
    tx: Transaction, office: AppContext, campaign: Campaign, unit: Unit, form: Form | None
) -> LastYear:
    """Return what a unit, or the units that were merged into it, sent in the campaign before, for the rows
    that ask the same now."""
    before = campaign_before(tx, campaign) if form is not None else None
    if before is None or form is None:
        return LastYear()
    if not unit.predecessors:
        return LastYear(sent_before(tx, office, before, unit, form))
    from bot.use_cases.board.year_before import merged_last_year

    return merged_last_year(tx, office, campaign, unit, form)


def sent_before(
    tx: Transaction, office: AppContext, before: Campaign, unit: Unit, form: Form
) -> dict[str, Answer]:
    """Return what one unit sent last in an earlier campaign, as far as a form asks it still."""
    answers = tx.views.sent_by(unit.id, before.id)
    slug = before.form_for(unit.kind)
    if slug == form.slug or not answers:
        return answers
    old = office.shelf.get(tx, slug)
    return comparable(answers, old, form) if old is not None else {}


def comparable(answers: dict[str, Answer], old: Form, new: Form) -> dict[str, Answer]:
    """Return the answers to rows of an older form that the new one asks as well."""
    alike = same_rows(old, new)
    return {code: answer for code, answer in answers.items() if code in alike}
