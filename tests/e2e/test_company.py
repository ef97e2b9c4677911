"""Several programs on one PostgreSQL database: a small storm, and what a second one may not do."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.databases import create, drop
from tests.e2e.installed import Installation, Program
from tests.e2e.storm import CLOCK, Storm
from tests.fakes.postgres_server import PostgresServer
from tests.fakes.telegram_server import TelegramServer

pytestmark = pytest.mark.postgresql


def test_nothing_is_lost_doubled_or_misplaced_while_programs_are_killed(
    tmp_path: Path, postgres: PostgresServer, telegram: TelegramServer
) -> None:
    storm = Storm(tmp_path, postgres, telegram)
    found = storm.play(3, people=5, seconds=240, seed=1, kills=5, least=25)
    assert (found.lost, found.doubled, found.misplaced, found.reminded_twice) == (0, 0, 0, 0)
    assert (found.kills, found.resent <= found.kills, found.messages >= 25) == (5, True, True)


def test_a_program_with_another_key_and_a_restore_are_refused_beside_one_that_runs(
    program: Program, tmp_path: Path, postgres: PostgresServer
) -> None:
    url = create(postgres, "shared", "template0")
    places = [
        Installation(program, tmp_path / name, more=f'[database]\nurl = "{url}"')
        for name in ("first", "second")
    ]
    first, second = places
    first.opens_campaign(CLOCK[1])
    first.does("backup", str(tmp_path / "copy.db"))
    first.starts("run", *CLOCK).wait_for("running:")
    refused = second.run("run", *CLOCK)
    assert (refused.code, "web.secret_key" in refused.err) == (1, True), str(refused)
    refused = second.run("restore", str(tmp_path / "copy.db"), "--yes")
    assert (refused.code, "đang chạy trên cơ sở dữ liệu" in refused.err) == (1, True), str(refused)
    for place in places:
        place.close()
    drop(postgres, "shared")
