"""A copy of the database leaves this machine: codes in the words of its messages, which still open
something, would let its reader take somebody's seat."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Callable, Iterable
from typing import Any

from storage.codec import dumps
from storage.copied_rows import ChangeRow
from storage.invite_codes import digest

SHOWN = 2  # its last signs, by which people tell codes apart
CODE = re.compile(r"(?<![0-9A-Za-z])[0-9A-Za-z]{10,20}(?![0-9A-Za-z])")
RUN = re.compile(r"[0-9A-Za-z]{10}")
WAITING = """
    SELECT digest FROM invite WHERE used_at IS NULL AND voided_at IS NULL
    UNION SELECT digest FROM one_time_link WHERE used_at IS NULL
"""
WORDS = (
    ("outbox", "body", "finished_at"),
    ("inbox", "body", "done_at"),
    ("inbox", "began_from", "done_at"),
    ("address", "conversation", "conversation"),
)
"""Table, column of words, and what is set where they were sent or had their turn: what still waits is said
as it stands. Conversations remember words that nothing came of."""


def hide_codes(copy: sqlite3.Connection) -> None:
    """Leave of codes that nobody used only the last signs, in the messages of a copy of a database."""
    waiting = {row[0] for row in copy.execute(WAITING)}
    copy.execute("PRAGMA secure_delete = ON")  # nothing stays in the gaps of a page
    for table, column, done in WORDS:
        told = copy.execute(f"SELECT id, {column} FROM {table} WHERE {done} IS NOT NULL")  # noqa: S608
        hidden = [
            (shown, number)
            for number, words in told
            if words and (shown := _without(words, waiting)) != words
        ]
        copy.executemany(f"UPDATE {table} SET {column} = ? WHERE id = ?", hidden)  # noqa: S608
    copy.commit()


def hiding(waiting: Iterable[str]) -> dict[str, ChangeRow]:
    """Return what does the same to the rows of a copy that comes from a server, by table."""
    digests = set(waiting)

    def rows_of(table: str) -> ChangeRow:
        own = [(column, done) for name, column, done in WORDS if name == table]

        def shown(row: dict[str, str | None]) -> dict[str, str]:
            return {
                column: _without(words, digests)
                for column, done in own
                if row[done] is not None and (words := row[column])
            }

        return shown

    return {table: rows_of(table) for table, _, _ in WORDS}


def _without(body: str, waiting: set[str]) -> str:
    """Return a message as it is kept, without the codes in its words."""
    if not RUN.search(body):
        return body

    def masked(found: re.Match[str]) -> str:
        return f"…{found[0][-SHOWN:]}" if digest(found[0]) in waiting else found[0]

    said = json.loads(body)  # as it is written a line's end would be the first letter of a code
    shown = _each_text(said, lambda words: CODE.sub(masked, words))
    return body if shown == said else dumps(shown)


def _each_text(part: Any, change: Callable[[str], str]) -> Any:
    """Return what was kept as JSON with every text in it changed."""
    if isinstance(part, str):
        return change(part)
    if isinstance(part, list):
        return [_each_text(each, change) for each in part]
    if isinstance(part, dict):
        return {name: _each_text(each, change) for name, each in part.items()}
    return part
