"""One run of digits, dots and commas to a number, the Vietnamese way.

A dot before exactly three digits groups thousands, a comma opens decimals. Whatever can be read in
two ways keeps a doubt beside its value: one comma group of three is a decimal in Việt Nam and
a thousand in English.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

MOST_DIGITS = 15  # a quadrillion: no figure of a report, and int() of more could be slow


@dataclass(frozen=True, slots=True)
class Shape:
    """A value and why it is doubtful ("" when it is not): "dots", "comma", "malformed",
    "too_large", "phone". No value where none can be offered."""

    value: Fraction | None
    doubt: str = ""
    is_plain: bool = False  # digits only


def read_digits(text: str) -> Shape:
    """Read one number token, for example "1.250,5"; `text` holds ASCII digits, dots and commas."""
    if len(text) > 2 * MOST_DIGITS or sum(char.isdigit() for char in text) > MOST_DIGITS:
        return Shape(None, "too_large")
    dots, commas = text.count("."), text.count(",")
    if not dots and not commas:
        return _plain_digits(text)
    if not commas:
        return _dotted(text)
    if commas == 1:
        return _with_decimals(text)
    if not dots and _is_grouped(text.split(",")):
        return Shape(Fraction(text.replace(",", "")))
    return Shape(None, "malformed")


def _plain_digits(text: str) -> Shape:
    if text[0] == "0" and len(text) > 3:
        return Shape(None, "phone" if len(text) > 8 else "malformed")
    return Shape(Fraction(int(text)), is_plain=True)


def _dotted(text: str) -> Shape:
    groups = text.split(".")
    if _is_grouped(groups):
        return Shape(Fraction("".join(groups)))
    if len(groups) == 2 and len(groups[1]) < 3:
        return Shape(Fraction(text) if groups[1].strip("0") else None, "dots")
    return Shape(None, "malformed")


def _with_decimals(text: str) -> Shape:
    whole, decimals = text.split(",")
    if "." in decimals:  # 1,250.00
        return Shape(None, "malformed")
    groups = whole.split(".")
    if len(groups) > 1 and not _is_grouped(groups):
        return Shape(None, "malformed")
    if len(groups) == 1 and len(decimals) == 3 and _is_grouped([whole, decimals]):
        return Shape(Fraction(whole + decimals), "comma")
    if len(whole) > 1 and whole[0] == "0":
        return Shape(None, "malformed")
    return Shape(Fraction("".join(groups) + "." + decimals))


def _is_grouped(groups: list[str]) -> bool:
    first, rest = groups[0], groups[1:]
    return 0 < len(first) < 4 and first[0] != "0" and all(len(group) == 3 for group in rest)
