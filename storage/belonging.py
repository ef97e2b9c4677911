"""Whether a report counts among those of its campaign: the one place that says so."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, and_

from storage.connection import AT_ONCE
from storage.tables import SUBMISSION

UnitIds = Sequence[int] | None
"""The units whose rows are wanted; None for all of the campaign."""


def in_campaign(campaign: Any) -> ColumnElement[bool]:
    """Return the condition that a report is of a campaign (its id, or what stands for it) and its unit was
    not taken out of it."""
    return and_(SUBMISSION.c.campaign_id == campaign, SUBMISSION.c.left_at.is_(None))


def among(unit_ids: UnitIds, column: Any = SUBMISSION.c.unit_id) -> list[Any]:
    """Return the conditions that keep the wanted units' rows; none for a very long list, which is cheaper
    read whole and sifted after."""
    if unit_ids is None or len(unit_ids) > AT_ONCE:
        return []
    return [column.in_(list(unit_ids))]
