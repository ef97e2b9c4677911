"""One quantity: things, events, units or persons.

Parts in different units of the row are added ("4 tin 2 bài" are six), because its printed unit
lists alternatives; equal units are added only when each is described ("01 trường mầm non, 01
trường tiểu học"). A total among its parts, and a thing beside what holds it, are never added.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise

from bot.model.answer import Answer
from bot.model.form import Cell, Indicator
from bot.questions.base import Ambiguous, Reading, Understood
from bot.questions.echo import echo_figures
from bot.questions.found import Quantity, Scan
from bot.questions.front import open_answer
from bot.questions.guess import REFUSED, Guess, conclude, number_reason, term_reason
from bot.questions.lexicon import Role
from bot.questions.parts import main_parts
from bot.questions.sums import runs_into_another
from bot.questions.wholes import Verdict, whole_or_parts
from bot.vietnamese.date import is_year, may_be_day_and_month
from bot.vietnamese.tokens import Sort

RANGES = ("đến", "tới", "lên", "hoặc", "hay")
DASHES = ("-", "–", "−", "~", "—", *RANGES)
OFFERED_JOINTS = ("/", "", " ", ",")  # of two bare numbers the first may be the row's figure
SIGNS = ("x", "×", "*", "nhân")  # they multiply whatever stands on either side


@dataclass(frozen=True, slots=True)
class CountType:
    """Rows with one figure; it stands in the first column or, for persons, in the second."""

    def read(self, row: Indicator, text: str) -> Reading:
        """Read "12", "4 tin 2 bài", "67 cuốn"."""
        scan = open_answer(row, text)
        if not isinstance(scan, Scan):
            return scan
        reading = conclude(row, scan, settle(row, scan))
        return _bounded(row, _year_checked(reading))

    def echo(self, row: Indicator, answer: Answer) -> str:
        """As in "6 tin, bài"."""
        return echo_figures(row, answer)


def settle(row: Indicator, scan: Scan) -> Guess:
    """The row's figure from everything that was found."""
    cell = row.cells[0] if row.cells else Cell.COUNT
    main, reason, word = main_parts(scan, (cell,))
    verdict = _verdict(row, scan, main, reason)
    number, doubt, said, added = _figure(scan, main) if verdict is None else _judged(main, verdict)
    for more, about in ((reason, word), number_reason(main)):
        if more and (not doubt or more in REFUSED):
            doubt, said = more, about
    others = verdict.figures[1:] if verdict else ()
    guess = Guess(number, None, doubt, said, added, tuple((int(one), None) for one in others))
    if cell is Cell.COUNT:
        return guess
    swapped = tuple((None, one) for one, _ in guess.others)
    return replace(guess, count=None, people=number, others=swapped)


def _verdict(row: Indicator, scan: Scan, main: Sequence[Quantity], misfit: str) -> Verdict | None:
    """Whether the row's own figures hold a total or each other; strangers among them keep their
    own question, but what is offered there is no doubled sum either."""
    units = [one for one in main if one.term and one.term.role is Role.UNIT]
    wanted = (Role.UNIT,) if units else _OFFERED
    own = [one for one in main if one.term is None or one.term.role in wanted]
    named = [one for one in own if one.term]
    if any(caution.reason == "per_unit" for caution in scan.warnings) or not named:
        return None
    if any(two.joint in (*DASHES, "/") and one.term is None for one, two in pairwise(main)):
        return None
    inner = [one for one in scan.quantities if one.part and one.cell] if misfit else []
    verdict = whole_or_parts(row, scan, [*own, *inner])
    if verdict is None or (len(named) < len(own) and verdict.reason):
        return None  # a bare number beside units has its own question
    strange = term_reason(main)[0]
    return Verdict(verdict.figures[:1], strange) if strange else verdict


def _judged(main: list[Quantity], verdict: Verdict) -> Figure:
    """The likeliest figure of a total and its parts; a noun the row does not know still asks."""
    reason, word = term_reason(main)
    doubt = reason or verdict.reason
    return verdict.figures[0], doubt, word, () if doubt else tuple(main)


Figure = tuple[Fraction | None, str, str, tuple[Quantity, ...]]


def _figure(scan: Scan, main: list[Quantity]) -> Figure:
    units = [one for one in main if one.term and one.term.role is Role.UNIT]
    bares = [one for one in main if one.term is None]
    reason, word = term_reason(main)
    if any(caution.reason == "per_unit" for caution in scan.warnings):
        return _product(scan, main), "per_unit", "", ()
    if any(
        two.joint in RANGES or (two.joint in DASHES and one.term is None)
        for one, two in pairwise(main)
    ):
        return None, _range_reason(bares, units), "", ()
    if reason:
        near = units or [one for one in main if one.term and one.term.role in _OFFERED]
        return (_sum(near) if not bares else None), reason, word, ()
    if units and bares:  # "28/30 học sinh" leaves open which
        sure = len(units) == 1 and not runs_into_another(main)
        return (_sum(units) if sure else None), "too_many", "", ()
    if bares:
        return _bare(bares)
    if len(units) > 1 and not _may_add(scan, units):
        return _sum(units), "sum", "", ()
    return _sum(units), "", "", tuple(units)


_OFFERED = (Role.DOUBTFUL, Role.SEX, Role.GARBLED)


def _range_reason(bares: list[Quantity], units: list[Quantity]) -> str:
    return "range" if bares or units else "too_many"


def _bare(bares: list[Quantity]) -> Figure:
    first = bares[0].number
    if len(bares) == 1:
        return first.value, "spaced" if first.pieces else "", "", ()
    if bares[1].joint == "+":
        return _sum(bares), "sum", "", ()
    second = bares[1].number.value
    whole = first.value is not None and second is not None
    if whole and bares[1].joint == "/" and len(bares) == 2:
        assert first.value is not None and second is not None
        if may_be_day_and_month(int(first.value), int(second)):
            return None, "date_or_value", "", ()
    offered = first.value if len(bares) == 2 and bares[1].joint in OFFERED_JOINTS else None
    return offered, "two_numbers", "", ()


def _sum(parts: Sequence[Quantity]) -> Fraction | None:
    values = [one.number.value for one in parts if one.number.value is not None]
    return sum(values, Fraction(0)) if values and len(values) == len(parts) else None


def _product(scan: Scan, main: list[Quantity]) -> Fraction | None:
    """As in "2 đợt, mỗi đợt 200 quyển", "2 tin x 7 ngày"; but "200 quyển, mỗi trường 50 quyển" and
    "5 băng rôn, mỗi băng rôn 10m" are no products."""
    if len(main) != 2 or main[0].number.value is None or main[1].number.value is None:
        return None
    if any(one.number.scale > 1 for one in main):  # "mỗi cá nhân 200k"
        return None
    first, second = (one.term is not None and one.term.role is Role.UNIT for one in main)
    each = next(one.word for one in scan.warnings if one.reason == "per_unit")
    if (first and second) or (first and not second and each.lower() not in SIGNS):
        return None
    return main[0].number.value * main[1].number.value


def _may_add(scan: Scan, units: list[Quantity]) -> bool:
    """Whether parts are clearly different things: other nouns, or the same noun described."""
    ends = [one.start for one in units[1:]] + [len(scan.tokens)]
    said = [_described(scan, one, end) for one, end in zip(units, ends, strict=True)]
    joined = all(one.joint not in ("/", "=", "-", "–", ":") for one in units)
    return joined and len(set(said)) == len(said)


def _described(scan: Scan, one: Quantity, limit: int) -> str:
    """The noun of a part with the words behind it, up to the next part."""
    end = one.end
    while end < limit and scan.tokens[end].sort is Sort.WORD and scan.tokens[end].key != "va":
        end += 1
    noun = one.term.word if one.term else ""
    return f"{noun} {scan.words_between(one.end, end)}".strip().lower()


def _bounded(row: Indicator, reading: Reading) -> Reading:
    """More than the unit can plausibly have is asked, never stored at once."""
    if row.at_most is None or not isinstance(reading, Understood):
        return reading
    number = reading.answer.count if reading.answer.count is not None else reading.answer.people
    if number is None or number <= row.at_most:
        return reading
    details = (("most", str(row.at_most)), ("word", str(number)))
    return Ambiguous("above_bound", details, (reading.answer,))


def _year_checked(reading: Reading) -> Reading:
    """A lone number like 2022 is a year more likely than an implausibly large count."""
    if not isinstance(reading, Understood) or reading.check != "range":
        return reading
    number = reading.answer.count if reading.answer.count is not None else reading.answer.people
    if number is None or not is_year(number):
        return reading
    return Ambiguous("year", (("word", str(number)),), (reading.answer,))
