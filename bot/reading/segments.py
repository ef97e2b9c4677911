"""Cutting a message into pieces and finding the row each piece names.

A piece names its row by code ("1.6 4 lớp 160 hs"), by the row's own words ("băng rôn 15"), by its
section and units ("khen thưởng 2 tập thể 5 cá nhân"), or it speaks for several rows at once
("mục 5, 6 không"). A piece that may mean another row names none.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property, partial
from itertools import chain
from operator import methodcaller

from bot.model.form import Form, Indicator
from bot.reading.answer_reading import explain, read_answer
from bot.reading.label_match import (
    Named,
    named_by_words,
    section_named,
    share_of_source,
    shares_by_source,
    shares_by_unit,
)
from bot.reading.message_piece import Piece
from bot.reading.named_silence import SHORTEST, silent_rows
from bot.reading.outcome import Reading, Understood
from bot.reading.prose import named_in_prose
from bot.reading.row_code import (
    BULLETS,
    FIGURE,
    address_end,
    bare_codes,
    coded,
    names_its_row,
    names_own_row,
    undecorated,
)
from bot.reading.row_ranges import (
    read_rest,
    read_span,
    says_nothing_yet,
    speaks_of_rest,
)
from bot.reading.sister_rows import sister_counting
from bot.reading.told_together import MAY_GIVE, shares_in_sentence
from bot.row_types import takes_words
from bot.row_types.evidence import ASIDE
from bot.vietnamese.normalise import unaccented

_BRACKET = re.compile(r"(?:(?<!\s)\s+)?\((?P<inside>[^()]*)\)")
_LIST_NUMBER = re.compile(r"[0-9]+|[IVX]{1,4}")
_ENDS_HEADING = re.compile(r"[:\-–]\s*\Z")
_LEADS_ON = re.compile(
    r"(?:^|[\s,;(])"
    r"(?:chi co(?: moi)?|gom co|rieng|trong do|cu the|chi tiet|gom|bao gom|nhu sau)\s*+(?::\s*+)?$"
)
_GLUED = re.compile(r"[^\W\d_]|[0-9]/[0-9]")  # 10.1 7tr2 10.2 1tr5, 1.1 2/40 1.8 1/20
_NO_CLOCK = r"(?:=|:(?![0-5][0-9](?![0-9])))"
_COMMA = re.compile(
    rf"(,\s+|\.\s+|(?<!\s)\s+(?:và|còn(?!\s+lại))\s+|,(?=[0-9]{{1,2}}\.[0-9]{{1,2}}[a-e]?\s*[:=])|,(?=[0-9]{{1,2}}\s*{_NO_CLOCK}))"
)
_NEXT_CODE = re.compile(
    r"(?:[,.;|]|\b(?:và|va|còn|con)\b|(?<!\s))\s+(?=(?:(?:mục|muc)\s+)?(?P<code>[0-9]{1,2}\.[0-9]{1,2}[a-e]?)"
    r"(?:(?P<mark>\s*[:=)]|/(?=\s)|\.(?=\s)|\s*[-–]>?\s*(?=[0-9](?![0-9]?\.)))|\s+(?:[0-9]|không|khong|(?:ko|có|co|là|la|thì|thi)\b)|(?P<name>\s+[^\W\d])))",
    re.IGNORECASE,
)
_CODE = re.compile(r"[0-9]{1,2}(?:\.[0-9]{1,2}[a-e]?)?")
_LISTED = re.compile(r"(?<!\s)\s*+(?:[,;]|\b(?:và|va)\b)\s*+")
_REST = re.compile(r",?(?<!\s)\s++(?:còn|con)\s++")
_TURN = re.compile(r"l[ầa]n l[ượu]+t", re.IGNORECASE)
_IN_TURN = re.compile(
    r"(?:(?:các\s+|cac\s+)?(?:mục|muc)\s+)?(?P<codes>[0-9]{1,2}(?:\.[0-9]{1,2}[a-e]?)?(?:(?:\s*,\s*|\s+(?:và|va)\s+)"
    r"[0-9]{1,2}(?:\.[0-9]{1,2}[a-e]?)?)+)\s+(?:có\s+|co\s+)?(?:lần lượt|lan luot)"
    r"(?:\s+(?:là|la|có|co))?\s*:?\s*(?P<answers>\S.*)",
    re.IGNORECASE,
)
LONGEST_ROW = 200  # characters; more is no row among others on a line
_WHOLE = re.compile(r"[0-9]{1,2}\s*[:=]")
_NEXT_WHOLE = re.compile(rf"(?:[,.]|(?<!\s))\s+(?=(?P<code>[0-9]{{1,2}})\s*{_NO_CLOCK})")
_NEXT_LONE = re.compile(  # "… 5ng 2 7 tin"
    r"(?<!\s)\s+(?=(?P<code>[0-9]{1,2})\s+(?P<figure>[0-9]+\s+[^\W\d]+(?:\s[^\W\d]+)?)(?:\s|[,.;]|$))"
)
_NEXT = (_NEXT_CODE, _NEXT_WHOLE, _NEXT_LONE)
_CERTAIN = (":", "=", ")")  # marks behind a code
# A number behind one of these words is a day, a time or a mention, and begins no row.
NO_ROW_BEHIND = frozenset({
    "chieu", "cua", "den", "dieu", "hoi", "hom", "khoan", "luc", "ngay", "nhu", "sang", "tai",
    "thang", "theo", "toi", "trong", "tru", "trua", "tu", "vao", "xem",
})  # fmt: skip
_GIVES_MONEY = re.compile(
    r"\b(?:tang|ung ho|gop|ho tro|tai tro|trao)\s+[0-9][0-9.,]*\s*(?:tr|trieu|nghin|ngan|k|d|dong)(?![a-z])"
)
_DOTTED = re.compile(r"[0-9]\.[0-9]")
_MONEY_ENDS = {"trieu", "tr", "dong", "ty", "nghin", "khong", "ko", "co", "vnd"}


def named_parts(form: Form, part: str) -> Iterator[Piece]:
    """Return a part between semicolons, cut again where another row is named."""
    for run in _cut_at_codes(form, part):
        yield from _pieces_of(form, run)


def _cut_at_codes(form: Form, part: str) -> Iterator[str]:
    """As in "1.1: 2 lớp 60 người 1.6: 4 lớp 160 em": rows with nothing but a space between."""
    begun = address_end(part)
    found = chain(*map(methodcaller("finditer", part), _NEXT))
    for next_code in sorted(found, key=re.Match.start):
        run = part[begun : next_code.start()]
        close = max(0, len(run) - LONGEST_ROW)  # where what leads on to a code may begin
        is_code = next_code.re is _NEXT_CODE
        led = _LEADS_ON.search(unaccented(run[close:])) if is_code else None
        greets = run.rstrip().endswith(":") and not FIGURE.search(run)
        if (led or greets) and form.find(next_code.group("code")) is not None:
            yield run[: close + led.start()] if led else run
            begun = next_code.end()
        elif run.strip() and _begins_row(form, run, next_code):
            yield run
            begun = next_code.end()
    yield part[begun:]


def _begins_row(form: Form, run: str, found: re.Match[str]) -> bool:
    """Tell whether a code behind a row begins another row. A mark behind the code makes it certain where
    the row before it is whole; without one it has to follow a unit."""
    behind = _Behind(form, run, found, unaccented(run.rsplit(None, 1)[-1]).strip(".,;:()"))
    is_open = run.count("(") > run.count(")")
    return not (is_open or behind.last in NO_ROW_BEHIND) and _BEGINNING[found.re](behind)


@dataclass(frozen=True)
class _Behind:
    """A code behind a run of words, and the last of these."""

    form: Form
    run: str
    found: re.Match[str]
    last: str

    @property
    def row(self) -> Indicator | None:
        """The row that has the code."""
        return self.form.find(self.found.group("code"))

    def counts_own(self) -> bool:
        """Return whether a lone code stands before a figure of its row: "… 5ng 2 7 tin"."""
        row = self.row
        if row is None or not self._is_later(row):
            return False
        return _is_whole(read_answer(row, self.found.group("figure")))

    def follows_whole_row(self) -> bool:
        """Return whether the code is of some section, and a whole row stands before it."""
        section = self.form.find(self.found.group("code").split(".")[0])
        return section is not None and _whole_row(self.form, self.run) is not None

    def is_dotted(self) -> bool:
        """Return whether a code with a point begins a row; a name behind it is that row's."""
        is_another = self.found.group("name") and not names_its_row(
            self.form, self.found.string[self.found.end() :]
        )
        mark = (self.found.group("mark") or "").strip()
        row = self.row
        if row is None:
            return mark in _CERTAIN and not is_another and self.follows_whole_row()
        if is_another or self.last in _unit_ends(self.form):
            return not is_another
        if mark:
            return self._ends_row() and not bare_codes(self.run.rstrip(" ->→=–"))
        return _GLUED.search(self.last) is not None and self._is_later(row)

    def _ends_row(self) -> bool:
        """Return whether a row may end with the last word: a number that is no code, or a whole answer."""
        if "." in self.last and self.form.find(self.last):
            return False
        return self.last[-1:].isdigit() or _whole_row(self.form, self.run) is not None

    def _is_later(self, row: Indicator) -> bool:
        """Return whether the run is certainly a whole row that the form prints before another."""
        before, codes = _whole_row(self.form, self.run), list(self.form.by_code)
        return before is not None and codes.index(before.code) < codes.index(row.code)


_BEGINNING = {
    _NEXT_CODE: _Behind.is_dotted,
    _NEXT_WHOLE: _Behind.follows_whole_row,
    _NEXT_LONE: _Behind.counts_own,
}
"""Which codes behind a row begin another, by how they are written."""


def _whole_row(form: Form, run: str) -> Indicator | None:
    """Return the row that a run names and certainly answers, with no word left over; None otherwise."""
    piece = coded(form, run) if len(run) <= LONGEST_ROW else None
    if piece is None or piece.row is None or not piece.row.is_asked:
        return None
    reading = read_answer(piece.row, piece.said)
    plain = isinstance(reading, Understood) and not (reading.answer.note or reading.left)
    return piece.row if plain and _is_whole(reading) and not takes_words(piece.row) else None


def _is_whole(reading: Reading) -> bool:
    """Return whether a reading is certain and used every number."""
    return isinstance(reading, Understood) and not reading.unused


def _unit_ends(form: Form) -> set[str]:
    """Return the last words of all units of the form: only behind one of them may a new code stand."""
    measures = [measure for row in form.questions for measure in row.measures]
    said = [word for measure in measures for word in (measure.word, *measure.accepted)]
    return {unaccented(word).split()[-1] for word in said} | _MONEY_ENDS


def _without_brackets(form: Form, part: str) -> str:
    """Return rows listed in brackets behind their total ("kinh phí 12 triệu (ngân sách 10 triệu, …)") as
    clauses of their own."""
    found = _BRACKET.search(part)
    if found is None or coded(form, part) is not None:
        return part
    inside = found.group("inside").split(", ")
    if len(inside) < 2 or not all(named_by_words(form, bit) for bit in inside):
        return part
    return f"{part[: found.start()]}, {found.group('inside')}{part[found.end() :]}"


def _in_turn(form: Form, part: str) -> list[str]:
    """Return each code with its own answer where several follow one another: "6.1 và 6.2 lần lượt là 1 cuộc
    60 em và 2 cuộc 90 em"; empty where there are not as many answers as codes."""
    found = _IN_TURN.fullmatch(part.strip(BULLETS))
    if found is None:
        return []
    codes = _CODE.findall(found.group("codes"))
    said, *rest = _REST.split(found.group("answers").strip(" .:"), maxsplit=1)
    answers = _LISTED.split(said)
    if not len(codes) == len(answers) > 1 or not all(map(form.find, codes)):
        return []
    return [*(f"{code}: {said}" for code, said in zip(codes, answers, strict=True)), *rest]


def _pieces_of(form: Form, part: str) -> Iterator[Piece]:
    """Return amounts that several sources paid, or else what stands between the commas of a part."""
    turns = _in_turn(form, part) if _TURN.search(part) else []
    if turns:
        return chain.from_iterable(map(partial(named, form), turns))
    part = _without_brackets(form, part)
    said = part.strip(BULLETS)
    paid = shares_by_source(form, said)
    if not paid and MAY_GIVE.search(said):
        paid = shares_in_sentence(form, said)
    if paid and coded(form, part) is None:
        return (Piece(part, row, part, reading, weak=True) for row, reading in paid)
    return _cut_at_commas(form, part)


def _cut_at_commas(form: Form, part: str) -> Iterator[Piece]:
    pending, between = "", ""
    last: Piece | None = None
    for place, bit in enumerate(_COMMA.split(part)):
        if place % 2:
            between = bit
        elif not pending:
            pending = bit
        elif _goes_on(form, pending, between, bit):
            pending += between + bit
        else:
            pieces = list(_named_after(form, last, pending))
            yield from pieces
            last = pieces[-1] if pieces else None
            if _is_text(form, pending) and not _starts_row(form, bit):
                yield Piece(bit, unsure=True)  # words of a narrative, or another row?
                bit = ""
            pending = bit
    if pending.strip(" .,"):
        yield from _named_after(form, last, pending)


def _named_after(form: Form, before: Piece | None, text: str) -> Iterator[Piece]:
    """Return the pieces of a text; one that names no row may hold the figure of a sister of the row before
    it."""
    for piece in named(form, text):
        row = before.row if before is not None and before.is_weakly_named else None
        sister = (
            sister_counting(form, row, text) if row is not None and piece.is_nameless else None
        )
        yield piece if sister is None else Piece(text, sister, text.strip(BULLETS), weak=True)


@dataclass(frozen=True)
class _Joint:
    """A bit behind a comma, a full stop or "và", and what stands before it."""

    form: Form
    pending: str
    between: str
    bit: str

    @cached_property
    def code(self) -> Piece | None:
        """The row whose code stands before."""
        return coded(self.form, self.pending)

    @cached_property
    def starts_row(self) -> bool:
        """Whether the bit begins another row."""
        return _starts_row(self.form, self.bit)

    def is_list_number(self) -> bool:
        """Return whether it is the number of a list: "2. …"."""
        sentence = self.between.startswith(".")
        return sentence and _LIST_NUMBER.fullmatch(self.pending.strip(BULLETS)) is not None

    def is_sentence(self) -> bool:
        """Return whether it is a sentence of prose."""
        return self.between.startswith(".") and self.code is None

    def leads_on(self) -> bool:
        """Return whether words lead on to the figure."""
        return self.code is None and _leads_on(self.form, self.pending)

    def is_code_again(self) -> bool:
        """Return whether the row that begins is one of several with one answer, or a code in two."""
        if not bare_codes(self.pending):
            return False
        if self.between == "," and _WHOLE.match(self.bit):
            return True  # 1,1: 2 lớp
        whole = self.pending + self.between + self.bit
        return bare_codes(self.bit) or read_span(self.form, whole) is not None

    def names_same_row(self) -> bool:
        """Return whether the bit names no row, or the one before once more."""
        words = _names_row(self.form, self.pending, self.bit)
        if words is None and not _GIVES_MONEY.search(unaccented(self.bit)):
            return True
        here = self.code or _names_row(self.form, self.pending, self.pending)
        if words is None:
            return (
                here is None or here.row is None or not _is_spoilt(here.row, here.said, self.bit)
            )
        return here is not None and here.row is words.row


def _is_spoilt(row: Indicator, said: str, bit: str) -> bool:
    """Tell whether an answer is certain only without a gift of money behind it, which is none of its."""
    alone, both = read_answer(row, said), read_answer(row, f"{said}, {bit}")
    return _is_whole(alone) and not isinstance(both, Understood)


# Whether a bit goes on with what stands before it: the first condition that holds decides.
_JOINING: tuple[tuple[Callable[[_Joint], bool], Callable[[_Joint], bool]], ...] = (
    (_Joint.is_list_number, lambda _joint: True),
    (_Joint.is_sentence, lambda _joint: False),
    (_Joint.leads_on, lambda joint: not joint.starts_row),
    (lambda joint: joint.starts_row, _Joint.is_code_again),
    (lambda _joint: True, _Joint.names_same_row),
)


def _goes_on(form: Form, pending: str, between: str, bit: str) -> bool:
    """Tell whether a bit belongs to what stands before it."""
    joint = _Joint(form, pending, between, bit)
    return next(decides(joint) for holds, decides in _JOINING if holds(joint))


def _leads_on(form: Form, pending: str) -> bool:
    """Tell whether words without a figure, and no answer in themselves, lead on to one."""
    if FIGURE.search(pending) or silent_rows(form, pending) is not None:
        return False
    words = named_by_words(form, pending) or named_in_prose(form, pending)
    return words is None or not isinstance(words.reading, Understood)


def _names_row(form: Form, pending: str, bit: str) -> Named | None:
    """Return the row that a bit names by words: behind a code only where the bit begins with them, or
    counts what the row of the code does not."""
    words = named_by_words(form, bit)
    if words is not None:
        return words
    here = coded(form, pending)
    if here is None or here.row is None:
        return named_in_prose(form, bit) or _beside_name(form, pending, bit)
    return _beside_row(form, here.row, pending, bit)


def _beside_name(form: Form, pending: str, bit: str) -> Named | None:
    """Return the sister of the row that stands before by its name, where the bit holds its figure."""
    before = named_by_words(form, pending.strip(BULLETS)) if FIGURE.search(bit) else None
    if before is None or not _is_whole(before.reading):
        return None
    sister = sister_counting(form, before.row, bit)
    return None if sister is None else Named(sister, bit, read_answer(sister, bit))


def _beside_row(form: Form, row: Indicator, pending: str, bit: str) -> Named | None:
    """Return the other row that alone can count what a bit behind a row's figures counts: "4 lớp 160 em,
    tuyên truyền 6 tin bài"."""
    listed = pending.split()[-1].isdigit()  # ", 3. 5 băng rôn"
    if listed or not FIGURE.search(bit) or takes_words(row):
        return None
    elsewhere = _of_section(form, bit)
    if elsewhere is not None and form.section_code(elsewhere.row) != form.section_code(row):
        return elsewhere
    found = named_in_prose(form, bit)
    return found if found and _is_whole(found.reading) and _counts_others(row, bit) else None


def _counts_others(row: Indicator, bit: str) -> bool:
    """Return whether a bit counts something, and nothing that the row counts."""
    evidence = explain(row, bit).evidence
    claims = evidence.claims if evidence else []
    return bool(claims) and all(claim.role in ASIDE for claim in claims)


def _of_section(form: Form, bit: str) -> Named | None:
    """Return the one row of the section that a bit begins with: "khen 3 cá nhân"."""
    section = section_named(form, bit.strip(BULLETS))
    shares = shares_by_unit(form, section[0], section[1]) if section else []
    if not shares:
        return None
    row, said = shares[0]
    named = Named(row, said, read_answer(row, said))
    return named if _is_whole(named.reading) else None


def _starts_row(form: Form, bit: str) -> bool:
    return coded(form, bit) is not None or speaks_of_rest(form, bit) or _shares_silence(form, bit)


def _shares_silence(form: Form, bit: str) -> bool:
    """Return whether a bit says of several codes that nothing happened: "từ 1.2 đến 1.4 không có"."""
    span = read_span(form, bit) if _DOTTED.search(bit) else None
    return span is not None and bool(span.said)


def _is_text(form: Form, pending: str) -> bool:
    found = coded(form, pending)
    return found is not None and found.row is not None and takes_words(found.row)


def named(form: Form, text: str) -> Iterator[Piece]:
    """Return one piece, or several where a heading or a section's words hold more."""
    text = undecorated(text).strip(" ,")
    rest = read_rest(form, text)
    if rest is not None:
        yield Piece(
            text, rest.head, rest.said, rest=True, everything=rest.everything, unsure=rest.named
        )
        return
    span = read_span(form, text)
    if span is not None:
        yield Piece(text, span=span, coded=True, unsure=not span.said)
        return
    found = coded(form, text)
    if found is not None and found.row is not None and not found.row.is_asked:
        yield from _under_heading(form, found)
        return
    if found is not None:
        yield found
        return
    yield from _by_words(form, text)


def _under_heading(form: Form, found: Piece) -> Iterator[Piece]:
    """ "mục 1: 1.1 …", "mục 9: 2 tập thể, 5 cá nhân", a stated total, or "mục 5 không"."""
    inner = coded(form, found.said)
    if inner is not None or read_rest(form, found.said) is not None or not found.said:
        yield replace(found, heading=True)
        if found.said:
            yield from named_parts(form, found.said)
        return
    if names_own_row(form, found.the_row, found.said):
        yield replace(found, heading=True)
        yield from named_parts(form, found.said)
        return
    shares = list(_shares(form, found))
    fewest = 1 if found.the_row.is_header else 2  # a total has one figure of its own
    if len(shares) >= fewest:
        yield replace(found, heading=True)
        yield from shares
        return
    yield found


def _shares(form: Form, found: Piece) -> Iterator[Piece]:
    """Return what is said behind a header's code, by the units or by the sources of its rows."""
    for row, said in shares_by_unit(form, found.the_row, found.said):
        yield Piece(found.text, row, said, coded=True)
    paid = shares_by_source(form, found.said) or share_of_source(form, found.the_row, found.said)
    for row, reading in paid:
        yield Piece(found.text, row, found.said, reading, coded=True)


def _by_words(form: Form, text: str) -> Iterator[Piece]:
    silent = silent_rows(form, text) if len(text) >= SHORTEST else None
    if silent is not None:
        yield Piece(text, span=silent)
        return
    bare = text.strip(BULLETS)
    words = named_by_words(form, bare)
    section = None if words is not None and _is_whole(words.reading) else section_named(form, bare)
    pieces = list(_by_section(form, text, section)) if section is not None else []
    if pieces:
        yield from pieces
        return
    words = words or named_in_prose(form, bare)
    if words is None:
        yield Piece(text)
    else:
        yield Piece(text, words.row, words.said, words.reading, weak=True)


def _by_section(form: Form, text: str, section: tuple[Indicator, str, bool]) -> Iterator[Piece]:
    """Return the pieces of a text that begins with a section's name; none where it says no more."""
    head, said, whole = section
    shares = shares_by_unit(form, head, said)
    paid = share_of_source(form, head, said)
    if shares:
        yield from (Piece(text, row, share, weak=True) for row, share in shares)
    elif paid:
        yield from (Piece(text, row, said, reading, weak=True) for row, reading in paid)
    elif whole and says_nothing_yet(form, said):
        yield Piece(text, head, said)
    elif (whole or _ENDS_HEADING.search(text, 0, len(text) - len(said))) and _names(form, said):
        yield Piece(text, head, heading=True)
        yield from named_parts(form, said)


def _names(form: Form, said: str) -> bool:
    """Return whether a text begins with a row's words or code."""
    return named_by_words(form, said) is not None or coded(form, said) is not None


def reads_well(piece: Piece) -> bool:
    """Tell whether what a piece says is certainly an answer to the row it names."""
    return isinstance(piece.reading or read_answer(piece.the_row, piece.said), Understood)
