"""Forms, units, campaigns and invites: everything a coordinator sets up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from bot.errors import OperatorError
from bot.forms.form_writer import form_to_toml
from bot.item_types.ledger import usual_totals
from bot.locale.say import say
from bot.model.campaign import Campaign, CampaignState
from bot.model.form import Form
from bot.model.form_change import compare
from bot.model.plan import Plan, Reference
from bot.model.unit import Unit
from bot.use_cases.app_context import AppContext
from bot.use_cases.campaigns import trial_runs
from bot.use_cases.campaigns.campaign_file import CampaignFile as CampaignFile
from bot.use_cases.campaigns.campaign_file import read_campaign as read_campaign
from bot.use_cases.campaigns.form_files import keep_template
from bot.use_cases.campaigns.unit_registry import body_named, keep_listed
from bot.use_cases.papers import consultations
from bot.use_cases.reminding import reminder_schedule
from bot.use_cases.reminding.opening import tell_opened
from bot.use_cases.turns.file_store import keep_own_file
from storage import Transaction


def create_campaign(
    tx: Transaction, office: AppContext, file: CampaignFile, accept_changes: bool = False
) -> Campaign:
    """Keep a campaign with its forms and units as a draft; OperatorError when the slug is taken, or
    when its list calls a known unit otherwise and nobody has accepted that."""
    _check_names(tx, file.campaign)
    for slug, form in file.forms:
        _keep_form(tx, office, file, slug, form)
    body = body_named(tx, file.campaign.body)
    keep_listed(tx, file.units, body, accept_changes, file.campaign.period_start)
    codes = {unit.code: unit.id for unit in tx.campaigns.units(body)}
    paths = {name: keep_own_file(office.folder, path) for name, path in file.beside}
    named = tuple(each for each in file.campaign.asked_items if not each.is_usual_total)
    totals = usual_totals(named, file.units)
    asked = (*named, *totals, *consultations.items_of(file.consultation))
    plan = _with_paths(file.campaign.plan, paths)
    kept = replace(file.campaign, body=body, plan=plan, asked_items=asked)
    campaign_id = tx.campaigns.create(kept, file.source, office.now())
    tx.submissions.open_all(campaign_id, [codes[unit.code] for unit in file.units])
    if file.upward is not None:
        until, phrase = file.upward.deadline.last_instant, file.upward.deadline.phrase
        tx.campaigns.set_upward(campaign_id, phrase, until, file.upward.receivers)
    if file.consultation is not None:
        draft = _kept(file.consultation.draft, paths)
        consultation = replace(file.consultation, draft=draft)
        tx.campaigns.set_consultation(campaign_id, consultation)
        consultations.add_recipients(tx, body, campaign_id, consultation)
    return replace(kept, id=campaign_id)


def _check_names(tx: Transaction, campaign: Campaign) -> None:
    """Raise OperatorError where the slug is taken, or the campaign before is not known."""
    if tx.campaigns.by_slug(campaign.slug) is not None:
        raise OperatorError(say("campaign.exists", slug=campaign.slug))
    if campaign.previous and tx.campaigns.by_slug(campaign.previous) is None:
        raise OperatorError(say("campaign.no_previous", slug=campaign.previous))


def _with_paths(plan: Plan, paths: Mapping[str, str]) -> Plan:
    return replace(plan, references=tuple(_kept(each, paths) for each in plan.references))


def _kept(file: Reference, paths: Mapping[str, str]) -> Reference:
    """Return a file that was read beside the campaign as it is kept in the data folder."""
    return replace(file, path=paths[file.path])


def _keep_form(
    tx: Transaction, office: AppContext, file: CampaignFile, slug: str, form: Form
) -> None:
    """Keep a form with its template. A form of the same name with other rows would change the
    campaigns that use that name."""
    known = office.shelf.get(tx, slug)
    differs = known is not None and not compare(known, form).is_nothing
    if differs and any(slug in dict(other.forms).values() for other in tx.campaigns.all()):
        where = dict(file.form_files).get(slug, slug)
        raise OperatorError(say("form_change.slug_taken", file=where, slug=slug))
    tx.campaigns.keep_form(slug, form_to_toml(form), office.now())
    source = dict(file.form_files).get(slug)
    if source is not None:
        keep_template(office.folder, slug, source)


def find_campaign(tx: Transaction, slug: str) -> Campaign:
    """Return the campaign of a slug; OperatorError names the known ones."""
    found = tx.campaigns.by_slug(slug)
    if found is None:
        known = ", ".join(campaign.slug for campaign in tx.campaigns.all()) or "–"
        raise OperatorError(say("campaign.unknown", slug=slug, known=known))
    return found


def open_campaign(tx: Transaction, office: AppContext, slug: str) -> Campaign:
    """Open a campaign: people may join and answer from now on, reminders are planned. The first opening
    tells whoever joined before, and sends the draft that comments are asked about."""
    campaign = find_campaign(tx, slug)
    if campaign.state is not CampaignState.OPEN:
        tx.campaigns.set_state(campaign.id, CampaignState.OPEN, office.now())
        opened = replace(campaign, state=CampaignState.OPEN)
        if campaign.state is CampaignState.DRAFT:
            tell_opened(tx, office, campaign, tried=trial_runs.discard_trial(tx, office, campaign))
            author = office.command_author()
            consultations.send_at_opening(tx, opened, author)
        reminder_schedule.plan_campaign(tx, office, opened)
        return opened
    return campaign


def drop_campaign(tx: Transaction, office: AppContext, slug: str) -> Campaign:
    """Let a campaign that was never opened be gone, with a trial of it, so that it can be set up anew under
    its name; OperatorError for one that was opened."""
    campaign = find_campaign(tx, slug)
    if campaign.state is not CampaignState.DRAFT:
        raise OperatorError(say("drop.opened", slug=slug))
    trial_runs.discard_trial(tx, office, campaign)
    trial_runs.empty(tx, office, campaign)
    return replace(campaign, state=CampaignState.CLOSED)


def close_campaign(tx: Transaction, office: AppContext, slug: str) -> Campaign:
    """Return no more answers and no more reminders; everything stays readable. OperatorError for a campaign
    that was never opened: opened later, it would be taken for one that goes on."""
    campaign = find_campaign(tx, slug)
    if campaign.state is CampaignState.DRAFT:
        raise OperatorError(say("finish.never_opened", slug=slug))
    tx.campaigns.set_state(campaign.id, CampaignState.CLOSED, office.now())
    tx.reminders.cancel(campaign.id, None, office.now())
    return replace(campaign, state=CampaignState.CLOSED)


def finish_campaign(tx: Transaction, office: AppContext, slug: str) -> Campaign:
    """End a campaign's reminders; reports stay readable, and the coordinator can still correct them."""
    campaign = find_campaign(tx, slug)
    if campaign.state is CampaignState.DRAFT:
        raise OperatorError(say("finish.never_opened", slug=slug))
    if campaign.state is CampaignState.CLOSED:
        raise OperatorError(say("finish.closed", slug=slug))
    tx.campaigns.set_state(campaign.id, CampaignState.FINISHED, office.now())
    tx.reminders.cancel(campaign.id, None, office.now())
    return replace(campaign, state=CampaignState.FINISHED)


def reopen_campaign(tx: Transaction, office: AppContext, slug: str) -> Campaign:
    """Take a finished (or closed) campaign up again; steps that are still to come are planned."""
    if find_campaign(tx, slug).state is CampaignState.DRAFT:
        raise OperatorError(say("finish.never_opened", slug=slug))
    return open_campaign(tx, office, slug)


def find_unit(tx: Transaction, campaign: Campaign, code: str) -> Unit:
    """Return a unit of the campaign by its code."""
    found = tx.campaigns.asked(campaign.id, code)
    if found is None:
        raise OperatorError(say("unit.unknown", code=code, slug=campaign.slug))
    return found
