"""A campaign's reports as totals are made from them: a sheet for each form, each unit with what counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from bot.exports.sheet_data import CampaignSheet
from bot.figures.branch_totals import as_sent, with_standings
from bot.figures.rollup import Counted, UnitReport
from bot.figures.sums import add_up
from bot.item_types import ledger
from bot.item_types.total import TotalType
from bot.model.campaign import Campaign
from bot.model.form import Form
from bot.model.joint_activity import JointActivity
from bot.model.snapshot import Sums
from bot.model.unit import Unit
from bot.model.unit_tree import unit_tree
from bot.use_cases.app_context import AppContext
from bot.use_cases.campaigns.campaign_days import deadlines_in_words
from bot.use_cases.campaigns.form_templates import load_template
from bot.use_cases.campaigns.forms_in_use import form_slug, forms_of, written_rows
from storage import BranchVersions, KeptVersion, Transaction, UnitRecord


def reports_sheet(tx: Transaction, office: AppContext, campaign: Campaign) -> CampaignSheet:
    """Return a campaign's units with what they last sent, a sheet for each form; where it works by tiers with
    what was accepted, and with what the total takes of each."""
    by_tiers = works_by_tiers(tx, campaign)
    counted = tx.branches.versions(campaign.id) if by_tiers else {}
    reports = _unit_reports(tx, campaign, counted)
    placed = with_standings(reports) if by_tiers else map(as_sent, reports)
    return _sheet(tx, office, campaign, tuple(placed), reports)


def branch_sheet(
    tx: Transaction, office: AppContext, campaign: Campaign, top: str
) -> CampaignSheet:
    """Return a unit and those below it with what they sent and what was accepted, on the forms of the whole
    campaign; nothing is read of other units. KeyError where the campaign has no such unit."""
    members = tx.campaigns.members(campaign.id)
    inside = set(unit_tree(members).branch(top))
    ids = [unit.id for unit in members if unit.code in inside]
    counted = tx.branches.versions(campaign.id, ids)
    return _sheet(tx, office, campaign, _unit_reports(tx, campaign, counted, ids), members)


def _sheet(
    tx: Transaction,
    office: AppContext,
    campaign: Campaign,
    reports: Sequence[UnitReport],
    members: Sequence[Unit | UnitReport],
) -> CampaignSheet:
    """Return units' reports on the forms that any unit of the campaign (`members`) reports on."""
    forms = forms_of(tx, office, campaign)
    in_use = {form_slug(campaign, forms, unit.kind) for unit in members}
    units: dict[str, list[UnitReport]] = {slug: [] for slug in forms}
    for unit in reports:
        units[form_slug(campaign, forms, unit.kind)].append(unit)
    wanted = [slug for slug in forms if slug in in_use] or list(forms)[:1]
    first, *more = [_part(office, campaign, forms[slug], tuple(units[slug])) for slug in wanted]
    joint = _joint_among(tx, campaign, {unit.code for unit in members})
    return replace(first, more=tuple(map(_of_own_kinds, more)), joint=joint)


def _joint_among(
    tx: Transaction, campaign: Campaign, there: set[str]
) -> tuple[JointActivity, ...]:
    """Return the activities that are counted once, with those of their units that are in the campaign."""
    settled = tx.joint.settled(campaign.id)
    return tuple(kept for each in settled if (kept := each.among(there)) is not None)


def _of_own_kinds(part: CampaignSheet) -> CampaignSheet:
    """Return a sheet that says of which kinds of units it is."""
    return replace(part, kinds=tuple(dict.fromkeys(unit.kind for unit in part.units)))


def sums_of(sheet: CampaignSheet) -> dict[str, Sums]:
    """Return form -> the sums of all its rows, of what the total takes of each unit; what several units did
    together counts once."""
    return {
        part.form.slug: add_up(
            part.form,
            (unit.as_added().figures_in(part.form) for unit in part.units if unit.is_counted),
        )
        for part in sheet.by_form or (sheet.grand,)
    }


def works_by_tiers(tx: Transaction, campaign: Campaign) -> bool:
    """Return whether totals of branches are owed or were handed up in a campaign, so that only what was
    accepted counts in them."""
    is_owed = any(
        asked.type == TotalType.name and not asked.is_usual_total for asked in campaign.asked_items
    )
    return is_owed or tx.branches.has_totals(campaign.id)


def _unit_reports(
    tx: Transaction,
    campaign: Campaign,
    versions: Mapping[int, BranchVersions],
    unit_ids: Sequence[int] | None = None,
) -> list[UnitReport]:
    """Return what each unit (or the named ones) sent last, with the versions of it that count in a tree. Its
    words are its own, also where the total that it handed up stands in the place of its figures."""
    sent = tx.views.sent_answers(campaign.id, unit_ids)
    written = [row.code for row in written_rows(campaign)]
    words = tx.views.sent_words(campaign.id, written, unit_ids) if written else {}
    found = []
    for view in tx.views.board(campaign.id, unit_ids):
        kept = versions.get(view.submission_id, BranchVersions())
        answers = sent.get(view.submission_id, {})
        if kept.total is not None:
            answers = kept.total.answers
        if written:
            figures = {code: each for code, each in answers.items() if code not in written}
            answers = {**figures, **words.get(view.submission_id, {})}
        unit = _report(campaign, view, answers)
        found.append(replace(unit, own=_counted(kept.own), handed=_counted(kept.total)))
    return found


def _counted(kept: KeptVersion | None) -> Counted | None:
    if kept is None:
        return None
    return Counted(kept.id, kept.answers, kept.version, kept.at, kept.accepted)


def made_from(
    tx: Transaction, campaign: Campaign, sheet: CampaignSheet
) -> dict[int, tuple[UnitReport, ...]]:
    """Return for each total that was handed up (by its number) the figures it was made from, each under
    the unit whose own they are, by the rows of all forms."""
    totals = {unit.handed.id for unit in sheet.all_units if unit.handed is not None}
    if not totals:
        return {}
    sources = tx.branches.sources(totals)
    owners = tx.branches.units_of({source for used in sources.values() for source in used})
    answers = tx.snapshots.answers(campaign.id, owners)
    codes = {view.submission_id: view.unit.code for view in tx.views.board(campaign.id)}
    reports = {
        source: sheet.as_given(codes[owner], source, answers[source])
        for source, owner in owners.items()
    }
    known = {total: filter(reports.get, used) for total, used in sources.items()}
    return {total: tuple(map(reports.__getitem__, used)) for total, used in known.items()}


def _part(
    office: AppContext,
    campaign: Campaign,
    form: Form,
    units: tuple[UnitReport, ...],
) -> CampaignSheet:
    return CampaignSheet(
        slug=campaign.slug,
        title=campaign.title,
        form=form,
        units=units,
        generated_at=office.now().astimezone(office.tz),
        year=campaign.period_end.year,
        issuer=campaign.issuer,
        receiver=campaign.receiver,
        deadline_words=deadlines_in_words(office, campaign),
        period=(campaign.period_start, campaign.period_end),
        folder=office.folder,
        tz=office.tz,
        template=load_template(office.folder, form),
        plan=campaign.plan,
        written=written_rows(campaign) if form.slug else (),
    )


def _report(campaign: Campaign, view: UnitRecord, answers: Any) -> UnitReport:
    return UnitReport(
        unit_code=view.unit.code,
        unit_name=view.unit.called,
        listed_as=view.unit.name,
        kind=view.unit.kind,
        state=view.standing,
        version=view.version,
        submitted_at=view.submitted_at,
        late_days=view.late_days,
        answers=answers,
        photos=view.photos,
        contacts=tuple(person.name for person in view.contacts),
        answered=view.answered,
        draft=view.draft,
        parent=view.unit.parent,
        is_awaited=ledger.is_awaited(campaign, view.unit),
    )
