"""An older database learns of plans, items and deadlines by kind, and of reminders for each of them.
No campaign, answer, version or audit line changes; planned steps go on waiting."""

from __future__ import annotations

from sqlalchemy import Connection, inspect

from storage.tables import REMINDER

OF_CAMPAIGN = ("plan", "asked_items", "deadlines", "consultation")
KEPT = "id, campaign_id, unit_id, step, round, due_at, words, state, finished_at"


def add_columns(connection: Connection) -> None:
    """Give campaigns what their plans say, and reminders the item that they are about."""
    known = {column["name"] for column in inspect(connection).get_columns("campaign")}
    for name in OF_CAMPAIGN:
        if name not in known:
            connection.exec_driver_sql(
                f"ALTER TABLE campaign ADD COLUMN {name} TEXT NOT NULL DEFAULT ''"
            )
    if "item_key" in {column["name"] for column in inspect(connection).get_columns("reminder")}:
        return  # a new database: the first step made it so
    if connection.dialect.name == "sqlite":
        _rebuild_reminders(connection)
    else:
        _alter_reminders(connection)


def _rebuild_reminders(connection: Connection) -> None:
    """SQLite cannot drop a constraint: the table is made anew."""
    connection.exec_driver_sql("CREATE TABLE reminder_before AS SELECT * FROM reminder")
    connection.exec_driver_sql("DROP TABLE reminder")
    REMINDER.create(connection)
    connection.exec_driver_sql(
        f"INSERT INTO reminder ({KEPT}, item_key) SELECT {KEPT}, '' FROM reminder_before"  # noqa: S608
    )
    connection.exec_driver_sql("DROP TABLE reminder_before")


def _alter_reminders(connection: Connection) -> None:
    connection.exec_driver_sql("ALTER TABLE reminder ADD COLUMN item_key TEXT NOT NULL DEFAULT ''")
    connection.exec_driver_sql("ALTER TABLE reminder ALTER COLUMN unit_id DROP NOT NULL")
    for old in inspect(connection).get_unique_constraints("reminder"):
        connection.exec_driver_sql(f'ALTER TABLE reminder DROP CONSTRAINT "{old["name"]}"')
    connection.exec_driver_sql(
        "ALTER TABLE reminder ADD UNIQUE (campaign_id, unit_id, item_key, step, round)"
    )
