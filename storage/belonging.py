"""Whether a report counts among those of its campaign: the one place that says so."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, and_

from storage.tables import SUBMISSION


def in_campaign(campaign: Any) -> ColumnElement[bool]:
    """Return the condition that a report is of a campaign (its id, or what stands for it) and its unit was
    not taken out of it."""
    return and_(SUBMISSION.c.campaign_id == campaign, SUBMISSION.c.left_at.is_(None))
