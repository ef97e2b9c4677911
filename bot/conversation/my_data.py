"""A person's own data: shown, corrected, deleted; figures stay with the unit.

Rights to know, correct and delete: Luật Bảo vệ dữ liệu cá nhân 91/2025/QH15, Điều 4.
"""

from __future__ import annotations

import re
from dataclasses import replace

from bot.conversation import helpdesk, join
from bot.conversation.command_words import Word, read_command, word_of
from bot.conversation.context import Turn, TurnContext
from bot.conversation.intents import asks, understand
from bot.conversation.opening_card import AFTER_CONSENT
from bot.conversation.state import WRITING, Stage, State
from bot.conversation.turn_notices import lead_with
from bot.conversation.unit_names import KINDS
from bot.locale.person_names import is_unnamed
from bot.locale.say import say
from bot.model.events import Joined, PersonForgotten, PersonRenamed, SentForApproval, Submitted
from bot.model.form import Form
from bot.model.message import Choice, Incoming, IncomingKind, Reply
from bot.model.person import Role
from bot.reading.label_match import mentioned
from bot.vietnamese.normalise import one_line, unaccented

FORGET = "forget"  # in the keys of the buttons
LONGEST_NAME = 100


def answer_about_my_data(situation: TurnContext, state: State, incoming: Incoming) -> Turn | None:
    """Return words about oneself or one's seat, in any role; None for anything else."""
    if incoming.kind is IncomingKind.CHOICE:
        return _tapped(situation, state, incoming.choice)
    if incoming.kind is not IncomingKind.TEXT:
        return None
    command = read_command(incoming.text, None)
    word = word_of(command)
    if state.forgets and word in (Word.YES, Word.NO):
        return _answered(situation, state, agreed=word is Word.YES)
    name = name_given(situation, state, incoming.text)
    if name is not None:
        return _named(situation, state, name)
    match word:
        case Word.HAND_OVER:
            return join.hand_over(situation, state)
        case Word.FORGET:
            return _ask_to_forget(state)
        case Word.RENAME if command is not None and command.rest.strip():
            return rename(situation, state, command.rest)
        case Word.MY_DATA:
            return Turn(state, (), (Reply(_all(situation)),))
    return None


def _tapped(situation: TurnContext, state: State, key: str) -> Turn | None:
    parts = key.split("|")
    if not state.forgets or len(parts) != 4 or parts[1:3] != [FORGET, str(state.prompt)]:
        return None
    return _answered(situation, state, agreed=parts[3] == "yes")


def _all(situation: TurnContext) -> str:
    """Return everything that is kept about the person."""
    seats = "\n".join(
        f"– {say(f'role.{seat.role.value}')}: {seat.place}" for seat in situation.seats
    )
    return say("my_data.text", name=situation.the_person.name, seats=seats)


def _named(situation: TurnContext, state: State, name: str) -> Turn:
    """Return the name that was asked for, with what is still asked of the report."""
    fact = PersonRenamed(situation.the_person.id, name)
    reply = Reply(say("person.named", name=name))
    if situation.desk is not None and situation.desk.seat.reports:
        reply = helpdesk.remind_what_is_asked(situation.desk, state, reply.text)
    return Turn(replace(state, naming=""), (fact,), (reply,))


def rename(situation: TurnContext, state: State, name: str) -> Turn:
    plain = one_line(name, LONGEST_NAME)
    fact = PersonRenamed(situation.the_person.id, plain)
    return Turn(state, (fact,), (Reply(say("my_data.renamed", name=plain)),))


def _ask_to_forget(state: State) -> Turn:
    state = state.at(Stage.ACT, forgets=True)
    choices = tuple(
        Choice(f"0|{FORGET}|{state.prompt}|{action}", say(f"button.{action}"))
        for action in ("yes", "no")
    )
    return Turn(state, (), (Reply(say("my_data.forget"), choices=choices),))


def _answered(situation: TurnContext, state: State, *, agreed: bool) -> Turn:
    if not agreed:
        kept = state.only_waiting(state.prompt + 1)
        return Turn(kept, (), (Reply(say("my_data.kept")),))
    fact = PersonForgotten(situation.the_person.id)
    return Turn(State(prompt=state.prompt + 1), (fact,), (Reply(say("my_data.forgotten")),))


# -- the name and post of a person whose platform gives none: asked after consent, and before sending.
# The question holds nothing up: only words that can be nothing but a name are taken for one.

BEFORE_SENDING = "before sending"  # in `State.naming`
LONGEST_SAID = 100
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
    return _asked_for_name(turn, AFTER_CONSENT)


def ask_before_sending(situation: TurnContext, state: State, turn: Turn) -> Turn:
    """Return the turn of a "nộp", with the question where the name is still missing; once."""
    person = situation.person
    if person is None or not is_unnamed(person.name) or state.naming == BEFORE_SENDING:
        return _kept_question(state, turn)
    return _asked_for_name(turn, BEFORE_SENDING)


def _kept_question(state: State, turn: Turn) -> Turn:
    return replace(turn, state=replace(turn.state, naming=state.naming))


def _question_of(turn: Turn, when: str) -> str:
    """Return which question asks for the name: whoever gives no report has no receipt."""
    took = turn.replies[0].menu if when == AFTER_CONSENT and turn.replies else ""
    reports = took in ("", Role.REPORTER.value)
    return "person.ask_name" if reports else "person.ask_name_only"


def _asked_for_name(turn: Turn, when: str) -> Turn:
    state = replace(turn.state, naming=when)
    if not turn.replies:
        return turn
    sent = any(isinstance(fact, Submitted | SentForApproval) for fact in turn.changes)
    asked = say("person.ask_name_sent" if sent else _question_of(turn, when))
    return replace(lead_with(turn, asked), state=state)


_SELF = re.compile(
    r"(?:(?i:dạ|vâng|thưa|chào)\s+)*(?i:em|e|tôi|mình|cháu|con|anh|chị)\s+là\s+(?=[A-ZÀ-ÝĂĐĨŨƠƯẠ-Ỹ])"
)


def name_given(situation: TurnContext, state: State, text: str) -> str | None:
    """Return the name (and post) a message gives in answer to the question, or unasked ("em là Lò Thị Mai,
    công chức văn hóa"); None for any other."""
    person = situation.person
    is_asked = bool(state.naming) and person is not None and is_unnamed(person.name)
    if not is_asked and (person is None or _SELF.match(text) is None):
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
    if "\n" in text.strip() or len(words) > LONGEST_SAID or re.search(r"[0-9?=]", words):
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
