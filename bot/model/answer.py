"""What is stored for one row: five states that must never be mixed up.

`value` (numbers, 0 included), `nil` ("không tổ chức": an act, counts as 0, kept apart),
`not_applicable` ("không thuộc diện"), `pending` ("chưa có số liệu"), and unanswered, which is the
absence of an Answer. (domain study, Part B point 9: zero, nil, n/a, not yet known, blank.)
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from bot.model.changing import replace
from bot.model.form import FIRST_CELLS, Cell, Indicator


class AnswerState(StrEnum):
    VALUE = "value"
    NIL = "nil"
    NOT_APPLICABLE = "not_applicable"
    PENDING = "pending"


UNANSWERED = "unanswered"  # the fifth state, for exports and views
NARRATIVE = "narrative"  # key of the unit's own words, among the answers; no form has such a row


def is_words_of_item(code: str) -> bool:
    """Return whether an answer under a code is words for something owed beside the form."""
    return code.partition(":")[0] == NARRATIVE


STANDING_ALONE = ("duty", "entries", "opinion")  # kinds of items that no report has to carry


def stands_alone(code: str) -> bool:
    """Return whether words under a code are given by themselves: they neither begin nor change a
    report."""
    return code.partition(":")[2].partition("-")[0] in STANDING_ALONE


@dataclass(frozen=True, slots=True)
class Part:
    """What one school, village or office has of a row's figures, by its name."""

    name: str
    count: int | None = None
    people: int | None = None

    @property
    def figures(self) -> dict[Cell, int]:
        """Return every known figure by its column."""
        known = ((Cell.COUNT, self.count), (Cell.PEOPLE, self.people))
        return {cell: number for cell, number in known if number is not None}


@dataclass(frozen=True, slots=True)
class Answer:
    """One row's answer. `count` and `people` are whole numbers or None where the row has no such
    cell; `cells` are the figures of further columns by their keys; money is `count` in đồng; `text`
    holds a narrative row's words; `note` goes to Ghi chú; `parts` are the named shares that add up
    to the figures; `source` says where it came from ("chat", "gate", "file", "nhập hộ …")."""

    state: AnswerState
    count: int | None = None
    people: int | None = None
    text: str = ""
    note: str = ""
    source: str = "chat"
    parts: tuple[Part, ...] = ()
    cells: tuple[tuple[str, int], ...] = ()

    def __post_init__(self) -> None:
        if min(self.count or 0, self.people or 0, *(number for _, number in self.cells)) < 0:
            raise ValueError("a quantity is never negative")

    @property
    def figures(self) -> dict[Cell, int]:
        """Return every known figure by its column."""
        known: dict[Cell, int] = {}
        if self.count is not None:
            known[Cell.COUNT] = self.count
        if self.people is not None:
            known[Cell.PEOPLE] = self.people
        for key, number in self.cells:
            known[Cell(key)] = number
        return known

    def figure(self, cell: Cell) -> int | None:
        """Return the figure of one column, None where it has none."""
        return self.figures.get(cell)

    def with_figures(self, figures: Mapping[Cell, int]) -> Answer:
        """Return the same answer with these figures alone."""
        count, people = map(figures.get, FIRST_CELLS)
        return replace(self, count=count, people=people, cells=further(figures))

    @property
    def counted(self) -> int:
        """Return the first figure, 0 where there is none."""
        return self.count or 0

    def told(self) -> dict[str, Any]:
        """Return the fields that say something, for keeping as JSON."""
        kept: dict[str, Any] = {"state": self.state.value}
        for name in ("count", "people", "text", "note", "source"):
            value = getattr(self, name)
            if value is not None and value != "":
                kept[name] = value
        if self.parts:
            kept["parts"] = [
                {"name": part.name, "count": part.count, "people": part.people}
                for part in self.parts
            ]
        if self.cells:
            kept["cells"] = self.cells
        return kept

    def without(self, less: Mapping[Cell, int]) -> Answer:
        """Return the same answer with figures lowered by some, to nothing at the least."""
        return self.with_figures(
            {cell: max(0, number - less.get(cell, 0)) for cell, number in self.figures.items()}
        )

    @property
    def is_above_zero(self) -> bool:
        """Whether anything happened: a number above zero or words."""
        if self.state is not AnswerState.VALUE:
            return False
        return any(self.figures.values()) or bool(self.text)

    def same_figures(self, other: Answer | None) -> bool:
        """Tell whether another answer says the same, its source aside."""
        return other is not None and (
            (self.state, self.figures, self.text, self.note, self.parts)
            == (other.state, other.figures, other.text, other.note, other.parts)
        )


def further(figures: Mapping[Cell, int]) -> tuple[tuple[str, int], ...]:
    """Return the figures of the columns beside the first two, as an answer keeps them."""
    return tuple(
        (str(cell), number) for cell, number in figures.items() if cell not in FIRST_CELLS
    )


def state_of(answer: Answer | None) -> str:
    """Return `value`, `nil`, `not_applicable`, `pending` or `unanswered`."""
    return UNANSWERED if answer is None else answer.state.value


NO_ANSWER = Answer(AnswerState.PENDING, source="")
"""What stands for a row without an answer where only its figures and words are looked at."""


def value_of(answer: Answer | None) -> Answer | None:
    """Return an answer that holds figures or words, 0 included; None for any other, and for none."""
    return answer if answer is not None and answer.state is AnswerState.VALUE else None


def nil(row: Indicator, note: str = "", source: str = "chat") -> Answer:
    """ "Không tổ chức" for a row: its cells hold 0, the state says it was an act."""
    nothing = Answer(AnswerState.NIL, note=note, source=source)
    return nothing.with_figures(dict.fromkeys(row.cells, 0))


def value(
    row: Indicator, count: int | None = None, people: int | None = None, note: str = ""
) -> Answer:
    """Figures for a row; a number for a cell the row does not have is a programming error."""
    said = {Cell.COUNT: count, Cell.PEOPLE: people}
    return values(row, {cell: each for cell, each in said.items() if each is not None}, note)


def values(row: Indicator, figures: Mapping[Cell, int], note: str = "") -> Answer:
    """Figures for a row by column, in the row's own order; errors as `value`."""
    if strange := figures.keys() - set(row.cells):
        raise ValueError(f"row {row.code} has no {', '.join(sorted(strange))} cell")
    ordered = {cell: figures[cell] for cell in row.cells if cell in figures}
    return Answer(AnswerState.VALUE, note=note).with_figures(ordered)


def note_of(answer: Answer | None) -> str:
    """Return the words beside an answer's figures; "" where there are none, or no answer."""
    return answer.note if answer is not None else ""
