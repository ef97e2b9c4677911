"""Runs of digits that no figure, telephone or account number has: cut before anything is read."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.conversation.context import Turn
from bot.conversation.turn_notices import lead_with
from bot.locale.say import say
from bot.model.message import Incoming
from bot.vietnamese.normalise import clean

LONGEST = 20  # digits that are read
NAMED_WHOLE = 60  # a longer run is named by its beginning and its length
NAMED = 3  # runs; the rest are counted
_RUN = re.compile(rf"(?<![0-9])[0-9]{{{LONGEST + 1},}}")


def cut_digit_runs(incoming: Incoming) -> tuple[Incoming, tuple[str, ...]]:
    """Return the message with at most 20 digits of each run, and the runs that were cut."""
    runs = tuple(dict.fromkeys(_RUN.findall(clean(incoming.text))))
    if not runs:
        return incoming, ()
    text = _RUN.sub(lambda run: run[0][:LONGEST], clean(incoming.text))
    return replace(incoming, text=text), runs


def notice_cut_runs(turn: Turn, runs: tuple[str, ...]) -> Turn:
    """Return the turn with a word on each run of digits that was not read as it was typed."""
    for run in reversed(runs[:NAMED]):
        shown = run if len(run) <= NAMED_WHOLE else f"{run[:LONGEST]}…"
        turn = lead_with(turn, say("digits.cut", run=shown, count=len(run), most=LONGEST))
    return turn
