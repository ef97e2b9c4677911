"""Messages of a mailbox: fetched once, never marked as read."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from bot.errors import OperatorError
from bot.use_cases.mail.mailbox import Mailbox, fetch_new
from tests.fakes.imap_server import ImapServer
from tests.use_cases.mailed_files import message

SINCE = date(2022, 10, 1)


@pytest.fixture
def server() -> Iterator[ImapServer]:
    made = ImapServer([message("UBND xã Bum Nưa"), message("UBND xã Mù Cả")])
    yield made
    made.stop()


def box(server: ImapServer, password: str = "secret") -> Mailbox:
    return Mailbox("127.0.0.1", "phong", password, server.port, is_safe=False)


def test_new_messages_become_files_and_are_fetched_once(
    server: ImapServer, tmp_path: Path
) -> None:
    first = fetch_new(box(server), tmp_path, "muong-te-2022", SINCE)
    assert [path.name for path in first] == ["7-1.eml", "7-2.eml"]
    assert first[0].read_bytes().replace(b"\r\n", b"\n") == server.messages[0].replace(
        b"\r\n", b"\n"
    )
    assert fetch_new(box(server), tmp_path, "muong-te-2022", SINCE) == []


def test_the_mailbox_is_left_as_it_is(server: ImapServer, tmp_path: Path) -> None:
    fetch_new(box(server), tmp_path, "a", SINCE)
    assert server.opened == ["EXAMINE"]
    assert all("PEEK" in asked for asked in server.asked)


def test_a_wrong_password_is_one_sentence_without_it(server: ImapServer, tmp_path: Path) -> None:
    with pytest.raises(OperatorError, match="Không đọc được hộp thư") as told:
        fetch_new(box(server, "wrong"), tmp_path, "a", SINCE)
    assert "wrong" not in str(told.value)
    assert "secret" not in repr(box(server))
