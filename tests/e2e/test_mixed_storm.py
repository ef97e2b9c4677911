"""All doors at once under kills, at a small size; `python -m tests.e2e.mixed_storm` rages for an hour."""

from __future__ import annotations

from pathlib import Path

from tests.e2e.mixed_storm import MixedStorm
from tests.fakes.telegram_server import TelegramServer
from tests.fakes.zalo_oa_server import ZaloOaServer
from tests.fakes.zalo_server import ZaloServer


def test_no_history_of_any_door_shows_a_loss_while_the_program_is_killed(
    tmp_path: Path, telegram: TelegramServer
) -> None:
    with ZaloOaServer() as account, ZaloServer() as zalo:
        storm = MixedStorm(tmp_path / "office", telegram, account, zalo)
        found = storm.play(5, seconds=420, seed=2, kills=3, least=20)
    assert found.is_well, found
    assert (found.kills, set(found.figures)) == (
        3,
        {"telegram", "zalo_oa", "zalo", "web", "enter"},
    )
