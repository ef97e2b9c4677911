"""From a guess with a reason to a reading: what is refused, what may be offered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from bot.model.answer import Answer, AnswerState
from bot.model.form import Cell, Indicator, Kind
from bot.questions.base import Ambiguous, Reading, Unclear, Understood
from bot.questions.found import Quantity, Scan
from bot.questions.lexicon import Role
from bot.questions.remark import remark

# More than any unit has; figures above the form's own ceilings are only shown to be checked.
LARGEST = {Kind.MONEY: 10**12}
LARGEST_COUNT = 10**7
REFUSED = frozenset({"scientific", "phone", "decimal", "currency", "too_large"})
# Nothing can be offered: the figures said are not the ones meant, or several are as likely.
CHANGED = frozenset({"strange_word", "part"})  # whatever else is asked about
NO_PROPOSAL = frozenset({"range", "rate", "scale"}) | CHANGED
# Figures were added up to make a proposal.
ADDED = frozenset(
    {
        "several_pairs",
        "several_people",
        "several_counts",
        "list_per_class",
        "too_many",
        "sum",
        "two_numbers",
    }
)
# What these say of one of several figures forbids to add them up.
NOT_ADDED = frozenset({"less", "more", "correction", "cancelled", "other_time", "range"})
NUMBER_REASONS = {"dots": "malformed", "tail": "tail", "half": "half"}
TERM_REASONS = {
    Role.DOUBTFUL: "doubtful_unit",
    Role.CONTAINER: "unknown_unit",
    Role.UNKNOWN: "unknown_unit",
    Role.GARBLED: "garbled",
    Role.SEX: "by_sex",
    Role.CURRENCY: "currency",
    Role.SLANG: "slang",
}


@dataclass(frozen=True, slots=True)
class Guess:
    """Figures for the two cells as far as they can be told, and why they are not certain."""

    count: Fraction | int | None = None
    people: Fraction | int | None = None
    reason: str = ""
    word: str = ""
    added: tuple[Quantity, ...] = ()
    others: tuple[tuple[int | None, int | None], ...] = ()  # further complete proposals


def number_reason(quantities: Sequence[Quantity]) -> tuple[str, str]:
    """The first doubt about a number itself, refusals before doubts."""
    doubts = [NUMBER_REASONS.get(one.number.doubt, one.number.doubt) for one in quantities]
    for doubt in doubts:
        if doubt in REFUSED:
            return doubt, ""
    return next(((doubt, "") for doubt in doubts if doubt), ("", ""))


def term_reason(quantities: Sequence[Quantity]) -> tuple[str, str]:
    """The first noun that is not a unit of the row."""
    for one in quantities:
        if one.term is not None and one.term.role is not Role.UNIT:
            return TERM_REASONS[one.term.role], one.term.word
    return "", ""


def conclude(row: Indicator, scan: Scan, guess: Guess) -> Reading:
    """The reading for a guess: the reasons of the scan count as much as the guess's own."""
    reason, word = guess.reason, guess.word
    refused = [caution for caution in scan.warnings if caution.reason in REFUSED]
    if refused:
        return Unclear(refused[0].reason, _details(refused[0].word))
    if scan.warnings and (
        not reason or (reason in ADDED and scan.warnings[0].reason not in ("ordinal", "sum"))
    ):
        added = len(guess.added) > 1 and scan.warnings[0].reason in NOT_ADDED
        if reason or added:  # "60 người, vắng 3": what was said forbids the sum
            guess = Guess()
        reason, word = scan.warnings[0].reason, scan.warnings[0].word
    largest = LARGEST.get(row.kind, LARGEST_COUNT)
    if any((number or 0) > largest for number in (guess.count, guess.people)):
        reason = "too_large"
    figures = _figures(guess.count, guess.people)
    if figures is None and not reason:
        reason = "decimal"
    if reason in REFUSED:
        return Unclear(reason, _details(word))
    note = remark(row, scan, guess.added)
    if figures is None:
        figures = (None, None)
    if not reason and not _is_complete(row, figures):
        reason = "incomplete"
    check = "" if reason else _check(row, figures, scan)
    if check == "range" and any(one.number.pieces for one in scan.quantities):
        reason = "spaced"  # "5 lớp 5 150 hs": too large to be one number
    if not reason:
        return Understood(_answer(figures, note), check)
    if reason in NO_PROPOSAL or any(one.reason in CHANGED for one in scan.warnings):
        return Ambiguous(reason, _details(word))
    candidates = _candidates(row, [figures, *guess.others], note)
    return Ambiguous(reason, _details(word), candidates, figures)


def _figures(
    count: Fraction | int | None, people: Fraction | int | None
) -> tuple[int | None, int | None] | None:
    """Whole figures for the cells the row has; None where one is broken."""
    whole: list[int | None] = []
    for number in (count, people):
        exact = None if number is None else Fraction(number)
        if exact is not None and exact.denominator != 1:
            return None
        whole.append(None if exact is None else int(exact))
    return whole[0], whole[1]


def _details(word: str) -> tuple[tuple[str, str], ...]:
    return (("word", word[:40]),) if word else ()


def _answer(figures: tuple[int | None, int | None], note: str) -> Answer:
    return Answer(AnswerState.VALUE, count=figures[0], people=figures[1], note=note)


def _is_complete(row: Indicator, figures: tuple[int | None, int | None]) -> bool:
    count, people = figures
    return (Cell.COUNT not in row.cells or count is not None) and (
        Cell.PEOPLE not in row.cells or people is not None
    )


def _candidates(
    row: Indicator, proposals: Sequence[tuple[int | None, int | None]], note: str
) -> tuple[Answer, ...]:
    found: list[Answer] = []
    for figures in proposals:
        answer = _answer(figures, note) if _is_complete(row, figures) else None
        if answer is not None and answer not in found:
            found.append(answer)
    return tuple(found)


def _check(row: Indicator, figures: tuple[int | None, int | None], scan: Scan) -> str:
    """What looks odd: "range" above a ceiling of the form, "year" for a lone bare year."""
    for cell, number in zip((Cell.COUNT, Cell.PEOPLE), figures, strict=True):
        measure = row.measure(cell) if cell in row.cells else None
        if measure and measure.ceiling is not None and (number or 0) > measure.ceiling:
            return "range"
    if len(row.cells) == 1 and len(scan.quantities) == 1 and scan.quantities[0].term is None:
        number = figures[0] if figures[0] is not None else figures[1]
        return "year" if number is not None and 1990 <= number <= 2100 else ""
    return ""
