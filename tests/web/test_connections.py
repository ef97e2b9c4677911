"""Connections that say nothing, or nothing more: closed in time, and never too many."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress

import httpx
import pytest

from bot.web import connections
from bot.web.web_tokens import COOKIE
from tests.web.site import Site, Visitor


@contextmanager
def connected(site: Site, said: bytes = b"") -> Iterator[socket.socket]:
    with socket.create_connection(("127.0.0.1", site.port), timeout=10) as line:
        line.sendall(said)
        yield line


def is_closed(line: socket.socket) -> bool:
    """Tell whether the server ends a connection within the socket's timeout."""
    try:
        return line.recv(1) == b""
    except ConnectionResetError:
        return True
    except TimeoutError:
        return False


@pytest.mark.parametrize("said", [b"", b"GET /health HT", b"GET /health HTTP/1.1\r\nHost: x\r\n"])
def test_a_head_that_does_not_come_ends_its_connection(
    site: Site, monkeypatch: pytest.MonkeyPatch, said: bytes
) -> None:
    monkeypatch.setattr(connections, "HEAD_SECONDS", 0.3)
    with connected(site, said) as line:
        assert is_closed(line)


def test_a_head_that_drips_ends_its_connection(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connections, "HEAD_SECONDS", 0.5)
    with connected(site, b"GET /health HTTP/1.1\r\n") as line, pytest.raises(OSError):
        for number in range(100):
            line.sendall(b"X-%d: y\r\n" % number)
            time.sleep(0.05)


def test_a_body_that_stops_ends_its_connection(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connections, "BODY_PAUSE", 0.3)
    head = b"POST /health HTTP/1.1\r\nHost: x\r\nContent-Length: 9000\r\n\r\n"
    with connected(site, head + b"begin") as line:
        line.settimeout(5)
        while not is_closed(line):
            pass


def test_idle_connections_leave_room_for_people(
    site: Site, visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connections, "most_connections", lambda: 20)
    with ExitStack() as stack:
        idle = [stack.enter_context(connected(site)) for _ in range(60)]
        assert all(is_closed(line) for line in idle[:40])
        assert visitor.http.get("/health").json()["status"] == "ok"


@pytest.mark.parametrize("asked", ["/static/noscript.css", "/chat/lines?after=0"])
def test_requests_of_one_that_are_answered_or_wait_leave_room_for_people(
    site: Site, visitor: Visitor, monkeypatch: pytest.MonkeyPatch, asked: str
) -> None:
    """Connections that are kept alive after an answer, and those that wait for news of a chat that
    anybody may open: each new one takes the place of the oldest."""
    monkeypatch.setattr(connections, "most_connections", lambda: 20)
    cookie = visitor.open().headers["set-cookie"].partition(";")[0]
    said = f"GET {asked} HTTP/1.1\r\nHost: x\r\nCookie: {cookie}\r\n\r\n".encode()
    with ExitStack() as stack:
        for _ in range(60):
            stack.enter_context(connected(site, said))
        assert site_answers(site)


def site_answers(site: Site) -> bool:
    """Tell whether somebody is let in soon: requests that are being answered are not ended."""
    until = time.monotonic() + 10
    while time.monotonic() < until:
        with suppress(httpx.HTTPError):
            return httpx.get(f"{site.address}/health", timeout=60).json()["status"] == "ok"
        time.sleep(0.2)
    return False


def test_a_request_that_waits_for_news_is_not_ended(
    site: Site, visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connections, "HEAD_SECONDS", 0.2)
    site.say(visitor.chat, "một")
    assert visitor.http.get("/chat/lines", params={"after": 0}).status_code == 200
    time.sleep(0.5)
    assert visitor.http.get("/health").status_code == 200


def test_a_request_with_two_lengths_is_refused_and_its_connection_ended(site: Site) -> None:
    head = b"POST /zalo/webhook HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nTransfer-Encoding: chunked"
    smuggled = b"GET /health HTTP/1.1\r\nHost: x\r\n\r\n"
    with connected(site, head + b"\r\n\r\n0\r\n\r\n" + smuggled) as line:
        answers = b""
        while piece := line.recv(65_536):
            answers += piece
    assert (answers[:12], answers.count(b"HTTP/1.1")) == (b"HTTP/1.1 400", 1)


@pytest.mark.parametrize("path", ["/chat/%00", "/file/a%00b", "/board/of/1/papers/%00"])
def test_an_address_with_a_sign_that_no_database_keeps_is_refused(
    visitor: Visitor, path: str
) -> None:
    """PostgreSQL answered it by an error, and the page by 500."""
    assert visitor.http.get(path).status_code == 400


def test_a_body_in_broken_chunks_is_refused_without_a_trace_back(
    site: Site, visitor: Visitor, caplog: pytest.LogCaptureFixture
) -> None:
    head = (
        f"POST /chat/send HTTP/1.1\r\nHost: x\r\nCookie: {COOKIE}=x\r\nTransfer-Encoding: chunked"
    )
    with connected(site, head.encode() + b"\r\n\r\nZZ\r\n") as line:
        answers = b""
        while piece := line.recv(65_536):
            answers += piece
    assert answers[:12] == b"HTTP/1.1 400"
    assert visitor.http.get("/health").status_code == 200
    assert "broken" in caplog.text
    assert "Traceback" not in caplog.text
