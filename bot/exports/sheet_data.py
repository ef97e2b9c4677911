"""What an export is made from: plain values, so that a file can be made far from the database."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, tzinfo
from functools import cached_property
from pathlib import Path
from typing import TypeVar
from zoneinfo import ZoneInfo

from bot.figures.branch_totals import branch
from bot.figures.joint import counted_once
from bot.figures.merged_form import MergedForm, merge_forms
from bot.figures.rollup import Counted, Standing, UnitReport, has_tiers, units_by_kind
from bot.model.answer import Answer
from bot.model.campaign import Upward
from bot.model.form import Form, Indicator
from bot.model.joint_activity import JointActivity
from bot.model.obligations import Obligation
from bot.model.plan import NO_PLAN, Plan
from bot.model.snapshot import SnapshotRef
from bot.model.submission import Photo
from bot.model.template import Template
from bot.row_types.base import Figures

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
    template: Template | None = None  # the issuing body's own workbook, where there is one

    @property
    def is_version(self) -> bool:
        """Return whether the sheet shows a version that was handed in, and no draft."""
        return not self.draft and self.submitted_at is not None

    @property
    def code(self) -> str:
        """Return the code by which a signed copy is known; "" for a draft, which is no version."""
        return self.receipt if self.is_version else ""


@dataclass(frozen=True, slots=True)
class UnitPhoto:
    """A kept picture and whose it is; `photo.path` is relative to the data folder."""

    unit_code: str
    unit_name: str
    photo: Photo


@dataclass(frozen=True, slots=True)
class ReportFile:
    """A unit's own report beside its figures; `path` is relative to the data folder, `name` is the
    sender's."""

    unit_code: str
    unit_name: str
    path: str
    name: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class SourceFile:
    """The e-mail, photo or scan behind a figure that was entered for a unit: `row` is its code,
    `words` say where the figure came from."""

    unit_code: str
    unit_name: str
    path: str
    name: str = ""
    at: datetime | None = None
    row: str = ""
    words: str = ""


File = TypeVar("File", UnitPhoto, ReportFile, SourceFile)
"""What a unit gave, kept beside its figures."""


@dataclass(frozen=True, slots=True)
class Before:
    """The campaign before, over the units that reported in both: code to the figures that they
    had in its `year`, and to those that they have `now`. `units` are their names."""

    year: int
    figures: Mapping[str, Figures]
    now: Mapping[str, Figures]
    units: tuple[str, ...]


@dataclass(frozen=True)
class CampaignSheet:
    """A campaign with all its units that report on one form, at one moment.

    `folder` is the data folder, needed for photos only. `period` and `year` may be unknown.
    A campaign with different forms by kind of unit has one sheet a form: `more` are the others, and
    `kinds` names the kinds of units of such a sheet (empty for the campaign's usual form). `photos`
    and `reports` of all units stand in the first. `before` is last year's total, where known.
    `addressees` are the bodies above that the report goes to, where they were named.
    `snapshot` is the number under which this total is issued. `file_hashes` are the SHA-256 of the
    kept files by path, as far as known. `made_from` leads the number of each total that a unit handed up
    to the figures it was made from, by the rows of all forms; `joint` are activities of several units,
    that count once.
    """

    slug: str
    title: str
    form: Form
    units: tuple[UnitReport, ...]
    generated_at: datetime
    year: int | None = None
    issuer: str = ""
    receiver: str = ""
    addressees: tuple[str, ...] = ()
    deadline_words: str = ""
    period: tuple[date, date] | None = None
    photos: tuple[UnitPhoto, ...] = ()
    folder: Path = Path()
    tz: tzinfo = VIETNAM
    reports: tuple[ReportFile, ...] = ()
    sources: tuple[SourceFile, ...] = ()
    file_hashes: Mapping[str, str] = field(default_factory=dict)
    before: Before | None = None
    kinds: tuple[str, ...] = ()
    more: tuple[CampaignSheet, ...] = ()
    template: Template | None = None
    snapshot: SnapshotRef | None = None
    joint: tuple[JointActivity, ...] = ()
    outline: str = ""  # the coordinator's own, for the report in words
    made_from: Mapping[int, tuple[UnitReport, ...]] = field(default_factory=dict)
    plan: Plan = NO_PLAN
    upward: Upward | None = None
    written: tuple[
        Indicator, ...
    ] = ()  # parts in words beside the form, as rows without a place in it
    obligations: tuple[tuple[str, Obligation], ...] = ()  # each with the code of who owes it
    receipts: Mapping[str, str] = field(default_factory=dict)  # by unit: of the version it shows

    @property
    def parts(self) -> tuple[CampaignSheet, ...]:
        """One sheet a form, this one first."""
        return (self, *self.more)

    @cached_property
    def merged(self) -> MergedForm:
        """The forms of all units as one."""
        return merge_forms([part.form for part in self.parts])

    @cached_property
    def grand(self) -> CampaignSheet:
        """All units on one form: what the forms ask alike is one row. This sheet itself where it has
        one form."""
        if not self.more:
            return replace(self, units=counted_once(self.form, self.units, self.joint))
        merged = self.merged
        forms: dict[tuple[str, str], Form] = {}
        units = []
        for part in self.parts:
            for unit in part.units:
                key = (part.form.slug, unit.kind)
                if key not in forms:
                    forms[key] = merged.part(unit.asked_form(part.form))
                units.append(_merged(merged, part.form, unit, forms[key]))
        counted = counted_once(merged.form, units, self.joint)
        return replace(self, form=merged.form, units=counted, more=(), kinds=())

    def as_given(self, unit_code: str, version: int, answers: Mapping[str, Answer]) -> UnitReport:
        """Return a unit with an accepted version of its own figures, by the rows of all forms."""
        part, _ = self._by_code[unit_code]
        unit = self.grand.unit(unit_code)
        given = self.merged.answers(part.form, answers) if self.more else answers
        own = Counted(version, given, 0, self.generated_at, accepted=True)
        return replace(unit, own=own, standing=Standing.OWN)

    @property
    def by_form(self) -> tuple[CampaignSheet, ...]:
        """A sheet for each form, named by its kinds of units, each joint activity of them counted once; none
        where all units have one form."""
        return tuple(map(self._alone, self.parts)) if self.more else ()

    def _alone(self, part: CampaignSheet) -> CampaignSheet:
        """Return the sheet of one form with what its own total leaves out, activities by its own rows."""
        own = {key: code for code, key in self.merged.keys[part.form.slug].items()}
        joint = tuple(replace(each, row=own[each.row]) for each in self.joint if each.row in own)
        units = counted_once(part.form, part.units, joint)
        kinds = tuple(units_by_kind(part.units))
        return replace(part, units=units, joint=joint, kinds=kinds, more=())

    @property
    def all_units(self) -> tuple[UnitReport, ...]:
        """The units of all forms."""
        return tuple(unit for part in self.parts for unit in part.units)

    def within(self, top: str) -> CampaignSheet:
        """Return the branch of one unit alone, with nothing of anybody else."""
        chosen = self._branch(top)
        parts = [part._with_only(chosen) for part in self.parts]
        first, *more = [part for part in parts if part.units] or parts[:1]
        return replace(
            self,
            form=first.form,
            template=first.template,
            units=first.units,
            more=tuple(more),
            before=None,
            upward=None,
            addressees=(),
            kinds=(),
            photos=_of_units(chosen, self.photos),
            reports=_of_units(chosen, self.reports),
            sources=_of_units(chosen, self.sources),
            obligations=tuple(each for each in self.obligations if each[0] in chosen),
            joint=tuple(kept for each in self.joint if (kept := each.among(chosen)) is not None),
        )

    def _branch(self, top: str) -> dict[str, UnitReport]:
        """Return the units of a branch by their codes, as they count in it: as they were sent where no
        total was handed up anywhere."""
        counted = {unit.unit_code: unit for unit in branch(self.all_units, top)}
        if has_tiers(self.all_units):
            return counted
        return {unit.unit_code: unit for unit in self.all_units if unit.unit_code in counted}

    def _with_only(self, chosen: Mapping[str, UnitReport]) -> CampaignSheet:
        codes = [unit.unit_code for unit in self.units if unit.unit_code in chosen]
        return replace(self, units=tuple(chosen[code] for code in codes))

    @property
    def not_in_totals(self) -> tuple[UnitReport, ...]:
        """Return the units below a total that was handed up of whose own figures nothing was accepted."""
        within = (unit for unit in self.all_units if unit.standing is Standing.WITHIN)
        return tuple(unit for unit in within if unit.is_awaited and not unit.is_in)

    @property
    def reporting(self) -> tuple[UnitReport, ...]:
        """Return the units whose reports the campaign waits for or has, through all tiers."""
        return tuple(unit for unit in self.all_units if unit.is_looked_at or unit.is_awaited)

    def only(self, unit_code: str) -> CampaignSheet:
        """Return the same campaign with one unit; KeyError where it has no such unit."""
        part, unit = self._by_code[unit_code]
        return replace(
            self,
            form=part.form,
            template=part.template,
            units=(unit,),
            kinds=part.kinds,
            before=part.before,
            joint=(),
            photos=_of_units((unit_code,), self.photos),
            reports=_of_units((unit_code,), self.reports),
            more=(),
            sources=_of_units((unit_code,), self.sources),
            obligations=tuple(each for each in self.obligations if each[0] == unit_code),
            upward=None,
        )

    @cached_property
    def _by_code(self) -> Mapping[str, tuple[CampaignSheet, UnitReport]]:
        """Units by code, each with the part that its figures stand in."""
        return {unit.unit_code: (part, unit) for part in self.parts for unit in part.units}

    def row_of(self, kept: UnitPhoto) -> Indicator | None:
        """Return the row that a photo belongs to, in the form of its unit; None for the whole report's."""
        found = self._by_code.get(kept.unit_code)
        return None if found is None else found[0].form.find(kept.photo.row)

    def unit(self, unit_code: str) -> UnitReport:
        """Return the report of one unit; KeyError where there is no such unit."""
        return self._by_code[unit_code][1]

    def unit_sheet(self, unit_code: str) -> UnitSheet:
        """Return one unit's form with what it last sent."""
        part, unit = self._by_code[unit_code]
        return UnitSheet(
            form=part.form,
            template=part.template,
            unit_name=unit.unit_name,
            answers=unit.answers,
            year=self.year,
            version=unit.version if unit.has_sent else 0,
            submitted_at=unit.submitted_at if unit.has_sent else None,
            receipt=self.receipts.get(unit_code, "") if unit.handed is None else "",
            tz=self.tz,
            unit_code=unit.unit_code,
            campaign=self.slug,
        )


def _of_units(codes: Container[str], kept: Iterable[File]) -> tuple[File, ...]:
    return tuple(each for each in kept if each.unit_code in codes)


def _merged(merged: MergedForm, form: Form, unit: UnitReport, asked: Form) -> UnitReport:
    """Return a unit's figures under the rows of all forms; a total that was handed up has them so."""
    own = unit.own
    if own is not None:
        own = replace(own, answers=merged.answers(form, own.answers))
    answers = unit.answers if unit.handed is not None else merged.answers(form, unit.answers)
    return replace(unit, form=asked, answers=answers, own=own)
