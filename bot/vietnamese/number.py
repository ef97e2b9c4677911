"""Numbers in tokens: digits, grouping by spaces, words, scales ("12tr5", "2 tỷ 300tr").

A number is read together with its doubts and never guessed: an O for a zero, a superscript, digits
after "triệu" that may be hundreds of thousands or units.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache

from bot.vietnamese.digits import MOST_DIGITS, read_digits
from bot.vietnamese.numeral import (
    NUMERALS,
    UNITS,
    after_hundreds,
    numeral,
    read_group,
)
from bot.vietnamese.phrases import Phrases
from bot.vietnamese.tokens import Sort, Token, token_at
from bot.vietnamese.words import numbers

THOUSAND, MILLION = 1_000, 1_000_000
NO_SCALE = [("ngân sách", 0)]  # without accents it begins like "ngàn"
SCALES: Phrases[int] = Phrases([*NO_SCALE, *numbers("scales").items()])
LEADING: Phrases[int] = Phrases([*NO_SCALE, *numbers("leading_scales").items()])
FIRST_WORDS = SCALES.first_words | LEADING.first_words | NUMERALS
HANGING = ("mốt", "tư", "lăm", "nhăm", "mươi", "chục", "trăm", "rưỡi")
AGAIN = frozenset((*UNITS, "mười", "muoi"))  # begin another number
DONG = ("dong", "d", "vnd")  # "9 triệu 300 đồng" may also be 9.000.300
_whole = lru_cache(maxsize=1024)(Fraction)
LETTERS = {"o": "0", "O": "0", "l": "1", "I": "1"}


@dataclass(frozen=True, slots=True)
class Number:
    """A number in a text.

    `value` is None where no reading can be offered; `doubt` is "" for a certain one. `scale` is
    the largest scale word in it (1 for none), `pieces` the two numbers that a single group by
    space may also be ("1 250"), `words` how many tokens it takes if it is all in words, `hanging`
    the number without loose digits at its end that may count something else ("9 triệu 300").
    """

    value: Fraction | None
    end: int
    doubt: str = ""
    scale: int = 1
    pieces: tuple[int, ...] = ()
    words: int = 0
    hanging: Number | None = None

    @property
    def amount(self) -> Fraction | int:
        """Return the value, 0 where none can be offered."""
        return self.value or 0


def read_number(tokens: Sequence[Token], start: int, *, plain: bool) -> Number | None:
    """Return the number that starts at this token, or None; `plain` as for `Phrases.match`."""
    token = token_at(tokens, start)
    is_word = token.sort is Sort.WORD and not FIRST_WORDS.isdisjoint((token.key, token.squeezed))
    if not is_word and token.sort not in (Sort.NUMBER, Sort.MIXED):
        return None
    if _is_alone(token, token_at(tokens, start + 1)):
        return Number(_whole(int(token.text)), start + 1)
    first = _segment(tokens, start, plain)
    if first is None:
        return _leading_scale(tokens, start, plain)
    number = _with_smaller_parts(tokens, first, plain) if first.scale > 1 else first
    if is_word and all(token.sort is Sort.WORD for token in tokens[start : number.end]):
        number = replace(number, words=number.end - start)
    return _ending(tokens, number, plain)


def _is_alone(token: Token, behind: Token) -> bool:
    """Return whether plain digits are a whole number: what stands behind them goes on with no number."""
    text = token.text
    if token.sort is not Sort.NUMBER or text[0] == "0" or not text.isdigit():
        return False
    if behind.sort is Sort.WORD:
        ends = behind.gap > 0 and FIRST_WORDS.isdisjoint((behind.key, behind.squeezed))
    else:
        ends = behind.sort is Sort.MARK or behind.sort is Sort.BREAK
    return ends and len(text) <= MOST_DIGITS


def _ending(tokens: Sequence[Token], number: Number, plain: bool) -> Number:
    """Return a number with the doubt that number words behind it raise."""
    if number.scale > 1 and _is_scaled_again(tokens, number, plain):  # 12 triệu nghìn, 2tr5 nghìn
        return replace(number, value=None, end=number.end + 1, doubt="tail")
    left_over = numeral(tokens, number.end, plain=plain)
    if left_over in HANGING and number.value is not None and not number.doubt:
        return replace(number, doubt="tail", value=None)  # một triệu mốt, 45 rưỡi
    if number.words and left_over in AGAIN:  # hai ba người: two or three
        rest = read_group(tokens, number.end, plain=plain)
        end = rest.end if rest else number.end
        return replace(number, value=None, end=end, doubt="range")
    return number


def _with_smaller_parts(tokens: Sequence[Token], first: Number, plain: bool) -> Number:
    """As in "12 triệu" + "500 nghìn": parts of ever smaller scales."""
    number, last = first, first.scale
    while last > 1 and (whole := number.value) is not None and not number.doubt:
        if last > THOUSAND and _says_no_thousands(tokens, number.end, plain):
            number, last = replace(number, end=number.end + 2), THOUSAND
        if numeral(tokens, number.end - 1, plain=plain) == "rưỡi":
            break
        linked = numeral(tokens, number.end, plain=plain) in ("linh", "lẻ")
        following = _segment(tokens, number.end + linked, plain)
        if following is None or following.scale >= last:
            break
        before = replace(number, end=number.end + linked)
        number = _add(tokens, before, whole, following, linked, last)
        last = following.scale
    return number


def _says_no_thousands(tokens: Sequence[Token], place: int, plain: bool) -> bool:
    """As in "hai triệu không nghìn một trăm": what follows are no hundreds of thousands."""
    if numeral(tokens, place, plain=plain) != "không":
        return False
    found = _scale_word(tokens, place + 1, plain)
    return (
        found is not None
        and found[0] == THOUSAND
        and (read_group(tokens, place + 2, plain=plain) is not None)
    )


def _leading_scale(tokens: Sequence[Token], start: int, plain: bool) -> Number | None:
    """As in "nghìn hai", "triệu hai trăm nghìn": the one before the scale is not said. People talk
    so and do not write so; it is offered and never taken as certain."""
    found = LEADING.match(tokens, start, plain=plain)
    if found is None or not found[0]:
        return None
    scale, end = found
    number = _with_smaller_parts(tokens, Number(Fraction(scale), end, "", scale), plain)
    if number.end == end:
        behind = _segment(tokens, end, plain)  # nghìn hai nghìn
        return Number(None, behind.end, "tail", scale) if behind else None
    again = numeral(tokens, number.end, plain=plain) in AGAIN
    if again or _is_scaled_again(tokens, number, plain):
        number = replace(number, value=None, end=number.end + 1)  # nghìn hai ba, nghìn hai nghìn
    return replace(number, doubt=number.doubt or "words", words=number.end - start)


def _is_scaled_again(tokens: Sequence[Token], number: Number, plain: bool) -> bool:
    found = LEADING.match(tokens, number.end, plain=plain)
    return found is not None and found[0] > 0


@dataclass(frozen=True, slots=True)
class _Loose:
    """A part without a scale of its own behind one of `scale`: "9 triệu 300", "một triệu hai". `digits`
    are as typed, "" where it is spelt; `may_be_dong`: đồng follows, or it stands behind "linh"."""

    value: Fraction
    doubt: str
    scale: int
    digits: str
    may_be_dong: bool

    def counted(self) -> tuple[Fraction | None, str]:
        """Return what it adds, None where nothing can be offered, and the doubt about that."""
        if self.doubt == "half":  # một triệu nửa
            return self.value * self.scale, "tail"
        if self.value >= self.scale:
            return None, "tail"
        if 0 < len(self.digits) < 3:  # 2 tỷ 3
            return _as_fraction(self.digits, self.scale), "tail"
        if not self.digits and self.value < 100:  # một triệu hai, một nghìn hai mươi
            return self.value * self.scale / 10 if self.value < 10 else self.value, "tail"
        if self.value >= THOUSAND:  # 9 triệu 300 000
            return self.value, self.doubt
        is_sure = self.scale == THOUSAND or (len(self.digits) == 3 and not self.may_be_dong)
        return self.value * self.scale / THOUSAND, self.doubt if is_sure else "tail"  # 9 triệu 300


def _add(
    tokens: Sequence[Token], number: Number, whole: Fraction, more: Number, linked: bool, last: int
) -> Number:
    """Return a smaller part behind a scaled one: "triệu" + "500 nghìn", "nghìn" + "250"; `linked` by
    "linh", which makes a bare unit certain."""
    if more.value is None:
        return replace(more, scale=number.scale)
    first = tokens[number.end]
    digits = first.text if first.sort is Sort.NUMBER else ""
    hanging = number if more.scale == 1 and digits and not linked else None
    added: Fraction | None = more.value
    doubt = more.doubt
    if (
        more.scale == 1
        and first.key != "khong"
        and not _is_linked_unit(more, last, linked, digits)
    ):
        may_be_dong = linked or token_at(tokens, more.end).key in DONG
        added, doubt = _Loose(more.value, doubt, last, digits, may_be_dong).counted()
    value = None if added is None else whole + added
    return replace(number, value=value, end=more.end, doubt=doubt, pieces=(), hanging=hanging)


def _is_linked_unit(more: Number, last: int, linked: bool, digits: str) -> bool:
    """Return whether it is as in "một nghìn linh năm"."""
    return linked and last == THOUSAND and not digits and (more.value or 0) < 10


def _as_fraction(digits: str, scale: int) -> Fraction:
    return Fraction(int(digits[:MOST_DIGITS] or 0) * scale, 10 ** len(digits[:MOST_DIGITS]))


def _segment(tokens: Sequence[Token], start: int, plain: bool) -> Number | None:
    """Return a number up to and including its scale."""
    atom = _atom(tokens, start, plain)
    if atom is None:
        return _one_and_a_half(tokens, start, plain)
    if numeral(tokens, atom.end, plain=plain) == "phẩy" and atom.value is not None:
        atom = _decimals_in_words(tokens, atom, atom.value, plain)
    scaled = _scale(tokens, atom.end, plain)
    if scaled is None:
        return atom
    scale, end = scaled
    doubt = (
        "" if atom.doubt == "half" or _is_one_decimal(tokens[start], atom, scale) else atom.doubt
    )
    value = None if atom.value is None else atom.value * scale
    number = Number(value, end, doubt, scale)
    return _fraction_behind(tokens, number, plain)


def _is_one_decimal(token: Token, atom: Number, scale: int) -> bool:
    """Return whether a point can only open decimals: one digit and a large scale, "8.5 triệu"."""
    return atom.doubt == "dots" and scale >= MILLION and token.text[-2:-1] == "."


def _one_and_a_half(tokens: Sequence[Token], start: int, plain: bool) -> Number | None:
    """As in "triệu rưỡi": the one is not said."""
    found = _scale_word(tokens, start, plain)
    if found is None or numeral(tokens, found[1], plain=plain) != "rưỡi":
        return None
    return Number(Fraction(found[0] * 3, 2), found[1] + 1, "", found[0])


def _scale_word(tokens: Sequence[Token], place: int, plain: bool) -> tuple[int, int] | None:
    found = SCALES.match(tokens, place, plain=plain)
    return found if found is not None and found[0] else None


def _scale(tokens: Sequence[Token], place: int, plain: bool) -> tuple[int, int] | None:
    found = _scale_word(tokens, place, plain)
    if found is None:
        return (THOUSAND, place + 1) if _is_glued_k(tokens, place) else None
    scale, end = found
    following = SCALES.match(tokens, end, plain=plain)
    if following and scale < following[0]:  # nghìn tỷ
        return scale * following[0], following[1]
    return found


def _fraction_behind(tokens: Sequence[Token], number: Number, plain: bool) -> Number:
    """Return digits glued to "tr" or "tỷ" are a fraction of it; "rưỡi" is half of any scale."""
    if number.value is None:
        return number
    if _is_glued_number(tokens, number.end):
        return _with_glued_digits(tokens, number, number.value)
    if numeral(tokens, number.end, plain=plain) == "rưỡi":
        value = number.value + Fraction(number.scale, 2)
        return replace(number, value=value, end=number.end + 1)
    return number


def _with_glued_digits(tokens: Sequence[Token], number: Number, whole: Fraction) -> Number:
    digits = tokens[number.end].text
    if not digits.isdigit() or len(digits) > 3:
        return replace(number, value=None, end=number.end + 1, doubt="malformed")
    value = whole + _as_fraction(digits, number.scale)
    if len(digits) == 3 and _is_glued_k(tokens, number.end + 1):  # 7tr200k
        return replace(number, value=value, end=number.end + 2)
    doubt = number.doubt or ("" if number.scale > THOUSAND else "tail")
    return replace(number, value=value, end=number.end + 1, doubt=doubt)


def _is_glued_k(tokens: Sequence[Token], place: int) -> bool:
    token = token_at(tokens, place)
    return token.key == "k" and not token.gap


def _decimals_in_words(
    tokens: Sequence[Token], atom: Number, whole: Fraction, plain: bool
) -> Number:
    """As in "mười hai phẩy năm": the words behind "phẩy" are decimals."""
    place, zeros = atom.end + 1, 0
    while zeros < 4 and numeral(tokens, place, plain=plain) == "không":
        place, zeros = place + 1, zeros + 1
    group = read_group(tokens, place, plain=plain)
    if group is None or group.value is None or group.doubt == "half" or zeros > 3:
        return replace(atom, value=None, doubt="malformed")
    digits = "0" * zeros + str(group.value)
    return replace(atom, value=whole + _as_fraction(digits, 1), end=group.end, doubt=group.doubt)


def _atom(tokens: Sequence[Token], start: int, plain: bool) -> Number | None:
    if start >= len(tokens):
        return None
    token = tokens[start]
    if token.sort is Sort.NUMBER:
        return _hundreds(tokens, _digits(tokens, start), plain)
    if token.sort is Sort.MIXED:
        return _mistyped(tokens, start)
    group = read_group(tokens, start, plain=plain)
    return Number(group.value, group.end, group.doubt) if group else None


def _hundreds(tokens: Sequence[Token], number: Number, plain: bool) -> Number:
    """As in "5 chục", "3 trăm", "2 trăm rưỡi"."""
    name = numeral(tokens, number.end, plain=plain)
    if number.value is None or name not in ("chục", "trăm"):
        return number
    if name == "chục":
        return replace(number, value=number.value * 10, end=number.end + 1)
    behind = tokens[number.end + 1] if number.end + 1 < len(tokens) else None
    if behind and behind.sort is Sort.NUMBER and behind.text.isdigit() and len(behind.text) < 3:
        value = number.value * 100 + int(behind.text)
        return replace(number, value=value, end=number.end + 2, doubt="tail")
    group = after_hundreds(tokens, number.end + 1, number.value * 100, plain=plain)
    return replace(number, value=group.value, end=group.end, doubt=number.doubt or group.doubt)


def _digits(tokens: Sequence[Token], start: int) -> Number:
    spoilt = None if token_at(tokens, start + 1).gap else _spoilt(tokens, start)
    if spoilt is not None:
        return spoilt
    text = tokens[start].text
    shape = read_digits(text)
    if shape.is_plain and len(text) < 4 and text[0] != "0":
        return _spaced_groups(tokens, start, shape.value)
    return Number(shape.value, start + 1, shape.doubt)


def _spoilt(tokens: Sequence[Token], start: int) -> Number | None:
    """Return digits that go on as something else than a number; None where they do not."""
    glued = token_at(tokens, start + 1)
    if glued.sort is Sort.ODD:
        return Number(None, start + 2, "odd_digit")
    if glued.sort is Sort.WORD and set(glued.text) <= set(LETTERS):
        return _mistyped(tokens, start) or Number(None, start + 2, "letter")
    is_power = glued.key == "e" and _is_glued_number(tokens, start + 2)
    return Number(None, start + 3, "scientific") if is_power else None


def _is_glued_number(tokens: Sequence[Token], place: int) -> bool:
    token = token_at(tokens, place)
    return token.sort is Sort.NUMBER and not token.gap


def _spaced_groups(tokens: Sequence[Token], start: int, value: Fraction | None) -> Number:
    """As in "12 500 000": groups of three digits with exactly one space between."""
    groups = [tokens[start].text]
    for token in tokens[start + 1 :]:
        if token.gap != 1 or len(token.text) != 3 or not token.text.isdecimal():
            break
        groups.append(token.text)
    end = start + len(groups)
    if len(groups) == 1:
        return Number(value, end)
    if len("".join(groups)) > MOST_DIGITS:
        return Number(None, end, "too_large")
    pieces = (int(groups[0]), int(groups[1])) if len(groups) == 2 else ()
    return Number(Fraction("".join(groups)), end, pieces=pieces)


def _mistyped(tokens: Sequence[Token], start: int) -> Number | None:
    """As in "1O", "l0": letters that look like digits. Offered as digits, never taken as such."""
    text, end = "", start
    for token in tokens[start:]:
        if (token.gap and end > start) or not all(map(_looks_like_digit, token.text)):
            break
        text += "".join(LETTERS.get(char, char) for char in token.text)
        end += 1
        if len(text) > MOST_DIGITS:
            return Number(None, end, "too_large")
    if end == start:
        return None
    # "3l" may be short for "3 lớp": then 31 must not be offered.
    is_sure = text.isdecimal() and not tokens[end - 1].text.endswith(("l", "I"))
    return Number(Fraction(int(text)) if is_sure else None, end, "letter")


def _looks_like_digit(char: str) -> bool:
    return char.isdigit() or char in LETTERS
