"""Two quantities in one answer: lớp/người, cuộc/người.

Units decide, whatever the order; two bare numbers follow the order of the form. More people than
classes is the only plausible case, so a pair that says otherwise is asked back.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise

from bot.model.answer import Answer
from bot.model.form import Cell, Indicator
from bot.questions.base import Reading
from bot.questions.echo import echo_figures
from bot.questions.found import Quantity, Scan
from bot.questions.front import open_answer
from bot.questions.guess import REFUSED, Guess, conclude, number_reason, term_reason
from bot.questions.lexicon import Role
from bot.questions.parts import main_parts
from bot.questions.sums import runs_into_another
from bot.questions.wholes import Verdict, says_total, whole_or_parts
from bot.vietnamese.date import is_year, may_be_day_and_month

DASHES = ("-", "–", "−", "~", "—")
SEPARATORS = (",", ";", "/", "\n", "\t", "|", "", " ", "&")
FEWEST = 10  # people of a class, where a list has no commas
FAR_APART = 10  # "3/45 người" cannot be three out of 45; "45/50 học sinh" is


@dataclass(frozen=True, slots=True)
class PairType:
    """Rows with a count and people."""

    def read(self, row: Indicator, text: str) -> Reading:
        """Read "3 lớp 45 người" in any of its spellings."""
        scan = open_answer(row, text)
        if not isinstance(scan, Scan):
            return scan
        return conclude(row, scan, settle(scan))

    def echo(self, row: Indicator, answer: Answer) -> str:
        """As in "3 lớp, 45 người"."""
        return echo_figures(row, answer)


def settle(scan: Scan) -> Guess:
    """Figures for both cells from everything that was found."""
    main, reason, word = main_parts(scan, (Cell.COUNT, Cell.PEOPLE))
    guess = _checked(_assigned(scan, main))
    for doubt, said in (number_reason(main), (reason, word)):
        if doubt and (not guess.reason or (doubt in REFUSED and len(main) < 3)):
            return replace(guess, reason=doubt, word=said)
    return guess


def _assigned(scan: Scan, main: list[Quantity]) -> Guess:
    counts = _of(main, Cell.COUNT)
    peoples = _of(main, Cell.PEOPLE)
    bares = [one for one in main if one.term is None]
    reason, word = term_reason(main)
    if any(caution.reason == "per_unit" for caution in scan.warnings):
        strangers = [one for one in main if one.term and one.cell is None]
        return _product(counts, peoples, bares) if not strangers else Guess(reason="per_unit")
    if _has_range(main):
        return Guess(reason="range")
    if reason:
        return _with_strangers(counts, peoples, bares, reason, word)
    shape = (len(counts), len(peoples), len(bares))
    if shape == (1, 1, 0):
        return Guess(counts[0].number.value, peoples[0].number.value)
    if sum(shape) == 1:
        return _single(main[0])
    if shape == (0, 0, 2):
        return _bare_pair(bares[0], bares[1])
    if shape in ((1, 0, 1), (0, 1, 1)):
        return _half_named(main[0], main[1])
    return _many(scan, main)


def _of(main: Sequence[Quantity], cell: Cell) -> list[Quantity]:
    """Quantities of a cell: those with its units, or else those whose noun comes near it."""
    certain = [one for one in main if one.cell is cell]
    near = (Role.SEX, Role.GARBLED, Role.DOUBTFUL)
    return certain or [
        one for one in main if one.term and one.term.cell is cell and one.term.role in near
    ]


def _total(parts: Sequence[Quantity]) -> Guess:
    """The sum as a count; nothing where a part is unreadable."""
    if not parts or any(one.number.value is None for one in parts):
        return Guess()
    return Guess(sum(one.number.value for one in parts if one.number.value is not None))


def _product(counts: list[Quantity], peoples: list[Quantity], bares: list[Quantity]) -> Guess:
    """As in "3 lớp, mỗi lớp 40 người", "2 x 30": the product is offered."""
    how_many = counts or bares[:1]
    each = peoples or [one for one in bares if one not in how_many]
    left_over = [one for one in bares if one not in how_many and one not in each]
    if len(how_many) != 1 or len(each) != 1 or left_over:
        return Guess(_total(counts).count if len(counts) == 1 else None, reason="per_unit")
    count, people = how_many[0].number.value, each[0].number.value
    product = count * people if count and people else None
    return Guess(count, product, "per_unit")


def _has_range(main: Sequence[Quantity]) -> bool:
    """As in "40-50 người", "2-3 lớp", "40 đến 50": a bare number joined to the next."""
    for first, second in pairwise(main):
        joined = second.joint in (*DASHES, "đến", "tới", "lên", "hoặc", "hay")
        if not joined or first.term is not None:
            continue
        is_pair = len(main) == 2 and second.cell is not Cell.COUNT and second.joint in DASHES
        if not is_pair or (_is_far(first, second, 1) and not _is_far(first, second, 3)):
            return True
    return False


def _is_far(first: Quantity, second: Quantity, times: int) -> bool:
    low, high = first.number.value, second.number.value
    return low is not None and high is not None and (low == high == 0 or high >= low * times)


def _with_strangers(
    counts: list[Quantity],
    peoples: list[Quantity],
    bares: list[Quantity],
    reason: str,
    word: str,
) -> Guess:
    """Some nouns are not units of the row: keep what is sure, sum what is split by sex."""
    count = _total(counts).count if len(counts) == 1 else None
    if not bares and (len(peoples) == 1 or reason == "by_sex"):
        return Guess(count, _total(peoples).count, reason, word)
    return Guess(count, None, reason, word)


def _single(one: Quantity) -> Guess:
    number = one.number.value
    if one.cell is None and one.number.pieces:
        return _in_pieces(one.number.pieces)
    if number == 0 and one.cell is not Cell.PEOPLE and not one.number.doubt:
        return Guess(0, 0)
    if one.cell is Cell.COUNT:
        return Guess(number, None, "missing_people")
    if one.cell is Cell.PEOPLE:
        if one.number.pieces:  # "2 250 người": 2.250 people, or 2 classes and 250 people
            return _in_pieces(one.number.pieces)
        return Guess(0 if number == 0 else None, number, "missing_count")
    return Guess(reason="one_number")


def _in_pieces(pieces: tuple[int, ...]) -> Guess:
    """ "2 250" may be one number or two."""
    return Guess(pieces[0], pieces[1], "spaced")


def _bare_pair(first: Quantity, second: Quantity) -> Guess:
    """As in "3 - 45", "3, 45", "3 và 45": the order of the form."""
    count, people = first.number.value, second.number.value
    if count is None or people is None:
        return Guess(count, people)
    if first.number.pieces or second.number.pieces:
        return Guess(reason="spaced")
    joint = second.joint
    if joint in ("/", *DASHES) and may_be_day_and_month(int(count), int(people)):
        return Guess(count, people, "date_or_pair")
    if joint not in (*SEPARATORS, *DASHES):
        return Guess(count, people, "loose_number")
    if first.number.words and second.number.words and joint == "":
        return Guess(count, people, "loose_number")
    if is_year(int(people)):
        return Guess(count, people, "year", str(people))
    if joint in ("", *DASHES) and not _is_far(first, second, 3) and people >= count:
        return Guess(count, people, "range_or_pair")
    return Guess(count, people)


def _half_named(first: Quantity, second: Quantity) -> Guess:
    """One unit is named: "3 lớp, 45", "3, 45 người" are sure, other orders are asked."""
    named, bare = (first, second) if second.term is None else (second, first)
    count, people = named.number.value, bare.number.value
    if named.cell is Cell.PEOPLE:
        count, people = people, count
    if bare.number.pieces or named.number.pieces:
        return Guess(count, people, "spaced")
    in_order = (named.cell is Cell.COUNT) == (bare is second)
    if not in_order or second.joint not in (*SEPARATORS, ":", *DASHES):
        offered = count is not None and people is not None and count <= people
        return Guess(count, people, "loose_number") if offered else Guess(reason="loose_number")
    if (
        bare is first
        and second.joint in ("", "/", *DASHES)
        and not _is_far(first, second, FAR_APART)
    ):
        offered = _is_far(first, second, 3)
        return Guess(count, people, "range_or_pair") if offered else Guess(reason="range")
    if bare is second and is_year(int(bare.number.value or 0)):
        return Guess(count, people, "year", str(bare.number.value))
    return Guess(count, people)


def _is_list(main: Sequence[Quantity], bares: Sequence[Quantity]) -> bool:
    """As in "45, 50, 40 người": figures of one kind, the noun at the last of them or nowhere."""
    listed = [one for one in main if one.cell is not Cell.COUNT]
    if Cell.COUNT in [one.cell for one in main[1:-1]]:  # 1/2 lớp 45 người
        return False
    if any(one.joint in ("", " ") for one in listed[2:]) and not _are_alike(listed):
        return False
    plain = all(one.joint in (",", ";", "+", "&", "", " ", ":", "-") for one in listed[1:])
    ends_well = listed[-1].term is not None or len(bares) == len(listed)
    return plain and ends_well and all(one.number.scale == 1 for one in bares)


def _are_alike(listed: Sequence[Quantity]) -> bool:
    """Whether figures with nothing but space between can be those of classes: "1 2 50" cannot."""
    return all((one.number.value or 0) >= FEWEST for one in listed)


def _many(scan: Scan, main: list[Quantity]) -> Guess:
    """More quantities than cells: several pairs, a list per class, several kinds of people."""
    counts, peoples = _of(main, Cell.COUNT), _of(main, Cell.PEOPLE)
    bares = [one for one in main if one.term is None]
    count, people = _total(counts).count, _total([*peoples, *bares]).count
    if not counts and scan.ordinals and not bares:
        names = len(scan.ordinals)
        return Guess(names if names == len(peoples) else None, people, "ordinal")
    held = _with_totals(scan, counts, peoples) if not bares else None
    if held is not None:
        return held
    in_list = len(peoples) + len(bares)
    if len(counts) == 1 and count is not None and in_list == count > 1 and _is_list(main, bares):
        return Guess(count, people, "list_per_class")
    if bares and len(counts) == len(peoples) == 1 and _are_apart(main):
        return Guess(count, peoples[0].number.value, "extra_number")
    if bares:
        cut = bool(counts) and runs_into_another([*main[: main.index(counts[0])], counts[0]])
        return Guess(None if cut or len(counts) > 1 else count, None, "too_many")
    if any(one.joint == "/" and one.cell is Cell.PEOPLE for one in peoples[1:]):
        return Guess(count if len(counts) == 1 else None, None, "too_many")  # 45 người/50 người
    if len(counts) == len(peoples):
        return Guess(count, people, "several_pairs")
    if len(counts) == 1:
        return Guess(count, people, "several_people")
    if not counts:
        return Guess(None, people, "several_people")
    return Guess(count if _are_one_kind(counts) else None, people, "several_counts")


def _are_apart(main: Sequence[Quantity]) -> bool:
    """Whether bare numbers change none of the named ones: not "4 5 người", not "45 người/1"."""
    rate = any(
        first.term is not None and second.term is None and second.joint == "/"
        for first, second in pairwise(main)
    )
    return not rate and not runs_into_another(main)


def _are_one_kind(counts: Sequence[Quantity]) -> bool:
    """ "3 lớp 2 buổi 45 người" are no five classes: the sessions may be theirs."""
    return len({one.term.word for one in counts if one.term}) == 1


def _with_totals(scan: Scan, counts: list[Quantity], peoples: list[Quantity]) -> Guess | None:
    """As in "2 lớp, 30 hs, 5 gv, tổng 35 người": the total is offered, not twice as much."""
    verdicts = [whole_or_parts(None, scan, parts) for parts in (counts, peoples)]
    said = says_total(scan)
    in_pairs = len(counts) == len(peoples)
    if not said and (verdicts == [None, None] or (in_pairs and None in verdicts)):
        return None
    if not said and len(counts) == 1 and len({one.term for one in peoples}) == 1:
        return None  # 3 lớp: 40 người, 20 người, 20 người
    if verdicts == [None, None] and not (in_pairs and len(counts) > 1):
        return None
    figures = [
        _likeliest(parts, verdict, alone=not in_pairs)
        for parts, verdict in zip((counts, peoples), verdicts, strict=True)
    ]
    return Guess(figures[0], figures[1], "whole")


def _likeliest(
    parts: list[Quantity], verdict: Verdict | None, *, alone: bool
) -> Fraction | int | None:
    """The figure of one cell; nothing where another cell of the same pairs has a total."""
    if verdict is not None:
        return verdict.figures[0]
    return _total(parts).count if alone or len(parts) == 1 else None


def _checked(guess: Guess) -> Guess:
    """A pair must be plausible: at least as many people as classes, none without the other."""
    count, people = guess.count, guess.people
    if guess.reason or count is None or people is None or people >= count:
        if not guess.reason and count == 0 and people:
            return replace(guess, reason="people_without_count")
        return guess
    if people == 0:
        return replace(guess, reason="count_without_people")
    swapped = Guess(people, count, "swapped")
    if count.denominator == people.denominator == 1:
        return replace(swapped, others=((int(count), int(people)),))
    return Guess(count, people)
