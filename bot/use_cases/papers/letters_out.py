"""Letters of the register that are no report: asking for comments on a draft, urging late units; and the
register itself as a paper."""

from __future__ import annotations

from collections.abc import Sequence

from bot.exports.invitation_letter import InvitationSheet, write_invitation
from bot.exports.issuer import collecting_office
from bot.exports.register_docx import RegisterSheet, write_register
from bot.exports.reminder_letter import write_campaign
from bot.locale.opinion_words import InvitingLetter
from bot.locale.say import say
from bot.model.campaign import Campaign
from bot.model.paper import Paper, PaperKind
from bot.use_cases.app_context import AppContext
from bot.use_cases.campaigns.campaign_setup import find_campaign
from bot.use_cases.papers.consultations import consultation_of
from bot.use_cases.papers.made_bytes import bytes_of
from bot.use_cases.papers.outgoing import MadePaper, marked, registered
from bot.use_cases.reminding.reminder_letter_data import letter_sheet
from storage import Store, Transaction


def make_invitation(store: Store, office: AppContext, slug: str) -> MadePaper:
    """Register the letter that asks for comments on the campaign's draft. Raises OperatorError where no
    draft is asked about."""
    with store.reading() as tx:
        campaign = find_campaign(tx, slug)
        asked = consultation_of(tx, campaign)
    names = tuple(recipient.name for recipient in asked.recipients)
    sheet = InvitationSheet(
        title=campaign.title,
        issuer=collecting_office(campaign.issuer, campaign.receiver),
        text=asked.text,
        until="" if asked.phrase in asked.text else asked.phrase,
        draft=asked.draft.name,
        recipients=names,
        at=office.now().astimezone(office.tz),
    )
    made = bytes_of(write_invitation, sheet)
    return _kept(store, office, campaign, PaperKind.INVITATION, names, made)


def make_reminder(store: Store, office: AppContext, slug: str) -> MadePaper:
    """Register the letter to the units that are late. Raises OperatorError where nobody is."""
    with store.reading() as tx:
        campaign = find_campaign(tx, slug)
        sheet = letter_sheet(tx, office, campaign, office.now())
    names = [unit.name for unit in sheet.units]
    made = bytes_of(write_campaign, sheet)
    return _kept(store, office, campaign, PaperKind.REMINDER, names, made)


def _kept(
    store: Store,
    office: AppContext,
    campaign: Campaign,
    kind: PaperKind,
    names: Sequence[str],
    made: bytes,
) -> MadePaper:
    """Register a letter to everybody who is named, and return it."""
    to = say("letter.inviting.to_count", count=len(names)) if len(names) > 1 else "".join(names)
    fresh = Paper(0, campaign.body, campaign.id, kind, campaign.title, to, "", "", office.now())
    (kept,) = registered(store, [marked(office, fresh, made)])
    return kept


def inviting_letter(tx: Transaction, campaign: Campaign) -> InvitingLetter:
    """Return the letter that asked for comments, with what was typed in about the last one of the
    register."""
    sent = [
        each for each in tx.papers.of_campaign(campaign.id) if each.kind is PaperKind.INVITATION
    ]
    issuer = collecting_office(campaign.issuer, campaign.receiver).name
    if not sent:
        return InvitingLetter(issuer)
    return InvitingLetter(issuer, sent[-1].number, sent[-1].issued)


def register_paper(tx: Transaction, office: AppContext, slug: str) -> bytes:
    """Return a campaign's outgoing register as a Word document."""
    campaign = find_campaign(tx, slug)
    papers = tx.papers.of_campaign(campaign.id)
    at = office.now().astimezone(office.tz)
    issuer = collecting_office(campaign.issuer, campaign.receiver)
    return bytes_of(write_register, RegisterSheet(campaign.title, issuer, papers, at))
