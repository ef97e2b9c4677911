"""Group chats that follow a campaign: each gets its progress, until somebody ends that."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, insert, select, update
from sqlmodel import Field, SQLModel

from storage.codec import read_as
from storage.column_kinds import ref, table_of, when
from storage.connection import InTransaction
from storage.tables import ADDRESS


class GroupChatRow(SQLModel, table=True):
    """A group chat and the campaign that it follows."""

    __tablename__ = "group_chat"
    id: int | None = Field(default=None, primary_key=True)
    address_id: int = ref("address.id", index=True)
    campaign_id: int = ref("campaign.id", index=True)
    person_id: int = ref("person.id")  # who made the code that was said in it
    names: bool = False  # units that have not sent are named there
    posted_on: str = ""  # the latest day of a picture, ISO 8601; the chat's, whatever it follows
    bound_at: datetime = when(null=False)
    ended_at: datetime | None = when()


ROW = table_of(GroupChatRow)


@dataclass(frozen=True, slots=True)
class GroupChat:
    """A group that follows a campaign. `person_id` is the coordinator whose code was said in it."""

    id: int
    address_id: int
    campaign_id: int
    person_id: int
    names: bool
    channel: str


class GroupChats(InTransaction):
    def bind(self, address_id: int, campaign_id: int, person_id: int, now: datetime) -> None:
        """Let a group follow a campaign, instead of the one that it followed before."""
        before = ROW.c.address_id == address_id
        posted = self.connection.execute(select(func.max(ROW.c.posted_on)).where(before)).scalar()
        self._end(before, now)
        values = {"address_id": address_id, "campaign_id": campaign_id, "person_id": person_id}
        self.connection.execute(
            insert(ROW).values(**values, names=False, posted_on=posted or "", bound_at=now)
        )

    def at(self, address_id: int) -> GroupChat | None:
        """Return the group of a chat; None for one that follows nothing."""
        return next(iter(self._found(ROW.c.address_id == address_id)), None)

    def of_campaign(self, campaign_id: int) -> list[GroupChat]:
        """Return the groups that follow a campaign, the oldest first."""
        return self._found(ROW.c.campaign_id == campaign_id)

    def lost(self, campaign_id: int) -> int:
        """Return how many groups that follow a campaign did not take what was sent last."""
        failed = ADDRESS.c.failed_at.is_not(None)
        return len(self._found(ROW.c.campaign_id == campaign_id, failed))

    def _found(self, *which: ColumnElement[bool]) -> list[GroupChat]:
        rows = self.connection.execute(
            select(ROW, ADDRESS.c.channel)
            .join(ADDRESS, ADDRESS.c.id == ROW.c.address_id)
            .where(*which, ROW.c.ended_at.is_(None))
            .order_by(ROW.c.bound_at, ROW.c.id)
        )
        return [read_as(GroupChat, row) for row in rows]

    def begin_day(self, group: GroupChat, day: str) -> bool:
        """Note that a group gets its picture of a day ("2022-10-10"); False where it has it."""
        fresh = (ROW.c.id == group.id, ROW.c.posted_on < day)
        done = self.connection.execute(update(ROW).where(*fresh).values(posted_on=day))
        return done.rowcount == 1

    def name_units(self, groups: Sequence[GroupChat], *, names: bool) -> None:
        """Say whether units are named in groups."""
        which = ROW.c.id.in_([group.id for group in groups])
        self.connection.execute(update(ROW).where(which).values(names=names))

    def end(self, groups: Sequence[GroupChat], now: datetime) -> None:
        """Let groups follow nothing any more."""
        self._end(ROW.c.id.in_([group.id for group in groups]), now)

    def _end(self, which: ColumnElement[bool], now: datetime) -> None:
        still = ROW.c.ended_at.is_(None)
        self.connection.execute(update(ROW).where(which, still).values(ended_at=now))
