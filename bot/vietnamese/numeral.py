"""Numbers under a thousand in words: "hai mươi mốt", "một trăm linh năm", "bon muoi lam".

A reading that native speakers could dispute keeps a doubt: "hai trăm năm" is 205 or 250, "hai ba"
is two or three, "hai mươi năm" is 25 or twenty years.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from bot.vietnamese.normalise import fold, marks_within
from bot.vietnamese.tokens import Sort, Token, token_at

UNITS = {
    "một": 1, "hai": 2, "ba": 3, "bốn": 4, "năm": 5,
    "sáu": 6, "bảy": 7, "bẩy": 7, "tám": 8, "chín": 9,
}  # fmt: skip
TAILS = {"mốt": 1, "tư": 4, "lăm": 5, "nhăm": 5}  # only after tens
SHORT_TENS = {"hăm": 20, "băm": 30}  # run together with the unit: "hăm hai", "băm sáu"
OTHERS = (
    "mười", "mươi", "chục", "trăm", "linh", "lẻ", "lẽ", "rưỡi", "rưởi", "nửa", "không", "phẩy",
    *SHORT_TENS,
)  # fmt: skip
SPELT_OTHERWISE = {"rưởi": "rưỡi", "lẽ": "lẻ"}
LINKS = ("linh", "lẻ")
HALVED = frozenset({"chuc", "tram", "nghin", "ngan", "trieu", "tr", "ty", "ti", "buoi", "ngay"})
TENS = ("mươi", "mười", "muoi")
# Without accents these are other words as often as numbers: nam male, sau after, ba mother …
AMBIGUOUS = frozenset(
    (
        "nam", "sau", "tam", "bay", "tu", "tram", "lam", "le", "linh",
        "nua", "khong", "chuc", "ba", "phay", "hai", "chin", "nham",
        "ham", "bam",
    )
)  # fmt: skip

# The number words by their letters, then by their accents; without any only the neighbours can tell
# mười from mươi.
_SPELLINGS: dict[str, dict[str, str]] = {}
for _name in (*UNITS, *TAILS, *OTHERS):
    _folded = fold(_name)
    _known = _SPELLINGS.setdefault(_folded.key, {})
    _known.setdefault(_folded.marks, SPELT_OTHERWISE.get(_name, _name))
_SPELLINGS["muoi"][""] = "muoi"
NUMERALS = frozenset(_SPELLINGS)  # number words without accents
# A digit or ten in its own accents is no sloppy spelling of another word: "tám" is no "tấm".
CERTAIN_NUMERALS = frozenset(
    (folded.key, folded.marks) for folded in map(fold, (*UNITS, "mười")) if folded.marks
)


@dataclass(frozen=True, slots=True)
class NumeralGroup:
    """A value, the place after it and why it is doubtful ("" when it is not)."""

    value: Fraction | None
    end: int
    doubt: str = ""


def numeral(tokens: Sequence[Token], place: int, *, plain: bool) -> str:
    """Return the number word at this place, "" if there is none; "muoi" where accents are missing and
    only the neighbours can tell mười from mươi."""
    token = token_at(tokens, place)
    known = _SPELLINGS.get(token.key)
    if known is None or (token.key == "nam" and _is_year(token_at(tokens, place + 1))):
        return ""
    exact = known.get(token.marks)
    if exact is not None or (token.key in AMBIGUOUS and not plain):
        return exact or ""
    return next((name for marks, name in known.items() if marks_within(token.marks, marks)), "")


def _is_year(token: Token) -> bool:
    """Tell whether a token is a year, so that "năm" before it is no five."""
    return (
        token.sort is Sort.NUMBER and len(token.text) == 4 and token.text.startswith(("19", "20"))
    )


def read_group(tokens: Sequence[Token], place: int, *, plain: bool) -> NumeralGroup | None:
    """Return the number in words (below a thousand, or a half) that starts here, or None."""
    name = numeral(tokens, place, plain=plain)
    begin = _BEGINNINGS.get(name)
    return begin(tokens, place, name, plain) if begin else None


def _unit(tokens: Sequence[Token], place: int, name: str, plain: bool) -> NumeralGroup:
    return _after_unit(tokens, place + 1, UNITS[name], plain)


def _ten(tokens: Sequence[Token], place: int, _: str, plain: bool) -> NumeralGroup:
    return _tail(tokens, place + 1, 10, plain)


def _about_ten(_tokens: Sequence[Token], place: int, _: str, _plain: bool) -> NumeralGroup:
    return NumeralGroup(None, place + 1, "approximate")  # "chục người"


def _about_a_hundred(tokens: Sequence[Token], place: int, _: str, plain: bool) -> NumeralGroup:
    """Return 105 for "trăm linh năm", 150 for "trăm rưỡi": the one before it is not said. A hundred alone
    is about as many."""
    if numeral(tokens, place + 1, plain=plain) == "rưỡi":
        return NumeralGroup(Fraction(150), place + 2)
    group = after_hundreds(tokens, place + 1, Fraction(100), plain=plain)
    linked = numeral(tokens, place + 1, plain=plain) in LINKS
    is_exact = linked and group.value is not None and group.value > 100
    return group if is_exact else NumeralGroup(None, group.end, "approximate")


def _half(tokens: Sequence[Token], place: int, _: str, _plain: bool) -> NumeralGroup | None:
    """Return a half; "nua" without its accents is rather "nữa" (more) unless there is something to halve."""
    if tokens[place].marks or token_at(tokens, place + 1).key in HALVED:
        return NumeralGroup(Fraction(1, 2), place + 1, "half")
    return None


def _no_hundreds(tokens: Sequence[Token], place: int, _: str, plain: bool) -> NumeralGroup | None:
    if numeral(tokens, place + 1, plain=plain) != "trăm":
        return None
    return after_hundreds(tokens, place + 2, Fraction(0), plain=plain)


def _short_tens(
    tokens: Sequence[Token], place: int, name: str, plain: bool
) -> NumeralGroup | None:
    """Return the unit must follow; without its accent the word may be a name."""
    group = _tail(tokens, place + 1, SHORT_TENS[name], plain)
    if group.end == place + 1:
        return None
    return group if tokens[place].marks else NumeralGroup(group.value, group.end, "words")


def _after_unit(tokens: Sequence[Token], place: int, unit: int, plain: bool) -> NumeralGroup:
    name = numeral(tokens, place, plain=plain)
    if name in TENS:
        group = _tail(tokens, place + 1, unit * 10, plain)
        return group if name != "mười" else NumeralGroup(group.value, group.end, "words")
    if name == "chục":
        return NumeralGroup(Fraction(unit * 10), place + 1)
    if name == "trăm":
        return after_hundreds(tokens, place + 1, Fraction(unit * 100), plain=plain)
    if name in TAILS and tokens[place].marks:  # "hai mốt", short for hai mươi mốt
        return NumeralGroup(Fraction(unit * 10 + TAILS[name]), place + 1)
    return NumeralGroup(Fraction(unit), place)


def _tail(tokens: Sequence[Token], place: int, tens: int, plain: bool) -> NumeralGroup:
    """Return tens and the unit behind them, if there is one."""
    name = numeral(tokens, place, plain=plain)
    if name in TAILS:
        return NumeralGroup(Fraction(tens + TAILS[name]), place + 1)
    if name in LINKS:  # bốn mươi lẻ năm
        unit = UNITS.get(numeral(tokens, place + 1, plain=plain))
        return (
            NumeralGroup(Fraction(tens + unit), place + 2, "words")
            if unit
            else NumeralGroup(Fraction(tens), place)
        )
    if name not in UNITS or numeral(tokens, place + 1, plain=plain) in ("trăm", *TENS):
        return NumeralGroup(Fraction(tens), place)
    doubtful = name == "năm" or (name == "một" and tens > 10 and tokens[place].marks != "")
    return NumeralGroup(Fraction(tens + UNITS[name]), place + 1, "words" if doubtful else "")


def after_hundreds(
    tokens: Sequence[Token], place: int, hundreds: Fraction, *, plain: bool
) -> NumeralGroup:
    """Return what follows "trăm": linh năm, rưỡi, mười lăm, bốn mươi; a bare unit is doubtful."""
    name = numeral(tokens, place, plain=plain)
    if name in LINKS:
        following = numeral(tokens, place + 1, plain=plain)
        unit = UNITS.get(following) or TAILS.get(following)
        return NumeralGroup(hundreds + unit, place + 2) if unit else NumeralGroup(hundreds, place)
    if name == "rưỡi":
        return NumeralGroup(hundreds + 50, place + 1)
    if name in UNITS:
        if numeral(tokens, place + 1, plain=plain) not in (*TENS, "chục"):
            return NumeralGroup(None, place + 1, "words")
        rest = _after_unit(tokens, place + 1, UNITS[name], plain)
    elif name in ("mười", "muoi"):
        rest = _tail(tokens, place + 1, 10, plain)
    else:
        return NumeralGroup(hundreds, place)
    value = None if rest.value is None else hundreds + rest.value
    return NumeralGroup(value, rest.end, rest.doubt)


_BEGINNINGS: dict[str, Callable[[Sequence[Token], int, str, bool], NumeralGroup | None]] = {
    **dict.fromkeys(UNITS, _unit),
    **dict.fromkeys(("mười", "muoi"), _ten),
    **dict.fromkeys(("mươi", "chục"), _about_ten),
    **dict.fromkeys(SHORT_TENS, _short_tens),
    "trăm": _about_a_hundred,
    "nửa": _half,
    "không": _no_hundreds,
}
"""How a group in words goes on, by its first word."""
