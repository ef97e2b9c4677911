"""Offices by their names, though one letter turns the parts of a name round and the next leaves some out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import reduce

from bot.registry.typed_name import KINDS, SHORT, letters, words_of

_LEFT_OUT = ("uy ban nhan dan", "ubnd", "va")  # what one writer sets and the next does not
_PLACES = (
    "thanh pho",
    "tinh",
    "huyen",
    "quan",
    "thi xa",
    "tp",
)  # whose office it is, without a name
_LEAST = 3  # words of a name that another may hold as a part


def office_named(said: str, names: Sequence[str]) -> int | None:
    """Return which of the names is meant, None where none is or several are. The same words in any
    order are the same name; else a name that is a part of just one of them (or it of it)."""
    own, known = _own_words(said), list(map(_own_words, names))
    exact = [place for place, words in enumerate(known) if words == own]
    same = [place for place, words in enumerate(known) if sorted(words) == sorted(own)]
    near = [place for place, words in enumerate(known) if _is_part(own, words)]
    found = exact or same or near  # phường Hòa Phú is not phường Phú Hòa
    return found[0] if len(found) == 1 else None


def _is_part(words: Sequence[str], others: Sequence[str]) -> bool:
    """Return whether the words of one name are a part of the other's, whichever is shorter."""
    part, whole = sorted((words, others), key=len)
    return len(part) >= _LEAST and Counter(part) <= Counter(whole)


def _own_words(name: str) -> list[str]:
    """Return the words of a name without those that are often left out; the place's kind counts only
    where the name of a place follows it."""
    spelt = [SHORT.get(word.letters, word.letters) for word in words_of(name)]
    text = f" {letters(words_of(' '.join(spelt)))} "
    text = reduce(lambda left, gone: left.replace(f" {gone} ", " "), _LEFT_OUT, text)
    for place in _PLACES:
        text = text.removesuffix(f"{place} ")
    return text.split()


def joined_names(names: Sequence[str]) -> str:
    """Return names in one list; what all begin with is said once ("UBND phường Hòa Phú, Phú Lợi")."""
    start = common_start(names)
    first, *others = names
    return ", ".join([first, *(name[len(start) :].strip() for name in others)])


def common_start(names: Sequence[str]) -> str:
    """Return the words, up to a kind of place, that all names begin with; "" for a single name."""
    split = [name.split() for name in names]
    alike = 0
    for words in zip(*split, strict=False):
        if len(set(words)) > 1:
            break
        alike += 1
    start = " ".join(split[0][:alike]) if len(names) > 1 else ""
    return start if start.casefold().endswith(KINDS) else ""
