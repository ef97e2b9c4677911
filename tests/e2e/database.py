"""What lies in the database after all, read without the program."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path
from typing import Any

from tests.e2e.figures import Figure


class Database:
    """Plain questions to the file while the program has it open."""

    def __init__(self, path: Path) -> None:
        self._connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)

    def ask(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        return self._connection.execute(sql, values).fetchall()

    def receipts(self) -> dict[str, list[str]]:
        """Unit -> receipt codes in the order of its versions."""
        found: dict[str, list[str]] = {}
        for unit, receipt in self.ask(
            "SELECT unit.code, receipt FROM revision JOIN submission ON submission.id = submission_id"
            " JOIN unit ON unit.id = unit_id ORDER BY submission.id, revision.version"
        ):
            found.setdefault(unit, []).append(receipt)
        return found

    def arrivals(self) -> dict[int, int]:
        """Chat -> how many of its messages and taps were stored."""
        return {
            int(chat): count
            for chat, count in self.ask(
                "SELECT chat, count(*) FROM inbox JOIN address ON address.id = address_id GROUP BY chat"
            )
        }

    def open_or_failed_turns(self) -> list[tuple[Any, ...]]:
        return self.ask(
            "SELECT id, body, failure FROM inbox WHERE done_at IS NULL OR failure <> ''"
        )

    def unanswered(self) -> list[tuple[Any, ...]]:
        """Arrivals that led to no reply or to more than one; the report's card, which only changes
        where it stands, is none."""
        return self.ask(
            "SELECT inbox.id, inbox.body, count(outbox.id) FROM inbox LEFT JOIN outbox"
            " ON outbox.inbox_id = inbox.id"
            " AND coalesce(json_extract(outbox.body, '$.placing'), '') <> 'only_in_card'"
            " GROUP BY inbox.id HAVING count(outbox.id) <> 1"
        )

    def outbox_states(self) -> dict[str, int]:
        return dict(self.ask("SELECT state, count(*) FROM outbox GROUP BY state"))

    def unsent(self) -> list[tuple[Any, ...]]:
        """Messages that have not arrived, and why."""
        return self.ask(
            "SELECT channel, urgency, state, attempts, due_at, failure, body FROM outbox"
            " WHERE state NOT IN ('sent', 'cancelled')"
        )

    def missed_reminders(self) -> int:
        missed = "SELECT count(*) FROM outbox WHERE urgency = 'reminder' AND state = 'unknown'"
        return int(self.ask(missed)[0][0])

    def history(self, unit: str) -> list[tuple[str, Figure | None]]:
        """Everything recorded for a unit's rows, in order; None where a row was cleared."""
        rows = self.ask(
            "SELECT audit.code, fact, after FROM audit JOIN submission ON submission.id = submission_id"
            " JOIN unit ON unit.id = unit_id WHERE unit.code = ? AND audit.code <> '' ORDER BY audit.id",
            unit,
        )
        return [
            (code, None if fact == "AnswerCleared" else _figure(json.loads(after)))
            for code, fact, after in rows
        ]

    def photo_rows(self) -> list[tuple[Any, ...]]:
        return self.ask(
            "SELECT submission_id, code, caption FROM file WHERE kind = 'photo' ORDER BY id"
        )

    def counts(self) -> dict[str, int]:
        tables = ("person", "seat", "address", "revision", "revision_answer")
        found = {name: self.ask(f"SELECT count(*) FROM {name}")[0][0] for name in tables}
        found["invite used"] = self.ask("SELECT count(*) FROM invite WHERE used_at IS NOT NULL")[
            0
        ][0]
        return found


def _figure(kept: dict[str, Any]) -> Figure:
    return Figure(kept["state"], kept.get("count"), kept.get("people"), kept.get("text", ""))
