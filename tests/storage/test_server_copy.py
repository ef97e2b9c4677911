"""Copies that pg_dump makes: their rows come back as they were, and no code in them opens anything."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from storage import NotABackup, Store, is_database_copy, place_of
from storage.invite_codes import digest
from storage.one_time_links import LeadsTo
from storage.server_copy import dump_server
from tests.databases import TEMPLATE, Database, create, drop
from tests.fakes.postgres_server import PostgresServer
from tests.storage.samples import NOW, put, set_up

pytestmark = pytest.mark.postgresql
CODE, USED, WAITS = "K7Q2M4X9PA", "B3T8R5W6YC", "H2J4N7V9ZD"
TABLES = ("campaign", "unit", "outbox", "inbox", "one_time_link", "setting", "answer")
HARD = 'một\tcột, xuống\ndòng\r\n, \\N, \\\\t, "ngoặc", …, \x0b\x0c\x08 và 𝒳'


@pytest.fixture
def url(postgres_url: str) -> str:
    store = Store.open(postgres_url, NOW)
    with store.transaction() as tx:
        set_up(tx)
        for code in (CODE, USED, WAITS):
            tx.one_time_links.make(LeadsTo.CHAT, code, NOW, NOW + timedelta(days=9))
        tx.one_time_links.use(2, NOW)
        for number in put(tx, (f"Mã mời:\n{CODE}, {HARD}", f"Mã đã dùng: {USED}")):
            tx.messages.claim(number, NOW)
            tx.messages.finish(number, "sent", NOW)
        put(tx, (f"Chưa gửi: {WAITS}",))
    store.close()
    return postgres_url


@pytest.fixture
def other(postgres: PostgresServer) -> Iterator[str]:
    yield create(postgres, "other", "template0")
    drop(postgres, "other")


def everything(url: str) -> dict[str, list[object]]:
    return {name: sorted(Database(url).ask(f"SELECT * FROM {name}"), key=repr) for name in TABLES}


def test_a_copy_by_pg_dump_holds_no_code_that_still_works(url: str, tmp_path: Path) -> None:
    place_of(url).copy(tmp_path / "copy.dump")
    body = gzip.decompress((tmp_path / "copy.dump").read_bytes())
    assert CODE.encode() not in body
    assert f"…{CODE[-2:]}".encode() in body
    assert digest(CODE).encode() in body
    assert USED.encode() in body
    assert WAITS.encode() in body  # it still goes out, and must be whole then


def test_what_pg_dump_copied_comes_back_row_for_row(url: str, other: str, tmp_path: Path) -> None:
    before = everything(url)
    place_of(url).copy(tmp_path / "copy.dump")
    assert everything(url) == before
    place_of(other).restore(tmp_path / "copy.dump")
    changed = repr(before).replace(CODE, f"…{CODE[-2:]}")
    assert repr(everything(other)) == changed
    place_of(other).restore(tmp_path / "copy.dump")  # onto what is there, too
    assert repr(everything(other)) == changed


def test_a_copy_laid_aside_and_one_of_an_earlier_program_come_back(
    url: str, other: str, postgres: PostgresServer, tmp_path: Path
) -> None:
    from storage.server_copy import _reached, _running

    place_of(url).lay_aside(tmp_path / "aside.dump")
    given, secret = _reached(url)
    words = ("--format=custom", f"--file={tmp_path / 'custom.dump'}", "--dbname", given)
    with _running("pg_dump", *words, environment=secret):
        pass
    for name in ("aside.dump", "custom.dump"):
        place_of(other).check(tmp_path / name)
        place_of(other).restore(tmp_path / name)
        assert everything(other) == everything(url), name


def test_a_copy_of_which_anything_is_cut_or_changed_is_none(url: str, tmp_path: Path) -> None:
    file = tmp_path / "copy.dump"
    place_of(url).copy(file)
    whole = file.read_bytes()
    middle = len(whole) // 2
    spoilt = (
        whole[:-9], whole[:middle], whole[:200], whole[:1], b"", gzip.compress(b"words"),
        whole[:middle] + bytes([whole[middle] ^ 1]) + whole[middle + 1 :],
        whole[:-6] + bytes([whole[-6] ^ 1]) + whole[-5:],
    )  # fmt: skip
    for body in spoilt:
        file.write_bytes(body)
        with pytest.raises(NotABackup):
            place_of(url).check(file)
    file.write_bytes(whole)
    place_of(url).check(file)
    assert is_database_copy(file)


def test_a_copy_that_fails_leaves_the_older_one(url: str, tmp_path: Path) -> None:
    from storage import ServerProgramFailed

    file = tmp_path / "copy.dump"
    place_of(url).copy(file)
    older = file.read_bytes()
    with pytest.raises(ServerProgramFailed, match="nowhere"):
        dump_server(url.replace(f"/{TEMPLATE}", "/nowhere"), file)
    assert file.read_bytes() == older
    assert [each.name for each in tmp_path.iterdir()] == ["copy.dump"]
