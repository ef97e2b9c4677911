"""Whole messages with the table they mean, as a text that people can read.

# what the message is like
> a line of the message ("\\t" stands for a tab)
1.6 = 4 | 160 (a remark)     figures, words or a state of a row
không: 1.2 1.3 §5            rows (§: all rows of a section) where nothing happened
hỏi: 1.6                     rows that were named but are asked back
tổng: 1 = 6 | 220            stated totals
? a piece                    what is listed as not understood
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.model.answer import Answer, AnswerState
from bot.model.form import Form
from bot.reading import Understood
from bot.reading.report import ManyRows, RowRead

FILES = sorted(Path(__file__).parent.glob("*.txt"))


@dataclass(frozen=True, slots=True)
class Message:
    """One message and the lines that say what it means."""

    name: str
    text: str
    expected: tuple[str, ...]


def messages() -> Iterator[Message]:
    """All messages of the folder."""
    for file in FILES:
        for block in file.read_text(encoding="utf-8").split("\n# ")[1:]:
            name, *lines = block.rstrip("\n").split("\n")
            said = [line[2:] for line in lines if line.startswith("> ") or line == ">"]
            text = "\n".join(said).replace("\\t", "\t")
            yield Message(name, text, tuple(line for line in lines if line and line[0] != ">"))


def table(form: Form, many: ManyRows) -> tuple[str, ...]:
    """What was read, in the same words as the expectation."""
    lines = [_figures(each) for each in many.rows if _is_shown(each)]
    quiet = [
        each.row.code
        for each in many.rows
        if isinstance(each.reading, Understood) and not _is_shown(each)
    ]
    asked = [each.row.code for each in many.rows if not isinstance(each.reading, Understood)]
    if quiet:
        lines.append("không: " + " ".join(_short(form, quiet)))
    if asked:
        lines.append("hỏi: " + " ".join(asked))
    lines += [f"tổng: {_figures(total)}" for total in many.totals]
    return (*lines, *(f"? {' '.join(piece.split())}" for piece in many.not_understood))


def _is_shown(one: RowRead) -> bool:
    if not isinstance(one.reading, Understood):
        return False
    answer = one.reading.answer
    return answer.state is not AnswerState.NIL or bool(answer.note)


def _figures(one: RowRead) -> str:
    if not isinstance(one.reading, Understood):
        return f"{one.row.code} ?"
    return f"{one.row.code} = {said(one.reading.answer)}"


def said(answer: Answer) -> str:
    figures = " | ".join(
        f"{number}" for number in (answer.count, answer.people) if number is not None
    )
    if answer.state is not AnswerState.VALUE:
        figures = answer.state.value
    note = f" ({answer.note})" if answer.note else ""
    return (" ".join(answer.text.split()) or figures) + note


def _short(form: Form, codes: list[str]) -> Iterator[str]:
    for section in form.sections:
        rows = [row.code for row in section.questions]
        held = [code for code in rows if code in codes]
        yield from [f"§{section.code}"] if held == rows and len(rows) > 1 else held
