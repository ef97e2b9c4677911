"""What changed from a draft to the final text, paragraph by paragraph and word by word."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

ALIKE = 0.5  # from here on two paragraphs are one that was changed
_WORDS = re.compile(r"\S+\s*")


@dataclass(frozen=True, slots=True)
class Piece:
    """Words that stand in both texts, in the draft alone (`is_gone`) or in the final text alone."""

    text: str
    is_gone: bool = False
    is_new: bool = False


@dataclass(frozen=True, slots=True)
class TextChange:
    """One paragraph that is not the same in both texts."""

    pieces: tuple[Piece, ...]


def text_changes(draft: Sequence[str], final: Sequence[str]) -> list[TextChange]:
    """Return what changed between two texts, in the order of the final one."""
    before = [" ".join(text.split()) for text in draft]
    after = [" ".join(text.split()) for text in final]
    found: list[TextChange] = []
    for what, first, last, start, end in SequenceMatcher(None, before, after, False).get_opcodes():
        if what != "equal":
            found += _changed(before[first:last], after[start:end])
    return found


def _changed(gone: Sequence[str], new: Sequence[str]) -> Iterator[TextChange]:
    """Return paragraphs in pairs where they are alike, else each alone."""
    left = list(new)
    for old in gone:
        likely = max(left, key=lambda text: _likeness(old, text), default="")
        if _likeness(old, likely) < ALIKE:
            yield TextChange((Piece(old, is_gone=True),))
            continue
        for text in left[: left.index(likely)]:
            yield TextChange((Piece(text, is_new=True),))
        del left[: left.index(likely) + 1]
        yield TextChange(tuple(_pieces(old, likely)))
    for text in left:
        yield TextChange((Piece(text, is_new=True),))


def _likeness(first: str, second: str) -> float:
    return SequenceMatcher(None, first.split(), second.split(), False).ratio()


def _pieces(old: str, new: str) -> Iterator[Piece]:
    before, after = _WORDS.findall(old), _WORDS.findall(new)
    words = SequenceMatcher(None, list(map(str.strip, before)), list(map(str.strip, after)), False)
    for what, first, last, start, end in words.get_opcodes():
        if what == "equal":
            yield Piece("".join(after[start:end]))
            continue
        if last > first:
            yield Piece("".join(before[first:last]), is_gone=True)
        if end > start:
            yield Piece("".join(after[start:end]), is_new=True)
