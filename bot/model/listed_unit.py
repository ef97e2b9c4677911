"""A unit of a body's list that a campaign does not have: it may be added, or come back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.model.submission import Status
from bot.model.unit import Unit


@dataclass(frozen=True, slots=True)
class LeftReport:
    """What stays of a unit that was taken out of a campaign: its report as it stood, when that was, and
    why."""

    submission_id: int
    status: Status
    version: int
    at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class ListedUnit:
    """A unit that could be added to a campaign; `left` is what it gave before it was taken out of it."""

    unit: Unit
    left: LeftReport | None = None
