"""What looking at an act comes to: what it would do, or why it cannot be done."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Preview:
    """What would be done, in words. `seen` is a digest of what the words are about, where another
    version of it needs another look; "" where it does not matter."""

    text: str
    seen: str = ""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a command cannot be done. `wrong_value` tells that what was asked for is at fault, not
    the state of things."""

    text: str
    wrong_value: bool = False
