"""A form that arrives or changes while a campaign runs.

The new text becomes a version of its own. Answers to rows that stayed the same stay; answers to
rows that changed leave the draft (the audit keeps them) and are asked for again; what was sent keeps
its figures, and goes on counting for the rows that stayed. Whoever has to answer again is told.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.errors import OperatorError
from bot.forms.form_writer import form_to_toml
from bot.locale.say import say
from bot.model.campaign import Campaign, CampaignState
from bot.model.events import FormChanged
from bot.model.form import Form, is_of_kind
from bot.model.form_change import FormChange, FormDifference, compare
from bot.model.message import Reply, Urgency
from bot.model.optional import sure
from bot.model.unit import Unit
from bot.use_cases.app_context import AppContext
from bot.use_cases.campaigns.campaign_setup import find_campaign
from bot.use_cases.sending.tell_person import tell_person
from bot.use_cases.turns.carried_drafts import carried_facts, forget_typed
from bot.use_cases.turns.moving import leave_questions
from bot.use_cases.turns.process_message import apply_changes
from storage import Author, Transaction


@dataclass(frozen=True, slots=True)
class FormReplacement:
    """What became of it: `again` are units that must answer again, `told` how many people were
    written to; `difference` is None where the campaign had no form before."""

    form: Form
    version: int
    difference: FormDifference | None
    again: tuple[Unit, ...] = ()
    told: int = 0


def change_form(
    tx: Transaction, office: AppContext, slug: str, form: Form, kind: str, author: str
) -> FormReplacement:
    """Give a campaign (or one kind of its units) a form from now on."""
    campaign = find_campaign(tx, slug)
    if campaign.state.is_over:
        raise OperatorError(say("form_change.closed", slug=slug))
    units = _concerned(tx, campaign, kind)
    before = office.shelf.get(tx, campaign.form_for(kind))
    difference = compare(before, form) if before is not None else None
    old = (before.slug, tx.campaigns.form_version(before.slug) or 0) if before else ("", 0)
    form = _own(tx, campaign, form, difference)
    now = office.now()
    version = tx.campaigns.keep_form(form.slug, form_to_toml(form), now)
    forms = {**dict(campaign.forms), kind: form.slug}
    tx.campaigns.set_forms(campaign.id, tuple(forms.items()))
    fact = FormChanged(campaign.id, kind, form.slug, version)
    writer = Author(now, actor=author)
    if difference is None or difference.is_nothing:
        tx.audit.write([fact], writer, campaign.id)
        told = _tell_arrival(tx, campaign, units, form, now) if difference is None else 0
        return FormReplacement(form, version, difference, told=told)
    fact = replace(
        fact, asked=difference.asked, dropped=difference.dropped, moved=difference.moved
    )
    tx.audit.write([fact], writer, campaign.id)
    _carry_joint(tx, campaign, units, difference, writer)
    again = _ask_again(tx, office, campaign, units, difference, writer)
    besides = tuple(
        other for other in forms if other != kind and (not kind or is_of_kind(other, (kind,)))
    )
    tx.campaigns.add_form_change(
        campaign.id,
        FormChange(
            now,
            difference.asked,
            difference.dropped,
            difference.moved,
            kind,
            besides,
            difference.removed,
            old,
        ),
    )
    return _told(
        tx, campaign, FormReplacement(form, version, difference, tuple(again)), units, now
    )


def _concerned(tx: Transaction, campaign: Campaign, kind: str) -> list[Unit]:
    """Return the units that answer this form; a kind that no unit has is a mistake."""
    units = tx.campaigns.members(campaign.id)
    kinds = replace(campaign, forms=(*campaign.forms, (kind, "")))
    found = [unit for unit in units if kinds.kind_of_form(unit.kind) == kind]
    if kind and not found:
        known = ", ".join(sorted({unit.kind for unit in units if unit.kind})) or "–"
        raise OperatorError(say("form_change.no_kind", kind=kind, known=known))
    return found


def _own(
    tx: Transaction, campaign: Campaign, form: Form, difference: FormDifference | None
) -> Form:
    """Return the form under a name that changes no other campaign: a new version of a shared one would."""
    last = tx.campaigns.form_body(form.slug)
    if last is None or last[1] == form_to_toml(form):
        return form
    if difference is not None and difference.is_nothing:
        return form
    shared = any(
        form.slug in dict(other.forms).values()
        for other in tx.campaigns.all()
        if other.id != campaign.id
    )
    return replace(form, slug=f"{form.slug}-{campaign.slug}") if shared else form


def _carry_joint(
    tx: Transaction,
    campaign: Campaign,
    units: Sequence[Unit],
    difference: FormDifference,
    author: Author,
) -> None:
    """Let activities that count once follow their row to its new code; one whose row asks something else now
    counts apart."""
    concerned, moved = {unit.code for unit in units}, dict(difference.moved)
    touched = {*moved, *difference.asked, *difference.dropped}
    mine = [
        activity
        for activity in tx.joint.settled(campaign.id)
        if activity.row in touched and concerned & set(activity.units)
    ]
    for activity in mine:
        tx.joint.keep(campaign.id, activity, author.now, None, is_one=False)
    for activity in (replace(each, row=moved[each.row]) for each in mine if each.row in moved):
        tx.joint.keep(campaign.id, activity, author.now, None, is_one=True)


def _ask_again(
    tx: Transaction,
    office: AppContext,
    campaign: Campaign,
    units: list[Unit],
    difference: FormDifference,
    writer: Author,
) -> list[Unit]:
    """Take the answers that no row understands out of the drafts; returns who had answered and has
    rows to answer (again)."""
    again = []
    for unit in units:
        kept = tx.submissions.of_unit(campaign.id, unit.id)
        if kept is None:
            continue
        forget_typed(tx, kept.id, difference)
        if not (kept.answers or kept.version):
            continue
        facts = carried_facts(kept, difference)
        if facts:
            apply_changes(tx, office, facts, writer, kept)
        if difference.asked:
            again.append(unit)
    return again


def _told(
    tx: Transaction, campaign: Campaign, done: FormReplacement, units: list[Unit], now: datetime
) -> FormReplacement:
    """Return conversations leave the old form's questions; reporters who had answered are told."""
    for unit in units:
        leave_questions(tx, campaign.id, unit.id)
    rows = ", ".join(sure(done.difference).asked)
    text = say("form_change.again", campaign=campaign.title, rows=rows)
    told = sum(_tell(tx, campaign, unit, text, now) for unit in done.again)
    return replace(done, told=told)


def _tell_arrival(
    tx: Transaction, campaign: Campaign, units: list[Unit], form: Form, now: datetime
) -> int:
    """Tell everybody who has joined that the form is there; return how many were told."""
    if campaign.state is not CampaignState.OPEN:
        return 0
    text = say("form_change.arrived", campaign=campaign.title, total=len(form.questions))
    return sum(_tell(tx, campaign, unit, text, now) for unit in units)


def _tell(tx: Transaction, campaign: Campaign, unit: Unit, text: str, now: datetime) -> int:
    """Write to a unit's reporters, each at the chat they were heard from last."""
    lead = say("form_change.unit", unit=unit.called)
    reply = Reply(text, lead=lead, urgency=Urgency.NOTICE)
    seats = tx.people.seats_of_unit(campaign.id, unit.id)
    return sum(tell_person(tx, person.id, reply, now) for seat, person in seats if seat.reports)


def as_plain(slug: str, done: FormReplacement) -> dict[str, object]:
    """Return the outcome for machines."""
    difference = done.difference or FormDifference(added=tuple(done.form.places))
    return {
        "campaign": slug,
        "form": done.form.slug,
        "version": done.version,
        "added": list(difference.added),
        "changed": list(difference.changed),
        "removed": list(difference.removed),
        "moved": dict(difference.moved),
        "must_answer_again": [unit.code for unit in done.again],
        "told": done.told,
    }


def in_words(slug: str, done: FormReplacement) -> list[str]:
    """Return the outcome for the operator, a line each."""
    named = {"slug": slug, "form": done.form.slug, "version": done.version}
    difference = done.difference
    if difference is None:
        return [say("form_change.first", **named, told=done.told)]
    if difference.is_nothing:
        return [say("form_change.done", **named), say("form_change.same", **named)]
    lines = [say("form_change.done", **named)]
    rows = {
        "added": difference.added,
        "changed": difference.changed,
        "removed": difference.removed,
        "moved": [f"{old} → {new}" for old, new in difference.moved],
    }
    lines += [
        say(f"form_change.{what}", rows=", ".join(codes)) for what, codes in rows.items() if codes
    ]
    if not done.again:
        return [*lines, say("form_change.nobody")]
    names = ", ".join(unit.called for unit in done.again)
    count = len(done.again)
    return [*lines, say("form_change.must_answer", count=count, told=done.told, names=names)]
