"""What a campaign asks of its units, and what a unit has given: plain values, without words.

Which kinds of items there are, and what each makes of this, is in `item_types`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from bot.model.campaign_item import CampaignItem
from bot.model.submission import SENT, Status


class ItemState(StrEnum):
    """How an obligation stands. LATE: still owed although its day is over; what was given after that
    day is DONE."""

    OPEN = "open"
    PART = "part"
    DONE = "done"
    ACCEPTED = "accepted"
    LATE = "late"


@dataclass(frozen=True, slots=True)
class Given:
    """What a unit has given so far: `answered` of the form's `questions`, `words` under the codes of
    items (of a draft too), photos by row ("" for the report as a whole), its own files."""

    status: Status
    questions: int = 0
    answered: int = 0
    words: frozenset[str] = frozenset()
    photos: Mapping[str, int] = field(default_factory=dict)
    files: int = 0
    version: int = 0
    draft: bool = False
    has_total: bool = False  # handed up for the branch, and not returned
    has_own: bool = False  # its own figures were sent, and not returned
    came_with: Mapping[str, int] = field(default_factory=dict)  # "photo", "report" -> version

    @property
    def is_total_alone(self) -> bool:
        """Return whether what was handed in is the total of those below, without figures of its own."""
        return self.has_total and not self.has_own

    @property
    def is_sent(self) -> bool:
        """Return whether the report was handed in and counts."""
        return self.status in SENT

    def version_of(self, kind: str) -> tuple[tuple[str, int], ...]:
        """Return as evidence with which version that was sent the latest file of a kind came."""
        version = self.came_with.get(kind, 0)
        return (("version", version),) if 0 < version <= self.version else ()

    @property
    def all_photos(self) -> int:
        """Return how many photos there are, whatever they show."""
        return sum(self.photos.values())


NOTHING_GIVEN = Given(Status.NOT_STARTED)


@dataclass(frozen=True, slots=True)
class Obligation:
    """What one unit owes of one item: until when (None: no day), to whom, and how it stands.
    `missing` is what is still to come in a few words ("1 ảnh"), "" where nothing is."""

    asked: CampaignItem
    title: str
    due: datetime | None
    phrase: str
    receivers: tuple[str, ...]
    state: ItemState
    missing: str = ""
    evidence: tuple[
        tuple[str, int], ...
    ] = ()  # what fulfils it: a version, so many photos or files

    @property
    def is_open(self) -> bool:
        """Return whether something is still to come."""
        return self.state not in (ItemState.DONE, ItemState.ACCEPTED)
