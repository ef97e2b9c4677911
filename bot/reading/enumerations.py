"""One row's figures over several pieces: "1.6: TH 2 lớp 76 em; THCS 1 lớp 40 em".

A semicolon, a line or a bullet does not end a row. While the next piece names no row of its own, the
row's reader hears both together: what it says then is the row's reading, so that half a figure is
never taken for the whole. A number that is certainly not the row's stays a piece of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from bot.model.form import Cell, Form
from bot.reading.answer import read_answer
from bot.reading.boilerplate import is_letter
from bot.reading.outcome import Ambiguous, Reading, Understood
from bot.reading.prose import nearly_named
from bot.reading.segments import Piece
from bot.row_types.doubt import Doubt
from bot.vietnamese.normalise import unaccented

LONGEST = 400  # characters that one row may fill; more is no enumeration
_NUMBER = re.compile(
    r"[0-9]|\b(?:mot|hai|ba|bon|nam|sau|bay|tam|chin|muoi) (?:lop|buoi|cuoc|nguoi|em|quyen|cuon)\b"
)
_OF_ROWS = re.compile(  # it speaks of rows, or begins with a code, a day or a list number
    r"\W*[0-9]{1,2}(?:[.,][0-9]+\s|\s*[.):/=-]|[.,][0-9]+[a-z]?\s*[:=)])|.*\b(?:muc [0-9]|con lai)\b"
)
_NO_SHARE = re.compile(r"\W*(?:[^\W\d]+ ){1,5}(?:khong|ko|0)\W*")  # "MN Hoa Sen không"
_LABEL = re.compile(r"\s*+(?P<bullet>[-–•*+]?)\s*+[^\W\d][^:\n\d]{0,80}:")
_GOES_ON = re.compile(
    r"[(\s]*(?:trong do|gom|bao gom|ke ca|chua tinh|chua ke|tinh ca|tru|sua|nham|a nham|dinh chinh)\b"
)


def enumerated(
    form: Form, pieces: Iterable[Piece], places: tuple[str, ...] = ()
) -> Iterator[Piece]:
    """Return the pieces with those that go on with the row before them joined to it. A piece that
    makes the row doubtful without adding to its figure is returned as well."""
    last: Piece | None = None
    for piece in pieces:
        longer = _longer(last, piece) if last and _may_go_on(form, last, piece, places) else None
        if longer is None:
            if last is not None:
                yield last
            last = piece
            continue
        if piece.row is None and not _adds(longer):
            yield piece
        last = longer
    if last is not None:
        yield last


def _adds(longer: Piece) -> bool:
    """Tell whether there is a figure for both together."""
    return isinstance(longer.reading, Understood) or bool(
        getattr(longer.reading, "candidates", ())
    )


def _may_go_on(form: Form, last: Piece, piece: Piece, places: tuple[str, ...]) -> bool:
    """Tell whether a piece without a row stands behind the figures of one."""
    if last.row is None or not last.takes_more:
        return False
    if piece.row is last.row and piece.weak and not piece.rest:
        return True  # named once more, by words: "3: băng rôn 4; khẩu hiệu 6"
    if not piece.is_nameless or _is_its_own_label(last, piece):
        return False
    plain = unaccented(piece.text)
    if _NO_SHARE.fullmatch(plain) and not _OF_ROWS.match(plain):
        return _has_shares(read_answer(last.row, f"{last.said}; {piece.text}"))
    speaks = _NUMBER.search(plain) or _GOES_ON.match(plain)
    if speaks is None or _OF_ROWS.match(plain) or nearly_named(form, piece.text):
        return False
    return not is_letter(form, piece.text, places)


def _has_shares(reading: Reading) -> bool:
    """Tell whether the figures are those of several schools, villages or offices."""
    return isinstance(reading, Ambiguous) and reading.reason is Doubt.PARTS


def _is_its_own_label(last: Piece, piece: Piece) -> bool:
    """Tell whether a bullet names something that the row before, a bullet as well, does not."""
    here, before = (_LABEL.match(text) for text in (piece.text, last.text))
    if here is None or before is None or last.coded:
        return False
    return here.group("bullet") == before.group("bullet")


def _longer(last: Piece, piece: Piece) -> Piece | None:
    """Return the row with the piece; None where its figure stays what it is and the piece says more."""
    assert last.row is not None
    said = f"{last.said if last.coded else last.text}; {piece.text}"
    if len(said) > LONGEST:
        return None
    alone = last.reading or read_answer(last.row, last.said)
    both = read_answer(last.row, said)
    longer = _together(last, piece, said, both)
    if piece.row is not None or _GOES_ON.match(unaccented(piece.text)):
        return longer
    if _same_figures(alone, both) or not (last.coded or _adds(longer)):
        return None
    return longer


def _together(last: Piece, piece: Piece, said: str, both: Reading) -> Piece:
    unsure = last.unsure or (piece.row is None and not isinstance(both, Understood))
    text = f"{last.text}; {piece.text}"
    return replace(last, text=text, said=said, reading=both, unsure=unsure)


def _same_figures(alone: Reading, both: Reading) -> bool:
    """Tell whether the row's certain figure stays what it is, or what is offered is that figure."""
    return isinstance(alone, Understood) and _figures(alone) == _figures(both)


def _figures(reading: Reading) -> dict[Cell, int] | None:
    if isinstance(reading, Understood):
        return reading.answer.figures
    offered = reading.candidates if isinstance(reading, Ambiguous) else ()
    return offered[0].figures if offered else None
