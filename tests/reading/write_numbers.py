"""Writing numbers and amounts as people do: digits, zeros in front, dots, words.

Written for the tests alone; the program's own speller is not used.
"""

from __future__ import annotations

import unicodedata
from random import Random

_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
THOUSAND, MILLION = 1_000, 1_000_000


def in_words(number: int) -> str:
    """Return a number below a billion in Vietnamese words."""
    if number < 0 or number >= THOUSAND * MILLION:
        raise ValueError(number)
    parts, full = [], False
    for scale, name in ((MILLION, " triệu"), (THOUSAND, " nghìn"), (1, "")):
        group, number = divmod(number, scale)
        if group or (scale == 1 and not parts):
            parts.append(_group(group, full=full) + name)
        full = bool(parts)
    return " ".join(parts)


def _group(number: int, *, full: bool) -> str:
    hundreds, rest = divmod(number, 100)
    if not hundreds and not full:
        return _below_hundred(rest)
    words = f"{_DIGITS[hundreds]} trăm"
    if not rest:
        return words
    return f"{words} {_below_hundred(rest)}" if rest > 9 else f"{words} linh {_DIGITS[rest]}"


def _below_hundred(number: int) -> str:
    tens, ones = divmod(number, 10)
    if not tens:
        return _DIGITS[ones]
    last = _DIGITS[ones]
    if ones == 5:
        last = "lăm"
    elif ones == 1 and tens > 1:
        last = "mốt"
    head = "mười" if tens == 1 else f"{_DIGITS[tens]} mươi"
    return f"{head} {last}" if ones else head


def dotted(number: int) -> str:
    """Return a number with dots between the thousands: 1.250."""
    return f"{number:,}".replace(",", ".")


def some_number(random: Random, number: int) -> str:
    """Return a number in one of the usual spellings."""
    if number >= THOUSAND:
        return random.choice((dotted(number), dotted(number), str(number)))
    style = random.random()
    if style < 0.2 and number < 10:
        return f"{number:02d}"
    return in_words(number) if style > 0.85 else str(number)


def some_amount(random: Random, amount: int) -> str:
    """Return an amount of đồng (a multiple of 100,000 from one million on) as people write it."""
    millions, rest = divmod(amount, MILLION)
    tenth = rest // 100_000
    choices = [
        f"{dotted(amount)} đồng",
        f"{dotted(amount)}đ",
        f"{in_words(amount)} đồng",
        dotted(amount),
    ]
    if tenth:
        choices += [
            f"{millions},{tenth} triệu", f"{millions}tr{tenth}", f"{millions} triệu {tenth}00 nghìn",
            f"{millions},{tenth} triệu đồng", f"{millions} triệu {tenth}00 nghìn đồng",
        ]  # fmt: skip
    else:
        choices += [f"{millions} triệu", f"{millions}tr", f"{millions} triệu đồng"]
    return random.choice(choices)


def without_accents(text: str) -> str:
    """Return a text as it is typed without Vietnamese marks."""
    plain = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(char for char in plain if not unicodedata.combining(char))
