"""Tables of what left by which of a platform's allowances."""

from __future__ import annotations

from sqlalchemy import Connection
from sqlmodel import Field, SQLModel


class MessageWayRow(SQLModel, table=True):
    """Messages of one bot in one calendar month by one way."""

    __tablename__ = "message_way"
    channel: str = Field(primary_key=True)
    bot: str = Field(primary_key=True)
    month: str = Field(primary_key=True)  # "2026-10", in the office's time zone
    way: str = Field(primary_key=True)
    part: int = Field(default=0, primary_key=True)  # several programs count side by side
    sent: int = 0


def add_ways(connection: Connection) -> None:
    """Count messages by the way they went."""
    MessageWayRow.__table__.create(connection, checkfirst=True)  # type: ignore[attr-defined]
