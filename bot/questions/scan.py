"""From tokens to what a person said about one row: quantities with their units, warnings, remarks.

Every number must be accounted for. It is a quantity, or something that is certainly not one (a
date, a time, a percentage, "thôn 5"); a number that is neither is a quantity without a unit, and
whoever settles the answer has to ask. A token that nobody took stays a remark.
"""

from __future__ import annotations

from bot.model.form import Cell, Indicator, Kind
from bot.questions import nouns, signs
from bot.questions.found import AMOUNT, Quantity, Scan, reasons
from bot.questions.lexicon import Lexicon, Role, Term, lexicon_of
from bot.vietnamese import words
from bot.vietnamese.date import date_end, full_date_end
from bot.vietnamese.normalise import unaccented
from bot.vietnamese.number import MILLION, THOUSAND, Number, read_number
from bot.vietnamese.phrases import Phrases
from bot.vietnamese.spell import in_words
from bot.vietnamese.tokens import Sort, tokenise

PRODUCT = "×*"


def _table(*groups: tuple[str, ...]) -> Phrases[bool]:
    return Phrases((phrase, True) for group in groups for phrase in group)


POLITE = _table(words.POLITE)
LINKING = _table(words.LINKING, words.POLITE)
NUMBERED = _table(words.NUMBERED)
LABEL_FILL = _table(words.LABEL_FILL)
WARNINGS: Phrases[str] = Phrases(
    [(phrase, "") for phrase in words.HARMLESS]
    + reasons(words.WARNINGS)
    + [(phrase, "not_known") for phrase in words.DO_NOT_KNOW]
    + [(phrase, "collecting") for phrase in (*words.COLLECTING, *words.PENDING)]
    + [(phrase, "negation") for phrase in (*words.NO, *words.NOT_YET) if phrase != "kg"]
)
AFTER: Phrases[str] = Phrases(reasons(words.AFTER_NUMBER))
BREAKDOWN = _table(words.BREAKDOWN)
IN_WORDS = _table(words.IN_WORDS)
JOINTS: Phrases[str] = Phrases(
    [(word, word) for word in words.RANGE_JOINTS] + [(word, "+") for word in words.PLUS]
)


def scan_answer(row: Indicator, text: str) -> Scan:
    """Everything said in one cleaned answer to `row`, in one pass over its tokens."""
    tokens = tokenise(text)
    scan = Scan(text, tokens, plain=nouns.is_plain(tokens))
    Scanner(row, scan).run()
    return scan


class Scanner:
    """Walks once over the tokens; each step takes what it knows and says where to go on."""

    def __init__(self, row: Indicator, scan: Scan) -> None:
        self.row = row
        self.scan = scan
        self.tokens = scan.tokens
        self.plain = scan.plain
        self.lexicon: Lexicon = lexicon_of(row)
        self.part = ""  # what kind of breakdown we are in
        self.depth = 0  # open brackets
        self.last_end = -1  # end of the quantity before

    def run(self) -> None:
        """Take everything there is."""
        place = 0
        steps = (
            self._date, self._label, self._ordinal, self._quantity, self._breakdown,
            self._unnumbered, self._per_unit, self._each, self._warning, self._bracket, self._rest,
        )  # fmt: skip
        while place < len(self.tokens):
            for step in steps:
                end = step(place)
                if end > place:
                    place = end
                    break

    # -- numbers that are no values ---------------------------------------------------------------

    def _date(self, place: int) -> int:
        end = date_end(self.tokens, place, plain=self.plain)
        if end == place:
            return place
        if self.tokens[end - 1].sort is Sort.NUMBER and self._unit(end):
            self.scan.warn("date_or_value", self.scan.words_between(place, end))
        if full_date_end(self.tokens, place) == end and self._touches_number(place):
            self.scan.warn("date_or_value", self.scan.words_between(place, end))
        self.scan.dated.update(range(place, end))
        return end

    def _touches_number(self, place: int) -> bool:
        return (
            place > 0
            and self.tokens[place - 1].is_mark(signs.MINUS + "/")
            and self.last_end == place - 1
        )

    def _ordinal(self, place: int) -> int:
        """As in "lớp 5A", "thôn 3": the number is a name. If the noun is also the row's own, it
        could be a count said backwards, and the answer becomes uncertain."""
        found = NUMBERED.match(self.tokens, place, plain=self.plain)
        if found is None or self._said_number_of(place) or self._is_per_unit():
            return place
        end = found[1]
        if end >= len(self.tokens) or self.tokens[end].sort is not Sort.NUMBER:
            return place
        if len(self.tokens[end].text) > 2 or self.tokens[end].text == "0":
            return place
        after = end + 1
        if after < len(self.tokens) and nouns.is_class_letter(self.tokens[after]):
            after += 1
        elif self._unit(after) or nouns.is_scale(self.tokens, after, self.plain):
            return place
        name = self.scan.words_between(place, after)
        own = self._unit(place)
        if own and own[0].role is Role.UNIT:
            self.scan.ordinals.add(name.lower())
            self.scan.warn("ordinal", name)
        return after

    def _is_per_unit(self) -> bool:
        """Whether "mỗi lớp" was said: then "lớp 40" is no name."""
        return any(caution.reason == "per_unit" for caution in self.scan.warnings)

    def _said_number_of(self, place: int) -> bool:
        return place > 0 and self.tokens[place - 1].key in ("so", "luong")

    # -- quantities -------------------------------------------------------------------------------

    def _label(self, place: int) -> int:
        """As in "số lớp: 3", "người = 45", "tin bài: 6": the noun stands before its number."""
        found = nouns.label_at(self.tokens, place, self.lexicon, plain=self.plain)
        if found is None:
            return place
        term, end, sure = found
        if not sure and (self.row.kind is Kind.PAIR or self.last_end == place):
            return place
        number = read_number(self.tokens, end, plain=self.plain)
        if number is None:
            return place
        behind = self._unit(number.end)
        if behind and not nouns.label_at(self.tokens, number.end, self.lexicon, plain=self.plain):
            if behind[0] != term and behind[0].cell != term.cell:
                return place
            if not sure:
                return place
            return self._keep(number, place, behind[1], term, label=True)
        if not sure and NUMBERED.match(self.tokens, place, plain=self.plain):
            return place
        return self._keep(number, place, number.end, term, label=True)

    def _quantity(self, place: int) -> int:
        number = read_number(self.tokens, place, plain=self.plain)
        if number is None:
            return place
        if number.scale >= MILLION and self.row.kind is not Kind.MONEY:
            self.scan.warn("scale", self.scan.words_between(place, number.end))
        if number.end < len(self.tokens) and self.tokens[number.end].is_mark("%‰"):
            return number.end + 1
        repeat = self._repeat(number, number.end)
        unit = self._unit(repeat)
        if unit is None and number.scale > 1 and self.row.kind is Kind.MONEY:
            stranger = nouns.unknown_noun(self.tokens, repeat, self.lexicon, self.plain)
            if stranger and number.doubt == "tail":  # 5 triệu 3 nguồn
                self.scan.warn("strange_word", stranger.word)
            return self._keep(number, place, repeat, AMOUNT)
        if unit is None and repeat == number.end:
            if number.words == 1 and not self._stands_alone(place, number.end):
                return self._lone_word(place, number)
            term = nouns.unknown_noun(self.tokens, number.end, self.lexicon, self.plain)
            end = number.end + 1 if term else number.end
            if term is None and not self._is_clean_before(place):
                self.scan.warn("loose_number", self.scan.words_between(place, number.end))
            return self._keep(number, place, end, term)
        term, end = unit if unit else (None, repeat)
        return self._keep(number, place, end, term)

    def _lone_word(self, place: int, number: Number) -> int:
        """A single number word before some other word: "ba mẹ" is no three, "hai đội" is two."""
        if number.end >= len(self.tokens):
            self.scan.warn("loose_number", self.scan.words_between(place, number.end))
            return self._keep(number, place, number.end, None)
        if nouns.is_counted_noun(self.tokens, number.end, self.plain) or (
            self.scan.words_between(place, number.end).lower() in nouns.CLEAR_NUMBER_WORDS
        ):
            noun = self.tokens[number.end].text
            return self._keep(number, place, number.end + 1, Term(Role.UNKNOWN, noun))
        return place

    def _keep(
        self, number: Number, start: int, end: int, term: Term | None, *, label: bool = False
    ) -> int:
        """Store a quantity with what stands before and behind it."""
        joint = self._joint(start)
        signs.before_number(self.scan, start, number, term, joint, self.last_end)
        strange = "" if label else signs.strange_word(self.scan, start, self.lexicon)
        if strange and self.last_end != start:
            like = signs.is_like_a_scale(strange)
            self.scan.warn("strange_word" if like else "unknown_word", strange)
        if number.scale == THOUSAND and term is None and self.row.kind is not Kind.MONEY:
            self.scan.warn("thousand", self.scan.words_between(start, number.end))
        if term is not None and term.role is Role.UNIT and not label:
            end = nouns.more_nouns(self.tokens, end, term, self.lexicon, plain=self.plain)
        quantity = Quantity(number, start, end, term, joint, self.part, label)
        self.scan.quantities.append(quantity)
        if not self.part:
            self.scan.used.update(range(start, end))
        self.last_end = end
        if term is None and end < len(self.tokens) and nouns.is_sign_behind(self.tokens[end]):
            self.scan.warn("loose_number", self.scan.words_between(start, end + 1))
        if end < len(self.tokens) and nouns.is_masked(self.tokens, number.end):
            self.scan.warn("strange_word", self.scan.words_between(start, number.end + 1))
        after = AFTER.match(self.tokens, end, plain=self.plain)
        if after or (end < len(self.tokens) and nouns.is_plus_behind(self.tokens, end)):
            reason = after[0] if after else "approximate"
            self.scan.warn(reason, self.scan.words_between(end, after[1] if after else end + 1))
        repeat = self._repeat(number, end)
        return repeat if repeat > end else end

    def _joint(self, start: int) -> str:
        """What stands between the quantity before and this one."""
        if not self.scan.quantities:
            return "^"
        between = [
            token for token in self.tokens[self.last_end : start] if token.sort is not Sort.PICTURE
        ]
        if not between:
            return "" if self.tokens[start].gap == 1 else " "
        if len(between) == 1 and between[0].sort is not Sort.WORD:
            return between[0].text
        found = JOINTS.match(self.tokens, self.last_end, plain=self.plain)
        if found and found[1] == start:
            if found[0] == "+":
                self.scan.warn("sum", self.scan.words_between(self.last_end, start))
            return found[0]
        return nouns.link_between(between, self.plain)

    def _repeat(self, number: Number, place: int) -> int:
        """Skip the same number said again: "3 (ba) lớp", "… đồng (bằng chữ: …)"."""
        start = place
        opened = start < len(self.tokens) and self.tokens[start].is_mark("([/,.;:-–")
        start += opened
        found = IN_WORDS.match(self.tokens, start, plain=self.plain)
        if found:
            start = found[1]
            if start < len(self.tokens) and self.tokens[start].is_mark(":"):
                start += 1
        elif not (opened and self.tokens[place].is_mark("([")):
            return place
        again = read_number(self.tokens, start, plain=self.plain)
        if again is None or not self._same_number(number, again, start):
            return place
        unit = self._unit(again.end)
        end = unit[1] if unit else again.end
        end = nouns.skip_polite(self.tokens, end, LINKING, self.plain)
        if opened and self.tokens[place].is_mark("(["):
            if end >= len(self.tokens) or not self.tokens[end].is_mark(")]"):
                return place
            end += 1
        self.scan.used.update(range(place, end))
        return end

    def _same_number(self, number: Number, again: Number, start: int) -> bool:
        """Whether a second number repeats the first, in figures or spelt the official way."""
        if not again.doubt:
            return again.value == number.value
        if number.value is None or number.value.denominator != 1:
            return False
        said = " ".join(token.key for token in self.tokens[start : again.end])
        spelt = unaccented(in_words(int(number.value)))
        return said in (spelt, spelt.replace(" khong nghin", ""))

    def _unit(self, place: int) -> tuple[Term, int] | None:
        return nouns.unit_at(self.tokens, place, self.lexicon, plain=self.plain)

    def _stands_alone(self, start: int, end: int) -> bool:
        """Whether a number word has nothing but separators or numbers around it."""
        behind = self.tokens[end] if end < len(self.tokens) else None
        free_behind = (
            behind is None or behind.sort is not Sort.WORD
            or LINKING.match(self.tokens, end, plain=self.plain) is not None
        )  # fmt: skip
        return free_behind and self._is_clean_before(start)

    def _is_clean_before(self, start: int) -> bool:
        """Whether a bare number follows the start, a separator, a linking word or a quantity."""
        if start in (0, self.last_end):
            return True
        before = self.tokens[start - 1]
        if before.key == "so" and start > 1 and self.tokens[start - 2].sort is Sort.WORD:
            return LINKING.match(self.tokens, start - 2, plain=self.plain) is not None
        if before.sort in (Sort.MARK, Sort.BREAK, Sort.PICTURE):
            return True
        for length in (1, 2, 3):
            if start < length:
                break
            for table in (LINKING, signs.BEFORE, JOINTS):
                found = table.match(self.tokens, start - length, plain=self.plain)
                if found and found[1] == start:
                    return True
        return False

    # -- everything between -----------------------------------------------------------------------

    def _breakdown(self, place: int) -> int:
        """As in "trong đó 20 nữ", "gồm 30 hs và 5 gv": what follows a quantity breaks it down."""
        found = BREAKDOWN.match(self.tokens, place, plain=self.plain)
        if found is None:
            return place
        if self.scan.quantities and self.scan.quantities[-1].term is not None and not self.part:
            subset = self.tokens[place].key in ("trong", "ke", "tinh")
            self.part = "within" if subset else "parts"
        return found[1]

    def _bracket(self, place: int) -> int:
        token = self.tokens[place]
        if token.is_mark(":") and self._opens_list(place):
            self.part = "parts"
        elif token.is_mark("([") and self.scan.quantities and not self.part:
            self.part, self.depth = "bracket", 1
        elif token.is_mark("(["):
            self.depth += 1
        elif token.is_mark(")]") and self.depth:
            self.depth -= 1
            self.part = self.part if self.depth else ""
        elif token.is_mark(";") or token.sort is Sort.BREAK:
            self.part = self.part if self.depth else ""
        else:
            return place
        return place + 1

    def _opens_list(self, place: int) -> bool:
        """As in "15 cái: 5 băng rôn, 10 khẩu hiệu": a colon behind the first figure."""
        single = len(self.row.cells) == 1 and not self.part
        return single and len(self.scan.quantities) == 1 and self.last_end == place

    def _per_unit(self, place: int) -> int:
        """As in "30 người/lớp", "2 lớp x 30", "2*30"."""
        token = self.tokens[place]
        behind = place + 1
        if token.is_mark("/") and self.last_end == place and self.scan.quantities:
            return self._rate(place, behind)
        times = token.is_mark(PRODUCT) or token.key == "x" or token.text == "nhân"
        if times and self.scan.quantities and read_number(self.tokens, behind, plain=self.plain):
            self.scan.warn("per_unit", token.text)
            return behind
        return place

    def _unnumbered(self, place: int) -> int:
        """As in "3 trường mầm non và TTHTCĐ": one more noun of the row, but no number for it."""
        single = len(self.row.cells) == 1 and self.scan.quantities and not self.part
        if single and nouns.is_unnumbered(self.tokens, place, self.lexicon, plain=self.plain):
            self.scan.warn("unnumbered", self.scan.words_between(place + 1, place + 2))
        return place

    def _rate(self, place: int, behind: int) -> int:
        """As in "30 người/lớp": it holds for one class; "/ngày" cannot be multiplied."""
        if behind >= len(self.tokens) or self.tokens[behind].sort is not Sort.WORD:
            return place
        if read_number(self.tokens, behind, plain=self.plain):
            return place
        unit = self._unit(behind)
        of_count = unit is not None and unit[0].cell is Cell.COUNT
        if of_count or self.row.kind is Kind.MONEY:
            self.scan.warn("per_unit", self.scan.words_between(place, behind + 1))
        elif self.scan.quantities[-1].term is not None:
            self.scan.warn("rate", self.scan.words_between(place, behind + 1))
        return behind + 1

    def _each(self, place: int) -> int:
        """As in "2 lớp, lớp 30 người": the noun again, right before a figure: each one."""
        if self.row.kind is not Kind.PAIR or not self.scan.quantities:
            return place
        unit = self._unit(place)
        if unit is None or unit[0].role is not Role.UNIT or unit[0].cell is not Cell.COUNT:
            return place
        end = unit[1]
        while found := LINKING.match(self.tokens, end, plain=self.plain):
            end = found[1]
        if any(one.cell is Cell.COUNT for one in self.scan.quantities[-1:]) and read_number(
            self.tokens, end, plain=self.plain
        ):
            self.scan.warn("per_unit", self.scan.words_between(place, unit[1]))
        return unit[1]

    def _warning(self, place: int) -> int:
        found = WARNINGS.match(self.tokens, place, plain=self.plain)
        if found is None:
            return place
        reason, end = found
        if reason:
            self.scan.warn(reason, self.scan.words_between(place, end))
        return end

    def _rest(self, place: int) -> int:
        token = self.tokens[place]
        if token.sort is Sort.ODD:
            self.scan.warn("odd_digit", token.text)
        if nouns.is_loose_scale(self.tokens, place, self.plain):
            self.scan.warn("strange_word", token.text)
        if token.sort is Sort.MIXED and any(char.isdigit() for char in token.text):
            self.scan.warn("unreadable", token.text)
        if token.is_mark("?"):
            self.scan.warn("question", token.text)
        if token.is_mark("=+") and self.scan.quantities and not self.part:
            self.scan.warn("sum", token.text)
        if token.is_mark("$€£¥") and self.last_end == place:
            self.scan.warn("currency", token.text)
        return place + 1
