"""From tokens to claims: every number of an answer gets exactly one explanation.

It is a quantity with what it counts, or something that is certainly none (a date, a time, a
percentage, "thôn 5", the number of a document, a telephone number). In Vietnamese the noun follows
its number: a noun in front serves only a bare number. A token that nobody took stays a remark.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction

from bot.model.form import Cell, Indicator
from bot.reading import around, modifiers
from bot.reading.asides import DOCUMENT, NUMBERED, PHONE
from bot.reading.between import BREAKDOWN, NAMING, TIMES, WARNINGS, Between
from bot.reading.foreign_labels import (
    goods_beside,
    is_inside_stranger,
    level_label,
    stranger_before,
    turned_before,
)
from bot.reading.lexicon import AFTER_AMOUNT, MONEY_BEFORE
from bot.reading.prepare import Prepared
from bot.reading.second_thoughts import SHORT_AGO, think_again
from bot.row_types.doubt import Doubt
from bot.row_types.evidence import ASIDE, Claim, Evidence, Noun, Role
from bot.vietnamese.date_words import FIRST_WORDS as DATE_WORDS
from bot.vietnamese.date_words import date_end
from bot.vietnamese.number import FIRST_WORDS as NUMBER_WORDS
from bot.vietnamese.number import MILLION, THOUSAND, Number
from bot.vietnamese.phrases import Phrases
from bot.vietnamese.tokens import Sort, Token, token_at
from bot.vietnamese.words import keyed, table

AMOUNT = Noun(Role.OWN, "", Cell.COUNT)  # "5 triệu": the scale says that it is money
PRICE = Noun(Role.PRICE)

LINKING = table("linking", "polite")
AFTER: Phrases[str] = Phrases(keyed("after_number"))
PERCENT = table("percent_behind")
PLACES = table("places").first_words
AFTER_TENTHS = table("after_tenths")
ENDING = frozenset((Sort.WORD, Sort.MARK, Sort.BREAK, Sort.PICTURE))
YEAR, PAST = "năm", frozenset(("ngoai", "truoc", "kia"))
MONTHS_OR_YEARS, SO_FAR = frozenset(("tháng", YEAR)), frozenset(("trong", "qua", "tong"))
EIGHT_OR_ABOUT, FOUR_OF_TENS = "tam", "tu"
SINGLE_DIGITS = frozenset("123456789")


def collect(row: Indicator, prepared: Prepared) -> Evidence:
    """Return everything said in one prepared answer, in one pass over its tokens."""
    evidence = Evidence(prepared.text, prepared.tokens, prepared.plain)
    scanner = Scanner(row, evidence)
    scanner.run()
    think_again(evidence, scanner.lexicon, is_money=scanner.is_money, is_single=scanner.is_single)
    return evidence


@dataclass(frozen=True, slots=True)
class Counted:
    """A number, where it stands, where it ends with its repetition, and the noun behind that."""

    number: Number
    place: int
    repeat: int
    found: tuple[Noun, int] | None


class Scanner(Between):
    """Walks once over the tokens; each step takes what it knows and says where to go on."""

    def run(self) -> None:
        """Take everything there is."""
        place = 0
        while place < len(self.tokens):
            for step in _steps_at(self.tokens[place]):
                end = step(self, place)
                if end > place:
                    place = end
                    break

    # -- quantities -------------------------------------------------------------------------------

    def label(self, place: int) -> int:
        """Return a noun before its number: "số lớp: 3", "người = 45", "tin bài: 6". A number that has
        another noun behind it belongs to that one."""
        found = around.label_at(self.tokens, place, self.lexicon, self.plain)
        if found is None and self.is_single:
            found = level_label(self, place)
        number = self.number_at(found.start) if found else None
        if found is None or number is None or not (found.sure or self._may_label(place)):
            return place
        is_price = number.scale >= MILLION and not self.is_money  # "tiền mua sách 2 triệu"
        if is_price or is_inside_stranger(self, place):
            return place
        end = self._label_end(place, found, number)
        return self._keep(number, place, end, found.noun, label=True) if end else place

    def _may_label(self, place: int) -> bool:
        """Return whether a noun without a mark may label the number behind it: "băng rôn 15"."""
        follows = self.last_end == place and not self.chained
        return not (self.lexicon.kind.has_two_cells or follows)

    def _label_end(self, place: int, found: around.Label, number: Number) -> int:
        """Return the place behind a number that a noun labels; 0 where the number is another's."""
        if not self.lexicon.kind.has_two_cells and self.is_chained(place):
            return number.end
        behind = self.noun_at(number.end)
        if behind and not self._labels_next(number.end):
            same = behind[0] == found.noun or behind[0].cell == found.noun.cell
            return behind[1] if found.sure and same else 0
        return number.end if found.sure or self._is_free(place, found.start, number) else 0

    def _is_free(self, place: int, start: int, number: Number) -> bool:
        """Return whether nothing else explains a number behind a noun: no name ("chi đoàn thôn 3"), no share,
        no noun."""
        named = any(map(self.may_be_name, range(place, start)))
        return not (named or self._spoke_of_each(place) or self._unknown_noun(number.end))

    def _labels_next(self, place: int) -> bool:
        """Return whether the noun here certainly labels the next number: "số lớp 2 số người 45"."""
        found = around.label_at(self.tokens, place, self.lexicon, self.plain)
        return found is not None and found.sure

    def quantity(self, place: int) -> int:
        """Return a number with the noun behind it."""
        number = self.number_at(place)
        if number is None:
            return place
        if number.words == 1:
            warned = WARNINGS.match(self.tokens, place, plain=self.plain)
            if warned and warned[1] > number.end:  # "tam tinh" without accents is no eight
                return place
            if self.is_called_so(place):
                return place + 1
            if self._is_about(place, number.end):
                return place
        if self.plain and number.words > 1:
            self._warn_of_about(place, number.end)
        if number.hanging is not None:
            number = self._with_or_without_hanging(number, number.hanging)
        if number.doubt == "letter":
            number = self._with_initial(number, place)
        if self.is_mark(number.end, "%‰"):
            return self.percent(place, number.end + 1)
        percent = PERCENT.match(self.tokens, number.end, plain=self.plain)
        if percent:
            return self.percent(place, percent[1])
        return self._counted(number, place)

    def _is_about(self, place: int, end: int) -> bool:
        """Return whether "tam" without accents stands before digits: "tam 70" is about seventy."""
        return self.tokens[place].key == EIGHT_OR_ABOUT and self.is_number(end)

    def _warn_of_about(self, place: int, end: int) -> None:
        """Warn where a number may be "about" and a smaller one: "tam muoi hai" without accents is
        eighty-two or about twelve; fourteen is never "muoi tu"."""
        first, last = self.tokens[place], self.tokens[end - 1]
        if first.key == EIGHT_OR_ABOUT and last.key != FOUR_OF_TENS:
            self.warn(Doubt.STRANGE_WORD, place, place + 1)

    def _with_initial(self, number: Number, place: int) -> Number:
        """Return "2" of "2l" where the row's measure begins with that letter: "2l 60ng" are two classes."""
        token, behind = self.tokens[place], self.tokens[place + 1 : number.end]
        shortened = len(behind) == 1 and behind[0].key in self.lexicon.initials
        if not shortened or not token.text.isdigit():
            return number
        return Number(Fraction(int(token.text)), place + 1)

    def _with_or_without_hanging(self, number: Number, hanging: Number) -> Number:
        """Return the number without loose digits that count the next thing: "9 triệu 300 quyển"; else with
        a single digit behind "triệu", where nothing can make that anything but tenths: "7 triệu 2"."""
        found = self.noun_at(number.end)
        if found is None:
            is_sure = self.is_money and self._is_tenth(number)
            return replace(number, doubt="") if is_sure else number
        is_price = number.scale >= MILLION and not self.is_money
        return hanging if is_price or found[0].role is Role.OTHER else number

    def _is_tenth(self, number: Number) -> bool:
        """Return whether a scale stands before one last digit and a mark, the end or a courtesy behind it."""
        digit, behind = self.tokens[number.end - 1], token_at(self.tokens, number.end)
        is_single = digit.text in SINGLE_DIGITS and number.doubt == "tail"
        ends = behind.sort is not Sort.WORD or AFTER_TENTHS.match(
            self.tokens, number.end, plain=self.plain
        )
        is_scaled = number.scale >= MILLION and around.is_scale(
            self.tokens, number.end - 2, self.plain
        )
        return bool(is_single and is_scaled and ends) and behind.sort in ENDING

    def _counted(self, number: Number, place: int) -> int:
        """Return the place behind a number, kept with what the first of these rules finds it counts."""
        repeat = self._repeat(number, number.end, None)
        found = self.noun_at(repeat) or self._initial(number)
        if found is not None and found[1] > repeat + 1:
            found = self._before_warning(repeat, found)
        if found is not None and number.scale == 1:
            if self.is_single:
                return self._of_single(number, place, found)
            return self._keep(number, place, found[1], found[0])
        counted = Counted(number, place, repeat, found)
        for self.rule, rule in COUNTING.items():
            end = rule(self, counted)
            if end is not None:
                self.rule = ""
                return end
        raise AssertionError("the last rule always knows")

    def _before_warning(self, place: int, found: tuple[Noun, int]) -> tuple[Noun, int] | None:
        """Return a noun of several words; one with other accents ends before a warning that begins inside of
        it: "5 bài đang viết" has no "bài đăng"."""
        if self.evidence.words_between(place, found[1]).lower() == found[0].word:
            return found
        for at in range(place + 1, found[1]):
            warned = WARNINGS.match(self.tokens, at, plain=self.plain, exact=True)
            if warned and warned[0] and warned[1] > found[1]:
                return self.lexicon.noun_at(self.tokens[:at], place, self.plain)
        return found

    def _of_single(self, number: Number, place: int, found: tuple[Noun, int]) -> int:
        """Keep a number of a row with one cell: the noun behind it is its own, unless one in front is."""
        turned = turned_before(self, place)
        if turned is not None:
            return self._keep(number, turned[1], number.end, turned[0], label=True)
        noun = goods_beside(self, place, *found) or found[0]
        return self._keep(number, place, found[1], noun)

    def _initial(self, number: Number) -> tuple[Noun, int] | None:
        """Return the first letter of the row's measure that sticks to a number: "2l 60ng"."""
        if number.end >= len(self.tokens):
            return None
        noun = self.lexicon.initial_at(self.tokens, number.end)
        return (noun, number.end + 1) if noun else None

    def as_amount(self, said: Counted) -> int | None:
        """Return the place behind an amount of money with its scale."""
        if not self.is_money or said.number.scale == 1:
            return None
        noun, end = self._of_amount(said.number, said.repeat, said.found)
        return self._keep(said.number, said.place, end, noun)

    def as_price(self, said: Counted) -> int | None:
        """Return the place behind an amount of money where the row counts things."""
        if said.found is None and self._is_price(said.number, said.place):
            return self._keep(said.number, said.place, said.repeat, PRICE)
        is_price = said.found is not None and said.found[0].role is Role.PRICE
        if said.number.scale >= MILLION and not is_price:
            self.warn(Doubt.SCALE, said.place, said.number.end)
        return None

    def with_noun(self, said: Counted) -> int | None:
        """Return the place behind a number with its noun, or said twice."""
        if said.found is None and said.repeat == said.number.end:
            return None
        noun, end = said.found or (None, said.repeat)
        return self._keep(said.number, said.place, end, noun)

    def as_word(self, said: Counted) -> int | None:
        """Return the place behind a single number word that does not stand alone."""
        if said.number.words != 1 or self._stands_alone(said.place, said.number.end):
            return None
        return self._lone_word(said.place, said.number)

    def as_bare(self, said: Counted) -> int:
        """Return the place behind a number without a noun, or with a word that nothing knows."""
        number, place = said.number, said.place
        unknown = self._unknown_noun(number.end)
        is_known = unknown is not None and unknown.role is not Role.SLIP
        stranger = None if is_known or self.is_money else stranger_before(self, place)
        if stranger is not None:
            end = number.end + (unknown is not None)
            noun, start = stranger
            return self._keep(number, start, end, noun, label=True)
        if unknown is None and not self.part and not self._is_clean_before(place):
            self.warn(Doubt.LOOSE_NUMBER, place, number.end)
        return self._keep(number, place, number.end + (unknown is not None), unknown)

    def _unknown_noun(self, place: int, *, amount: bool = False) -> Noun | None:
        """Return a word that nothing knows; a date behind a number is no noun."""
        if date_end(self.tokens, place, plain=self.plain) > place:
            return None
        return self.lexicon.unknown_noun(self.tokens, place, self.plain, amount=amount)

    def _of_amount(
        self, number: Number, place: int, found: tuple[Noun, int] | None
    ) -> tuple[Noun, int]:
        """Return what an amount with a scale counts: đồng, unless a unit of something else follows
        it directly. A purpose or a giver is no unit: "3 triệu giải thưởng"."""
        if found and self._is_by(place, found):
            return AMOUNT, place
        if found and found[0].role in (Role.OWN, Role.CURRENCY, Role.SLANG):
            return found
        if found and not AFTER_AMOUNT.match(self.tokens, place, plain=self.plain):
            return found
        unknown = self._unknown_noun(place, amount=True)
        if unknown is None or found:
            return AMOUNT, place
        if number.doubt == "tail":  # 5 triệu 3 nguồn
            self.warn(Doubt.STRANGE_WORD, place, place + 1)
        return unknown, place + 1

    def _is_by(self, place: int, found: tuple[Noun, int]) -> bool:
        """Return whether a currency's name without accents is another word: "do doanh nghiệp"."""
        if found[0].role is not Role.CURRENCY or found[0].word.isascii():
            return False
        behind = token_at(self.tokens, found[1]).sort
        return behind in (Sort.WORD, Sort.NUMBER) and not self.tokens[place].marks

    def _is_price(self, number: Number, place: int) -> bool:
        """Return whether a number without a noun is an amount of money in a row that counts
        things: "kinh phí 5 triệu", "mỗi em 200k"."""
        if self.is_money:
            return False
        before = around.phrase_before(self.tokens, place, MONEY_BEFORE, self.plain)
        spoken = number.scale >= THOUSAND or number.amount >= around.LEAST_PRICE
        each = self._spoke_of_each(place) or self._is_of_last_thing(place)
        return (number.scale >= THOUSAND and each) or (before and spoken)

    def _is_of_last_thing(self, place: int) -> bool:
        """Return whether something else was counted directly before: "1 suất quà 100k"."""
        last = self.evidence.claims[-1] if self.evidence.claims else None
        return last is not None and last.role is Role.OTHER and self.last_end == place

    def _spoke_of_each(self, place: int) -> bool:
        """Return whether "mỗi suất" stands directly before."""
        last = self.evidence.cautions[-1] if self.evidence.cautions else None
        if last is None or last.doubt is not Doubt.PER_UNIT or last.end < self.last_end:
            return False
        return 0 <= place - last.end <= SHORT_AGO

    def _lone_word(self, place: int, number: Number) -> int:
        """Return a single number word before some other word: "ba mẹ" is no three, "hai đội" is two."""
        is_clear = self.said(place, number.end).lower() in around.CLEAR_NUMBER_WORDS
        behind = token_at(self.tokens, number.end)
        if is_clear and behind.sort is Sort.WORD:
            return self._keep(number, place, number.end + 1, Noun(Role.UNKNOWN, behind.text))
        if is_clear or number.end >= len(self.tokens):
            self.warn(Doubt.LOOSE_NUMBER, place, number.end)
            return self._keep(number, place, number.end, None)
        return place

    def _keep(
        self, number: Number, start: int, end: int, noun: Noun | None, *, label: bool = False
    ) -> int:
        """Store a claim with what stands before and behind it; return the place to go on."""
        joint = self.joint(start)
        if number.words == 1 and noun is not None and self.evidence.claims:
            noun = self._of_one(number, start, noun)
        if start > 0:
            modifiers.warn_before(
                self.evidence, start, number, noun, joint, self.last_end, is_money=self.is_money
            )
        if not label and self.tokens[start].sort is Sort.WORD and self.last_end != start:
            self._warn_of_strange_word(start)
        if number.scale == THOUSAND and noun is None and not self.is_money:
            self.warn(Doubt.THOUSAND, start, number.end)
        if noun is not None and noun.role is Role.OWN and not label:
            end = around.more_nouns(self.tokens, end, noun, self.lexicon, self.plain)
        claim = Claim(number, start, end, noun, joint, self.part, label, self.rule)
        self.evidence.claims.append(claim)
        if claim.role not in ASIDE:
            self.has_figure = True
            self.evidence.used.update(() if self.part else range(start, end))
        else:
            self._warn_of_other_time(claim)
        self.last_end = end
        if end < len(self.tokens):
            self._warn_behind(number, start, end, noun)
        return max(end, self._repeat(number, end, noun))

    def _warn_of_other_time(self, claim: Claim) -> None:
        """Warn of months or years that begin an answer, which are those of the year so far: "9 tháng mở 2
        lớp", and of a date of another year: "tháng 9 năm ngoái"."""
        begins = claim.start == 0 or self.tokens[claim.start - 1].key in SO_FAR
        is_past = claim.word == YEAR and token_at(self.tokens, claim.end).key in PAST
        if is_past or (begins and claim.word in MONTHS_OR_YEARS):
            self.warn(Doubt.OTHER_TIME, claim.start, claim.end + is_past)

    def _of_one(self, number: Number, start: int, noun: Noun) -> Noun:
        """Return the noun behind "một" that says for how many the figure before it holds: "700
        nghìn một lớp", "8 em một ngày"."""
        last = self.evidence.claims[-1]
        if number.value != 1 or not self._is_behind_noun(start):
            return noun
        of_each = self.is_money and last.cell is not None
        if of_each or noun.word in TIMES:
            self.warn(Doubt.RATE, start, number.end)
        return Noun(Role.OTHER, noun.word) if last.role is Role.PRICE else noun

    def _is_behind_noun(self, place: int) -> bool:
        """Return whether the last claim stands right before, with the rest of the row's name: "9 ngày
        hội đọc sách một ngày"."""
        known = self.lexicon.label | PLACES
        named = all(token.key in known for token in self.tokens[self.last_end : place])
        return named or self._is_behind(place)

    def _warn_of_strange_word(self, start: int) -> None:
        strange = modifiers.strange_word(self.evidence, start, self.lexicon)
        if strange:
            like = modifiers.is_like_a_scale(strange)
            self.warn(Doubt.STRANGE_WORD if like else Doubt.UNKNOWN_WORD, start - 1, start)

    def _warn_behind(self, number: Number, start: int, end: int, noun: Noun | None) -> None:
        """Warn of signs and words right behind a number: 30', 4*, "hơn", "50+"."""
        if noun is None and around.is_sign_behind(self.tokens[end]):
            self.warn(Doubt.LOOSE_NUMBER, start, end + 1)
        behind = self.tokens[end]
        marked = token_at(self.tokens, number.end).sort is Sort.MARK
        if marked and around.is_masked(self.tokens, number.end):
            self.warn(Doubt.STRANGE_WORD, start, number.end + 1)
        after = AFTER.match(self.tokens, end, plain=self.plain)
        if after and (after[0] != Doubt.OTHER_BODY or not self.is_money):
            self.warn(Doubt(after[0]), end, after[1])
        elif behind.sort is Sort.MARK and around.is_plus_behind(self.tokens, end):
            self.warn(Doubt.APPROXIMATE, end, end + 1)

    def _repeat(self, number: Number, place: int, noun: Noun | None) -> int:
        """Skip the same number said again: "3 (ba) lớp", "… đồng (bằng chữ: …)"; but "20 cán bộ (20 lớp)"
        counts two things."""
        token = token_at(self.tokens, place)
        spelt = (token.key, token.squeezed)
        if token.sort is not Sort.MARK and around.IN_WORDS_FIRST.isdisjoint(spelt):
            return place
        again = around.repeat_at(self.tokens, place, self.plain)
        if again is None or not around.is_same(self.tokens, number, again):
            return place
        end = again.number.end
        found = self.noun_at(end)
        if found and noun and (found[0].role, found[0].cell) != (noun.role, noun.cell):
            return place
        end = around.skip_linking(self.tokens, found[1] if found else end, self.plain)
        if again.in_brackets:
            if not self.is_mark(end, ")]"):
                return place
            end += 1
        self.evidence.used.update(range(place, end))
        return end

    def _stands_alone(self, start: int, end: int) -> bool:
        """Return whether a number word has nothing but separators or numbers around it."""
        linked = LINKING.match(self.tokens, end, plain=self.plain) is not None
        free = token_at(self.tokens, end).sort is not Sort.WORD or linked
        return free and self._is_clean_before(start)

    def _is_clean_before(self, start: int) -> bool:
        """Return whether a bare number follows the start, a separator, a linking word, a claim or the name
        of what is paid ("ns 0")."""
        if start in (0, self.last_end):
            return True
        named = self.is_money and self.lexicon.topics.before(self.tokens, start, plain=self.plain)
        return bool(named) or around.is_clean_before(self.tokens, start, self.plain)


# What a number counts: the first that knows.
COUNTING: dict[str, Callable[[Scanner, Counted], int | None]] = {
    "amount": Scanner.as_amount,
    "price": Scanner.as_price,
    "noun": Scanner.with_noun,
    "word": Scanner.as_word,
    "bare": Scanner.as_bare,
}

_BEGINNINGS: dict[Callable[[Scanner, int], int], frozenset[str]] = {
    Scanner.date: DATE_WORDS,
    Scanner.document: DOCUMENT.first_words,
    Scanner.phone: PHONE.first_words,
    Scanner.ordinal: NUMBERED.first_words,
    Scanner.quantity: NUMBER_WORDS,
    Scanner.breakdown: BREAKDOWN.first_words | {NAMING},
    Scanner.unnumbered: frozenset(around.ADDING),
    Scanner.per_unit: frozenset(("x", "nhan")),
    Scanner.caution: WARNINGS.first_words,
}
"""The words, without accents, that such a thing begins with; every other step may take any word."""


def _steps_at(token: Token) -> tuple[Callable[[Scanner, int], int], ...]:
    """Return the steps that may take a token: for a word only those that begin with it."""
    if token.sort is Sort.WORD and not token.squeezed:
        return _WORD_STEPS.get(token.key, _ANY_WORD)
    return STEPS[token.sort]


# What may begin at a token, in the order it is tried; the last one always takes it.
STEPS: dict[Sort, tuple[Callable[[Scanner, int], int], ...]] = {
    Sort.WORD: (
        Scanner.date, Scanner.document, Scanner.phone, Scanner.label, Scanner.ordinal,
        Scanner.quantity, Scanner.breakdown, Scanner.unnumbered, Scanner.per_unit, Scanner.caution,
        Scanner.each, Scanner.rest,
    ),
    Sort.NUMBER: (Scanner.date, Scanner.phone, Scanner.name, Scanner.quantity, Scanner.rest),
    Sort.MIXED: (Scanner.named, Scanner.quantity, Scanner.rest),
    Sort.MARK: (Scanner.unnumbered, Scanner.per_unit, Scanner.bracket, Scanner.rest),
    Sort.BREAK: (Scanner.bracket, Scanner.rest),
    Sort.ODD: (Scanner.rest,),
    Sort.PICTURE: (Scanner.rest,),
}  # fmt: skip

# The steps of a word by the words they begin with, and those of a word that begins nothing.
_ANY_WORD = tuple(step for step in STEPS[Sort.WORD] if step not in _BEGINNINGS)
_WORD_STEPS = {
    word: tuple(step for step in STEPS[Sort.WORD] if word in _BEGINNINGS.get(step, (word,)))
    for word in frozenset().union(*_BEGINNINGS.values())
}
