"""What the posted form of a step changes in the draft of a campaign."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from starlette.datastructures import FormData

from bot.item_types import ITEM_TYPES
from bot.locale.say import say
from bot.use_cases.campaigns.campaign_draft import MOST_ITEMS, AskedItem, ChosenForm, Draft
from bot.use_cases.campaigns.form_correction import Corrections
from bot.web.security import PageRefused
from bot.web.visit_forms import words

REPORT_FILES = ("optional", "required")


def corrections(form: FormData) -> Corrections:
    """Return what was typed beside the columns and rows of a form that was read."""
    columns = [name.removeprefix("word-") for name in form if name.startswith("word-")]
    rows = [name.removeprefix("question-") for name in form if name.startswith("question-")]
    return Corrections(
        {
            key: (
                words(form, f"word-{key}", 60),
                words(form, f"role-{key}"),
                words(form, f"whole-{key}"),
            )
            for key in columns
        },
        {
            code: (words(form, f"kind-{code}"), words(form, f"question-{code}", 300))
            for code in rows
        },
        frozenset(map(str, form.getlist("asked"))),
    )


def with_forms(draft: Draft, form: FormData, known: Collection[str]) -> Draft:
    """Return the draft with what was chosen for each kind of unit: one of its annexes or of the known
    forms (slugs), and with the parts and numbers that stand beside them."""
    slugs = {
        kind: words(form, f"form-{place}", 200)
        for place, kind in enumerate(("", *filter(None, draft.kinds)))
    }
    own = {read.slug: read for read in draft.annexes}
    chosen = [
        replace(own[slug], kind=kind) if slug in own else ChosenForm(kind, slug)
        for kind, slug in slugs.items()
        if slug in {*own, *known}
    ]
    without = set(map(str, form.getlist("without")))
    asked = [each for place, each in enumerate(draft.asked_items) if str(place) not in without]
    photos, report_file = words(form, "photos_min", 3), words(form, "report_file")
    return replace(
        draft,
        forms=tuple(chosen),
        form_chosen=True,
        asked_items=tuple(asked),
        photos_min=_number(photos),
        report_file=report_file if report_file in REPORT_FILES else "",
    )


def with_item(draft: Draft, form: FormData) -> Draft:
    """Return the draft with one thing more that is asked; raises OperatorError where it is not clear."""
    kind, minimum = words(form, "type", 40), words(form, "minimum", 3)
    if kind not in ITEM_TYPES or len(draft.asked_items) >= MOST_ITEMS:
        raise PageRefused(400, say("page.bad_request"))
    asked = AskedItem(
        kind,
        words(form, "kind", 60),
        words(form, "title", 200),
        _number(minimum) if ITEM_TYPES[kind].has_minimum else 0,
        words(form, "deadline", 200),
    )
    return replace(draft, asked_items=(*draft.asked_items, asked))


def _number(text: str) -> int:
    """Return a typed number; 0 for anything else."""
    return int(text) if text.isascii() and text.isdigit() else 0
