"""One plain answer of an official, traced: what the README follows and the house counts."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path

from bot.use_cases.turns.turn_trace import TurnTrace, trace_message
from tests.office import Installation

ANSWER = "3 lớp 45 người"


def traced_answer(folder: Path) -> TurnTrace:
    """The trace of a plain answer to the row that was asked, in the sample campaign."""
    desk = Installation(folder)
    try:
        official = desk.joined()
        for words in ("tiếp", "có", ANSWER):
            desk.later(minutes=1)
            official.says(words)
        desk.later(minutes=1)
        return trace_message(desk.store, desk.office, str(len(official.sent)))
    finally:
        desk.close()


def readme_walk() -> str:
    """The trace as the README shows it, without what moves with every change: lines and counts."""
    from bot.cli.trace_command import lines
    from bot.locale.say import say

    with tempfile.TemporaryDirectory() as folder:
        found = traced_answer(Path(folder))
    counted = say(
        "trace.counted", functions=len(found.watch.functions), files=len(found.watch.files)
    )
    told = "\n".join(line for line in lines(found) if line != counted)
    walk = re.sub(r" +(\S+\.py):[0-9]+", r"  \1", told)
    return f"```\n$ baocao trace {found.message.id}\n{walk}\n```\n"
