"""Numbers that the noun of something else labels: "cá nhân: 35" is no figure of a row of books."""

from __future__ import annotations

from bot.reading import around
from bot.reading.cursor import Cursor
from bot.row_types.evidence import Noun, Role

LONGEST = 6  # words of a noun and of what fills the place between it and its number
LONGEST_NOUN = 2  # words before the last one of a noun


def stranger_before(cursor: Cursor, place: int) -> Noun | None:
    """Return the noun of something else that stands right before a bare number: where there is one."""
    stop = place - (place > 0 and cursor.is_mark(place - 1, ":="))
    for start in range(max(cursor.last_end, stop - LONGEST, 0), stop):
        noun, end = cursor.noun_at(start) or (None, start)
        if noun is None or around.filled(cursor.tokens, end, cursor.plain) != stop:
            continue
        linked = around.LINKING.match(cursor.tokens, start, plain=cursor.plain)
        if linked is None or linked[1] != end:  # "báo cáo: 35" is a courtesy
            return None if noun.role is Role.OWN else Noun(Role.OTHER, noun.word)
    return None


def is_inside_stranger(cursor: Cursor, place: int) -> bool:
    """Return whether a noun of the row is the end of another thing's: "tủ sách: 3"."""
    before = range(max(cursor.last_end, place - LONGEST_NOUN, 0), place)
    nouns = filter(None, map(cursor.noun_at, before))
    return any(noun.role is Role.OTHER and end > place for noun, end in nouns)
