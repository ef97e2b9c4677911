"""Cutting a message into pieces and finding the row each piece names.

A piece names its row by code ("1.6 4 lớp 160 hs"), by the row's own words ("băng rôn 15"), by its
section and units ("khen thưởng 2 tập thể 5 cá nhân"), or it speaks for several rows at once
("mục 5, 6 không"). A piece that may mean another row names none.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace

from bot.model.form import Form, Indicator
from bot.reading.answer_reading import explain, read_answer
from bot.reading.label_match import (
    Named,
    named_by_words,
    other_row,
    row_named_in_front,
    section_named,
    shares_by_unit,
)
from bot.reading.outcome import Ambiguous, Reading, Understood
from bot.reading.prose import named_in_prose
from bot.reading.row_ranges import Span, is_silence, read_rest, read_span, speaks_of_rest
from bot.row_types import takes_words
from bot.row_types.doubt import Doubt
from bot.row_types.evidence import ASIDE, Role
from bot.vietnamese.normalise import unaccented

CODE = r"[0-9]{1,2}(?:\.[0-9]{1,2}[a-z]?)?"
_CODE = re.compile(
    r"(?P<word>(?:mục|muc|chỉ tiêu|chi tieu|dòng|dong|câu|cau|stt|tt|nội dung|noi dung|nd|phần|phan)\s*)?"
    rf"(?P<code>{CODE})(?:[ .\-]?\(?(?P<letter>[a-e])\)?(?=\s*[:=)]|\s+[0-9]))?"
    r"(?P<mark>\s*(?:=>|->|→)|\s*[:)\]\-–=,]|/(?=\s)|\.(?=\s)|\s|$)",
    re.IGNORECASE,
)
_BARE = re.compile(rf"(?:mục\s+|muc\s+)?{CODE}(?:,\s*(?:mục\s+|muc\s+)?{CODE})*")
_BULLETS = " -–•*+✓·"
_LEAD_IN = re.compile(  # what may stand before the first code of a list
    r"(?:(?:trong đó|trong do|cụ thể|cu the|chi tiết|chi tiet|gồm|gom|bao gồm|bao gom)\s*:?\s*|[(\[])"
    r"(?=[0-9]{1,2}\.[0-9]{1,2}[a-e]?(?![0-9.,/])|[0-9]{1,2}[)\]])",
    re.IGNORECASE,
)
_COURTESY = re.compile(  # what a polite person says before a code, or before "còn lại"
    r"\A\s*+(?:(?:ph[ée]p|k[íi]nh|s[ốo] li[ệe]u|k[ếe]t qu[ảa]|s[ửu]a(?: l[ạa]i)?|"
    r"d[ạa]|v[âa]ng|th[ưu]a|ạ|a|em|anh|ch[ịi]|ơi|oi|b[êe]n|x[ãa]|m[ìi]nh|t[ôo]i|ch[úu]ng|g[ửu]i|"
    r"ghi|nh[ậa]p|b[áa]o c[áa]o|bc|cho|xin|th[ìi]|nh[ờo]|ch[àa]o|r[ồo]i|"
    r"c[òo]n(?=\s+(?:(?:mục|muc)\s+)?[0-9])|à|[ừu]|v[ớo]i)(?![^\W_])[\s,.:]*+)++"
    r"(?=(?:(?:mục|muc|dòng|dong)\s+)?[0-9]{1,2}\.[0-9]{1,2}[a-e]?(?![0-9.,/])|(?:mục|muc)\s+[0-9]"
    r"|(?:(?:các|cac|những|nhung|mấy|may|tất cả|tat ca)\s+)?(?:(?:mục|muc|phần|phan|dòng|dong|lớp|lop)\s+)?"
    r"(?:còn lại|con lai|khác|khac|kia)\b)",
    re.IGNORECASE,
)
_BRACKET = re.compile(r"(?:(?<!\s)\s+)?\((?P<inside>[^()]*)\)")
_LIST_NUMBER = re.compile(r"[0-9]+|[IVX]{1,4}")
_FIGURE = re.compile(r"[0-9]")
_OWN_FIGURE = re.compile(r"(?:[0-9.]+\s*+[^\W\d]++(?:\s[^\W\d]++){0,2}[\s.,]*+)+")
_LEADS_ON = re.compile(
    r"(?:^|[\s,;(])(?:chi co|gom co|rieng|trong do|cu the|chi tiet|gom|bao gom|nhu sau)\s*+(?::\s*+)?$"
)
_PICTURES = ("So", "Sk", "Sm", "Cn", "Co", "Mn")
_NO_CLOCK = r"(?:=|:(?![0-5][0-9](?![0-9])))"
_COMMA = re.compile(
    rf"(,\s+|\.\s+|(?<!\s)\s+và\s+|,(?=[0-9]{{1,2}}\.[0-9]{{1,2}}[a-e]?\s*[:=])|,(?=[0-9]{{1,2}}\s*{_NO_CLOCK}))"
)
# What may stand behind a decimal number ("5.2 triệu") never follows a row's code.
_SCALE = re.compile(r"(?:trieu|tr|ty|ti|nghin|ngan|dong|vnd|%|m2?|km|kg|gio|phut|diem)\b|[%]")
_TIME = re.compile(r"(?:thu [2-7hbtns]|chu nhat|sang|chieu|toi|luc|hoi|[0-9]{1,2}h)\b")
_CLOCK = re.compile(r"[0-9]{1,2}:[0-5][0-9](?![0-9])")
_NEXT_CODE = re.compile(
    r"(?:[,.;|]|\b(?:và|va|còn|con)\b|(?<!\s))\s+(?=(?:(?:mục|muc)\s+)?(?P<code>[0-9]{1,2}\.[0-9]{1,2}[a-e]?)"
    r"(?:(?P<mark>\s*[:=)]|/(?=\s)|\.(?=\s)|\s*[-–]>?\s*(?=[0-9](?![0-9]?\.)))|\s+(?:[0-9]|không|khong|(?:ko|có|co|là|la|thì|thi)\b)))",
    re.IGNORECASE,
)
LONGEST_ROW = 200  # characters; more is no row among others on a line
_WHOLE = re.compile(r"[0-9]{1,2}\s*[:=]")
_NEXT_WHOLE = re.compile(rf"(?:[,.]|(?<!\s))\s+(?=(?P<code>[0-9]{{1,2}})\s*{_NO_CLOCK})")
# A number behind one of these words is a day, a time or a mention, and begins no row.
NO_ROW_BEHIND = frozenset({
    "chieu", "cua", "den", "dieu", "hoi", "hom", "khoan", "luc", "ngay", "nhu", "sang", "tai",
    "thang", "theo", "toi", "trong", "tru", "trua", "tu", "vao", "xem",
})  # fmt: skip
_MONEY_ENDS = {"trieu", "tr", "dong", "ty", "nghin", "khong", "ko", "co", "vnd"}


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of the message with the row or header it names; `rest` is for "còn lại"."""

    text: str
    row: Indicator | None = None
    said: str = ""
    reading: Reading | None = None
    rest: bool = False
    everything: bool = False  # "các mục còn lại": of the whole form
    coded: bool = False
    heading: bool = False  # "mục 1:" before its rows: speaks for nothing itself
    weak: bool = False  # named by a lone integer or by words: sure only if it reads well
    unsure: bool = False  # part of it may belong to another row
    span: Span | None = None  # several rows that share one "không"

    @property
    def takes_more(self) -> bool:
        """Whether it gives figures of one row, to which the next piece may belong."""
        row = self.row
        return row is not None and row.is_asked and not takes_words(row) and not self.rest

    def answers_row(self) -> bool:
        """Return whether it is an answer to one question of the form."""
        return self.row is not None and self.row.is_asked and not self.rest

    def is_loose(self) -> bool:
        """Return whether it speaks of a header, of several rows, or of nothing that is known."""
        return not (self.rest or self.heading or self.answers_row())

    def names_row(self) -> bool:
        """Return whether it names its row or header, "còn lại" aside."""
        return self.row is not None and not self.rest

    def names_something(self) -> bool:
        """Return whether it names a row, several, or the rest."""
        return self.row is not None or self.rest or self.coded

    def is_worded(self) -> bool:
        """Return whether it names its row by words alone."""
        return self.names_row() and not self.coded

    @property
    def is_weakly_named(self) -> bool:
        """Whether words alone name it, in a sentence or among others."""
        return self.weak and not self.coded

    @property
    def is_vague_rest(self) -> bool:
        """Whether it is "còn lại" without a word of which rows."""
        return self.rest and self.row is None and not self.everything

    @property
    def is_nameless(self) -> bool:
        """Whether it names no row and is no line of a table."""
        return self.row is None and self.span is None and not self.rest and not self.unsure


def named_parts(form: Form, part: str) -> Iterator[Piece]:
    """Return a part between semicolons, cut again where another row is named."""
    for run in _cut_at_codes(form, part):
        yield from _cut_at_commas(form, run)


def _cut_at_codes(form: Form, part: str) -> Iterator[str]:
    """As in "1.1: 2 lớp 60 người 1.6: 4 lớp 160 em": rows with nothing but a space between."""
    begun = 0
    found = [*_NEXT_CODE.finditer(part), *_NEXT_WHOLE.finditer(part)]
    for next_code in sorted(found, key=re.Match.start):
        run = part[begun : next_code.start()]
        led = _LEADS_ON.search(unaccented(run)) if next_code.re is _NEXT_CODE else None
        greets = run.rstrip().endswith(":") and not _FIGURE.search(run)
        if (led or greets) and form.find(next_code.group("code")) is not None:
            yield run[: led.start()] if led else run
            begun = next_code.end()
        elif run.strip() and _begins_row(form, run, next_code):
            yield run
            begun = next_code.end()
    yield part[begun:]


def _begins_row(form: Form, run: str, found: re.Match[str]) -> bool:
    """Tell whether a code behind a row begins another row. A mark behind the code makes it certain where
    the row before it is whole; without one it has to follow a unit."""
    last = unaccented(run.split()[-1]).strip(".,;:()")
    if last in NO_ROW_BEHIND or run.count("(") > run.count(")"):
        return False
    mark = found.groupdict().get("mark")
    if found.re is _NEXT_CODE and form.find(found.group("code")) is not None:
        if last in _unit_ends(form):
            return True
        if mark is None or bare_codes(run.rstrip(" ->→=–")) or ("." in last and form.find(last)):
            return False
        return last[-1:].isdigit() or _is_whole_row(form, run)
    certain = found.re is _NEXT_WHOLE or (mark or "").strip() in (":", "=", ")")
    known = form.find(found.group("code").split(".")[0]) is not None
    return certain and known and _is_whole_row(form, run)


def _is_whole_row(form: Form, run: str) -> bool:
    """Tell whether a run names a row and is certainly an answer to it, with no word left over."""
    piece = coded(form, run) if len(run) <= LONGEST_ROW else None
    if piece is None or piece.row is None or not piece.row.is_asked:
        return False
    reading = read_answer(piece.row, piece.said)
    plain = isinstance(reading, Understood) and not (reading.answer.note or reading.left)
    return plain and _is_whole(reading) and not takes_words(piece.row)


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


def _cut_at_commas(form: Form, part: str) -> Iterator[Piece]:
    part = _without_brackets(form, part)
    pending, between = "", ""
    for place, bit in enumerate(_COMMA.split(part)):
        if place % 2:
            between = bit
        elif not pending:
            pending = bit
        elif _goes_on(form, pending, between, bit):
            pending += between + bit
        else:
            yield from named(form, pending)
            if _is_text(form, pending) and not _starts_row(form, bit):
                yield Piece(bit, unsure=True)  # words of a narrative, or another row?
                bit = ""
            pending = bit
    if pending.strip(" .,"):
        yield from named(form, pending)


def _goes_on(form: Form, pending: str, between: str, bit: str) -> bool:
    """Tell whether a bit belongs to what stands before it."""
    if between.startswith(".") and _LIST_NUMBER.fullmatch(pending.strip(_BULLETS)):
        return True
    if between.startswith(".") and coded(form, pending) is None:
        return False  # a sentence of prose
    if coded(form, pending) is None and _leads_on(form, pending):
        return not _starts_row(form, bit)  # words that lead on to the figure
    if _starts_row(form, bit):
        if not bare_codes(pending):
            return False
        if between == "," and _WHOLE.match(bit):
            return True  # 1,1: 2 lớp
        return bare_codes(bit) or read_span(form, pending + between + bit) is not None
    words = _names_row(form, pending, bit)
    if words is None:
        return True
    here = coded(form, pending) or _names_row(form, pending, pending)
    return here is not None and here.row is words.row


def _leads_on(form: Form, pending: str) -> bool:
    """Tell whether words without a figure, and no answer in themselves, lead on to one."""
    if _FIGURE.search(pending):
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
        return named_in_prose(form, bit)
    return _beside_row(form, here.row, pending, bit)


def _beside_row(form: Form, row: Indicator, pending: str, bit: str) -> Named | None:
    """Return the other row that alone can count what a bit behind a row's figures counts: "4 lớp 160 em,
    tuyên truyền 6 tin bài"."""
    listed = pending.split()[-1].isdigit()  # ", 3. 5 băng rôn"
    if listed or not _FIGURE.search(bit) or takes_words(row):
        return None
    found = named_in_prose(form, bit)
    if found is None or not _is_whole(found.reading):
        return None
    evidence = explain(row, bit).evidence
    claims = evidence.claims if evidence else []
    return found if claims and all(claim.role in ASIDE for claim in claims) else None


def _starts_row(form: Form, bit: str) -> bool:
    return coded(form, bit) is not None or speaks_of_rest(form, bit)


def bare_codes(text: str) -> bool:
    """Return nothing but one code or a list of codes."""
    return _BARE.fullmatch(text.strip()) is not None


def _is_text(form: Form, pending: str) -> bool:
    found = coded(form, pending)
    return found is not None and found.row is not None and takes_words(found.row)


def named(form: Form, text: str) -> Iterator[Piece]:
    """Return one piece, or several where a heading or a section's words hold more."""
    text = undecorated(text).strip(" ,")
    rest = read_rest(form, text)
    if rest is not None:
        yield Piece(text, rest.head, rest.said, rest=True, everything=rest.everything)
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
    assert found.row is not None
    inner = coded(form, found.said)
    if inner is not None or read_rest(form, found.said) is not None or not found.said:
        yield replace(found, heading=True)
        if found.said:
            yield from named_parts(form, found.said)
        return
    if _names_own_row(form, found.row, found.said):
        yield replace(found, heading=True)
        yield from named_parts(form, found.said)
        return
    if found.row.is_header:
        shares = shares_by_unit(form, found.row, found.said)
        if shares:
            yield replace(found, heading=True)
            for row, said in shares:
                yield Piece(found.text, row, said, coded=True)
            return
    yield found


def _by_words(form: Form, text: str) -> Iterator[Piece]:
    words = named_by_words(form, text.strip(_BULLETS))
    if words is not None and _is_whole(words.reading):
        yield Piece(text, words.row, words.said, words.reading, weak=True)
        return
    section = section_named(form, text.strip(_BULLETS))
    if section is not None:
        head, said, whole = section
        shares = shares_by_unit(form, head, said)
        if shares:
            for row, share in shares:
                yield Piece(text, row, share, weak=True)
            return
        if whole and is_silence(form, said):
            yield Piece(text, head, said)
            return
        ends = whole or text[: len(text) - len(said)].rstrip()[-1:] in (":", "-", "–")
        if ends and (named_by_words(form, said) is not None or coded(form, said) is not None):
            yield Piece(text, head, heading=True)
            yield from named_parts(form, said)
            return
    words = words or named_in_prose(form, text.strip(_BULLETS))
    if words is not None:
        yield Piece(text, words.row, words.said, words.reading, weak=True)
        return
    yield Piece(text)


def undecorated(text: str) -> str:
    """Return a text without the pictures, arrows, ticks and courtesies that somebody put in front of it."""
    for place, char in enumerate(text):
        if char.isalnum() or not (char.isspace() or unicodedata.category(char) in _PICTURES):
            return _COURTESY.sub("", _LEAD_IN.sub("", text[place:]), count=1)
    return ""


def coded(form: Form, text: str) -> Piece | None:
    """Return a piece that begins with a row's code. A lone integer needs a word or a mark: "3 lớp" is a
    quantity, "3: 15 băng rôn" names row 3. A code that the words behind it contradict names none."""
    text = undecorated(text).strip(_BULLETS)
    found = _CODE.match(text)
    if found is None:
        return None
    code = found.group("code") + (found.group("letter") or "").lower()
    row = form.find(code)
    dotted = "." in found.group("code")
    if row is None or _is_other_number(found, text):
        return None
    behind = text[found.end() :].lstrip(" :)]-–=.,>→")
    said = without_label(row, behind)
    named = found.group("mark") == "." and _name_end(row, behind) > 0
    own = _counts_own(row, found, behind) or _speaks_of_row(form, row, found, behind)
    if not (dotted or named or _is_marked(found) or own):
        return None
    agrees = _name_end(row, behind) > 0 or _names_own_row(form, row, behind)
    if not agrees and other_row(form, row, behind, anywhere=not dotted):
        return _in_other_words(form, row, text, behind) if dotted else None
    return Piece(text, row, said, coded=True, weak=not dotted and not _name_end(row, behind))


def _in_other_words(form: Form, row: Indicator, text: str, behind: str) -> Piece | None:
    """Return "1.1: tin học 2 lớp 30 người" as a question about the row whose code it has; None where
    the words are no other row's answer."""
    other = row_named_in_front(form, row, behind)
    if other is None or not row.is_asked or not _FIGURE.search(behind):
        return None
    named = (("word", other.short or other.label), ("named", other.code))
    return Piece(text, row, behind, Ambiguous(Doubt.CODE_OR_NAME, named), coded=True, unsure=True)


def _counts_own(row: Indicator, found: re.Match[str], behind: str) -> bool:
    """As in "2 6 tin": a lone code before a figure with the row's own noun and nothing else."""
    if found.group("mark").strip() or not _OWN_FIGURE.fullmatch(behind):
        return False
    reading = read_answer(row, behind)
    return isinstance(reading, Understood) and reading.answer.note in ("", behind.strip(" ."))


def _speaks_of_row(form: Form, row: Indicator, found: re.Match[str], behind: str) -> bool:
    """As in "2. 03 tin trên Fanpage", "9/ khen 2 tập thể, 5 cá nhân": the number may count a list; the
    figures behind it are those of the row."""
    if found.group("mark") not in (".", "/"):
        return False
    if row.is_header:
        return bool(shares_by_unit(form, row, behind))
    if not row.is_asked:
        return False
    explained = explain(row, behind)
    claims = explained.evidence.claims if explained.evidence else []
    own = any(claim.role is Role.OWN and not claim.label for claim in claims)
    return own and isinstance(explained.reading, Understood)


def _is_marked(found: re.Match[str]) -> bool:
    """ "câu 5" may be the fifth question as well as row 5; a bracket may number a list."""
    word = unaccented(found.group("word") or "").strip()
    if word == "cau":
        return False
    return bool(word) or found.group("mark").strip() in (":", ")", "]", "=", "=>", "->", "→")


def _is_other_number(found: re.Match[str], text: str) -> bool:
    """Return a decimal ("5.2 triệu"), a day ("1.10 sáng …") or a time of day ("8:30")."""
    behind = unaccented(text[found.end() :]).strip()
    if found.group("mark").strip() not in (":", "=", ")") and _SCALE.match(behind):
        return True
    clock = _CLOCK.match(text)
    return _TIME.match(behind) is not None or (
        clock is not None and not any(char.isalpha() for char in text[clock.end() :])
    )


def without_label(row: Indicator, said: str) -> str:
    """Return what follows the row's own wording where somebody typed that too; a noun of the row that is
    also its name stays with its number ("băng rôn 4")."""
    end = _name_end(row, said)
    left = said[end:].lstrip(" :-–=,")
    nouns = row.count.accepted if row.count is not None else ()
    return left if end and left and unaccented(said[:end]) not in map(unaccented, nouns) else said


def _names_own_row(form: Form, head: Indicator, said: str) -> bool:
    """Tell whether a text behind a section's code names one of its rows: "mục 10: ngân sách 5 triệu"."""
    words = named_by_words(form, said) if not head.is_asked else None
    return words is not None and form.section_code(words.row) == head.code


def _name_end(row: Indicator, said: str) -> int:
    """Return where the row's own wording at the beginning of a text ends, 0 where there is none."""
    plain = unaccented(said)
    if len(plain) != len(said):
        return 0
    names = map(unaccented, filter(None, (row.label, row.short, *row.words)))
    return max((len(name) for name in names if plain.startswith(name)), default=0)


def reads_well(piece: Piece) -> bool:
    """Tell whether what a piece says is certainly an answer to the row it names."""
    assert piece.row is not None
    return isinstance(piece.reading or read_answer(piece.row, piece.said), Understood)
