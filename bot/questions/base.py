"""What it means to read an answer: understood, ambiguous or unclear, never an error or a guess."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from bot.model.answer import Answer
from bot.model.form import Indicator


@dataclass(frozen=True, slots=True)
class Understood:
    """Certain: may be stored at once. `check` names why a person should look again ("range",
    "year", "words": text kept in Ghi chú), empty when nothing is odd. With `check == "range"` the
    figure is far outside what is plausible and is stored only after "xin kiểm tra lại"."""

    answer: Answer
    check: str = ""


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """Nothing may be stored yet. `reason` is a stable code, `details` its named values; the
    sentence comes from `wording` ("doubt.<reason>"). `candidates` are complete answers that may be
    offered, the first as the "đúng" proposal. `proposed` keeps a half-known reading (count,
    people) for display: one figure may be sure while the other is not."""

    reason: str
    details: tuple[tuple[str, str], ...] = ()
    candidates: tuple[Answer, ...] = ()
    proposed: tuple[int | None, int | None] = (None, None)


@dataclass(frozen=True, slots=True)
class Unclear:
    """Not an answer to this row; `reason` and `details` as above."""

    reason: str
    details: tuple[tuple[str, str], ...] = ()


Reading = Understood | Ambiguous | Unclear


class QuestionType(Protocol):
    """One family of rows: how it is read and how its answers are echoed."""

    def read(self, row: Indicator, text: str) -> Reading:
        """Read a person's words as the answer to `row`; pure and linear in the text's length."""
        ...

    def echo(self, row: Indicator, answer: Answer) -> str:
        """The stored figures in words, without the code: "3 lớp, 45 người"."""
        ...
