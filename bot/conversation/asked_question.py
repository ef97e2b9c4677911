"""A question that a person asks in the middle of a report, and the shape of its answer."""

from __future__ import annotations

from dataclasses import dataclass

from bot.conversation.context import ReportContext, TurnContext
from bot.model.form import Indicator

Told = tuple[str, bool]
"""An answer in words, and whether nothing is left to ask."""


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked, in which report, and the row (or section's head) that is spoken of."""

    situation: TurnContext
    desk: ReportContext
    row: Indicator | None
