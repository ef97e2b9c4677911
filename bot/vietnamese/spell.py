"""Numbers and money as officials write them: grouped digits, zero padding, words."""

from __future__ import annotations

from fractions import Fraction

DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
SCALES = ("", "nghìn", "triệu")


def grouped(number: int) -> str:
    """12500000 as "12.500.000"."""
    return f"{number:,}".replace(",", ".")


def shown(number: Fraction) -> str:
    """Return a number as people write it: 12.500.000, or 2,5 with its decimals."""
    if number.denominator == 1:
        return grouped(int(number))
    return str(float(number)).replace(".", ",")


def padded(number: int) -> str:
    """3 as "03", the way official papers write counts below ten."""
    return f"{number:02d}"


def in_words(number: int) -> str:
    """Return a whole number from 0 on in words: 105 is "một trăm linh năm"."""
    if number < 0:
        raise ValueError("a quantity is never negative")
    if number == 0:
        return DIGITS[0]
    billions, rest = divmod(number, 1_000_000_000)
    words = [in_words(billions), "tỷ"] if billions else []
    words += _below_a_billion(rest, full=bool(billions))
    return " ".join(words)


def money_in_words(amount: int) -> str:
    """12500000 đồng as "mười hai triệu năm trăm nghìn đồng"."""
    return in_words(amount) + " đồng"


def _below_a_billion(number: int, *, full: bool) -> list[str]:
    words: list[str] = []
    for place in (2, 1, 0):
        group = number // 1000**place % 1000
        if group == 0:
            continue
        words += _group(group, full=full or bool(words))
        if SCALES[place]:
            words.append(SCALES[place])
    return words


def _group(number: int, *, full: bool) -> list[str]:
    """1 to 999; `full` names empty hundreds ("không trăm") because something stands before."""
    hundreds, rest = divmod(number, 100)
    words = [DIGITS[hundreds], "trăm"] if hundreds or full else []
    tens, unit = divmod(rest, 10)
    if tens == 0:
        if unit:
            words += ["linh", DIGITS[unit]] if words else [DIGITS[unit]]
        return words
    words += ["mười"] if tens == 1 else [DIGITS[tens], "mươi"]
    if unit:
        words.append(_unit_after_tens(tens, unit))
    return words


def _unit_after_tens(tens: int, unit: int) -> str:
    if unit == 5:
        return "lăm"
    if tens > 1 and unit in (1, 4):
        return {1: "mốt", 4: "tư"}[unit]
    return DIGITS[unit]
