"""Which dates of a phrase are deadlines, and what the words around them make of them.

"Trước ngày" excludes the printed day, "hết ngày", "chậm nhất ngày" and a bare date include it;
"từ ngày" and "sau ngày" name no deadline. A plan's sentence may hold other dates (of the documents
it cites, of the week): the one a deadline word governs is the deadline.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import IntEnum
from itertools import dropwhile, takewhile
from operator import attrgetter

from bot.deadlines.lexer import DatePiece, PieceKind
from bot.model.optional import first, sure

_FILLERS = frozenset(
    ["ngay", "mung", "mong", "vao", "luc", "hoi", "cua", "la", "hom", "buoi", "dau", "cuoi"]
)
_MARKS = ",(:;\"“”'"
_PARTS = frozenset(["sang", "trua", "chieu", "dem"])
_PART_BEHIND = re.compile(r"(?:\( )?(?:buoi )?(?P<part>(?:(?:sang|trua|chieu|toi|dem)\b)?)")
_JOINING = ("va", "hoac", "hay")
_OTHER_YEARS = [("nam", word) for word in ("sau", "toi", "ngoai", "truoc", "kia")]
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
    """Return a date with what stands before and behind it."""
    start, before = _fillers_before(pieces, place)
    after = _after(pieces, place)
    mention = Mention(
        pieces[place],
        *_governed(pieces, start, earlier),
        time=_first(before, PieceKind.TIME),
        part=_part(before, pieces, start),
        weekday=_weekday(before, after),
        unsure=any(
            (
                after.unsure,
                pieces[place].unsure,
                _reads_in_two_ways(pieces, start),
                _has_year_in_words(pieces, place),
            )
        ),
    )
    mention = _with_hour_behind(mention, after)
    words = {piece.text for piece in before if piece.sort is PieceKind.WORD}
    named = mention.force is not Force.WEAK or "ngay" in words or "thang" in pieces[place].text
    at_its_end = "cuoi" in words and mention.time is None  # "trước cuối ngày" is that day's end
    return replace(mention, is_named=named, is_before=mention.is_before and not at_its_end)


def _governed(
    pieces: Sequence[DatePiece], start: int, earlier: Mention | None
) -> tuple[Force, bool]:
    """Return what the words before a date make of it, or those before the one that it is joined to."""
    if earlier is not None and _is_joined(pieces, start):
        force, is_before = earlier.force, earlier.is_before
    else:
        force, is_before = _govern(pieces, start)
    cited = force is Force.WEAK and _cites_a_document(pieces, start)
    return (Force.NOT if cited else force), is_before


def _first(pieces: Sequence[DatePiece], sort: PieceKind) -> DatePiece | None:
    return first(lambda piece: piece.sort is sort, pieces)


def _weekday(before: Sequence[DatePiece], after: _After) -> int | None:
    found = _first(before, PieceKind.WEEKDAY) or after.weekday
    return None if found is None else found.weekday


def _with_hour_behind(mention: Mention, after: _After) -> Mention:
    """Return a mention with the hour that follows it; after "trước ngày 14/10, 17h00" nobody knows
    whether the hour is that day's."""
    if mention.time is not None or after.time is None:
        return mention
    return replace(
        mention,
        time=after.time,
        part=after.part or mention.part,
        force=max(mention.force, after.force),
        is_before=mention.is_before or after.is_before,
        unsure=mention.unsure or (mention.is_before and not after.is_before),
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


@dataclass(frozen=True, slots=True)
class _Governor:
    """Words right before a date (each place a choice, the nearest last) and what they make of it;
    `after_han`: only with "hạn" among the words before."""

    words: str
    force: Force
    is_before: bool = False
    after_han: bool = False

    def governs(self, near: Sequence[str]) -> bool:
        places = self.words.split()
        fits = all(
            word in choices.split("|")
            for word, choices in zip(near[-len(places) :], places, strict=True)
        )
        return fits and (not self.after_han or "han" in near)


_GOVERNORS = (
    _Governor("khong truoc", Force.NOT),
    _Governor("truoc|trc", Force.STRONG, is_before=True),
    _Governor("het|han", Force.STRONG),
    _Governor("cham|muon|tre nhat", Force.STRONG),
    _Governor("khong muon|cham|tre hon", Force.STRONG),  # the printed day counts
    _Governor("khong qua", Force.STRONG),
    _Governor("khong de qua", Force.STRONG),
    _Governor("hon|qua|sau", Force.NOT),
    _Governor("cuoi|nop|gui|cao|chot|cung", Force.STRONG, after_han=True),
    _Governor("truoc hoac|va|hay trong", Force.STRONG),
    _Governor("tu|ke", Force.NOT),
    _Governor("den|toi", Force.STRONG, after_han=True),
)
"""The first that fits decides."""


def _govern(pieces: Sequence[DatePiece], at: int) -> tuple[Force, bool]:
    """Return what the words before a date make of it: how surely a deadline, and without that day?"""
    near = pieces[max(0, at - 4) : at + 1]
    words = [piece.text if piece.sort is PieceKind.WORD else "" for piece in near]
    words = [""] * (5 - len(words)) + words
    for governor in _GOVERNORS:
        if governor.governs(words):
            return governor.force, governor.is_before
    return Force.WEAK, False


def _cites_a_document(pieces: Sequence[DatePiece], at: int) -> bool:
    """Tell whether the date is a document's: "Kế hoạch số 3554/KH-UBND ngày …"."""
    near = pieces[max(0, at - 9) : at + 1]
    starts = [place for place, piece in enumerate(near[:-1]) if piece.is_word("so")]
    return any(near[place + 1].sort is PieceKind.NUMBER for place in starts)


def _is_joined(pieces: Sequence[DatePiece], at: int) -> bool:
    """In "trước ngày 12/10 và 14/10" the word before the first date governs the second too."""
    return at > 0 and pieces[at].is_word(*_JOINING) and pieces[at - 1].sort is PieceKind.DATE


def _reads_in_two_ways(pieces: Sequence[DatePiece], at: int) -> bool:
    """Return whether a date may be another than the printed one: "3 ngày trước ngày 14/10" is another
    day, "ngày 13, 14/10" are two, in "l4/10" a scanner took a digit for a letter."""
    if at >= 0 and pieces[at].is_word("l", "i", "o"):
        return True
    if at > 0 and pieces[at].is_word("truoc"):
        return pieces[at - 1].sort is PieceKind.DAYS
    if at > 0 and pieces[at].is_word(*_JOINING):
        return pieces[at - 1].sort is PieceKind.NUMBER
    return at >= 0 and pieces[at].sort is PieceKind.NUMBER


def _has_year_in_words(pieces: Sequence[DatePiece], place: int) -> bool:
    """Tell whether a date's year is another than the one at hand: "14/10 năm sau", "của năm ngoái"."""
    words = [piece.text for piece in pieces[place + 1 : place + 4] if not piece.is_word("cua")]
    return pieces[place].year is None and tuple(words[:2]) in _OTHER_YEARS


@dataclass(frozen=True, slots=True)
class _After:
    """What follows a date and belongs to it."""

    time: DatePiece | None = None
    weekday: DatePiece | None = None
    force: Force = Force.WEAK
    is_before: bool = False
    unsure: bool = False
    part: str = ""


def _after(pieces: Sequence[DatePiece], place: int) -> _After:
    leading = list(takewhile(_leads_on, pieces[place + 1 :]))
    at = place + 1 + len(leading)
    if at == len(pieces):
        return _After()
    match pieces[at].sort:
        case PieceKind.DAYS:
            return _After(unsure=True)
        case PieceKind.WEEKDAY if not _leads_to_a_date(pieces, at):
            return _After(weekday=pieces[at])
        case PieceKind.TIME if not _leads_to_a_date(pieces, at):
            before = any(piece.is_word("truoc") for piece in leading)
            force = Force.STRONG if before else Force.WEAK
            return _After(pieces[at], None, force, before, part=_part_behind(pieces, at + 1))
    return _After()


def _part_behind(pieces: Sequence[DatePiece], at: int) -> str:
    """Return the part of the day that follows an hour: "5 giờ chiều", "8h (buổi tối)"."""
    near = [piece.text for piece in pieces[at : at + 3] if piece.spelt != "tới"]
    return sure(_PART_BEHIND.match(" ".join(near))).group("part")


def _leads_on(piece: DatePiece) -> bool:
    """Tell whether a piece stands between a date and what belongs to it."""
    is_mark = piece.sort is PieceKind.MARK and piece.text in ",(:-–"
    return is_mark or piece.is_word("luc", "vao", "hoi", "den", "truoc", *_DAYS_BESIDE)


def _leads_to_a_date(pieces: Sequence[DatePiece], at: int) -> bool:
    """Tell whether a time or weekday stands before the next date, and so belongs to that one."""
    behind = dropwhile(lambda piece: _may_stand_between(piece, ()), pieces[at + 1 :])
    return next(map(attrgetter("sort"), behind), None) is PieceKind.DATE
