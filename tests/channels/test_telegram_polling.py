"""Taking messages in by polling, over real HTTP: nothing is confirmed before it is stored."""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.model.message import IncomingKind
from tests.channels.miniature import Miniature
from tests.fakes.telegram_server import TelegramServer

ROOT = Path(__file__).parents[2]

DIES_BEFORE_COMMIT = """
import asyncio, sys
from bot.channels.telegram_bot import TelegramChannel

async def receive(incomings):
    print(incomings[0].key, flush=True)
    await asyncio.sleep(3600)

async def main():
    await TelegramChannel(sys.argv[2], api_base=sys.argv[1]).start(receive)
    await asyncio.sleep(3600)

asyncio.run(main())
"""


@pytest.fixture
def server() -> Iterator[TelegramServer]:
    with TelegramServer() as running:
        yield running


def test_what_was_said_while_nobody_listened_arrives_in_order(server: TelegramServer) -> None:
    person = server.person("Lò Văn Mẫu")
    person.starts("CODE")
    person.says("3 lớp")
    with Miniature(server) as program:
        assert [each.text for each in program.waits_for(2)] == ["CODE", "3 lớp"]


def test_a_message_is_confirmed_only_after_it_is_stored(server: TelegramServer) -> None:
    with Miniature(server) as program:
        program.may_commit.clear()
        server.person("Lò Văn Mẫu").says("3 lớp")
        server.wait_until(lambda: bool(program.offered))
        assert server.unconfirmed == [server.last_update_id]
        program.may_commit.set()
        server.wait_until(lambda: not server.unconfirmed)
        assert len(program.kept) == 1


def test_what_could_not_be_stored_is_taken_again(server: TelegramServer) -> None:
    with Miniature(server, failures=3) as program:
        server.person("Lò Văn Mẫu").says("3 lớp")
        program.waits_for(1)
        assert len(program.offered) == 4
        assert len(set(program.offered)) == 1
        assert program.pauses[-3:] == [1.0, 2.0, 4.0]


def test_a_program_killed_before_its_commit_gets_the_message_again(server: TelegramServer) -> None:
    server.person("Lò Văn Mẫu").says("3 lớp")
    command = [sys.executable, "-c", DIES_BEFORE_COMMIT, server.api_base, server.token]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as dying:
        assert dying.stdout is not None
        offered = dying.stdout.readline().strip()
        dying.send_signal(signal.SIGKILL)
    with Miniature(server) as program:
        assert [each.key for each in program.waits_for(1)] == [offered]


def test_a_message_delivered_twice_has_the_same_key(server: TelegramServer) -> None:
    with Miniature(server) as program:
        server.person("Lò Văn Mẫu").says("3 lớp")
        program.waits_for(1)
        server.wait_until(lambda: not server.unconfirmed)
        server.repeats(server.last_update_id)
        first, second = program.waits_for(2)
        assert first == second


def test_stopping_lets_a_commit_end(server: TelegramServer) -> None:
    with Miniature(server) as program:
        program.may_commit.clear()
        server.person("Lò Văn Mẫu").says("3 lớp")
        server.wait_until(lambda: bool(program.offered))
        program.may_commit.set()
    assert len(program.kept) == 1


def test_stopping_confirms_nothing_that_was_not_stored(server: TelegramServer) -> None:
    with Miniature(server, failures=10**6) as program:
        server.person("Lò Văn Mẫu").says("3 lớp")
        server.wait_until(lambda: bool(program.offered))
    assert server.unconfirmed == [server.last_update_id]


@pytest.mark.parametrize("fault", ["500", "502", "drop_before", "drop_after"])
def test_polling_survives_faults_of_the_server(server: TelegramServer, fault: str) -> None:
    server.fail(fault, "getUpdates", times=3)
    server.person("Lò Văn Mẫu").says("3 lớp")
    with Miniature(server) as program:
        assert [each.text for each in program.waits_for(1)] == ["3 lớp"]
        assert program.pauses == [1.0, 2.0, 4.0]


def test_the_pause_between_failed_polls_stays_below_a_minute(server: TelegramServer) -> None:
    server.fail("500", "getUpdates", times=9)
    with Miniature(server) as program:
        server.person("Lò Văn Mẫu").says("3 lớp")
        program.waits_for(1)
        assert program.pauses == [1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 60.0, 60.0, 60.0]


def test_polling_waits_as_long_as_it_is_told(server: TelegramServer) -> None:
    server.fail("429", "getUpdates", seconds=17)
    with Miniature(server) as program:
        server.person("Lò Văn Mẫu").says("3 lớp")
        program.waits_for(1)
        assert program.pauses == [17.0]


def test_two_programs_with_one_token_are_noticed(
    server: TelegramServer, caplog: pytest.LogCaptureFixture
) -> None:
    conflict = "telegram: another program polls this bot, or a webhook is set"
    with Miniature(server), Miniature(server):
        server.wait_until(lambda: conflict in [record.getMessage() for record in caplog.records])


def test_a_refused_token_is_said_once(
    server: TelegramServer, caplog: pytest.LogCaptureFixture
) -> None:
    with Miniature(server, token="123:wrong") as program:
        server.wait_until(lambda: len(program.pauses) >= 5)
    said = [record for record in caplog.records if record.levelno == logging.ERROR]
    assert [each.getMessage() for each in said] == [
        "telegram: the token is refused; check telegram.token"
    ]
    assert set(program.pauses) == {60.0}


def test_only_the_updates_it_can_read_are_asked_for(server: TelegramServer) -> None:
    with Miniature(server) as program:
        person = server.person("Lò Văn Mẫu")
        person.says("3 lớp")
        program.waits_for(1)
        asked = server.calls_of("getUpdates")[0].values["allowed_updates"]
        assert asked == '["message", "edited_message", "callback_query"]'


def test_a_webhook_left_over_is_removed_without_losing_messages(server: TelegramServer) -> None:
    server.person("Lò Văn Mẫu").says("3 lớp")
    server.api.webhook = {"url": "http://127.0.0.1:9/gone"}
    with Miniature(server) as program:
        assert [each.text for each in program.waits_for(1)] == ["3 lớp"]


def test_a_tap_is_stored_and_its_spinner_ended(server: TelegramServer) -> None:
    from bot.channels.base import Page
    from bot.model.message import Choice

    person = server.person("Lò Văn Mẫu", started=True)
    with Miniature(server) as program:
        sent = program.send(person, Page("Có tổ chức không?", choices=(Choice("a:1:n", "Không"),)))
        person.taps("Không")
        tap = program.waits_for(1)[0]
        assert (tap.kind, tap.choice, tap.message) == (IncomingKind.CHOICE, "a:1:n", sent)
        server.wait_until(lambda: server.unanswered_callbacks == [])


def test_a_tap_too_old_to_be_answered_counts_all_the_same(server: TelegramServer) -> None:
    from bot.channels.base import Page
    from bot.model.message import Choice

    person = server.person("Lò Văn Mẫu", started=True)
    with Miniature(server) as program:
        program.send(person, Page("?", choices=(Choice("a:1:n", "Không"),)))
    person.taps("Không")
    server.ages_callbacks()
    with Miniature(server) as program:
        assert [each.choice for each in program.waits_for(1)] == ["a:1:n"]
        server.wait_until(lambda: bool(server.calls_of("answerCallbackQuery", 400)))
        person.says("5")
        program.waits_for(2)


def test_an_update_nobody_can_read_stops_nobody(
    server: TelegramServer, caplog: pytest.LogCaptureFixture
) -> None:
    server.sends_raw("message", {"message_id": "?", "chat": 5})
    server.person("Lò Văn Mẫu").says("3 lớp")
    with Miniature(server) as program:
        assert [each.text for each in program.waits_for(1)] == ["3 lớp"]
        server.wait_until(lambda: not server.unconfirmed)
    assert [record.getMessage()[:36] for record in caplog.records] == [
        "telegram: an update cannot be read ("
    ]


def test_the_menu_of_commands_is_set(server: TelegramServer) -> None:
    with Miniature(server, commands={"": (("tiep", "Câu tiếp theo"),)}):
        server.wait_until(lambda: bool(server.api.commands))
    assert server.api.commands == [{"command": "tiep", "description": "Câu tiếp theo"}]


def test_a_chat_is_shown_the_commands_of_its_role(server: TelegramServer) -> None:
    person = server.person("Lò Văn Mẫu")
    person.says("1")
    menus = {"": (("tiep", "Câu tiếp"),), "coordinator": (("nhac", "Nhắc"),)}
    with Miniature(server, commands=menus) as program:
        program.run(program.channel.show_menu(str(person.chat_id), "coordinator"))
        program.run(program.channel.show_typing(str(person.chat_id)))
    assert server.api.menus == {person.chat_id: ["nhac"]}
    assert server.api.actions == ["typing"]


def test_a_refused_menu_does_not_make_the_bot_deaf(server: TelegramServer) -> None:
    with Miniature(server, commands={"": (("TIẾP", "Câu tiếp theo"),)}) as program:
        server.person("Lò Văn Mẫu").says("3 lớp")
        program.waits_for(1)
    assert server.api.commands == []


def test_an_edit_names_the_message_it_changes(server: TelegramServer) -> None:
    person = server.person("Lò Văn Mẫu")
    with Miniature(server) as program:
        number = person.says("3 lớp")
        person.edits(number, "4 lớp")
        said, edited = program.waits_for(2)
        assert (edited.kind, edited.text) == (IncomingKind.EDITED, "4 lớp")
        assert edited.edits == said.message


@pytest.mark.parametrize("fault", ["429", "500"])
def test_a_menu_that_cannot_be_set_does_not_make_the_bot_deaf(
    server: TelegramServer, fault: str
) -> None:
    server.fail(fault, "setMyCommands", times=10**6, seconds=25)
    with Miniature(server, commands={"": (("tiep", "Câu tiếp theo"),)}) as program:
        server.wait_until(lambda: bool(server.calls_of("setMyCommands")))
        server.person("Lò Văn Mẫu").says("3 lớp")
        program.waits_for(1)


def test_a_menu_that_is_shown_already_is_not_set_again(server: TelegramServer) -> None:
    for _ in range(2):
        with Miniature(server, commands={"": (("tiep", "Câu tiếp theo"),)}):
            server.wait_until(lambda: bool(server.api.commands))
            server.wait_until(lambda: bool(server.calls_of("getMyCommands")))
    assert len(server.calls_of("setMyCommands")) == 1


def test_a_server_that_answers_nothing_new_at_once_is_not_asked_in_a_storm(
    server: TelegramServer,
) -> None:
    server.idles_at_once = True
    with Miniature(server) as program:
        server.wait_until(lambda: len(program.pauses) >= 3)
        assert set(program.pauses) == {2.0}
        assert len(server.calls_of("getUpdates")) <= len(program.pauses) + 1
