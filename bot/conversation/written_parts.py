"""Parts of a report that are written in words, under titles of their own: in which one somebody writes, and
what is kept. Beside a form they begin with "viết"; where there is no form every word is one of theirs."""

from __future__ import annotations

from collections.abc import Sequence

from bot.conversation.context import ReportContext
from bot.conversation.state import State, Undo
from bot.item_types import item_type
from bot.item_types.base import Takes
from bot.item_types.ledger import beside_report
from bot.locale.say import say
from bot.model.answer import NARRATIVE, Answer, AnswerState, is_words_of_item
from bot.model.campaign_item import CampaignItem
from bot.model.events import AnswerCleared, AnswerRecorded, Change
from bot.model.optional import first
from bot.vietnamese.normalise import unaccented

SHOWN = 300  # signs of a part that are repeated in chat


def written(desk: ReportContext) -> tuple[CampaignItem, ...]:
    """Return the parts that are written in words, in the campaign's order."""
    asked = beside_report(desk.campaign, desk.unit)
    return tuple(each for each in asked if item_type(each).takes is Takes.WORDS)


def current(desk: ReportContext, state: State) -> CampaignItem | None:
    """Return the part that is being written: the one that was begun, else the first without words, else
    the last; None where the campaign asks for none."""
    asked = written(desk)
    begun = first(lambda each: each.key == state.row, asked)
    return begun or first_open(desk, asked) or (asked[-1] if asked else None)


def first_open(desk: ReportContext, asked: Sequence[CampaignItem]) -> CampaignItem | None:
    """Return the first of some parts that has no words."""
    answers = desk.submission.answers
    return first(lambda each: each.answer_code not in answers, asked)


def code_of(asked: CampaignItem | None) -> str:
    """Return under which code the words of a part are kept; the unit's own without one."""
    return asked.answer_code if asked is not None else NARRATIVE


def title_of(desk: ReportContext, code: str) -> str:
    """Return a part's title by the code of its words."""
    found = first(lambda each: each.answer_code == code, written(desk))
    return item_type(found).title(found) if found is not None else say("no_form.row")


def under_titles(desk: ReportContext, text: str) -> tuple[dict[str, str], str]:
    """Return the words of lines that begin with a part's title and a colon ("Khó khăn: thiếu kinh phí"), by
    the code they are kept under, and the other lines."""
    titled = {unaccented(title_of(desk, each.answer_code)): each for each in written(desk)}
    told: dict[str, str] = {}
    others = []
    for line in text.splitlines():
        title, _, words = line.partition(":")
        plain = " ".join(unaccented(title).split()).strip(' “”"-–*')
        part = titled.get(plain.removeprefix("viet ").removeprefix("phan "))
        if part is None or not words.strip():
            others.append(line)
            continue
        told[part.answer_code] = "\n".join(
            filter(None, (told.get(part.answer_code), words.strip()))
        )
    return told, "\n".join(others)


def more_words(
    desk: ReportContext, state: State, code: str, text: str
) -> tuple[State, AnswerRecorded]:
    """Return the fact that a part has one message more, and the state that can take it back."""
    before = desk.submission.answers.get(code)
    whole = text.strip() if before is None else f"{before.text}\n{text.strip()}"
    return words_are(desk, state, code, whole)


def words_are(
    desk: ReportContext, state: State, code: str, whole: str
) -> tuple[State, AnswerRecorded]:
    """Return the fact that a part says this and nothing else."""
    before = desk.submission.answers.get(code)
    fresh = Answer(AnswerState.VALUE, text=whole)
    fact = AnswerRecorded(desk.submission.id, code, fresh, before)
    return state.recorded((Undo(code, before, fresh),)), fact


def taken_back(desk: ReportContext, step: Undo) -> Change:
    """Return the fact that undoes the last words of a part."""
    if step.before is None:
        return AnswerCleared(desk.submission.id, step.code, step.after)
    return AnswerRecorded(desk.submission.id, step.code, step.before, step.after)


def shortened(text: str) -> str:
    """Return a text on one line, cut where it is too long for a chat."""
    flat = " ".join(text.split())
    return flat if len(flat) <= SHOWN else flat[: SHOWN - 1] + "…"


def lines(desk: ReportContext) -> list[str]:
    """Return each part that has words, under its title."""
    kept = desk.submission.answers
    return [
        say("part.line", title=title_of(desk, code), words=shortened(kept[code].text))
        for code in (each.answer_code for each in written(desk))
        if code in kept
    ]


def is_of_part(state: State) -> bool:
    """Return whether the last recording was words of a part."""
    return bool(state.undo) and is_words_of_item(state.undo[0].code)
