"""Cleaning what people paste and type, and folding words so that spellings can be compared.

NFC, never NFKC: compatibility folding would turn "5²" into "52" and "①" into "1", a wrong number
in silence. Full-width forms are mapped by hand instead, because East Asian keyboards produce them.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

# Characters that need no cleaning: those of a keyboard, and letters with their accents in one.
_ORDINARY = re.compile("[ -~\t\n\u00c0-\u024f\u1ea0-\u1ef9\u2013\u2026\u201c\u201d]*")
MARKS_KEPT = 8  # more combining marks on one letter are noise, and make NFC quadratic
LONGEST_CACHED = 40
LINE_BREAKS = "\n\v\f\r\x1c\x1d\x1e\x85\u2028\u2029"
INVISIBLE = ("\u20e3", "\u034f", "\u115f", "\u1160", "\u3164")  # keycap, joiners, fillers


def clean(text: str) -> str:
    """NFC text without invisible characters; spaces are plain, line breaks are "\\n".

    Tabs stay (they separate pasted cells); leading and trailing white space goes.
    """
    if _ORDINARY.fullmatch(text) and unicodedata.is_normalized("NFC", text):
        return text.strip()
    kept: list[str] = []
    marks = 0
    for char in text.replace("\r\n", "\n"):
        marks = marks + 1 if unicodedata.combining(char) else 0
        if marks <= MARKS_KEPT:
            kept.append(_plain(char))
    return unicodedata.normalize("NFC", "".join(kept)).strip()


def one_line(text: str, longest: int) -> str:
    """Return a name that somebody chose, as lists, papers and other people's messages may show it: in one
    line, nothing that turns letters around or is not seen, at most so many characters."""
    return " ".join(clean(text).split())[:longest]


def _plain(char: str) -> str:
    """Return what stands for one character of the input: itself, a plainer one, or nothing."""
    if " " <= char <= "~" or char == "\t":
        return char
    if char in LINE_BREAKS:
        return "\n"
    if "！" <= char <= "～":  # full-width ASCII
        return chr(ord(char) - 0xFEE0)
    kind = unicodedata.category(char)
    if kind == "Zs":
        return " "
    if kind in ("Cf", "Cc", "Cs") or char in INVISIBLE or _selects_a_variant(char):
        return ""
    return char


def _selects_a_variant(char: str) -> bool:
    return "\ufe00" <= char <= "\ufe0f" or "\U000e0100" <= char <= "\U000e01ef"


@dataclass(frozen=True, slots=True)
class Folded:
    """A word as lower-case letters without accents, and its accents, sorted.

    Tone placement does not matter: "hòa" and "hoà", "người" and the misspelt "ngừoi" have the
    same letters and the same accents.
    """

    key: str
    marks: str


def fold(word: str) -> Folded:
    """Return letters and accents of one word; "đ" is "d" with a stroke."""
    return fold_known(word) if len(word) <= LONGEST_CACHED else _fold(word)


def _fold(word: str) -> Folded:
    letters: list[str] = []
    marks: list[str] = []
    for char in unicodedata.normalize("NFD", word.lower()):
        if char.isascii():
            letters.append(char)
        elif unicodedata.combining(char):
            marks.append(char)
        elif char == "đ":
            letters.append("d")
            marks.append("-")
        else:
            letters.append(char)
    return Folded("".join(letters), "".join(sorted(marks)))


fold_known = lru_cache(maxsize=4096)(_fold)
"""`fold` for the words of our own lists, which are short: in C once they were folded before."""


def unaccented(text: str) -> str:
    """Lower-case text without accents, for matching as a second step only: accents carry meaning
    (năm five, nam male)."""
    return (fold_known(text) if len(text) <= LONGEST_CACHED else _fold(text)).key


def is_plain(text: str) -> bool:
    """Tell whether a text was typed without accents throughout."""
    return text.isascii()


def marks_within(few: str, many: str) -> bool:
    """Tell whether every accent of `few` is among those of `many` (both sorted): a word typed with some
    accents missing or on another letter, never one with different accents."""
    if not few or few == many:
        return True
    rest = list(many)
    for mark in few:
        if mark not in rest:
            return False
        rest.remove(mark)
    return True
