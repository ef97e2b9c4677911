"""Zalo's updates in odd shapes, beside the recorded ones; and where pictures may come from."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.zalo_message import parse_update
from bot.channels.zalo_photo import LARGEST, is_allowed
from bot.errors import DeliveryError, Rejected, RetryLater, TooLarge
from bot.model.message import FileRef
from tests.channels.zalo_miniature import ZaloMiniature
from tests.fakes.http_server import HttpServer, Request, Response
from tests.fakes.zalo_server import ZaloServer

HOME = "http://127.0.0.1:18082"


def said(**content: Any) -> dict[str, Any]:
    message = {"from": {"id": "ab12"}, "chat": {"id": "ab12"}, "text": "5", **content}
    return {"event_name": "message.text.received", "message": message}


def test_without_a_message_id_the_same_update_twice_has_the_same_key() -> None:
    first, second = parse_update(said(date=1), "1"), parse_update(said(date=1), "1")
    later = parse_update(said(date=2), "1")
    assert first is not None
    assert later is not None
    assert first == second
    assert first.key != later.key


@pytest.mark.parametrize(
    "chat",
    [{"id": "zgr-1"}, {"id": "zgr-1", "chat_type": "PRIVATE"}, {"id": "cd34"},
     {"id": "ab12", "type": "GROUP"}, {"id": "ab12", "chat_type": "group"}],
)  # fmt: skip
def test_a_group_is_never_taken_for_a_person(chat: dict[str, str]) -> None:
    read = parse_update(said(chat=chat), "1")
    assert read is not None
    assert read.speaker == "ab12"


def test_signs_no_database_keeps_are_taken_out() -> None:
    read = parse_update(said(text="3\ud83d lớp\x00"), "1")
    assert read is not None
    assert read.text == "3\ufffd lớp"


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=5,
)
fields = ("from", "chat", "text", "caption", "photo", "photo_url", "message_id", "date")
updates = st.fixed_dictionaries(
    {},
    optional={
        "event_name": st.sampled_from(
            ["message.text.received", "message.image.received", "message.sticker.received"]
        )
        | json_values,
        "message": json_values
        | st.fixed_dictionaries({}, optional=dict.fromkeys(fields, json_values)),
        "result": json_values,
    },
)


@given(json_values | updates)
def test_nothing_that_may_arrive_breaks_the_reader(raw: object) -> None:
    first = parse_update(raw, "1")
    assert first == parse_update(raw, "1")
    if first is not None:
        first.text.encode()
        assert (first.address.bot, first.address.chat != "") == ("1", True)


@pytest.mark.parametrize(
    "address",
    [
        "https://photo-stal-9.zdn.vn/jpg/ab/cd.jpg?x=1",
        "https://b-f12.photo_1.zadn.vn:443/x",
        "HTTPS://Photo.Example.VN/x",
        f"{HOME}/photo/1.jpg",
    ],
)
def test_pictures_come_from_public_hosts_and_the_server_of_the_settings(address: str) -> None:
    assert is_allowed(address, HOME) is True


@pytest.mark.parametrize(
    "address",
    [
        "http://photo.example.vn/x",
        "https://127.0.0.1/x",
        "https://[::1]/x",
        "https://2130706433/x",
        "https://0x7f.1/x",
        "https://localhost/x",
        "https://printer.local/x",
        "https://metadata.google.internal/x",
        "https://intranet/x",
        "https://photo.example.vn:8443/x",
        "https://photo.example.vn@10.0.0.1/x",
        "https://who@photo.example.vn/x",
        "http://127.0.0.1:18083/x",
        "https://127.0.0.1:18082/x",
        "file:///etc/passwd",
        "ftp://photo.example.vn/x",
        "/etc/passwd",
        "",
    ],
)
def test_pictures_come_from_nowhere_else(address: str) -> None:
    assert is_allowed(address, HOME) is False


def fetching(program: ZaloMiniature, remote: str, folder: Path) -> DeliveryError:
    with pytest.raises(DeliveryError) as raised:
        program.run(program.channel.fetch(FileRef(remote), folder / "photo"))
    assert list(folder.iterdir()) == []
    return raised.value


def test_a_picture_is_brought_home_whole(tmp_path: Path) -> None:
    with ZaloServer() as server, ZaloMiniature(server) as program:
        server.person("Lò Văn Mẫu").sends_photo(b"\xff\xd8 the picture")
        file = program.waits_for(1)[0].file
        assert file is not None
        program.run(program.channel.fetch(file, tmp_path / "photo"))
        assert (tmp_path / "photo").read_bytes() == b"\xff\xd8 the picture"
        assert [each.name for each in tmp_path.iterdir()] == ["photo"]


@pytest.mark.parametrize(
    ("fault", "kind"),
    [("502", RetryLater), ("drop_before", RetryLater), ("hang", RetryLater),
     ("http_429", RetryLater)],
)  # fmt: skip
def test_a_download_that_breaks_is_tried_again(
    tmp_path: Path, fault: str, kind: type[DeliveryError]
) -> None:
    with ZaloServer() as server, ZaloMiniature(server, timeout=0.3) as program:
        server.person("Lò Văn Mẫu").sends_photo(b"picture")
        file = program.waits_for(1)[0].file
        assert file is not None
        server.fail(fault, "photo", seconds=30)
        assert type(fetching(program, file.remote, tmp_path)) is kind


def test_an_address_that_has_expired_or_is_not_allowed_is_rejected(tmp_path: Path) -> None:
    with ZaloServer() as server, ZaloMiniature(server) as program:
        server.person("Lò Văn Mẫu").sends_photo(b"picture")
        file = program.waits_for(1)[0].file
        assert file is not None
        server.photos_expire()
        for remote in (file.remote, "https://localhost/x", "https://[/x", "", "http://[::1"):
            assert type(fetching(program, remote, tmp_path)) is Rejected


def test_too_large_a_picture_is_rejected_with_and_without_a_stated_size(tmp_path: Path) -> None:
    async def serve(request: Request) -> Response:
        return Response(200, b"x" * (LARGEST + 1), "image/jpeg")

    http = HttpServer(serve)
    http.start()
    with ZaloServer() as server, ZaloMiniature(server, api_base=http.url) as program:
        assert type(fetching(program, f"{http.url}/big", tmp_path)) is TooLarge
    http.stop()
