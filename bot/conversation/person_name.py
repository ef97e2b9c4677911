"""The name and post of a person whose platform gives none: asked after consent, and before sending.

The question holds nothing up. Only words that can be nothing but a name are taken for one; figures,
commands and answers that come instead are what they are.
"""

from __future__ import annotations

import re
from dataclasses import replace

from bot.conversation.command_words import read_command
from bot.conversation.context import Turn, TurnContext
from bot.conversation.intents import asks, understand
from bot.conversation.opening_card import AFTER_CONSENT
from bot.conversation.state import WRITING, State
from bot.conversation.unit_names import KINDS
from bot.locale.person_names import is_unnamed
from bot.locale.say import say
from bot.model.events import Joined, SentForApproval, Submitted
from bot.model.form import Form
from bot.reading.label_match import mentioned
from bot.vietnamese.normalise import unaccented

BEFORE_SENDING = "before sending"  # in `State.naming`
LONGEST = 100
_KINDS = tuple(f"{kind} " for kind in KINDS)
_WORDS = range(2, 7)
_LEAD = re.compile(
    r"(?:(?:da|vang|thua|a)\s+)*(?:(?:em|toi|minh|chau|anh|chi)\s+)?"
    r"(?:(?P<named>(?:ho\s*(?:va\s+)?)?ten)(?:\s+(?:em|toi|minh|chau|anh|chi))?(?:\s+la\b)?|la\b)"
    r"[\s:]*"
)
_POST = re.compile(r"(?:(?<!\s)\s+)?[,;(]\s*|(?<!\s)\s+[-–]\s+")
_ENDS = re.compile(
    r"(?:(?<!\s)\s+(?:ạ|nhé|nha|em|anh|chị|ơi)){0,4}(?<![\s.!)])[\s.!)]*$", re.IGNORECASE
)
# No name begins with one of these: an answer, a command or a greeting does.
_NO_NAME = frozenset({
    "ảnh", "báo", "bỏ", "cả", "các", "cảm", "chào", "chưa", "có", "còn", "dạ", "đã", "đơn", "đúng",
    "ghi", "giống", "gửi", "hỏi", "huyện", "kính", "không", "lùi", "mục", "nhầm", "như", "nộp",
    "phòng", "sai", "sửa", "tất", "thêm", "tiếp", "tổ", "trường", "ừ", "ủy", "vâng", "xem", "xin",
    "xóa", "xong", "biểu", "kinh", "khen",
})  # fmt: skip
_FAMILIES = frozenset({
    "nguyễn", "trần", "lê", "phạm", "hoàng", "huỳnh", "phan", "vũ", "võ", "đặng", "bùi", "đỗ", "hồ",
    "ngô", "dương", "lý", "lỳ", "đào", "đinh", "đoàn", "trịnh", "trương", "mai", "tô", "hà", "lò",
    "lường", "cà", "quàng", "tòng", "lù", "điêu", "vàng", "giàng", "sùng", "thào", "mùa", "hờ",
    "chang", "pờ", "phùng", "ma", "nông", "vi", "triệu", "tẩn", "phàn", "lâm", "lương", "tạ",
    "tống", "cao", "thái", "châu", "quách", "bạch", "vương", "nghiêm", "khổng", "tăng", "kiều",
    "chu", "từ", "thạch", "sơn", "kim", "danh", "diệp", "lưu", "mạc", "mã", "nhâm", "ninh", "ông",
    "viên", "đàm", "đồng", "giáp", "hứa", "khúc", "kha", "cù", "doãn", "bế", "hầu", "lầu", "thền",
    "tao", "mào", "lèng",
})  # fmt: skip


def ask_after_consent(situation: TurnContext, turn: Turn) -> Turn:
    """Return the turn that took a seat, with the question about the name where it is not known."""
    took_seat = any(isinstance(fact, Joined) for fact in turn.changes)
    known = situation.person is not None and not is_unnamed(situation.person.name)
    if not took_seat or situation.sender_name or known:
        return turn
    return _asked(turn, AFTER_CONSENT)


def ask_before_sending(situation: TurnContext, state: State, turn: Turn) -> Turn:
    """Return the turn of a "nộp", with the question where the name is still missing; once."""
    person = situation.person
    if person is None or not is_unnamed(person.name) or state.naming == BEFORE_SENDING:
        return _kept(state, turn)
    return _asked(turn, BEFORE_SENDING)


def _kept(state: State, turn: Turn) -> Turn:
    return replace(turn, state=replace(turn.state, naming=state.naming))


def _asked(turn: Turn, when: str) -> Turn:
    state = replace(turn.state, naming=when)
    if not turn.replies:
        return turn
    first, *others = turn.replies
    sent = any(isinstance(fact, Submitted | SentForApproval) for fact in turn.changes)
    asked = say("person.ask_name_sent" if sent else "person.ask_name")
    lead = "\n".join(part for part in (first.lead, asked) if part)
    return replace(turn, state=state, replies=(replace(first, lead=lead), *others))


def name_given(situation: TurnContext, state: State, text: str) -> str | None:
    """Return the name (and post) a message gives in answer to the question, None for any other."""
    if not state.naming or situation.person is None or not is_unnamed(situation.person.name):
        return None
    form = situation.desk.form if situation.desk is not None else None
    name, is_said = read_name(text, form)
    if state.stage in WRITING and not is_said:
        return None  # a row of words is being dictated
    units = {unaccented(seat.unit_name) for seat in situation.seats}
    return None if name is None or unaccented(name) in units else name


def read_name(text: str, form: Form | None) -> tuple[str | None, bool]:
    """Return (a person's name with the post behind it, whether it was said to be one). The name is
    None for words that may be anything else."""
    words = " ".join(text.split())
    if "\n" in text.strip() or len(words) > LONGEST or re.search(r"[0-9?=]", words):
        return None, False
    lead = _LEAD.match(unaccented(words))
    is_said = lead is not None and lead["named"] is not None
    rest = _ENDS.sub("", words[lead.end() :] if lead is not None else words)
    name, *post = _POST.split(rest, maxsplit=1)
    is_name = ":" not in rest and _is_name(name, said=is_said)
    names_a_row = not is_said and form is not None and mentioned(form, name)
    if not is_name or names_a_row or read_command(words, form) is not None:
        return None, False
    if not is_said and (asks(words) or understand(words, form) is not None):
        return None, False  # "mã biên nhận là gì", though Mã is a family
    return ", ".join([_capitals(name), *post]), is_said


def _is_name(name: str, *, said: bool) -> bool:
    """Tell whether words look like a person's name: written as one, said to be one, or of a family."""
    parts, folded = name.split(), name.casefold().split()
    if len(parts) not in _WORDS or not all(part.replace("'", "").isalpha() for part in parts):
        return False
    if folded[0] in _NO_NAME or name.casefold().startswith(_KINDS):
        return False
    if said:
        return True
    if folded[0] in _FAMILIES:
        return _NO_NAME.isdisjoint(folded)
    return all(part[0].isupper() and not part.isupper() for part in parts)


def _capitals(name: str) -> str:
    """Return the name as it is written: "lò văn ân" and "LÒ VĂN ÂN" become "Lò Văn Ân"."""
    return name if not (name.islower() or name.isupper()) else name.title()
