"""Text to tokens in one pass: numbers, words, words with digits inside, marks, line breaks.

Letters and digits that stick together split after a leading number ("3lop", "12tr5", "14h00"),
but not after a leading letter: "lo71p" is one unreadable word (raw VNI keys), so that no digit
inside a word is ever taken for a value.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from bot.vietnamese.normalise import LONGEST_CACHED, fold

DIGITS = "0123456789"
ARROWS = 0x2190  # from here on "other symbols" are pictures; before it stand ° and ©
_LETTERS = "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u1e00-\u1eff"
# Nearly all tokens: digits, or letters up to a character that surely ends the word.
_PLAIN = re.compile(rf"([0-9](?:[.,]?[0-9])*)|([{_LETTERS}]++)(?=[ ,.;:!?()\n\t-]|\Z)")


class Sort(StrEnum):
    """What kind of token it is."""

    __hash__ = str.__hash__  # as fast as that of its name

    NUMBER = "number"  # ASCII digits, with dots and commas between digits
    WORD = "word"
    MIXED = "mixed"  # a word with digits inside
    ODD = "odd"  # a digit that is not 0-9: ², ½, ①, ٣
    MARK = "mark"  # punctuation
    BREAK = "break"  # line break or tab
    PICTURE = "picture"  # emoji


class Token(NamedTuple):
    """`start` and `end` count characters of the cleaned text; `gap` is how many characters of
    space stand before; `key` and `marks` are the folded word, `squeezed` the key with a stretched
    last letter shortened ("nguoiii"), "" where none is stretched."""

    sort: Sort
    text: str
    start: int
    end: int
    gap: int
    key: str = ""
    marks: str = ""
    squeezed: str = ""

    def is_mark(self, marks: str) -> bool:
        """Tell whether the token is one of these punctuation characters."""
        return self.sort is Sort.MARK and self.text in marks


_SORTS: dict[int | None, Sort] = {1: Sort.NUMBER, 2: Sort.WORD}  # by the group of `_PLAIN`
NOWHERE = Token(Sort.BREAK, "", 0, 0, 1)
"""What stands behind the last token."""


def token_at(tokens: Sequence[Token], place: int) -> Token:
    """Return the token at a place, NOWHERE before the first and behind the last."""
    return tokens[place] if 0 <= place < len(tokens) else NOWHERE


def tokenise(text: str) -> tuple[Token, ...]:
    """Return tokens of a cleaned text, in order; spaces are only kept as gaps."""
    tokens: list[Token] = []
    place = last = 0
    while place < len(text):
        if text[place] == " ":
            place += 1
            continue
        if text[place] == "-" and _joins_letters(text, place):  # băng-rôn
            place += 1
            last = place
            continue
        plain = _PLAIN.match(text, place)
        sort, end = (_SORTS[plain.lastindex], plain.end()) if plain else _cut(text, place)
        piece = text[place:end]
        spelt = (piece, "", "")
        if sort is Sort.WORD or sort is Sort.MIXED:
            spelt = _spelt(piece) if len(piece) <= LONGEST_CACHED else _spelling(piece)
        tokens.append(Token(sort, piece, place, end, place - last, *spelt))
        place = last = end
    return tuple(tokens)


def _spelling(piece: str) -> tuple[str, str, str]:
    """Return the key, the marks and the squeezed key of a word."""
    folded = fold(piece)
    key, squeezed = folded.key, ""
    if len(key) > 1 and key[-1] == key[-2] and (key[-1] != "u" or key.endswith("uuu")):
        squeezed = key.rstrip(key[-1]) + key[-1]
    return key, folded.marks, squeezed


_spelt = lru_cache(maxsize=4096)(_spelling)


def _cut(text: str, start: int) -> tuple[Sort, int]:
    """Return the sort of the token that starts here, and where it ends."""
    char = text[start]
    if char in DIGITS:
        return Sort.NUMBER, _number_end(text, start)
    if _is_letter(char):
        return _word(text, start)
    if char in "\n\t":
        return Sort.BREAK, start + 1
    kind = unicodedata.category(char)
    if kind[0] == "N":
        return Sort.ODD, start + 1
    if ord(char) >= ARROWS and kind in ("So", "Sk", "Cn", "Co"):
        return Sort.PICTURE, start + 1
    return Sort.MARK, start + 1


def _is_letter(char: str) -> bool:
    return char.isalpha() or unicodedata.combining(char) > 0


def _number_end(text: str, start: int) -> int:
    end = start + 1
    while end < len(text):
        if text[end] in DIGITS:
            end += 1
        elif text[end] in ".," and end + 1 < len(text) and text[end + 1] in DIGITS:
            end += 2
        else:
            break
    return end


def _word(text: str, start: int) -> tuple[Sort, int]:
    if _is_shortening(text, start):
        return Sort.WORD, start + 3
    glued = start > 0 and text[start - 1] in DIGITS
    letters = _letters_end(text, start + 1)
    if glued or letters == len(text) or text[letters] not in DIGITS:
        return Sort.WORD, letters
    end = _letters_end(text, letters, DIGITS)
    code = text[start:letters]
    is_code = len(code) > 1 and code.isupper() and text[letters:end].isdigit()
    return (Sort.WORD, letters) if is_code else (Sort.MIXED, end)  # VND1.000.000


def _letters_end(text: str, place: int, also: str = "") -> int:
    """Return the place behind letters and other characters that may stand among them."""
    while place < len(text) and (text[place] in also or _is_letter(text[place])):
        place += 1
    return place


def _is_shortening(text: str, start: int) -> bool:
    """As in "đ/c", "t/c", "n/a": single letters around a slash are one word."""
    return (
        start + 2 < len(text)
        and text[start + 1] == "/"
        and _is_letter(text[start + 2])
        and (start + 3 == len(text) or not text[start + 3].isalnum())
        and (start == 0 or not text[start - 1].isalnum())
    )


def _joins_letters(text: str, place: int) -> bool:
    return (
        0 < place < len(text) - 1 and _is_letter(text[place - 1]) and _is_letter(text[place + 1])
    )
