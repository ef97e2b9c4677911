"""What becomes of a unit's report where its kind or the unit above it is mended while a campaign runs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from bot.model.answer import Answer
from bot.model.form_change import FormDifference
from bot.model.unit import Unit


class MendFault(StrEnum):
    """Why a kind or a parent cannot be set."""

    SAME = "same"  # nothing would change
    KIND = "kind"  # no list, form or date knows such a kind
    PARENT = "parent"  # no unit of the campaign has the code
    CIRCLE = "circle"  # it is the unit itself, or stands below it


@dataclass(frozen=True, slots=True)
class Standing:
    """How a unit stands in a campaign: its form's title ("" without one), its deadline in words, what it
    owes by name, and the name of the unit above it ("" for a root)."""

    form: str
    deadline: str
    owed: tuple[str, ...]
    above: str


@dataclass(frozen=True)
class MendedUnit:
    """A unit before and after; `difference` is between the rows that it was asked and those that it is asked.
    Of the draft, `set_aside` answers leave it (the record keeps them), and those in `back` return that an
    earlier mending had set aside."""

    unit: Unit
    mended: Unit
    before: Standing
    after: Standing
    difference: FormDifference = field(default_factory=FormDifference)
    set_aside: Mapping[str, Answer] = field(default_factory=dict)
    shown: tuple[str, ...] = ()  # the same in words
    back: Mapping[str, Answer] = field(default_factory=dict)
    keeps_some: bool = False  # of what it answered, something goes on counting
    ends_extension: bool = False  # a day of its own fits neither kind nor place

    @property
    def changes_kind(self) -> bool:
        """Return whether it is of another kind than before."""
        return self.unit.kind != self.mended.kind
