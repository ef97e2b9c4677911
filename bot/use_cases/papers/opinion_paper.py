"""The Word document of a consultation: what the submission letter says, the table, what was changed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from bot.exports.issuer import collecting_office
from bot.exports.opinions_docx import OpinionSheet, write_opinions
from bot.imports.plan_file import open_plan
from bot.locale.opinion_words import silence_words
from bot.plans.text_changes import TextChange, text_changes
from bot.use_cases.app_context import AppContext
from bot.use_cases.campaigns.campaign_setup import find_campaign
from bot.use_cases.papers.consultations import consultation_of, facts_of, ledger_of, why_silent
from bot.use_cases.papers.letters_out import inviting_letter
from bot.use_cases.papers.made_bytes import bytes_of
from storage import Transaction


def write_opinion_paper(
    tx: Transaction,
    office: AppContext,
    slug: str,
    final: Path | None,
    letter: tuple[str, date | None],
) -> bytes:
    """Return the document. `letter` is the number and the day of the letter that asked for comments, where
    the register's is not the one; the draft is compared with the `final` text where there is one. Raises
    OperatorError and FileRefused."""
    now = office.now().astimezone(office.tz)
    campaign = find_campaign(tx, slug)
    asked = consultation_of(tx, campaign)
    facts = facts_of(tx, campaign.id)
    number, issued = letter
    kept = inviting_letter(tx, campaign)
    changes: list[TextChange] = []
    if final is not None:
        draft = open_plan(office.folder / asked.draft.path)
        changes = text_changes([b.text for b in draft], [b.text for b in open_plan(final)])
    sheet = OpinionSheet(
        title=campaign.title,
        letter=replace(kept, number=number or kept.number, issued=issued or kept.issued),
        issuer=collecting_office(campaign.issuer, campaign.receiver),
        lines=ledger_of(tx, campaign, now),
        at=now,
        why_silent=silence_words(why_silent(asked, facts)),
        changes=changes,
    )
    return bytes_of(write_opinions, sheet)
