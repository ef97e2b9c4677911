"""Links that work once lay in a table for each place they lead to; they are one table now."""

from __future__ import annotations

from sqlalchemy import Connection, inspect

from storage.tables import LINK

FORMER = {
    # The ids of these stand in the audit, by which `trace` sets a turn back: they come first and stay.
    "personal_link": """INSERT INTO one_time_link
        (id, digest, leads_to, person_id, body, sealed, created_at, expires_at, used_at)
        SELECT id, digest, 'chat', person_id, '', '', created_at, expires_at, used_at
        FROM personal_link""",
    "page_link": """INSERT INTO one_time_link
        (digest, leads_to, person_id, campaign_id, body, sealed, created_at, expires_at, used_at)
        SELECT digest, 'board', person_id, campaign_id, '', '', created_at, expires_at, used_at
        FROM page_link""",
    "setup_code": """INSERT INTO one_time_link
        (digest, leads_to, body, sealed, created_at, expires_at, used_at)
        SELECT digest, 'office', body, sealed, created_at, expires_at, used_at
        FROM setup_code""",
}
"""How the rows of each former table are taken over."""

GO_ON = """SELECT setval(pg_get_serial_sequence('one_time_link', 'id'),
    (SELECT coalesce(max(id), 0) + 1 FROM one_time_link), false)"""


def join_links(connection: Connection) -> None:
    """Move the links of the former tables into one; every link works as before."""
    LINK.create(connection, checkfirst=True)
    for table, take_over in FORMER.items():
        if not inspect(connection).has_table(table):
            continue  # a database that was made since
        connection.exec_driver_sql(take_over)
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql(GO_ON)
        connection.exec_driver_sql(f"DROP TABLE {table}")
