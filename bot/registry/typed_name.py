"""Names of places as people type them: with or without accents, with or without the word for their kind."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from bot.vietnamese.normalise import clean, fold, marks_within

KINDS = (
    "xã", "phường", "thị trấn", "đặc khu", "quận", "huyện", "thị xã", "thành phố", "tỉnh",
)  # fmt: skip
# How a kind is shortened in writing; a shortened word has no accents to compare.
SHORT = {
    "x": "xã", "p": "phường", "tt": "thị trấn", "đk": "đặc khu", "dk": "đặc khu", "q": "quận", "h": "huyện",
    "tx": "thị xã", "tp": "thành phố", "t": "tỉnh",
}  # fmt: skip
ISSUERS = (("uy", "ban", "nhan", "dan"), ("ubnd",))  # of a place, said before its name
_APOSTROPHES = re.compile("['’‘ʼ`´]")
_APART = re.compile(r"[^\W\d_]+|\d+")


@dataclass(frozen=True, slots=True)
class Word:
    """`letters` without accents, in lower case; `marks` are the accents, sorted. A number has no
    leading zeros."""

    letters: str
    marks: str = ""


Words = tuple[Word, ...]


def words_of(text: str) -> Words:
    """Return the words of a name; hyphens and dots part words, apostrophes do not, and a number
    stands alone."""
    pieces = _APART.findall(_APOSTROPHES.sub("", clean(text)))
    return tuple(map(_word, pieces))


@lru_cache(maxsize=8192)
def _word(piece: str) -> Word:
    if piece.isdigit():
        return Word(piece.lstrip("0") or "0")
    folded = fold(piece)
    return Word(folded.key, folded.marks)


def letters(words: Sequence[Word]) -> str:
    """Return the words' letters with spaces between them: what an index is made of."""
    return " ".join(word.letters for word in words)


_KIND_WORDS = sorted(
    [(words_of(kind), kind) for kind in KINDS], key=lambda pair: len(pair[0]), reverse=True
)


def kind_of(name: str) -> str:
    """Return the kind that a full name begins with ("thị trấn"), or "" where it names none."""
    return _parted(words_of(name))[0]


def own_words(name: str) -> Words:
    """Return a full name's words without its kind."""
    return _parted(words_of(name))[1]


def _parted(words: Words) -> tuple[str, Words]:
    for kind_words, kind in _KIND_WORDS:
        if words[: len(kind_words)] == kind_words:
            return kind, words[len(kind_words) :]
    return "", words


@dataclass(frozen=True, slots=True)
class TypedName:
    """One way to take what was typed: a name, and its kind where one was said."""

    words: Words
    kind: str = ""

    def fits(self, words: Words) -> bool:
        """Return whether a name has these letters and at least the accents that were typed."""
        return len(words) == len(self.words) and all(
            typed.letters == word.letters and marks_within(typed.marks, word.marks)
            for typed, word in zip(self.words, words, strict=True)
        )

    @property
    def has_accents(self) -> bool:
        """Whether any accent was typed."""
        return any(word.marks for word in self.words)


def typed_names(words: Words) -> Iterator[TypedName]:
    """Return every way to take the words: as they stand, and with a kind before the name ("phuong lien" is
    Phương Liên, or phường Liên)."""
    yield TypedName(words)
    said = tuple(word.letters for word in words)
    for issuer in ISSUERS:
        if said[: len(issuer)] == issuer:
            yield from typed_names(words[len(issuer) :])
    for kind_words, kind in _KIND_WORDS:
        rest = words[len(kind_words) :]
        if rest and TypedName(words[: len(kind_words)]).fits(kind_words):
            yield TypedName(rest, kind)
    if len(words) > 1 and words[0].letters in SHORT:
        yield TypedName(words[1:], SHORT[words[0].letters])


def near(first: str, second: str) -> bool:
    """Return whether two texts differ by one letter at most: put in, left out or exchanged."""
    if len(first) == len(second):
        pairs = zip(_one_left_out(first), _one_left_out(second), strict=True)
        return any(one_less == other_less for one_less, other_less in pairs)
    short, long = sorted((first, second), key=len)
    return len(long) - len(short) == 1 and short in _one_left_out(long)


def _one_left_out(text: str) -> Iterator[str]:
    return (text[:at] + text[at + 1 :] for at in range(len(text)))
