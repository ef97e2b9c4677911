"""How a phrase would be read as the answer to a row, without storing anything."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from bot.errors import UsageError
from bot.locale.clarifications import ask_back
from bot.locale.say import say
from bot.model.answer import NO_ANSWER, Answer, AnswerState, Part, further
from bot.model.form import FIRST_CELLS, Form, Indicator
from bot.reading import Ambiguous, Reading, Understood, read_asked
from bot.reading.report import read_many
from bot.reading.trace import trace_answer
from bot.row_types import row_type
from bot.vietnamese.spell import money_in_words


def read_phrase(form: Form, code: str, text: str) -> dict[str, Any]:
    """Return one phrase as code, text, outcome, count, people, amount_in_words, note, question, proposal.

    `outcome` is ok, ask, reject, nil, not_applicable or pending; figures are only set where they
    would be stored. Raises UsageError where the form has no such row.
    """
    row = form.find(code)
    if row is None:
        raise UsageError(say("doubt.no_such_row", code=code))
    reading = read_asked(form, row, text)
    return {"code": row.code, "text": text, **describe(row, reading)}


def why_phrase(form: Form, code: str, text: str) -> dict[str, Any]:
    """Return how a phrase was read: tokens, numbers with what explains them, doubts, decision."""
    row = form.find(code)
    if row is None:
        raise UsageError(say("doubt.no_such_row", code=code))
    return asdict(trace_answer(row, text))


def read_report(form: Form, text: str, *, why: bool = False) -> dict[str, Any]:
    """Return a message with many rows as `{rows: [{code, outcome, count, people, …}], not_understood}`."""
    many = read_many(form, text)
    rows = (*many.rows, *many.totals)
    found = [
        {"code": row_read.row.code, **describe(row_read.row, row_read.reading)}
        for row_read in rows
    ]
    if why:
        for known, row_read in zip(found, rows, strict=True):
            known["why"] = asdict(trace_answer(row_read.row, row_read.text))
    return {
        "rows": found,
        "not_understood": list(many.not_understood),
        "unused": [*many.unused, *many.not_understood],
    }


def describe(row: Indicator, reading: Reading) -> dict[str, Any]:
    """Return a reading as plain values, without code and text."""
    answer = reading.answer if isinstance(reading, Understood) else None
    given = answer or NO_ANSWER
    return {
        "outcome": outcome_of(reading),
        "count": given.count,
        "people": given.people,
        "amount_in_words": _amount_in_words(row, answer),
        "note": given.note or given.text or None,
        "question": ask_back(row, reading) or None,
        "proposal": _proposal(reading),
        "unused": [*reading.unused, *reading.left],
        "parts": list(map(asdict, _parts(reading))),
        **({"cells": dict(given.cells)} if given.cells else {}),
    }


def outcome_of(reading: Reading) -> str:
    """Return the one word for a reading."""
    if isinstance(reading, Ambiguous):
        return "ask"
    if not isinstance(reading, Understood):
        return "reject"
    state = reading.answer.state
    return "ok" if state is AnswerState.VALUE else state.value


def _amount_in_words(row: Indicator, answer: Answer | None) -> str | None:
    if not row_type(row).counts_money or answer is None or answer.count is None:
        return None
    return money_in_words(answer.count)


def _parts(reading: Reading) -> tuple[Part, ...]:
    """Return the named shares of the figure that is read or offered."""
    if isinstance(reading, Understood):
        return reading.answer.parts
    offered = reading.candidates[:1] if isinstance(reading, Ambiguous) else ()
    return offered[0].parts if offered else ()


def _proposal(reading: Reading) -> dict[str, Any] | None:
    """Figures that may be offered: the first candidate's, or the half that is known."""
    if not isinstance(reading, Ambiguous):
        return None
    known = reading.candidates[0].figures if reading.candidates else dict(reading.proposed)
    if not known:
        return None
    first = {str(cell): known.get(cell) for cell in FIRST_CELLS}
    return {**first, "cells": dict(further(known))} if further(known) else first
