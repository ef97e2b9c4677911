"""A whole installation whose units open their table: over HTTP without a browser, and with its chat."""

from __future__ import annotations

import asyncio
import html
import re
import secrets
import threading
from collections.abc import Coroutine
from pathlib import Path
from typing import Any, TypeVar

import httpx
from pydantic import SecretStr

from bot.channels.rate_limit import RateLimiter
from bot.channels.telegram_spec import TelegramSettings, TelegramSpec
from bot.channels.web_chat import Waiters, WebChat
from bot.model.person import Role
from bot.use_cases.papers.export_documents import Documents
from bot.use_cases.sending.deliver import Deliverer
from bot.use_cases.table.table_api import TableApi
from bot.use_cases.turns.chat_api import ChatApi
from bot.use_cases.turns.turn_runner import Turns
from bot.web.asgi_server import WebServer
from bot.web.server import create_app, serve
from tests.office import Installation

HTML = {"accept": "text/html"}
SECRET = "a secret for tests"
BOT_TOKEN = "4242:made-up-for-tests"
Result = TypeVar("Result")


class TableSite:
    """`desk` is the installation; turns of the chat are taken as the program takes them."""

    def __init__(self, folder: Path, **options: Any) -> None:
        self.desk = Installation(folder, **options)
        self.telegram = TelegramSettings(token=SecretStr(BOT_TOKEN))
        self._loop = asyncio.new_event_loop()
        threading.Thread(target=self._live, daemon=True).start()
        self.documents = Documents(self.desk.store, self.desk.office)
        self._server, self._turns = self.do(self._begin())
        self.address = f"http://127.0.0.1:{self._server.port}"

    async def _begin(self) -> tuple[WebServer, Turns]:
        desk = self.desk
        waiters = Waiters()
        chat = WebChat(waiters, desk.folder)
        key = (chat.name, chat.bot)
        self._deliverer = Deliverer(
            desk.store, desk.office, {key: chat}, {key: RateLimiter(chat.pace)},
            self.documents.render,
        )  # fmt: skip
        turns = Turns(desk.store, desk.office, {key: chat}, self._deliverer.wake.set)
        self._taking = [
            asyncio.create_task(turns.run()), asyncio.create_task(self._deliverer.run())
        ]  # fmt: skip
        app = create_app(
            ChatApi(desk.store, desk.office, turns, self.documents, waiters),
            secret_key=SECRET,
            new_token=lambda: secrets.token_urlsafe(18),
            tables=TableApi(desk.store, lambda: desk.office, lambda: None, turns.receive),
            opener=lambda _, shown: TelegramSpec().opened_by(self.telegram, shown, desk.now),
        )
        return await serve(app, "127.0.0.1", 0), turns

    def _live(self) -> None:
        self._loop.run_forever()
        self._loop.close()

    def do(self, work: Coroutine[Any, Any, Result]) -> Result:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(30)

    def close(self) -> None:
        async def end() -> None:
            await self._turns.stop()
            await self._deliverer.stop()
            await asyncio.gather(*self._taking)
            await self._server.stop()

        self.do(end())
        self.documents.close()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self.desk.close()

    def browser(self, unit: str | None = "03466", role: Role = Role.REPORTER) -> TableBrowser:
        """Somebody who joined by the link of a unit and consented."""
        made = TableBrowser(self)
        made.opens("/chat")
        if unit is not None:
            made.says(self.desk.code(unit, role), kind="start")
            made.says("Đồng ý")
        return made


class TableBrowser:
    """A browser without script; `row` and `cell` read the page as it was opened last."""

    def __init__(self, site: TableSite) -> None:
        self.http = httpx.Client(base_url=site.address, timeout=30, follow_redirects=False)
        self.page = ""

    def opens(self, path: str = "/table") -> httpx.Response:
        response = self.http.get(path, headers=HTML)
        self.page = response.text
        return response

    @property
    def token(self) -> str:
        found = re.search(r'data-token="(\w+)"', self.page)
        assert found is not None
        return found[1]

    def says(self, text: str, kind: str = "text") -> str:
        """Write in the chat, and wait for the answer; returns all that the bot said since."""
        after = self._last()
        key = secrets.token_hex(16)
        given = {"x-page-token": self.token}
        self.http.post(
            "/chat/send", json={"key": key, "kind": kind, "text": text}, headers=given
        ).raise_for_status()
        said: list[str] = []
        while not said:
            lines = self.http.get(f"/chat/lines?after={after}").json()["lines"]
            said = [f"{line['lead']}\n{line['text']}" for line in lines if line["who"] == "bot"]
        return "\n".join(said)

    def _last(self) -> int:
        lines = self.http.get("/chat/lines?after=0").json()["lines"] if self._spoke else []
        self._spoke = True
        return max((line["id"] for line in lines), default=0)

    _spoke = False

    def acts(self, *acts: str) -> httpx.Response:
        """Press buttons as the page shows them."""
        return self.posts([], acts)

    def button(self, act: str, code: str) -> str:
        """What a row's button posts."""
        found = re.search(rf'value="({act}:{re.escape(code)}:[\w.]*)"', self.page)
        assert found is not None, (act, code)
        return found[1]

    @property
    def undo(self) -> str:
        """What the button that takes back posts."""
        found = re.search(r'value="(undo:[^"]*)"', self.page)
        assert found is not None
        return found[1]

    def undoes(self) -> None:
        """Take the last recording back, as the table stands now."""
        self.opens()
        assert self.acts(self.undo).status_code == 200

    def row(self, code: str) -> str:
        """The markup of one row."""
        found = re.search(rf'<tr data-row="{re.escape(code)}".*?</tr>', self.page, re.DOTALL)
        assert found is not None, code
        return html.unescape(found[0])

    def state(self, code: str) -> str:
        found = re.search(r'data-state="(\w+)"', self.row(code))
        assert found is not None
        return found[1]

    def cell(self, name: str) -> str:
        """What stands in a cell."""
        found = re.search(rf'name="{re.escape(name)}" value="([^"]*)"', self.page)
        assert found is not None, name
        return html.unescape(found[1])

    def text(self, code: str) -> str:
        """The words of a row as people read them: nothing that is hidden."""
        shown = re.sub(r"<(\w+)[^>]* hidden>.*?</\1>", "", self.row(code), flags=re.DOTALL)
        return " ".join(re.sub(r"<[^>]+>", " ", shown).split())

    def types(self, name: str, text: str, version: str | None = None) -> httpx.Response:
        """Leave one cell with a new text, typed over what the open page shows."""
        seen = self.cell(f"version:{name}") if version is None else version
        return self.posts([(name, text, seen)])

    def posts(
        self, cells: list[tuple[str, str, str | None]], acts: tuple[str, ...] = ()
    ) -> httpx.Response:
        body = {
            "cells": [{"name": name, "text": text, "version": seen} for name, text, seen in cells],
            "acts": list(acts),
        }
        return self.http.post("/table/save", json=body, headers={"x-page-token": self.token})

    def fields(self) -> dict[str, str]:
        """Every field of the form as the open page has it."""
        page = html.unescape(self.page)
        found = dict(re.findall(r'<input[^>]* name="([^"]+)" value="([^"]*)"', page))
        return {
            **found,
            **dict(re.findall(r'<textarea[^>]* name="(\d[^"]+)"[^>]*>([^<]*)<', page)),
        }

    def submits(self, cells: dict[str, str], act: str = "", **changed: str) -> httpx.Response:
        """Post the whole form without a script, some of its cells changed."""
        posted = {**self.fields(), **cells, **changed, "act": act}
        return self.http.post("/table", data=posted, headers={**HTML, "origin": "null"})


def stored(site: TableSite, code: str) -> tuple[int | None, int | None] | None:
    """The figures of a row as they are stored; None for no answer."""
    answer = site.desk.submission().answers.get(code)
    return None if answer is None else (answer.count, answer.people)
