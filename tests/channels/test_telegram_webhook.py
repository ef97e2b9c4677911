"""Taking messages in by webhook, over real HTTP in both directions."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator

import httpx
import pytest

from tests.channels.miniature import Miniature
from tests.fakes.http_server import HttpServer, Request, Response
from tests.fakes.telegram_server import TelegramServer

SECRET = "loopback-secret_1"
HEADER = "X-Telegram-Bot-Api-Secret-Token"


@pytest.fixture
def server() -> Iterator[TelegramServer]:
    with TelegramServer() as running:
        yield running


class Listening:
    """A web server that hands its requests to a channel's webhook."""

    def __init__(self, server: TelegramServer, failures: int = 0) -> None:
        self.statuses: list[int] = []
        self.http = HttpServer(self._serve)
        self.http.start()
        self.url = f"{self.http.url}/telegram"
        self.program = Miniature(
            server, mode="webhook", webhook_url=self.url, webhook_secret=SECRET, failures=failures
        )

    async def _serve(self, request: Request) -> Response:
        work = self.program.channel.webhook(request.headers, request.body)
        status = await asyncio.to_thread(self.program.run, work)
        self.statuses.append(status)
        return Response(status)

    def __enter__(self) -> Listening:
        self.program.__enter__()
        return self

    def __exit__(self, *_: object) -> None:
        self.http.stop()
        self.program.__exit__()

    def post(self, body: bytes, secret: bytes | None = SECRET.encode()) -> int:
        headers = [] if secret is None else [(HEADER.encode(), secret)]
        return httpx.post(
            self.url, content=body, headers=headers, trust_env=False, timeout=60
        ).status_code


def test_pushed_messages_are_stored_in_order(server: TelegramServer) -> None:
    person = server.person("Lò Văn Mẫu")
    with Listening(server) as listening:
        person.starts("CODE")
        person.says("3 lớp")
        assert [each.text for each in listening.program.waits_for(2)] == ["CODE", "3 lớp"]
        server.wait_until(lambda: not server.unconfirmed)


def test_what_could_not_be_stored_is_answered_500_and_pushed_again(server: TelegramServer) -> None:
    with Listening(server, failures=2) as listening:
        server.person("Lò Văn Mẫu").says("3 lớp")
        listening.program.waits_for(1)
        server.wait_until(lambda: not server.unconfirmed)
        assert listening.statuses == [500, 500, 200]


def test_a_message_pushed_twice_has_the_same_key(server: TelegramServer) -> None:
    with Listening(server) as listening:
        server.person("Lò Văn Mẫu").says("3 lớp")
        listening.program.waits_for(1)
        server.wait_until(lambda: not server.unconfirmed)
        server.repeats(server.last_update_id)
        first, second = listening.program.waits_for(2)
        assert first == second


@pytest.mark.parametrize("secret", [None, b"", b"wrong", SECRET.encode() + b"x", b"\xe1\xbb"])
def test_without_the_secret_the_body_is_not_even_looked_at(
    server: TelegramServer, secret: bytes | None
) -> None:
    with Listening(server) as listening:
        assert listening.post(b"{not json", secret) == 403
        assert listening.program.offered == []


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[" * 100_000, b"[]", b"\xff\xfe", b"{}", b'{"update_id": "x"}']
)
def test_a_body_that_is_no_update_is_a_bad_request(server: TelegramServer, body: bytes) -> None:
    with Listening(server) as listening:
        assert listening.post(body) == 400


def test_an_update_of_an_unknown_kind_is_taken_and_passed_over(server: TelegramServer) -> None:
    with Listening(server) as listening:
        assert listening.post(json.dumps({"update_id": 5, "news": {"x": 1}}).encode()) == 200
        assert listening.program.offered == []


def test_a_chat_that_cannot_be_is_passed_over(server: TelegramServer) -> None:
    chat = {"id": "\ud800", "type": "private"}
    message = {"message_id": 1, "date": 1, "chat": chat, "from": {"first_name": "A"}, "text": "x"}
    with Listening(server) as listening:
        body = json.dumps({"update_id": 5, "message": message}).encode()
        assert listening.post(body) == 200
        assert listening.program.offered == []


def test_polling_is_refused_while_a_webhook_is_set(server: TelegramServer) -> None:
    with Listening(server) as listening:
        server.wait_until(lambda: server.api.webhook["url"] == listening.url)
        asked = httpx.get(
            f"{server.api_base}/bot{server.token}/getUpdates", trust_env=False, timeout=60
        )
        assert asked.status_code == 409


def test_the_webhook_is_registered_again_until_it_works(server: TelegramServer) -> None:
    server.fail("500", "setWebhook", times=2)
    with Listening(server) as listening:
        server.wait_until(lambda: server.api.webhook["url"] == listening.url)
        assert listening.program.pauses == [1.0, 2.0]


def test_webhook_mode_without_a_secret_is_refused(server: TelegramServer) -> None:
    with pytest.raises(ValueError, match="webhook_secret"):
        Miniature(server, mode="webhook", webhook_url="https://x.example/t").__enter__()
