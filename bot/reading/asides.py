"""Numbers that are no quantities: dates, documents, telephone numbers, names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from bot.model.form import Cell
from bot.reading import around, modifiers
from bot.reading.cursor import Cursor
from bot.reading.prepare import is_class_letter
from bot.row_types.doubt import Doubt
from bot.row_types.evidence import Claim, Noun, Role
from bot.vietnamese.date_words import date_end, full_date_end
from bot.vietnamese.normalise import unaccented
from bot.vietnamese.number import Number
from bot.vietnamese.phrases import Phrases
from bot.vietnamese.tokens import Sort, token_at
from bot.vietnamese.words import table, valued, words

NUMBERED = table("numbered")
PERIODS = table("periods")
SINCE_MONTH = table("since_month")
ROMAN = frozenset(("I", "II", "III", "IV"))
DOCUMENT = Phrases(
    valued(
        tuple(f"{theo}{name}" for theo in ("", "theo ") for name in words("document_before")), True
    )
)
PHONE = table("phone_before")
OF_PLAN = table("of_plan")
ORGANISE = Phrases(valued(("tổ chức",), True))
PLACE_WORDS = frozenset(map(unaccented, words("places")))
SHORT = frozenset(unaccented(word[0]) for word in words("shortened"))  # "3b 150ng"
LENGTHS = frozenset(map(unaccented, words("lengths")))
SPAN = ("den", "toi")
NEAR = 12  # tokens around a number in which another is its like
SIZE_BEFORE = frozenset(("kho", "thuoc", "co", "size"))  # khổ, kích thước, cỡ
FILE_ENDINGS = frozenset(
    ("jpg", "jpeg", "png", "heic", "pdf", "doc", "docx", "xls", "xlsx", "mp4", "mov")
)
_NAMED = re.compile(r"[A-ZĐ]{1,2}[0-9]{1,3}[A-Z]?")  # A3, B12: a size of paper, a room, a road
_LIKE_DIGITS = frozenset("OoIl")


class Asides(Cursor):
    """The steps that take a number away from the figures."""

    def date(self, place: int) -> int:
        """Return a date, a time, a year, a weekday."""
        end = date_end(self.tokens, place, plain=self.plain)
        if end == place:
            return place
        number_last = self.tokens[end - 1].sort is Sort.NUMBER
        whole = full_date_end(self.tokens, place) == end
        if (number_last and self.own_noun_at(end)) or (whole and self._touches_number(place)):
            self.warn(Doubt.DATE_OR_VALUE, place, end)
        self.evidence.dated.update(range(place, end))
        if SINCE_MONTH.before(self.tokens, place + 1, plain=self.plain):
            self.warn(Doubt.OTHER_TIME, place, end)
        return self.aside(Role.DATE, place, end)

    def _touches_number(self, place: int) -> bool:
        touches = self.is_mark(place - 1, modifiers.MINUS + "/")
        return touches and self.last_end == place - 1

    def document(self, place: int) -> int:
        """Return the number of a document: "KH 3554/KH-UBND", "theo công văn số 12"."""
        found = DOCUMENT.match(self.tokens, place, plain=self.plain)
        if found is None:
            return place
        number = found[1]
        if not self.is_number(number):
            return place
        sign = number + 1
        signed = self.is_mark(sign, "/") and not self.tokens[sign].gap
        if not signed:
            named = self.tokens[number - 1].key == "so" and self.noun_at(sign) is None
            return self.aside(Role.CODE, place, sign) if named else place
        end = sign + 1
        while not token_at(self.tokens, end).gap:
            end += 1
        return self.aside(Role.CODE, place, end)

    def phone(self, place: int) -> int:
        """Return a telephone number, together with the word before it."""
        token = self.tokens[place]
        if token.sort is Sort.NUMBER and token.text[0] != "0":
            return place
        found = PHONE.match(self.tokens, place, plain=self.plain)
        start = found[1] if found else place
        start += found is not None and self.is_mark(start, ":.")
        end = around.phone_end(self.tokens, start)
        if end == start or not (found or self.evidence.claims):
            return place
        claim = Claim(Number(None, end), start, end, Noun(Role.PHONE, self.said(start, end)))
        self.evidence.claims.append(replace(claim, joint=self.joint(start)))
        self.last_end = end
        return end

    def ordinal(self, place: int) -> int:
        """Return a number that is a name: "lớp 5A", "thôn 3". If the noun is also the row's own, it could
        be a count said backwards, and the answer becomes uncertain."""
        found = NUMBERED.match(self.tokens, place, plain=self.plain)
        if found is None or self._is_counted(place) or self.speaks_of_each:
            return place
        if self.lexicon.kind.takes_yes and self._is_near(place):
            return place
        end = found[1]
        self._warn_of_period(place, end)
        is_other = self.own_noun_at(place) is None or self._stands_behind_people(place)
        if around.is_short_list(token_at(self.tokens, end)) and is_other:
            return self.aside(Role.ORDINAL, place, end + 1)
        if not around.is_short_number(token_at(self.tokens, end)):
            return place
        has_letter = is_class_letter(token_at(self.tokens, end + 1))
        after = end + 1 + has_letter
        if not has_letter and self._goes_with_next(end, after):
            return place
        if self.own_noun_at(place) and not self._is_plain_name(place, end, after):
            self.evidence.names.add(self.said(place, after).lower())
            if not has_letter:  # "lớp 5"; with its letter, "lớp 5A", it is a name for certain
                self.warn(Doubt.ORDINAL, place, after)
        elif not has_letter:
            after = self._list_end(after)
        return self.aside(Role.ORDINAL, place, self._span_end(after))

    def _warn_of_period(self, place: int, end: int) -> None:
        """Warn of what is longer than the time reported on: "quý 3 mở 2 lớp", "trong học kỳ I"."""
        behind = token_at(self.tokens, end)
        named = around.is_short_number(behind) or behind.text in ROMAN
        if named and PERIODS.end(self.tokens, place, plain=self.plain) == end:
            self.warn(Doubt.OTHER_TIME, place, end + 1)

    def _is_near(self, place: int) -> bool:
        """Return whether a row of có or không finds here what a row beside it counts: "xã 1, trường 4"."""
        found = self.noun_at(place)
        return found is not None and found[0].role is Role.NEAR

    def _span_end(self, place: int) -> int:
        """Return the place behind the last of several names: "lớp 1 đến 5"; a number that counts something
        is none."""
        following = place + 1
        spans = token_at(self.tokens, place).key in SPAN
        if not spans or not around.is_short_number(token_at(self.tokens, following)):
            return place
        first, last = self.tokens[place - 1].text, self.tokens[following].text
        rises = first.isdigit() and int(last) > int(first)
        return (
            following + 1
            if rises and not self._goes_with_next(following, following + 1)
            else place
        )

    def _list_end(self, place: int) -> int:
        """Return the place behind further names of a list: "khối 6, 7 và 8"; a number that counts
        something is none."""
        joined = self.is_mark(place, ",/-–") or token_at(self.tokens, place).key == "va"
        again = (
            "so",
            token_at(self.tokens, place - 2).key,
        )  # "trường số 1, số 2", "lớp 4 và lớp 5"
        numbered = token_at(self.tokens, place + 1).key in again
        following = place + 1 + numbered
        if not joined or not around.is_short_number(token_at(self.tokens, following)):
            return place
        rises = int(self.tokens[following].text) > int(self.tokens[place - 1].text)
        behind = following + 1
        ends = behind == len(self.tokens) and not self.has_figure
        is_figure = ends and not numbered  # "thôn 3, 15"
        if not rises or is_figure or self._goes_with_next(following, behind):
            return place
        return place if self._is_glued(behind) else self._list_end(behind)

    def _is_glued(self, place: int) -> bool:
        """Return whether a word that nothing knows may be what the number before it counts."""
        return self.lexicon.unknown_noun(self.tokens, place, self.plain) is not None

    def is_called_so(self, place: int) -> bool:
        """Return whether a number word is the end of a name: "bản Seo Hai", "ở Nậm Ba"; but not "UBND xã
        Hai lớp", nor where every word has a capital."""
        token, before = self.tokens[place], token_at(self.tokens, place - 1)
        are_words = token.sort is before.sort is Sort.WORD
        if not are_words or not token.text.istitle() or self.evidence.text.istitle():
            return False
        named = before.text.istitle() or before.key in PLACE_WORDS
        return named and self.noun_at(place + 1) is None

    def name(self, place: int) -> int:
        """Return a number that is a name by what sticks to it: a class, a size, a file."""
        behind = token_at(self.tokens, place + 1)
        sticks = len(behind.key) == 1 or behind.key in LENGTHS
        if not (sticks or behind.is_mark(".×*")):
            return place
        ends = (step(place) for step in (self._class_name, self._size, self._file_name))
        return next((end for end in ends if end > place), place)

    def _class_name(self, place: int) -> int:
        """Return the name of a school class without "lớp" before it: "3 lớp (6A, 6B, 7A)", "6a 35 em", the
        second of "lớp 6a,6b"."""
        token, asides = self.tokens[place + 1], self.evidence.asides
        is_next = bool(asides) and asides[-1].end == place - 1 and self.is_mark(place - 1, ",+&")
        stands_out = is_next or token.text.isupper() or self._stands_apart(place)
        is_name = is_class_letter(token) and around.is_short_number(self.tokens[place])
        return self.aside(Role.ORDINAL, place, place + 2) if is_name and stands_out else place

    def _stands_apart(self, place: int) -> bool:
        """Tell whether a figure follows on a number with a letter that is no short noun of the row: in
        "6b 35 em, 7b 30 em" they are classes."""
        key, behind = self.tokens[place + 1].key, place + 2
        near = self.tokens[max(place - NEAR, 0) : place + NEAR]
        is_alone = [token.key for token in near].count(key) == 1
        may_count = (
            key in SHORT & self.lexicon.initials.keys() and is_alone and not self.has_figure
        )
        return self.is_number(behind) and self.tokens[behind].gap > 0 and not may_count

    def named(self, place: int) -> int:
        """Return a name of letters and digits: "khổ A3", "phòng B12"."""
        text = self.tokens[place].text
        if not _NAMED.fullmatch(text) or not _LIKE_DIGITS.isdisjoint(text):
            return place
        return self.aside(Role.ORDINAL, place, place + 1)

    def _size(self, place: int) -> int:
        """Return a size, which multiplies nothing: "0,8x6m", "khổ 1 x 8"."""
        times = self._behind_length(place + 1)
        second = times + 1
        if not self._is_times(times) or not self.is_number(second):
            return place
        end = self._behind_length(second + 1)
        is_said = token_at(self.tokens, place - 1).key in SIZE_BEFORE
        return self.aside(Role.ORDINAL, place, end) if is_said or end > second + 1 else place

    def _behind_length(self, place: int) -> int:
        """Return the place behind "m" or "cm"."""
        return place + (token_at(self.tokens, place).key in LENGTHS)

    def _is_times(self, place: int) -> bool:
        return self.is_mark(place, "×*") or token_at(self.tokens, place).key == "x"

    def _file_name(self, place: int) -> int:
        """Return the name of a file: "1.jpg"."""
        ending = place + 2
        if not self.is_mark(place + 1, ".") or ending >= len(self.tokens):
            return place
        glued = not (self.tokens[place + 1].gap or self.tokens[ending].gap)
        is_file = glued and self.tokens[ending].key in FILE_ENDINGS
        return self.aside(Role.CODE, place, ending + 1) if is_file else place

    def percent(self, start: int, end: int) -> int:
        """Return the place behind a percentage, with the plan it is a part of: "94% kế hoạch"."""
        found = OF_PLAN.match(self.tokens, end, plain=self.plain)
        return self.aside(Role.PERCENT, start, found[1] if found else end)

    def _goes_with_next(self, number: int, after: int) -> bool:
        """Return whether the number has a noun of its own behind it; "thứ 3" takes it all the
        same."""
        if ORGANISE.match(self.tokens, after, plain=self.plain):  # "trường cấp 2 tổ chức 1 cuộc"
            return False
        scaled = around.is_scale(self.tokens, after, self.plain)
        return scaled or (self.noun_at(after) is not None and self.tokens[number - 1].key != "thu")

    def _is_plain_name(self, place: int, end: int, after: int) -> bool:
        """Return whether it is a name for certain: "trường TH số 2", "tổ 2: 8 trường"."""
        numbered = end - place > 1 and self.tokens[end - 1].key in ("so", "thu")
        heads = self.is_mark(after, ":") and self.number_at(after + 1) is not None
        return (
            numbered
            or self._describes_people(place)
            or (heads and not self.lexicon.kind.has_two_cells)
        )

    def _describes_people(self, place: int) -> bool:
        """Return whether a class says whose pupils they are: "4 lớp, 160 em lớp 9"."""
        claims, noun = self.evidence.claims, self.tokens[place].text
        counted = any(claim.cell == Cell.COUNT and claim.word == noun for claim in claims)
        return counted and self._stands_behind_people(place)

    def _stands_behind_people(self, place: int) -> bool:
        return self.last_end == place and self.evidence.claims[-1].cell == Cell.PEOPLE

    def _is_counted(self, place: int) -> bool:
        return token_at(self.tokens, place - 1).key in ("so", "luong")

    def is_chained(self, place: int) -> bool:
        """Return whether nouns and numbers take turns to a number at the end: "băng rôn 6 khẩu hiệu
        10". Then each number belongs to the noun before it."""
        if self.chained and place == self.last_end:
            return True
        if self.speaks_of_each:
            return False
        ends = list(self._pairs(place))
        behind = token_at(self.tokens, ends[-1] if ends else place)
        is_last = behind.sort is not Sort.WORD or around.is_polite(behind)
        self.chained = 0 not in ends and len(ends) > 1 and is_last
        return self.chained

    def _pairs(self, place: int) -> Iterator[int]:
        """Return the ends of nouns with a number behind each; 0 where a noun has none in digits."""
        while (found := self.noun_at(place)) and not self.may_be_name(place):
            number = self.number_at(found[1])
            place = 0 if number is None or number.words else number.end
            yield place
            if not place:
                return

    def may_be_name(self, place: int) -> bool:
        """Return whether the number behind a noun may be its name ("bài 7"): not behind another number
        with its noun where the form's own unit counts it ("tin 5 bài 7")."""
        named = NUMBERED.match(self.tokens, place, plain=self.plain)
        before = place - self.is_mark(place - 1, ",")
        goes_on = self.is_number(before - 1)
        is_printed = self.tokens[place].key in self.lexicon.printed
        if named is None or (is_printed and goes_on):
            return False
        return not (is_printed and self._labels_another(place, named[1]))

    def _labels_another(self, place: int, end: int) -> bool:
        """Return whether another noun of the row labels the next number: "trường 3 trung tâm 1"."""
        after = end + self.is_number(end)
        first, second = self.own_noun_at(place), self.own_noun_at(after)
        if first is None or second is None or first[0].word == second[0].word:
            return False
        return after > end and self.is_number(second[1])
