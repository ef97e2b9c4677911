"""How much of the program one plain answer goes through; the figures may only fall.

The aim is 150 functions in 35 files.
"""

from __future__ import annotations

from pathlib import Path

from tests.docs.one_answer import traced_answer

FUNCTIONS, FILES = 242, 69
SLACK = 15  # a figure that is better by more than this is written down here


def test_one_plain_answer_goes_through_no_more_of_the_program_than_before(tmp_path: Path) -> None:
    watch = traced_answer(tmp_path).watch
    measured = {"functions": len(watch.functions), "files": len(watch.files)}
    for name, most in (("functions", FUNCTIONS), ("files", FILES)):
        assert measured[name] <= most, f"{measured} in one turn: see `baocao trace`"
        assert measured[name] > most - SLACK, f"better: lower {name} here to {measured[name]}"
