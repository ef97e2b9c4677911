"""Taking messages in from Zalo by webhook, over real HTTP in both directions."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator

import httpx
import pytest

from bot.channels.zalo_bot import ZaloChannel
from bot.model.message import IncomingKind
from tests.channels.adapters import PAYLOADS
from tests.channels.zalo_miniature import ZaloMiniature
from tests.fakes.http_server import HttpServer, Request, Response
from tests.fakes.zalo_server import ZaloServer

SECRET = "loopback-secret_1"
HEADER = "X-Bot-Api-Secret-Token"


@pytest.fixture
def server() -> Iterator[ZaloServer]:
    with ZaloServer() as running:
        yield running


class Listening:
    """A web server that hands its requests to a channel's webhook."""

    def __init__(self, server: ZaloServer, failures: int = 0) -> None:
        self.requests: list[Request] = []
        self.http = HttpServer(self._serve)
        self.http.start()
        self.url = f"{self.http.url}/zalo/webhook"
        self.server = server
        self.program = ZaloMiniature(
            server, mode="webhook", webhook_url=self.url, webhook_secret=SECRET, failures=failures
        )

    async def _serve(self, request: Request) -> Response:
        self.requests.append(request)
        work = self.program.channel.webhook(request.headers, request.body)
        return Response(await asyncio.to_thread(self.program.run, work))

    def __enter__(self) -> Listening:
        self.program.__enter__()
        self.server.wait_until(lambda: bool(self.server.calls_of("setWebhook")))
        return self

    def __exit__(self, *_: object) -> None:
        self.http.stop()
        self.program.__exit__()

    def post(self, body: bytes | object, secret: bytes | None = SECRET.encode()) -> int:
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        headers = [] if secret is None else [(HEADER.encode(), secret)]
        return httpx.post(
            self.url, content=content, headers=headers, trust_env=False, timeout=60
        ).status_code


@pytest.mark.parametrize("wraps", [True, False])
@pytest.mark.parametrize("photo_field", ["photo", "photo_url"])
def test_both_shapes_of_bodies_and_pictures_are_read(
    server: ZaloServer, wraps: bool, photo_field: str
) -> None:
    server.wraps, server.api.photo_field = wraps, photo_field
    person = server.person("Lò Văn Mẫu")
    with Listening(server) as listening:
        person.says("3 lớp")
        person.sends_photo(b"picture", "Lễ khai mạc")
        said, photo = listening.program.waits_for(2)
        server.wait_until(lambda: len(server.pushes) == 2)
    assert (said.kind, said.text) == (IncomingKind.TEXT, "3 lớp")
    assert (photo.kind, photo.text) == (IncomingKind.PHOTO, "Lễ khai mạc")
    assert photo.file is not None
    assert photo.file.remote.startswith(f"{server.api_base}/photo/")
    assert server.pushes == [200, 200]
    assert listening.requests[0].headers["user-agent"] == "Java/1.8.0_192"


def test_polled_and_pushed_messages_have_the_same_key(server: ZaloServer) -> None:
    number = server.person("Lò Văn Mẫu").says("3 lớp")
    with ZaloMiniature(server) as polling:
        polled = polling.waits_for(1)[0]
    server.end_polls()
    with Listening(server) as listening:  # a poll that is still on its way takes nothing any more
        server.repeats(number)
        assert listening.program.waits_for(1) == [polled]
    assert polled.key == f"message.text.received.{number}"


def test_a_message_pushed_twice_has_the_same_key(server: ZaloServer) -> None:
    with Listening(server) as listening:
        number = server.person("Lò Văn Mẫu").says("3 lớp")
        server.repeats(number)
        first, second = listening.program.waits_for(2)
        assert first == second


def test_messages_pushed_out_of_order_keep_their_own_time_and_key(server: ZaloServer) -> None:
    person = server.person("Lò Văn Mẫu")
    with Listening(server) as listening:
        server.hold()
        numbers = [person.says(text) for text in ("một", "hai")]
        server.release(backwards=True)
        assert [each.text for each in listening.program.waits_for(2)] == ["hai", "một"]
        assert [each.message for each in listening.program.kept] == numbers[::-1]


def test_a_message_before_the_channel_is_up_comes_again() -> None:
    said = json.loads((PAYLOADS / "zalo" / "text.json").read_text("utf-8"))["raw"]
    early = ZaloChannel(
        "1:of-a-bot", mode="webhook", webhook_url="https://bot.test", webhook_secret=SECRET
    )
    assert asyncio.run(early.webhook({HEADER: SECRET}, json.dumps(said).encode())) == 503


def test_what_could_not_be_stored_is_answered_500(server: ZaloServer) -> None:
    server.webhook_tries = 3
    with Listening(server, failures=2) as listening:
        server.person("Lò Văn Mẫu").says("3 lớp")
        listening.program.waits_for(1)
        server.wait_until(lambda: len(server.pushes) == 3)
        assert server.pushes == [500, 500, 200]
        assert listening.program.channel.received == 1


@pytest.mark.parametrize("secret", [None, b"", b"wrong", SECRET.encode() + b"x", b"\xe1\xbb"])
def test_without_the_secret_the_body_is_not_even_looked_at(
    server: ZaloServer, secret: bytes | None
) -> None:
    with Listening(server) as listening:
        assert listening.post(b"{not json", secret) == 403
        assert listening.program.offered == []


def test_a_channel_that_polls_takes_no_webhook_requests(server: ZaloServer) -> None:
    with ZaloMiniature(server) as program:
        assert program.run(program.channel.webhook({HEADER: ""}, b"{}")) == 403


@pytest.mark.parametrize("body", [b"", b"{", b"[" * 100_000, b"[]", b"null", b"\xff\xfe"])
def test_a_body_that_is_no_json_object_is_a_bad_request(server: ZaloServer, body: bytes) -> None:
    with Listening(server) as listening:
        assert listening.post(body) == 400


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"ok": True, "result": None},
        {"event_name": "webhook.verification"},
        {"event_name": "message.reaction.received", "message": {"text": "3"}},
        {"event_name": "message.unsupported.received"},
        {"ok": True, "result": {"event_name": 5, "message": [1]}},
    ],
)
def test_events_without_a_message_are_taken_and_passed_over(
    server: ZaloServer, body: object
) -> None:
    with Listening(server) as listening:
        assert listening.post(body) == 200
        assert listening.program.offered == []


def test_the_webhook_is_registered_with_its_secret(server: ZaloServer) -> None:
    with Listening(server) as listening:
        server.wait_until(lambda: server.api.webhook is not None)
        assert server.api.webhook is not None
        assert (server.api.webhook["url"], server.api.webhook_secret) == (listening.url, SECRET)


def test_the_webhook_is_registered_again_until_it_works(server: ZaloServer) -> None:
    server.fail("502", "setWebhook", times=2)
    with Listening(server) as listening:
        server.wait_until(lambda: server.api.webhook is not None)
        assert listening.program.pauses == [1.0, 2.0]


def test_an_address_zalo_refuses_is_said(caplog: pytest.LogCaptureFixture) -> None:
    with ZaloServer(public_webhooks_only=True) as server, Listening(server) as listening:
        server.wait_until(lambda: bool(listening.program.pauses))
    assert "zalo: the webhook is refused: 400 Bad Request" in caplog.text


def test_a_failed_test_of_the_webhook_is_said(
    server: ZaloServer, caplog: pytest.LogCaptureFixture
) -> None:
    server.api.verification = {"ok": False, "outcome": "BAD_STATUS", "status_code": 403}
    with Listening(server) as listening:
        server.person("Lò Văn Mẫu").says("3 lớp")
        listening.program.waits_for(1)
    assert [record.getMessage() for record in caplog.records] == [
        "zalo: the webhook is registered, but Zalo's test of it failed (403)"
    ]


@pytest.mark.parametrize(
    ("url", "secret"),
    [("", SECRET), ("https://x.example/z", ""), ("https://x.example/z", "seven77"),
     ("https://x.example/z", "x" * 257)],
)  # fmt: skip
def test_webhook_mode_without_a_good_address_and_secret_is_refused(
    server: ZaloServer, url: str, secret: str
) -> None:
    options = {"mode": "webhook", "webhook_url": url, "webhook_secret": secret}
    with pytest.raises(ValueError, match="webhook_secret"):
        ZaloMiniature(server, **options).__enter__()
