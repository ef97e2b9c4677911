"""Tables of what leaves: drafts sent for comments, programs that read, papers of the register."""

from __future__ import annotations

from sqlalchemy import Connection

from storage import outward_tables


def add_opinions(connection: Connection) -> None:
    """Keep what becomes of a draft that was sent for comments."""
    _create(connection, outward_tables.OpinionRow)


def add_readers(connection: Connection) -> None:
    """Let other programs read reports and be told of accepted ones."""
    _create(connection, outward_tables.FeedTokenRow)
    _create(connection, outward_tables.WebhookRow)
    _create(connection, outward_tables.WebhookCallRow)


def add_papers(connection: Connection) -> None:
    """Keep an outgoing register."""
    _create(connection, outward_tables.PaperRow)
    _create(connection, outward_tables.PaperEventRow)


def _create(connection: Connection, row: type) -> None:
    row.__table__.create(connection, checkfirst=True)  # type: ignore[attr-defined]
