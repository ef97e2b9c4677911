"""An older database learns of plans, items and deadlines by kind, and of reminders for each of them.
No campaign, answer, version or audit line changes; planned steps go on waiting."""

from __future__ import annotations

from sqlalchemy import Connection, inspect

from storage.tables import REMINDER
from storage.upgrade_steps import TEXT, add_column, has_column

OF_CAMPAIGN = ("plan", "asked_items", "deadlines", "consultation")
KEPT = "id, campaign_id, unit_id, step, round, due_at, words, state, finished_at"


def add_columns(connection: Connection) -> None:
    """Give campaigns what their plans say, and reminders the item that they are about."""
    for name in OF_CAMPAIGN:
        add_column(connection, "campaign", name, TEXT)
    if has_column(connection, "reminder", "item_key"):
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
    add_column(connection, "reminder", "item_key", TEXT)
    connection.exec_driver_sql("ALTER TABLE reminder ALTER COLUMN unit_id DROP NOT NULL")
    for old in inspect(connection).get_unique_constraints("reminder"):
        connection.exec_driver_sql(f'ALTER TABLE reminder DROP CONSTRAINT "{old["name"]}"')
    connection.exec_driver_sql(
        "ALTER TABLE reminder ADD UNIQUE (campaign_id, unit_id, item_key, step, round)"
    )
