"""The one reminder a person gets on a day: what it tells, and what became of it."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from operator import attrgetter
from typing import Any, NamedTuple

from sqlalchemy import select

from bot.model.message import Reply
from storage.arrivals import insert_for
from storage.codec import dumps, waiting_row
from storage.connection import InTransaction, batches
from storage.tables import NOTICE, OUTBOX


class ReminderPart(NamedTuple):
    """One report a notice tells about: by which step (of which item, where that has a day of its own),
    with a coordinator's own words."""

    submission_id: int
    step: str
    words: str = ""
    item_key: str = ""

    @property
    def about(self) -> tuple[int, str]:
        """Return what it tells of: the report, or a part of it with a day of its own."""
        return self.submission_id, self.item_key


class NoticeState(StrEnum):
    """What became of a notice's message."""

    OPEN = "open"  # it still waits: more can be told in it
    SPENT = "spent"  # it left, may have left, or could not be delivered: the day is used up
    FREE = "free"  # it was never sent, because nothing was left to tell: the day may be used


@dataclass(frozen=True, slots=True)
class DailyReminder:
    """`copies` counts its messages so far, one a chat."""

    id: int
    person_id: int
    day: date
    duties: tuple[ReminderPart, ...]
    fate: NoticeState = NoticeState.FREE
    copies: int = 0

    def covers(self, duty: ReminderPart) -> bool:
        """Tell whether a report is told about, with these words where there are some."""
        return any(
            told.submission_id == duty.submission_id and duty.words in ("", told.words)
            for told in self.duties
        )


@dataclass(frozen=True, slots=True)
class NoticeMessage:
    """One copy of a person's notice, to one chat; `key` makes a second one impossible."""

    address_id: int
    channel: str
    reply: Reply
    notice_id: int
    key: str


class Notices(InTransaction):
    """The unique key (person, day) is the once-a-day rule."""

    def make(
        self, day: date, duties: Mapping[int, Sequence[ReminderPart]], now: datetime
    ) -> dict[int, int]:
        """Return person id -> id of a new notice; people who have one on that day are left out."""
        insert = insert_for(self.connection.dialect.name, NOTICE)
        made: dict[int, int] = {}
        people = list(duties)
        for part in (people[start : start + 500] for start in range(0, len(people), 500)):
            rows = [
                {"person_id": person, "day": day, "duties": dumps(list(duties[person])),
                 "created_at": now}
                for person in part
            ]  # fmt: skip
            fresh = self.connection.execute(
                insert.values(rows)
                .on_conflict_do_nothing(index_elements=["person_id", "day"])
                .returning(NOTICE.c.id, NOTICE.c.person_id)
            )
            made |= {row.person_id: int(row.id) for row in fresh}
        return made

    def of_day(self, day: date, person_ids: Sequence[int]) -> dict[int, DailyReminder]:
        """Return these people's notices of a day, by person."""
        rows: list[Any] = []
        for part in batches(person_ids):
            statement = select(NOTICE).where(NOTICE.c.day == day, NOTICE.c.person_id.in_(part))
            rows += self.connection.execute(statement.with_for_update())
        states = self._states(list(map(attrgetter("id"), rows)))
        return {row.person_id: _notice(row, states.get(row.id, [])) for row in rows}

    def get(self, notice_id: int) -> DailyReminder:
        """Return one notice."""
        row = self.connection.execute(select(NOTICE).where(NOTICE.c.id == notice_id)).one()
        return _notice(row, self._states([notice_id]).get(notice_id, []))

    def waiting(self, person_id: int, besides: int) -> list[DailyReminder]:
        """Return a person's other notices whose message has not left yet."""
        unsent = select(OUTBOX.c.id).where(
            OUTBOX.c.notice_id == NOTICE.c.id, OUTBOX.c.state == "pending"
        )
        rows = self.connection.execute(
            select(NOTICE).where(
                NOTICE.c.person_id == person_id, NOTICE.c.id != besides, unsent.exists()
            )
        )
        return [_notice(row, ["pending"]) for row in rows]

    def _states(self, notice_ids: Sequence[int]) -> dict[int, list[str]]:
        found: dict[int, list[str]] = defaultdict(list)
        for part in batches(notice_ids):
            rows = self.connection.execute(
                select(OUTBOX.c.notice_id, OUTBOX.c.state).where(OUTBOX.c.notice_id.in_(part))
            )
            for row in rows:
                found[row.notice_id].append(row.state)
        return found

    def tell(self, notice_id: int, duties: Sequence[ReminderPart]) -> None:
        """Store what the notice tells from now on."""
        self.set_columns(NOTICE, notice_id, duties=dumps(list(duties)))

    def queue(self, messages: Sequence[NoticeMessage], now: datetime) -> None:
        """Queue the messages of many people's notices, one each."""
        rows = [
            waiting_row(
                message.address_id,
                message.channel,
                message.reply,
                now,
                None,
                message.notice_id,
                message.key,
            )
            for message in messages
        ]
        if rows:
            insert = insert_for(self.connection.dialect.name, OUTBOX)
            self.connection.execute(insert.on_conflict_do_nothing(index_elements=["key"]), rows)

    def serve(self, outbox_id: int, notice_id: int) -> None:
        """Let a message carry another day's notice from now on."""
        self.set_columns(OUTBOX, outbox_id, notice_id=notice_id)

    def move(self, notice: DailyReminder, day: date) -> bool:
        """Let a message that was not sent on its day take the place of another day's; return False when that
        day has one already."""
        held = self.connection.execute(
            select(NOTICE.c.id).where(NOTICE.c.person_id == notice.person_id, NOTICE.c.day == day)
        ).first()
        if held is not None:
            return False
        self.set_columns(NOTICE, notice.id, day=day)
        return True


def _notice(row: Any, states: Sequence[str]) -> DailyReminder:
    fate = NoticeState.SPENT
    if "pending" in states:
        fate = NoticeState.OPEN
    elif all(state == "cancelled" for state in states):
        fate = NoticeState.FREE
    told = tuple(ReminderPart(*entry) for entry in json.loads(row.duties))
    return DailyReminder(row.id, row.person_id, row.day, told, fate, len(states))
