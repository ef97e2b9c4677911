"""The socket: a taken port is explained, stopping is quick, signals stay the program's own."""

from __future__ import annotations

import asyncio
import signal
import socket
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from bot.errors import OperatorError
from bot.web.server import create_app, serve
from tests.web.chromium import find_chromium
from tests.web.echo_backend import EchoBackend
from tests.web.site import Site, Visitor


def test_a_taken_port_is_said_in_one_sentence(site: Site, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        app = create_app(EchoBackend(tmp_path), secret_key="k", new_token=str)
        with pytest.raises(OperatorError, match=rf"Cổng {port} .* web\.port"):
            site.do(serve(app, "127.0.0.1", port))


def test_an_address_that_is_not_ours_is_said_in_one_sentence(site: Site, tmp_path: Path) -> None:
    app = create_app(EchoBackend(tmp_path), secret_key="k", new_token=str)
    with pytest.raises(OperatorError, match=r"web\.host"):
        site.do(serve(app, "192.0.2.1", 0))


def test_without_a_secret_key_there_is_no_web_server(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="secret key"):
        create_app(EchoBackend(tmp_path), secret_key="", new_token=str)


def test_stopping_answers_waiting_requests_and_starting_again_uses_the_same_port(
    site: Site, visitor: Visitor
) -> None:
    site.say(visitor.chat, "một")
    with ThreadPoolExecutor(1) as waiting:
        poll = waiting.submit(visitor.http.get, "/chat/lines", params={"after": 1})
        while not site.call(lambda: dict(site.backend.waiters._waiting)):
            pass
        site.stop()
        assert poll.result().json() == {"lines": [], "after": 1, "seen": 1, "epoch": ""}
    with pytest.raises(httpx.ConnectError):
        httpx.get(f"{site.address}/health", timeout=60)
    port = site.port
    site.start()
    assert site.port == port
    assert visitor.http.get("/health").json()["status"] == "ok"


def test_a_machine_without_a_browser_fails_the_browser_tests(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(pytest.fail.Exception, match="apt-get install chromium"):
        find_chromium()


def test_the_server_takes_no_signals(tmp_path: Path) -> None:
    async def once() -> None:
        before = [signal.getsignal(each) for each in (signal.SIGINT, signal.SIGTERM)]
        app = create_app(EchoBackend(tmp_path), secret_key="k", new_token=str)
        server = await serve(app, "127.0.0.1", 0)
        during = [signal.getsignal(each) for each in (signal.SIGINT, signal.SIGTERM)]
        await server.stop()
        assert during == before

    asyncio.run(once())
