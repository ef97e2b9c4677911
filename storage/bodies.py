"""An older database learns which body each unit belongs to.

Codes were unique in the whole installation, so that the lists of two bodies could share one row. A
unit goes to the issuer of its first campaign; for every other issuer it is copied, and whatever
belongs to that issuer's campaigns moves to the copy. No campaign, answer or audit line changes.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, inspect, select, update

from storage.codec import new_id
from storage.tables import (
    CAMPAIGN,
    INVITE,
    REMINDER,
    SEAT,
    SNAPSHOT,
    SNAPSHOT_UNIT,
    SUBMISSION,
    UNIT,
)
from storage.upgrade_steps import TEXT, add_column

OF_CAMPAIGN = (SUBMISSION, SEAT, INVITE, REMINDER)

NEW_COLUMNS = {
    "body": TEXT,
    "entry": "INTEGER NOT NULL DEFAULT 1",
    "valid_from": "DATE",
    "predecessors": "TEXT NOT NULL DEFAULT '[]'",
    "commune_code": TEXT,
}


def add_columns(connection: Connection) -> None:
    """Give the units their new columns, and codes that are unique within a body only."""
    if connection.dialect.name == "sqlite":
        _rebuild(connection)
        return
    for name, kind in NEW_COLUMNS.items():
        add_column(connection, "unit", name, kind)
    for old in inspect(connection).get_unique_constraints("unit"):
        connection.exec_driver_sql(f'ALTER TABLE unit DROP CONSTRAINT "{old["name"]}"')
    connection.exec_driver_sql("ALTER TABLE unit ADD UNIQUE (body, code, entry)")
    for index in UNIT.indexes:
        index.create(connection, checkfirst=True)


def _rebuild(connection: Connection) -> None:
    """Make a table anew, since SQLite cannot drop a constraint. What refers to its rows is checked
    when the transaction ends, and finds them all again."""
    connection.exec_driver_sql("PRAGMA defer_foreign_keys=ON")
    connection.exec_driver_sql("CREATE TABLE unit_before AS SELECT * FROM unit")
    connection.exec_driver_sql("DROP TABLE unit")
    UNIT.create(connection)
    connection.exec_driver_sql(
        "INSERT INTO unit (id, code, name, kind, parent, aliases, body, entry, predecessors,"
        " commune_code) SELECT id, code, name, kind, parent, aliases, '', 1, '[]', ''"
        " FROM unit_before"
    )
    connection.exec_driver_sql("DROP TABLE unit_before")


def assign_units(connection: Connection) -> None:
    """Give each campaign its issuer as the body, and each body its own units."""
    campaigns = _bodies_of_campaigns(connection)
    for campaign_id, body in campaigns.items():
        connection.execute(update(CAMPAIGN).where(CAMPAIGN.c.id == campaign_id).values(body=body))
    owner: dict[int, str] = {}
    copies: dict[tuple[int, str], int] = {}
    members = select(SUBMISSION.c.unit_id, SUBMISSION.c.campaign_id).order_by(SUBMISSION.c.id)
    for unit_id, campaign_id in connection.execute(members).all():
        body = campaigns[campaign_id]
        if owner.setdefault(unit_id, body) == body:
            continue
        if (unit_id, body) not in copies:
            copies[unit_id, body] = _copied(connection, unit_id, body)
            owner[copies[unit_id, body]] = body
        _move(connection, campaign_id, unit_id, copies[unit_id, body])
    known = {body for body in campaigns.values() if body}
    only = known.pop() if len(known) == 1 else ""
    units = connection.execute(select(UNIT.c.id).where(UNIT.c.body == "")).scalars().all()
    for unit_id in units:
        body = owner.get(unit_id, only)
        connection.execute(update(UNIT).where(UNIT.c.id == unit_id).values(body=body))


def _bodies_of_campaigns(connection: Connection) -> dict[int, str]:
    """Return campaign -> its issuer, in one spelling."""
    spelt: dict[str, str] = {}
    rows = connection.execute(select(CAMPAIGN.c.id, CAMPAIGN.c.issuer).order_by(CAMPAIGN.c.id))
    return {
        row.id: spelt.setdefault(" ".join(row.issuer.split()).casefold(), row.issuer.strip())
        for row in rows
    }


def _copied(connection: Connection, unit_id: int, body: str) -> int:
    row: Any = connection.execute(select(UNIT).where(UNIT.c.id == unit_id)).one()
    own = {key: value for key, value in row._mapping.items() if key != "id"}
    return new_id(connection.execute(UNIT.insert().values({**own, "body": body})))


def _move(connection: Connection, campaign_id: int, old: int, new: int) -> None:
    for table in OF_CAMPAIGN:
        connection.execute(
            update(table)
            .where(table.c.campaign_id == campaign_id, table.c.unit_id == old)
            .values(unit_id=new)
        )
    issued = select(SNAPSHOT.c.id).where(SNAPSHOT.c.campaign_id == campaign_id)
    connection.execute(
        update(SNAPSHOT_UNIT)
        .where(SNAPSHOT_UNIT.c.snapshot_id.in_(issued), SNAPSHOT_UNIT.c.unit_id == old)
        .values(unit_id=new)
    )
