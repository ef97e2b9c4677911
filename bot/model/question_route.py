"""Who answers what a unit asks: the coordinators above it, the nearest first."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Station:
    """Coordinators on the way up: those of a unit above, with `unit_id` None those of the campaign. `name`
    is their office."""

    unit_id: int | None
    name: str


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """What a unit asked and nobody has answered; `row` is what was being answered, "" for none."""

    words: str
    row: str = ""


@dataclass(frozen=True, slots=True)
class RowHelp:
    """What a coordinator answered about a row; `is_for_all` was said to be help for every unit."""

    submission_id: int
    words: str
    is_for_all: bool = False
