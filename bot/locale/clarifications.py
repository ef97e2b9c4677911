"""The one precise question that follows from a reading that is not certain."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.locale.say import say
from bot.model.answer import Answer
from bot.model.form import Cell, Form, Indicator
from bot.reading import Ambiguous, Reading, Unclear, Understood, echo_answer
from bot.reading.unmatched_codes import missing_code
from bot.row_types import row_type
from bot.vietnamese.normalise import one_line
from bot.vietnamese.spell import grouped

MOST_NOTE = 80  # characters


def doubt_sentence(row: Indicator, reading: Ambiguous | Unclear) -> str:
    """Return what is doubtful, what was not used and, where there is one, the proposal."""
    sentence = say(f"doubt.{reading.reason}", **_places(row, reading))
    told = unused_sentence([text for text in reading.unused if text not in sentence])
    sentence = f"{_ended(sentence)} {told}" if told else sentence
    if isinstance(reading, Ambiguous) and reading.candidates:
        return f"{_ended(sentence)} {proposal_sentence(row, reading.candidates[0])}"
    if isinstance(reading, Ambiguous) and reading.proposed:
        return f"{say('doubt.propose_half', answer=_half(row, reading.proposed))} {sentence}"
    return sentence


def _ended(sentence: str) -> str:
    """Return a sentence with its full stop, also where it ends with an example."""
    return sentence if sentence.endswith((".", "?")) else f"{sentence}."


def unused_sentence(unused: Sequence[str]) -> str:
    """Return one sentence about numbers that no row used, as they were typed; "" for none."""
    return say("doubt.unused", said=", ".join(unused)) if unused else ""


def lost(form: Form, piece: str) -> str:
    """Return the line about a piece of a message that was not understood, with the reason where its row
    is none of the form's."""
    code = missing_code(form, piece)
    if code:
        key = "batch.not_asked" if code in form.left_out else "batch.no_such_row"
        return say(key, code=code, text=piece)
    return say("batch.lost", text=piece)


def no_row(form: Form, code: str) -> str:
    """Return that a form has no such row, or that it does not ask it of this unit."""
    return say("jump.not_asked" if code in form.left_out else "jump.unknown", code=code)


def range_sentence(row: Indicator, answer: Answer) -> str:
    """Return a figure far outside what is plausible: look again before it is stored."""
    return say("confirm.range", line=_line(row, answer))


def ask_back(row: Indicator, reading: Reading) -> str:
    """Return all that is said about a reading in one text; "" where nothing needs to be said.

    With a complete proposal it ends with the words that store it.
    """
    if isinstance(reading, Understood):
        if reading.check == "range":
            return range_sentence(row, reading.answer)
        return say("doubt.check_year", answer=_line(row, reading.answer)) if reading.check else ""
    sentence = doubt_sentence(row, reading)
    if isinstance(reading, Ambiguous) and reading.candidates:
        return f"{sentence} {say('confirm.type_yes')}"
    return sentence


def ask_plainly(row: Indicator, reading: Reading) -> str:
    """Return what is said about a reading, without a candidate that a yes would store."""
    if isinstance(reading, Ambiguous):
        reading = replace(reading, candidates=())
    return ask_back(row, reading)


def proposal_sentence(row: Indicator, answer: Answer) -> str:
    """Return the question whether this answer shall be stored."""
    return say("doubt.propose", answer=_line(row, answer))


def _line(row: Indicator, answer: Answer) -> str:
    """Return all that a yes would store: the remark too."""
    note = say("echo.note", note=one_line(answer.note, MOST_NOTE)) * bool(answer.note)
    return f"{row.code}: {echo_answer(row, answer)}{note}"


def _half(row: Indicator, proposed: Sequence[tuple[Cell, int]]) -> str:
    """Return the figures that are known and those that are missing: "3 lớp, ? người"."""
    known = dict(proposed)
    parts = []
    for cell in row.cells:
        number = grouped(known[cell]) if cell in known else "?"
        word = _word(row, cell)
        parts.append(f"{word} {number}" if row.columns else f"{number} {word}")
    return ", ".join(parts)


def _word(row: Indicator, cell: Cell) -> str:
    measure = row.measure(cell) if cell in row.cells else None
    return measure.word if measure else ""


def _places(row: Indicator, reading: Ambiguous | Unclear) -> dict[str, str]:
    """Return all places a sentence may name; what was said overrides."""
    words = [_word(row, cell) for cell in row.cells]
    details = dict(reading.details)
    return {
        "code": row.code,
        "word": details.get("said", ""),
        "named": "",
        "number": "",
        "choices": "",
        "most": "" if row.at_most is None else str(row.at_most),
        "said": "",
        "example": row.example or row_type(row).sample(row),
        "measure": ", ".join(filter(None, words)) or row.measure_label,
        "count": _word(row, Cell.COUNT) or _word(row, Cell.PEOPLE),
        "people": _word(row, Cell.PEOPLE),
        **details,
    }
