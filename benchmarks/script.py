"""What one official writes, from the deep link to the receipt, and the same as raw updates."""

from __future__ import annotations

import itertools
import json
import re
import time

from bot.model.form import Form
from bot.model.message import Reply

CODE = "{code}"  # stands for the invite code in a script
FIRST_CHAT = 500_000_000  # chat ids of writers count up from here
MOST = 120  # messages a whole report may take
AT_ROW = re.compile(r"Mục (\S+) · ")
WORDS = {
    "agree": "Đồng ý", "one_by_one": "tiếp", "gate_yes": "có", "done": "xong",
    "no_more": "không", "send": "nộp", "send_anyway": "nộp", "to_send": "nộp",
}  # fmt: skip

_numbers = itertools.count(time.time_ns())  # never used before, also not by another process


def next_words(form: Form, reply: Reply) -> str:
    """The form's own example as the answer to a question, else what a button would say; nothing
    at the end."""
    asked = AT_ROW.match(reply.head)
    if asked is not None and asked[1] in form.places:
        return form.by_code[asked[1]].example
    actions = [choice.key.rpartition("|")[2] for choice in reply.choices]
    return next((words for action, words in WORDS.items() if action in actions), "")


def raw_update(chat: int, text: str) -> bytes:
    """A message of a private chat as the Bot API sends it."""
    number = next(_numbers)
    person = {"id": chat, "first_name": "Lò Văn", "last_name": f"Mẫu {chat}"}
    message = {
        "message_id": number,
        "date": 1_665_365_400,
        "from": {**person, "is_bot": False, "language_code": "vi"},
        "chat": {**person, "type": "private"},
        "text": text,
    }
    if text.startswith("/"):
        length = len(text.split()[0])
        message["entities"] = [{"type": "bot_command", "offset": 0, "length": length}]
    return json.dumps({"update_id": number, "message": message}).encode()
