"""Which statements each message of a whole report sends to the database."""

from __future__ import annotations

from typing import Any

from sqlalchemy import event

from benchmarks.database import Sample, make_office, one_message, open_store
from benchmarks.script import FIRST_CHAT

Statement = tuple[str, Any]  # SQL and the values of its first row


def of_each_message(sample: Sample) -> list[list[Statement]]:
    """What the last writer's report takes, message by message, from the arrival to the committed
    replies; BEGIN is among the statements, COMMIT is not."""
    store, office = open_store(sample.folder), make_office(sample.folder)
    heard: list[list[Statement]] = []

    def note(_: Any, __: Any, sql: str, values: Any, ___: Any, many: bool) -> None:
        heard[-1].append((sql, values[0] if many else values))

    event.listen(store.engine, "before_cursor_execute", note)
    for said in sample.scripts[-1]:
        heard.append([])
        one_message(store, office, FIRST_CHAT - 1, said)
    store.close()
    return heard


def per_message(sample: Sample) -> list[int]:
    """How many statements each message of a report takes."""
    return [len(statements) for statements in of_each_message(sample)]
