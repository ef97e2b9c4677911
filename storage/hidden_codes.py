"""A copy of the database leaves this machine: codes in the words of its messages, which still open
something, would let its reader take somebody's seat."""

from __future__ import annotations

import re
import sqlite3

from storage.invite_codes import digest

SHOWN = 2  # its last signs, by which people tell codes apart
CODE = re.compile(r"(?:(?<=\\n)|(?<![0-9A-Za-z]))[0-9A-Za-z]{10,20}(?![0-9A-Za-z])")
WAITING = """
    SELECT digest FROM invite WHERE used_at IS NULL AND voided_at IS NULL
    UNION SELECT digest FROM one_time_link WHERE used_at IS NULL
"""
WORDS = (  # of messages that were sent, or had their turn: what still waits is said as it stands
    (
        "SELECT id, body FROM outbox WHERE finished_at IS NOT NULL",
        "UPDATE outbox SET body = ? WHERE id = ?",
    ),
    (
        "SELECT id, body FROM inbox WHERE done_at IS NOT NULL",
        "UPDATE inbox SET body = ? WHERE id = ?",
    ),
)


def hide_codes(copy: sqlite3.Connection) -> None:
    """Leave of codes that nobody used only the last signs, in the messages of a copy of a database."""
    waiting = {row[0] for row in copy.execute(WAITING)}
    copy.execute("PRAGMA secure_delete = ON")  # nothing stays in the gaps of a page
    for read, write in WORDS:
        hidden = [
            (shown, number)
            for number, body in copy.execute(read)
            if (shown := _without(body, waiting)) != body
        ]
        copy.executemany(write, hidden)
    copy.commit()


def _without(body: str, waiting: set[str]) -> str:
    def masked(found: re.Match[str]) -> str:
        return f"…{found[0][-SHOWN:]}" if digest(found[0]) in waiting else found[0]

    return CODE.sub(masked, body)
