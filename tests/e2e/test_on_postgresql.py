"""The program on PostgreSQL as an office runs it: moved there, copied, restored, without a server."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.databases import create, drop
from tests.e2e.installed import SLUG, Installation, Program
from tests.fakes.postgres_server import PostgresServer

pytestmark = pytest.mark.postgresql

CLOCK = "2022-10-10T08:30:00+07:00"


@pytest.fixture
def url(postgres: PostgresServer) -> Iterator[str]:
    """An empty database."""
    yield create(postgres, "office", "template0")
    drop(postgres, "office")


@pytest.fixture
def office(program: Program, tmp_path: Path, url: str) -> Iterator[Installation]:
    made = Installation(program, tmp_path / "office", more=f'[database]\nurl = "{url}"')
    yield made
    made.close()


def codes(baocao: Installation) -> list[str]:
    return [unit["unit_code"] for unit in baocao.json("progress", SLUG)]


@pytest.mark.parametrize("name", ["copy.db", "copy.zip"])
def test_what_was_backed_up_comes_back(office: Installation, name: str) -> None:
    office.opens_campaign(CLOCK)
    before, copy = codes(office), str(office.folder / name)
    office.does("backup", copy)
    office.does("campaign", "finish", SLUG)
    refused = office.run("restore", copy)
    assert (refused.code, "--yes" in refused.err, "only" in refused.err) == (1, True, False)
    office.does("restore", copy, "--yes")
    assert codes(office) == before
    assert len(list(office.data.glob("before-restore-*.dump"))) == 1


def test_an_office_moves_from_sqlite_with_its_backup(
    program: Program, tmp_path: Path, office: Installation
) -> None:
    small = Installation(program, tmp_path / "small")
    small.opens_campaign(CLOCK)
    small.does("enter", SLUG, "--unit", "03466", "--source", "điện thoại", "1.1: 3 lớp 45 người")
    copy = str(tmp_path / "all.zip")
    small.does("backup", copy)
    office.does("restore", copy)
    assert office.json("progress", SLUG) == small.json("progress", SLUG)
    office.does("enter", SLUG, "--unit", "03466", "--source", "điện thoại", "1.2: 2 lớp 20 người")


def test_a_damaged_copy_is_refused_and_nothing_is_changed(office: Installation) -> None:
    office.opens_campaign(CLOCK)
    copy = office.folder / "copy.db"
    office.does("backup", str(copy))
    copy.write_bytes(copy.read_bytes()[: copy.stat().st_size // 2])
    refused = office.run("restore", str(copy), "--yes")
    assert (refused.code, "không phải bản sao lưu" in refused.err) == (1, True)
    assert len(codes(office)) == 14


def test_a_night_is_copied_and_a_restore_is_tried(office: Installation) -> None:
    office.opens_campaign(CLOCK)
    running = office.starts("run", "--clock", CLOCK, "--speed", "36000")
    running.wait_for("a restore was tried")
    running.stop()
    assert list((office.data / "backups").glob("night-*.dump"))
    checked = office.run("doctor", "--drill", "--clock", "2022-10-12T08:00:00+07:00")
    assert "✓ Đã thử khôi phục bản sao night-2022" in checked.out, str(checked)


def test_without_its_server_a_command_says_so_in_a_sentence(
    office: Installation, postgres: PostgresServer
) -> None:
    office.opens_campaign(CLOCK)
    with postgres.away():
        said = office.run("progress", SLUG)
    assert (said.code, len(said.err.strip().splitlines())) == (1, 1), str(said)
    assert f"127.0.0.1:{postgres.port}/office" in said.err
    assert PostgresServer.password not in said.err


def test_run_goes_on_after_its_server_was_away(
    office: Installation, postgres: PostgresServer
) -> None:
    office.opens_campaign(CLOCK)
    running = office.starts("run", "--clock", CLOCK)
    running.wait_for("running:")
    health = f"http://127.0.0.1:{office.port}/health"
    with postgres.away():
        assert httpx.get(health, timeout=30).status_code == 503
        running.wait_for("cannot be reached")
        time.sleep(3)  # and does not end
    running.wait_for("is back")
    assert httpx.get(health, timeout=30).status_code == 200
    assert running.text.count("Traceback") == 0
    assert running.stop()[0] == 0
