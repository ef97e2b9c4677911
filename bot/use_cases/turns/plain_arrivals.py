"""Words and names that come with a message: whoever writes chooses them, others read them in lists and
papers."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.model.message import UNNAMED, Incoming
from bot.vietnamese.normalise import one_line

LONGEST_NAME = 200  # characters
TURNING = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""What turns the letters behind it around: "\\u202egnp" looks like "png"."""


def made_plain(incoming: Incoming) -> Incoming:
    """Return a message in which no letters are turned around, and whose names (of people, of its file)
    are one line each, without letters that nobody sees."""
    file = incoming.file
    return replace(
        incoming,
        text=TURNING.sub("", incoming.text),
        sender_name=one_line(incoming.sender_name, LONGEST_NAME),
        written_by=incoming.written_by
        and (one_line(incoming.written_by, LONGEST_NAME) or UNNAMED),
        file=file and replace(file, name=one_line(file.name, LONGEST_NAME)),
    )
