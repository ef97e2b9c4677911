"""Planned reminder steps: what is still to be reminded, and when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, select, update

from storage.codec import read_as
from storage.connection import InTransaction, batches
from storage.tables import REMINDER, SEAT

# A statement of every delivery, built once: building one takes longer than running it.
OF_PERSON = (
    select(REMINDER)
    .join(
        SEAT,
        (SEAT.c.campaign_id == REMINDER.c.campaign_id) & (SEAT.c.unit_id == REMINDER.c.unit_id),
    )
    .where(
        SEAT.c.person_id == bindparam("holder"),
        SEAT.c.until.is_(None),
        REMINDER.c.state == "planned",
        REMINDER.c.due_at <= bindparam("latest"),
    )
    .order_by(REMINDER.c.due_at, REMINDER.c.id)
)


@dataclass(frozen=True, slots=True)
class Planned:
    """One step for one unit that still waits."""

    id: int
    campaign_id: int
    unit_id: int
    step: str
    due_at: datetime
    words: str = ""
    item_key: str = ""  # of what is due by a day of its own; "": the report


class Reminders(InTransaction):
    def plan(
        self,
        campaign_id: int,
        unit_ids: Sequence[int],
        steps: Sequence[tuple[str, datetime] | tuple[str, datetime, str]],
        now: datetime | None = None,
        keep: Sequence[str] = (),
        *,
        only_report: bool = False,
        only_coming: bool = False,
    ) -> None:
        """Replace what is still planned for these units by `steps`: key, due, and for what has a day of its
        own the key of the item. Done steps stay done, and planned ones named in `keep` go on waiting; so
        do those of parts with a day of their own, where only the report's are replaced, and those that have
        fallen due, where only the coming ones are."""
        self.cancel(
            campaign_id, unit_ids, now, keep, only_report=only_report, only_coming=only_coming
        )
        turn = max((self._next_round(campaign_id, part) for part in batches(unit_ids)), default=0)
        rows = [_row(campaign_id, unit_id, turn, *step) for unit_id in unit_ids for step in steps]
        self.insert(REMINDER, rows)

    def add(
        self,
        campaign_id: int,
        unit_ids: Sequence[int],
        step: str,
        due_at: datetime,
        words: str,
        item_key: str = "",
    ) -> None:
        """Plan one more step beside the planned ones, with a coordinator's own words."""
        for part in batches(unit_ids):
            turn = self._next_round(campaign_id, part)
            rows = [
                _row(campaign_id, unit_id, turn, step, due_at, item_key, words) for unit_id in part
            ]
            self.connection.execute(REMINDER.insert(), rows)

    def _next_round(self, campaign_id: int, unit_ids: list[int]) -> int:
        last = self.connection.execute(
            select(func.max(REMINDER.c.round)).where(
                REMINDER.c.campaign_id == campaign_id, REMINDER.c.unit_id.in_(unit_ids)
            )
        ).scalar()
        return 0 if last is None else int(last) + 1

    def cancel(
        self,
        campaign_id: int,
        unit_ids: Sequence[int] | None,
        now: datetime | None,
        keep: Sequence[str] = (),
        *,
        only_report: bool = False,
        only_coming: bool = False,
    ) -> None:
        """Cancel: nothing more is reminded for these units (all units when None), as of this commit, but
        by the steps named in `keep` and, with `only_report`, of parts with a day of their own, with
        `only_coming` of what has fallen due already."""
        statement = (
            update(REMINDER)
            .where(REMINDER.c.campaign_id == campaign_id, REMINDER.c.state == "planned")
            .values(state="cancelled", finished_at=now)
        )
        if keep:
            statement = statement.where(REMINDER.c.step.not_in(list(keep)))
        if only_report:
            statement = statement.where(REMINDER.c.item_key == "")
        if only_coming:
            statement = statement.where(REMINDER.c.due_at > now)
        if unit_ids is None:
            self.connection.execute(statement)
            return
        for part in batches(unit_ids):
            self.connection.execute(statement.where(REMINDER.c.unit_id.in_(part)))

    def due(self, now: datetime, limit: int, campaign_id: int | None = None) -> list[Planned]:
        """Return steps whose time has come (of one campaign), oldest first; an index range, so an idle
        tick costs the same however much is planned."""
        conditions = [REMINDER.c.due_at <= now]
        if campaign_id is not None:
            conditions.append(REMINDER.c.campaign_id == campaign_id)
        return self._some(conditions, limit)

    def planned(self, campaign_id: int) -> list[Planned]:
        """Return everything still planned in a campaign, in time order."""
        return self._some([REMINDER.c.campaign_id == campaign_id], None)

    def done_between(self, campaign_id: int, since: datetime, until: datetime) -> list[int]:
        """Return the units that were reminded from a moment on and before another."""
        done = select(REMINDER.c.unit_id).where(
            REMINDER.c.campaign_id == campaign_id,
            REMINDER.c.unit_id.is_not(None),
            REMINDER.c.state == "done",
            REMINDER.c.finished_at >= since,
            REMINDER.c.finished_at < until,
        )
        return list(self.connection.execute(done.distinct()).scalars())

    def of_person(self, person_id: int, until: datetime) -> list[Planned]:
        """Return what is planned up to a moment for the units a person sits for now, in time order."""
        rows = self.connection.execute(OF_PERSON, {"holder": person_id, "latest": until})
        return list(dict.fromkeys(read_as(Planned, row) for row in rows))

    def _some(self, conditions: Sequence[Any], limit: int | None) -> list[Planned]:
        rows = self.connection.execute(
            select(REMINDER)
            .where(REMINDER.c.state == "planned", *conditions)
            .order_by(REMINDER.c.due_at, REMINDER.c.id)
            .limit(limit)
        )
        return [read_as(Planned, row) for row in rows]

    def finish(self, ids: Sequence[int], state: str, now: datetime) -> int:
        """Close steps as done or dropped; returns how many were still planned."""
        statement = (
            update(REMINDER)
            .where(REMINDER.c.state == "planned")
            .values(state=state, finished_at=now)
        )
        done = [
            self.connection.execute(statement.where(REMINDER.c.id.in_(part)))
            for part in batches(ids)
        ]
        return sum(result.rowcount for result in done)

    def postpone(self, ids: Sequence[int], until: datetime) -> None:
        statement = update(REMINDER).where(REMINDER.c.state == "planned").values(due_at=until)
        for part in batches(ids):
            self.connection.execute(statement.where(REMINDER.c.id.in_(part)))


def _row(
    campaign_id: int,
    unit_id: int,
    turn: int,
    step: str,
    due_at: datetime,
    item_key: str = "",
    words: str = "",
) -> dict[str, Any]:
    return {
        "campaign_id": campaign_id,
        "unit_id": unit_id,
        "item_key": item_key,
        "step": step,
        "round": turn,
        "due_at": due_at,
        "state": "planned",
        "words": words,
    }
