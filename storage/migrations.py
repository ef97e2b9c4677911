"""Ordered, named steps, each applied once in a transaction together with its own record.

A file that knows a later step than this program was made by a newer one and is refused; before an
existing file is changed a copy is laid beside it.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, Engine, func, inspect, select
from sqlmodel import SQLModel

from bot.errors import OperatorError
from storage import (
    bodies,
    contested,
    group_chats,
    ledger_upgrade,
    link_upgrade,
    namesakes,
    office_tables,
    outward_tables,
    sent_templates,
)
from storage.backup import copy_database
from storage.column_kinds import UtcDateTime
from storage.engine import reading_options
from storage.shared_database import alone
from storage.tables import (
    AUDIT,
    CAMPAIGN,
    INVITE,
    JOINT,
    METER,
    MIGRATION,
    SNAPSHOT,
    SNAPSHOT_CELL,
    SNAPSHOT_UNIT,
    SOURCE,
    TYPED,
)
from storage.upgrade_steps import (
    TEXT,
    Step,
    add_column,
    columns,
    has_column,
    new_index,
    new_tables,
)


def _first_tables(connection: Connection) -> None:
    """Make everything as of the first release."""
    SQLModel.metadata.create_all(connection)


def _bodies(connection: Connection) -> None:
    """Give each unit to the body whose plan lists it, and keep each name it had."""
    if has_column(connection, "unit", "body"):
        return  # a new database: the first step made it so
    for name in ("body", "previous"):
        add_column(connection, "campaign", name, TEXT)
    new_index(CAMPAIGN, "ix_campaign_body")(connection)
    bodies.add_columns(connection)
    bodies.assign_units(connection)


def _parts(connection: Connection) -> None:
    """Let figures keep the named shares that they are the sum of."""
    for table in ("answer", "revision_answer"):
        add_column(connection, table, "parts", TEXT)


def _cells(connection: Connection) -> None:
    """Figures of any number of columns: those beside the first two stand in a list."""
    for table in ("answer", "revision_answer", "snapshot_cell"):
        add_column(connection, table, "cells", TEXT)


def _handed_totals(connection: Connection) -> None:
    """Tell the versions that are totals of a branch, what those were made from, and which versions were
    accepted."""
    if not has_column(connection, "revision", "accepted"):
        for name in ("accepted", "of_branch"):
            add_column(connection, "revision", name, "BOOLEAN NOT NULL DEFAULT FALSE")
        connection.exec_driver_sql(
            "UPDATE revision SET accepted = TRUE WHERE returned = FALSE AND EXISTS (SELECT 1 FROM"
            " submission WHERE submission.id = revision.submission_id AND"
            " submission.status = 'accepted' AND submission.version = revision.version)"
        )
    SOURCE.create(connection, checkfirst=True)


def _shared(connection: Connection) -> None:
    """Several programs on one database: which of them sends a message, and a part of the meters
    for each, so that they need not wait for one another."""
    add_column(connection, "outbox", "claimed_by", "INTEGER")
    if has_column(connection, "meter", "part"):
        return
    counted = "channel, bot, month, sent, received, warned"
    connection.exec_driver_sql(f"CREATE TABLE meter_before AS SELECT {counted} FROM meter")  # noqa: S608
    connection.exec_driver_sql("DROP TABLE meter")
    METER.create(connection)
    connection.exec_driver_sql(
        f"INSERT INTO meter ({counted}, part) SELECT {counted}, 0 FROM meter_before"  # noqa: S608
    )
    connection.exec_driver_sql("DROP TABLE meter_before")


def _left_units(connection: Connection) -> None:
    """Units that were taken out of a running campaign, and why."""
    instant = UtcDateTime().compile(dialect=connection.dialect)
    add_column(connection, "submission", "left_at", instant)
    add_column(connection, "submission", "left_reason", TEXT)


MIGRATIONS: list[tuple[str, Step]] = [
    ("first_tables", _first_tables),
    ("links_and_meters", new_tables(METER)),
    ("snapshots", new_tables(SNAPSHOT, SNAPSHOT_UNIT, SNAPSHOT_CELL)),
    ("talk", new_index(AUDIT, "ix_audit_talk")),  # questions that wait, without the whole audit
    ("bodies", _bodies),
    ("sealed_invites", columns("invite", sealed=TEXT)),  # codes of before keep an empty place
    ("begun", columns("inbox", begun="INTEGER NOT NULL DEFAULT 0")),
    ("parts", _parts),
    ("began_from", columns("inbox", began_from="TEXT")),
    ("typed_cells", new_tables(TYPED)),
    ("visits", new_tables(office_tables.VISIT)),
    ("cells", _cells),
    ("handed_totals", _handed_totals),
    ("obligations", ledger_upgrade.add_columns),
    ("open_invites", new_index(INVITE, "ix_invite_open")),  # those of the whole campaign unread
    ("joint_activities", new_tables(JOINT)),
    ("office_pages", new_tables(office_tables.MEMBER, office_tables.DRAFT)),
    ("passkeys", new_tables(office_tables.PASSKEY)),
    ("series", columns("campaign", series=TEXT, opens="DATE")),
    ("shared", _shared),
    ("opinions", new_tables(outward_tables.OPINION)),
    (
        "outward",
        new_tables(outward_tables.TOKEN, outward_tables.WEBHOOK, outward_tables.CALL),
    ),
    ("papers", new_tables(outward_tables.PAPER, outward_tables.EVENT)),
    ("trials", columns("campaign", trial_of=TEXT)),
    ("message_ways", new_tables(outward_tables.WAY)),
    ("one_time_links", link_upgrade.join_links),
    ("short_codes", columns("one_time_link", tries="INTEGER")),
    ("unusual", columns("campaign", unusual=TEXT)),
    ("file_versions", columns("file", version="INTEGER NOT NULL DEFAULT 0")),
    ("contested", new_tables(contested.ROW)),
    ("group_chats", new_tables(group_chats.ROW)),
    ("template_notices", new_tables(sent_templates.ROW)),
    ("namesakes", namesakes.add_beside),
    ("left_units", _left_units),
    ("makers", columns("invite", made_by="INTEGER REFERENCES person (id)")),
]


class NewerDatabase(OperatorError):
    """The file was written by a later version of the program."""

    def __init__(self, found: int, known: int) -> None:
        super().__init__(f"database version {found}, program knows {known}")
        self.found = found
        self.known = known


def version(engine: Engine) -> int:
    """Return the number of the last applied step; 0 for an empty file."""
    with engine.connect().execution_options(**reading_options(engine)) as connection:
        found = _version(connection)
        connection.rollback()
    return found


def migrate(engine: Engine, now: datetime, backups: Path | None) -> None:
    """Bring the database to this program's version; raises NewerDatabase for a later one.

    All missing steps are one transaction. It holds the write lock from its beginning, so of several
    processes that start at once one does the work and the others find it done."""
    if _known(version(engine)):
        return
    with alone(engine), engine.begin() as connection:
        current = _version(connection)
        if _known(current):
            return
        if current and backups is not None and connection.dialect.name == "sqlite":
            backups.mkdir(parents=True, exist_ok=True)
            name = f"before-version-{len(MIGRATIONS)}-{now:%Y%m%d-%H%M%S}.db"
            copy_database(engine, backups / name)  # readers see the state before this transaction
        if not inspect(connection).has_table("migration"):
            MIGRATION.create(connection)
        for number, (name, step) in enumerate(MIGRATIONS[current:], start=current + 1):
            step(connection)
            connection.execute(MIGRATION.insert().values(number=number, name=name, applied_at=now))


def _version(connection: Connection) -> int:
    if not inspect(connection).has_table("migration"):
        return 0
    return connection.execute(select(func.max(MIGRATION.c.number))).scalar() or 0


def _known(current: int) -> bool:
    """Tell whether the database is at this program's version; raises NewerDatabase above it."""
    if current > len(MIGRATIONS):
        raise NewerDatabase(current, len(MIGRATIONS))
    return current == len(MIGRATIONS)
