"""What it means to read an answer: understood, ambiguous or unclear, never an error or a guess."""

from __future__ import annotations

from dataclasses import dataclass

from bot.model.answer import Answer, AnswerState, value_of
from bot.model.form import Cell
from bot.row_types.doubt import Doubt

NEARLY = 2  # times; a figure and the one that was meant are nearer than that


@dataclass(frozen=True, slots=True)
class Understood:
    """Certain: may be stored at once. `check` names why a person should look again ("range",
    "year"), empty when nothing is odd. `unused` are numbers of something else, as typed, `left` are
    words that are neither the figure's nor a remark."""

    answer: Answer
    check: str = ""
    unused: tuple[str, ...] = ()
    left: tuple[str, ...] = ()

    @property
    def says_more(self) -> bool:
        """Whether something stands beside the figures: a remark, another number, words."""
        return any((*self.unused, *self.left, self.answer.note))


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """Nothing may be stored yet. `reason` says why, `details` are its named values; the sentence
    comes from `wording` ("doubt.<reason>"). `candidates` are complete answers that may be offered,
    the first as the "đúng" proposal. `proposed` keeps a half-known reading for display, by column:
    one figure may be sure while the others are not. `unused` are the numbers that neither
    the proposal nor the details show. `hedged` tells that the figures were given as about so many,
    over or under, or with another doubt besides the reason."""

    reason: Doubt
    details: tuple[tuple[str, str], ...] = ()
    candidates: tuple[Answer, ...] = ()
    proposed: tuple[tuple[Cell, int], ...] = ()
    unused: tuple[str, ...] = ()
    left: tuple[str, ...] = ()
    hedged: bool = False

    @property
    def is_half(self) -> bool:
        """Whether some of the row's figures are certain and the others are missing."""
        return self.reason in _HALVES

    @property
    def says_something(self) -> bool:
        """Whether something may be offered, or is half known."""
        return self.is_half or self.candidates != ()

    def completed(self, known: Answer | None) -> Answer | None:
        """Return a known answer with the figures that were said now in place of its own; None where
        nothing is known, or what was said is more than half of an answer, or no certain figure."""
        value = value_of(known)
        if value is None or self.hedged:
            return None
        said = dict(self.proposed) if self.is_half else self._instead_of(value)
        return value.with_figures(value.figures | said) if said else None

    def _instead_of(self, known: Answer) -> dict[Cell, int]:
        """Return a lone number as the one of the known figures that it is nearly the same as."""
        told = dict(self.details).get("said", "")
        if self.reason is not Doubt.ONE_NUMBER or not told.isdigit():
            return {}
        number = int(told)
        near = [
            cell
            for cell, figure in known.figures.items()
            if max(figure, number) < NEARLY * min(figure, number)
        ]
        return {near[0]: number} if len(near) == 1 else {}


_HALVES = (Doubt.MISSING_COUNT, Doubt.MISSING_PEOPLE, Doubt.MISSING_FIGURES)


@dataclass(frozen=True, slots=True)
class Unclear:
    """Not an answer to this row; the fields as above."""

    reason: Doubt
    details: tuple[tuple[str, str], ...] = ()
    unused: tuple[str, ...] = ()
    left: tuple[str, ...] = ()


Reading = Understood | Ambiguous | Unclear


def words_for_no_figure(reading: Reading) -> Answer | None:
    """Return the answer of words that were understood as no figure: "không", "chưa có số liệu"; None for
    every other reading."""
    if isinstance(reading, Understood) and reading.answer.state is not AnswerState.VALUE:
        return reading.answer
    return None
