"""Two thousand hostile messages; `python -m tests.properties.hostile_messages` sends as many as asked."""

from __future__ import annotations

from pathlib import Path

from tests.properties.hostile_messages import Outcome, bombard, office


def test_hostile_messages_raise_nothing_and_hold_up_nobody(tmp_path: Path) -> None:
    desk, people = office(tmp_path)
    done = Outcome()
    bombard(desk, people, 2_000, 7, done)
    desk.close()
    assert (done.raised, done.slow) == ([], [])
