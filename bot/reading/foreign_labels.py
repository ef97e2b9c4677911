"""Numbers that the noun of something else labels: "cá nhân: 35" is no figure of a row of books."""

from __future__ import annotations

from bot.model.form import Cell
from bot.reading import around
from bot.reading.asides import Asides
from bot.reading.cursor import Cursor
from bot.row_types.evidence import Noun, Role
from bot.vietnamese.phrases import Phrases
from bot.vietnamese.words import table, words

LONGEST = 6  # words of a noun and of what fills the place between it and its number
LONGEST_NOUN = 2  # words before the last one of a noun
PIECES = frozenset(words("copies", "classifiers"))  # they say nothing of what they count
GAVE, GIVERS, FOR_WHOM = "tang", table("givers"), table("for_whom")
GOODS: Phrases[str] = Phrases((phrase, phrase.lstrip("=")) for phrase in words("goods"))


def stranger_before(cursor: Cursor, place: int) -> tuple[Noun, int] | None:
    """Return the noun of something else that stands right before a bare number, and its place: where there
    is one."""
    stop = place - cursor.is_mark(place - 1, ":=")
    for start in range(max(cursor.last_end, stop - LONGEST, 0), stop):
        noun, end = cursor.noun_at(start) or (None, start)
        if noun is None or around.filled(cursor.tokens, end, cursor.plain) != stop:
            continue
        if _labels_nothing(cursor, start, stop):
            return None
        linked = around.LINKING.match(cursor.tokens, start, plain=cursor.plain)
        if linked is None or linked[1] != end:  # "báo cáo: 35" is a courtesy
            return None if noun.role is Role.OWN else (Noun(Role.OTHER, noun.word), start)
    return None


def _labels_nothing(cursor: Cursor, start: int, stop: int) -> bool:
    """Return whether a noun counts nothing: it gives, was given ("trao cho thư viện 280"), or says whose."""
    given = FOR_WHOM.before(cursor.tokens, start, plain=cursor.plain)
    return any((given, _gave(cursor, start, stop), _says_whose(cursor, start)))


def _gave(cursor: Cursor, start: int, stop: int) -> bool:
    """Return whether somebody gives what is counted behind: "xã tặng 184" are books, and no communes."""
    is_deed = cursor.tokens[stop - 1].key == GAVE
    return is_deed and GIVERS.match(cursor.tokens, start, plain=cursor.plain) is not None


def _says_whose(cursor: Cursor, start: int) -> bool:
    """Return whether a noun only says whose the people before it are: "cán bộ xã 20, trưởng bản 9"."""
    before = cursor.lexicon.nouns.before(cursor.tokens, start, plain=cursor.plain)
    return before is not None and before.payload.cell is Cell.PEOPLE and not cursor.is_single


def goods_beside(cursor: Cursor, place: int, noun: Noun, end: int) -> Noun | None:
    """Return the goods that stand right before a number of mere pieces or behind it, "vở 300 quyển", "50 cái
    mũ": where there are some and the row does not count them."""
    if noun.word not in PIECES:
        return None
    behind = GOODS.match(cursor.tokens, end, plain=cursor.plain)
    if behind is not None and cursor.own_noun_at(end) is None:
        return Noun(Role.OTHER, behind[0])
    for start in range(max(cursor.last_end, place - LONGEST, 0), place):
        found = GOODS.match(cursor.tokens, start, plain=cursor.plain)
        if found and around.filled(cursor.tokens, found[1], cursor.plain) == place:
            own = cursor.own_noun_at(start)
            return None if own and own[1] >= found[1] else Noun(Role.OTHER, found[0])
    return None


def turned_before(cursor: Asides, place: int) -> tuple[Noun, int] | None:
    """Return the noun right before a number, and its place, where nouns and numbers take turns to the
    end: the 2 of "tập thể 2 cá nhân 5" counts no persons."""
    for start in range(max(cursor.last_end, place - LONGEST_NOUN, 0), place):
        found = cursor.noun_at(start)
        if found and found[1] == place and cursor.is_chained(start):
            return found[0], start
    return None


def level_label(cursor: Cursor, place: int) -> around.Label | None:
    """Return a kind of school before its number, where several are listed so: "MN 2, TH 1"."""
    found = _level_at(cursor, place)
    if found is None:
        return None
    listed = sum(_level_at(cursor, at) is not None for at in range(len(cursor.tokens)))
    return around.Label(*found, sure=True) if listed > 1 else None


def _level_at(cursor: Cursor, place: int) -> tuple[Noun, int] | None:
    found = cursor.lexicon.levels.match(cursor.tokens, place, plain=cursor.plain)
    return found if found and cursor.is_number(found[1]) else None


def is_inside_stranger(cursor: Cursor, place: int) -> bool:
    """Return whether a noun of the row is the end of another thing's: "tủ sách: 3"."""
    before = range(max(cursor.last_end, place - LONGEST_NOUN, 0), place)
    nouns = filter(None, map(cursor.noun_at, before))
    return any(noun.role is Role.OTHER and end > place for noun, end in nouns)
