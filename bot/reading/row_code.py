"""The row whose code a piece begins with: "1.6 4 lớp 160 hs", "mục 3: 15 băng rôn", "2/ 6 tin"."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property

from bot.model.form import Form, Indicator
from bot.reading.answer_reading import explain, read_answer
from bot.reading.label_match import named_by_words, other_row, row_named_in_front, shares_by_unit
from bot.reading.message_piece import Piece
from bot.reading.outcome import Ambiguous, Understood, words_for_no_figure
from bot.row_types import takes_words
from bot.row_types.doubt import Doubt
from bot.row_types.evidence import Role
from bot.vietnamese.normalise import is_plain, unaccented
from bot.vietnamese.phrases import Phrases
from bot.vietnamese.tokens import tokenise
from bot.vietnamese.words import table, words

CODE = r"[0-9]{1,2}(?:\.[0-9]{1,2}[a-z]?)?"
_CODE = re.compile(
    r"(?P<word>(?:mục|muc|chỉ tiêu|chi tieu|dòng|dong|câu|cau|stt|tt|nội dung|noi dung|nd|phần|phan)\s*)?"
    rf"(?P<code>{CODE})(?:[ .\-]?\(?(?P<letter>[a-e])\)?(?=\s*[:=)]|\s+[0-9]))?"
    r"(?P<mark>\s*(?:=>|->|→)|\s*[:)\]\-–=,]|/(?=\s)|\.(?=\s)|\s|$)",
    re.IGNORECASE,
)
_BARE = re.compile(rf"(?:mục\s+|muc\s+)?{CODE}(?:,\s*(?:mục\s+|muc\s+)?{CODE})*")
BULLETS = " -–•*+✓·"
_LEAD_IN = re.compile(  # what may stand before the first code of a list
    r"(?:(?:trong đó|trong do|cụ thể|cu the|chi tiết|chi tiet|gồm|gom|bao gồm|bao gom)\s*:?\s*|[(\[])"
    r"(?=[0-9]{1,2}\.[0-9]{1,2}[a-e]?(?![0-9.,/])|[0-9]{1,2}[)\]])",
    re.IGNORECASE,
)
_COURTESY = re.compile(  # what a polite person says before a code, or before "còn lại"
    r"\A\s*+(?:(?:ph[ée]p|k[íi]nh|s[ốo] li[ệe]u|k[ếe]t qu[ảa]|s[ửu]a(?: l[ạa]i)?|"
    r"v[ậa]y|th[ếe]|đi[ềe]n|dien|lu[ôo]n|l[ấa]y|nh[éeaà]|d[ạa]|v[âa]ng|th[ưu]a|ạ|a|em|anh|ch[ịi]|ơi|oi|b[êe]n|x[ãa]|m[ìi]nh|t[ôo]i|ch[úu]ng|g[ửu]i|"
    r"ghi|nh[ậa]p|b[áa]o c[áa]o|bc|cho|xin|th[ìi]|nh[ờo]|ch[àa]o|r[ồo]i|"
    r"(?:(?:m[ấa]y|c[áa]c|nh[ữu]ng)\s+)?(?:c[áa]i|ch[ỗo]|ph[ầa]n|ri[êe]ng|kho[ảa]n|[ýy])(?=\s+[0-9])|"
    r"(?:t[ấa]t c[ảa]|to[àa]n b[ộo]|c[ảa])(?=\s+(?:mục|muc)\s+[0-9])|"
    r"c[òo]n(?=\s+(?:(?:mục|muc)\s+)?[0-9])|à|[ừu]|v[ớo]i|th[ôo]i)(?![^\W_])[\s,.:]*+)++"
    r"(?=(?:(?:mục|muc|dòng|dong)\s+)?[0-9]{1,2}\.[0-9]{1,2}[a-e]?(?![0-9]|[.,/][0-9])|(?:mục|muc)\s+[0-9]"
    r"|[0-9]{1,2}\s+(?:có|co|thì|thi)\s"
    r"|(?:(?:các|cac|những|nhung|mấy|may|tất cả|tat ca)\s+)?"
    r"(?:(?:mục|muc|phần|phan|dòng|dong|lớp|lop|câu|cau|cái|cai)\s+)?"
    r"(?:còn lại|con lai|khác|khac|kia)\b)",
    re.IGNORECASE,
)
FIGURE = re.compile(r"[0-9]")
_DEEDS = "|".join(
    sorted({*words("deeds"), *map(unaccented, words("deeds"))}, key=len, reverse=True)
)
_VERB = re.compile(
    rf"\A(?:(?:có|co|thì|thi|là|la|được|duoc|đc|dc|đã|da|{_DEEDS})\s++)*+", re.IGNORECASE
)
_OWN_FIGURE = re.compile(r"(?:[0-9.]+\s*+[^\W\d]++(?:\s[^\W\d]++){0,2}[\s.,]*+)+")
_WORD = re.compile(r"%|[a-z0-9]+")
LONGEST_UNIT = 20  # letters of a unit behind a number, and of the word behind that
LONGEST_NAME = 500  # letters of a code and the wording of its row behind it
_PICTURES = ("So", "Sk", "Sm", "Cn", "Co", "Mn")
# What may stand behind a decimal number ("5.2 triệu") never follows a row's code; "10.1 ngan sach" is none.
_SCALE: Phrases[bool] = Phrases(
    [(name, True) for name in words("scales_behind")]
    + [(name, False) for name in words("no_scales")]
)
_SCALE_WORDS = _SCALE.first_words
WISHES = table("wishes")
_TIME = re.compile(
    r"(?:thu [2-7hbtns]|chu nhat|sang|chieu|toi|luc|[0-9]{1,2}h"
    r"|hoi (?:sang|trua|chieu|toi|dem|nay|dau|cuoi|giua|thu|thang|tuan|nam|hom|truoc|[0-9]+))\b"
)
_CLOCK = re.compile(r"[0-9]{1,2}:[0-5][0-9](?![0-9])")


def bare_codes(text: str) -> bool:
    """Return nothing but one code or a list of codes."""
    return _BARE.fullmatch(text.strip()) is not None


def address_end(text: str) -> int:
    """Return where the courtesies before a code end: "dạ bên em 1.4 không có", "cái 1.4 không có"."""
    found = _COURTESY.match(text)
    return found.end() if found is not None else 0


def undecorated(text: str) -> str:
    """Return a text without the pictures, arrows, ticks and courtesies that somebody put in front of it."""
    for place, char in enumerate(text):
        if char.isalnum() or not (char.isspace() or unicodedata.category(char) in _PICTURES):
            return _COURTESY.sub("", _LEAD_IN.sub("", text[place:]), count=1)
    return ""


@dataclass(frozen=True)
class _Code:
    """A code at the beginning of a text, the row that has it, and what stands behind."""

    form: Form
    row: Indicator
    found: re.Match[str]
    behind: str

    @property
    def dotted(self) -> bool:
        """Whether it can hardly be a quantity."""
        return "." in self.found.group("code")

    @cached_property
    def has_name(self) -> bool:
        """Whether the row's own wording follows."""
        return _name_end(self.row, self.behind) > 0

    def is_certain(self) -> bool:
        """Return whether it names the row: a lone integer needs a word, a mark or the row's figures."""
        if self.dotted or _is_marked(self.found, has_name=self.has_name):
            return True
        if not FIGURE.search(self.behind) and _is_silent(self.row, self.behind):
            return True
        return _counts_own(self.row, self.found, self.behind) or _speaks_of_row(
            self.form, self.row, self.found, self.behind
        )

    def is_contradicted(self) -> bool:
        """Return whether the words behind it are another row's."""
        if self.has_name or names_own_row(self.form, self.row, self.behind):
            return False
        if not other_row(self.form, self.row, self.behind, anywhere=not self.dotted):
            return False
        shares = shares_by_unit(self.form, self.row, self.behind)
        return self.row.is_asked or len(shares) < 2  # "5: 1 hội sách 1 triển lãm"


def _code_of(form: Form, text: str) -> _Code | None:
    """Return the code that a text begins with; None for a decimal, a day or a time."""
    found = _CODE.match(text)
    if found is None:
        return None
    row = form.find(found.group("code") + (found.group("letter") or "").lower())
    if row is None or _is_other_number(found, text):
        return None
    return _Code(form, row, found, text[found.end() :].lstrip(" :)]-–=.,>→"))


def coded(form: Form, text: str) -> Piece | None:
    """Return a piece that begins with a row's code. A lone integer needs a word or a mark: "3 lớp" is a
    quantity, "3: 15 băng rôn" names row 3. A code that the words behind it contradict names none."""
    text = undecorated(text).strip(BULLETS)
    code = _code_of(form, text)
    if code is None or not code.is_certain():
        return None
    row, behind = code.row, code.behind
    if code.is_contradicted():
        return _in_other_words(form, row, text, behind) if code.dotted else None
    weak = not (code.dotted or code.has_name)
    return Piece(text, row, without_label(row, behind), coded=True, weak=weak)


def _in_other_words(form: Form, row: Indicator, text: str, behind: str) -> Piece | None:
    """Return "1.1: tin học 2 lớp 30 người" as a question about the row whose code it has; None where
    the words are no other row's answer."""
    other = row_named_in_front(form, row, behind)
    if other is None or not row.is_asked or not FIGURE.search(behind):
        return None
    named = (("word", other.short or other.label), ("named", other.code))
    return Piece(text, row, behind, Ambiguous(Doubt.CODE_OR_NAME, named), coded=True, unsure=True)


def names_its_row(form: Form, text: str) -> bool:
    """Return whether a code and the own wording of its row stand at the beginning: "10.2 dân góp 2tr5"."""
    code = _code_of(form, text[:LONGEST_NAME])
    return code is not None and code.has_name


def _is_silent(row: Indicator, behind: str) -> bool:
    """As in "11 không có": a lone code before words that only say that there was nothing."""
    answer = words_for_no_figure(read_answer(row, behind)) if row.is_asked else None
    return answer is not None and not answer.note


def _counts_own(row: Indicator, found: re.Match[str], behind: str) -> bool:
    """As in "2 6 tin": a lone code before a figure with the row's own noun and nothing else."""
    figure = _VERB.sub("", behind, count=1)  # "3 có 6 băng rôn"
    if not _OWN_FIGURE.fullmatch(figure):
        return takes_words(row) and _says_in_words(behind)
    if found.group("mark").strip():
        return False
    reading = read_answer(row, figure)
    if not isinstance(reading, Understood):
        return False
    return not reading.answer.text and reading.answer.note in ("", figure.strip(" ."))


def _says_in_words(behind: str) -> bool:
    """As in "11 đề nghị cấp thêm 2 máy tính": a lone code before what officials ask for or find."""
    return WISHES.match(tokenise(behind), 0, plain=is_plain(behind)) is not None


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


def _is_marked(found: re.Match[str], *, has_name: bool) -> bool:
    """Return whether a word, a mark or the row's name makes a lone integer a code. "câu 5" may be the
    fifth question as well as row 5; a bracket may number a list."""
    word, mark = unaccented(found.group("word") or "").strip(), found.group("mark")
    if mark == "." and has_name:
        return True
    if word == "cau":
        return False
    return word not in ("", "tt") or mark.strip() in (":", ")", "]", "=", "=>", "->", "→")


def _is_other_number(found: re.Match[str], text: str) -> bool:
    """Return a decimal ("5.2 triệu"), a day ("1.10 sáng …") or a time of day ("8:30")."""
    behind = unaccented(text[found.end() :]).strip()
    is_open = found.group("mark").strip() not in (":", "=", ")")
    word = _WORD.match(behind)
    may_be = word is not None and (word[0] == "%" or word[0] in _SCALE_WORDS)
    if is_open and may_be and _is_measured(text[found.end() :]):
        return True
    clock = _CLOCK.match(text)
    return _TIME.match(behind) is not None or (
        clock is not None and not any(char.isalpha() for char in text[clock.end() :])
    )


def _is_measured(behind: str) -> bool:
    """Return whether a unit that decimal numbers have stands here."""
    scale = _SCALE.match(tokenise(behind[:LONGEST_UNIT]), 0, plain=is_plain(behind))
    return behind.lstrip().startswith("%") or (scale is not None and scale[0])


def without_label(row: Indicator, said: str) -> str:
    """Return what follows the row's own wording where somebody typed that too; a noun of the row that is
    also its name stays with its number ("băng rôn 4")."""
    end = _name_end(row, said)
    left = said[end:].lstrip(" :-–=,")
    nouns = row.count.accepted if row.count is not None else ()
    return left if end and left and unaccented(said[:end]) not in map(unaccented, nouns) else said


def names_own_row(form: Form, head: Indicator, said: str) -> bool:
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
