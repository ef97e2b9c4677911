"""A small HTTP/1.1 server on loopback, in a thread of its own, that can also misbehave on purpose:
break a connection before or after acting, answer late, or never.

The fakes of chat platforms stand on it: real sockets and real bytes, whatever library is tested.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import threading
from collections.abc import Awaitable, Callable, Coroutine
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

REASONS = {200: "OK", 400: "Bad Request", 403: "Forbidden", 404: "Not Found", 502: "Bad Gateway"}


class Drop(Exception):
    """Raised by a handler: break the connection instead of answering."""


@dataclass(frozen=True)
class Request:
    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]  # names in lower case
    body: bytes


@dataclass(frozen=True)
class Response:
    status: int = 200
    body: bytes = b""
    content_type: str = "application/json"


def json_response(content: object, status: int = 200) -> Response:
    return Response(status, json.dumps(content, ensure_ascii=False).encode())


@dataclass(frozen=True)
class Upload:
    name: str
    mime: str
    content: bytes


@dataclass
class Form:
    """Parameters of a call: from the query, a form, a multipart body or JSON."""

    values: dict[str, str] = field(default_factory=dict)
    uploads: dict[str, Upload] = field(default_factory=dict)


def read_form(request: Request) -> Form:
    """All parameters of a request; nested JSON stays text, as the platforms read it."""
    form = Form(dict(request.query))
    kind = request.headers.get("content-type", "")
    if kind.startswith("application/json") and request.body:
        for name, value in json.loads(request.body).items():
            form.values[name] = value if isinstance(value, str) else json.dumps(value)
    elif kind.startswith("multipart/form-data"):
        _read_multipart(request.body, kind.partition("boundary=")[2].strip('"'), form)
    else:
        form.values.update(parse_qsl(request.body.decode(), keep_blank_values=True))
    return form


def _read_multipart(body: bytes, boundary: str, form: Form) -> None:
    for part in body.split(b"--" + boundary.encode())[1:-1]:
        head, _, content = part.removeprefix(b"\r\n").partition(b"\r\n\r\n")
        content = content.removesuffix(b"\r\n")
        headers = dict(_header(line) for line in head.decode().split("\r\n"))
        about = {
            key.strip(): value.strip('"')
            for key, _, value in (
                piece.partition("=") for piece in headers["content-disposition"].split(";")[1:]
            )
        }
        if "filename" in about:
            mime = headers.get("content-type", "application/octet-stream")
            form.uploads[about["name"]] = Upload(about["filename"], mime, content)
        else:
            form.values[about["name"]] = content.decode()


def _header(line: str) -> tuple[str, str]:
    name, _, value = line.partition(":")
    return name.strip().lower(), value.strip()


Handle = Callable[[Request], Awaitable[Response]]


class HttpServer:
    """Serves `handle` on 127.0.0.1 from `start` until `stop`."""

    def __init__(self, handle: Handle, port: int = 0) -> None:
        self.handle = handle
        self.port = port
        self.loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, name="fake-http", daemon=True)
        self._ready = threading.Event()
        self._failure: BaseException | None = None
        self._server: asyncio.Server | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        self._thread.start()
        self._ready.wait()
        if self._failure is not None:
            raise self._failure

    def stop(self) -> None:
        """Break all connections and end the thread."""
        if self._thread.is_alive():
            self.loop.call_soon_threadsafe(self.loop.stop)
            self._thread.join()

    def spawn(self, coroutine: Coroutine[Any, Any, Any]) -> Future[Any]:
        """Run something on the server's loop, from any thread."""
        return asyncio.run_coroutine_threadsafe(coroutine, self.loop)

    def _run(self) -> None:
        asyncio.set_event_loop(self.loop)
        try:
            self._server = self.loop.run_until_complete(
                asyncio.start_server(self._connection, "127.0.0.1", self.port, backlog=512)
            )
        except OSError as error:
            self._failure = error
            self._ready.set()
            return
        self.port = self._server.sockets[0].getsockname()[1]
        self._ready.set()
        self.loop.run_forever()
        self._server.close()
        tasks = asyncio.all_tasks(self.loop)
        for task in tasks:
            task.cancel()
        self.loop.run_until_complete(asyncio.gather(*tasks, return_exceptions=True))
        self.loop.run_until_complete(asyncio.sleep(0))  # broken connections close now
        self.loop.close()

    async def _connection(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        """All requests of one connection; a client that is killed in between is no trouble."""
        try:
            while (request := await _read_request(reader)) is not None:
                response = await self.handle(request)
                writer.write(_head(response) + response.body)
                await writer.drain()
                if request.headers.get("connection", "").lower() == "close":
                    break
        except Drop:
            writer.transport.abort()
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass
        finally:
            writer.close()
            with contextlib.suppress(Exception):
                await writer.wait_closed()


def _head(response: Response) -> bytes:
    return (
        f"HTTP/1.1 {response.status} {REASONS.get(response.status, 'Other')}\r\n"
        f"Content-Type: {response.content_type}\r\n"
        f"Content-Length: {len(response.body)}\r\n\r\n"
    ).encode()


async def _read_request(reader: asyncio.StreamReader) -> Request | None:
    try:
        head = await reader.readuntil(b"\r\n\r\n")
    except asyncio.IncompleteReadError:
        return None  # the client has finished
    first, *lines = head.decode("latin-1").rstrip("\r\n").split("\r\n")
    method, target, _ = first.split(" ")
    headers = dict(_header(line) for line in lines)
    if headers.get("transfer-encoding", "").lower() == "chunked":
        body = await _read_chunks(reader)
    else:
        body = await reader.readexactly(int(headers.get("content-length", "0")))
    address = urlsplit(target)
    query = dict(parse_qsl(address.query, keep_blank_values=True))
    return Request(method, unquote(address.path), query, headers, body)


async def _read_chunks(reader: asyncio.StreamReader) -> bytes:
    body = b""
    while size := int(await reader.readuntil(b"\r\n"), 16):
        body += await reader.readexactly(size)
        await reader.readexactly(2)
    await reader.readuntil(b"\r\n")
    return body
