"""The one precise question that follows from a reading that is not certain."""

from __future__ import annotations

from bot.domain.answer import Answer
from bot.domain.form import Indicator
from bot.questions import echo_answer
from bot.questions.base import Ambiguous, Unclear
from bot.wording.say import say


def doubt_sentence(row: Indicator, reading: Ambiguous | Unclear) -> str:
    """What is doubtful and, where there is one, the proposal with its units."""
    details = dict(reading.details)
    sentence = say(f"doubt.{reading.reason}", **{"code": row.code, "word": "", **details})
    if isinstance(reading, Ambiguous) and reading.candidates:
        proposal = echo_answer(row, reading.candidates[0])
        sentence += " " + say("doubt.proposal", code=row.code, figures=proposal)
    return sentence


def range_sentence(row: Indicator, answer: Answer) -> str:
    """A figure far outside what is plausible: look again before it is stored."""
    return say("confirm.range", line=f"{row.code}: {echo_answer(row, answer)}")
