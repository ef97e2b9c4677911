"""Which dates of a phrase are deadlines, and what the words around them make of them.

"Trước ngày" excludes the printed day, "hết ngày", "chậm nhất ngày" and a bare date include it;
"từ ngày" and "sau ngày" name no deadline. A plan's sentence may hold other dates (of the documents
it cites, of the week): the one a deadline word governs is the deadline.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

from bot.deadlines.lexer import DatePiece, PieceKind

_FILLERS = frozenset(
    ["ngay", "mung", "mong", "vao", "luc", "hoi", "cua", "la", "hom", "buoi", "dau", "cuoi"]
)
_MARKS = ",(:;\"“”'"
_PARTS = frozenset(["sang", "trua", "chieu", "dem"])
_JOINING = ("va", "hoac", "hay")
_DAYS_BESIDE = frozenset(["it", "nhat", "toi", "thieu", "khoang"])


class Force(IntEnum):
    """How surely a date is a deadline."""

    NOT = 0  # "từ ngày", "sau ngày"
    WEAK = 1  # a date, maybe with "ngày" or "đến ngày"
    STRONG = 2  # "trước", "chậm nhất", "hết", "hạn"


@dataclass(frozen=True, slots=True)
class Mention:
    """One date of a phrase with what belongs to it. `is_before` excludes the printed day, or the
    printed time where there is one. `part` is "sang", "trua", "chieu", "toi", "dem" or
    "dau" where the phrase names a part of the day, "gio" for the end of office hours. `is_named`
    tells a date that "ngày" or a deadline word announces from digits that may be something else.
    `unsure` marks words around it that read in two ways."""

    date: DatePiece
    force: Force
    is_before: bool = False
    time: DatePiece | None = None
    part: str = ""
    weekday: int | None = None
    is_named: bool = False
    unsure: bool = False


def find_mentions(pieces: Sequence[DatePiece]) -> tuple[Mention, ...]:
    """Return all dates of a phrase, in order, each with its words."""
    found: list[Mention] = []
    for place, piece in enumerate(pieces):
        if piece.sort is PieceKind.DATE:
            found.append(_mention(pieces, place, found[-1] if found else None))
    return tuple(found)


def _mention(pieces: Sequence[DatePiece], place: int, earlier: Mention | None) -> Mention:
    start, before = _fillers_before(pieces, place)
    force, is_before = _govern(pieces, start)
    if earlier is not None and _is_joined(pieces, start):
        force, is_before = earlier.force, earlier.is_before
    if force is Force.WEAK and _cites_a_document(pieces, start):
        force = Force.NOT
    words = {piece.text for piece in before if piece.sort is PieceKind.WORD}
    time = next((piece for piece in before if piece.sort is PieceKind.TIME), None)
    after = _after(pieces, place)
    weekday = next((piece for piece in before if piece.sort is PieceKind.WEEKDAY), after.weekday)
    unsure = after.unsure or _reads_in_two_ways(pieces, start) or pieces[place].unsure
    if time is None and after.time is not None:
        time = after.time
        if is_before and not after.is_before:  # "trước ngày 14/10, 17h00"
            unsure = True
        force, is_before = max(force, after.force), is_before or after.is_before
    if "cuoi" in words and is_before and time is None:
        is_before = False  # before the end of the day
    return Mention(
        pieces[place],
        force,
        is_before,
        time,
        _part(before, pieces, start),
        weekday.weekday if weekday is not None else None,
        force is not Force.WEAK or "ngay" in words or "thang" in pieces[place].text,
        unsure,
    )


def _fillers_before(pieces: Sequence[DatePiece], place: int) -> tuple[int, list[DatePiece]]:
    """Return the place of the piece that governs a date (-1 for none), and what stands between."""
    between: list[DatePiece] = []
    at = place - 1
    while at >= 0 and (_may_stand_between(pieces[at], between) or _is_evening(pieces, at)):
        between.append(pieces[at])
        at -= 1
    return at, between


def _may_stand_between(piece: DatePiece, between: Sequence[DatePiece]) -> bool:
    if piece.sort in (PieceKind.TIME, PieceKind.WEEKDAY):
        return all(earlier.sort is not piece.sort for earlier in between)
    if piece.sort is PieceKind.MARK:
        return piece.text in _MARKS
    return piece.sort is PieceKind.WORD and (
        piece.text in _FILLERS or piece.text in _PARTS or piece.spelt == "tối" or _is_work(piece)
    )


def _is_evening(pieces: Sequence[DatePiece], at: int) -> bool:
    """Return the evening ("tối") after an hour, also without accents, where "toi" may also be "tới"."""
    if not pieces[at].is_word("toi") or pieces[at].spelt == "tới":
        return False
    return at > 0 and pieces[at - 1].sort is PieceKind.TIME


def _is_work(piece: DatePiece) -> bool:
    """Return words of "giờ làm việc", "giờ hành chính"."""
    return piece.is_word("gio", "lam", "viec", "hanh", "chinh")


def _part(between: Sequence[DatePiece], pieces: Sequence[DatePiece], start: int) -> str:
    for piece in between:
        if piece.text in _PARTS or piece.is_word("toi"):
            return piece.text
    words = {piece.text for piece in between}
    if "dau" in words:
        return "dau"
    ends = "cuoi" in words or (start >= 0 and pieces[start].is_word("het", "nhat", "den"))
    return "gio" if "gio" in words and ends else ""


def _govern(pieces: Sequence[DatePiece], at: int) -> tuple[Force, bool]:
    """Return what the word before a date makes of it: how surely a deadline, and without that day?"""
    near = pieces[max(0, at - 4) : at + 1]
    words = [piece.text if piece.sort is PieceKind.WORD else "" for piece in near]
    words = [""] * (5 - len(words)) + words
    last, second = words[-1], words[-2]
    if last == "truoc":
        return (Force.NOT, False) if second == "khong" else (Force.STRONG, True)
    if last in ("het", "han") or (last == "nhat" and second in ("cham", "muon", "tre")):
        return Force.STRONG, False
    if last in ("hon", "qua", "sau"):
        return (Force.STRONG if _is_limit(words) else Force.NOT), False
    if last in ("cuoi", "nop", "gui", "cao", "chot", "cung") and "han" in words:
        return Force.STRONG, False
    if last == "trong" and second in ("hoac", "va", "hay") and words[-3] == "truoc":
        return Force.STRONG, False
    if last in ("tu", "ke"):
        return Force.NOT, False
    if last in ("den", "toi") and "han" in words:
        return Force.STRONG, False
    return Force.WEAK, False


def _is_limit(words: Sequence[str]) -> bool:
    """With "không muộn hơn" and "không quá" the printed day counts; "sau" names no deadline."""
    last, second = words[-1], words[-2]
    if last == "hon":
        return second in ("muon", "cham", "tre") and words[-3] == "khong"
    return last == "qua" and (second == "khong" or (second == "de" and words[-3] == "khong"))


def _cites_a_document(pieces: Sequence[DatePiece], at: int) -> bool:
    """Tell whether the date is a document's: "Kế hoạch số 3554/KH-UBND ngày …"."""
    near = pieces[max(0, at - 9) : at + 1]
    starts = [place for place, piece in enumerate(near[:-1]) if piece.is_word("so")]
    return any(near[place + 1].sort is PieceKind.NUMBER for place in starts)


def _is_joined(pieces: Sequence[DatePiece], at: int) -> bool:
    """In "trước ngày 12/10 và 14/10" the word before the first date governs the second too."""
    return at > 0 and pieces[at].is_word(*_JOINING) and pieces[at - 1].sort is PieceKind.DATE


def _reads_in_two_ways(pieces: Sequence[DatePiece], at: int) -> bool:
    """Return three days before 14/10 ("3 ngày trước ngày 14/10") are another day than the printed one;
    "ngày 13, 14/10" are two; in "l4/10" a scanner took a digit for a letter."""
    if at >= 0 and pieces[at].is_word("l", "i", "o"):
        return True
    if at > 0 and pieces[at].is_word("truoc"):
        return pieces[at - 1].sort is PieceKind.DAYS
    if at > 0 and pieces[at].is_word(*_JOINING):
        return pieces[at - 1].sort is PieceKind.NUMBER
    return at >= 0 and pieces[at].sort is PieceKind.NUMBER


@dataclass(frozen=True, slots=True)
class _After:
    """What follows a date and belongs to it."""

    time: DatePiece | None = None
    weekday: DatePiece | None = None
    force: Force = Force.WEAK
    is_before: bool = False
    unsure: bool = False


def _after(pieces: Sequence[DatePiece], place: int) -> _After:
    at = place + 1
    before = False
    while at < len(pieces) and (
        (pieces[at].sort is PieceKind.MARK and pieces[at].text in ",(:-–")
        or pieces[at].is_word("luc", "vao", "hoi", "den", "truoc", *_DAYS_BESIDE)
    ):
        before = before or pieces[at].is_word("truoc")
        at += 1
    if at == len(pieces):
        return _After()
    match pieces[at].sort:
        case PieceKind.DAYS:
            return _After(unsure=True)
        case PieceKind.WEEKDAY if not _leads_to_a_date(pieces, at):
            return _After(weekday=pieces[at])
        case PieceKind.TIME if not _leads_to_a_date(pieces, at):
            return _After(pieces[at], None, Force.STRONG if before else Force.WEAK, before)
    return _After()


def _leads_to_a_date(pieces: Sequence[DatePiece], at: int) -> bool:
    """Tell whether a time or weekday stands before the next date, and so belongs to that one."""
    following = at + 1
    while following < len(pieces) and _may_stand_between(pieces[following], ()):
        following += 1
    return following < len(pieces) and pieces[following].sort is PieceKind.DATE
