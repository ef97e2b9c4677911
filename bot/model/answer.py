"""What is stored for one row: five states that must never be mixed up.

`value` (numbers, 0 included), `nil` ("không tổ chức": an act, counts as 0, kept apart),
`not_applicable` ("không thuộc diện"), `pending` ("chưa có số liệu"), and unanswered, which is the
absence of an Answer. (domain study, Part B point 9: zero, nil, n/a, not yet known, blank.)
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bot.model.form import Cell, Indicator


class AnswerState(StrEnum):
    VALUE = "value"
    NIL = "nil"
    NOT_APPLICABLE = "not_applicable"
    PENDING = "pending"


UNANSWERED = "unanswered"  # the fifth state, for exports and views


@dataclass(frozen=True, slots=True)
class Part:
    """What one school, village or office has of a row's figures, by its name."""

    name: str
    count: int | None = None
    people: int | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """One row's answer. `count` and `people` are whole numbers or None where the row has no such
    cell; money is `count` in đồng; `text` holds a narrative row's words; `note` goes to Ghi chú;
    `parts` are the named shares that add up to the figures; `source` says where it came from
    ("chat", "gate", "file", "nhập hộ …")."""

    state: AnswerState
    count: int | None = None
    people: int | None = None
    text: str = ""
    note: str = ""
    source: str = "chat"
    parts: tuple[Part, ...] = ()

    def __post_init__(self) -> None:
        for number in (self.count, self.people):
            if number is not None and number < 0:
                raise ValueError("a quantity is never negative")

    @property
    def is_above_zero(self) -> bool:
        """Whether anything happened: a number above zero or words."""
        if self.state is not AnswerState.VALUE:
            return False
        return bool(self.count) or bool(self.people) or bool(self.text)

    def same_figures(self, other: Answer | None) -> bool:
        """Tell whether another answer says the same, its source aside."""
        return other is not None and (
            (self.state, self.count, self.people, self.text, self.note, self.parts)
            == (other.state, other.count, other.people, other.text, other.note, other.parts)
        )


def nil(row: Indicator, note: str = "", source: str = "chat") -> Answer:
    """ "Không tổ chức" for a row: its cells hold 0, the state says it was an act."""
    return Answer(
        AnswerState.NIL,
        count=0 if Cell.COUNT in row.cells else None,
        people=0 if Cell.PEOPLE in row.cells else None,
        note=note,
        source=source,
    )


def value(
    row: Indicator, count: int | None = None, people: int | None = None, note: str = ""
) -> Answer:
    """Return figures for a row; a number for a cell the row does not have is a programming error."""
    for cell, number in ((Cell.COUNT, count), (Cell.PEOPLE, people)):
        if number is not None and cell not in row.cells:
            raise ValueError(f"row {row.code} has no {cell} cell")
    return Answer(AnswerState.VALUE, count=count, people=people, note=note)
