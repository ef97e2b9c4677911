"""A whole campaign on all doors under kills, small; `python -m tests.e2e.mixed_campaign` plays large ones."""

from __future__ import annotations

from pathlib import Path

from tests.e2e.mixed_campaign import SMALL, play


def test_a_campaign_on_all_doors_ends_with_every_figure_in_its_place(tmp_path: Path) -> None:
    found = play(tmp_path / "office", seed=1, kills=4, places=SMALL)
    assert found.is_well, found
    reminded = found.reminders + found.missed
    assert (found.kills > 0, found.units, reminded > 0) == (True, len(SMALL), True), found
    assert set(found.doors) == {"account", "zalo", "telegram", "web", "enter"}
    assert found.most_in_reply <= 8
