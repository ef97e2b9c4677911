"""Codes that the bot told people, or people sent, in a copy of the database that is handed on."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.model.message import Reply
from storage import place_of
from tests.office import Installation, Person
from tests.storage.peek import OUTBOX

ASKED = ("bàn giao", "mời đồng nghiệp", "mời người phó")
CODE = re.compile(r": ([0-9A-Z]{10}),")


def code_for(person: Person, words: str) -> str:
    person.says(words)
    found = CODE.search(person.last)
    assert found is not None, person.last
    return found[1]


def copied(desk: Installation, target: Path) -> bytes:
    """A copy, made when everything that was said has been sent."""
    with desk.store.transaction() as tx:
        tx.connection.execute(OUTBOX.update().values(finished_at=desk.now))
    place_of(desk.store.url).copy(target)
    return target.read_bytes()


@pytest.mark.parametrize("words", ASKED)
def test_a_copy_holds_no_code_that_somebody_could_still_use(
    desk: Installation, tmp_path: Path, words: str
) -> None:
    person = desk.joined()
    told = code_for(person, words)
    stranger, presented = desk.person("Ai đó"), desk.code("03433")
    stranger.starts(presented)
    body = copied(desk, tmp_path / "copy.db")
    assert told.encode() not in body
    assert presented.encode() not in body
    with closing(sqlite3.connect(tmp_path / "copy.db")) as copy:
        said = "".join(row[0] for row in copy.execute("SELECT body FROM outbox"))
    assert f"…{told[-2:]}" in said


def test_a_code_on_a_line_of_its_own_is_in_no_copy(desk: Installation, tmp_path: Path) -> None:
    """As a message is kept, the end of the line before stands as a letter in front of the code."""
    code, person = desk.code("03433"), desk.joined()
    for words in (
        f"Mã của đơn vị:\n{code}\nHạn dùng",
        f"Mã:\t{code}",
        f"\\\\{code}\v{code}\n\n{code}",
    ):
        person.says(words)
        with desk.store.transaction() as tx:
            address = tx.messages.address_id(person.address, desk.now, "")
            tx.messages.put(address, "telegram", [Reply(words)], desk.now)
    assert code.encode() not in copied(desk, tmp_path / "copy.db")


def test_a_code_that_was_used_and_the_board_stay_as_they_are(
    desk: Installation, tmp_path: Path
) -> None:
    """The receipt, for one, is no code of the kind; and the database itself is not touched."""
    person = desk.joined()
    told = code_for(person, "mời đồng nghiệp")
    colleague = desk.person("Lý Thị Dung")
    colleague.starts(told)
    colleague.says("Đồng ý")
    waits = code_for(person, "mời đồng nghiệp")
    assert told.encode() in copied(desk, tmp_path / "copy.db")
    with desk.store.reading() as tx:
        assert tx.invites.find(waits, desk.now) is not None
    late = desk.person("Hờ A Dế")
    late.starts(waits)
    late.says("Đồng ý")
    assert "Đang nhập cho: Xã Bum Nưa" in late.last or "Xã Bum Nưa" in late.last


def test_a_link_onto_the_board_is_in_no_copy(desk: Installation, tmp_path: Path) -> None:
    coordinator = desk.coordinator("Nguyễn Thị Hoa")
    coordinator.says("bảng")
    link = re.search(r"/board/(\w+)", coordinator.last)
    assert link is not None, coordinator.last
    assert link[1].encode() not in copied(desk, tmp_path / "copy.db")
