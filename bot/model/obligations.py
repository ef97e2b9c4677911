"""What a unit owes in a campaign: figures, its own report as a file, photos. The one place that
says so; chat, reminders and board ask here.

Words of the unit's own (`NARRATIVE`) are always kept and sent with the report, and never owed.
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.model.campaign import Campaign

NARRATIVE = "narrative"  # key of the unit's own words, among the answers; no form has such a row


@dataclass(frozen=True, slots=True)
class Owed:
    """What is still missing: questions without an answer, photos, the unit's own report. `asked`
    tells whether the campaign wants anything of the unit at all."""

    asked: bool
    figures: int = 0
    photos: int = 0
    file: bool = False

    @property
    def is_nothing(self) -> bool:
        return not (self.figures or self.photos or self.file)


def asks_anything(campaign: Campaign, kind: str) -> bool:
    """Tell whether units of a kind owe something: a form that is there, a file, or photos."""
    wants_file = campaign.report_file == "required"
    return bool(campaign.form_for(kind)) or wants_file or campaign.photos_min > 0


def owed_by_unit(
    campaign: Campaign, kind: str, *, questions: int, answered: int, photos: int, files: int
) -> Owed:
    """Return what a unit of a kind still owes; `questions` are those of its form, 0 while there is none."""
    return Owed(
        asks_anything(campaign, kind),
        max(0, questions - answered),
        max(0, campaign.photos_min - photos),
        campaign.report_file == "required" and not files,
    )
