"""A campaign: one plan's report, its units, its form and its deadline."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from bot.model.form import is_of_kind


class CampaignState(StrEnum):
    """FINISHED: nobody is reminded any more; everything stays readable, and the coordinator may
    still enter, accept and send back. CLOSED: nothing changes any more."""

    DRAFT = "draft"
    OPEN = "open"
    FINISHED = "finished"
    CLOSED = "closed"

    @property
    def is_over(self) -> bool:
        return self in (CampaignState.FINISHED, CampaignState.CLOSED)


@dataclass(frozen=True, slots=True)
class Campaign:
    """`deadline_phrase` is kept as the plan prints it; `last_instant` is what it means (None when
    none is set). `forms` maps a kind of unit to a form slug, with "" as the default; it is empty
    while the plan's form is not there yet. `photos_min` is per unit; `report_file` is "", "optional"
    or "required". `body` owns the units that report; `previous` is the slug of the campaign before,
    where the plan names one."""

    id: int
    slug: str
    title: str
    state: CampaignState
    period_start: date
    period_end: date
    deadline_phrase: str
    last_instant: datetime | None
    issuer: str = ""
    receiver: str = ""
    forms: tuple[tuple[str, str], ...] = ()
    photos_min: int = 0
    report_file: str = ""
    body: str = ""
    previous: str = ""

    def form_for(self, kind: str) -> str | None:
        """Return slug of the form for a kind of unit, or None while there is none."""
        return dict(self.forms).get(self.kind_of_form(kind))

    def kind_of_form(self, kind: str) -> str:
        """Return under which of the campaign's kinds a unit's kind falls: the longest one that it
        begins with ("trường" for "trường THCS"); "" for all others."""
        fits = [known for known, _ in self.forms if known and is_of_kind(kind, (known,))]
        return max(fits, key=lambda known: len(known.split()), default="")
