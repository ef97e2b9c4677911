"""A whole report in one message: cut into rows, each read like an answer of its own.

Rows are named by their code ("1.1: 2 lớp 60 người; 1.6 4 lớp 160 hs"), by a pasted table line, or by
the indicator's own words ("tin bài: 6, băng rôn 15"). "mục 5 không tổ chức" and "còn lại không" speak
for several rows. What cannot be attributed for certain is returned as not understood, and while
there is any such piece, "còn lại không" is not understood either: it might have meant that row.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import chain
from operator import attrgetter

from bot.model.answer import Answer, AnswerState, nil
from bot.model.changing import replace
from bot.model.form import Form, Indicator
from bot.reading.answer_reading import read_answer
from bot.reading.boilerplate import is_letter
from bot.reading.enumerations import begun_before, enumerated
from bot.reading.headed_message import HEADING, doubted, without_heading
from bot.reading.label_match import mentioned, section_names
from bot.reading.message_piece import Piece
from bot.reading.outcome import Reading, Understood
from bot.reading.prepare import CORRECTING
from bot.reading.row_ranges import is_besides, is_later, offered_instead, says_nothing_yet, silence
from bot.reading.segments import reads_well
from bot.reading.split_lines import raw_pieces
from bot.reading.unmatched_codes import unread_codes
from bot.row_types import takes_words
from bot.vietnamese.normalise import clean, unaccented
from bot.vietnamese.tokens import tokenise

LONGEST = 20_000  # characters; a longer message is not a report of 41 rows
MOST = 400  # pieces
_CODES = re.compile(r"(?<![0-9.,])[0-9]{1,2}\.[0-9]{1,2}[a-e]?(?![0-9]|[.,][0-9])")
_LONE_CODE = re.compile(r"(?:^|[,;\n]|\.\s)[^\S\n]*(?P<code>[0-9]{1,2})\s+[0-9]+\s*[^\W\d]")
_COMMA_CODE = re.compile(
    r"(?P<before>(?:^|[;\n]|[,.]\s)\W{0,3}(?:(?:mục|muc|câu|cau)\s+)?)"
    r"(?P<code>(?P<section>[0-9]{1,2}),(?P<number>[0-9]{1,2}[a-e]?))"
    r"(?=\s*[:=)][^;\n,.]{0,30}[0-9]|\s+[0-9]+\s*[^\W\d])"
)
_DAY = re.compile(r"\W{0,20}([0-9]{1,2})\.([0-9]{1,2})(?![0-9.])")
_DIGIT = re.compile(r"\d")
_FIRST_MONTH = 9  # only 1.9 to 1.12 are as likely days of a campaign in autumn
_DAYS, _MONTHS = 31, 12


@dataclass(frozen=True, slots=True)
class RowRead:
    """One row of the message: what was said for it and how it reads."""

    row: Indicator
    text: str
    reading: Reading


@dataclass(frozen=True, slots=True)
class ManyRows:
    """`rows` in form order, each row once; `totals` are stated figures of computed headers;
    `not_understood` are the pieces that belong to no row, or to one that was named twice."""

    rows: tuple[RowRead, ...] = ()
    totals: tuple[RowRead, ...] = ()
    not_understood: tuple[str, ...] = ()
    named: int = 0  # pieces that named their row, by code, section or words
    coded: bool = False  # at least one by its code or its section
    rest: bool = False  # "còn lại" was said
    rest_held: bool = False  # "còn lại" was not understood because of such a piece
    unsure: bool = False  # some piece may belong to a row that was not read
    worded: int = 0  # pieces that named their row by words alone
    spoken_of: frozenset[str] = frozenset()  # rows that are named somewhere and were not read
    asides: tuple[
        str, ...
    ] = ()  # numbers around the figures: a telephone, a date, a letter's number

    @property
    def unused(self) -> tuple[str, ...]:
        """What the message says in numbers and no row used, pieces without a row aside."""
        beside = (
            text for row_read in (*self.rows, *self.totals) for text in row_read.reading.unused
        )
        return tuple(dict.fromkeys((*beside, *self.asides)))


@dataclass(slots=True)
class _Found:
    """What has been read so far, by row."""

    form: Form
    rows: dict[str, RowRead] = field(default_factory=dict)
    totals: list[RowRead] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    twice: set[str] = field(default_factory=set)  # rows named with different figures
    unsure: bool = False
    rest_held: bool = False
    places: tuple[str, ...] = ()
    answered: frozenset[str] = frozenset()
    asides: list[str] = field(default_factory=list)

    def lose(self, *texts: str) -> None:
        for text in texts:
            if not is_letter(self.form, text, self.places):
                self.lost.append(text)
                self.unsure = True
            elif any(map(str.isdigit, text)):
                self.asides.append(text.strip())


def read_many(
    form: Form,
    text: str,
    answered: frozenset[str] = frozenset(),
    *,
    asked: frozenset[str] | None = None,
    unsure: bool = False,
    places: tuple[str, ...] = (),
) -> ManyRows:
    """Read a message as several rows. `answered` are rows that "còn lại" leaves as they are; where
    the question held several rows (`asked`), "còn lại" alone speaks of those only;
    `unsure` says that an earlier message left something open, so that "còn lại" is not certain;
    `places` are names of the campaign's units, which headings and signatures carry."""
    found = _Found(form, places=places, answered=answered)
    text = _with_points(form, clean(text))
    caution, heading = "", HEADING.match(text)
    if heading is not None:
        caution, text = without_heading(form, heading[0], text)
    if len(text) > LONGEST:
        return ManyRows(not_understood=(text[:LONGEST],), unsure=True)
    pieces = list(_in_context(form, raw_pieces(form, text, places)))
    if len(pieces) > MOST:
        return ManyRows(not_understood=(text,), unsure=True)
    pieces = list(enumerated(form, begun_before(text, _without_days(pieces)), places))
    if caution:
        pieces = doubted(pieces, caution)
    for piece in filter(Piece.answers_row, pieces):
        _take(found, piece)
    for piece in filter(Piece.is_loose, pieces):
        _take_other(found, piece)
    _lose_half_told(found, pieces)
    _lose_unread(found, text, pieces)
    held = _mentioned_codes(form, text, found) | _mentioned_words(form, pieces)
    held |= _sections_in_doubt(found) | found.twice
    unasked = frozenset[str]() if asked is None else form.by_code.keys() - asked
    for piece in pieces:
        besides = answered | held | (unasked if piece.is_vague_rest else frozenset())
        _fill(found, piece, besides, blocked=unsure or found.unsure)
    return _result(found, [piece for piece in pieces if not piece.heading], held)


def _with_points(form: Form, text: str) -> str:
    """Return codes that were typed with a comma ("1,6: 4 lớp") as the form prints them."""

    def pointed(found: re.Match[str]) -> str:
        code = f"{found.group('section')}.{found.group('number')}"
        return found.group("before") + (code if form.find(code) else found.group("code"))

    return _COMMA_CODE.sub(pointed, text)


def _result(found: _Found, pieces: list[Piece], held: frozenset[str]) -> ManyRows:
    codes = [row.code for row in found.form.questions if row.code in found.rows]
    return ManyRows(
        tuple([found.rows[code] for code in codes]),
        tuple(found.totals),
        tuple(found.lost),
        named=sum(map(Piece.names_something, pieces)),
        coded=any(piece.coded or piece.rest for piece in pieces),
        rest=any(map(attrgetter("rest"), pieces)),
        rest_held=found.rest_held,
        unsure=found.unsure,
        worded=sum(map(Piece.is_worded, pieces)),
        spoken_of=held - found.rows.keys(),
        asides=tuple(found.asides),
    )


def _in_context(form: Form, pieces: Iterable[Piece]) -> list[Piece]:
    """Return what "còn lại" speaks of: the section under whose heading it stands, the section of the rows
    before it where other rows follow, and everything at the end."""
    kept = list(pieces)
    heading, section = "", ""  # codes
    for place, piece in enumerate(kept):
        if piece.is_vague_rest:
            follows = is_besides(piece.text) or any(map(Piece.names_row, kept[place + 1 :]))
            kept[place] = replace(piece, row=form.by_code.get(heading or section * follows))
        elif piece.row is not None and not piece.rest:
            section = form.section_code(piece.row)
            heading = piece.row.code if piece.heading else heading
            heading = heading if heading == section else ""
    return kept


def _without_days(pieces: list[Piece]) -> list[Piece]:
    """ "1.10 …, 2.10 …, 3.10 …" are days of October: then 1.10 is not the row either."""
    months = set()
    for piece in pieces:
        day = _DAY.match(piece.text) if piece.row is None else None
        if (
            day
            and 1 <= int(day.group(1)) <= _DAYS
            and _FIRST_MONTH <= int(day.group(2)) <= _MONTHS
        ):
            months.add(day.group(2))
    if not months:
        return pieces
    return [
        replace(piece, row=None) if piece.coded and _is_day_of(piece, months) else piece
        for piece in pieces
    ]


def _is_day_of(piece: Piece, months: set[str]) -> bool:
    day = _DAY.match(piece.text)
    return day is not None and day.group(2) in months


def _take(found: _Found, piece: Piece) -> None:
    """Take up a piece that names a question."""
    row = piece.the_row
    reading = piece.reading or read_answer(row, piece.said)
    held = found.rows.get(row.code)
    found.unsure |= piece.unsure or (piece.weak and not reads_well(piece))
    found.unsure |= not isinstance(reading, Understood) and bool(reading.unused)
    if row.code in found.twice:
        found.lose(piece.text)
    elif held is None:
        found.rows[row.code] = RowRead(row, piece.text, reading)
    elif CORRECTING.match(tokenise(piece.said), 0, plain=False):
        both = f"{held.text}; {piece.said}"
        found.rows[row.code] = RowRead(row, both, read_answer(row, both))
        found.unsure = True
    elif not _same(held.reading, reading):
        del found.rows[row.code]  # named twice with different figures: neither is certain
        found.twice.add(row.code)
        found.lose(held.text, piece.text)
    else:
        unused = (*held.reading.unused, *reading.unused)
        found.rows[row.code] = replace(held, reading=replace(held.reading, unused=unused))


def _same(first: Reading, second: Reading) -> bool:
    if not isinstance(first, Understood) or not isinstance(second, Understood):
        return False
    return first.answer.same_figures(second.answer)


def _take_other(found: _Found, piece: Piece) -> None:
    """Take up a piece about several rows, about a header, or about nothing that is known."""
    form, row = found.form, piece.row
    if piece.span is not None and piece.span.said:
        below = [row for head in piece.span.rows for row in _below(form, head)]
        _take_silence(found, piece.text, below, piece.span.said)
    elif row is None:
        found.lose(piece.text)
    elif says_nothing_yet(form, piece.said):
        _take_silence(found, piece.text, _below(form, row), piece.said)
    elif row.is_total and piece.said:
        reading = read_answer(row, piece.said)
        found.unsure |= not isinstance(reading, Understood)
        found.totals.append(RowRead(row, piece.text, reading))
    elif piece.said:
        found.lose(piece.text)


def _take_silence(found: _Found, text: str, rows: Iterable[Indicator], said: str) -> None:
    """Take up "Mục 5 không": all its rows, unless one of them is said to have happened."""
    rows = list(rows)
    if any(row.code in found.twice or not _is_quiet(found.rows.get(row.code)) for row in rows):
        found.lose(text)
        return
    known = found.answered if is_later(found.form, said) else frozenset()  # that stays
    found.unsure |= is_later(found.form, said)
    for row in rows:
        if row.code not in known:
            reading = Understood(_nothing(found.form, row, said))
            found.rows.setdefault(row.code, RowRead(row, text, reading))


def _is_quiet(held: RowRead | None) -> bool:
    if held is None:
        return True
    return isinstance(held.reading, Understood) and not held.reading.answer.is_above_zero


def _nothing(form: Form, row: Indicator, said: str) -> Answer:
    """Return what the words mean for one row: "không" nil, "0" a zero, "không thuộc diện" that."""
    instead = offered_instead(form, said)
    if instead is not None:
        is_nil = instead.state is AnswerState.NIL
        return nil(row, note=instead.note) if is_nil else instead
    found = silence(row, said)
    return nil(row, source="gate") if found is None else replace(found, source="gate")


def _below(form: Form, head: Indicator) -> tuple[Indicator, ...]:
    """Return the questions under a header; a question stands for itself."""
    if head.is_asked:
        return (head,)
    return tuple(row for row in form.questions if form.section_code(row) == head.code)


def _lose_half_told(found: _Found, pieces: list[Piece]) -> None:
    """Take back rows that were found by their words alone, where a piece that nobody understood
    speaks of the same row in figures: half of it is not the row's figure."""
    worded = {piece.row.code for piece in pieces if piece.row and piece.is_weakly_named}
    half = chain.from_iterable(
        mentioned(found.form, text) for text in found.lost if _DIGIT.search(text)
    )
    for code in sorted(worded & found.rows.keys() & set(half)):
        found.twice.add(code)
        found.lose(found.rows.pop(code).text)


def _lose_unread(found: _Found, text: str, pieces: list[Piece]) -> None:
    """Keep what was not read: nothing that was typed behind a row's code may vanish without a word."""
    known = {*found.rows, *found.twice, *(row_read.row.code for row_read in found.totals)}
    narrated = (piece.said for piece in pieces if _is_narrative(piece))
    told = _flat(*found.lost, *narrated)
    for said in unread_codes(found.form, text, known):
        if _flat(said) not in told:
            found.lose(said)


def _flat(*texts: str) -> str:
    return " ".join(" ".join(texts).split())


def _is_narrative(piece: Piece) -> bool:
    return piece.row is not None and takes_words(piece.row)


def _mentioned_codes(form: Form, text: str, found: _Found) -> frozenset[str]:
    """Return rows whose code stands somewhere but which were not read: they are not "còn lại"."""
    codes = {match.group() for match in _CODES.finditer(text)}
    codes |= {match.group("code") for match in _LONE_CODE.finditer(text)}
    named = map(form.find, codes)
    return frozenset(row.code for row in named if row is not None and row.code not in found.rows)


def _mentioned_words(form: Form, pieces: Iterable[Piece]) -> frozenset[str]:
    """Return rows that are spoken of inside another row's answer."""
    said = "\n".join(piece.said for piece in pieces if piece.row is not None and not piece.rest)
    return frozenset(mentioned(form, said))


def _sections_in_doubt(found: _Found) -> frozenset[str]:
    """Return the rows of sections that are named inside another section's answer which was not read
    for certain: "1.1 3 lớp 60 người, kinh phí chưa rõ lắm"."""
    held: set[str] = set()
    for row_read in found.rows.values():
        if isinstance(row_read.reading, Understood):
            continue
        own = found.form.section_code(row_read.row)
        said = unaccented(row_read.text)
        for name, head, _ in section_names(found.form):
            if head.code != own and re.search(rf"(?<![a-z]){re.escape(name)}(?![a-z])", said):
                held.update(row.code for row in _below(found.form, head))
    return frozenset(held)


def _fill(found: _Found, piece: Piece, besides: frozenset[str], *, blocked: bool) -> None:
    """Fill "Còn lại không": rows that nothing was said about."""
    if not piece.rest:
        return
    found.unsure |= piece.unsure
    if blocked:
        found.lost.append(piece.text)
        found.rest_held = True
        return
    rows = found.form.questions if piece.row is None else _below(found.form, piece.row)
    for row in rows:
        if row.code not in besides and row.code not in found.rows:
            answer = _nothing(found.form, row, piece.said)
            found.rows[row.code] = RowRead(row, piece.text, Understood(answer))
