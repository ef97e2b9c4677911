"""What a campaign is compared with: the one before it that it names, or that the same body made on
the same line of forms. Figures of anybody else never stand beside its own."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace

from bot.figures.merged_form import same_rows
from bot.model.answer import Answer
from bot.model.campaign import Campaign
from bot.model.form import Form, form_line
from bot.model.given_figure import GivenFigure
from bot.model.unit import Unit
from bot.use_cases.app_context import AppContext
from bot.use_cases.board.given_elsewhere import given_elsewhere
from storage import CampaignsBeside, Transaction


@dataclass(frozen=True, slots=True)
class LastYear:
    """A unit's figures of the campaign before by row; `merged` are the names of the several units that
    they add up, () for its own. `elsewhere` is what it sent in other campaigns about the same days."""

    answers: Mapping[str, Answer] = field(default_factory=dict)
    merged: tuple[str, ...] = ()
    elsewhere: Mapping[str, GivenFigure] = field(default_factory=dict)


def campaign_before(beside: CampaignsBeside, campaign: Campaign) -> Campaign | None:
    """Return the campaign that this one is compared with; None where there is none."""
    own = {form_line(slug) for _, slug in campaign.forms}
    for earlier in beside.earlier:
        if campaign.previous or own & {form_line(slug) for _, slug in earlier.forms}:
            return earlier
    return None


def origins(unit: Unit, earlier: Collection[str]) -> tuple[str, ...]:
    """Return the codes of an earlier campaign's units whose figures are a unit's own: itself, and the
    units that were merged into it. Empty where some of them were not in that campaign. A commune's
    predecessors are the registry's, itself among them; its code may have been another commune's."""
    own = [unit.code] if unit.code in earlier else []
    merged = list(unit.predecessors)
    if not unit.commune_code:
        merged = [code for code in unit.predecessors if code != unit.code]
        merged = [*own, *merged] if any(code in earlier for code in merged) else own
    found = merged or own
    return tuple(found) if all(code in earlier for code in found) else ()


def last_year_of(
    tx: Transaction, office: AppContext, campaign: Campaign, unit: Unit, form: Form | None
) -> LastYear:
    """Return what a unit, or the units that were merged into it, sent in the campaign before, for the rows
    that ask the same now, and what it sent elsewhere about the same days."""
    if form is None:
        return LastYear()
    beside = tx.campaigns.beside(campaign)
    others = beside.alongside
    elsewhere = given_elsewhere(tx, office, others, unit, form) if others else {}
    before = campaign_before(beside, campaign)
    if before is None:
        return LastYear(elsewhere=elsewhere)
    if not unit.predecessors:
        return LastYear(sent_before(tx, office, before, unit, form), elsewhere=elsewhere)
    from bot.use_cases.board.year_before import merged_last_year

    return replace(merged_last_year(tx, office, campaign, unit, form), elsewhere=elsewhere)


def sent_before(
    tx: Transaction, office: AppContext, before: Campaign, unit: Unit, form: Form
) -> Mapping[str, Answer]:
    """Return what one unit sent last in an earlier campaign, as far as a form asks it still."""
    answers = tx.views.sent_by(unit.id, before.id)
    slug = before.form_for(unit.kind)
    if slug == form.slug or not answers:
        return answers
    old = office.shelf.get(tx, slug)
    return comparable(answers, old, form) if old is not None else {}


def comparable(answers: Mapping[str, Answer], old: Form, new: Form) -> dict[str, Answer]:
    """Return the answers to rows of an older form that the new one asks as well."""
    alike = same_rows(old, new)
    return {code: answer for code, answer in answers.items() if code in alike}
