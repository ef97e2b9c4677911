"""From a decision to a reading: what is refused, what may be offered, what is stored."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from operator import itemgetter

from bot.model.answer import Answer, AnswerState, Part, value
from bot.model.form import FIRST_CELLS, Cell, Indicator
from bot.reading.note import leftovers
from bot.reading.outcome import Ambiguous, Reading, Unclear, Understood
from bot.row_types.base import RowType, is_above_ceiling
from bot.row_types.doubt import Doubt
from bot.row_types.evidence import ASIDE, Caution, Claims, Decision, Evidence
from bot.vietnamese.date_words import is_year

LONGEST_WORD = 60  # characters of what was said that a question repeats
# The proposal that goes with these was made of all the figures that were said.
_ABOUT_ALL = (
    Doubt.SUM, Doubt.WHOLE, Doubt.NESTED, Doubt.BY_SEX, Doubt.PER_UNIT, Doubt.LIST_PER_CLASS,
    Doubt.SEVERAL_PAIRS, Doubt.SEVERAL_PEOPLE, Doubt.SEVERAL_COUNTS, Doubt.SWAPPED,
)  # fmt: skip
# The words that raise these tell how a figure came about, and are no remark: "chỗ đó sửa thành".
_EXPLAINED = (Doubt.CORRECTION, Doubt.NOT_KNOWN)
# Said beside a sum these leave it as it is; every other caution has its own question.
_OF_ANOTHER_TIME = (Doubt.OTHER_TIME, Doubt.PLANNED, Doubt.CANCELLED)  # not done: why ask for more
_MISSING = (Doubt.MISSING_COUNT, Doubt.MISSING_PEOPLE)
_JOINS = (Doubt.SUM, Doubt.MORE)  # said between figures that are added
_PART_OF_A_SUM = (Doubt.ORDINAL, Doubt.SUM, Doubt.LOOSE_NUMBER)

Figures = tuple[int | None, int | None]


@dataclass(frozen=True, slots=True)
class Settled:
    """Whole figures, the doubt that is left and its word, further proposals."""

    figures: Figures
    doubt: Doubt | None
    word: str
    others: tuple[Figures, ...]
    parts: tuple[Part, ...]


def to_reading(row: Indicator, kind: RowType, evidence: Evidence, decision: Decision) -> Reading:
    """Return the reading: what was said around the figures counts as much as the figures."""
    if evidence.cautions:
        refused = next((caution for caution in evidence.cautions if caution.doubt.refuses), None)
        if refused is not None:
            return _unclear(evidence, refused.doubt, refused.word)
        settled = _settle(row, kind, _with_cautions(evidence, decision))
    else:
        settled = _settle(row, kind, decision)
    if settled.doubt is not None and settled.doubt.refuses:
        return _unclear(evidence, settled.doubt, settled.word)
    check = "" if settled.doubt else _check(row, settled.figures, evidence)
    if check == "range":
        settled = _far_too_many(settled, evidence)
    if settled.doubt is None:
        left = leftovers(row, evidence, decision.figures)
        note = "" if settled.parts else left.note  # the parts are told as such
        answer = _answer(settled.figures, note, settled.parts)
        reading = Understood(answer, check, left.unused, left.words)
        return _doubt_year(reading) if check == "range" and kind.may_be_year else reading
    return _ambiguous(row, evidence, settled)


def _with_cautions(evidence: Evidence, decision: Decision) -> Decision:
    """Return the decision with the first thing said about its figures that counts more than its own doubt."""
    cautions = (
        each
        for each in evidence.cautions
        if each.doubt not in _JOINS or not _only_joins(each, decision)
    )
    first = next((each for each in cautions if _outweighs(each.doubt, decision.doubt)), None)
    if first is None:
        return decision
    forbids_sum = evidence.forbids_sum
    if forbids_sum and (decision.is_sum or decision.doubt):
        decision = Decision()  # "60 người, vắng 3", "khoảng 20 em và 5 cô": never added
    return replace(decision, doubt=first.doubt, word=first.word)


def _outweighs(said: Doubt, found: Doubt | None) -> bool:
    """Return whether what was said counts more than the doubt that the figures raise themselves."""
    return (
        found is None
        or (found.adds and said not in _PART_OF_A_SUM)
        or (said in _OF_ANOTHER_TIME and found in _MISSING)
    )


def _only_joins(caution: Caution, decision: Decision) -> bool:
    """Return whether a word stands between figures that are added anyway: "5 tin + 3 bài", "1 lớp 22 người,
    1 lớp 19 người nữa"."""
    if caution.doubt is Doubt.MORE:
        return decision.doubt is Doubt.SEVERAL_PAIRS
    return decision.is_sum and caution.word == "+"


def _settle(row: Indicator, kind: RowType, decision: Decision) -> Settled:
    """Return whole figures; a broken or impossible one is a doubt of its own."""
    numbers = decision.count, decision.people
    figures = _whole(numbers[0]), _whole(numbers[1])
    broken = figures.count(None) > numbers.count(None)
    doubt, word = decision.doubt, decision.word
    largest = numbers if broken else figures
    if max(largest[0] or 0, largest[1] or 0) > kind.largest:
        doubt = Doubt.TOO_LARGE
    if broken:
        figures = None, None
        doubt = doubt or Doubt.DECIMAL
    if doubt is None and not is_complete(row, figures):
        doubt = Doubt.INCOMPLETE
    return Settled(figures, doubt, word, decision.others, decision.parts)


def _whole(number: Fraction | int | None) -> int | None:
    return int(number) if number is not None and number.denominator == 1 else None


def _far_too_many(settled: Settled, evidence: Evidence) -> Settled:
    """Return the doubt about a figure above the ceiling that may be two numbers, or a year."""
    if any(claim.number.pieces for claim in evidence.claims):
        return replace(settled, doubt=Doubt.SPACED)  # "5 lớp 5 150 hs"
    return settled


def _ambiguous(row: Indicator, evidence: Evidence, settled: Settled) -> Ambiguous:
    """Return the question, with the figures that may be offered."""
    assert settled.doubt is not None
    details = _details(evidence, settled.word)
    doubts = (settled.doubt, *evidence.doubts)
    if not all(doubt.offers for doubt in doubts):
        unused = _unshown(evidence, ())
        return Ambiguous(settled.doubt, details, unused=unused)
    left = leftovers(row, evidence, ())
    proposals = (settled.figures, *settled.others)
    note = "" if settled.doubt in _EXPLAINED else left.note
    candidates = _candidates(row, proposals, note, settled.parts)
    shown = settled.figures
    unused = _unshown(evidence, shown, all_shown=settled.doubt in _ABOUT_ALL)
    said = zip(FIRST_CELLS, settled.figures, strict=True)
    known = tuple((cell, number) for cell, number in said if number is not None)
    hedged = bool(evidence.cautions)
    return Ambiguous(settled.doubt, details, candidates, known, unused, left.words, hedged)


def _unshown(
    evidence: Evidence, shown: Iterable[int | None], *, all_shown: bool = False
) -> tuple[str, ...]:
    """Return the numbers that are none of the figures shown, as typed with their nouns. Where the
    proposal was made of all figures (`all_shown`), only numbers of something else are left."""
    figures = {*shown} - {None}
    said = Claims(evidence.claims)
    own, others = said.without(*ASIDE), said.of(*ASIDE)
    all_shown |= len(figures) == 1 and own.total in figures
    unseen = () if all_shown else own.where(lambda claim: claim.value not in figures)
    spans = sorted((each.start, each.end) for each in (*unseen, *others, *evidence.asides))
    return tuple(dict.fromkeys(evidence.words_between(*span) for span in spans))


def _unclear(evidence: Evidence, doubt: Doubt, word: str) -> Unclear:
    return Unclear(doubt, _details(evidence, word), _unshown(evidence, ()))


def _details(evidence: Evidence, word: str) -> tuple[tuple[str, str], ...]:
    """Return what a question may repeat: the word it is about, and all figures as typed."""
    figures = Claims(evidence.claims).without(*ASIDE) or evidence.claims
    said = evidence.words_between(figures[0].start, figures[-1].end) if figures else ""
    if 0 < len(evidence.text) <= LONGEST_WORD and len(figures) > 1:
        said = evidence.text
    named = (("word", _cut(word)), ("said", _cut(said)))
    return tuple(filter(itemgetter(1), named))


def _cut(text: str) -> str:
    """Return a text that is not too long to repeat, cut between words."""
    text = " ".join(text.split())
    return text if len(text) <= LONGEST_WORD else text[:LONGEST_WORD].rsplit(" ", 1)[0] + "…"


def _answer(figures: Figures, note: str, parts: tuple[Part, ...] = ()) -> Answer:
    return Answer(AnswerState.VALUE, figures[0], figures[1], note=note, parts=parts)


def is_complete(row: Indicator, figures: Figures) -> bool:
    """Return whether there is a figure for every cell of the row."""
    by_cell = dict(zip(FIRST_CELLS, figures, strict=True))
    return all(by_cell[cell] is not None for cell in row.cells)


def _candidates(
    row: Indicator, proposals: Sequence[Figures], note: str, parts: tuple[Part, ...]
) -> tuple[Answer, ...]:
    complete = [figures for figures in dict.fromkeys(proposals) if is_complete(row, figures)]
    return tuple(
        _answer(figures, note, parts if figures == proposals[0] else ()) for figures in complete
    )


def _check(row: Indicator, figures: Figures, evidence: Evidence) -> str:
    """Return what looks odd: "range" above a ceiling of the form, "year" for a lone bare year."""
    answer = _answer(figures, "")
    if is_above_ceiling(row, answer):
        return "range"
    lone = len(row.cells) == 1 and [claim.noun for claim in evidence.claims] == [None]
    return "year" if lone and any(map(is_year, answer.figures.values())) else ""


def _doubt_year(reading: Understood) -> Reading:
    """Return a question where a lone number like 2022 is a year more likely than a count that is
    implausibly large."""
    answer = reading.answer
    number = answer.count if answer.count is not None else answer.people
    if number is None or not is_year(number):
        return reading
    return Ambiguous(Doubt.YEAR, (("word", str(number)),), (answer,), unused=reading.unused)


def offer_yes(row: Indicator, reading: Reading) -> Reading:
    """Return a question about a single unit with "có" as what is offered."""
    if not isinstance(reading, Ambiguous) or reading.candidates:
        return reading
    return replace(reading, candidates=(value(row, count=1),), proposed=((Cell.COUNT, 1),))
