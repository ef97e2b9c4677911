"""Two quantities in one answer: lớp/người, cuộc/người.

Nouns decide, whatever the order; two bare numbers follow the order of the form. More people than
classes is the only plausible case, so a pair that says otherwise is asked back.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

from bot.model.answer import Answer
from bot.model.finding import Finding
from bot.model.form import FIRST_CELLS, Cell, Indicator
from bot.row_types.additions import runs_into_another
from bot.row_types.base import Figures, RowType, Spoken, stored_figures
from bot.row_types.breakdowns import Decide, Found, Rule, Rules, asks, decide_by
from bot.row_types.doubt import Doubt
from bot.row_types.evidence import Claim, Claims, Decision, Evidence, Question, Role, once
from bot.row_types.of_each import holds_for_all, is_of_each
from bot.row_types.totals import COLLECTIVES, Verdict, called_total, whole_or_parts
from bot.vietnamese.date_words import is_year, may_be_day_and_month
from bot.vietnamese.number import MILLION
from bot.vietnamese.tokens import token_at
from bot.vietnamese.words import table, words

DASHES = frozenset("-–−~—")
RANGES = DASHES | {"đến", "tới", "lên", "hoặc", "hay"}
SEPARATORS = frozenset((",", ";", "/", "\n", "\t", "|", "", " ", "&"))
SPACES = frozenset(("", " "))
DATED = DASHES | {"/"}  # between the day and the month
RANGED = DASHES | {""}  # between the ends of a range
CLOSE = RANGED | {"/"}
NEAR_EACH_OTHER = {"/": Doubt.PART}  # "45/46" are some of all; others are a range
PRODUCT_SIGNS = frozenset(("x", "×", "*"))
LISTING = frozenset((",", ";", "+", "&", "", " ", ":", "-"))
FEWEST = 10  # people of a class, where a list has no commas
FAR_APART = 10  # "3/45 người" cannot be three out of 45; "45/50 học sinh" is
MANY = 3  # figures; a doubt about one of them does not refuse all
MOST_IN_CLASS = 120  # people; more are those of all classes
MOSTLY = 3  # a range hardly ends at three times its beginning

LOOKING_ON = table("looking_on")
LOOKERS_ON = frozenset(words("looking_on"))

Number = Fraction | int | None
MISSING = (Doubt.MISSING_COUNT, Doubt.MISSING_PEOPLE, Doubt.NO_NUMBER)


class _Paired(Found):
    """The figures of an answer by the cell they belong to. A near noun only counts where the cell has
    no noun of its own."""

    @once
    def main(self) -> Claims:
        own = self.figures.cells
        near = [claim for claim in self.figures.of(Role.NEAR) if claim.near_cell in own]
        return self.figures.where(lambda claim: claim not in near) if near else self.figures

    @once
    def counts(self) -> Claims:
        """Return those that name classes."""
        return self._of(Cell.COUNT)

    @once
    def peoples(self) -> Claims:
        """Return those that name people."""
        return self._of(Cell.PEOPLE)

    @once
    def shape(self) -> tuple[int, int, int]:
        """How many figures name classes, how many people, how many nothing."""
        return len(self.counts), len(self.peoples), len(self.bares)

    @property
    def count(self) -> Number:
        """Return the only figure of classes; None where there is none or another."""
        return self.counts.total if len(self.counts) == 1 else None

    @property
    def people(self) -> Number:
        """Return the only figure of people; None where there is none or another."""
        return self.peoples.total if len(self.peoples) == 1 else None

    def _of(self, cell: Cell) -> Claims:
        """Return the figures of a cell: those with its nouns, or else those that come near it."""
        own = [claim for claim in self.main if claim.cell == cell]
        return Claims(own or [claim for claim in self.main if claim.near_cell == cell])

    @property
    def counts_others(self) -> bool:
        """Return whether other things than the row's are counted."""
        return bool(
            Claims(self.evidence.claims).of(Role.OTHER)
            or self.figures.without(Role.OWN, Role.BARE)
        )

    @property
    def is_range(self) -> bool:
        """Return whether a bare number is joined to the next, as in "40-50 người", "2-3 lớp"."""
        return any(
            first.noun is None and second.joint in RANGES and not self._is_dashed(first, second)
            for first, second in pairwise(self.main)
        )

    def _is_dashed(self, first: Claim, second: Claim) -> bool:
        """Return whether "3 - 45" may be a pair: far apart, or clearly swapped."""
        if len(self.main) != 2 or second.cell == Cell.COUNT or second.joint not in DASHES:
            return False
        return not _is_far(first, second, 1) or _is_far(first, second, MOSTLY)

    @property
    def are_in_pairs(self) -> bool:
        """Return whether as many figures name classes as people."""
        return len(self.counts) == len(self.peoples)

    @property
    def are_in_turn(self) -> bool:
        """Return whether each figure of classes has a bare number behind it: "1 lớp 30e, 1 lớp 28e"."""
        classes, people = self.main[::2], self.main[1::2]
        fits = classes == self.counts and people == self.bares
        enough = all(few.amount >= lot.amount for lot, few in zip(classes, people, strict=False))
        return fits and len(classes) == len(people) and enough

    @property
    def is_list_per_class(self) -> bool:
        """Return whether there are as many figures of people, listed, as there are classes."""
        listed = len(self.peoples) + len(self.bares)
        if self.count in (None, 1) or self.count != listed:
            return False
        return self._is_list or self._is_named_list

    @property
    def _is_named_list(self) -> bool:
        """Return whether bare numbers with a name each stand behind a colon: "2 lớp: chăn nuôi 30, trồng trọt
        27"."""
        colon = token_at(self.evidence.tokens, self.counts[0].end)
        return colon.is_mark(":") and self.main[1:] == self.bares

    @property
    def _is_list(self) -> bool:
        """Return whether figures of one kind are listed, as in "45, 50, 40 người": the noun stands at
        the last of them or nowhere."""
        listed = self.main.where(lambda claim: claim.cell != Cell.COUNT)
        if Claims(self.main[1:-1]).counting(Cell.COUNT) or not LISTING.issuperset(listed.joints):
            return False  # 1/2 lớp 45 người
        few = any(claim.amount < FEWEST for claim in listed)
        if few and not SPACES.isdisjoint(listed.joints[1:]):
            return False
        ends_well = listed[-1].noun is not None or len(self.bares) == len(listed)
        return ends_well and all(claim.number.scale == 1 for claim in self.bares)

    @property
    def are_apart(self) -> bool:
        """Return whether bare numbers change none of the named ones: not "4 5 người", "45 người/1", "lớp 1 24
        người, lớp 2 26"."""
        rate = any(
            first.noun is not None and second.noun is None and second.joint == "/"
            for first, second in pairwise(self.main)
        )
        return not (rate or self.evidence.names or runs_into_another(self.main))

    @property
    def sums(self) -> tuple[Number, Number]:
        """Return all classes, and all people with the bare numbers among them."""
        return self.counts.total, Claims(self.peoples + self.bares).total


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
        yield from _odd_pair(row.code, answer.counted, answer.people or 0)
        yield from super().check(row, answer)

    def decide(self, row: Indicator, evidence: Evidence) -> Decision:  # noqa: ARG002
        """Return both figures from "3 lớp 45 người" in any of its spellings."""
        certain = evidence.certain(*FIRST_CELLS)
        if certain is not None and 0 < (certain[0].value or 0) <= (certain[1].value or 0):
            return Decision(certain[0].value, certain[1].value, figures=certain)
        found = _Paired.of(evidence, *FIRST_CELLS)
        decision = _beside_strangers(found, _checked(decide_by(RULES, found)))
        if decision.doubt is None or len(found.main) < MANY:
            decision = decision.asked(Question(found.main.number_doubt))
        decision = decision.asked(found.misfit)
        if decision.doubt is Doubt.BREAKDOWN and any(claim.part for claim in found.main):
            return Decision(doubt=decision.doubt, word=decision.word)  # a part is no whole
        return decision

    def doubt_of(self, row: Indicator, answer: Answer) -> Spoken | None:
        """Return the question about fewer people than classes, or about one without the other."""
        doubt = _checked(Decision(answer.count, answer.people)).doubt
        return Spoken(answer, doubt, (("said", self.echo(row, answer)),)) if doubt else None


def _beside_strangers(found: _Paired, decision: Decision) -> Decision:
    """Return the decision where numbers of something else stand beside: they explain a missing
    figure, and they make a bare one uncertain."""
    aside = found.aside
    if aside.doubt is None or decision.doubt not in (*MISSING, None):
        return decision
    if found.bares:
        return Decision(found.count, found.people, Doubt.LOOSE_NUMBER)
    return replace(decision, doubt=aside.doubt, word=aside.word) if decision.doubt else decision


def _product(found: _Paired) -> Decision:
    """Offer the product of "3 lớp, mỗi lớp 40 người", "2 x 30"."""
    how_many, each = _factors(found)
    counts = found.counts or found.bares[:1]
    if any(is_of_each(found.evidence, claim) for claim in counts):
        return _without_each(found)
    if how_many is None or each is None or not holds_for_all(found.evidence, how_many, each):
        return Decision(found.count, doubt=Doubt.PER_UNIT)
    if each.amount > MOST_IN_CLASS:  # "8 lớp, sĩ số 251" are hardly 2.008
        return Decision(how_many.value, doubt=Doubt.PER_UNIT)
    by_sign = any(caution.word in PRODUCT_SIGNS for caution in found.evidence.cautions)
    if by_sign and found.peoples and each.start < how_many.start:
        return Decision(how_many.value, doubt=Doubt.PER_UNIT)  # "160 hs x 4 buổi": 160, or 640
    count, people = how_many.value, each.value
    return Decision(count, count * people if count and people else None, Doubt.PER_UNIT)


def _without_each(found: _Paired) -> Decision:
    """Return what is said of all beside what each had: "4 lớp, mỗi lớp 2 buổi, 142 hs"; nothing where only
    that is said: "mỗi khối 1 buổi, tổng 420 em"."""
    of_all = found.counts.where(lambda claim: not is_of_each(found.evidence, claim))
    certain = (
        len(found.counts) == 2 and of_all and not found.bares and of_all[0] is found.counts[0]
    )
    if not certain or len(found.peoples) != 1 or found.peoples[0].joint in SPACES:
        return Decision(doubt=Doubt.PER_UNIT)
    return Decision(of_all.total, found.people, Doubt.PER_UNIT)


def _factors(found: _Paired) -> tuple[Claim | None, Claim | None]:
    """Return how many classes there are, and how many people in each; bare numbers stand for what no
    noun names, none of them may be left."""
    match found.shape:
        case (1, 1, 0):
            return found.counts[0], found.peoples[0]
        case (1, 0, 1):
            return found.counts[0], found.bares[0]
        case (0, 1, 1):
            return found.bares[0], found.peoples[0]
        case (0, 0, 2):
            return found.bares[0], found.bares[1]
        case _:
            return None, None


def _is_far(first: Claim, second: Claim, times: int) -> bool:
    low, high = first.value, second.value
    return low is not None and high is not None and (low == high == 0 or high >= low * times)


def _with_strangers(found: _Paired) -> Decision:
    """Keep what is sure beside nouns that are not the row's, add what is split by sex."""
    together = len(found.peoples) == 1 or found.stranger.doubt is Doubt.BY_SEX
    people = found.peoples.total if together and not found.bares else None
    return Decision(found.count, people).asked(found.stranger)


def _pair(found: _Paired) -> Decision:
    return Decision(found.counts[0].value, found.peoples[0].value, figures=found.main)


def _single(found: _Paired) -> Decision:
    """Return what one figure says: the other is missing, unless it is zero."""
    claim = found.main[0]
    number, pieces = claim.value, claim.number.pieces
    if pieces and claim.cell != Cell.COUNT:
        return Decision(
            pieces[0], pieces[1], Doubt.SPACED
        )  # "2 250 người": 2.250 people, or 2 and 250
    if number == 0 and claim.cell != Cell.PEOPLE and not claim.number.doubt:
        return Decision(0, 0, figures=(claim,))
    if claim.cell is None:  # a bare million is money, and no class or person
        is_money = number is not None and number >= MILLION
        return Decision(doubt=Doubt.UNKNOWN_UNIT if is_money else Doubt.ONE_NUMBER)
    inside = Claims(found.evidence.claims).where(lambda each: each.part).of(Role.BARE)
    if claim.cell == Cell.COUNT and number == len(inside) > 1:  # "3 lớp (may 35, mộc 30, xây 30)"
        return Decision(number, inside.total, Doubt.LIST_PER_CLASS)
    if claim.cell == Cell.COUNT:
        return Decision(number, None, Doubt.MISSING_PEOPLE)
    return Decision(0 if number == 0 else None, number, Doubt.MISSING_COUNT)


def _bare_pair(found: _Paired) -> Decision:
    """Return "3 - 45", "3, 45", "3 và 45" in the order of the form."""
    first, second = found.bares
    count, people = first.value, second.value
    if len(found.evidence.names) == len(found.bares):  # "lớp 1: 20, lớp 2: 25"
        names = ", ".join(sorted(found.evidence.names))
        return Decision(len(found.bares), found.bares.total, Doubt.ORDINAL, names)
    if found.bares.have_pieces:
        return Decision(doubt=Doubt.SPACED)
    doubt = None if count is None or people is None else _pair_doubt(first, second, count, people)
    said = {Doubt.YEAR: f"{people}", Doubt.PART: f"{count}/{people}"}
    return Decision(count, people, doubt, said.get(doubt or Doubt.BLANK, ""), found.bares)


def _pair_doubt(first: Claim, second: Claim, count: Fraction, people: Fraction) -> Doubt | None:
    joint = second.joint
    in_words = joint == "" and min(first.number.words, second.number.words) > 0
    if joint in DATED and may_be_day_and_month(int(count), int(people)):
        return Doubt.DATE_OR_PAIR
    if in_words or joint not in SEPARATORS | DASHES:
        return Doubt.LOOSE_NUMBER
    if is_year(int(people)):
        return Doubt.YEAR
    is_close = joint in CLOSE and people >= count and not _is_far(first, second, MOSTLY)
    return NEAR_EACH_OTHER.get(joint, Doubt.RANGE_OR_PAIR) if is_close else None


def _half_named(found: _Paired) -> Decision:
    """Return the figures where one noun is named: "3 lớp, 45", "3, 45 người" are sure, other
    orders are asked."""
    first, second = found.main
    in_order = first.cell == Cell.COUNT or second.cell == Cell.PEOPLE
    count, people = (first.value, second.value) if in_order else (second.value, first.value)
    doubt = Doubt.SPACED if found.main.have_pieces else _doubt_of_half(first, second, in_order)
    match doubt:
        case Doubt.YEAR:
            return Decision(count, people, doubt, str(people))
        case Doubt.LOOSE_NUMBER if count is None or people is None or count > people:
            return Decision(doubt=doubt)
        case Doubt.RANGE:
            return Decision(doubt=doubt)
    return Decision(count, people, doubt, figures=() if doubt else found.main)


def _doubt_of_half(first: Claim, second: Claim, in_order: bool) -> Doubt | None:
    if not in_order or second.joint not in SEPARATORS | DASHES | {":"}:
        return Doubt.LOOSE_NUMBER
    if second.noun is None:
        return Doubt.YEAR if is_year(int(second.value or 0)) else None
    if second.joint not in CLOSE or _is_far(first, second, FAR_APART):
        return None
    return Doubt.RANGE_OR_PAIR if _is_far(first, second, MOSTLY) else Doubt.RANGE


def _by_name(found: _Paired) -> Decision:
    """Return the people of classes that are named and not counted: "lớp 5A 20 em, lớp 5B 25 em"."""
    names = found.evidence.names
    count = len(names) if len(names) == len(found.peoples) else None
    return Decision(count, found.peoples.total, Doubt.ORDINAL, ", ".join(sorted(names)))


def _sums(doubt: Doubt) -> Decide[_Paired]:
    return lambda found: Decision(*found.sums, doubt)


def _with_bares(found: _Paired) -> Decision:
    """Return what is sure where numbers without a noun stand between the others."""
    if found.count is not None and len(found.peoples) == 1 and found.are_apart:
        return Decision(found.count, found.people, Doubt.EXTRA_NUMBER)
    before = found.main[: found.main.index(found.counts[0]) + 1] if found.counts else ()
    return Decision(
        None if runs_into_another(Claims(before)) else found.count, None, Doubt.TOO_MANY
    )


def _several_people(found: _Paired) -> Decision:
    """Return the sum of kinds of people; the last where it is the sum of those before: "96 em + 2 em
    là 98 em"."""
    count, people = found.sums
    if _hold_something_else(found):
        return Decision(doubt=Doubt.SEVERAL_PEOPLE)
    last = found.peoples[-1].value or 0
    if len(found.peoples) > 2 and people == 2 * last:
        return Decision(count, last, Doubt.WHOLE)
    return Decision(count, people, Doubt.SEVERAL_PEOPLE)


def _hold_something_else(found: _Paired) -> bool:
    """Tell whether people of another thing are told as well: "1 cuộc 120 em, thể thao 1 giải 80 người"."""
    claims = Claims(found.evidence.claims).where(lambda claim: not claim.part)
    others = claims.of(Role.OTHER).where(lambda claim: claim.word not in COLLECTIVES)
    near = {claim for claim in claims if claim.near_cell is Cell.COUNT}.difference(found.counts)
    first, last = found.peoples[0].start, found.peoples[-1].start
    return bool(near) or any(first < other.start < last for other in others)


def _have_lookers_on(found: _Paired) -> bool:
    return any(_look_on(found.evidence, claim) for claim in found.peoples)


def _who_took_part(found: _Paired) -> Number:
    """Return the only figure of people who did not just watch; None where there is none or another."""
    others = found.peoples.where(lambda claim: not _look_on(found.evidence, claim))
    return getattr(others.only, "value", None)


def _look_on(evidence: Evidence, claim: Claim) -> bool:
    """Return whether people only watched: "500 người cổ vũ" are never added to those who took part."""
    return (
        claim.word in LOOKERS_ON
        or LOOKING_ON.match(evidence.tokens, claim.end, plain=evidence.plain) is not None
    )


def _several_counts(found: _Paired) -> Decision:
    count, people = found.sums
    are_one_kind = len(found.counts.words) == 1  # not "3 lớp 2 buổi 45 người"
    if are_one_kind and SEPARATORS.issuperset(found.counts.joints):
        return Decision(doubt=Doubt.SEVERAL_COUNTS)  # "2 lớp, 1 lớp 30 người"
    return Decision(count if are_one_kind else None, people, Doubt.SEVERAL_COUNTS)


def _with_totals(found: _Paired) -> Decision | None:
    """Offer the total of "2 lớp, 30 hs, 5 gv, tổng 35 người", not twice as much."""
    verdicts = [
        whole_or_parts(None, found.evidence, parts) for parts in (found.counts, found.peoples)
    ]
    if not called_total(found.evidence) and not _looks_like_total(found, verdicts):
        return None
    in_pairs = found.are_in_pairs
    if verdicts == [None, None] and not (in_pairs and len(found.counts) > 1):
        return None
    is_added = verdicts[0] is None or verdicts[0].rule == "called_but_unequal"
    are_kinds = is_added and len(found.counts.words) > 1  # 1 buổi, 18 lớp
    return Decision(
        None if are_kinds else _likeliest(found.counts, verdicts[0], alone=not in_pairs),
        _likeliest(found.peoples, verdicts[1], alone=not in_pairs),
        Doubt.WHOLE,
    )


def _looks_like_total(found: _Paired, verdicts: Sequence[Verdict | None]) -> bool:
    """Return whether figures may hold a total although no word says so; but not "3 lớp: 40 người,
    20 người, 20 người"."""
    needed = 2 if found.are_in_pairs else 1
    enough = len(verdicts) - verdicts.count(None) >= needed
    return enough and (len(found.counts) != 1 or len(found.peoples.words) != 1)


def _likeliest(parts: Claims, verdict: Verdict | None, *, alone: bool) -> Number:
    """Return one cell's figure; nothing where another cell of the same pairs has a total."""
    if verdict is not None:
        return verdict.figures[0]
    return parts.total if alone or len(parts) == 1 else None


SHAPES: dict[tuple[int, int, int], Decide[_Paired]] = {
    (0, 0, 0): asks(Doubt.NO_NUMBER),
    (1, 1, 0): _pair,
    (1, 0, 0): _single,
    (0, 1, 0): _single,
    (0, 0, 1): _single,
    (0, 0, 2): _bare_pair,
    (1, 0, 1): _half_named,
    (0, 1, 1): _half_named,
}
"""How many figures name classes, people, nothing."""
RULES_OF_MANY: Rules[_Paired] = (
    Rule(
        "by_name",
        lambda found: found.evidence.names and not (found.counts or found.bares),
        _by_name,
    ),
    Rule(
        "lookers_on",
        _have_lookers_on,
        lambda found: Decision(found.count, _who_took_part(found), Doubt.SEVERAL_PEOPLE),
    ),
    Rule("with_totals", lambda found: not found.bares, _with_totals),
    Rule("list_per_class", lambda found: found.is_list_per_class, _sums(Doubt.LIST_PER_CLASS)),
    Rule("in_turn", lambda found: found.are_in_turn, _sums(Doubt.SEVERAL_PAIRS)),
    Rule("with_bares", lambda found: found.bares, _with_bares),
    Rule(
        "people_by_slash",  # 45 người/50 người
        lambda found: "/" in found.peoples.joints,
        lambda found: Decision(found.count, None, Doubt.TOO_MANY),
    ),
    Rule("several_pairs", lambda found: found.are_in_pairs, _sums(Doubt.SEVERAL_PAIRS)),
    Rule("several_people", lambda found: len(found.counts) < 2, _several_people),
    Rule("several_counts", lambda _: True, _several_counts),
)
RULES: Rules[_Paired] = (
    Rule(
        "others_for_each",
        lambda found: found.evidence.has(Doubt.PER_UNIT) and found.counts_others,
        asks(Doubt.PER_UNIT),
    ),
    Rule("for_each", lambda found: found.evidence.has(Doubt.PER_UNIT), _product),
    Rule("range", lambda found: found.is_range, asks(Doubt.RANGE)),
    Rule("strangers", lambda found: found.stranger.doubt, _with_strangers),
    Rule("shape", lambda found: found.shape in SHAPES, lambda found: SHAPES[found.shape](found)),
    Rule("many", lambda _: True, lambda found: decide_by(RULES_OF_MANY, found)),
)
"""What an answer comes to; the first that applies decides."""


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
    if {count.denominator, people.denominator} != {1}:
        return decision
    said, turned = (int(count), int(people)), (int(people), int(count))
    likeliest, other = (said, turned) if count < FEWEST else (turned, said)  # "2 lop, 1 nguoi"
    return Decision(*likeliest, Doubt.SWAPPED, others=(other,))


def _odd_pair(code: str, count: int, people: int) -> Iterator[Finding]:
    if people and not count:
        yield Finding("people_without_classes", code, (("people", people),))
    if count and not people:
        yield Finding("classes_without_people", code, (("count", count),))
    if 0 < people < count:
        details = (("count", count), ("people", people))
        yield Finding("fewer_people_than_classes", code, details)
