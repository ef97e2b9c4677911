"""What an export is made from: plain values, so that a file can be made far from the database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, tzinfo
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.domain.answer import Answer
from bot.domain.form import Form
from bot.domain.rollup import UnitReport
from bot.domain.submission import Photo

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")


@dataclass(frozen=True)
class UnitSheet:
    """One unit's form, sent or not: `answers` may be a draft's, or empty for a blank form.

    `version` is 0 while nothing was sent; `receipt` and `submitted_at` belong to that version.
    Times are shown in `tz`.
    """

    form: Form
    unit_name: str
    answers: Mapping[str, Answer] = field(default_factory=dict)
    year: int | None = None
    version: int = 0
    draft: bool = False
    submitted_at: datetime | None = None
    receipt: str = ""
    tz: tzinfo = VIETNAM
    unit_code: str = ""
    campaign: str = ""  # its slug


@dataclass(frozen=True, slots=True)
class UnitPhoto:
    """A kept picture and whose it is; `photo.path` is relative to the data folder."""

    unit_code: str
    unit_name: str
    photo: Photo


@dataclass(frozen=True)
class CampaignSheet:
    """A campaign with all its units that report on one form, at one moment.

    `folder` is the data folder, needed for photos only. `period` and `year` may be unknown.
    """

    slug: str
    title: str
    form: Form
    units: tuple[UnitReport, ...]
    generated_at: datetime
    year: int | None = None
    issuer: str = ""
    receiver: str = ""
    deadline_words: str = ""
    period: tuple[date, date] | None = None
    photos: tuple[UnitPhoto, ...] = ()
    folder: Path = Path()
    tz: tzinfo = VIETNAM

    def only(self, unit_code: str) -> CampaignSheet:
        """The same campaign with one unit; KeyError where it has no such unit."""
        unit = self.unit(unit_code)
        photos = tuple(kept for kept in self.photos if kept.unit_code == unit_code)
        return replace(self, units=(unit,), photos=photos)

    def unit(self, unit_code: str) -> UnitReport:
        """The report of one unit; KeyError where there is no such unit."""
        for unit in self.units:
            if unit.unit_code == unit_code:
                return unit
        raise KeyError(unit_code)

    def unit_sheet(self, unit_code: str) -> UnitSheet:
        """One unit's form with what it last sent."""
        unit = self.unit(unit_code)
        return UnitSheet(
            form=self.form,
            unit_name=unit.unit_name,
            answers=unit.answers,
            year=self.year,
            version=unit.version if unit.is_counted else 0,
            submitted_at=unit.submitted_at if unit.is_counted else None,
            tz=self.tz,
            unit_code=unit.unit_code,
            campaign=self.slug,
        )
