"""Every digit typed in a message is seen again: in the echo, in a question, or as not used."""

from __future__ import annotations

import re
import tempfile
from dataclasses import replace
from functools import cache
from pathlib import Path

from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.conversation import state as states
from bot.conversation.context import TurnContext
from bot.conversation.router import take_turn
from bot.model.message import Incoming, IncomingKind
from bot.use_cases.turns.load_context import load_context
from tests.office import Installation, said

NUMBER = re.compile(r"[0-9]+(?:\.[0-9]{3})+(?![0-9])|[0-9]+")
SCALES = (1, 1_000, 1_000_000)  # "5 triệu" is echoed as 5.000.000
SMALL, MANY = st.integers(1, 30), st.integers(31, 990)
PAIR_CODES = st.sampled_from(["1.1", "1.6", "1.8", "1.10", "5.3", "6.1", "6.2"])
LEADS = st.sampled_from(["", "xã em ", "đã mở ", "có ", "khoảng ", "dự kiến "])
BEHIND = st.sampled_from(
    ["", ", tại {n} thôn", " ngày {n}/10", " (trong đó nữ {n})", ", {n} băng rôn", " đạt {n}%",
     ", mỗi suất {n} nghìn", "; THCS {n} lớp {m} em", ", lớp {n}A", " lúc {n}h30", ", sđt 0912345678"]
)  # fmt: skip
LOOSE = st.sampled_from(
    ["{n} lớp {m} em", "tin bài {n}", "treo {n} băng rôn tại {m} thôn", "tặng {m} quyển sách cho {n} lớp",
     "văn nghệ {n} buổi {m} người", "văn ngệ {n} cuộc", "1.13: {n} lớp {m} người", "3: băng rôn {n}, khẩu hiệu {m}",
     "khen {n} tập thể, {m} cá nhân", "ngày {n}/10 khai mạc", "10.1: {n} triệu", "10.2: khoảng {n} triệu",
     "mục 5, 6 không", "còn lại không", "Người lập: Lò Văn A, SĐT 0912 345 678", "4.3: {m} quyển cho {n} trường",
     "Số: {n}/BC-UBND", "2: {n} tin, {m} lượt xem", "1.2-1.5: {n}", "7.2: {n} trường", "{m}"]
)  # fmt: skip


@st.composite
def pieces(draw: st.DrawFn) -> str:
    """One row with what people write around its figures, or something looser."""
    if draw(st.booleans()):
        template = draw(LOOSE)
    else:
        template = f"{draw(PAIR_CODES)}: {draw(LEADS)}{{n}} lớp {{m}} em{draw(BEHIND)}"
    return template.format(n=draw(SMALL), m=draw(MANY))


MESSAGES = st.builds(
    lambda parts, between: between.join(parts),
    st.lists(pieces(), min_size=1, max_size=6),
    st.sampled_from(["\n", "; ", ", ", ". "]),
)


@cache
def conversation(first: str) -> tuple[TurnContext, states.State, Incoming]:
    """Where somebody who has joined stands after one message."""
    desk = Installation(Path(tempfile.mkdtemp(prefix="baocao-test-")))
    person = desk.joined()
    person.says(first)
    with desk.store.reading() as tx:
        chat = tx.people.chat(tx.messages.address_id(person.address, desk.now))
        state = states.from_json(chat.conversation)
        message = Incoming(person.address, "m", IncomingKind.TEXT, first)
        context = load_context(tx, desk.office, chat, state, message, desk.now)
        names = context.unit_names() if context.unit_names is not None else None
    desk.close()
    kept = None if names is None else lambda: names
    return replace(context, unit_names=kept), state, message


def answered(text: str, first: str = "mục 1.2") -> str:
    """All that is said in answer to a message."""
    context, state, message = conversation(first)
    turn = take_turn(context, state, replace(message, text=text))
    return "\n".join(said(reply) for reply in turn.replies)


def numbers(text: str) -> set[int]:
    return {int(found.replace(".", "")) for found in NUMBER.findall(text)}


def unseen(text: str, reply: str) -> set[int]:
    """Numbers of a message that the answer does not show."""
    shown = numbers(reply)
    sections = {5, 6} if "không tổ chức" in reply else set()
    return {
        number
        for number in numbers(text) - sections
        if not any(number * scale in shown for scale in SCALES)
    }


@settings(max_examples=1000, deadline=None)
@given(MESSAGES)
@example("1.13: 1 lớp 31 người\ncòn lại không")
@example("1.6: xã em 1 lớp 31 em; THCS 1 lớp 31 em, ngày 4/10 khai mạc")  # beside a named share
@example("Số: 1/BC-UBND\nSố: 29/BC-UBND\n1 lớp 31 em\ntặng 31 quyển sách cho 1 lớp")
def test_every_number_of_a_message_is_seen_again(text: str) -> None:
    reply = answered(text)
    assert unseen(text, reply) == set(), reply


@settings(max_examples=100, deadline=None)
@given(MESSAGES)
@example("Số: 24/BC-UBND\n1.1: 23 lớp 31 em\n1 lớp 31 em\n1 lớp 31 em")  # 24 + 1 is no part of 25
def test_every_number_is_seen_again_at_the_first_question(text: str) -> None:
    reply = answered(text, "trợ giúp")
    assert unseen(text, reply) == set(), reply
