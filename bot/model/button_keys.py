"""The keys of buttons: which report, which row, which prompt, what it does.

A question's buttons work until the next question; those of a card or receipt work for as long as the
card is there, and carry "-" in place of the row and the prompt.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.model.message import Choice, Reply

LASTING = "-"
_TURNS = re.compile(r"s[0-9]+|open_[0-9]+|fold")  # ticks a section; opens and closes one


@dataclass(frozen=True, slots=True)
class ButtonKey:
    """A key taken apart."""

    about: str  # the report's id, or "0"
    row: str
    prompt: str
    action: str

    @property
    def is_lasting(self) -> bool:
        """Return whether the button belongs to no question."""
        return self.prompt == LASTING


def button_key(about: int, row: str, prompt: int, action: str) -> str:
    """Return the key of a button that works for one question."""
    return f"{about}|{row}|{prompt}|{action}"


def lasting_key(about: int, action: str) -> str:
    """Return the key of a button that works whatever is asked meanwhile."""
    return f"{about}|{LASTING}|{LASTING}|{action}"


def read_key(text: str) -> ButtonKey | None:
    """Return a key's parts; None for anything else."""
    parts = text.split("|")
    return ButtonKey(*parts) if len(parts) == 4 else None


def turns_card(text: str) -> bool:
    """Return whether a button only changes what its own card shows."""
    key = read_key(text)
    return key is not None and _TURNS.fullmatch(key.action) is not None


def opens_table(text: str) -> bool:
    """Return whether a button leads to the table of a report."""
    key = read_key(text)
    return key is not None and key.is_lasting and key.action == "table"


def still_working(reply: Reply, prompt: int) -> tuple[Choice, ...]:
    """Return the buttons of a message that still do something once this prompt is the current one."""
    return tuple(choice for choice in reply.choices if _works(read_key(choice.key), prompt))


def _works(key: ButtonKey | None, prompt: int) -> bool:
    return key is None or key.is_lasting or key.prompt == str(prompt)
