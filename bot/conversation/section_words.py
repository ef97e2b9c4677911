"""Which sections a sentence names: "có mục 1, 2, 3 và 5 thôi, còn lại không", "tất cả trừ mục 9"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bot.model.form import Section
from bot.vietnamese.normalise import unaccented

SHORTEST_NAME = 4  # letters of a section's name that say which one is meant
_REST = re.compile(
    r"[\s,;.]*\b(?:con lai|(?:cac |nhung )?(?:muc|phan) (?:khac|con lai)|ngoai ra)\b"
    r"(?=.*\b(?:khong|ko|k|hong|kh|chua)\b).*$",
    re.DOTALL,
)
_ALL_BUT = re.compile(
    r"(?:co )?(?:du |day du |het )?(?:tat ca|ca|het|muc nao cung co|co het|day du|toan bo)"
    r"(?: cac)?(?: muc)?[\s,;]*(?:deu co|co)?[\s,;]*\b(?:tru|ngoai|chi khong co|khong co|chi tru|loai)\b"
    r"(?: tru)?(?P<but>.+)",
    re.DOTALL,
)
_BETWEEN = re.compile(r"[,;.\n+&/]|\b(?:va|voi|cung|roi|them)\b")
_ASIDE = re.compile(
    r"\b(?:muc|cac|nhung|phan|co|chi|moi|thoi|a|nhe|nha|da|vang|em|toi|minh|anh|chi|oi|ben|xa|truong|"
    r"don vi|chung|nam nay|dot nay|ky nay|hoat dong|to chuc|lam|duoc|la|thi|o|so)\b"
)
_NUMBERS = re.compile(r"[0-9]{1,2}(?:\s+[0-9]{1,2})*")
_RANGE = re.compile(r"([0-9]{1,2})\s*(?:-|–|den|toi)\s*([0-9]{1,2})")


def sections_named(sections: Sequence[Section], text: str) -> tuple[str, ...]:
    """Return the codes of the sections that a message names, in its order; empty unless every word
    of it belongs to such a list. A lone number may be a figure, and names nothing."""
    plain = " ".join(unaccented(text).split()).strip(" .!,")
    named = _REST.sub("", plain)
    all_but = _ALL_BUT.fullmatch(named)
    if all_but is not None:
        gone = _listed(sections, all_but["but"])
        return tuple(each.code for each in sections if each.code not in gone) if gone else ()
    found = _listed(sections, named)
    bare = re.fullmatch(r"[\W0-9]+", named) is not None
    return () if bare and len(found) < 2 else found


def _listed(sections: Sequence[Section], plain: str) -> tuple[str, ...]:
    """Return the codes that a list of numbers and names comes to; empty where a part is neither."""
    found: list[str] = []
    for piece in _BETWEEN.split(plain):
        words = " ".join(_ASIDE.sub(" ", piece).split())
        if not words:
            continue
        codes = list(_codes(sections, words))
        if not codes:
            return ()
        found += codes
    return tuple(dict.fromkeys(found))


def _codes(sections: Sequence[Section], words: str) -> Iterator[str]:
    """Give the sections of one part of a list; none where it is not wholly understood."""
    known = [each.code for each in sections]
    span = _RANGE.fullmatch(words)
    if span is not None and span[1] in known and span[2] in known:
        yield from known[known.index(span[1]) : known.index(span[2]) + 1]
    elif _NUMBERS.fullmatch(words):
        numbers = words.split()
        yield from numbers if set(numbers) <= set(known) else ()
    elif words.isascii() and len(words) >= SHORTEST_NAME:
        fits = [each.code for each in sections if _is_called(each, words)]
        yield from fits if len(fits) == 1 else ()


def _is_called(section: Section, words: str) -> bool:
    """Return whether words stand in a section's name."""
    name = f" {re.sub(r'[^a-z0-9]+', ' ', unaccented(section.head.name))} "
    return f" {re.sub(r'[^a-z0-9]+', ' ', words).strip()} " in name
