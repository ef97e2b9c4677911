"""The table inside a messenger's app: the app says whose chat opens it, signed, and the page then belongs
to that chat as the web chat's page belongs to its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from bot.channels.web_chat import address_of
from bot.locale.say import say
from bot.model.message import Address
from bot.use_cases.table.table_api import TableApi
from bot.web.page_templates import PageTemplates
from bot.web.public_address import cookie_in, forget_cookie, set_cookie
from bot.web.security import HEADERS, PageRefused
from bot.web.visit_forms import plain_form
from bot.web.web_tokens import WebKeys, chat_in

COOKIE = "baocao_app"
COOKIE_AGE = 12 * 3600  # seconds: a working day
APP_ORIGIN = "https://web.telegram.org"
FRAMED = HEADERS["Content-Security-Policy"].replace(
    "frame-ancestors 'none'", f"frame-ancestors {APP_ORIGIN}"
)
"""Telegram in a browser shows the page in a frame of its own; nobody else may."""
Opener = Callable[[str, str], Address | None]
"""Return whose chat opens a page, by the channel's name and what its app shows."""


@dataclass(frozen=True, slots=True)
class TableVisitor:
    """Whose table it is: the chat, the name that its page's tokens are made of, and whether it is shown
    inside a messenger's app."""

    address: Address
    name: str
    in_app: bool = False


def visitor_of(request: Request, keys: WebKeys, now: datetime) -> TableVisitor | None:
    """Return who asks for a table: the app that was opened last, else the web chat; None for neither."""
    shown = cookie_in(request, COOKIE)
    found = keys.app_of(shown, now) if shown else None
    if found is not None:
        channel, bot, chat = found
        return TableVisitor(Address(channel, bot, chat), f"{channel}.{bot}.{chat}", True)
    chat = chat_in(request, keys) or ""
    return TableVisitor(address_of(chat), chat) if chat else None


def leave_app(response: Response, request: Request) -> None:
    """Give the table back to the web chat, whose page was opened."""
    if cookie_in(request, COOKIE):
        forget_cookie(response, request, COOKIE)


class AppPages:
    """The routes under /app."""

    def __init__(
        self,
        tables: TableApi,
        opener: Opener,
        now: Callable[[], datetime],
        keys: WebKeys,
        pages: PageTemplates,
    ) -> None:
        self.tables = tables
        self.opener = opener
        self.now = now
        self.keys = keys
        self.pages = pages

    def routes(self) -> list[Route]:
        return [
            Route("/app/{channel}", self.page, methods=["GET"]),
            Route("/app/{channel}", self.enter, methods=["POST"]),
        ]

    async def page(self, request: Request) -> Response:
        """Show a page whose script passes on what the app says; it knows nobody yet."""
        response = self.pages.show("app.html", channel=request.path_params["channel"])
        response.headers["Content-Security-Policy"] = FRAMED
        return response

    async def enter(self, request: Request) -> Response:
        """Open the table of the chat that the app names. Raises PageRefused (403) where it names none,
        and NoTable."""
        form = await plain_form(request)
        address = self.opener(request.path_params["channel"], str(form.get("shown", "")))
        if address is None:
            raise PageRefused(403, say("app.not_opened"))
        await self.tables.table(address)
        response = RedirectResponse("/table", 303)
        until = int(self.now().timestamp()) + COOKIE_AGE
        cookie = self.keys.app_cookie_of((address.channel, address.bot, address.chat), until)
        set_cookie(response, request, COOKIE, cookie, seconds=COOKIE_AGE, framed=True)
        return response
