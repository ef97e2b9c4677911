"""What one official writes, from the deep link to the receipt, and the same as raw updates.

Everything comes from the form, its examples as the answers; nothing has to be read back.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator

from bot.domain.form import Form, Kind

_numbers = itertools.count(1)


def whole_report(form: Form, code: str) -> tuple[str, ...]:
    """Join, open every section, answer every question, send."""
    return (f"/start {code}", "Đồng ý", *_answers(form), "không", "nộp", "nộp")


def _answers(form: Form) -> Iterator[str]:
    for section in form.sections:
        if section.has_gate:
            yield "có"
        for row in section.questions:
            yield row.example
            if row.kind is Kind.TEXT:
                yield "xong"


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
