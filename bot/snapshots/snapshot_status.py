"""How totals that were issued as documents stand today, and who is told when one no longer fits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.figures.rollup import row_figures
from bot.figures.sums import replaced
from bot.locale.say import say
from bot.model.answer import Answer
from bot.model.campaign import Campaign
from bot.model.form import Form
from bot.model.form_change import FormChange
from bot.model.message import Reply, Urgency
from bot.model.person import Role
from bot.model.snapshot import (
    CellChange,
    SnapshotDifference,
    SnapshotStatus,
    Sums,
    UsedRevision,
    cell_changes,
    renumbered,
)
from bot.model.submission import Submission
from bot.use_cases.app_context import AppContext
from bot.use_cases.board.counted_reports import reports_sheet, sums_of, works_by_tiers
from bot.use_cases.campaigns import forms_in_use
from storage import Author, Transaction


def snapshot_statuses(
    tx: Transaction, office: AppContext, campaign_id: int
) -> list[SnapshotStatus]:
    """Return a campaign's snapshots, the latest first, as they stand now. Where totals are handed up, or
    activities of several units count once, the sums themselves are compared: what was accepted, handed up
    or settled since may change them, and what is only sent does not."""
    known = tx.snapshots.all(campaign_id)
    if not known:
        return []
    outdated = tx.snapshots.outdated(campaign_id)
    of_kinds = _of_kinds(tx.campaigns.form_changes(campaign_id))
    statuses = [
        SnapshotStatus(
            snapshot,
            tuple(outdated.get(snapshot.id, ())),
            any(change.at > snapshot.made_at and _touches(change) for change in of_kinds),
        )
        for snapshot in known
    ]
    campaign = tx.campaigns.by_id(campaign_id)
    if not _is_more_than_versions(tx, campaign):
        return statuses
    forms = forms_in_use.forms_of(tx, office, campaign)
    kept, present = tx.snapshots.sums(campaign_id), _present(tx, office, campaign, forms)
    return [
        _by_sums(status, forms, kept.get(status.snapshot.id, {}), present) for status in statuses
    ]


def _is_more_than_versions(tx: Transaction, campaign: Campaign) -> bool:
    """Tell whether a total follows from more than which versions count."""
    return works_by_tiers(tx, campaign) or bool(tx.joint.of_campaign(campaign.id))


def _by_sums(
    status: SnapshotStatus,
    forms: Mapping[str, Form],
    kept: Mapping[str, Sums],
    present: Mapping[str, Sums],
) -> SnapshotStatus:
    """Return a snapshot as stale as its sums are, whichever versions were sent since."""
    differ = any(
        cell_changes(form, kept.get(slug, {}), present[slug]) for slug, form in forms.items()
    )
    return replace(status, uses=status.uses if differ else (), sums_differ=differ)


def differences(
    tx: Transaction, office: AppContext, campaign: Campaign, asked: Sequence[SnapshotStatus]
) -> list[SnapshotDifference]:
    """Return the same snapshots with the cells that say something else now."""
    stale = [standing for standing in asked if standing.is_stale]
    cells = _changed_cells(tx, office, campaign, stale) if stale else {}
    return [
        SnapshotDifference(standing, cells.get(standing.snapshot.id, ())) for standing in asked
    ]


def _changed_cells(
    tx: Transaction, office: AppContext, campaign: Campaign, stale: Sequence[SnapshotStatus]
) -> dict[int, tuple[CellChange, ...]]:
    """Return snapshot id -> the cells of today's forms that say something else now."""
    forms = forms_in_use.forms_of(tx, office, campaign)
    kept = tx.snapshots.sums(campaign.id)
    changes = tx.campaigns.form_changes(campaign.id)
    if changes or _is_more_than_versions(tx, campaign):
        now = _present(tx, office, campaign, forms)
        after = {standing.snapshot.id: now for standing in stale}
    else:
        after = _carried_on(tx, campaign, forms, stale, kept)
    found = {}
    for mark in [standing.snapshot for standing in stale]:
        later = [change for change in _of_kinds(changes) if change.at > mark.made_at]
        before = _on_present_forms(campaign, kept.get(mark.id, {}), forms, later)
        found[mark.id] = tuple(
            cell
            for slug, form in forms.items()
            for cell in cell_changes(form, before.get(slug, {}), after[mark.id][slug])
        )
    return found


def _of_kinds(changes: Sequence[FormChange]) -> list[FormChange]:
    """Return the changes of a form for all units of a kind; of single units their own lines tell."""
    return [change for change in changes if not change.units]


def _touches(change: FormChange) -> bool:
    """Tell whether a change of the form alters what is shown of reports sent before."""
    return bool(change.dropped or change.moved)


def _present(
    tx: Transaction, office: AppContext, campaign: Campaign, forms: Mapping[str, Form]
) -> dict[str, Sums]:
    """Return all reports added up as they count now: a form that changed touches every unit."""
    sums = sums_of(reports_sheet(tx, office, campaign))
    return {slug: sums.get(slug, {}) for slug in forms}


def _carried_on(
    tx: Transaction,
    campaign: Campaign,
    forms: Mapping[str, Form],
    stale: Sequence[SnapshotStatus],
    kept: Mapping[int, Mapping[str, Sums]],
) -> dict[int, dict[str, Sums]]:
    """Return snapshot id -> its sums with the changed units' reports replaced: only those are read."""
    wanted = {each for standing in stale for use in standing.uses for each in use.revisions}
    answers = tx.snapshots.answers(campaign.id, wanted)
    return {
        standing.snapshot.id: {
            slug: _replaced(
                kept.get(standing.snapshot.id, {}).get(slug, {}),
                form,
                _of_form(campaign, forms, slug, standing.uses),
                answers,
            )
            for slug, form in forms.items()
        }
        for standing in stale
    }


def _replaced(
    sums: Sums,
    form: Form,
    uses: Sequence[UsedRevision],
    answers: Mapping[int, Mapping[str, Answer]],
) -> Sums:
    """Return a form's sums with each unit's used version taken out and the one that counts put in."""
    own = [(form.for_unit(use.unit_kind), use) for use in uses]
    used = [row_figures(asked, answers[use.used]) for asked, use in own if use.used is not None]
    counts = [
        row_figures(asked, answers[use.counts]) for asked, use in own if use.counts is not None
    ]
    return replaced(sums, form, used, counts)


def _of_form(
    campaign: Campaign, forms: Mapping[str, Form], slug: str, uses: Sequence[UsedRevision]
) -> list[UsedRevision]:
    return [use for use in uses if forms_in_use.form_slug(campaign, forms, use.unit_kind) == slug]


def _on_present_forms(
    campaign: Campaign,
    kept: Mapping[str, Sums],
    forms: Mapping[str, Form],
    later: Sequence[FormChange],
) -> dict[str, Sums]:
    """Return what a snapshot's cells said, under today's forms and codes: a campaign may have taken
    another form in the place of the one it had."""
    gone = [slug for slug in kept if slug not in forms]
    fresh = [slug for slug in forms if slug not in kept]
    places = dict(zip(gone, fresh, strict=False))
    found = {}
    for slug, sums in kept.items():
        slug = places.get(slug, slug)
        for change in later:
            if forms_in_use.form_slug(campaign, forms, change.kind) == slug:
                sums = renumbered(sums, change.moved)
        found[slug] = sums
    return found


# -- telling coordinators -------------------------------------------------------------------------


def tell_if_stale(tx: Transaction, office: AppContext, campaign_id: int, author: Author) -> None:
    """Tell the coordinators, once for each snapshot, if the campaign's latest one no longer fits."""
    for latest in snapshot_statuses(tx, office, campaign_id)[:1]:
        if latest.is_stale:
            _tell(tx, campaign_id, latest.snapshot.number, author)


def tell_outdated(tx: Transaction, after: Submission, author: Author) -> None:
    """Tell the coordinators after a unit's report was sent, sent back or moved: if the campaign's
    latest snapshot used figures that count no more, every coordinator is told, once for each snapshot."""
    mark = tx.snapshots.outrun(after.campaign_id, after.unit_id, after.id)
    if mark is not None:
        _tell(tx, after.campaign_id, mark.number, author)


def _tell(tx: Transaction, campaign_id: int, number: int, author: Author) -> None:
    reply = Reply(say("snapshot.outdated", number=number), urgency=Urgency.NOTICE)
    for seat, person in tx.people.seats_of_unit(campaign_id, None):
        if seat.role is not Role.COORDINATOR:
            continue
        key = f"snapshot:{campaign_id}:{number}:{person.id}"
        for chat in tx.people.addresses(person.id)[:1]:
            tx.messages.put(chat.id, chat.channel, (reply,), author.now, key=key)
