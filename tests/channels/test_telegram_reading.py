"""Plain words are read without the library's objects, and mean exactly what it would have read."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from telegram import Update

from bot.channels.telegram_message import _plain_words, parse_update, read_update

WORDS = st.one_of(
    st.text(min_size=1, max_size=60),
    st.sampled_from(
        ["/start ABC123", "/start@the_bot X", "/tiep@the_bot", "3 lớp 45 người", "/x "]
    ),
)
NAMES = st.one_of(st.none(), st.text(max_size=20))


@st.composite
def updates(draw: st.DrawFn) -> dict[str, Any]:
    chat = draw(st.integers(1, 2**40))
    person = {"id": chat, "is_bot": False, "first_name": draw(st.text(min_size=1, max_size=20))}
    last = draw(NAMES)
    message = {
        "message_id": draw(st.integers(1, 2**31)),
        "date": draw(st.integers(1, 2**31)),
        "from": person | ({"last_name": last} if last is not None else {}),
        "chat": {"id": chat, "type": draw(st.sampled_from(["private", "group"]))},
        "text": draw(WORDS),
    }
    if draw(st.booleans()):
        message["entities"] = [{"type": "bold", "offset": 0, "length": 1}]
    return {"update_id": draw(st.integers(1, 2**31)), "message": message}


@given(updates())
def test_plain_words_are_read_as_the_library_reads_them(raw: dict[str, Any]) -> None:
    assert read_update(raw, "7") == parse_update(Update.de_json(dict(raw), None), "7")


def test_what_is_more_than_words_is_left_to_the_library() -> None:
    chat = {"id": 1, "type": "private"}
    sender = {"id": 1, "is_bot": False, "first_name": "Ân"}
    common = {"message_id": 1, "date": 1, "chat": chat, "from": sender}
    assert _plain_words(1, common | {"text": "3 lớp"}, "7") is not None
    sticker = {"file_id": "f", "file_unique_id": "u", "type": "regular", "width": 1, "height": 1,
               "is_animated": False, "is_video": False}  # fmt: skip
    odd = read_update({"update_id": 1, "message": common | {"sticker": sticker}}, "7")
    assert odd is not None
    assert odd.kind == "unsupported"
