"""What a message costs the database: the same few statements, however large it has grown."""

from __future__ import annotations

import json
import re
import statistics
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from benchmarks import database, exports, statements
from benchmarks.database import Sample

OF_A_QUERY = re.compile(r"SCAN (anon_\d|\(subquery)")  # what a part of the statement has found
SIZES = (14, 1_000, 100_000)
MOST_CALLS = {
    "reading": 305, "conversation": 280, "use cases": 35, "storage": 260, "library": 205,
}  # fmt: skip
"""Calls of Python functions that a message of a whole report may take on average, by part."""


@pytest.fixture(scope="module")
def heard(tmp_path_factory: pytest.TempPathFactory) -> dict[int, list[statements.Costs]]:
    """Units -> what each message of one whole report costs."""
    home = tmp_path_factory.mktemp("sizes")
    made = [database.make(home / str(size), size, writers=1, reported=20) for size in SIZES]
    return {
        size: statements.of_each_message(sample) for size, sample in zip(SIZES, made, strict=True)
    }


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Sample:
    return database.make(tmp_path_factory.mktemp("plans") / "200", 200, writers=1, reported=20)


def test_a_message_takes_the_same_statements_in_a_database_of_any_size(heard: dict) -> None:
    counted = {
        size: [(len(message.statements), message.commits) for message in messages]
        for size, messages in heard.items()
    }
    assert counted == dict.fromkeys(SIZES, counted[SIZES[0]])


def test_an_answer_takes_at_most_9_statements_and_one_commit(heard: dict) -> None:
    costs = heard[SIZES[0]]
    assert statistics.median(len(cost.statements) for cost in costs) <= 9
    assert statistics.mean(len(cost.statements) for cost in costs) <= 9
    assert {cost.commits for cost in costs} == {1}


def test_an_answer_takes_few_calls_in_every_part_of_the_program(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    made = database.make(tmp_path_factory.mktemp("calls") / "14", 14, writers=2, reported=14)
    messages = len(made.scripts[0])
    counted = {name: times / messages for name, times in statements.calls(made).items()}
    over = {name: times for name, times in counted.items() if times > MOST_CALLS[name]}
    assert over == {}


def test_a_merged_commune_takes_the_same_calls_however_many_others_were_merged(
    tmp_path: Path,
) -> None:
    made = [database.make_merged(tmp_path / str(units), units, writers=2) for units in (10, 200)]
    few, many = (sum(statements.calls(sample).values()) for sample in made)
    assert many < 1.02 * few


def test_words_take_the_same_calls_however_many_units_there_are(tmp_path: Path) -> None:
    spoken = "bên em có 3 lớp 120 người", "mục này là gì vậy ạ?", "không tổ chức", "em cảm ơn ạ"
    counted = []
    for units in (14, 400):
        made = database.make(tmp_path / str(units), units, writers=2, reported=14)
        talks = tuple((*script[:4], *spoken) for script in made.scripts)
        counted.append(sum(statements.calls(replace(made, scripts=talks)).values()))
    assert counted[1] < 1.02 * counted[0]


def test_no_message_makes_the_database_read_a_whole_table(sample: Sample) -> None:
    spoken = {sql for each in statements.of_each_message(sample) for sql in each.statements}
    steps = statements.runnable(sample, spoken)
    scans = {step for step in steps if step.startswith("SCAN") and not OF_A_QUERY.search(step)}
    waiting = "SCAN earlier USING INDEX ix_inbox_open"  # holds only what waits for its turn
    assert scans == {waiting, "SCAN CONSTANT ROW"}


@pytest.mark.parametrize("kind", ["web", "chat", "one_unit"])
def test_a_board_takes_the_same_statements_however_many_units_there_are(
    kind: str, tmp_path: Path
) -> None:
    looked = {
        units: exports.look(database.make_reported(tmp_path / str(units), units), kind, looks=1)
        for units in (14, 200)
    }
    assert looked[14].statements == looked[200].statements <= 12


def outcome_of(words: str) -> dict[str, Any]:
    """Run a benchmark with `--json`; its last line is the outcome."""
    told = subprocess.run(
        [sys.executable, "-m", *words.split(), "--json"],
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    outcome: dict[str, Any] = json.loads(told.stdout.splitlines()[-1])
    return outcome


def test_the_benchmark_of_turns_ends_with_its_outcome_as_json() -> None:
    outcome = outcome_of("benchmarks.turns --turns 20 --rounds 1 --seconds 0.5")
    assert {"stored_of_bare", "sent_of_bare", "statements", "commits"} <= set(outcome)
    assert 0 < outcome["stored_of_bare"] < 1


def test_nobody_is_lost_on_the_last_morning_and_nobody_overtaken() -> None:
    outcome = outcome_of("benchmarks.morning --people 14 --within 0.1")
    assert (outcome["lost"], outcome["overtaken"]) == (0, 0)
    assert {"committed_p99_ms", "answered_p99_s", "commits"} <= set(outcome)


def test_the_benchmark_of_growth_ends_with_its_outcome_as_json() -> None:
    outcome = outcome_of("benchmarks.growth --units 14 --rounds 1")
    assert {"a figure in words", "sending, the first"} <= set(outcome)
    assert all(set(by_units) == {"14"} for by_units in outcome.values())
