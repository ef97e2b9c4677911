"""Planned reminder steps and the once-a-day notices made from them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, func, select, update
from sqlalchemy.dialects import postgresql, sqlite

from storage.batches import batches
from storage.codec import dumps
from storage.tables import NoticeRow, ReminderRow

REMINDER = ReminderRow.__table__  # type: ignore[attr-defined]
NOTICE = NoticeRow.__table__  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class Planned:
    """One step for one unit that still waits."""

    id: int
    campaign_id: int
    unit_id: int
    step: str
    due_at: datetime
    words: str = ""


class Reminders:
    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def plan(
        self, campaign_id: int, unit_ids: Sequence[int], steps: Sequence[tuple[str, datetime]]
    ) -> None:
        """Replace what is still planned for these units by `steps`; done steps stay done."""
        self.cancel(campaign_id, unit_ids, None)
        turn = max((self._next_round(campaign_id, part) for part in batches(unit_ids)), default=0)
        rows = [
            {"campaign_id": campaign_id, "unit_id": unit_id, "step": step, "round": turn,
             "due_at": due_at, "state": "planned", "words": ""}
            for unit_id in unit_ids
            for step, due_at in steps
        ]
        if rows:
            self.connection.execute(REMINDER.insert(), rows)

    def add(
        self, campaign_id: int, unit_ids: Sequence[int], step: str, due_at: datetime, words: str
    ) -> None:
        """One more step beside the planned ones, with a coordinator's own words."""
        for unit_id in unit_ids:
            last = self.connection.execute(
                select(func.max(REMINDER.c.round)).where(
                    REMINDER.c.campaign_id == campaign_id,
                    REMINDER.c.unit_id == unit_id,
                    REMINDER.c.step == step,
                )
            ).scalar()
            self.connection.execute(
                REMINDER.insert().values(
                    campaign_id=campaign_id, unit_id=unit_id, step=step, words=words,
                    round=0 if last is None else last + 1, due_at=due_at, state="planned",
                )
            )

    def _next_round(self, campaign_id: int, unit_ids: list[int]) -> int:
        last = self.connection.execute(
            select(func.max(REMINDER.c.round)).where(
                REMINDER.c.campaign_id == campaign_id, REMINDER.c.unit_id.in_(unit_ids)
            )
        ).scalar()
        return 0 if last is None else int(last) + 1

    def cancel(
        self, campaign_id: int, unit_ids: Sequence[int] | None, now: datetime | None
    ) -> None:
        """Nothing more is reminded for these units (all units when None), as of this commit."""
        statement = (
            update(REMINDER)
            .where(REMINDER.c.campaign_id == campaign_id, REMINDER.c.state == "planned")
            .values(state="cancelled", finished_at=now)
        )
        if unit_ids is None:
            self.connection.execute(statement)
            return
        for part in batches(unit_ids):
            self.connection.execute(statement.where(REMINDER.c.unit_id.in_(part)))

    def due(self, now: datetime, limit: int) -> list[Planned]:
        """Steps whose time has come, oldest first; an index range, so an idle tick costs nothing."""
        return self._some(REMINDER.c.due_at <= now, limit)

    def planned(self, campaign_id: int) -> list[Planned]:
        """Everything still planned in a campaign, in time order."""
        return self._some(REMINDER.c.campaign_id == campaign_id, None)

    def _some(self, condition: object, limit: int | None) -> list[Planned]:
        rows = self.connection.execute(
            select(REMINDER)
            .where(REMINDER.c.state == "planned", condition)  # type: ignore[arg-type]
            .order_by(REMINDER.c.due_at, REMINDER.c.id)
            .limit(limit)
        )
        return [
            Planned(row.id, row.campaign_id, row.unit_id, row.step, row.due_at, row.words)
            for row in rows
        ]

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

    def notice(
        self, person_id: int, day: date, duties: Sequence[tuple[int, str]], now: datetime
    ) -> int | None:
        """The person's one reminder of a day; None when there is one already."""
        dialect = postgresql if self.connection.dialect.name == "postgresql" else sqlite
        made = self.connection.execute(
            dialect.insert(NOTICE)
            .values(person_id=person_id, day=day, duties=dumps(list(duties)), created_at=now)
            .on_conflict_do_nothing(index_elements=["person_id", "day"])
            .returning(NOTICE.c.id)
        ).scalar()
        return None if made is None else int(made)

    def duties(self, notice_id: int) -> tuple[int, date, list[tuple[int, str]]]:
        """(person id, day, [(submission id, step)]) of a notice."""
        row = self.connection.execute(select(NOTICE).where(NOTICE.c.id == notice_id)).one()
        return row.person_id, row.day, [(pair[0], pair[1]) for pair in json.loads(row.duties)]

    def move_notice(self, notice_id: int, person_id: int, day: date) -> bool:
        """A message that was not sent on its day takes the place of another day's; False when that
        day has one already."""
        held = self.connection.execute(
            select(NOTICE.c.id).where(NOTICE.c.person_id == person_id, NOTICE.c.day == day)
        ).first()
        if held is not None:
            return False
        self.connection.execute(update(NOTICE).where(NOTICE.c.id == notice_id).values(day=day))
        return True
