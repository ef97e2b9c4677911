"""Which sections a sentence names: "có mục 1, 2, 3 và 5 thôi, còn lại không", "tất cả trừ mục 9"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from bot.conversation.command_words import bare_words
from bot.conversation.phrase_forms import WORDS
from bot.model.form import Section
from bot.vietnamese.normalise import unaccented

SHORTEST_NAME = 4  # letters of a section's name that say which one is meant
_REST = re.compile(
    r"\b(?:con lai|(?:cac |nhung |may )?(?:muc|phan|cai|dong|thu) (?:khac|con lai|kia)|ngoai ra)\b"
)
_DENIES = re.compile(r"\b(?:khong|ko|k|hong|kh|chua)\b")
_ALL_BUT = re.compile(
    r"(?:co )?(?:du |day du |het )?(?:tat ca|ca|het|muc nao cung co|co het|day du|toan bo)"
    r"(?: cac)?(?: muc)?[\s,;]*(?:deu co|co)?[\s,;]*\b(?:tru|ngoai|chi khong co|khong co|chi tru|loai)\b"
    r"(?: tru)?(?P<but>.+)",
    re.DOTALL,
)
_CODE = re.compile(
    r"(?<![0-9.])[0-9]{1,2}\.[0-9]{1,2}(?![0-9.])"
)  # of a row: "7.1" lists no sections
_MAY_NAME = re.compile(  # other numbers count something: "bên em có 4 trường", "gửi 2 ảnh nhé"
    r"\A[^0-9]*\Z|\b(?:muc|phan|cau)(?: so)? [0-9]|[0-9](?![0-9 ])|[0-9] (?:[^a-z]|(?:"
    r"thoi|a|nhe|nha|nhen|co|thi|va|voi|den|toi|roi|nua|day|do|nay|khong|con|tro)\b)"
)
_BETWEEN = re.compile(r"[,;.\n+&/]|\b(?:va|voi|cung|roi|them)\b")


def _words_of(phrases: Iterable[str]) -> frozenset[str]:
    return frozenset(
        [word for phrase in phrases for word in re.findall(r"\w+", unaccented(phrase))]
    )


_ASIDE = _words_of(WORDS["sections"]["asides"])
_COURTESIES = _words_of(WORDS["courtesy"])
_SHORT = re.compile(r"\bm\.? ?(?=[0-9]{1,2}\b)")  # "có m1, m4"
_RANGE = re.compile(r"([0-9]{1,2})\s*(?:-|–|den|toi)\s*([0-9]{1,2})")


def sections_named(sections: Sequence[Section], text: str) -> tuple[str, ...]:
    """Return the codes of the sections that a message names, in its order; empty unless every word
    of it belongs to such a list. A lone number may be a figure, and names nothing."""
    plain = _SHORT.sub("muc ", bare_words(text))
    rest = _REST.search(plain)
    named = plain
    if rest is not None and _DENIES.search(plain, rest.end()):
        named = plain[: rest.start()].strip(" ,;.")
    if _MAY_NAME.search(named) is None:
        return ()
    all_but = _ALL_BUT.fullmatch(named)
    if all_but is not None:
        gone = _listed(sections, all_but["but"])
        return tuple(each.code for each in sections if each.code not in gone) if gone else ()
    found = _listed(sections, _CODE.sub("?", named))
    bare = re.fullmatch(r"[\W0-9]+", named) is not None
    return () if bare and len(found) < 2 else found


def _listed(sections: Sequence[Section], plain: str) -> tuple[str, ...]:
    """Return the codes that a list of numbers and names comes to; empty where a part is neither."""
    known = {each.code.casefold(): each.code for each in sections}
    aside = _ASIDE | (_COURTESIES - _words_of(each.head.name for each in sections))
    found: list[str] = []
    for piece in _BETWEEN.split(plain):
        words = [word for word in piece.split() if word in known or word not in aside]
        codes = _codes(sections, known, words)
        if words and not codes:
            return ()
        found += codes
    return tuple(dict.fromkeys(found))


def _codes(
    sections: Sequence[Section], known: Mapping[str, str], words: Sequence[str]
) -> Sequence[str]:
    """Return the sections of one part of a list; none where it is not wholly understood."""
    if words and set(words) <= set(known):
        return [known[word] for word in words]
    said = " ".join(words)
    span = _RANGE.fullmatch(said)
    if span is not None and {span[1], span[2]} <= set(known):
        order = list(known.values())
        return order[order.index(known[span[1]]) : order.index(known[span[2]]) + 1]
    fits = [
        each.code for each in sections if len(said) >= SHORTEST_NAME and _is_called(each, said)
    ]
    return fits if len(fits) == 1 else []


def _is_called(section: Section, words: str) -> bool:
    """Return whether words stand in a section's name."""
    name = f" {re.sub(r'[^a-z0-9]+', ' ', unaccented(section.head.name))} "
    return f" {re.sub(r'[^a-z0-9]+', ' ', words).strip()} " in name
