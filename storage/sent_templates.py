"""Template messages that were sent to telephone numbers; of a number only its last digits are kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import UniqueConstraint, select, update
from sqlmodel import Field, SQLModel

from bot.model.optional import optional
from storage.arrivals import insert_for
from storage.column_kinds import ref, table_of, when
from storage.connection import InTransaction


class TemplateNoticeRow(SQLModel, table=True):
    """One message to one number for a unit on one day: `state` as in the outbox."""

    __tablename__ = "template_notice"
    __table_args__ = (UniqueConstraint("campaign_id", "unit_id", "masked", "day"),)
    id: int | None = Field(default=None, primary_key=True)
    campaign_id: int = ref("campaign.id", index=True)
    unit_id: int = ref("unit.id")
    masked: str
    day: str  # ISO 8601
    template: str
    price: int  # đồng, as it was shown before
    state: str = "sending"
    failure: str = ""
    begun_at: datetime = when(null=False)


ROW = table_of(TemplateNoticeRow)


@dataclass(frozen=True, slots=True)
class TemplateNotice:
    """A message to the number of somebody who never joined; `masked` hides most of it."""

    campaign_id: int
    unit_id: int
    masked: str
    day: str
    template: str
    price: int


class TemplateNotices(InTransaction):
    def begin(self, notice: TemplateNotice, now: datetime) -> int | None:
        """Note that a message is about to leave; None where one left, or may have left, that day."""
        values = {name: getattr(notice, name) for name in notice.__slots__}
        made = self.connection.execute(
            insert_for(self.connection.dialect.name, ROW)
            .values(**values, state="sending", failure="", begun_at=now)
            .on_conflict_do_nothing(index_elements=["campaign_id", "unit_id", "masked", "day"])
            .returning(ROW.c.id)
        ).scalar()
        return optional(int, made)

    def settle(self, notice_id: int, state: str, failure: str = "") -> None:
        """Note what became of a message: "sent", "failed", "unknown"."""
        changed = update(ROW).where(ROW.c.id == notice_id)
        self.connection.execute(changed.values(state=state, failure=failure))

    def tried(self, campaign_id: int, day: str) -> set[tuple[int, str]]:
        """Return (unit, masked number) of every message that was begun on a day."""
        rows = self.connection.execute(
            select(ROW.c.unit_id, ROW.c.masked).where(
                ROW.c.campaign_id == campaign_id, ROW.c.day == day
            )
        )
        return {(row.unit_id, row.masked) for row in rows}

    def days(self, campaign_id: int) -> dict[int, str]:
        """Return the latest day on which each unit of a campaign was sent one."""
        rows = self.connection.execute(
            select(ROW.c.unit_id, ROW.c.day)
            .where(ROW.c.campaign_id == campaign_id, ROW.c.state == "sent")
            .order_by(ROW.c.day)
        )
        return {row.unit_id: row.day for row in rows}
