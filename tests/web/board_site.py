"""A whole installation behind the real web server, and people who open its board."""

from __future__ import annotations

import asyncio
import itertools
import re
import secrets
import threading
from collections.abc import Coroutine, Mapping
from pathlib import Path
from typing import Any, TypeVar

import httpx

from bot.channels.channel_spec import Check
from bot.channels.web_chat import Waiters
from bot.use_cases.board.coordinator_api import CoordinatorApi
from bot.use_cases.campaigns.invites import Link
from bot.use_cases.office.office_api import OfficeApi
from bot.use_cases.papers.export_documents import Documents
from bot.use_cases.turns.chat_api import ChatApi
from bot.use_cases.turns.turn_runner import Turns
from bot.web.asgi_server import WebServer
from bot.web.server import create_app, serve
from tests.office import Installation, Person, unit_by_code

HTML = {"accept": "text/html"}
SECRET = "a secret for tests"
Result = TypeVar("Result")


class BoardSite:
    """`desk` is the installation; conversations with it go through `desk.person()`."""

    def __init__(self, folder: Path, **options: Any) -> None:
        self.desk = Installation(folder, **options)
        self.woken = 0
        self._loop = asyncio.new_event_loop()
        threading.Thread(target=self._live, daemon=True).start()
        self.documents = Documents(self.desk.store, self.desk.office)
        checks = [Check(True, "Cơ sở dữ liệu tốt"), Check(False, "Đồng hồ sai")]
        self.links: dict[str, Link] = {"web": "http://127.0.0.1:8080/chat/{code}"}
        self.offices = OfficeApi(
            self.desk.store, lambda: self.desk.office, lambda: checks, lambda: self.links,
            self._wake,
        )  # fmt: skip
        self._server = self.do(self._begin())
        self.address = f"http://127.0.0.1:{self._server.port}"

    async def _begin(self) -> WebServer:
        desk = self.desk
        waiters = Waiters()
        turns = Turns(desk.store, desk.office, {}, lambda: None)
        app = create_app(
            ChatApi(desk.store, desk.office, turns, self.documents, waiters),
            secret_key=SECRET,
            new_token=lambda: secrets.token_urlsafe(18),
            boards=CoordinatorApi(desk.store, lambda: desk.office, self.documents, self._wake),
            offices=self.offices,
        )
        return await serve(app, "127.0.0.1", 0)

    def _wake(self) -> None:
        self.woken += 1

    def _live(self) -> None:
        self._loop.run_forever()
        self._loop.close()

    def do(self, work: Coroutine[Any, Any, Result]) -> Result:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(30)

    def close(self) -> None:
        self.do(self._server.stop())
        self.documents.close()
        self.offices.close()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self.desk.close()

    def coordinator(self, name: str = "Nguyễn Thị Hoa") -> Person:
        """Somebody who sits for the whole campaign."""
        return self.desk.coordinator(name)

    def link(self, person: Person) -> str:
        """The path of a fresh link, as the person reads it in the chat."""
        said = person.says("bảng")[-1].text
        found = re.search(r"http://127\.0\.0\.1:8080(/board/\w+)", said)
        assert found is not None, said
        return found[1]

    def visitor(self, person: Person | None = None) -> BoardVisitor:
        """A browser, let in by a link of this person's where one is named."""
        made = BoardVisitor(self)
        if person is not None:
            assert made.enters(self.link(person)).status_code == 200
        return made

    def unit(self, code: str = "03466") -> int:
        with self.desk.store.reading() as tx:
            found = unit_by_code(tx, code)
        assert found is not None
        return found.id

    @property
    def here(self) -> str:
        return f"/board/of/{self.desk.campaign.id}"


class BoardVisitor:
    """A browser without script."""

    _doors = itertools.count(1)

    def __init__(self, site: BoardSite) -> None:
        self.site = site
        self.http = httpx.Client(
            base_url=site.address, timeout=120, headers=HTML, follow_redirects=True
        )

    def opens(self, path: str) -> httpx.Response:
        return self.http.get(path)

    def enters(self, link: str) -> httpx.Response:
        return self.http.post(link)

    def board(self, query: str = "") -> str:
        return self.opens(self.site.here + query).text

    def unit(self, code: str = "03466") -> str:
        return self.opens(f"{self.site.here}/unit/{self.site.unit(code)}").text

    @property
    def token(self) -> str:
        found = re.search(r'name="token" value="(\w+)"', self.board())
        return found[1] if found else ""

    def posts(self, fields: Mapping[str, Any], **headers: str) -> httpx.Response:
        return self.http.post(f"{self.site.here}/act", data=dict(fields), headers=headers)

    def asks(self, act: str, unit: str = "03466", **fields: str) -> httpx.Response:
        """Fill a form in and press its button: the page that asks whether one is sure."""
        number = str(self.site.unit(unit))
        return self.posts({"token": self.token, "act": act, "unit": number, **fields})

    def acts(self, act: str, unit: str = "03466", **fields: str) -> httpx.Response:
        """The same, and then the button that does it, as the page offers it."""
        return self.posts(self.offered(act, unit, **fields))

    def offered(self, act: str, unit: str = "03466", **fields: str) -> dict[str, str]:
        """What the button that does it posts."""
        asked = self.asks(act, unit, **fields)
        assert asked.status_code == 200, asked.text
        hidden = re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', asked.text)
        shown = {name: _plain(value) for name, value in hidden}
        assert shown["sure"] == "1"
        return shown


def _plain(value: str) -> str:
    from html import unescape

    return unescape(value)
