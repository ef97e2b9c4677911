"""One activity that several units held together and each reported: counted once, kept by all of them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from bot.model.form import Cell


class Hint(StrEnum):
    """Why an activity may be a joint one."""

    NAMED = "named"  # "phối hợp với …" names the other unit
    SAME_DAY = "same_day"  # the same row, day and number of people in one branch
    SAME_PHOTO = "same_photo"  # the same picture from several units


@dataclass(frozen=True, slots=True)
class JointActivity:
    """A row's activity of several `units` (codes), counted with the unit `counted_in` alone; `figures` are
    what each of them gave of it."""

    row: str
    units: tuple[str, ...]
    counted_in: str
    figures: Mapping[Cell, int]

    @property
    def others(self) -> tuple[str, ...]:
        """Return the units whose figures do not count it."""
        return tuple(code for code in self.units if code != self.counted_in)

    def among(self, there: Collection[str]) -> JointActivity | None:
        """Return what it is among the units that a campaign has: where the one that it counted with left, it
        counts with the next. None where fewer than two are there."""
        left = tuple(code for code in self.units if code in there)
        if len(left) == len(self.units):
            return self
        counted_in = self.counted_in if self.counted_in in there else next(iter(left), "")
        return replace(self, units=left, counted_in=counted_in) if len(left) > 1 else None

    def is_about(self, row: str, units: frozenset[str]) -> bool:
        """Return whether it is the activity of these units in a row."""
        return self.row == row and frozenset(self.units) == units


@dataclass(frozen=True, slots=True)
class JointProposal:
    """An activity that may be a joint one, why, and the words it was seen in."""

    activity: JointActivity
    hint: Hint
    words: str = ""
