"""Nothing typed vanishes: numbers of a message that its answer does not show are named in it.

Where a figure is stored or proposed its reader tells what it did not use; this is the net below, for
words that no reader took (a figure without a row, a message beside the question).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from bot.conversation.context import Turn
from bot.conversation.state import Stage, State
from bot.locale.clarifications import unused_sentence

_NUMBER = re.compile(r"[0-9]+(?:[.,][0-9]{3})+(?![0-9])|[0-9]+")
_SAID = re.compile(
    r"(?:[0-9][0-9.,/:%]*)(?:\s*[^\W\d]+){0,2}"
)  # a number with the words behind it
_AMOUNT = re.compile(
    r"(?<![0-9])[0-9][0-9.,]{0,30}\s*(?:tr|triệu|trieu|k|nghìn|nghin|ngàn|ngan|tỷ|ty|tỉ)(?![^\W\d])\s*[0-9]*",
    re.IGNORECASE,
)
SCALES = (1, 1_000, 1_000_000)  # "5 triệu" is shown as 5.000.000


def tell_unseen_numbers(before: State, turn: Turn, text: str) -> Turn:
    """Return the turn with "Chưa dùng đến: …" where nothing was stored of the message and the
    replies leave out numbers of it."""
    if not turn.replies or turn.changes:
        return turn
    proposed = turn.state.proposal != before.proposal
    if proposed:
        text = _AMOUNT.sub(" ", text)  # "12tr5" is shown as 12.500.000
    lists = turn.state.stage is Stage.OVERVIEW and not proposed  # its examples hold numbers
    shown = (
        part
        for reply in turn.replies
        for part in ((reply.lead,) if lists else (reply.lead, reply.head, reply.text))
    )
    unseen = unseen_numbers(text, "\n".join(shown))
    if not unseen:
        return turn
    if not proposed:  # nothing at all came of it: not half of the figures are named
        unseen = unseen_numbers(text, "")
    first = turn.replies[0]
    told = "\n".join(filter(None, (first.lead, unused_sentence(unseen))))
    return replace(turn, replies=(replace(first, lead=told), *turn.replies[1:]))


def unseen_numbers(text: str, shown: str) -> tuple[str, ...]:
    """Return the numbers of a text, each with the words behind it, that another does not show."""
    seen = set(_numbers(shown))
    return tuple(
        dict.fromkeys(
            said.group().strip()
            for said in _SAID.finditer(text)
            if not all(_is_shown(number, seen) for number in _numbers(said.group()))
        )
    )


def _numbers(text: str) -> Iterator[int]:
    for found in _NUMBER.finditer(text):
        yield int(found.group().replace(".", "").replace(",", ""))


def _is_shown(number: int, shown: set[int]) -> bool:
    return any(number * scale in shown for scale in SCALES)
