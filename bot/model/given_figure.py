"""A figure that a unit already gave in another report."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from bot.model.answer import Answer


@dataclass(frozen=True, slots=True)
class GivenFigure:
    """An answer with the campaign that it was sent in, and the day."""

    answer: Answer
    campaign_title: str
    sent_on: date


def offered_given(
    elsewhere: Mapping[str, GivenFigure], code: str, stored: Answer | None
) -> GivenFigure | None:
    """Return what another report says about a row; None where this one says the same already."""
    given = elsewhere.get(code)
    if given is None or (stored is not None and stored.same_figures(given.answer)):
        return None
    return given
