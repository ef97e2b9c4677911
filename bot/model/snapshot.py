"""A total that was issued as a document, and what has changed since.

Such a total is numbered within its campaign and never altered. It knows which version of each unit
it was made from and what its cells said, so that a later correction, return or late report shows
as a difference: cell by cell, and unit by unit.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from bot.model.form import Cell, Form


@dataclass(frozen=True, slots=True)
class ColumnSum:
    """The sum of one column and from how many units it comes (0: nobody gave a figure)."""

    number: int = 0
    units: int = 0

    def __add__(self, other: ColumnSum) -> ColumnSum:
        return ColumnSum(self.number + other.number, self.units + other.units)

    def __neg__(self) -> ColumnSum:
        return ColumnSum(-self.number, -self.units)


NO_UNIT = ColumnSum()


@dataclass(frozen=True, slots=True)
class CellSum:
    """One row of a total: the sum of each quantity column."""

    columns: Mapping[Cell, ColumnSum] = field(default_factory=dict)

    @property
    def figures(self) -> dict[Cell, int]:
        """As a total shows them: nothing where no unit gave a figure."""
        return {cell: kept.number for cell, kept in self.columns.items() if kept.units}

    def __add__(self, other: CellSum) -> CellSum:
        cells = dict.fromkeys((*self.columns, *other.columns))
        return CellSum(
            {
                cell: self.columns.get(cell, NO_UNIT) + other.columns.get(cell, NO_UNIT)
                for cell in cells
            }
        )

    def __neg__(self) -> CellSum:
        return CellSum({cell: -kept for cell, kept in self.columns.items()})


Sums = Mapping[str, CellSum]  # by row
NONE = CellSum()


@dataclass(frozen=True, slots=True)
class SnapshotRef:
    """What a document shows of the snapshot it belongs to."""

    number: int
    at: datetime


@dataclass(frozen=True)
class IssuedTotal:
    """What is kept of a total: unit id -> id of the version used, and form -> its sums."""

    used: Mapping[int, int]
    sums: Mapping[str, Sums]


class ReportEvent(StrEnum):
    """What became of one unit's figures since a total was issued."""

    CORRECTED = "corrected"  # a later version counts
    RETURNED = "returned"  # the version used was sent back
    MOVED_AWAY = "moved_away"  # it belongs to another unit now
    MOVED_HERE = "moved_here"  # another unit's version, already used, belongs to this one now
    ARRIVED = "arrived"  # the unit had sent nothing
    LEFT = "left"  # the unit was taken out of the campaign
    MENDED = "mended"  # the unit's kind was mended: other rows of its report count


@dataclass(frozen=True, slots=True)
class UsedRevision:
    """A unit whose version in a total is not the one that counts now. Revision ids and versions
    are None where there was, or is, none; `moved_to` is the unit that the used version belongs to now,
    where that is another one. `left`: the unit was taken out of the campaign; `mended`: it goes on there
    as one of another kind."""

    unit_id: int
    unit_code: str
    unit_name: str
    unit_kind: str
    used: int | None = None
    used_version: int | None = None
    returned: bool = False
    moved_to: str = ""
    counts: int | None = None
    counts_version: int | None = None
    left: bool = False
    mended: bool = False

    @property
    def revisions(self) -> tuple[int, ...]:
        """Return the ids of the used and the counting version, as far as there are such."""
        return tuple(each for each in (self.used, self.counts) if each is not None)


@dataclass(frozen=True, slots=True)
class UnitChange:
    """What happened to one unit; `other` names the unit that a moved version went to or came from,
    `version` the one that counts now."""

    unit_code: str
    unit_name: str
    what: ReportEvent
    other: str = ""
    version: int | None = None


@dataclass(frozen=True, slots=True)
class Snapshot:
    """An issued total: when, by whom (None for a command, "" for a person who withdrew), as which
    kind of document at first."""

    id: int
    number: int
    made_at: datetime
    who: str | None
    kind: str


@dataclass(frozen=True)
class SnapshotStatus:
    """An issued total as it stands now. `form_changed` tells that rows of the form changed since,
    `sums_differ` that its sums are others now, whatever units sent."""

    snapshot: Snapshot
    uses: tuple[UsedRevision, ...] = ()
    form_changed: bool = False
    sums_differ: bool = False

    @property
    def is_stale(self) -> bool:
        """Whether it no longer says what the units' reports say."""
        return bool(self.uses) or self.form_changed or self.sums_differ

    @property
    def changes(self) -> tuple[UnitChange, ...]:
        """What happened, unit by unit, in the campaign's order."""
        holders: dict[int | None, UsedRevision] = {
            use.used: use for use in self.uses if use.used is not None
        }
        return tuple(dict.fromkeys(_change(use, holders) for use in self.uses))


@dataclass(frozen=True, slots=True)
class CellChange:
    """One official cell; a figure is None where nobody had (or has) given one."""

    form: str
    code: str
    name: str
    cell: Cell
    before: int | None
    after: int | None


@dataclass(frozen=True)
class SnapshotDifference:
    """A standing with the cells that say something else now."""

    standing: SnapshotStatus
    cells: tuple[CellChange, ...] = field(default=())


def _change(use: UsedRevision, holders: Mapping[int | None, UsedRevision]) -> UnitChange:
    before = holders.get(use.counts) if use.used is None else use
    if before is not None and before.mended:  # as it was used, and as it counts now
        return UnitChange(use.unit_code, use.unit_name, ReportEvent.MENDED)
    if use.used is None:
        other = before.unit_name if before is not None else ""
        what = ReportEvent.MOVED_HERE if other else ReportEvent.ARRIVED
    else:
        what = _event(use)
        other = use.moved_to if what is ReportEvent.MOVED_AWAY else ""
    return UnitChange(use.unit_code, use.unit_name, what, other, use.counts_version)


def _event(use: UsedRevision) -> ReportEvent:
    """Return what became of a report that was used."""
    if use.left:
        return ReportEvent.LEFT
    if use.moved_to:
        return ReportEvent.MOVED_AWAY
    is_back = use.counts is None or (use.counts_version or 0) < (use.used_version or 0)
    return ReportEvent.RETURNED if is_back else ReportEvent.CORRECTED


def renumbered(sums: Sums, moved: Sequence[tuple[str, str]]) -> dict[str, CellSum]:
    """Return sums under the codes that their rows have in a later version of the form."""
    places = dict(moved)
    return {places.get(code, code): kept for code, kept in sums.items()}


def cell_changes(form: Form, before: Sums, after: Sums) -> tuple[CellChange, ...]:
    """Return the cells that differ, in the form's order; rows the form has no more stand at the end."""
    order = [*(row.code for row in form.rows), *(code for code in before if not form.find(code))]
    found = []
    for code in order:
        row = form.find(code)
        name = row.name if row is not None else ""
        was, is_now = before.get(code, NONE).figures, after.get(code, NONE).figures
        for cell in dict.fromkeys((*form.cells, *was, *is_now)):
            if was.get(cell) != is_now.get(cell):
                change = CellChange(form.slug, code, name, cell, was.get(cell), is_now.get(cell))
                found.append(change)
    return tuple(found)
