"""A row's figure as named shares: "TH Tân Lập 2 lớp 76 em; THCS 1 lớp 40 em; MN Hoa Sen 0".

Communes collect by school and by village. Every share has a name and a whole figure of its own; the
row's figure is their sum, which the person confirms.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import chain, filterfalse, takewhile

from bot.model.answer import Answer, AnswerState, Part, values
from bot.model.form import Cell, Indicator
from bot.reading.lexicon import is_plain
from bot.reading.outcome import Ambiguous, Reading, Understood
from bot.row_types import row_type
from bot.row_types.doubt import Doubt
from bot.vietnamese.tokens import tokenise
from bot.vietnamese.words import table

Reader = Callable[[Indicator, str], Reading]  # reads an answer that is no enumeration

WHOLE = table("whole_words")
LONGEST = 1_000  # characters
MOST = 30  # shares of one row: more than a commune has schools and villages
NAME = 60  # letters of a name
# The first of these that divides a text into whole shares is how it was written.
_BETWEEN = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (r"\n", r";", r"\s\+\s", r",(?![0-9])", r",(?![0-9])|\bvà\b", r"\.\s")
)
_START = re.compile(r"(?<![0-9.,/])[0-9]|\b(?:không|ko|0)\W*$")
_EDGES = " \t-–•*+:,.;=("
_JOINTS = re.compile(  # verbs between a name and its figure
    r"(?:(?:^|(?<!\s)\s+)(?:có|co|được|duoc|mở|mo|tổ chức|to chuc|là|la|với|voi|và|va|treo|tặng|tang|đăng|"
    r"dang|phát|phat|quyên góp|quyen gop|ủng hộ|ung ho|khen|tham gia)){1,4}$",
    re.IGNORECASE,
)
_STARTS = re.compile(r"^(?:và|va|còn|con|riêng|rieng)\s+", re.IGNORECASE)


def with_parts(row: Indicator, text: str, reading: Reading, read: Reader) -> Reading:
    """Return the reading with the named shares its figure is made of; a sum that the words do not
    state is asked about, and so is a total that is another one."""
    head, _, tail = text.partition("=")  # "TH 100 + THCS 150 = 250 quyển"
    stated = _figure(read(row, tail)) if tail else None
    shares = _shares(row, text if stated is None else head, read)
    said = tuple(chain.from_iterable(share.parts for share in shares))
    found = tuple(filterfalse(_is_total, said))
    note = "; ".join(filter(None, (share.note for share in shares)))
    whole = replace(_sum(row, found), parts=found, note=note)
    totals = [part.figures for part in filter(_is_total, said)]
    totals += [stated.figures] if stated is not None else []
    if len(found) < 2:
        return reading
    if totals:
        agree = totals == [whole.figures] * len(totals)
        return Understood(whole) if agree else Ambiguous(Doubt.WHOLE, (("said", text),))
    if isinstance(reading, Understood) and reading.answer.figures == whole.figures:
        return replace(reading, answer=whole)
    details = (("said", text), ("number", str(len(found))))
    return Ambiguous(Doubt.PARTS, details, (whole,))


def _is_total(part: Part) -> bool:
    """Tell whether a share is called what all come to: "tổng 3 lớp 80 người"."""
    tokens = tokenise(part.name)
    return WHOLE.end(tokens, 0, plain=is_plain(tokens)) == len(tokens)


def _sum(row: Indicator, found: tuple[Part, ...]) -> Answer:
    return values(
        row, {cell: sum(part.figures.get(cell, 0) for part in found) for cell in row.cells}
    )


def _shares(row: Indicator, text: str, read: Reader) -> tuple[Answer, ...]:
    """Return the named shares of a text, each an answer whose one part it is with the remark beside it; none
    unless every piece of the text is one, or where the row has none."""
    if len(text) > LONGEST or not row_type(row).has_shares:
        return ()
    ways = (_all_shares(row, _divided(between, text), read) for between in _BETWEEN)
    return next(filter(None, ways), ())


def _divided(between: re.Pattern[str], text: str) -> list[str]:
    """Return the pieces of a text, none where they cannot all be shares."""
    pieces = list(filter(None, (piece.strip(_EDGES) for piece in between.split(text))))
    named = all(piece[0].isalpha() for piece in pieces)
    return pieces if named and 2 <= len(pieces) <= MOST else []


def _all_shares(row: Indicator, pieces: list[str], read: Reader) -> tuple[Answer, ...]:
    """Return the shares of pieces, none unless each is one and has its own name."""
    found = tuple(takewhile(bool, (_share(row, piece, read) for piece in pieces)))
    shares = tuple(filter(None, found))
    names = {part.name for share in shares for part in share.parts}
    return shares if len(pieces) == len(names) else ()


def _share(row: Indicator, piece: str, read: Reader) -> Answer | None:
    """Return the name in front of a figure, with the figure; None where either is missing or the words
    make the figure another one ("kế hoạch 250")."""
    whole = read(row, piece)
    for start in _starts(piece):
        answer = _figure(read(row, piece[start:]))
        if answer is None:
            continue
        name = _name(piece[:start])
        if not name or not _stands_for(row, whole, answer) or _is_noun(read(row, f"3 {name}")):
            return None
        return replace(answer, parts=(Part(name, answer.count, answer.people),))
    return None


def _stands_for(row: Indicator, whole: Reading, answer: Answer) -> bool:
    """Tell whether a figure is all that a piece says besides its name."""
    if isinstance(whole, Understood):
        return _is_same(whole, answer)
    counts_people_only = row.cells == (Cell.PEOPLE,)  # "nữ 20, dân tộc 12" are no shares
    loose = whole.reason is Doubt.LOOSE_NUMBER and not counts_people_only
    return loose or whole.reason is Doubt.NEGATION


def _starts(piece: str) -> Iterator[int]:
    """Return where a figure may begin, the last first."""
    yield from (found.start() for found in reversed(list(_START.finditer(piece))))


def _figure(reading: Reading) -> Answer | None:
    if not isinstance(reading, Understood) or reading.unused:
        return None
    counted = reading.answer.state in (AnswerState.VALUE, AnswerState.NIL)
    return reading.answer if counted else None


def _is_same(whole: Understood, answer: Answer) -> bool:
    return (whole.answer.count, whole.answer.people) == (answer.count, answer.people)


def _name(said: str) -> str:
    said = said.strip(_EDGES).rsplit(":", 1)[-1]  # a heading before the first name
    name = _STARTS.sub("", _JOINTS.sub("", said.strip(_EDGES)).strip(_EDGES))
    return name if len(name) <= NAME and any(map(str.isalpha, name)) else ""


def _is_noun(counted: Reading) -> bool:
    """Tell whether a name is a word of the row itself ("băng rôn 4"), not somebody's."""
    return isinstance(counted, Understood) and not counted.unused and not counted.left
