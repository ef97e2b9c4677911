"""Which forms a campaign's units report on."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cache

from bot.item_types import item_type
from bot.item_types.base import Takes
from bot.locale.say import say
from bot.model.answer import NARRATIVE
from bot.model.campaign import Campaign
from bot.model.form import Form, Indicator
from bot.use_cases.app_context import AppContext
from storage import Transaction


def forms_of(tx: Transaction, office: AppContext, campaign: Campaign) -> dict[str, Form]:
    """Return the campaign's forms by slug, the usual one first, with the rows that an earlier version asked
    and that reports sent then still answer; where there is none, the units' own words stand as the
    only row of one without a slug."""
    usual = campaign.form_for("")
    slugs = dict.fromkeys([*([usual] if usual else []), *(slug for _, slug in campaign.forms)])
    found = {slug: form for slug in slugs if (form := office.shelf.get(tx, slug)) is not None}
    for change in tx.campaigns.form_changes(campaign.id):
        slug = form_slug(campaign, found, change.kind)
        if change.removed and (old := office.shelf.version(tx, *change.before)):
            found[slug] = _with_removed(found[slug], old, change.removed)
    return found or {"": _words_only(campaign)}


def written_rows(campaign: Campaign) -> tuple[Indicator, ...]:
    """Return a row for each part of a report that is written in words beside the form."""
    asked = [each for each in campaign.asked_items if item_type(each).takes is Takes.WORDS]
    return tuple(_row(each.answer_code, item_type(each).title(each)) for each in asked)


def _row(code: str, title: str) -> Indicator:
    return Indicator(code, "text", label=title, question=title)


def _words_only(campaign: Campaign) -> Form:
    rows = written_rows(campaign) or (_row(NARRATIVE, say("no_form.row")),)
    columns = tuple(say(f"sheet.column.{number}") for number in range(1, 7))
    return Form("", campaign.title, rows, columns=columns, quantity_head=say("sheet.quantity"))


def _with_removed(form: Form, old: Form, removed: Sequence[str]) -> Form:
    """Return the form with rows that only its earlier version asks, each at the end of its section."""
    rows = list(form.rows)
    for code in removed:
        row = old.find(code)
        if row is None or form.find(code) is not None:
            continue
        parent = row.parent if row.parent in form.by_code else None
        below = [place for place, row in enumerate(rows) if parent in (row.code, row.parent)]
        at = below[-1] + 1 if parent is not None and below else len(rows)
        rows.insert(at, replace(row, parent=parent, retired=True, asked=()))
    return replace(form, rows=tuple(rows))


def form_of(tx: Transaction, office: AppContext, campaign: Campaign, kind: str) -> Form | None:
    """Return the form as a kind of unit is asked it; None while there is none."""
    form = office.shelf.get(tx, campaign.form_for(kind))
    return form.for_unit(kind) if form is not None else None


def question_counts(
    tx: Transaction, office: AppContext, campaign: Campaign
) -> Callable[[str], int]:
    """Return how many questions a kind of unit is asked; each form is looked up once, each kind counted
    once."""
    forms = {slug: office.shelf.get(tx, slug) for slug in {slug for _, slug in campaign.forms}}

    @cache
    def count(kind: str) -> int:
        form = forms.get(campaign.form_for(kind) or "")
        return len(form.for_unit(kind).questions) if form is not None else 0

    return count


def form_slug(campaign: Campaign, forms: Mapping[str, Form], kind: str) -> str:
    """Return the form that units of a kind report on: their own, else the usual one."""
    slug = campaign.form_for(kind) or ""
    return slug if slug in forms else next(iter(forms))
