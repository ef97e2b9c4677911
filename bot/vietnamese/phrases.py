"""Finding known phrases in tokens: exact spelling first, then with accents missing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain
from typing import Generic, NamedTuple, TypeVar

from bot.vietnamese.normalise import fold_known, marks_within
from bot.vietnamese.numeral import CERTAIN_NUMERALS
from bot.vietnamese.tokens import Sort, Token

Payload = TypeVar("Payload")


class Entry(NamedTuple):
    """One phrase: folded words, how strictly accents count, and what it stands for."""

    words: tuple[tuple[str, str], ...]
    strict: int
    payload: object


class Hit(NamedTuple, Generic[Payload]):
    """A phrase in a text: what it stands for, its first token and the one behind its last."""

    payload: Payload
    start: int
    end: int


class Bucket(NamedTuple):
    """The phrases that begin with one word: those of several words, longest first, and itself, also
    by its accents."""

    longer: list[Entry]
    single: list[Entry]
    spelt: dict[str, Entry]


class Phrases(Generic[Payload]):
    """A table of phrases with payloads; the longest phrase at a place wins.

    A phrase that starts with "=" must have its own accents unless the whole text has none; with
    "==" always. Every other phrase also matches with accents left out or on another letter, and
    with a stretched last letter. Among phrases of equal length the exact spelling wins, then the
    one that was listed first.
    """

    def __init__(self, entries: Iterable[tuple[str, Payload]]) -> None:
        self._table: dict[str, Bucket] = {}
        seen: set[str] = set()
        for phrase, payload in entries:
            if phrase in seen:
                continue
            seen.add(phrase)
            bare = phrase.lstrip("=")
            words = tuple(
                [(each.key, each.marks) for each in map(fold_known, bare.lower().split())]
            )
            entry = Entry(words, len(phrase) - len(bare), payload)
            bucket = self._table.setdefault(words[0][0], Bucket([], [], {}))
            (bucket.longer if len(words) > 1 else bucket.single).append(entry)
            if len(words) == 1:
                bucket.spelt.setdefault(words[0][1], entry)
        for bucket in self._table.values():
            bucket.longer.sort(key=lambda entry: -len(entry.words))
        entries_of = [(*bucket.longer, *bucket.single) for bucket in self._table.values()]
        said = [entry.words for entry in chain.from_iterable(entries_of)]
        self._last_words = frozenset([words[-1][0] for words in said])
        self._longest = max(map(len, said), default=0)

    @property
    def first_words(self) -> frozenset[str]:
        """The folded words that some phrase begins with."""
        return frozenset(self._table)

    def end(self, tokens: Sequence[Token], start: int, *, plain: bool) -> int:
        """Return the place behind a phrase that begins here; the same place where none does."""
        found = self.match(tokens, start, plain=plain)
        return found[1] if found is not None else start

    def before(
        self, tokens: Sequence[Token], end: int, *, plain: bool, first: int = 0
    ) -> Hit[Payload] | None:
        """Return the longest phrase that ends right before a token and begins at `first` or later."""
        last = tokens[end - 1] if end else None
        if last is None or self._last_words.isdisjoint((last.key, last.squeezed)):
            return None
        for start in range(max(first, end - self._longest), end):
            found = self.match(tokens, start, plain=plain)
            if found is not None and found[1] == end:
                return Hit(found[0], start, end)
        return None

    def find(
        self, tokens: Sequence[Token], places: Iterable[int], *, plain: bool
    ) -> Hit[Payload] | None:
        """Return the first phrase that stands at one of these places."""
        for start in places:
            found = self.match(tokens, start, plain=plain)
            if found is not None:
                return Hit(found[0], start, found[1])
        return None

    def match(
        self, tokens: Sequence[Token], start: int, *, plain: bool, exact: bool = False
    ) -> tuple[Payload, int] | None:
        """Return payload of the phrase that starts at this token and the place after it, or None.

        `plain` says that the text was typed without accents throughout; with `exact` nothing but
        the exact spelling counts unless it was.
        """
        if start >= len(tokens):
            return None
        token = tokens[start]
        bucket = self._table.get(token.key)
        if bucket is None and token.squeezed:
            bucket = self._table.get(token.squeezed)
        if bucket is None:
            return None
        found = None
        if bucket.longer and start + 1 < len(tokens):
            second = tokens[start + 1].key
            found = _best(
                [entry for entry in bucket.longer if second.startswith(entry.words[1][0])],
                tokens, start, plain, exact,
            )  # fmt: skip
        if found is None and bucket.single:
            found = bucket.spelt.get(token.marks)
            if found is None or token.sort is not Sort.WORD or found.words[0][0] != token.key:
                found = _best(bucket.single, tokens, start, plain, exact)
        if found is None:
            return None
        return found.payload, start + len(found.words)  # type: ignore[return-value]


def _best(
    entries: list[Entry], tokens: Sequence[Token], start: int, plain: bool, exact: bool
) -> Entry | None:
    """Return the longest of these phrases that stands here, in its exact spelling if it does."""
    found: Entry | None = None
    for entry in entries:
        if found is not None and len(entry.words) < len(found.words):
            break
        closeness = _closeness(entry, tokens, start, plain)
        if closeness == 2:
            return entry
        if closeness and found is None and (plain or not exact):
            found = entry
    return found


def _closeness(entry: Entry, tokens: Sequence[Token], start: int, plain: bool) -> int:
    """2 for the exact spelling, 1 for one that may stand for it, 0 for another phrase."""
    said = tokens[start : start + len(entry.words)]
    if len(said) < len(entry.words):
        return 0
    closeness = min(map(_closeness_of_word, said, entry.words))
    if closeness != 1:
        return closeness
    if entry.strict == 2 or (entry.strict == 1 and not plain):
        return 0
    first = said[0].key, said[0].marks
    is_another = first[1] != entry.words[0][1] and first in CERTAIN_NUMERALS
    return 0 if is_another else 1


def _closeness_of_word(token: Token, word: tuple[str, str]) -> int:
    key, marks = word
    if token.sort is not Sort.WORD or key not in (token.key, token.squeezed):
        return 0
    if token.marks == marks and token.key == key:
        return 2
    return 1 if marks_within(token.marks, marks) else 0
