"""How many statements each message of a whole report costs the database."""

from __future__ import annotations

from sqlalchemy import event

from benchmarks.database import Sample, make_office, one_message, open_store
from benchmarks.script import FIRST_CHAT


def per_message(sample: Sample) -> list[int]:
    """Statements (BEGIN among them, COMMIT not) of each message of the last writer's script, from
    its arrival to the committed replies."""
    store, office = open_store(sample.folder), make_office(sample.folder)
    counted: list[int] = []

    def count(*_: object) -> None:
        counted[-1] += 1

    event.listen(store.engine, "before_cursor_execute", count)
    for said in sample.scripts[-1]:
        counted.append(0)
        one_message(store, office, FIRST_CHAT - 1, said)
    store.close()
    return counted
