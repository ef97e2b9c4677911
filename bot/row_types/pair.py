"""Two quantities in one answer: lớp/người, cuộc/người.

Nouns decide, whatever the order; two bare numbers follow the order of the form. More people than
classes is the only plausible case, so a pair that says otherwise is asked back.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from itertools import pairwise

from bot.model.answer import Answer
from bot.model.finding import Finding
from bot.model.form import Cell, Indicator
from bot.row_types.additions import runs_into_another
from bot.row_types.base import Figures, RowType, stored_figures
from bot.row_types.breakdowns import main_figures
from bot.row_types.doubt import Doubt
from bot.row_types.evidence import (
    ASIDE,
    Claim,
    Decision,
    Evidence,
    Role,
    number_doubt,
    strange,
    total,
)
from bot.row_types.totals import Verdict, called_total, whole_or_parts
from bot.vietnamese.date_words import is_year, may_be_day_and_month

DASHES = frozenset("-–−~—")
RANGES = DASHES | {"đến", "tới", "lên", "hoặc", "hay"}
SEPARATORS = frozenset((",", ";", "/", "\n", "\t", "|", "", " ", "&"))
PRODUCT_SIGNS = frozenset(("x", "×", "*"))
LISTING = frozenset((",", ";", "+", "&", "", " ", ":", "-"))
FEWEST = 10  # people of a class, where a list has no commas
FAR_APART = 10  # "3/45 người" cannot be three out of 45; "45/50 học sinh" is
MOSTLY = 3  # a range hardly ends at three times its beginning

Number = Fraction | int | None


@dataclass(slots=True)
class Sorted:
    """The figures of an answer by the cell they belong to."""

    main: list[Claim]
    counts: list[Claim] = field(default_factory=list)
    peoples: list[Claim] = field(default_factory=list)
    bares: list[Claim] = field(default_factory=list)
    doubt: Doubt | None = None  # about the first noun that is not the row's
    word: str = ""

    @property
    def shape(self) -> tuple[int, int, int]:
        """How many figures name classes, how many people, how many nothing."""
        return len(self.counts), len(self.peoples), len(self.bares)


def _sort(main: list[Claim]) -> Sorted:
    """Sort figures by cell; a near noun only counts where the cell has no noun of its own."""
    own = {claim.cell for claim in main}
    main = [claim for claim in main if claim.role is not Role.NEAR or claim.near_cell not in own]
    found = Sorted(main)
    found.counts = _of(main, Cell.COUNT)
    found.peoples = _of(main, Cell.PEOPLE)
    found.bares = [claim for claim in main if claim.role is Role.BARE]
    found.doubt, found.word = strange(main)
    return found


def _of(main: Sequence[Claim], cell: Cell) -> list[Claim]:
    """Return the figures of a cell: those with its nouns, or else those that come near it."""
    own = [claim for claim in main if claim.cell == cell]
    return own or [claim for claim in main if claim.near_cell == cell]


class PairType(RowType):
    """Rows with a count and people."""

    name = "pair"
    shapes = ((Cell.COUNT, Cell.PEOPLE),)
    has_two_cells = True
    has_shares = True
    column_width = 9.5

    def add(self, row: Indicator, answer: Answer) -> Figures:
        """Return both figures."""
        return stored_figures(row, answer)

    def check(self, row: Indicator, answer: Answer) -> Iterator[Finding]:
        """Yield what is odd: people without classes, classes without people, more classes than people."""
        yield from _odd_pair(row.code, answer.count or 0, answer.people or 0)
        yield from super().check(row, answer)

    def decide(self, row: Indicator, evidence: Evidence) -> Decision:  # noqa: ARG002
        """Return both figures from "3 lớp 45 người" in any of its spellings."""
        figures = main_figures(evidence, (Cell.COUNT, Cell.PEOPLE))
        found = _sort(figures.main)
        decision = _checked(_assigned(evidence, found))
        decision = _beside_strangers(evidence, found, decision)
        misfit = (Doubt.BREAKDOWN if figures.misfit else None, figures.misfit)
        for doubt, word in ((number_doubt(found.main), ""), misfit):
            if doubt and (decision.doubt is None or (doubt.refuses and len(found.main) < 3)):
                return replace(decision, doubt=doubt, word=word)
        return decision


def _beside_strangers(evidence: Evidence, found: Sorted, decision: Decision) -> Decision:
    """Return the decision where numbers of something else stand beside: they explain a missing
    figure, and they make a bare one uncertain."""
    doubt, word = strange(claim for claim in evidence.claims if claim.role in ASIDE)
    if doubt is None or decision.doubt not in (*_MISSING, None):
        return decision
    if found.bares:
        figures = [claim.value if claim else None for claim in _named_ones(found)]
        return Decision(figures[0], figures[1], Doubt.LOOSE_NUMBER)
    return replace(decision, doubt=doubt, word=word) if decision.doubt else decision


_MISSING = (Doubt.MISSING_COUNT, Doubt.MISSING_PEOPLE, Doubt.NO_NUMBER)


def _named_ones(found: Sorted) -> tuple[Claim | None, Claim | None]:
    count = found.counts[0] if len(found.counts) == 1 else None
    people = found.peoples[0] if len(found.peoples) == 1 else None
    return count, people


def _assigned(evidence: Evidence, found: Sorted) -> Decision:
    """Return the figures by the first rule that fits what was said."""
    if evidence.has(Doubt.PER_UNIT):
        others = any(claim.role is Role.OTHER for claim in evidence.claims)
        return Decision(doubt=Doubt.PER_UNIT) if others else _product(evidence, found)
    if _has_range(found.main):
        return Decision(doubt=Doubt.RANGE)
    if found.doubt:
        return _with_strangers(found)
    match found.shape:
        case (0, 0, 0):
            return Decision(doubt=Doubt.NO_NUMBER)
        case (1, 1, 0):
            return Decision(found.counts[0].value, found.peoples[0].value, figures=(*found.main,))
        case (1, 0, 0) | (0, 1, 0) | (0, 0, 1):
            return _single(found.main[0])
        case (0, 0, 2):
            return _bare_pair(found.bares[0], found.bares[1])
        case (1, 0, 1) | (0, 1, 1):
            return _half_named(found.main[0], found.main[1])
        case _:
            return _many(evidence, found)


def _product(evidence: Evidence, found: Sorted) -> Decision:
    """Offer the product of "3 lớp, mỗi lớp 40 người", "2 x 30"."""
    if any(claim.role not in (Role.OWN, Role.BARE) for claim in found.main):
        return Decision(doubt=Doubt.PER_UNIT)
    how_many = found.counts or found.bares[:1]
    each = found.peoples or [claim for claim in found.bares if claim not in how_many]
    left = [claim for claim in found.bares if claim not in (*how_many, *each)]
    if len(how_many) != 1 or len(each) != 1 or left:
        known = total(found.counts) if len(found.counts) == 1 else None
        return Decision(known, doubt=Doubt.PER_UNIT)
    count, people = how_many[0].value, each[0].value
    by_sign = any(caution.word in PRODUCT_SIGNS for caution in evidence.cautions)
    if by_sign and found.peoples and each[0].start < how_many[0].start:
        return Decision(count, doubt=Doubt.PER_UNIT)  # "160 hs x 4 buổi": the same 160, or 640
    return Decision(count, count * people if count and people else None, Doubt.PER_UNIT)


def _has_range(main: Sequence[Claim]) -> bool:
    """Return whether a bare number is joined to the next, as in "40-50 người", "2-3 lớp"."""
    return any(
        first.noun is None and second.joint in RANGES and not _is_dashed_pair(main, first, second)
        for first, second in pairwise(main)
    )


def _is_dashed_pair(main: Sequence[Claim], first: Claim, second: Claim) -> bool:
    """Return whether "3 - 45" may be a pair: far apart, or clearly swapped."""
    if len(main) != 2 or second.cell == Cell.COUNT or second.joint not in DASHES:
        return False
    return not _is_far(first, second, 1) or _is_far(first, second, MOSTLY)


def _is_far(first: Claim, second: Claim, times: int) -> bool:
    low, high = first.value, second.value
    return low is not None and high is not None and (low == high == 0 or high >= low * times)


def _with_strangers(found: Sorted) -> Decision:
    """Keep what is sure beside nouns that are not the row's, add what is split by sex."""
    count = total(found.counts) if len(found.counts) == 1 else None
    together = len(found.peoples) == 1 or found.doubt is Doubt.BY_SEX
    people = total(found.peoples) if together and not found.bares else None
    return Decision(count, people, found.doubt, found.word)


def _single(claim: Claim) -> Decision:
    """Return what one figure says: the other is missing, unless it is zero."""
    number = claim.value
    if claim.number.pieces and claim.cell != Cell.COUNT:
        return _in_pieces(claim.number.pieces)  # "2 250 người": 2.250 people, or 2 and 250
    if number == 0 and claim.cell != Cell.PEOPLE and not claim.number.doubt:
        return Decision(0, 0, figures=(claim,))
    if claim.cell is None:
        return Decision(doubt=Doubt.ONE_NUMBER)
    if claim.cell == Cell.COUNT:
        return Decision(number, None, Doubt.MISSING_PEOPLE)
    return Decision(0 if number == 0 else None, number, Doubt.MISSING_COUNT)


def _in_pieces(pieces: tuple[int, ...]) -> Decision:
    """Offer the two numbers that "2 250" may also be."""
    return Decision(pieces[0], pieces[1], Doubt.SPACED)


def _bare_pair(first: Claim, second: Claim) -> Decision:
    """Return "3 - 45", "3, 45", "3 và 45" in the order of the form."""
    count, people = first.value, second.value
    if first.number.pieces or second.number.pieces:
        return Decision(doubt=Doubt.SPACED)
    doubt = None if count is None or people is None else _pair_doubt(first, second, count, people)
    word = str(people) if doubt is Doubt.YEAR else ""
    return Decision(count, people, doubt, word, (first, second))


def _pair_doubt(first: Claim, second: Claim, count: Fraction, people: Fraction) -> Doubt | None:
    joint = second.joint
    in_words = first.number.words and second.number.words and joint == ""
    if joint in DASHES | {"/"} and may_be_day_and_month(int(count), int(people)):
        return Doubt.DATE_OR_PAIR
    if joint not in SEPARATORS | DASHES or in_words:
        return Doubt.LOOSE_NUMBER
    if is_year(int(people)):
        return Doubt.YEAR
    if joint in DASHES | {""} and count <= people and not _is_far(first, second, MOSTLY):
        return Doubt.RANGE_OR_PAIR
    return None


def _half_named(first: Claim, second: Claim) -> Decision:
    """Return the figures where one noun is named: "3 lớp, 45", "3, 45 người" are sure, other
    orders are asked."""
    named, bare = (first, second) if second.noun is None else (second, first)
    count, people = named.value, bare.value
    if named.cell == Cell.PEOPLE:
        count, people = people, count
    if bare.number.pieces or named.number.pieces:
        return Decision(count, people, Doubt.SPACED)
    in_order = (named.cell == Cell.COUNT) == (bare is second)
    if not in_order or second.joint not in SEPARATORS | DASHES | {":"}:
        return _if_plausible(count, people, Doubt.LOOSE_NUMBER)
    close = second.joint in DASHES | {"", "/"} and not _is_far(first, second, FAR_APART)
    if bare is first and close:
        if _is_far(first, second, MOSTLY):
            return Decision(count, people, Doubt.RANGE_OR_PAIR)
        return Decision(doubt=Doubt.RANGE)
    if bare is second and is_year(int(bare.value or 0)):
        return Decision(count, people, Doubt.YEAR, str(bare.value))
    return Decision(count, people, figures=(first, second))


def _if_plausible(count: Number, people: Number, doubt: Doubt) -> Decision:
    """Offer a pair only with at least as many people as classes."""
    if count is not None and people is not None and count <= people:
        return Decision(count, people, doubt)
    return Decision(doubt=doubt)


def _many(evidence: Evidence, found: Sorted) -> Decision:
    """Return what more figures than cells come to: several pairs, a list, kinds of people."""
    counts, peoples, bares = found.counts, found.peoples, found.bares
    count, people = total(counts), total([*peoples, *bares])
    if not counts and evidence.names and not bares:
        names = len(evidence.names)
        said = ", ".join(sorted(evidence.names))
        count = Fraction(names) if names == len(peoples) else None
        return Decision(count, people, Doubt.ORDINAL, said)
    held = _with_totals(evidence, counts, peoples) if not bares else None
    if held is not None:
        return held
    if _is_list_per_class(found, count):
        return Decision(count, people, Doubt.LIST_PER_CLASS)
    if bares:
        return _with_bares(found)
    if any(claim.joint == "/" for claim in peoples[1:]):  # 45 người/50 người
        return Decision(count if len(counts) == 1 else None, None, Doubt.TOO_MANY)
    if len(counts) == len(peoples):
        return Decision(count, people, Doubt.SEVERAL_PAIRS)
    if len(counts) <= 1:
        return _several_people(count, peoples)
    return Decision(count if _are_one_kind(counts) else None, people, Doubt.SEVERAL_COUNTS)


def _several_people(count: Number, peoples: Sequence[Claim]) -> Decision:
    """Return the sum of kinds of people; the last where it is the sum of those before: "96 em + 2 em
    là 98 em"."""
    people, last = total(peoples), peoples[-1].value
    if len(peoples) > 2 and people is not None and people == 2 * (last or 0):
        return Decision(count, last, Doubt.WHOLE)
    return Decision(count, people, Doubt.SEVERAL_PEOPLE)


def _is_list_per_class(found: Sorted, count: Number) -> bool:
    """Return whether there are as many figures of people as there are classes."""
    listed = len(found.peoples) + len(found.bares)
    return len(found.counts) == 1 and listed == count != 1 and _is_list(found)


def _with_bares(found: Sorted) -> Decision:
    """Return what is sure where numbers without a noun stand between the others."""
    counts, peoples = found.counts, found.peoples
    count = counts[0].value if len(counts) == 1 else None
    if len(counts) == len(peoples) == 1 and _are_apart(found.main):
        return Decision(count, peoples[0].value, Doubt.EXTRA_NUMBER)
    before = found.main[: found.main.index(counts[0]) + 1] if counts else []
    return Decision(None if runs_into_another(before) else count, None, Doubt.TOO_MANY)


def _is_list(found: Sorted) -> bool:
    """Return whether figures of one kind are listed, as in "45, 50, 40 người": the noun stands at
    the last of them or nowhere."""
    listed = [claim for claim in found.main if claim.cell != Cell.COUNT]
    if Cell.COUNT in [claim.cell for claim in found.main[1:-1]]:  # 1/2 lớp 45 người
        return False
    few = any((claim.value or 0) < FEWEST for claim in listed)
    if few and any(claim.joint in ("", " ") for claim in listed[2:]):
        return False
    plain = all(claim.joint in LISTING for claim in listed[1:])
    ends_well = listed[-1].noun is not None or len(found.bares) == len(listed)
    return plain and ends_well and all(claim.number.scale == 1 for claim in found.bares)


def _are_apart(main: Sequence[Claim]) -> bool:
    """Return whether bare numbers change none of the named ones: not "4 5 người", "45 người/1"."""
    rate = any(
        first.noun is not None and second.noun is None and second.joint == "/"
        for first, second in pairwise(main)
    )
    return not rate and not runs_into_another(main)


def _are_one_kind(counts: Sequence[Claim]) -> bool:
    """Return whether all count the same: "3 lớp 2 buổi 45 người" are no five classes."""
    return len({claim.word for claim in counts}) == 1


def _with_totals(evidence: Evidence, counts: list[Claim], peoples: list[Claim]) -> Decision | None:
    """Offer the total of "2 lớp, 30 hs, 5 gv, tổng 35 người", not twice as much."""
    verdicts = [whole_or_parts(None, evidence, parts) for parts in (counts, peoples)]
    said = bool(called_total(evidence))
    in_pairs = len(counts) == len(peoples)
    if not said and not _looks_like_total(counts, peoples, verdicts):
        return None
    if verdicts == [None, None] and not (in_pairs and len(counts) > 1):
        return None
    return Decision(
        _likeliest(counts, verdicts[0], alone=not in_pairs),
        _likeliest(peoples, verdicts[1], alone=not in_pairs),
        Doubt.WHOLE,
    )


def _looks_like_total(
    counts: list[Claim], peoples: list[Claim], verdicts: Sequence[Verdict | None]
) -> bool:
    """Return whether figures may hold a total although no word says so; but not "3 lớp: 40 người,
    20 người, 20 người"."""
    needed = 2 if len(counts) == len(peoples) else 1
    if sum(verdict is not None for verdict in verdicts) < needed:
        return False
    return len(counts) != 1 or len({claim.noun for claim in peoples}) != 1


def _likeliest(parts: list[Claim], verdict: Verdict | None, *, alone: bool) -> Number:
    """Return one cell's figure; nothing where another cell of the same pairs has a total."""
    if verdict is not None:
        return verdict.figures[0]
    return total(parts) if alone or len(parts) == 1 else None


def _checked(decision: Decision) -> Decision:
    """Ask about an implausible pair: fewer people than classes, one without the other."""
    count, people = decision.count, decision.people
    if decision.doubt or count is None or people is None:
        return decision
    if count == 0 and people:
        return replace(decision, doubt=Doubt.PEOPLE_WITHOUT_COUNT)
    if people >= count:
        return decision
    if people == 0:
        return replace(decision, doubt=Doubt.COUNT_WITHOUT_PEOPLE)
    if count.denominator != 1 or people.denominator != 1:
        return decision
    return Decision(people, count, Doubt.SWAPPED, others=((int(count), int(people)),))


def _odd_pair(code: str, count: int, people: int) -> Iterator[Finding]:
    if people and not count:
        yield Finding("people_without_classes", code, (("people", people),))
    if count and not people:
        yield Finding("classes_without_people", code, (("count", count),))
    if 0 < people < count:
        details = (("count", count), ("people", people))
        yield Finding("fewer_people_than_classes", code, details)
