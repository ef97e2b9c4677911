"""Other programs are told at public addresses; into the own network only where that was allowed."""

from __future__ import annotations

import asyncio
import contextlib
import socket
from ipaddress import ip_network

import httpx
import pytest

from bot.use_cases.feeds import webhook_calls
from bot.use_cases.feeds.private_hosts import PrivateAddress, is_private, place_of

PRIVATE = ["10.0.0.0/8", "192.168.0.0/16", "172.16.0.0/12", "169.254.0.0/16", "fd00::/8"]


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "localhost", "::1", "0.0.0.0", *(str(ip_network(net)[9]) for net in PRIVATE)],
)
def test_a_private_address_is_known_as_it_is_written(host: str) -> None:
    assert is_private(host)


@pytest.mark.parametrize("host", ["8.8.8.8", "bao-cao.example.vn", "2606:4700::1111"])
def test_others_are_not(host: str) -> None:
    assert not is_private(host)


@pytest.mark.parametrize("host", ["LOCALHOST", "localhost.", "2130706433", "0x7f.1", "127.1"])
def test_a_name_that_leads_into_the_own_network_is_refused(host: str) -> None:
    with pytest.raises((PrivateAddress, socket.gaierror)):
        asyncio.run(place_of(host))


def test_an_address_that_was_allowed_is_told() -> None:
    assert asyncio.run(place_of("127.0.0.1")) == "127.0.0.1"


def test_the_place_that_was_looked_at_is_the_one_that_is_called(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A name whose owner lets it lead into the own network the second time it is asked for."""
    asked: list[httpx.Request] = []

    async def look(host: str) -> str:
        return "192.0.2.1" if host == "bao-cao.example.vn" else host

    async def send(_: httpx.AsyncHTTPTransport, request: httpx.Request) -> httpx.Response:
        asked.append(request)
        return httpx.Response(204)

    monkeypatch.setattr(webhook_calls, "place_of", look)
    monkeypatch.setattr(httpx.AsyncHTTPTransport, "handle_async_request", send)
    assert asyncio.run(webhook_calls._post("https://bao-cao.example.vn:8443/x", b"{}", {})) == 204
    (request,) = asked
    assert (request.url.host, request.url.port) == ("192.0.2.1", 8443)
    assert request.headers["host"] == "bao-cao.example.vn:8443"
    assert request.extensions["sni_hostname"] == "bao-cao.example.vn"


def test_an_answer_without_an_end_is_not_waited_for() -> None:
    """Its status counts; a body that never ends would hold up everything that goes by the clock."""

    async def endless(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
        with contextlib.suppress(OSError):
            while True:
                writer.write(b"1\r\nx\r\n")
                await writer.drain()
                await asyncio.sleep(0.01)

    async def story() -> int:
        server = await asyncio.start_server(endless, "127.0.0.1")
        async with server:
            port = server.sockets[0].getsockname()[1]
            async with asyncio.timeout(webhook_calls.TIMEOUT / 2):
                return await webhook_calls._post(f"http://127.0.0.1:{port}/", b"{}", {})

    assert asyncio.run(story()) == 200
