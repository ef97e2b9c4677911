"""A draft on which opinions are asked: what is sent to whom, until when, and the rule on silence."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.model.plan import Reference


@dataclass(frozen=True, slots=True)
class Recipient:
    """One office or unit that is asked."""

    code: str
    name: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Consultation:
    """`text` is what the recipients read; `silence` is "agree" where saying nothing is to count, which
    it only does if the text says so. `last_instant` is what `phrase` means."""

    draft: Reference
    text: str
    phrase: str
    last_instant: datetime | None
    silence: str
    recipients: tuple[Recipient, ...]

    def may_be_answered(self, now: datetime) -> bool:
        """Return whether the day for comments is still to come."""
        return self.last_instant is None or now <= self.last_instant
