"""Ordered, named steps, each applied once in a transaction together with its own record.

A file that knows a later step than this program was made by a newer one and is refused; before an
existing file is changed a copy is laid beside it.
"""

from __future__ import annotations

from collections.abc import Callable
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
    tables,
)
from storage.backup import copy_database
from storage.engine import reading_options
from storage.shared_database import alone
from storage.tables import MIGRATION


def _first_tables(connection: Connection) -> None:
    """Make everything as of the first release."""
    SQLModel.metadata.create_all(connection)


def _links_and_meters(connection: Connection) -> None:
    """Add what each bot sends and receives. (Its tables of links are one table since a later step.)"""
    meter = SQLModel.metadata.tables[str(tables.MeterRow.__tablename__)]
    meter.create(connection, checkfirst=True)


def _snapshots(connection: Connection) -> None:
    """Add totals that were issued as documents, with what they were made from."""
    for row in (tables.SnapshotRow, tables.SnapshotUnitRow, tables.SnapshotCellRow):
        SQLModel.metadata.tables[str(row.__tablename__)].create(connection, checkfirst=True)


def _talk(connection: Connection) -> None:
    """Add an index: questions that wait for an answer are found without reading the whole audit."""
    audit = SQLModel.metadata.tables[str(tables.AuditRow.__tablename__)]
    index = next(index for index in audit.indexes if index.name == "ix_audit_talk")
    index.create(connection, checkfirst=True)


def _bodies(connection: Connection) -> None:
    """Give each unit to the body whose plan lists it, and keep each name it had."""
    if "body" in {column["name"] for column in inspect(connection).get_columns("unit")}:
        return  # a new database: the first step made it so
    for column in ("body", "previous"):
        connection.exec_driver_sql(
            f"ALTER TABLE campaign ADD COLUMN {column} TEXT NOT NULL DEFAULT ''"
        )
    campaign = SQLModel.metadata.tables[str(tables.CampaignRow.__tablename__)]
    next(index for index in campaign.indexes if index.name == "ix_campaign_body").create(
        connection
    )
    bodies.add_columns(connection)
    bodies.assign_units(connection)


def _sealed_invites(connection: Connection) -> None:
    """Add a place for sealed codes: codes can be printed again; those of before keep an empty place."""
    if "sealed" in {column["name"] for column in inspect(connection).get_columns("invite")}:
        return  # a new database: the first step made it so
    connection.exec_driver_sql("ALTER TABLE invite ADD COLUMN sealed TEXT NOT NULL DEFAULT ''")


def _begun(connection: Connection) -> None:
    """Count turns that were begun and never ended."""
    if "begun" not in {column["name"] for column in inspect(connection).get_columns("inbox")}:
        connection.exec_driver_sql("ALTER TABLE inbox ADD COLUMN begun INTEGER NOT NULL DEFAULT 0")


def _parts(connection: Connection) -> None:
    """Let figures keep the named shares that they are the sum of."""
    for table in ("answer", "revision_answer"):
        if "parts" not in {column["name"] for column in inspect(connection).get_columns(table)}:
            connection.exec_driver_sql(
                f"ALTER TABLE {table} ADD COLUMN parts TEXT NOT NULL DEFAULT ''"
            )


def _began_from(connection: Connection) -> None:
    """Let messages keep the conversation that their turn began from."""
    if "began_from" not in {column["name"] for column in inspect(connection).get_columns("inbox")}:
        connection.exec_driver_sql("ALTER TABLE inbox ADD COLUMN began_from TEXT")


def _typed_cells(connection: Connection) -> None:
    """Keep what stands in cells of the table and is not stored yet."""
    typed = SQLModel.metadata.tables[str(tables.TypedCellRow.__tablename__)]
    typed.create(connection, checkfirst=True)


def _visits(connection: Connection) -> None:
    """Visits to the coordinators' pages are kept, so that they can be listed and ended."""
    visit = SQLModel.metadata.tables[str(office_tables.VisitRow.__tablename__)]
    visit.create(connection, checkfirst=True)


def _cells(connection: Connection) -> None:
    """Figures of any number of columns: those beside the first two stand in a list."""
    for table in ("answer", "revision_answer", "snapshot_cell"):
        if "cells" not in {column["name"] for column in inspect(connection).get_columns(table)}:
            connection.exec_driver_sql(
                f"ALTER TABLE {table} ADD COLUMN cells TEXT NOT NULL DEFAULT ''"
            )


def _handed_totals(connection: Connection) -> None:
    """Tell the versions that are totals of a branch, what those were made from, and which versions were
    accepted."""
    if "accepted" not in {
        column["name"] for column in inspect(connection).get_columns("revision")
    }:
        for column in ("accepted", "of_branch"):
            connection.exec_driver_sql(
                f"ALTER TABLE revision ADD COLUMN {column} BOOLEAN NOT NULL DEFAULT FALSE"
            )
        connection.exec_driver_sql(
            "UPDATE revision SET accepted = TRUE WHERE returned = FALSE AND EXISTS (SELECT 1 FROM"
            " submission WHERE submission.id = revision.submission_id AND"
            " submission.status = 'accepted' AND submission.version = revision.version)"
        )
    sources = SQLModel.metadata.tables[str(tables.RevisionSourceRow.__tablename__)]
    sources.create(connection, checkfirst=True)


def _open_invites(connection: Connection) -> None:
    """Add an index: the codes that end are found without reading those of the whole campaign."""
    invite = SQLModel.metadata.tables["invite"]
    index = next(index for index in invite.indexes if index.name == "ix_invite_open")
    index.create(connection, checkfirst=True)


def _joint_activities(connection: Connection) -> None:
    """Keep what was said of activities that several units reported."""
    joint = SQLModel.metadata.tables[str(tables.JointActivityRow.__tablename__)]
    joint.create(connection, checkfirst=True)


def _office_pages(connection: Connection) -> None:
    """Who sets campaigns up in the browser, by which links, and the campaigns they are at."""
    for row in (office_tables.OfficeMemberRow, office_tables.CampaignDraftRow):
        SQLModel.metadata.tables[str(row.__tablename__)].create(connection, checkfirst=True)


def _passkeys(connection: Connection) -> None:
    """Sign in to the office with a key that a device keeps."""
    passkey = SQLModel.metadata.tables[str(office_tables.PasskeyRow.__tablename__)]
    passkey.create(connection, checkfirst=True)


def _trials(connection: Connection) -> None:
    """Campaigns in which another one is only tried."""
    have = {column["name"] for column in inspect(connection).get_columns("campaign")}
    if "trial_of" not in have:
        connection.exec_driver_sql(
            "ALTER TABLE campaign ADD COLUMN trial_of TEXT NOT NULL DEFAULT ''"
        )


def _series(connection: Connection) -> None:
    """Campaigns that come again, and the day on which one is to be opened."""
    have = {column["name"] for column in inspect(connection).get_columns("campaign")}
    if "series" not in have:
        connection.exec_driver_sql(
            "ALTER TABLE campaign ADD COLUMN series TEXT NOT NULL DEFAULT ''"
        )
        connection.exec_driver_sql("ALTER TABLE campaign ADD COLUMN opens DATE")


def _shared(connection: Connection) -> None:
    """Several programs on one database: which of them sends a message, and a part of the meters
    for each, so that they need not wait for one another."""
    if "claimed_by" not in {
        column["name"] for column in inspect(connection).get_columns("outbox")
    }:
        connection.exec_driver_sql("ALTER TABLE outbox ADD COLUMN claimed_by INTEGER")
    if "part" in {column["name"] for column in inspect(connection).get_columns("meter")}:
        return
    meter = SQLModel.metadata.tables[str(tables.MeterRow.__tablename__)]
    columns = "channel, bot, month, sent, received, warned"
    connection.exec_driver_sql(f"CREATE TABLE meter_before AS SELECT {columns} FROM meter")  # noqa: S608
    connection.exec_driver_sql("DROP TABLE meter")
    meter.create(connection)
    connection.exec_driver_sql(
        f"INSERT INTO meter ({columns}, part) SELECT {columns}, 0 FROM meter_before"  # noqa: S608
    )
    connection.exec_driver_sql("DROP TABLE meter_before")


def _unusual(connection: Connection) -> None:
    """Campaigns that say from where on a figure is asked about."""
    have = {column["name"] for column in inspect(connection).get_columns("campaign")}
    if "unusual" not in have:
        connection.exec_driver_sql(
            "ALTER TABLE campaign ADD COLUMN unusual TEXT NOT NULL DEFAULT ''"
        )


def _file_versions(connection: Connection) -> None:
    """Files and the version of the report that they came with."""
    have = {column["name"] for column in inspect(connection).get_columns("file")}
    if "version" not in have:
        connection.exec_driver_sql(
            "ALTER TABLE file ADD COLUMN version INTEGER NOT NULL DEFAULT 0"
        )


def _left_units(connection: Connection) -> None:
    """Units that were taken out of a running campaign, and why."""
    have = {column["name"] for column in inspect(connection).get_columns("submission")}
    if "left_at" not in have:
        instant = tables.UtcDateTime().compile(dialect=connection.dialect)
        for column in (f"left_at {instant}", "left_reason TEXT NOT NULL DEFAULT ''"):
            connection.exec_driver_sql(f"ALTER TABLE submission ADD COLUMN {column}")


def _makers(connection: Connection) -> None:
    """Codes that end when whoever asked for them hands their seat over."""
    have = {column["name"] for column in inspect(connection).get_columns("invite")}
    if "made_by" not in have:
        connection.exec_driver_sql(
            "ALTER TABLE invite ADD COLUMN made_by INTEGER REFERENCES person (id)"
        )


MIGRATIONS: list[tuple[str, Callable[[Connection], None]]] = [
    ("first_tables", _first_tables),
    ("links_and_meters", _links_and_meters),
    ("snapshots", _snapshots),
    ("talk", _talk),
    ("bodies", _bodies),
    ("sealed_invites", _sealed_invites),
    ("begun", _begun),
    ("parts", _parts),
    ("began_from", _began_from),
    ("typed_cells", _typed_cells),
    ("visits", _visits),
    ("cells", _cells),
    ("handed_totals", _handed_totals),
    ("obligations", ledger_upgrade.add_columns),
    ("open_invites", _open_invites),
    ("joint_activities", _joint_activities),
    ("office_pages", _office_pages),
    ("passkeys", _passkeys),
    ("series", _series),
    ("shared", _shared),
    ("opinions", outward_tables.add_opinions),
    ("outward", outward_tables.add_readers),
    ("papers", outward_tables.add_papers),
    ("trials", _trials),
    ("message_ways", outward_tables.add_ways),
    ("one_time_links", link_upgrade.join_links),
    ("short_codes", link_upgrade.add_tries),
    ("unusual", _unusual),
    ("file_versions", _file_versions),
    ("contested", contested.add_table),
    ("group_chats", group_chats.add_table),
    ("template_notices", sent_templates.add_table),
    ("namesakes", namesakes.add_column),
    ("left_units", _left_units),
    ("makers", _makers),
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
