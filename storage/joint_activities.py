"""What was said of activities that several units reported: one, or several after all."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import case, delete, select, update

from bot.model.form import Cell
from bot.model.joint_activity import JointActivity
from storage.codec import dumps
from storage.connection import InTransaction
from storage.tables import JOINT


@dataclass(frozen=True, slots=True)
class KeptJoint:
    """An activity and the answer: `is_one` means that it counts once."""

    activity: JointActivity
    is_one: bool


class JointActivities(InTransaction):
    def of_campaign(self, campaign_id: int) -> list[KeptJoint]:
        """Return what was said last of each activity, in the order in which it was said."""
        rows = self.connection.execute(
            select(JOINT).where(JOINT.c.campaign_id == campaign_id).order_by(JOINT.c.id)
        )
        return [
            KeptJoint(
                JointActivity(
                    row.row,
                    tuple(json.loads(row.units)),
                    row.counted_in,
                    {Cell(cell): number for cell, number in json.loads(row.figures).items()},
                ),
                bool(row.is_one),
            )
            for row in rows
        ]

    def settled(self, campaign_id: int) -> list[JointActivity]:
        """Return the activities that count once."""
        return [kept.activity for kept in self.of_campaign(campaign_id) if kept.is_one]

    def keep(
        self,
        campaign_id: int,
        activity: JointActivity,
        now: datetime,
        person_id: int | None,
        *,
        is_one: bool,
    ) -> None:
        """Remember what was said of an activity in the place of what was said of it before."""
        units = dumps(sorted(activity.units))
        self.connection.execute(
            delete(JOINT).where(
                JOINT.c.campaign_id == campaign_id,
                JOINT.c.row == activity.row,
                JOINT.c.units == units,
            )
        )
        self.connection.execute(
            JOINT.insert().values(
                campaign_id=campaign_id,
                row=activity.row,
                units=units,
                counted_in=activity.counted_in,
                figures=dumps(dict(activity.figures)),
                is_one=is_one,
                person_id=person_id,
                decided_at=now,
            )
        )

    def follow(self, campaign_id: int, code: str, other: str) -> None:
        """Let what was said of a unit's activities hold for another unit, whose report is that unit's now."""
        for kept in self.of_campaign(campaign_id):
            units = kept.activity.units
            if code not in units:
                continue
            table = JOINT.c
            self.connection.execute(
                update(JOINT)
                .where(
                    table.campaign_id == campaign_id,
                    table.row == kept.activity.row,
                    table.units == dumps(sorted(units)),
                )
                .values(
                    units=dumps(sorted(other if each == code else each for each in units)),
                    counted_in=case((table.counted_in == code, other), else_=table.counted_in),
                )
            )
