"""What a campaign is compared with: the one before it that it names, or that the same body made on
the same line of forms. Figures of anybody else never stand beside its own."""

from __future__ import annotations

from collections.abc import Collection

from bot.figures.merged_form import same_quantity
from bot.model.answer import Answer
from bot.model.campaign import Campaign
from bot.model.form import Form, form_line
from bot.model.unit import Unit
from storage import Transaction


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


def comparable(answers: dict[str, Answer], old: Form, new: Form) -> dict[str, Answer]:
    """Return the answers to rows of an older form that the new one asks as well."""
    return {
        code: answer
        for code, answer in answers.items()
        if (was := old.find(code)) and (now := new.find(code)) and same_quantity(was, now)
    }
