"""Sending and fetching on Telegram, over real HTTP against the strict fake."""

from __future__ import annotations

import logging
import re
import socket
import traceback
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.channels.base import Page, bot_of
from bot.channels.render import render
from bot.channels.telegram_bot import TelegramChannel
from bot.channels.telegram_spec import TelegramSettings, TelegramSpec
from bot.channels.telegram_text import button_rows
from bot.errors import Blocked, DeliveryError, Rejected, RetryLater, TooLarge, Unknown
from bot.ids import fresh_code
from bot.model.documents import Document
from bot.model.message import Choice, FileRef, Reply
from tests.channels.miniature import Miniature
from tests.fakes.people import Person
from tests.fakes.telegram_limits import REAL
from tests.fakes.telegram_server import TelegramServer
from tests.imports.pictures import png

PAYLOAD = re.compile(r"[A-Za-z0-9_-]{1,64}")  # Bot API, deep linking


@pytest.fixture
def server() -> Iterator[TelegramServer]:
    with TelegramServer() as running:
        yield running


@pytest.fixture
def program(server: TelegramServer) -> Iterator[Miniature]:
    with Miniature(server, timeout=0.5) as running:
        yield running


@pytest.fixture
def person(server: TelegramServer) -> Person:
    return server.person("Lò Văn Mẫu", started=True)


def failure(
    program: Miniature, to: Person | str, page: Page | str = "Chào anh/chị"
) -> DeliveryError:
    with pytest.raises(DeliveryError) as raised:
        program.send(to, page)
    return raised.value


def test_signs_of_html_arrive_literally(program: Miniature, person: Person) -> None:
    program.send(person, Page("3 < 4 & <b>x</b> &amp; 5 > 4", lead="<i>"))
    assert person.last.text == "<i>\n\n3 < 4 & <b>x</b> &amp; 5 > 4"
    assert person.last.bold == ()


def test_the_head_is_bold(program: Miniature, person: Person) -> None:
    program.send(person, Page("Có mấy lớp?", head="Mục 1.1 <&>", lead="Đã ghi"))
    assert person.last.text == "Đã ghi\n\nMục 1.1 <&>\nCó mấy lớp?"
    assert person.last.bold == ("Mục 1.1 <&>",)


def test_the_message_id_is_handed_back(program: Miniature, person: Person) -> None:
    assert program.send(person, "một") == str(person.last.message_id)


def test_buttons_carry_their_keys(program: Miniature, person: Person) -> None:
    choices = (Choice("k" * 64, "Đúng"), Choice("k:2", "Sai"))
    program.send(person, Page("?", choices=choices))
    assert [(each.data, each.label) for each in person.last.buttons] == [
        ("k" * 64, "Đúng"),
        ("k:2", "Sai"),
    ]


def test_short_labels_stand_side_by_side_and_long_ones_alone() -> None:
    labels = ["Có", "Không", "Bỏ qua", "Xem", "Thị trấn Mường Tè", "Xã Mường Tè", "Xã " + "x" * 30]
    rows = button_rows([Choice(label, label) for label in labels])
    assert [[each.label for each in row] for row in rows] == [
        ["Có", "Không", "Bỏ qua"],
        ["Xem", "Thị trấn Mường Tè"],
        ["Xã Mường Tè"],
        ["Xã " + "x" * 30],
    ]


def test_a_message_of_exactly_the_limit_is_taken(program: Miniature, person: Person) -> None:
    program.send(person, "👍" * 2000 + "<" * 96)
    assert len(person.last.text) == 2096


def test_a_long_reply_arrives_in_pages_with_buttons_on_the_last(
    program: Miniature, person: Person
) -> None:
    words = [f"{n}: <ổ> & 👍" for n in range(900)]
    reply = Reply("\n".join(words), head="Tóm tắt", choices=(Choice("nop", "Nộp báo cáo"),))
    for page in render(reply, TelegramChannel.capabilities):
        program.send(person, page)
    pages = person.inbox
    assert [len(each.buttons) for each in pages] == [0] * (len(pages) - 1) + [1]
    assert [each.text.rsplit("\n")[-1] for each in pages] == [
        f"({n}/{len(pages)})" for n in range(1, len(pages) + 1)
    ]
    lines = [line for each in pages for line in each.text.split("\n")[:-1]]
    assert lines == ["Tóm tắt", *words]


def test_a_file_arrives_whole_under_its_name(
    program: Miniature, person: Person, tmp_path: Path
) -> None:
    path = tmp_path / "1"
    path.write_bytes(b"PK\x03\x04\r\n--\r\n" * 999)
    document = Document("Biểu xã Bum Nưa.xlsx", path=str(path))
    reply = Reply("Biểu <của> xã", document=document, choices=(Choice("ok", "Xong"),))
    program.send(person, render(reply, TelegramChannel.capabilities)[0])
    got = person.last
    assert (got.text, got.file_name) == ("Biểu <của> xã", "Biểu xã Bum Nưa.xlsx")
    assert got.document == path.read_bytes()
    assert [each.label for each in got.buttons] == ["Xong"]


def test_a_drawn_picture_is_seen_at_once(
    program: Miniature, person: Person, tmp_path: Path
) -> None:
    path = tmp_path / "1"
    path.write_bytes(png())
    document = Document("tien-do.png", path=str(path))
    reply = Reply("Ảnh tiến độ", document=document)
    program.send(person, render(reply, TelegramChannel.capabilities)[0])
    got = person.last
    assert (got.text, got.document) == ("Ảnh tiến độ", path.read_bytes())
    assert "photo" in got.raw
    assert "document" not in got.raw


def test_a_file_that_is_gone_or_empty_is_rejected(
    program: Miniature, person: Person, tmp_path: Path
) -> None:
    (tmp_path / "empty").touch()
    for name in ("gone", "empty"):
        assert type(failure(program, person, Page("", file=tmp_path / name))) is Rejected


def test_a_person_who_blocked_the_bot_is_blocked(program: Miniature, person: Person) -> None:
    person.blocks_bot()
    assert type(failure(program, person)) is Blocked


def test_a_person_who_never_wrote_cannot_be_reached(
    program: Miniature, server: TelegramServer
) -> None:
    assert type(failure(program, server.person("Lạ"))) is Blocked


@pytest.mark.parametrize("page", ["", "x" * 4097, Page("?", choices=(Choice("k" * 65, "Dài"),))])
def test_what_telegram_will_never_take_is_rejected(
    program: Miniature, person: Person, page: Page | str
) -> None:
    assert type(failure(program, person, page)) is Rejected


def test_an_unknown_chat_is_rejected(program: Miniature) -> None:
    assert type(failure(program, "42")) is Rejected


def test_a_wait_asked_for_is_handed_on(
    program: Miniature, server: TelegramServer, person: Person
) -> None:
    server.fail("429", "sendMessage", seconds=7)
    refused = failure(program, person)
    assert isinstance(refused, RetryLater)
    assert refused.after == 7.0
    assert person.inbox == []


@pytest.mark.parametrize("fault", ["500", "502"])
def test_a_fault_of_the_server_is_tried_again(
    program: Miniature, server: TelegramServer, person: Person, fault: str
) -> None:
    server.fail(fault, "sendMessage")
    assert type(failure(program, person)) is RetryLater
    program.send(person, "lần hai")
    assert [each.text for each in person.inbox] == ["lần hai"]


@pytest.mark.parametrize("fault", ["drop_before", "hang"])
def test_a_connection_lost_leaves_it_unknown(
    program: Miniature, server: TelegramServer, person: Person, fault: str
) -> None:
    server.fail(fault, "sendMessage", seconds=30)
    assert type(failure(program, person)) is Unknown
    assert person.inbox == []


@pytest.mark.parametrize("fault", ["drop_after", "hang_after"])
def test_an_answer_lost_leaves_it_unknown_though_it_arrived(
    program: Miniature, server: TelegramServer, person: Person, fault: str
) -> None:
    server.fail(fault, "sendMessage", seconds=30)
    assert type(failure(program, person)) is Unknown
    assert len(person.inbox) == 1


def test_a_slow_answer_is_waited_for(
    program: Miniature, server: TelegramServer, person: Person
) -> None:
    server.fail("slow", "sendMessage", seconds=0.2)
    program.send(person, "chậm")
    assert person.last.text == "chậm"


def test_a_server_that_is_not_there_is_tried_again(server: TelegramServer) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        nowhere = f"http://127.0.0.1:{unused.getsockname()[1]}"
        with Miniature(server, api_base=nowhere) as program:
            assert type(failure(program, "42")) is RetryLater


def test_a_refused_token_keeps_the_message_for_later(server: TelegramServer) -> None:
    with Miniature(server, token="7104420011:wrong") as program:
        refused = failure(program, "42")
        assert isinstance(refused, RetryLater)
        assert refused.after == 60.0


def test_the_real_limits_are_met_with_retry_later() -> None:
    with TelegramServer(limits=REAL) as server, Miniature(server) as program:
        person = server.person("Lò Văn Mẫu", started=True)
        for n in range(REAL.chat_burst):
            program.send(person, f"{n}")
        refused = failure(program, person)
        assert isinstance(refused, RetryLater)
        assert refused.after >= 1.0
        assert server.refusals == 1


def test_no_log_and_no_error_shows_the_token(
    server: TelegramServer, caplog: pytest.LogCaptureFixture
) -> None:
    secret = "AAsecretsecretsecretsecretsecret"
    caplog.set_level(logging.DEBUG)
    for name in ("telegram", "httpx", "httpcore", "bot"):
        caplog.set_level(logging.DEBUG, name)
    shown = []
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        nowhere = f"http://127.0.0.1:{unused.getsockname()[1]}"
        for base in (server.api_base, nowhere, "junk://x y"):
            options = {"api_base": base, "token": f"7104420011:{secret}"}
            with Miniature(server, **options) as program:
                error = failure(program, "42")
                shown += traceback.format_exception(error)
                with pytest.raises(DeliveryError) as raised:
                    program.run(program.channel.check())
                shown += traceback.format_exception(raised.value)
                server.wait_until(lambda: program.pauses != [])
    shown += [caplog.text, *(str(record.exc_info) for record in caplog.records)]
    assert caplog.records != []
    assert [each for each in shown if secret in each] == []


def test_a_photo_is_fetched_in_its_largest_size(
    program: Miniature, person: Person, tmp_path: Path
) -> None:
    person.sends_photo(b"\xff\xd8 the picture")
    file = program.waits_for(1)[0].file
    assert file is not None
    program.run(program.channel.fetch(file, tmp_path / "photo"))
    assert (tmp_path / "photo").read_bytes() == b"\xff\xd8 the picture"
    assert [each.name for each in tmp_path.iterdir()] == ["photo"]


def test_pictures_of_an_album_share_its_number(program: Miniature, person: Person) -> None:
    person.sends_album([b"1", b"2", b"3"], "Lễ khai mạc")
    photos = program.waits_for(3)
    assert len({photo.album for photo in photos}) == 1
    assert photos[0].album != ""
    assert [photo.text for photo in photos] == ["Lễ khai mạc", "", ""]


def test_a_document_keeps_its_bytes_and_name(
    program: Miniature, person: Person, tmp_path: Path
) -> None:
    person.sends_file(b"%PDF-1.7", "Báo cáo.pdf", "application/pdf", "đây")
    file = program.waits_for(1)[0].file
    assert file is not None
    assert (file.name, file.mime, file.size) == ("Báo cáo.pdf", "application/pdf", 8)
    program.run(program.channel.fetch(file, tmp_path / "file"))
    assert (tmp_path / "file").read_bytes() == b"%PDF-1.7"


def fetching(program: Miniature, file: FileRef, into: Path) -> DeliveryError:
    with pytest.raises(DeliveryError) as raised:
        program.run(program.channel.fetch(file, into))
    assert not into.exists()
    return raised.value


def test_a_file_above_the_platforms_limit_is_rejected(
    program: Miniature, person: Person, tmp_path: Path
) -> None:
    person.sends_file(b"x" * (20 * 1024 * 1024 + 1), "phim.mov", "video/quicktime")
    file = program.waits_for(1)[0].file
    assert file is not None
    assert type(fetching(program, file, tmp_path / "a")) is TooLarge
    assert type(fetching(program, FileRef(file.remote), tmp_path / "a")) is TooLarge


def test_a_file_telegram_does_not_know_is_rejected(program: Miniature, tmp_path: Path) -> None:
    assert type(fetching(program, FileRef("nothing"), tmp_path / "a")) is Rejected


@pytest.mark.parametrize("fault", ["500", "drop_before", "hang"])
@pytest.mark.parametrize("method", ["getFile", "file"])
def test_a_download_that_breaks_is_tried_again(
    server: TelegramServer, person: Person, tmp_path: Path, fault: str, method: str
) -> None:
    with Miniature(server, timeout=0.2) as program:
        person.sends_photo(b"picture")
        file = program.waits_for(1)[0].file
        assert file is not None
        server.fail(fault, method, seconds=30)
        assert type(fetching(program, file, tmp_path / "a")) is RetryLater


def test_doctor_gets_the_bots_name(program: Miniature) -> None:
    assert program.run(program.channel.check()) == "@baocao_fake_bot"


def test_a_wrong_token_is_told_to_doctor(server: TelegramServer) -> None:
    with Miniature(server, token="1:wrong") as program, pytest.raises(Rejected):
        program.run(program.channel.check())


def test_the_link_to_a_bot_carries_the_code() -> None:
    link = TelegramSpec().link(TelegramSettings(), "@bao_cao_bot").format(code="Ab3-x_9")
    assert link == "https://t.me/bao_cao_bot?start=Ab3-x_9"


def test_every_code_made_can_travel_in_a_link() -> None:
    assert [
        code for code in (fresh_code() for _ in range(500)) if not PAYLOAD.fullmatch(code)
    ] == []


def test_a_bot_is_known_by_the_public_part_of_its_token() -> None:
    assert bot_of("7104420011:AAx", "telegram") == "7104420011"


def test_the_tables_button_opens_its_page_inside_telegram(
    server: TelegramServer, person: Person
) -> None:
    address = "https://baocao.example.vn/app/telegram"
    with Miniature(server, timeout=0.5, table_page=address) as program:
        choices = (Choice("1|-|-|table", "Mở bảng"), Choice("1|-|-|whole", "Tệp"))
        program.send(person, Page("Xin chào", choices=choices))
    assert [button.data for button in person.last.buttons] == [address, "1|-|-|whole"]
