"""Words for several rows at once: "mục 5, 6 không", "1.2-1.5: không", "còn lại mục 1 không".

Several codes share one answer only where it says that nothing happened; "1.2, 1.3: 2 lớp 60 người"
leaves open how the figures divide, so it is nobody's.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import filterfalse

from bot.model.answer import Answer, AnswerState, nil
from bot.model.form import Form, Indicator
from bot.model.optional import optional
from bot.reading.answer_reading import read_answer
from bot.reading.outcome import Ambiguous, Reading, Understood
from bot.row_types import takes_words
from bot.vietnamese.normalise import unaccented

_CODE = r"[0-9]{1,2}(?:\.[0-9]{1,2}[a-e]?)?"
_WORD = r"(?:(?:cac |nhung )?(?:muc|dong|chi tieu|lop|cau) (?:so )?)?"
_JOINT = (
    r"(?:\s*(?:->|=>|→|,|;|/|\+|&|-|–|\b(?:va|den|toi|cung|voi|hoac|hay)\b)\s*(?:den |va )?(?:het |cuoi )*+"
    r"| (?=[0-9]{1,2}\.[0-9]))"
)
_SPAN = re.compile(
    rf"(?P<list>(?:(?:ke )?tu )?{_WORD}{_CODE}(?:{_JOINT}{_WORD}{_CODE})+)(?![0-9.])"
    r"[\s:=,\-–]*(?:(?:thi|deu|la|cung|cac muc nay) )*(?P<what>.*)"
)
_NONE_OF = re.compile(
    rf"(?P<what>(?:khong|ko|chua)(?: (?:co|to chuc|phat sinh|thuc hien))*)\s*:?\s*(?P<list>"
    rf"(?:tu )?(?:cac |nhung )?(?:muc|dong|chi tieu) {_CODE}(?:{_JOINT}{_WORD}{_CODE})*)(?P<tail>.*)"
)
_REST = re.compile(
    r"(?:va |con )?(?:ca )?"
    r"(?P<many>(?:[2-9]|hai|ba|bon|nam) (?=(?:muc|phan|dong|chi tieu|cau|lop|cai|thu|khoan) con lai))?"
    r"(?P<all>(?:(?:tat ca|toan bo) )?(?:(?:cac|nhung|may) )?(?:muc|phan|noi dung|phan muc) "
    r"|(?:tat ca|toan bo) )?"
    r"(?:(?:(?:cac|nhung|may) )?(?:dong|chi tieu|cau lop|cau|so lieu|hoat dong|lop|cai|thu|khoan) )?"
    r"(?P<left>con lai|(?<=(?:cac|ung) (?:muc|cau) )khac|(?<=(?:cac|ung) chi tieu )khac"
    r"|(?<=(?:cac|ung) hoat dong )khac"
    r"|(?<=(?:cac|may|ung) dong )khac|(?<=may (?:muc|cau) )khac"
    r"|(?<=(?:cac|may|cau|ung) lop )khac|(?<=may (?:muc|lop|cau|cai) )kia"
    r"|(?<=(?:cac|may|ung) (?:muc|cau) )(?:phia |ben |o )?(?:sau|duoi)"
    r"|(?P<named>(?<=(?:cac|may|ung) (?:muc|cau) )(?:do|ay)|(?<=(?:cac|may|ung) dong )(?:do|ay))"
    r"|ngoai ra)\b"
    r"[\s:,\-]*(?:(?:cua |trong |o |ben )?muc (?P<before>[0-9]{1,2}))?[\s:,\-]*"
    r"(?:(?:nua|thi|deu|la|cung|em|xa|xa em|xa minh|ben em|ben xa|ben minh|don vi|dia phuong|chung em) )*"
    r"(?P<what>.*)"
)
_REST_OF = re.compile(
    r"(?:(?:cac|nhung) (?:dong|chi tieu) )?muc (?P<before>[0-9]{1,2})[\s:,\-]*(?P<left>con lai)"
    r"[\s:,\-]*(?:(?:thi|deu|la) )*(?P<what>.*)"
)
_EACH = re.compile(_CODE)
_ROWS_BEHIND = re.compile(
    r"\b(?:cac|may|nhung) (?:(?:muc|cau) (?:phia |ben |o )?(?:sau|duoi)"
    r"|(?P<lessons>(?:cau )?lop (?:con lai|khac|kia))|(?P<named>(?:muc|cau|dong) (?:do|ay)))\b"
)
_LEFT_OVER = re.compile(r"\b(?:con lai|khac|kia|sau|duoi|ngoai ra|do|ay)\b")


@dataclass(frozen=True, slots=True)
class Span:
    """Rows and headers that share one answer; `said` is empty where they cannot share it."""

    rows: tuple[Indicator, ...]
    said: str


@dataclass(frozen=True, slots=True)
class Rest:
    """What is left over, of a section or of the whole form."""

    head: Indicator | None
    said: str
    everything: bool
    named: bool = False  # "mấy câu đó": those that were spoken of, whichever that is


def silence(row: Indicator, said: str) -> Answer | None:
    """Return the answer where words say that nothing happened in a row, or that it does not apply."""
    reading = read_answer(row, said)
    if takes_words(row) and said.strip(" .") == "0":
        return nil(row)
    if not isinstance(reading, Understood):
        return None
    found = reading.answer
    nothing = found.state is not AnswerState.VALUE or not found.is_above_zero
    return found if nothing else None


def _without_words(form: Form) -> Indicator | None:
    """Return the first row that does not take any words for an answer."""
    return next(filterfalse(takes_words, form.questions), None)


def is_later(form: Form, said: str) -> bool:
    """Tell whether words say that figures come later, or that nothing happened so far, whatever the row."""
    return offered_instead(form, said) is not None


def offered_instead(form: Form, said: str) -> Answer | None:
    """Return what words are shown as that hold no figure, for the person to confirm: "em báo sau", "chưa có
    đâu, cuối năm mới xét"; None where they may mean several things."""
    reading = _whatever_row(form, said)
    offered = reading.candidates if isinstance(reading, Ambiguous) else ()
    is_one = [found.state for found in offered] in ([AnswerState.PENDING], [AnswerState.NIL])
    return offered[0] if is_one else None


def is_silence(form: Form, said: str) -> bool:
    """Tell whether words say that nothing happened, whatever the row."""
    row = _without_words(form)
    return bool(said) and row is not None and silence(row, said) is not None


def says_nothing_yet(form: Form, said: str) -> bool:
    """Tell whether words say that nothing happened, or that the figures come later, whatever the row."""
    return is_silence(form, said) or is_later(form, said)


def _whatever_row(form: Form, said: str) -> Reading | None:
    row = _without_words(form)
    return read_answer(row, said) if said and row is not None else None


def read_span(form: Form, text: str) -> Span | None:
    """Return several codes with one answer; None where the text is something else."""
    text, plain = flat(text)
    found = _NONE_OF.fullmatch(plain)
    if found is not None and not found.group("tail").strip(" .a!"):
        rows = _rows(form, found.group("list"))
        return Span(rows, text[found.start("what") : found.end("what")]) if rows else None
    found = _SPAN.fullmatch(plain)
    rows = _rows(form, found.group("list")) if found is not None else ()
    if found is None or not rows:
        return None
    dotted = all("." in code for code in _EACH.findall(found.group("list")))
    if not dotted and "muc" not in found.group("list"):
        return None
    said = text[found.start("what") :].strip()
    said = said if says_nothing_yet(form, said) else ""
    return Span(rows, said) if said or dotted else None


def flat(text: str) -> tuple[str, str]:
    text = " ".join(text.split()).strip(" .!•*+-–")
    plain = unaccented(text)
    return (text, plain) if len(plain) == len(text) else (plain, plain)


def _rows(form: Form, listed: str) -> tuple[Indicator, ...]:
    """Return the rows of "1.2, 1.4 đến 1.6"; none at all when one of them does not exist."""
    rows: list[Indicator] = []
    places = {row.code: place for place, row in enumerate(form.rows)}
    end = 0
    for found in _EACH.finditer(listed):
        row = form.find(found.group())
        if row is None:
            return ()
        joint = listed[end : found.start()]
        if rows and re.search(r"-|–|→|\b(?:den|toi)\b", joint):
            if row.code == rows[-1].parent:  # "từ 1.2 đến hết mục 1"
                row = form.children(row.code)[-1]
            first, last = places[rows[-1].code], places[row.code]
            if first >= last or (rows[-1].parent is None) != (row.parent is None):
                return ()
            level = row.parent is None
            between = form.rows[first + 1 : last]
            rows += [other for other in between if (other.parent is None) == level]
        rows.append(row)
        end = found.end()
    return tuple(rows)


def _of_rest(plain: str) -> re.Match[str] | None:
    return _REST.fullmatch(plain) or _REST_OF.fullmatch(plain)


def may_hold_rest(text: str) -> bool:
    """Return whether a word that can stand for all other rows occurs in a text."""
    return _LEFT_OVER.search(flat(text)[1]) is not None


def speaks_of_rest(form: Form, text: str) -> bool:
    """Return whether a text says of all other rows that nothing happened, or that they come later:
    "các mục khác em báo sau"."""
    text, plain = flat(text)
    found = _of_rest(plain)
    return found is not None and says_nothing_yet(form, text[found.start("what") :].strip())


def read_rest(form: Form, text: str) -> Rest | None:
    """As in "còn lại mục 1 không", "các mục còn lại không tổ chức"."""
    text, plain = flat(text)
    found = _of_rest(plain)
    if found is None:
        return None
    said = text[found.start("what") :].strip()
    code, told = found.group("before"), found.groupdict()
    if not (says_nothing_yet if code else is_silence)(form, said):
        return None
    head = optional(form.find, code)
    if (code or told.get("many")) and head is None:
        return None  # "hai câu còn lại" are two of all that are open
    everything = bool(told.get("all")) and not _ROWS_BEHIND.search(plain)
    return Rest(head, said, head is None and everything, bool(told.get("named")))


def is_besides(text: str) -> bool:
    """Tell whether words speak of what is beside the rows before them alone: "ngoài ra không có"."""
    return flat(text)[1].startswith("ngoai ra")


def part_of_rest(text: str) -> re.Match[str] | None:
    """Return the words that speak of the rows behind the one that is asked ("mấy câu sau không có") or of
    other `lessons` alone ("mấy lớp khác không có"); None for all others."""
    return _ROWS_BEHIND.search(unaccented(text))
