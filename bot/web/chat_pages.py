"""The chat page: shown by GET, which never writes; messages come by POST, with the page's script
or as plain forms without it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping

from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from bot.channels.web_chat import (
    KEY,
    LONGEST_CODE,
    LONGEST_TEXT,
    NotReadable,
    address_of,
    parse_posted,
)
from bot.locale.say import say
from bot.model.message import Address, Incoming
from bot.model.row_id import row_id
from bot.use_cases.table.table_api import NoTable, TableApi
from bot.use_cases.table.table_view import HeadView
from bot.use_cases.turns import budgets
from bot.web.app_pages import leave_app
from bot.web.backend import ChatHistory, WebBackend
from bot.web.connections import WAITS_SINCE
from bot.web.downloads import as_offered
from bot.web.page_templates import PageTemplates, history_view, script_words
from bot.web.security import PageRefused, refuse_other_sites
from bot.web.uploads import (
    MOST_FILES,
    file_message,
    files_of,
    posted_form,
    read_json,
    take_file,
    without_seat,
)
from bot.web.web_tokens import TOKEN_HEADER, WebKeys, chat_in, remember

LONG_POLL = 25.0  # seconds a request for new lines waits
LARGEST_MESSAGE = 256 * 1024  # bytes of JSON
PATIENCE = 2.0  # seconds a plain form waits for the answer before it shows the page again
POST_ONLY = ("send", "upload", "form")
UPLOADS_AT_ONCE = 2  # pictures decoded side by side


class ChatPages:
    """The routes under /chat."""

    def __init__(
        self,
        backend: WebBackend,
        keys: WebKeys,
        pages: PageTemplates,
        new_token: Callable[[], str],
        tables: TableApi | None = None,
        epoch: str = "",
    ) -> None:
        self.epoch = epoch
        self.tables = tables
        self.backend = backend
        self.keys = keys
        self.pages = pages
        self.new_token = new_token
        self.stopping = asyncio.Event()
        self._room = asyncio.Semaphore(UPLOADS_AT_ONCE)
        self._strangers = budgets.strangers_messages_by_network(backend.now)

    def routes(self) -> list[Route]:
        return [
            Route("/chat", self.page),
            Route("/chat/send", self.send, methods=["POST"]),
            Route("/chat/upload", self.upload, methods=["POST"]),
            Route("/chat/form", self.form, methods=["POST"]),
            Route("/chat/lines", self.lines),
            Route("/chat/file/{token}", self.file),
            Route("/chat/{code}", self.page),
        ]

    # Showing

    async def page(self, request: Request) -> Response:
        """Return the conversation so far. An invite code in the address is only shown to the page, which
        posts it: gateways that fetch links in mails change nothing."""
        code = request.path_params.get("code", "")
        if code in POST_ONLY:
            raise PageRefused(405, say("page.not_found"))
        chat = chat_in(request, self.keys)
        known = chat is not None
        chat = chat or self.new_token()
        history = await self.backend.lines(address_of(chat)) if known else ChatHistory()
        response = self.pages.show(
            "chat.html",
            code=code[:LONGEST_CODE],
            token=self.keys.token_of(chat),
            tag=self.keys.tag_of(chat),
            key=self.new_token(),
            **history_view(history),
            words=script_words(),
            head=await self._head(chat) if known else None,
            follows=self.tables is not None,
        )
        remember(response, request, self.keys, chat)
        leave_app(response, request)
        return response

    async def _head(self, chat: str) -> HeadView | None:
        """Return how far the report of a chat is; None where it has none."""
        if self.tables is None:
            return None
        try:
            return (await self.tables.table(address_of(chat))).head
        except NoTable:
            return None

    async def lines(self, request: Request) -> Response:
        """Return lines after an id, waiting for one if there is none."""
        address = self._address(request)
        after = row_id(request.query_params.get("after", "0"))
        if after is None:
            raise PageRefused(400, say("page.bad_request"))
        counted_anew = request.query_params.get("epoch", self.epoch) != self.epoch
        patience = 0.0 if counted_anew else LONG_POLL
        seen = row_id(request.query_params.get("seen", ""))
        request.scope[WAITS_SINCE] = asyncio.get_running_loop().time()
        try:
            found = await self._wait_for_lines(address, after, seen, patience)
        finally:
            del request.scope[WAITS_SINCE]
        return JSONResponse({**history_view(found), "epoch": self.epoch})

    async def _wait_for_lines(
        self, address: Address, after: int, seen: int | None, patience: float
    ) -> ChatHistory:
        found = await self.backend.lines(address, after, seen)
        if found.has_news or self.stopping.is_set():
            return found
        waiting = asyncio.ensure_future(self.backend.wait(address, after, seen, patience))
        stopping = asyncio.ensure_future(self.stopping.wait())
        try:
            await asyncio.wait((waiting, stopping), return_when=asyncio.FIRST_COMPLETED)
        finally:
            waiting.cancel()
            stopping.cancel()
        return await self.backend.lines(address, after, seen)

    async def file(self, request: Request) -> Response:
        """Return a file that was offered in this chat."""
        chat, token = chat_in(request, self.keys), request.path_params["token"]
        return as_offered(await self.backend.document(address_of(chat), token) if chat else None)

    # Taking in

    async def send(self, request: Request) -> Response:
        """Take one message of the page's script; answer 200 only after it is stored."""
        address = self._address(request, posting=True)
        await self._admit(request, address)
        posted = await read_json(request, LARGEST_MESSAGE)
        await self.backend.receive([_parsed(posted, address)])
        return self._stored()

    async def upload(self, request: Request) -> Response:
        """Take one photo or document of the page's script, with its caption."""
        address = self._address(request, posting=True)
        if not await self._admit(request, address):
            raise without_seat()
        async with posted_form(request, files=1) as form:
            taken = await self._take_files(address, form)
        if not taken:
            raise PageRefused(400, say("page.bad_request"))
        await self.backend.receive(taken)
        return self._stored()

    async def form(self, request: Request) -> Response:
        """Take what is posted without the script (a button, a text, photos, or opening with a code), and
        lead back to the page."""
        address = self._address(request, posting=True, by_header=False)
        has_seat = await self._admit(request, address)
        async with posted_form(request, files=MOST_FILES, wanted=has_seat) as form:
            if not self.keys.is_token_of(address.chat, str(form.get("token", ""))):
                raise PageRefused(403, say("page.not_taken"))
            taken = await self._take_files(address, form) if has_seat else []
            messages = taken or _plain_message(form, address)
        before = await self.backend.lines(address)
        if {message.key for message in messages} - {line.key for line in before.lines}:
            await self.backend.receive(messages)
            await self._wait_for_lines(address, before.last, before.seen, PATIENCE)
        return RedirectResponse("/chat#end", 303)

    async def _admit(self, request: Request, address: Address) -> bool:
        """Tell whether a chat has a seat. Raises PageRefused (429) where one network address sends very
        much from chats without any: wrong codes, or rubbish."""
        if await self.backend.has_seat(address):
            return True
        network = request.client.host if request.client is not None else ""
        if not self._strangers.spend(network):
            raise PageRefused(429, say("page.too_often"))
        return False

    def _stored(self) -> Response:
        now = self.backend.now()
        return JSONResponse({"time": now.strftime("%H:%M"), "day": now.strftime("%d/%m/%Y")})

    async def _take_files(self, address: Address, form: FormData) -> list[Incoming]:
        """Return every file as a message of its own; several from one form are an album, whose caption
        stands with the first."""
        files = files_of(form)
        if not files:
            return []
        key = str(form.get("key", ""))
        if not KEY.fullmatch(key):
            raise PageRefused(400, say("page.bad_request"))
        keys = [key, *(f"{key}-{place}" for place in range(1, len(files)))]
        together = str(form.get("album", "")) or ("" if len(files) == 1 else key)
        captions = [_caption(form), *[""] * (len(files) - 1)]
        return [
            await self._take_file(file, file_message(address, own, words, together))
            for file, own, words in zip(files, keys, captions, strict=True)
        ]

    async def _take_file(self, file: UploadFile, message: Incoming) -> Incoming:
        """Return a message with the file that came with it; raises PageRefused (429) for too much."""
        if not await self.backend.may_send(message.address, file.size or 0):
            raise PageRefused(429, say("page.file_too_many"))
        folder, name = self.backend.incoming_folder, file.filename
        async with self._room:
            return await asyncio.to_thread(take_file, file.file, name, message, folder)

    def _address(
        self, request: Request, *, posting: bool = False, by_header: bool = True
    ) -> Address:
        """Return whose request it is; raises PageRefused (403) where that or the page's token is wrong."""
        if posting:
            refuse_other_sites(request)
        chat = chat_in(request, self.keys)
        if chat is None:
            raise PageRefused(403, say("page.not_taken"))
        if posting and by_header:
            token = request.headers.get(TOKEN_HEADER, "")
            if not self.keys.is_token_of(chat, token):
                raise PageRefused(403, say("page.not_taken"))
        return address_of(chat)


def _parsed(posted: Mapping[str, object], address: Address) -> Incoming:
    try:
        return parse_posted(posted, address.chat)
    except NotReadable as fault:
        if fault.reason == "too_long":
            raise PageRefused(413, say("page.text_too_long", most=LONGEST_TEXT)) from None
        raise PageRefused(400, say("page.bad_request")) from None


def _caption(form: FormData) -> str:
    """Return the words that were typed beside files."""
    return str(form.get("caption") or form.get("text") or "")


def _plain_message(form: FormData, address: Address) -> list[Incoming]:
    """Return a form without files: the button pressed, the code of the address, or the text; nothing
    where the text is empty."""
    told = {name: str(form.get(name) or "") for name in ("key", "choice", "code", "text")}
    if told["choice"]:
        posted = {"kind": "choice", "choice": told["choice"]}
    elif "code" in form:
        posted = {"kind": "start", "text": told["code"]}
    elif told["text"].strip():
        posted = {"kind": "text", "text": told["text"]}
    else:
        return []
    return [_parsed({"key": told["key"], **posted}, address)]
