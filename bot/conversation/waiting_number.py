"""Words while several figures wait that are none of them: a number alone is the new figure of the row that
was told last, or it is asked whose it is; anything else was not understood."""

from __future__ import annotations

import re
from itertools import compress, filterfalse
from operator import not_

from bot.conversation import bulk_confirm, corrections, prompts
from bot.conversation.context import ReportContext, Turn
from bot.conversation.examples import say_for
from bot.conversation.phrase_forms import Piece, courtesies_in, pieces_of
from bot.conversation.state import State
from bot.locale.say import say
from bot.model.answer import Answer, AnswerState
from bot.model.changing import replace
from bot.model.form import Indicator
from bot.reading import Ambiguous, Understood, read_answer
from bot.reading.prose import rows_named
from bot.vietnamese.normalise import clean, is_plain
from bot.vietnamese.tokens import tokenise

_NUMBER = re.compile(r"[0-9]+(?:[.,][0-9]+)*")
_TELLING = frozenset({
    "a", "chi", "chinh", "co", "con", "dung", "ghi", "la", "lai", "moi", "nham", "nhap", "phai", "sai", "so",
    "thanh", "thi", "thoi", "u", "xac",
})  # fmt: skip


def hear(desk: ReportContext, state: State, text: str) -> Turn:
    """Answer words while the echo waits: it is not forgotten, and nothing is stored."""
    number = number_alone(text)
    if number:
        return _of_row_told_last(desk, state, number) or _ask_whose(desk, state, number)
    told = _of_row_named(desk, state, text)
    return told or Turn(state, (), (prompts.ask_waiting(desk, state, say("batch.waiting")),))


def _ask_whose(desk: ReportContext, state: State, number: str) -> Turn:
    told = say_for(desk.form, "batch.whose_number", number=number)
    asked = prompts.ask_waiting(desk, state, told)
    fixes = bulk_confirm.fixes(desk, state)
    return Turn(state, (), (replace(asked, choices=(*asked.choices, *fixes)),))


def number_alone(text: str) -> str:
    """Return the number of a message that only says it: "dạ 22 ạ", "em ghi 159 nhé"; "" for others."""
    pieces = pieces_of(text)
    said = compress(pieces, map(not_, courtesies_in(pieces)))
    kept = filterfalse(_is_telling, said)
    number = _NUMBER.fullmatch(" ".join(text[piece.start : piece.end] for piece in kept))
    return number[0] if number else ""


def _is_telling(piece: Piece) -> bool:
    return piece.key in _TELLING


def _of_row_told_last(desk: ReportContext, state: State, number: str) -> Turn | None:
    """Return a number as the new figure of the only row that the last message told, where that has one."""
    row = _told_last(desk, state)
    if row is None:
        return None
    match read_answer(row, number):
        case Understood(answer=found, check=""):
            return _shown(desk, state, row, found)
    return None


def _told_last(desk: ReportContext, state: State) -> Indicator | None:
    """Return the only row with a figure that the last of the messages which wait told."""
    last = max(dict(state.origins).values(), default=0)
    waiting = dict(state.proposal)
    told = [
        code
        for code, came in state.origins
        if (came, waiting[code].state) == (last, AnswerState.VALUE)
    ]
    return desk.the_form.by_code[told[0]] if len(told) == 1 else None


def _of_row_named(desk: ReportContext, state: State, text: str) -> Turn | None:
    """Return one figure ("à nhầm, thể thao 130 người") as new beside the other one that waits for the only
    row that the words name."""
    said = corrections.behind_opening(clean(text))
    named = set(rows_named(desk.the_form, tokenise(said), plain=is_plain(said)))
    waiting = dict(state.proposal)
    if len(named) != 1 or not named <= waiting.keys():
        return None
    row = desk.the_form.by_code[named.pop()]
    reading = read_answer(row, said)
    found = reading.completed(waiting[row.code]) if isinstance(reading, Ambiguous) else None
    return _shown(desk, state, row, found) if found is not None else None


def _shown(desk: ReportContext, state: State, row: Indicator, found: Answer) -> Turn:
    """Return the figures that wait with one row's new ones, and the old ones beside them."""
    waits = prompts.figures(row, dict(state.proposal)[row.code])
    told = say("correct.propose", line=prompts.echo(row, found))
    told += say("confirm.in_place_of", figures=waits)
    return bulk_confirm.propose_rows(desk, state, (*state.proposal, (row.code, found)), head=told)
