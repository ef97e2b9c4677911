"""A whole report in one message: cut into rows, each read like an answer of its own.

Rows are named by their code ("1.1: 2 lớp 60 người; 1.6 4 lớp 160 hs"), by a pasted table line, or by
the indicator's own words ("tin bài: 6, băng rôn 15"). "mục 5 không tổ chức" and "còn lại không" speak
for several rows. What cannot be attributed for certain is returned as not understood.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from bot.domain.answer import Answer, nil
from bot.domain.form import Form, Indicator, Kind
from bot.questions import read_answer
from bot.questions.base import Reading, Understood
from bot.questions.table_line import read_table_line
from bot.vietnamese.normalise import clean, unaccented

LONGEST = 20_000  # characters; a longer message is not a report of 41 rows
_CODE = re.compile(
    r"(?P<word>(?:mục|muc|chỉ tiêu|chi tieu|dòng|dong|câu|cau|tt)\s*)?"
    r"(?P<code>[0-9]{1,2}(?:\.[0-9]{1,2}[a-z]?)?)(?P<mark>\s*[:)\-–=]|\.(?=\s)|\s|$)",
    re.IGNORECASE,
)
_CUT = re.compile(r"[;\n]+")
_COMMA = re.compile(r",\s+")
_REST = re.compile(
    r"(?P<all>(?:tat ca )?(?:cac )?(?:muc|phan|noi dung) )?(?:(?:cac )?(?:dong|chi tieu|cau) )?con lai\b"
    r"[\s:,\-]*(?:(?:cua )?muc (?P<before>[0-9]{1,2}))?[\s:,\-]*(?:thi |deu |la )*(?P<what>.*)"
)
_REST_OF_ALL = re.compile(r"\W*(?:tat ca|(?:tat ca )?(?:cac )?(?:muc|phan|noi dung) con lai)")
_REST_OF = re.compile(
    r"muc (?P<before>[0-9]{1,2})[\s:,\-]*con lai[\s:,\-]*(?:thi |deu |la )*(?P<what>.*)"
)
_GREETING = re.compile(
    r"(?:da|em|anh|chi|kinh|chao|xin|bao cao|gui|cam on|tran trong|ubnd|don vi|toi|minh|a|nhe|thua)\b"
)
_YEAR_OR_DATE = re.compile(r"\b(?:19|20)[0-9]{2}\b|\b[0-9]{1,2}[/-][0-9]{1,2}(?:[/-][0-9]{2,4})?\b")
NOTHING = {
    "khong", "ko", "k", "kh", "hong", "khong co", "ko co", "khong co gi", "khong to chuc",
    "ko to chuc", "khong phat sinh", "khong thuc hien", "chua to chuc", "0", "-", "bang 0",
}  # fmt: skip


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
    worded: int = 0  # those named by their words alone


@dataclass(frozen=True, slots=True)
class _Piece:
    """A piece of the message with the row or header it names; `rest` is for "còn lại"."""

    text: str
    row: Indicator | None = None
    said: str = ""
    reading: Reading | None = None
    rest: bool = False
    coded: bool = False
    heading: bool = False  # "mục 1:" before its rows: speaks for nothing itself


def read_many(
    form: Form,
    text: str,
    answered: frozenset[str] = frozenset(),
    asked: frozenset[str] | None = None,
) -> ManyRows:
    """Read a message as several rows. `answered` are rows that "còn lại" leaves as they are; where
    the question held several rows (`asked`), "còn lại" alone speaks of those."""
    pieces = list(_pieces(form, clean(text)[:LONGEST]))
    found: dict[str, RowRead] = {}
    totals: list[RowRead] = []
    lost: list[str] = []
    for piece in pieces:
        if not piece.rest and not piece.heading:
            _take(form, piece, found, totals, lost)
    unsure = any(_holds_figures(piece) for piece in lost)
    for piece in pieces:
        if piece.rest and unsure:  # what was not understood may belong to one of those rows
            lost.append(piece.text)
        elif piece.rest:
            of_all = asked is None or _REST_OF_ALL.match(unaccented(piece.text)) is not None
            _fill(form, piece, found, answered, None if of_all else asked)
    lost = [piece for piece in lost if not _is_greeting(piece)]
    rows = tuple(found[row.code] for row in form.questions if row.code in found)
    named = sum((piece.row is not None or piece.rest) and not piece.heading for piece in pieces)
    coded = any((piece.coded or piece.rest) and not piece.heading for piece in pieces)
    worded = sum(piece.row is not None and not piece.coded and not piece.rest for piece in pieces)
    return ManyRows(rows, tuple(totals), tuple(lost), named, coded, worded)


def _take(
    form: Form,
    piece: _Piece,
    found: dict[str, RowRead],
    totals: list[RowRead],
    lost: list[str],
) -> None:
    row = piece.row
    if row is None:
        lost.append(piece.text)
    elif row.is_asked:
        reading = piece.reading or read_answer(row, piece.said)
        held = found.get(row.code)
        if held is not None and not _same(held.reading, reading):
            del found[row.code]  # named twice with different figures: neither is certain
            lost.extend([held.text, piece.text])
        elif held is None:
            found[row.code] = RowRead(row, piece.text, reading)
    elif _is_nothing(piece.said):
        for below in _below(form, row):
            found.setdefault(
                below.code, RowRead(below, piece.text, Understood(nil(below, source="gate")))
            )
    elif row.kind is Kind.TOTAL and piece.said:
        totals.append(RowRead(row, piece.text, read_answer(row, piece.said)))
    elif piece.said:
        lost.append(piece.text)


def _holds_figures(text: str) -> bool:
    return any(char.isdigit() for char in _YEAR_OR_DATE.sub("", text))


def _is_greeting(text: str) -> bool:
    return not _holds_figures(text) and _GREETING.match(unaccented(text).strip()) is not None


def _same(first: Reading, second: Reading) -> bool:
    both = isinstance(first, Understood) and isinstance(second, Understood)
    return both and first.answer.same_figures(second.answer)


def _fill(
    form: Form,
    piece: _Piece,
    found: dict[str, RowRead],
    answered: frozenset[str],
    asked: frozenset[str] | None,
) -> None:
    rows = form.questions if piece.row is None else _below(form, piece.row)
    for row in rows:
        spoken_of = asked is None or piece.row is not None or row.code in asked
        if spoken_of and row.code not in answered and row.code not in found:
            answer: Answer = nil(row, source="gate")
            found[row.code] = RowRead(row, piece.text, Understood(answer))


def _below(form: Form, head: Indicator) -> tuple[Indicator, ...]:
    """The questions under a header; a lone row stands for itself."""
    return tuple(row for row in form.questions if form.section_code(row) == head.code)


def _is_nothing(said: str) -> bool:
    plain = " ".join(unaccented(said).split()).strip(" .:,!-")
    return plain in NOTHING or said.strip() in ("-", "–")


def _pieces(form: Form, text: str) -> Iterator[_Piece]:
    """All pieces in order. A heading ("mục 1:") is what a later "còn lại không" speaks of."""
    heading: Indicator | None = None
    for piece in _raw_pieces(form, text):
        if piece.heading:
            heading = piece.row
        elif piece.rest and piece.row is None and not _REST_OF_ALL.match(unaccented(piece.text)):
            piece = replace(piece, row=heading)
        yield piece


def _raw_pieces(form: Form, text: str) -> Iterator[_Piece]:
    for line in text.split("\n"):
        if "\t" in line:
            row, said = read_table_line(form, line)
            if row is not None and said:
                yield _Piece(line.strip(), row, said, coded=True)
            elif row is None and line.strip():
                yield _Piece(" ".join(line.split()))
            continue
        for part in _CUT.split(line):
            yield from _named_parts(form, part)


def _named_parts(form: Form, part: str) -> Iterator[_Piece]:
    """A part between semicolons, cut again at commas behind which another row is named."""
    pending = ""
    for bit in _COMMA.split(part):
        starts_row = _coded(form, bit) is not None or _rest(form, bit) is not None
        if pending and (starts_row or _names_another(form, pending, bit)):
            yield from _named(form, pending)
            pending = bit
        else:
            pending = f"{pending}, {bit}" if pending else bit
    if pending.strip(" .,"):
        yield from _named(form, pending)


def _names_another(form: Form, pending: str, bit: str) -> bool:
    """Whether a bit begins with another row's own words; "băng rôn 5, khẩu hiệu 10" stays whole."""
    here, there = _by_words(form, pending), _by_words(form, bit)
    return there is not None and (here is None or here.row is not there.row)


def _named(form: Form, text: str) -> Iterator[_Piece]:
    text = text.strip(" ,")
    coded = _coded(form, text)
    if coded is not None and coded.row is not None and not coded.row.is_asked:
        inner = _coded(form, coded.said) or _rest(form, coded.said)
        if inner is not None or not coded.said:
            yield replace(coded, heading=True)
            if coded.said:
                yield from _named_parts(form, coded.said)
            return
    yield _rest(form, text) or coded or _by_words(form, text) or _Piece(text)


def _rest(form: Form, text: str) -> _Piece | None:
    """ "còn lại mục 1 không", "các mục còn lại không tổ chức"."""
    plain = " ".join(unaccented(text).split()).strip(" .!")
    found = _REST.fullmatch(plain) or _REST_OF.fullmatch(plain)
    if found is None or not _is_nothing(found.group("what")):
        return None
    code = found.group("before")
    head = form.find(code) if code else None
    if code and head is None:
        return None
    return _Piece(text, head, rest=True)


def _coded(form: Form, text: str) -> _Piece | None:
    """A piece that begins with a row's code. A lone integer needs a word or a mark: "3 lớp" is a
    quantity, "3: 15 băng rôn" names row 3."""
    text = text.strip(" -–•*+")
    found = _CODE.match(text)
    if found is None:
        return None
    row = form.find(found.group("code"))
    dotted = "." in found.group("code")
    marked = bool(found.group("word")) or found.group("mark").strip() in (":", ")", "=")
    if row is None or not (dotted or marked):
        return None
    said = _without_label(row, text[found.end() :].lstrip(" :)-–=."))
    return _Piece(text, row, said, coded=True)


def _without_label(row: Indicator, said: str) -> str:
    """What follows the row's own wording where somebody typed that too."""
    plain = unaccented(said)
    for name in sorted((row.label, row.short, *row.words), key=len, reverse=True):
        key = unaccented(name)
        if name and plain.startswith(key) and len(plain) == len(said):
            left = said[len(key) :].lstrip(" :-–=,")
            if left:
                return left
    return said


def _by_words(form: Form, text: str) -> _Piece | None:
    """A piece that begins with an indicator's own words; the longest that fits exactly one row."""
    said = text.strip(" -–•*+")
    plain = unaccented(said)
    if len(plain) != len(said):
        return None
    best: list[tuple[int, Indicator]] = []
    for row in form.questions:
        for words in row.words:
            key = unaccented(words)
            if plain.startswith(key) and not plain[len(key) : len(key) + 1].isalnum():
                best.append((len(key), row))
    longest = max((length for length, _ in best), default=0)
    rows = {row.code: row for length, row in best if length == longest}
    left = said[longest:].lstrip(" :-–=,")
    if (
        len(rows) != 1
        or not left
        or (not any(char.isdigit() for char in left)
        and not _is_nothing(left))
    ):
        return None
    row = next(iter(rows.values()))
    with_words = read_answer(row, f"{left} {said[:longest]}") if _lone_number(left) else None
    return _Piece(text, row, left, with_words if isinstance(with_words, Understood) else None)


def _lone_number(text: str) -> bool:
    return text.strip(" .").isdigit()
