"""The web server on a real socket, in a thread of its own, that can be stopped and started again."""

from __future__ import annotations

import asyncio
import re
import secrets
import threading
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any, TypeVar

import httpx

from bot.channels.webhook import Hook
from bot.web.asgi_server import WebServer
from bot.web.server import create_app, serve
from bot.web.web_tokens import COOKIE, WebKeys
from tests.web.echo_backend import EchoBackend

SECRET = "a secret for tests"
HTML = {"accept": "text/html"}
Result = TypeVar("Result")


class Site:
    """`backend` is the program behind it; call it from this thread through `do` only."""

    def __init__(
        self, folder: Path, webhooks: dict[str, Hook] | None = None, public_url: str = ""
    ) -> None:
        self.backend = EchoBackend(folder / "incoming")
        self.webhooks = webhooks or {}
        self.public_url = public_url
        self.port = 0
        self.epoch = ""
        self._loop = asyncio.new_event_loop()
        threading.Thread(target=self._live, daemon=True).start()
        self._server: WebServer | None = None
        self.start()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def do(self, work: Coroutine[Any, Any, Result]) -> Result:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(30)

    def start(self) -> None:
        """Listen, on the same port as before."""

        async def begin() -> WebServer:
            app = create_app(
                self.backend,
                secret_key=SECRET,
                new_token=lambda: secrets.token_urlsafe(18),
                webhooks=self.webhooks,
                epoch=self.epoch,
                public_url=self.public_url,
            )
            return await serve(app, "127.0.0.1", self.port)

        self._server = self.do(begin())
        self.port = self._server.port

    def stop(self) -> None:
        """Stop listening, as when the program is restarted."""
        if self._server is not None:
            self.do(self._server.stop())
            self._server = None

    def close(self) -> None:
        """Stop for good; nobody waits for it."""

        async def end() -> None:
            if self._server is not None:
                await self._server.stop()
            self._loop.stop()

        asyncio.run_coroutine_threadsafe(end(), self._loop)

    def _live(self) -> None:
        self._loop.run_forever()
        self._loop.close()

    def say(self, chat: str, text: str, **more: Any) -> None:
        """The bot says something unasked."""
        self.call(lambda: self.backend.say(chat, text, **more))

    def call(self, work: Callable[[], Result]) -> Result:
        async def inside() -> Result:
            return work()

        return self.do(inside())

    def texts(self) -> list[str]:
        """What arrived, in order: words, pressed buttons, captions."""
        received = self.call(lambda: list(self.backend.received))
        return [each.choice or each.text for each in received]


class Visitor:
    """A person's browser without its script: keeps cookies, knows its page."""

    def __init__(self, site: Site, **options: Any) -> None:
        self.http = httpx.Client(base_url=site.address, timeout=30, **options)
        self.page = ""

    def open(self, path: str = "/chat") -> httpx.Response:
        response = self.http.get(path, headers=HTML)
        self.page = response.text
        return response

    @property
    def chat(self) -> str:
        chat = WebKeys(SECRET).chat_of(self.http.cookies[COOKIE])
        assert chat is not None
        return chat

    @property
    def token(self) -> str:
        found = re.search(r'data-token="(\w+)"', self.page)
        assert found is not None
        return found[1]

    def send(self, posted: object, **headers: str) -> httpx.Response:
        given = {"x-page-token": self.token, **headers}
        return self.http.post("/chat/send", json=posted, headers=given)

    def write(self, text: str, key: str | None = None) -> httpx.Response:
        return self.send({"key": key or secrets.token_hex(16), "kind": "text", "text": text})

    def upload(self, body: bytes, name: str = "a.jpg", **fields: str) -> httpx.Response:
        return self.http.post(
            "/chat/upload",
            data={"key": secrets.token_hex(16), **fields},
            files={"file": (name, body)},
            headers={"x-page-token": self.token},
        )

    def submit(
        self, files: list[tuple[str, bytes]] | None = None, **fields: str
    ) -> httpx.Response:
        """A plain form of the page, as it is without its script."""
        key = re.search(r'name="key" value="([\w-]+)"', self.page)
        assert key is not None
        parts: Any = [("photo", each) for each in files or [("", b"")]]
        return self.http.post(
            "/chat/form",
            data={"token": self.token, "key": key[1], **fields},
            files=parts,
            headers={**HTML, "origin": "null"},
        )
