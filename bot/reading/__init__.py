"""Reading by evidence: every number is explained by exactly one thing, nothing typed vanishes."""

from __future__ import annotations

from bot.reading.answer_reading import Explained, explain, read_answer
from bot.reading.one_answer import read_asked
from bot.reading.outcome import Ambiguous, Reading, Unclear, Understood
from bot.row_types import echo_answer
from bot.row_types.doubt import Doubt

__all__ = [
    "Ambiguous",
    "Doubt",
    "Explained",
    "Reading",
    "Unclear",
    "Understood",
    "echo_answer",
    "explain",
    "read_answer",
    "read_asked",
]
