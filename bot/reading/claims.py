"""From tokens to claims: every number of an answer gets exactly one explanation.

It is a quantity with what it counts, or something that is certainly none (a date, a time, a
percentage, "thôn 5", the number of a document, a telephone number). In Vietnamese the noun follows
its number: a noun in front serves only a bare number. A token that nobody took stays a remark.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from bot.model.form import Cell, Indicator
from bot.reading import around, modifiers
from bot.reading.asides import NUMBERED, Asides
from bot.reading.lexicon import AFTER_AMOUNT, MONEY_BEFORE
from bot.reading.prepare import Prepared
from bot.reading.second_thoughts import SHORT_AGO, forget_cautions_about_others, join_ranges
from bot.row_types.doubt import Doubt
from bot.row_types.evidence import ASIDE, Breakdown, Claim, Evidence, Noun, Role
from bot.vietnamese.date import date_end
from bot.vietnamese.number import MILLION, THOUSAND, Number
from bot.vietnamese.phrases import Phrases
from bot.vietnamese.tokens import Sort
from bot.vietnamese.words import group, keyed, table, valued, words

PRODUCT = "×*"
AMOUNT = Noun(Role.OWN, "", Cell.COUNT)  # "5 triệu": the scale says that it is money
PRICE = Noun(Role.PRICE)

LINKING = table("linking", "polite")
WARNINGS: Phrases[str] = Phrases(
    [
        *valued(group("phrases")["harmless"], ""),
        *keyed("warnings"),
        *valued(words("do_not_know"), "not_known"),
        *valued(words("collecting", "pending"), "collecting"),
        *valued(tuple(no for no in words("no", "not_yet") if no != "kg"), "negation"),
    ]
)
AFTER: Phrases[str] = Phrases(keyed("after_number"))
BREAKDOWN = table("breakdown")
SUBSETS = frozenset(("trong", "ke", "tinh"))  # trong đó, kể cả, tính cả: some of them
PERCENT = table("percent_behind")
TIMES = frozenset(words("times"))


def collect(row: Indicator, prepared: Prepared) -> Evidence:
    """Return everything said in one prepared answer, in one pass over its tokens."""
    evidence = Evidence(prepared.text, prepared.tokens, prepared.plain)
    Scanner(row, evidence).run()
    join_ranges(evidence)
    forget_cautions_about_others(evidence)
    return evidence


class Scanner(Asides):
    """Walks once over the tokens; each step takes what it knows and says where to go on."""

    def run(self) -> None:
        """Take everything there is."""
        place = 0
        while place < len(self.tokens):
            for step in STEPS[self.tokens[place].sort]:
                end = step(self, place)
                if end > place:
                    place = end
                    break

    # -- quantities -------------------------------------------------------------------------------

    def label(self, place: int) -> int:
        """Return a noun before its number: "số lớp: 3", "người = 45", "tin bài: 6". A number that has
        another noun behind it belongs to that one."""
        found = around.label_at(self.tokens, place, self.lexicon, self.plain)
        if found is None:
            return place
        noun, start, sure = found
        follows = self.last_end == place and not self.chained
        if not sure and (self.lexicon.kind.has_two_cells or follows):
            return place
        number = self.number_at(start)
        if number is None:
            return place
        if not self.lexicon.kind.has_two_cells and self._is_chained(place):
            return self._keep(number, place, number.end, noun, label=True)
        behind = self.noun_at(number.end)
        if behind and not self._labels_next(number.end):
            if not sure or (behind[0] != noun and behind[0].cell != noun.cell):
                return place
            return self._keep(number, place, behind[1], noun, label=True)
        named = NUMBERED.match(self.tokens, place, plain=self.plain)
        if not sure and (named or self._spoke_of_each(place) or self._unknown_noun(number.end)):
            return place
        return self._keep(number, place, number.end, noun, label=True)

    def _is_chained(self, place: int) -> bool:
        """Return whether nouns and numbers take turns to a number at the end: "băng rôn 6 khẩu hiệu
        10". Then each number belongs to the noun before it."""
        if self.chained and place == self.last_end:
            return True
        pairs = 0
        while (found := self.own_noun_at(place)) and not NUMBERED.match(
            self.tokens, place, plain=self.plain
        ):
            number = self.number_at(found[1])
            if number is None or number.words:
                return False
            place, pairs = number.end, pairs + 1
        behind = self.tokens[place] if place < len(self.tokens) else None
        self.chained = pairs > 1 and (
            behind is None or behind.sort is not Sort.WORD or around.is_polite(behind)
        )
        return self.chained

    def _labels_next(self, place: int) -> bool:
        """Return whether the noun here certainly labels the next number: "số lớp 2 số người 45"."""
        found = around.label_at(self.tokens, place, self.lexicon, self.plain)
        return found is not None and found[2]

    def quantity(self, place: int) -> int:
        """Return a number with the noun behind it."""
        number = self.number_at(place)
        if number is None:
            return place
        warned = (
            WARNINGS.match(self.tokens, place, plain=self.plain) if number.words == 1 else None
        )
        if warned and warned[1] > number.end:  # "tam tinh" without accents is no eight
            return place
        number = self._without_hanging_thing(number)
        if number.doubt == "letter":
            number = self._with_initial(number, place)
        if self.is_mark(number.end, "%‰"):
            return self.percent(place, number.end + 1)
        percent = PERCENT.match(self.tokens, number.end, plain=self.plain)
        if percent:
            return self.percent(place, percent[1])
        return self._counted(number, place)

    def _with_initial(self, number: Number, place: int) -> Number:
        """Return "2" of "2l" where the row's measure begins with that letter: "2l 60ng" are two classes."""
        token, behind = self.tokens[place], self.tokens[place + 1 : number.end]
        shortened = len(behind) == 1 and behind[0].key in self.lexicon.initials
        if not shortened or not token.text.isdigit():
            return number
        return Number(Fraction(int(token.text)), place + 1)

    def _without_hanging_thing(self, number: Number) -> Number:
        """Return the number without loose digits that count the next thing: "9 triệu 300 quyển"."""
        found = self.noun_at(number.end) if number.hanging else None
        if number.hanging is None or found is None:
            return number
        is_price = number.scale >= MILLION and not self.is_money
        return number.hanging if is_price or found[0].role is Role.OTHER else number

    def _counted(self, number: Number, place: int) -> int:
        repeat = self._repeat(number, number.end, None)
        found = self.noun_at(repeat)
        if self.is_money and number.scale > 1:
            noun, end = self._of_amount(number, repeat, found)
            return self._keep(number, place, end, noun)
        if found is None and self._is_price(number, place):
            return self._keep(number, place, repeat, PRICE)
        if number.scale >= MILLION and (found is None or found[0].role is not Role.PRICE):
            self.warn(Doubt.SCALE, place, number.end)
        if found is not None or repeat != number.end:
            return self._keep(number, place, found[1] if found else repeat, found and found[0])
        if number.words == 1 and not self._stands_alone(place, number.end):
            return self._lone_word(place, number)
        unknown = self._unknown_noun(number.end)
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
        behind = self.tokens[found[1]].sort if found[1] < len(self.tokens) else None
        return behind in (Sort.WORD, Sort.NUMBER) and not self.tokens[place].marks

    def _is_price(self, number: Number, place: int) -> bool:
        """Return whether a number without a noun is an amount of money in a row that counts
        things: "kinh phí 5 triệu", "mỗi em 200k"."""
        if self.is_money:
            return False
        before = around.phrase_before(self.tokens, place, MONEY_BEFORE, self.plain)
        spoken = number.scale >= THOUSAND or (number.value or 0) >= around.LEAST_PRICE
        each = number.scale >= THOUSAND and self._spoke_of_each(place)
        return each or (before and spoken)

    def _spoke_of_each(self, place: int) -> bool:
        """Return whether "mỗi suất" stands directly before."""
        last = self.evidence.cautions[-1] if self.evidence.cautions else None
        if last is None or last.doubt is not Doubt.PER_UNIT or last.end < self.last_end:
            return False
        return 0 <= place - last.end <= SHORT_AGO

    def _lone_word(self, place: int, number: Number) -> int:
        """Return a single number word before some other word: "ba mẹ" is no three, "hai đội" is two."""
        if number.end >= len(self.tokens):
            self.warn(Doubt.LOOSE_NUMBER, place, number.end)
            return self._keep(number, place, number.end, None)
        if self.said(place, number.end).lower() in around.CLEAR_NUMBER_WORDS:
            noun = self.tokens[number.end].text
            return self._keep(number, place, number.end + 1, Noun(Role.UNKNOWN, noun))
        return place

    def _keep(
        self, number: Number, start: int, end: int, noun: Noun | None, *, label: bool = False
    ) -> int:
        """Store a claim with what stands before and behind it; return the place to go on."""
        joint = self.joint(start)
        noun = self._of_one(number, start, noun)
        modifiers.warn_before(
            self.evidence, start, number, noun, joint, self.last_end, is_money=self.is_money
        )
        if not label and self.tokens[start].sort is Sort.WORD:
            self._warn_of_strange_word(start)
        if number.scale == THOUSAND and noun is None and not self.is_money:
            self.warn(Doubt.THOUSAND, start, number.end)
        if noun is not None and noun.role is Role.OWN and not label:
            end = around.more_nouns(self.tokens, end, noun, self.lexicon, self.plain)
        self.evidence.claims.append(Claim(number, start, end, noun, joint, self.part, label))
        if noun is None or noun.role not in ASIDE:
            self.has_figure = True
            self.evidence.used.update(() if self.part else range(start, end))
        self.last_end = end
        self._warn_behind(number, start, end, noun)
        return max(end, self._repeat(number, end, noun))

    def _of_one(self, number: Number, start: int, noun: Noun | None) -> Noun | None:
        """Return the noun behind "một" that says for how many the figure before it holds: "700
        nghìn một lớp", "8 em một ngày"."""
        last = self.evidence.claims[-1] if self.evidence.claims else None
        is_one = number.words == 1 and number.value == 1
        if last is None or noun is None or not is_one or not self._is_behind(start):
            return noun
        if noun.word in TIMES or (self.is_money and last.cell):
            self.warn(Doubt.RATE, start, number.end)
        return Noun(Role.OTHER, noun.word) if last.role is Role.PRICE else noun

    def _warn_of_strange_word(self, start: int) -> None:
        strange = modifiers.strange_word(self.evidence, start, self.lexicon)
        if strange and self.last_end != start:
            like = modifiers.is_like_a_scale(strange)
            self.warn(Doubt.STRANGE_WORD if like else Doubt.UNKNOWN_WORD, start - 1, start)

    def _warn_behind(self, number: Number, start: int, end: int, noun: Noun | None) -> None:
        """Warn of signs and words right behind a number: 30', 4*, "hơn", "50+"."""
        if end >= len(self.tokens):
            return
        if noun is None and around.is_sign_behind(self.tokens[end]):
            self.warn(Doubt.LOOSE_NUMBER, start, end + 1)
        if around.is_masked(self.tokens, number.end):
            self.warn(Doubt.STRANGE_WORD, start, number.end + 1)
        after = AFTER.match(self.tokens, end, plain=self.plain)
        if after:
            self.warn(Doubt(after[0]), end, after[1])
        elif around.is_plus_behind(self.tokens, end):
            self.warn(Doubt.APPROXIMATE, end, end + 1)

    def _repeat(self, number: Number, place: int, noun: Noun | None) -> int:
        """Skip the same number said again: "3 (ba) lớp", "… đồng (bằng chữ: …)"; but "20 cán bộ (20 lớp)"
        counts two things."""
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
        behind = self.tokens[end] if end < len(self.tokens) else None
        linked = LINKING.match(self.tokens, end, plain=self.plain) is not None
        free = behind is None or behind.sort is not Sort.WORD or linked
        return free and self._is_clean_before(start)

    def _is_clean_before(self, start: int) -> bool:
        """Return whether a bare number follows the start, a separator, a linking word or a
        claim."""
        if start in (0, self.last_end):
            return True
        return around.is_clean_before(self.tokens, start, self.plain)

    # -- everything between -----------------------------------------------------------------------

    def breakdown(self, place: int) -> int:
        """ "Trong đó 20 nữ", "gồm 30 hs và 5 gv": what follows a figure breaks it down."""
        found = BREAKDOWN.match(self.tokens, place, plain=self.plain)
        if found is None:
            return place
        last = self.evidence.claims[-1] if self.evidence.claims else None
        if last and last.noun and last.role not in ASIDE and not self.part:
            subset = self.tokens[place].key in SUBSETS
            self.part = Breakdown.WITHIN if subset else Breakdown.LISTED
        return found[1]

    def bracket(self, place: int) -> int:
        """Return brackets hold a breakdown; a semicolon or a new line ends one."""
        token = self.tokens[place]
        if token.is_mark(":") and self._opens_list(place):
            self.part = Breakdown.LISTED
        elif token.is_mark("(["):
            self._open()
        elif token.is_mark(")]") and self.depth:
            self.depth -= 1
            self.part = self.part if self.depth else Breakdown.NONE
        elif token.is_mark(";") or token.sort is Sort.BREAK:
            self.part = self.part if self.depth else Breakdown.NONE
        else:
            return place
        return place + 1

    def _open(self) -> None:
        if self.has_figure and not self.part:
            self.part, self.depth = Breakdown.BRACKET, 1
        else:
            self.depth += 1

    def _opens_list(self, place: int) -> bool:
        """Return whether a colon behind the first figure opens its parts: "15 cái: 5 băng rôn"."""
        single = not self.lexicon.kind.has_two_cells and not self.part
        return single and len(self.evidence.claims) == 1 and self.last_end == place

    def per_unit(self, place: int) -> int:
        """ "30 người/lớp", "2 lớp x 30", "2*30"."""
        token = self.tokens[place]
        if not self.evidence.claims:
            return place
        if token.is_mark("/") and (self._is_behind(place) or self._is_for_each_time(place)):
            return self._rate(place)
        times = token.is_mark(PRODUCT) or token.key == "x" or token.text == "nhân"
        if times and self.number_at(place + 1):
            self.warn(Doubt.PER_UNIT, place, place + 1)
            return place + 1
        return place

    def _is_behind(self, place: int) -> bool:
        """Return whether the last claim stands right before, at most with "tham gia" between."""
        end = around.skip_linking(self.tokens, self.last_end, self.plain, marks="")
        return place in (self.last_end, end)

    def _is_for_each_time(self, place: int) -> bool:
        """Return whether "/ngày" stands behind words of the last claim: "2 ngày hội đọc sách/ngày"."""
        found = self.noun_at(place + 1)
        words = self.tokens[self.last_end : place]
        is_time = found is not None and found[0].word in TIMES
        return is_time and all(token.sort is Sort.WORD for token in words)

    def _rate(self, place: int) -> int:
        """ "30 người/lớp" holds for one class; "/ngày" cannot be multiplied."""
        behind = place + 1
        if behind >= len(self.tokens) or self.tokens[behind].sort is not Sort.WORD:
            return place
        if self.number_at(behind):
            return place
        found = self.lexicon.row_noun_at(self.tokens, behind, self.plain)
        of_count = found is not None and found[0].cell == Cell.COUNT
        if (of_count and found and found[0].role is Role.OWN) or self.is_money:
            self.warn(Doubt.PER_UNIT, place, behind + 1)
        else:
            self.warn(Doubt.RATE, place, behind + 1)
        return behind + 1

    def unnumbered(self, place: int) -> int:
        """ "3 trường mầm non và TTHTCĐ": one more noun of the row, but no number for it."""
        single = not self.lexicon.kind.has_two_cells and self.evidence.claims and not self.part
        if single and around.is_unnumbered(self.tokens, place, self.lexicon, self.plain):
            self.warn(Doubt.UNNUMBERED, place + 1, place + 2)
        return place

    def each(self, place: int) -> int:
        """ "2 lớp, lớp 30 người": the noun of a claim again, right before a figure: each one."""
        if not self.evidence.claims:
            return place
        found = self.noun_at(place)
        if found is None:
            return place
        again = self._said_before(found[0])
        end = around.skip_linking(self.tokens, found[1], self.plain, marks="")
        if again and self.number_at(end):
            self.warn(Doubt.PER_UNIT, place, found[1])
        return found[1] if self.lexicon.kind.has_two_cells and found[0].cell else place

    def _said_before(self, noun: Noun) -> bool:
        last = self.evidence.claims[-1]
        if self.lexicon.kind.has_two_cells:
            own = noun.role is Role.OWN and noun.cell == Cell.COUNT
            return own and last.cell == Cell.COUNT and last.word == noun.word
        return noun.role is Role.OTHER and last.word == noun.word

    def caution(self, place: int) -> int:
        """Return a word that makes the answer uncertain wherever it stands."""
        found = WARNINGS.match(self.tokens, place, plain=self.plain)
        if found is None:
            return place
        if self._is_name(place, found[1]):
            return place
        if found[0]:
            self.warn(Doubt(found[0]), place, found[1])
        return found[1]

    def _is_name(self, place: int, end: int) -> bool:
        """Return whether a warning word without accents is a part of a name: "Cty Huy Hoàng" (hủy)."""
        token, behind = self.tokens[place], self.tokens[end] if end < len(self.tokens) else None
        if end > place + 1 or place == 0 or token.marks or not token.text.istitle():
            return False
        before = self.tokens[place - 1]
        named = (before.text, behind.text if behind else "")
        return before.sort is Sort.WORD and any(text.istitle() for text in named)

    def rest(self, place: int) -> int:
        """Return whatever nothing else took: odd digits, mixed words, marks."""
        token = self.tokens[place]
        mixed = token.sort is Sort.MIXED and any(char.isdigit() for char in token.text)
        raised = {
            Doubt.ODD_DIGIT: token.sort is Sort.ODD,
            Doubt.STRANGE_WORD: around.is_loose_scale(self.tokens, place, self.plain),
            Doubt.UNREADABLE: mixed,
            Doubt.QUESTION: token.is_mark("?"),
            Doubt.SUM: token.is_mark("=+") and bool(self.evidence.claims) and not self.part,
            Doubt.CURRENCY: token.is_mark("$€£¥") and self.last_end == place,
        }
        for doubt, is_raised in raised.items():
            if is_raised:
                self.warn(doubt, place, place + 1)
        return place + 1


# What may begin at a token, in the order it is tried; the last one always takes it.
STEPS: dict[Sort, tuple[Callable[[Scanner, int], int], ...]] = {
    Sort.WORD: (
        Scanner.date, Scanner.document, Scanner.phone, Scanner.label, Scanner.ordinal,
        Scanner.quantity, Scanner.breakdown, Scanner.unnumbered, Scanner.per_unit, Scanner.each,
        Scanner.caution, Scanner.rest,
    ),
    Sort.NUMBER: (Scanner.date, Scanner.phone, Scanner.name, Scanner.quantity, Scanner.rest),
    Sort.MIXED: (Scanner.named, Scanner.quantity, Scanner.rest),
    Sort.MARK: (Scanner.unnumbered, Scanner.per_unit, Scanner.bracket, Scanner.rest),
    Sort.BREAK: (Scanner.bracket, Scanner.rest),
    Sort.ODD: (Scanner.rest,),
    Sort.PICTURE: (Scanner.rest,),
}  # fmt: skip
