"""A paper that leaves: kind, number, date, signer, addressee, and which total it was made from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class PaperKind(StrEnum):
    RESULTS = "report"
    CORRECTION = "correction"
    INVITATION = "invitation"  # to comment on a draft
    REMINDER = "reminder"  # to units that are late


@dataclass(frozen=True, slots=True)
class PaperEvent:
    """What became of a paper: `what` is "sent" or "signed"; `text` says to whom and how, or by which
    file."""

    what: str
    at: datetime
    text: str
    path: str = ""


@dataclass(frozen=True, slots=True)
class Paper:
    """One line of the outgoing register. `code` is printed on it; `path` is the file as it was made."""

    id: int
    body: str
    campaign_id: int
    kind: PaperKind
    title: str
    addressee: str
    code: str
    path: str
    made_at: datetime
    snapshot: int | None = None
    number: str = ""
    issued: date | None = None
    signer: str = ""
    events: tuple[PaperEvent, ...] = ()

    @property
    def sent_at(self) -> datetime | None:
        """When it was sent for the last time; None for never."""
        return max((event.at for event in self.events if event.what == "sent"), default=None)
