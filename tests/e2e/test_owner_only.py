"""What the program keeps is for its owner alone, and its keys are in no backup."""

from __future__ import annotations

import sqlite3
import stat
from contextlib import closing
from pathlib import Path

from tests.e2e.installed import Installation

CLOCK = "2022-10-10T08:30:00+07:00"
KEY = "web.key"


def modes(folder: Path) -> dict[str, int]:
    """Rights of a folder and everything in it."""
    return {str(path): stat.S_IMODE(path.stat().st_mode) for path in (folder, *folder.rglob("*"))}


def started(baocao: Installation) -> None:
    running = baocao.starts("run", "--clock", CLOCK)
    running.wait_for("running:")
    running.stop()


def test_nobody_else_on_the_machine_reads_the_data_folder(baocao: Installation) -> None:
    baocao.data.mkdir(mode=0o755)
    baocao.opens_campaign(CLOCK)
    started(baocao)
    copy = baocao.folder / "copy.zip"
    baocao.does("backup", str(copy))
    found = {**modes(baocao.data), str(copy): stat.S_IMODE(copy.stat().st_mode)}
    assert {name: oct(mode) for name, mode in found.items() if mode & 0o077} == {}


def test_the_key_of_pages_and_cookies_lies_beside_the_database_and_not_in_it(
    baocao: Installation,
) -> None:
    baocao.opens_campaign(CLOCK)
    former = "the key that an older program kept in its database"
    with closing(sqlite3.connect(baocao.data / "baocao.db")) as old, old:
        old.execute("INSERT INTO setting VALUES ('web.secret_key', ?)", (former,))
    started(baocao)
    assert (baocao.data / KEY).read_text() == former
    baocao.does("backup", str(baocao.folder / "copy.db"))
    assert former.encode() not in (baocao.folder / "copy.db").read_bytes()


def test_a_restore_says_where_open_pages_will_not_be_known(baocao: Installation) -> None:
    baocao.opens_campaign(CLOCK)
    copy = str(baocao.folder / "copy.zip")
    baocao.does("backup", copy)
    assert KEY in baocao.does("restore", copy, "--yes").err
    started(baocao)
    assert KEY not in baocao.does("restore", copy, "--yes").err


def test_a_second_program_on_a_folder_with_sqlite_is_refused_in_words(
    baocao: Installation,
) -> None:
    baocao.opens_campaign(CLOCK)
    baocao.starts("run", "--clock", CLOCK).wait_for("running:")
    second = baocao.run("run", "--clock", CLOCK, BAOCAO_WEB__PORT="0")
    assert (second.code, len(second.err.strip().splitlines())) == (1, 1), str(second)
    assert "chỉ chạy một chương trình" in second.err
