"""Taking messages in from Zalo by polling, over real HTTP: what is handed out once is kept."""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest

from bot.model.message import IncomingKind
from tests.channels.zalo_miniature import ZaloMiniature
from tests.fakes.zalo_server import ZaloServer

ROOT = Path(__file__).parents[2]
MORNING = datetime(2026, 10, 9, 7, 25, tzinfo=UTC)

DIES_IN_THE_POLL = """
import asyncio, sys
from bot.channels.zalo_bot import ZaloChannel

async def receive(incomings):
    print(incomings[0].text, flush=True)
    await asyncio.sleep(3600)

async def main():
    await ZaloChannel(sys.argv[2], api_base=sys.argv[1]).start(receive)
    await asyncio.sleep(3600)

asyncio.run(main())
"""


class Hours:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.time = MORNING

    def __call__(self) -> datetime:
        return self.time

    def pass_by(self, minutes: float) -> None:
        self.time += timedelta(minutes=minutes)


@pytest.fixture
def server() -> Iterator[ZaloServer]:
    with ZaloServer() as running:
        yield running


def polls(server: ZaloServer) -> int:
    return len(server.calls_of("getUpdates"))


def texts(program: ZaloMiniature, count: int) -> list[str]:
    return [each.text for each in program.waits_for(count)]


def test_messages_arrive_one_a_poll_and_in_order(server: ZaloServer) -> None:
    person = server.person("Lò Văn Mẫu")
    person.starts("CODE")
    person.says("3 lớp")
    with ZaloMiniature(server) as program:
        assert texts(program, 2) == ["LIENKET CODE", "3 lớp"]
        person.says("4 lớp")
        assert texts(program, 3)[2:] == ["4 lớp"]
        server.wait_until(lambda: polls(server) == 3)
        assert program.channel.received == 3


def test_each_message_is_stored_before_the_next_is_asked_for(server: ZaloServer) -> None:
    person = server.person("Lò Văn Mẫu")
    with ZaloMiniature(server) as program:
        program.may_commit.clear()
        person.says("3 lớp")
        person.says("4 lớp")
        server.wait_until(lambda: bool(program.offered))
        assert (len(program.offered), server.waiting) == (1, 1)
        program.may_commit.set()
        assert texts(program, 2) == ["3 lớp", "4 lớp"]


def test_what_could_not_be_stored_is_kept_in_hand_until_it_is(server: ZaloServer) -> None:
    """Zalo has forgotten it: asking again would not bring it back."""
    with ZaloMiniature(server, failures=4) as program:
        person = server.person("Lò Văn Mẫu")
        person.says("3 lớp")
        person.says("4 lớp")
        assert texts(program, 2) == ["3 lớp", "4 lớp"]
        assert len(program.offered) == 6
        assert program.pauses == [1.0, 2.0, 4.0, 8.0]


def test_an_idle_poll_is_no_trouble(server: ZaloServer, caplog: pytest.LogCaptureFixture) -> None:
    with ZaloMiniature(server, poll_seconds=1) as program:
        server.wait_until(lambda: polls(server) >= 2)
        server.person("Lò Văn Mẫu").says("3 lớp")
        program.waits_for(1)
        assert program.pauses == []
    assert caplog.records == []


def test_an_idle_answer_that_comes_at_once_is_not_asked_for_in_a_storm(
    server: ZaloServer, caplog: pytest.LogCaptureFixture
) -> None:
    server.idles_at_once = True
    with ZaloMiniature(server) as program:
        server.wait_until(lambda: polls(server) >= 4)
        server.person("Lò Văn Mẫu").says("3 lớp")
        program.waits_for(1)
        assert set(program.pauses) == {2.0}
    assert caplog.records == []


def test_an_empty_result_counts_as_idle(server: ZaloServer) -> None:
    server.sends_raw({})
    with ZaloMiniature(server) as program:
        server.person("Lò Văn Mẫu").says("3 lớp")
        program.waits_for(1)
        assert program.pauses == [2.0]


@pytest.mark.parametrize("fault", ["403", "500", "502", "504", "html", "junk", "drop_before"])
def test_polling_survives_faults_of_the_server(server: ZaloServer, fault: str) -> None:
    server.fail(fault, "getUpdates", times=3)
    server.person("Lò Văn Mẫu").says("3 lớp")
    with ZaloMiniature(server) as program:
        assert texts(program, 1) == ["3 lớp"]
        assert program.pauses == [1.0, 2.0, 4.0]


def test_a_long_outage_is_said_once_and_asked_after_at_most_once_a_minute(
    server: ZaloServer, caplog: pytest.LogCaptureFixture
) -> None:
    server.fail("502", "getUpdates", times=30)
    with ZaloMiniature(server) as program:
        server.person("Lò Văn Mẫu").says("3 lớp")
        program.waits_for(1)
        assert program.pauses == [1.0, 2.0, 4.0, 8.0, 16.0, 32.0] + [60.0] * 24
    assert [record.getMessage() for record in caplog.records] == [
        "zalo: cannot reach the Bot API: HTTP 502 without an answer of the Bot API"
    ]


def test_a_poll_without_any_answer_is_given_up(server: ZaloServer) -> None:
    server.fail("hang", "getUpdates", seconds=30)
    with ZaloMiniature(server, poll_seconds=1, timeout=0.2) as program:
        server.person("Lò Văn Mẫu").says("3 lớp")
        assert texts(program, 1) == ["3 lớp"]
        assert program.pauses == [1.0]


def test_a_message_whose_answer_is_lost_on_the_way_is_gone(server: ZaloServer) -> None:
    server.fail("drop_after", "getUpdates")
    person = server.person("Lò Văn Mẫu")
    person.says("mất")
    with ZaloMiniature(server) as program:
        server.wait_until(lambda: polls(server) >= 1)
        person.says("còn")
        assert texts(program, 1) == ["còn"]


def test_a_used_up_quota_slows_asking_down_but_does_not_end_it(server: ZaloServer) -> None:
    server.fail("429", "getUpdates", times=2)
    server.person("Lò Văn Mẫu").says("3 lớp")
    with ZaloMiniature(server) as program:
        assert texts(program, 1) == ["3 lớp"]
        assert program.pauses == [60.0, 60.0]


def test_a_refused_token_is_said_once(
    server: ZaloServer, caplog: pytest.LogCaptureFixture
) -> None:
    with ZaloMiniature(server, token="123:wrong") as program:
        server.wait_until(lambda: len(program.pauses) >= 5)
    said = [record.getMessage() for record in caplog.records if record.levelno == logging.ERROR]
    assert said == ["zalo: the token is refused; check zalo.token"]
    assert set(program.pauses) == {60.0}


def test_a_webhook_left_over_is_removed_first(server: ZaloServer) -> None:
    server.api.webhook = {"url": "http://127.0.0.1:9/gone", "updated_at": 0}
    with ZaloMiniature(server) as program:
        server.wait_until(lambda: server.listening)
        server.person("Lò Văn Mẫu").says("3 lớp")
        program.waits_for(1)
    assert (server.api.webhook, server.pushes) == (None, [])


def test_a_webhook_set_by_somebody_else_is_noticed(
    server: ZaloServer, caplog: pytest.LogCaptureFixture
) -> None:
    with ZaloMiniature(server) as program:
        server.wait_until(lambda: bool(server.calls_of("deleteWebhook")))
        server.api.webhook = {"url": "http://127.0.0.1:9/other", "updated_at": 0}
        server.wait_until(lambda: bool(program.pauses))
    assert "zalo: polling (is a webhook set?) is refused: 400" in caplog.text


def test_an_update_nobody_can_read_stops_nobody(server: ZaloServer) -> None:
    server.sends_raw({"event_name": ["?"], "message": {"chat": 5, "from": "x", "text": 7}})
    server.sends_raw({"event_name": "message.unsupported.received"})
    server.person("Lò Văn Mẫu").says("3 lớp")
    with ZaloMiniature(server) as program:
        assert texts(program, 1) == ["3 lớp"]
        assert program.pauses == []


def test_a_message_delivered_twice_has_the_same_key(server: ZaloServer) -> None:
    person = server.person("Lò Văn Mẫu")
    with ZaloMiniature(server) as program:
        server.repeats(person.says("3 lớp"))
        first, second = program.waits_for(2)
        assert first == second


def test_a_protected_person_is_heard_of_but_not_read(server: ZaloServer) -> None:
    person = server.person("Người được bảo vệ", protected=True)
    with ZaloMiniature(server) as program:
        person.says("3 lớp")
        heard = program.waits_for(1)[0]
        assert (heard.kind, heard.text, heard.address.chat) == (
            IncomingKind.UNSUPPORTED, "", person.chat_id,
        )  # fmt: skip
        server.api.bare_unsupported = True
        person.says("4 lớp")
        server.person("Lò Văn Mẫu").says("5 lớp")
        assert texts(program, 2)[1:] == ["5 lớp"]


# Stopping, and what is lost with at-most-once delivery


def test_stopping_waits_for_the_message_in_hand(server: ZaloServer) -> None:
    with ZaloMiniature(server) as program:
        program.may_commit.clear()
        server.person("Lò Văn Mẫu").says("3 lớp")
        server.wait_until(lambda: bool(program.offered))
        threading.Timer(0.3, program.may_commit.set).start()
    assert [each.text for each in program.kept] == ["3 lớp"]


def test_stopping_asks_for_nothing_more(server: ZaloServer) -> None:
    person = server.person("Lò Văn Mẫu")
    with ZaloMiniature(server) as program:
        program.may_commit.clear()
        person.says("3 lớp")
        server.wait_until(lambda: bool(program.offered))
        person.says("4 lớp")
        threading.Timer(0.3, program.may_commit.set).start()
    assert ([each.text for each in program.kept], server.waiting) == (["3 lớp"], 1)


def test_a_message_lost_in_stopping_is_said(
    server: ZaloServer, caplog: pytest.LogCaptureFixture
) -> None:
    with ZaloMiniature(server, failures=10**6) as program:
        server.person("Lò Văn Mẫu").says("3 lớp")
        server.wait_until(lambda: bool(program.offered))
    lost = "zalo: stopped with a message in hand that could not be stored; it is lost"
    assert lost in [record.getMessage() for record in caplog.records]


def test_a_program_killed_in_the_middle_loses_one_message_and_no_more(server: ZaloServer) -> None:
    person = server.person("Lò Văn Mẫu")
    person.says("mất")
    person.says("còn")
    command = [sys.executable, "-c", DIES_IN_THE_POLL, server.api_base, server.token]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as dying:
        assert dying.stdout is not None
        assert dying.stdout.readline().strip() == "mất"
        dying.send_signal(signal.SIGKILL)
    with ZaloMiniature(server) as program:
        assert texts(program, 1) == ["còn"]


# Outages


def test_a_time_in_which_nobody_listened_is_told_once(server: ZaloServer) -> None:
    hours = Hours()
    with ZaloMiniature(server, now=hours) as program:
        person = server.person("Lò Văn Mẫu")
        person.says("trước")
        program.waits_for(1)
        wait_for_open_poll(server)
        server.fail("502", "getUpdates", times=10**6)
        person.says("poll này còn tốt")
        program.waits_for(2)
        server.wait_until(lambda: polls(server) >= 5)
        hours.pass_by(minutes=40)
        server.faults.clear()
        person.says("sau")
        assert texts(program, 3)[2:] == ["sau"]
        person.says("sau nữa")
        program.waits_for(4)
        assert program.gaps == [(MORNING, MORNING + timedelta(minutes=40))]
        assert program.channel.last_poll == MORNING + timedelta(minutes=40)


def test_a_gap_is_told_before_the_message_that_ends_it_is_stored(server: ZaloServer) -> None:
    order: list[str] = []

    async def note(since: datetime, until: datetime) -> None:
        order.append(f"gap, {len(program.offered)} stored")

    server.person("Lò Văn Mẫu").says("sau")
    last = MORNING - timedelta(hours=2)
    program = ZaloMiniature(server, now=lambda: MORNING, last_poll=last, on_gap=note)
    with program:
        program.waits_for(1)
    assert order == ["gap, 0 stored"]


def test_a_restart_counts_as_an_outage_when_the_last_poll_is_remembered(
    server: ZaloServer,
) -> None:
    last = MORNING - timedelta(hours=2)
    with ZaloMiniature(server, now=lambda: MORNING, last_poll=last) as program:
        server.person("Lò Văn Mẫu").says("sau")
        program.waits_for(1)
        assert program.gaps == [(last, MORNING)]


@pytest.mark.parametrize("last", [None, MORNING - timedelta(seconds=300)])
def test_a_short_pause_and_a_first_start_are_no_outage(
    server: ZaloServer, last: datetime | None
) -> None:
    server.person("Lò Văn Mẫu").says("sau")
    with ZaloMiniature(server, now=lambda: MORNING, last_poll=last) as program:
        program.waits_for(1)
        assert program.gaps == []


def test_a_long_poll_that_ends_well_is_no_outage(server: ZaloServer) -> None:
    """On a fast clock half a minute of waiting is hours, in which somebody did listen."""
    hours = Hours()
    with ZaloMiniature(server, now=hours, last_poll=MORNING) as program:
        server.wait_until(lambda: bool(server.calls_of("deleteWebhook")))
        server.person("Lò Văn Mẫu").says("một")
        program.waits_for(1)
        server.wait_until(lambda: program.channel.last_poll is not None)
        for minutes in (60, 120):
            wait_for_open_poll(server)
            hours.pass_by(minutes)
            server.person("Lò Văn Mẫu").says("hai")
            program.waits_for(len(program.kept) + 1)
        assert program.gaps == []


def wait_for_open_poll(server: ZaloServer) -> None:
    server.wait_until(lambda: server.listening)


def test_an_outage_that_could_not_be_noted_is_told_again(server: ZaloServer) -> None:
    told: list[datetime] = []

    async def note(since: datetime, until: datetime) -> None:
        told.append(since)
        if len(told) == 1:
            raise OSError("the disk is full")

    last = MORNING - timedelta(hours=2)
    with ZaloMiniature(server, now=lambda: MORNING, last_poll=last, on_gap=note) as program:
        for text in ("một", "hai", "ba"):
            server.person("Lò Văn Mẫu").says(text)
        assert texts(program, 3) == ["một", "hai", "ba"]
    assert told == [last, last]


def test_what_is_written_while_nobody_listens_may_be_lost(server: ZaloServer) -> None:
    server.loses_unpolled, server.patience = True, 0.0
    person = server.person("Lò Văn Mẫu")
    person.says("không ai nghe")
    with ZaloMiniature(server) as program:
        server.wait_until(lambda: server.listening)
        person.says("có người nghe")
        assert texts(program, 1) == ["có người nghe"]
    assert [each["message"]["text"] for each in server.api.lost] == ["không ai nghe"]


def test_nobody_else_polls_beside_a_webhook(server: ZaloServer) -> None:
    server.api.webhook = {"url": "http://127.0.0.1:9/x", "updated_at": 0}
    url = f"{server.api_base}/bot{server.token}/getUpdates"
    answer = httpx.get(url, trust_env=False, timeout=60)
    assert (answer.status_code, answer.json()["error_code"]) == (200, 400)
