"""The table of a unit's report: a page, and a plain form where there is no script.

GET shows and never writes. A save answers 200 after the commit, and 409 where somebody stored
another figure in one of the cells meanwhile. Whoever has no table is answered 403 (NoTable).
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from typing import Any
from urllib.parse import parse_qsl

import segno
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from bot.channels.web_chat import KEY, LONGEST_TEXT, ChatHistory, clean_text
from bot.conversation.device_code import MINUTES
from bot.locale.say import say
from bot.model.message import Address
from bot.use_cases.table.table_api import NoTable, Saved, TableApi
from bot.use_cases.table.table_save import CellEdit, RowAct
from bot.use_cases.table.table_view import TableView
from bot.web.app_pages import FRAMED, TableVisitor, visitor_of
from bot.web.backend import WebBackend
from bot.web.page_templates import PageTemplates, history_view, script_words
from bot.web.public_address import address_of_site
from bot.web.security import PageRefused, refuse_other_sites
from bot.web.uploads import read_body, read_json
from bot.web.visit_forms import plain_form
from bot.web.web_tokens import TOKEN_HEADER, WebKeys, remember

LARGEST_TABLE = 512 * 1024  # bytes of a whole table with its remarks
MOST_EDITS = 2000
VERSION = "version:"
ACTS = ("confirm", "nil", "not_applicable", "pending", "last_year", "given", "undo")
SEND = "send"
TABLE_WORDS = (
    "saving", "offline", "waits", "keep_mine", "keep_theirs", "empty", "act_confirm",
    "by", "progress", "paste_store", "paste_nothing", "dropped",
    "sent_in_chat", "no_place", "not_sent_in", "perhaps_sent_in",
)  # fmt: skip
"""Sentences the table's script needs, with their places unfilled."""
SHARED_WORDS = {"undone": "undo.done", "undone_nothing": "undo.nothing"}  # with the chat


class TablePages:
    """The routes under /table."""

    def __init__(
        self,
        tables: TableApi,
        backend: WebBackend,
        keys: WebKeys,
        pages: PageTemplates,
        new_token: Callable[[], str],
    ) -> None:
        self.tables = tables
        self.backend = backend
        self.keys = keys
        self.pages = pages
        self.new_token = new_token

    def routes(self) -> list[Route]:
        return [
            Route("/table", self.page, methods=["GET"]),
            Route("/table", self.form, methods=["POST"]),
            Route("/table/state", self.state),
            Route("/table/save", self.save, methods=["POST"]),
            Route("/table/send", self.send, methods=["POST"]),
            Route("/table/device", self.device, methods=["POST"]),
            Route("/table/read", self.read, methods=["POST"]),
        ]

    async def page(self, request: Request) -> Response:
        """Show the table of whoever has the chat's cookie, or an app's, and a seat."""
        visitor = self._visitor(request)
        table = await self.tables.table(visitor.address)
        return await self._shown(request, visitor, table)

    async def _shown(
        self, request: Request, visitor: TableVisitor, table: TableView, saved: Saved | None = None
    ) -> Response:
        in_app = visitor.in_app
        history = ChatHistory() if in_app else await self.backend.lines(visitor.address)
        conflicts = saved.conflicts if saved is not None else ()
        response = self.pages.show(
            "table.html",
            409 if conflicts else 200,
            table=table,
            conflicts=conflicts,
            in_app=in_app,
            token=self.keys.token_of(visitor.name),
            tag=self.keys.tag_of(visitor.name),
            cells_tag=self.keys.tag_of(f"{visitor.name}.{table.made_for}"),
            key=self.new_token(),
            code="",
            **history_view(history),
            words=script_words(),
            table_words=table_words(),
        )
        if in_app:
            response.headers["Content-Security-Policy"] = FRAMED
        else:
            remember(response, request, self.keys, visitor.name)
        return response

    async def state(self, request: Request) -> Response:
        """Return the table where it changed since `seen`, else 204; for the chat's head (`quiet`) nothing
        is a refusal, since its person may still be about to join."""
        quiet = "quiet" in request.query_params
        if quiet and visitor_of(request, self.keys, self.backend.now()) is None:
            return Response(status_code=204)
        address = self._visitor(request).address
        try:
            table = await self.tables.news(address, request.query_params.get("seen", ""))
        except NoTable as nothing:
            if quiet:
                return Response(status_code=204)
            raise PageRefused(404, nothing.reason) from None
        return Response(status_code=204) if table is None else JSONResponse(table.plain())

    async def save(self, request: Request) -> Response:
        """Store cells and buttons of the page's script; return the table and the conflicts as JSON."""
        address = self._scripted(request)
        edits, acts, made_for = _posted(await read_json(request, LARGEST_TABLE))
        saved = await self.tables.save(address, edits, acts, made_for)
        body = {
            "table": saved.table.plain(),
            "conflicts": list(map(asdict, saved.conflicts)),
        }
        return JSONResponse(body, 409 if saved.conflicts else 200)

    def _scripted(self, request: Request) -> Address:
        """Return whose script it is that posts; raise PageRefused (403) where its token is wrong."""
        return self._known(request, request.headers.get(TOKEN_HEADER, "")).address

    async def read(self, request: Request) -> Response:
        """Show what a text pasted into a cell would change: `{text, start}`; store nothing."""
        address = self._scripted(request)
        posted = await read_json(request, LARGEST_TABLE)
        text, start = _text(posted.get("text")), _text(posted.get("start"))
        return JSONResponse(asdict(await self.tables.read(address, text, start)))

    async def send(self, request: Request) -> Response:
        """Say "nộp" in the chat whose table is open in an app; a repeated `key` says it once."""
        address = self._scripted(request)
        key = _text((await read_json(request, LARGEST_TABLE)).get("key"))
        if not KEY.fullmatch(key):
            raise PageRefused(400, say("page.bad_request"))
        await self.tables.send(address, f"w{key}")
        return JSONResponse({})

    async def form(self, request: Request) -> Response:
        """Store what is posted without the script (every cell with the version it was shown with, and the
        button that was pressed), and lead back to a page."""
        body = await read_body(request, LARGEST_TABLE)
        try:
            text = body.decode()
            fields = parse_qsl(text, keep_blank_values=True, max_num_fields=2 * MOST_EDITS)
        except ValueError:
            raise PageRefused(400, say("page.bad_request")) from None
        posted = dict(fields)
        visitor = self._known(request, posted.get("token", ""))
        pressed = posted.get("act", "")
        acts = [_act(pressed)] if pressed not in ("", SEND) else []
        made_for = posted.get("report", "")
        edits = _edits(fields, posted)
        saved = await self.tables.save(visitor.address, edits, acts, made_for)
        if saved.conflicts:
            return await self._shown(request, visitor, saved.table, saved)
        if pressed != SEND:
            return RedirectResponse("/table", 303)
        key = posted.get("key") or secrets.token_hex(16)
        await self.tables.send(visitor.address, f"w{key}")
        return RedirectResponse("/table" if visitor.in_app else "/chat#end", 303)

    async def device(self, request: Request) -> Response:
        """Show a link as a picture, and six digits, with which the person goes on at another device."""
        form = await plain_form(request)
        address = self._known(request, str(form.get("token", ""))).address
        way = await self.tables.other_device(address)
        base = address_of_site(request).link_base(request.headers.get("host", ""))
        link = f"{base}/chat/{way.code}" if base else ""
        return self.pages.show(
            "device.html",
            page=f"{base}/chat" if base else "",
            link=link,
            picture=_picture(link) if link else "",
            digits=f"{way.digits[:3]} {way.digits[3:]}",
            minutes=MINUTES,
        )

    def _visitor(self, request: Request, *, posting: bool = False) -> TableVisitor:
        """Return whose request it is; raises PageRefused (403) where that cannot be told."""
        if posting:
            refuse_other_sites(request)
        visitor = visitor_of(request, self.keys, self.backend.now())
        if visitor is None:
            raise PageRefused(403, say("table.no_seat"))
        return visitor

    def _known(self, request: Request, token: str) -> TableVisitor:
        """Return who posts; raises PageRefused (403) where the page's token is wrong."""
        visitor = self._visitor(request, posting=True)
        if not self.keys.is_token_of(visitor.name, token):
            raise PageRefused(403, say("page.not_taken"))
        return visitor


def _picture(link: str) -> str:
    """Return a link as a QR picture that grows with its place."""
    return segno.make(link, error="m").svg_inline(border=2, light="#fff", omitsize=True)


def table_words() -> dict[str, str]:
    """Return the sentences of the table's script, as templates with {places}."""
    names = ("answer", "mine", "theirs", "who", "answered", "total", "count", "cells", "codes")
    places = {name: f"{{{name}}}" for name in names}
    keys = {**{word: f"table.{word}" for word in TABLE_WORDS}, **SHARED_WORDS}
    return {word: say(key, **places) for word, key in keys.items()}


def _text(value: object) -> str:
    """Return a cell's text, cleaned; raises PageRefused for what is none or too long."""
    if not isinstance(value, str):
        raise PageRefused(400, say("page.bad_request"))
    if len(value) > LONGEST_TEXT:
        raise PageRefused(413, say("page.text_too_long", most=LONGEST_TEXT))
    return clean_text(value)


def _posted(posted: Mapping[str, Any]) -> tuple[list[CellEdit], list[RowAct], str]:
    """Return the parts of `{cells: [{name, text, version}], acts: ["nil:1.1:<version>"], report}`."""
    cells, acts = posted.get("cells", []), posted.get("acts", [])
    if not isinstance(cells, list) or not isinstance(acts, list) or len(cells) > MOST_EDITS:
        raise PageRefused(400, say("page.bad_request"))
    made_for = _text(posted.get("report", ""))
    return list(map(_edit, cells)), [_act(_text(act)) for act in acts], made_for


def _edit(cell: Any) -> CellEdit:
    known = cell if isinstance(cell, Mapping) else {}
    name, version = known.get("name"), known.get("version")
    if not isinstance(name, str) or not (version is None or isinstance(version, str)):
        raise PageRefused(400, say("page.bad_request"))
    return CellEdit(name, _text(known.get("text")), version)


def _edits(fields: Sequence[tuple[str, str]], posted: Mapping[str, str]) -> list[CellEdit]:
    """Return what was typed into cells, each with the version it was shown with."""
    return [
        CellEdit(name, _text(value), posted.get(f"{VERSION}{name}"))
        for name, value in fields
        if ":" in name and not name.startswith(VERSION)
    ]


def _act(pressed: str) -> RowAct:
    """Return `nil:1.1:<version>`: what a button does, with which row or section, as it was shown."""
    act, _, rest = pressed.partition(":")
    code, _, version = rest.partition(":")
    if act not in ACTS:
        raise PageRefused(400, say("page.bad_request"))
    return RowAct(act, code, version or None)
