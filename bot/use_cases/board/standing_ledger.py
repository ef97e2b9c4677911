"""Duties and lists of a campaign's units as tables show them, and as a coordinator enters them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from bot.errors import OperatorError
from bot.item_types import item_type, ledger
from bot.locale.board_text import source_words
from bot.locale.say import say
from bot.model.answer import Answer, AnswerState
from bot.model.campaign import Campaign, CampaignState
from bot.model.campaign_item import CampaignItem
from bot.model.events import AnswerRecorded
from bot.model.optional import first
from bot.model.submission import Submission
from bot.model.unit import Unit
from bot.reading.entry_lines import EntryList, read_entries
from bot.use_cases.app_context import AppContext
from bot.use_cases.campaigns.campaign_setup import find_campaign, find_unit
from bot.use_cases.turns.process_message import apply_changes
from storage import Author, Transaction

SHOWN = ("duty", "entries")


def standing_items(tx: Transaction, office: AppContext, slug: str) -> list[dict[str, Any]]:
    """Return every duty and list with what has come of it."""
    campaign = find_campaign(tx, slug)
    found = []
    for unit in tx.campaigns.members(campaign.id):
        own = tx.submissions.of_unit(campaign.id, unit.id)
        for asked in _asked_of(campaign, unit) if own is not None else ():
            assert own is not None
            found.append(_as_plain(office, unit, asked, own))
    return found


def standing_in_words(tx: Transaction, office: AppContext, slug: str) -> list[dict[str, Any]]:
    """Return the same for people: where each is known from in words, "" where it was said in chat."""
    found = standing_items(tx, office, slug)
    for each in found:
        known = each["source"]
        each["source"] = source_words(Answer(AnswerState.VALUE, source=known) if known else None)
    return found


def _asked_of(campaign: Campaign, unit: Unit) -> list[CampaignItem]:
    return [each for each in ledger.asked_of(campaign, unit) if each.type in SHOWN]


def _as_plain(
    office: AppContext, unit: Unit, asked: CampaignItem, own: Submission
) -> dict[str, Any]:
    kept = own.answers.get(asked.answer_code)
    row = own.answers.get(asked.row)
    said = (kept.text, kept.source) if kept is not None else (None, None)
    listed = read_entries((said[0] or "") if asked.type == "entries" else "")
    return {
        "unit_code": unit.code,
        "unit_name": unit.called,
        "key": asked.key,
        "item": asked.type,
        "title": item_type(asked).title(asked),
        "due": asked.due.astimezone(office.tz).isoformat() if asked.due is not None else None,
        "state": "done" if kept is not None else _still_owed(office, asked),
        "text": said[0],
        "source": said[1],
        **_totals(listed),
        "row": asked.row or None,
        "row_count": row.count if row is not None else None,
    }


def _totals(listed: EntryList) -> dict[str, Any]:
    return {
        "entries": [*map(asdict, listed.entries)],
        "money": listed.money,
        "people": listed.people,
        "coming": listed.coming,
    }


def _still_owed(office: AppContext, asked: CampaignItem) -> str:
    """Return how something that nobody has done yet stands."""
    return "late" if asked.due is not None and office.now() > asked.due else "open"


def _lengthened(before: Answer | None, text: str) -> str:
    """Return a list with the lines that are added; raise OperatorError for one that is not clear."""
    unclear = read_entries(text).unclear
    if unclear:
        raise OperatorError(say("entries.refused", line=unclear[0]))
    return f"{before.text}\n{text}" if before is not None else text


def enter_item(
    tx: Transaction,
    office: AppContext,
    slug: str,
    place: Sequence[str],
    words: tuple[str, str],
    author: Author | None = None,
) -> str:
    """Store what a unit has done, or lines of its list, on its behalf; `place` is (unit's code, item's
    key), `words` (what was done, where that is known from). Return what was stored; raise OperatorError
    for an item that the unit does not owe, and for lines that are not clear."""
    code, key = place
    campaign = find_campaign(tx, slug)
    if campaign.state is CampaignState.CLOSED:
        raise OperatorError(say("act.closed", campaign=campaign.title))
    unit = find_unit(tx, campaign, code)
    own = tx.submissions.of_unit(campaign.id, unit.id)
    asked = first(lambda each: each.key == key, _asked_of(campaign, unit))
    if own is None or asked is None:
        known = ", ".join(each.key for each in _asked_of(campaign, unit)) or "–"
        raise OperatorError(say("standing.unknown", unit=unit.called, key=key, known=known))
    text, source = words
    before = own.answers.get(asked.answer_code)
    if asked.type == "entries":
        text = _lengthened(before, text)
    said = say("board_page.entered_for", source=source)
    answer = Answer(AnswerState.VALUE, text=text, source=said)
    fact = AnswerRecorded(own.id, asked.answer_code, answer, before)
    apply_changes(tx, office, [fact], author or office.command_author())
    title = item_type(asked).title(asked)
    return say("standing.entered", unit=unit.called, title=title, words=text)
