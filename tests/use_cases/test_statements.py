"""What a message costs the database: the same few statements, however large it has grown."""

from __future__ import annotations

import sqlite3
import statistics
from pathlib import Path

import pytest

from benchmarks import database, exports, statements
from benchmarks.database import Sample

SIZES = (14, 1_000, 100_000)
READING = ("SELECT", "UPDATE", "DELETE", "INSERT")


@pytest.fixture(scope="module")
def heard(tmp_path_factory: pytest.TempPathFactory) -> dict[int, list[list[statements.Statement]]]:
    """Units -> the statements of each message of one whole report."""
    home = tmp_path_factory.mktemp("sizes")
    made = [database.make(home / str(size), size, writers=1, reported=20) for size in SIZES]
    return {
        size: statements.of_each_message(sample) for size, sample in zip(SIZES, made, strict=True)
    }


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Sample:
    return database.make(tmp_path_factory.mktemp("plans") / "200", 200, writers=1, reported=20)


def test_a_message_takes_the_same_statements_in_a_database_of_any_size(heard: dict) -> None:
    counted = {size: [len(one) for one in messages] for size, messages in heard.items()}
    assert counted == dict.fromkeys(SIZES, counted[SIZES[0]])


def test_an_answer_takes_at_most_24_statements(heard: dict) -> None:
    counted = [len(one) for one in heard[SIZES[0]]]
    assert statistics.median(counted) <= 24


def test_no_message_makes_the_database_read_a_whole_table(sample: Sample) -> None:
    spoken = {sql: values for one in statements.of_each_message(sample) for sql, values in one}
    with sqlite3.connect(sample.folder / database.FILE) as connection:
        steps = [
            step
            for sql, values in spoken.items()
            if sql.startswith(READING)
            for *_, step in connection.execute(f"EXPLAIN QUERY PLAN {sql}", values)
        ]
    scans = {step for step in steps if step.startswith("SCAN")}
    assert scans == {"SCAN inbox USING INDEX ix_inbox_open"}  # holds only what waits for its turn


@pytest.mark.parametrize("kind", ["web", "chat"])
def test_a_board_takes_the_same_statements_however_many_units_there_are(
    kind: str, tmp_path: Path
) -> None:
    looked = {
        units: exports.look(database.make_reported(tmp_path / str(units), units), kind, looks=1)
        for units in (14, 200)
    }
    assert looked[14].statements == looked[200].statements <= 12
