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
from bot.reading.answer_reading import explain, read_answer
from bot.reading.boilerplate import is_letter
from bot.reading.message_piece import Piece, folded
from bot.reading.outcome import Ambiguous, Reading, Understood
from bot.reading.prose import nearly_named, without_remark
from bot.row_types.doubt import Doubt
from bot.row_types.evidence import Role
from bot.vietnamese.normalise import unaccented

LONGEST = 400  # characters that one row may fill; more is no enumeration
_NUMBER = re.compile(
    r"[0-9]|\b(?:mot|hai|ba|bon|nam|sau|bay|tam|chin|muoi) (?:lop|buoi|cuoc|nguoi|em|quyen|cuon)\b"
)
_OF_ROWS = re.compile(  # it speaks of rows, or begins with a code, a day or a list number
    r"\W*[0-9]{1,2}(?:[.,][0-9]+\s|\s*[.):/=-]|[.,][0-9]+[a-z]?\s*[:=)])|.*\b(?:muc [0-9]|con lai)\b"
)
_NO_SHARE = re.compile(r"\W*(?:[^\W\d]+ ){1,5}(?:khong|ko|0)\W*")  # "MN Hoa Sen không"
_TOTAL = re.compile(r"\W*(?:tong|cong|tat ca)\b")
_LABEL = re.compile(r"\s*+(?P<bullet>[-–•*+]?)\s*+[^\W\d][^:\n\d]{0,80}:")
_GOES_ON = re.compile(
    r"[(\s]*(?:trong do|gom|bao gom|ke ca|chua tinh|chua ke|tinh ca|tru|sua|nham|a nham|dinh chinh)\b"
)


def begun_before(text: str, pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Return the pieces, a row found by words together with figures of its own nouns that stand before
    it in the same sentence: "3 trường, 1 trung tâm tổ chức khai mạc" are four."""

    def step(last: Piece, piece: Piece) -> tuple[tuple[Piece, ...], Piece]:
        between = _between(text, last, piece)
        if between is not None and _begins_figure(last, piece):
            return (), _whole(last, between, piece)
        return (last,), piece

    return folded(pieces, step)


def _between(text: str, first: Piece, second: Piece) -> str | None:
    """Return the comma or "và" between two pieces of one sentence, None where more stands there."""
    end = text.find(first.text) + len(first.text)
    start = text.find(second.text, end)
    between = text[end:start] if end >= len(first.text) and start >= end else ""
    return between if between.strip() in (",", "và", "va") else None


def _begins_figure(first: Piece, second: Piece) -> bool:
    row = second.row
    if row is None or not second.weak or second.coded or not first.is_nameless:
        return False
    explained = explain(row, first.text)
    claims = explained.evidence.claims if explained.evidence else []
    return bool(claims) and all(claim.role is Role.OWN for claim in claims)


def _whole(first: Piece, between: str, second: Piece) -> Piece:
    text = f"{first.text}{between}{second.text}"
    reading = without_remark(second.the_row, read_answer(second.the_row, text))
    unsure = second.unsure or not isinstance(reading, Understood)
    return replace(second, text=text, said=text, reading=reading, unsure=unsure)


def enumerated(
    form: Form, pieces: Iterable[Piece], places: tuple[str, ...] = ()
) -> Iterator[Piece]:
    """Return the pieces with those that go on with the row before them joined to it. A piece that
    makes the row doubtful without adding to its figure is returned as well."""
    rows: set[str] = set()

    def step(last: Piece, piece: Piece) -> tuple[tuple[Piece, ...], Piece]:
        rows.update((last.row.code,) if last.row else ())
        of_all = len(rows) > 1 and _TOTAL.match(unaccented(piece.text)) is not None
        goes_on = not of_all and _may_go_on(form, last, piece, places)
        longer = _longer(last, piece) if goes_on else None
        if longer is None:
            return (last,), piece
        return (() if piece.row is not None or _adds(longer) else (piece,)), longer

    return folded(pieces, step)


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
    plain = unaccented(piece.text)
    if not piece.is_nameless or _is_its_own_label(last, piece) or _OF_ROWS.match(plain):
        return False
    if _NO_SHARE.fullmatch(plain):
        return _has_shares(read_answer(last.row, f"{last.said}; {piece.text}"))
    speaks = _NUMBER.search(plain) is not None or _GOES_ON.match(plain) is not None
    return speaks and not _is_of_another(form, piece.text, places)


def _is_of_another(form: Form, text: str, places: tuple[str, ...]) -> bool:
    """Return whether a text nearly names another row, or belongs to the letter around the figures."""
    return nearly_named(form, text) or is_letter(form, text, places)


def _has_shares(reading: Reading) -> bool:
    """Tell whether the figures are those of several schools, villages or offices."""
    return isinstance(reading, Ambiguous) and reading.reason is Doubt.PARTS


def _is_its_own_label(last: Piece, piece: Piece) -> bool:
    """Tell whether a bullet names something that the row before, a bullet as well, does not."""
    here, before = map(_LABEL.match, (piece.text, last.text))
    if here is None or before is None or last.coded:
        return False
    return here.group("bullet") == before.group("bullet")


def _longer(last: Piece, piece: Piece) -> Piece | None:
    """Return the row with the piece; None where its figure stays what it is and the piece says more."""
    said = f"{last.said if last.coded else last.text}; {piece.text}"
    if len(said) > LONGEST:
        return None
    alone = last.reading or read_answer(last.the_row, last.said)
    both = read_answer(last.the_row, said)
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
