"""A small crowd on each platform; `python -m tests.e2e.crowd_storm` gathers a large one."""

from __future__ import annotations

from pathlib import Path

from tests.e2e.crowd_storm import CrowdStorm
from tests.fakes.telegram_server import TelegramServer
from tests.fakes.zalo_server import ZaloServer


def test_a_crowd_on_a_zalo_bot_that_loses_and_repeats_keeps_its_figures(tmp_path: Path) -> None:
    with ZaloServer() as zalo:
        storm = CrowdStorm(tmp_path / "office", zalo)
        found = storm.play(8, 400, figures=2, seed=3, kills=1, haste=8)
    assert found.is_well, found
    assert (found.people, found.figures, found.kills >= 1) == (8, 16, True), found


def test_a_crowd_on_telegram_keeps_its_figures(tmp_path: Path, telegram: TelegramServer) -> None:
    storm = CrowdStorm(tmp_path / "office", telegram)
    found = storm.play(30, 400, figures=1, seed=3, kills=1, haste=8)
    assert found.is_well, found
    assert (found.people, found.figures, found.kills >= 1) == (30, 30, True), found
