"""Sending and fetching on Zalo, over real HTTP against the strict fake."""

from __future__ import annotations

import logging
import socket
import traceback
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.channels.base import Page, bot_of
from bot.channels.render import length, render
from bot.channels.zalo_bot import ZaloChannel
from bot.channels.zalo_client import BackoffPolicy
from bot.channels.zalo_message import chat_link
from bot.errors import DeliveryError, QuotaExceeded, Rejected, RetryLater, Unknown
from bot.model.documents import Document
from bot.model.message import Choice, Reply
from tests.channels.zalo_miniature import ZaloMiniature
from tests.fakes.zalo_api import Plan
from tests.fakes.zalo_people import ZaloPerson
from tests.fakes.zalo_server import ZaloServer


@pytest.fixture
def server() -> Iterator[ZaloServer]:
    with ZaloServer() as running:
        yield running


@pytest.fixture
def program(server: ZaloServer) -> Iterator[ZaloMiniature]:
    with ZaloMiniature(server, timeout=0.5) as running:
        yield running


@pytest.fixture
def person(server: ZaloServer) -> ZaloPerson:
    return server.person("Lò Văn Mẫu", started=True)


def failure(
    program: ZaloMiniature, to: ZaloPerson | str, page: Page | str = "Chào anh/chị"
) -> DeliveryError:
    with pytest.raises(DeliveryError) as raised:
        program.send(to, page)
    return raised.value


def nowhere(unused: socket.socket) -> str:
    unused.bind(("127.0.0.1", 0))
    return f"http://127.0.0.1:{unused.getsockname()[1]}"


def test_a_page_arrives_as_it_is_written(program: ZaloMiniature, person: ZaloPerson) -> None:
    program.send(person, Page("*3* < 4 {red}?{/red}", head="Mục 1.1", lead="Đã ghi"))
    assert person.last.text == "Đã ghi\n\nMục 1.1\n*3* < 4 {red}?{/red}"
    call = program.server.calls_of("sendMessage")[0]
    assert sorted(call.values) == ["chat_id", "text"]


def test_the_message_id_is_handed_back_and_counted(
    program: ZaloMiniature, person: ZaloPerson
) -> None:
    assert program.send(person, "một") == person.last.message_id
    program.send(person, "hai")
    assert program.channel.sent == 2


def test_choices_arrive_as_words_and_a_typed_word_comes_back(
    program: ZaloMiniature, person: ZaloPerson
) -> None:
    reply = Reply("Có tổ chức không?", choices=(Choice("1", "Có"), Choice("2", "Không")))
    for page in render(reply, ZaloChannel.capabilities):
        program.send(person, page)
    assert person.last.text == 'Có tổ chức không?\n\nGõ một trong các từ: "Có", "Không"'
    person.taps("Không")
    assert [each.text for each in program.waits_for(1)] == ["Không"]


def test_a_long_reply_arrives_in_pages_below_the_limit(
    program: ZaloMiniature, person: ZaloPerson
) -> None:
    words = [f"{n}: Số lớp xóa mù chữ 👍" for n in range(200)]
    for page in render(Reply("\n".join(words), head="Tóm tắt"), ZaloChannel.capabilities):
        program.send(person, page)
    assert max(length(each.text) for each in person.inbox) <= 1900
    lines = [line for each in person.inbox for line in each.text.split("\n")[:-1]]
    assert lines == ["Tóm tắt", *words]


def test_a_document_leaves_only_its_words(program: ZaloMiniature, person: ZaloPerson) -> None:
    reply = Reply("Biểu của xã", document=Document("Biểu.xlsx", path="/nowhere/1"))
    pages = render(reply, ZaloChannel.capabilities)
    assert [(each.text, each.file) for each in pages] == [("Biểu của xã", None)]
    assert type(failure(program, person, Page("Biểu", file=Path("/nowhere/1")))) is Rejected


@pytest.mark.parametrize("text", ["", "x" * 2001, "👍" * 1001])
def test_what_zalo_will_never_take_is_rejected(
    program: ZaloMiniature, person: ZaloPerson, text: str
) -> None:
    assert type(failure(program, person, text)) is Rejected
    assert program.channel.sent == 0


def test_somebody_who_never_wrote_cannot_be_reached(
    program: ZaloMiniature, server: ZaloServer
) -> None:
    assert type(failure(program, server.person("Lạ"))) is Rejected
    assert type(failure(program, "0" * 20)) is Rejected


@pytest.mark.parametrize("http_429", [True, False])
def test_a_used_up_quota_is_told_whatever_the_http_status(
    program: ZaloMiniature, server: ZaloServer, person: ZaloPerson, http_429: bool
) -> None:
    server.http_429, server.api.plan = http_429, Plan(messages=1)
    program.send(person, "một")
    assert type(failure(program, person)) is QuotaExceeded
    server.api.now = lambda: datetime(2199, 1, 1, tzinfo=UTC)
    program.send(person, "tháng sau")
    assert [each.text for each in person.inbox] == ["một", "tháng sau"]


@pytest.mark.parametrize("fault", ["403", "408", "500", "502", "504"])
def test_a_fault_of_the_server_is_tried_again(
    program: ZaloMiniature, server: ZaloServer, person: ZaloPerson, fault: str
) -> None:
    server.fail(fault, "sendMessage")
    refused = failure(program, person)
    assert isinstance(refused, RetryLater)
    assert refused.after == 3.0
    program.send(person, "lần hai")
    assert [each.text for each in person.inbox] == ["lần hai"]


@pytest.mark.parametrize("fault", ["drop_before", "hang", "html", "junk"])
def test_an_answer_that_says_nothing_leaves_it_unknown(
    program: ZaloMiniature, server: ZaloServer, person: ZaloPerson, fault: str
) -> None:
    server.fail(fault, "sendMessage", seconds=30)
    assert type(failure(program, person)) is Unknown
    assert (person.inbox, program.channel.sent) == ([], 0)


@pytest.mark.parametrize("fault", ["drop_after", "hang_after"])
def test_an_answer_lost_leaves_it_unknown_though_it_arrived(
    program: ZaloMiniature, server: ZaloServer, person: ZaloPerson, fault: str
) -> None:
    server.fail(fault, "sendMessage", seconds=30)
    assert type(failure(program, person)) is Unknown
    assert len(person.inbox) == 1


def test_a_slow_answer_is_waited_for(
    program: ZaloMiniature, server: ZaloServer, person: ZaloPerson
) -> None:
    server.fail("slow", "sendMessage", seconds=0.2)
    program.send(person, "chậm")
    assert person.last.text == "chậm"


def test_a_server_that_is_not_there_is_tried_again(server: ZaloServer) -> None:
    with socket.socket() as unused, ZaloMiniature(server, api_base=nowhere(unused)) as program:
        assert type(failure(program, "42")) is RetryLater


def test_in_a_long_outage_a_message_waits_as_long_as_it_has_lasted(
    server: ZaloServer, person: ZaloPerson
) -> None:
    times = iter([0.0, 1.0, 10.0, 100.0, 5000.0, 5001.0])
    with ZaloMiniature(server) as program:
        program.channel._patience = BackoffPolicy(lambda: next(times))
        server.fail("502", "sendMessage", times=5)
        waits = [failure(program, person).after for _ in range(5)]  # type: ignore[attr-defined]
        assert waits == [3.0, 3.0, 10.0, 100.0, 3.0]
        program.send(person, "lại được")
        server.fail("502", "sendMessage")
        assert failure(program, person).after == 3.0  # type: ignore[attr-defined]


def test_the_longest_wait_is_a_quarter_of_an_hour() -> None:
    times = iter(range(0, 10_000, 1000))
    patience = BackoffPolicy(lambda: next(times))
    assert [patience.trouble() for _ in range(4)] == [3.0, 900.0, 900.0, 900.0]


def test_a_refused_token_is_an_error_of_the_settings(
    server: ZaloServer, caplog: pytest.LogCaptureFixture
) -> None:
    with ZaloMiniature(server, token="1459232241454765289:wrong") as program:
        assert type(failure(program, "42")) is Rejected
        with pytest.raises(Rejected):
            program.run(program.channel.check())
    assert "zalo: the token is refused; check zalo.token" in caplog.text


def test_no_log_and_no_error_shows_the_token(
    server: ZaloServer, caplog: pytest.LogCaptureFixture
) -> None:
    secret = "AAsecretsecretsecretsecretsecret"
    for name in (None, "httpx", "httpcore", "bot"):
        caplog.set_level(logging.DEBUG, name)
    shown = []
    with socket.socket() as unused:
        for base in (server.api_base, nowhere(unused), "junk://x y", "http://[", "no address"):
            options = {"api_base": base, "token": f"1459232241454765289:{secret}"}
            with ZaloMiniature(server, **options) as program:
                shown += traceback.format_exception(failure(program, "42"))
                with pytest.raises(DeliveryError) as raised:
                    program.run(program.channel.check())
                shown += traceback.format_exception(raised.value)
                server.wait_until(lambda: program.pauses != [])
    shown += [caplog.text, *(str(record.exc_info) for record in caplog.records)]
    assert caplog.records != []
    assert [each for each in shown if secret in each] == []


def test_doctor_gets_the_bots_account_name(program: ZaloMiniature) -> None:
    assert program.run(program.channel.check()) == "bot.fakeBaocao"


def test_people_open_the_bot_by_its_account_name() -> None:
    assert chat_link("bot.uGsxQaGt") == "https://zalo.me/bot.uGsxQaGt"


def test_a_bot_is_known_by_the_public_part_of_its_token() -> None:
    assert bot_of("1459232241454765289:abc", "zalo") == "1459232241454765289"
    assert bot_of("abc", "zalo") == "zalo"


def test_a_token_copied_with_white_space_works(server: ZaloServer) -> None:
    with ZaloMiniature(server, token=f" {server.token}\n") as program:
        assert program.run(program.channel.check()) == "bot.fakeBaocao"
