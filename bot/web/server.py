"""The one web server: its routes put together, and its socket inside a running event loop."""

from __future__ import annotations

import hmac
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Mount, Route

from bot.channels.webhook import Hook
from bot.locale.say import say
from bot.use_cases.board.coordinator_api import CoordinatorApi
from bot.use_cases.feeds.feed_api import FeedApi
from bot.use_cases.office.office_api import OfficeApi
from bot.use_cases.table.table_api import TableApi
from bot.web.app_pages import AppPages, Opener
from bot.web.asgi_server import WebServer
from bot.web.backend import WebBackend
from bot.web.chat_pages import ChatPages
from bot.web.connect_pages import ConnectPages
from bot.web.downloads import file_route
from bot.web.feed_pages import FeedPages
from bot.web.mail_pages import board_routes
from bot.web.office_pages import OfficePages
from bot.web.page_templates import STATIC, PageTemplates, Static, static_address
from bot.web.passkey_pages import PasskeyPages
from bot.web.public_address import PublicAddress
from bot.web.security import Guard, PageRefused, refusal_handlers
from bot.web.table_pages import TablePages
from bot.web.template_filters import add_words
from bot.web.uploads import read_body
from bot.web.web_tokens import WebKeys
from bot.web.wizard_pages import WizardPages

Ailments = Callable[[], Awaitable[Sequence[str]]]
"""Returns in sentences what is wrong with the program; nothing when it is well."""


@dataclass(frozen=True)
class Measured:
    """The program's figures as text, and the token that opens them."""

    token: str
    figures: Callable[[], Awaitable[bytes]]


LARGEST_UPDATE = 1024 * 1024  # bytes of a platform's webhook request


def create_app(
    backend: WebBackend,
    *,
    secret_key: str,
    new_token: Callable[[], str],
    language: str = "vi",
    webhooks: Mapping[str, Hook] | None = None,
    boards: CoordinatorApi | None = None,
    tables: TableApi | None = None,
    offices: OfficeApi | None = None,
    feeds: FeedApi | None = None,
    ailments: Ailments | None = None,
    epoch: str = "",
    public_url: str = "",
    metrics: Measured | None = None,
    opener: Opener | None = None,
) -> Starlette:
    """Return the web application.

    `secret_key` signs cookies and tokens and must stay the same for as long as links shall work;
    `new_token` makes unguessable ids; `language` is the pages' (their sentences are those of the
    catalogue in use); `webhooks` take the requests to /<name>/webhook, with a name
    "<name>/<bot>" those to /<name>/webhook/<bot>. `boards` are the coordinators' pages, `tables`
    the units', `offices` those of set-up, `feeds` what other programs read. `ailments` says what is
    wrong with the program. `epoch` is another one after a restore: pages that were opened before it
    load again. `public_url` is the address that people open; cookies, links and the check of forms go
    by it. `metrics` are the figures for Prometheus, with the token that opens them. `opener` tells whose
    chat a messenger's app opens the table for.

    `app.state.stopping` is an asyncio.Event that ends waiting requests.
    """
    address = PublicAddress(public_url)
    pages = PageTemplates(language)
    keys = WebKeys(secret_key)
    pages.know(epoch=epoch)
    add_words(pages)
    chat = ChatPages(backend, keys, pages, new_token, tables, epoch)
    board = board_routes(boards, secret_key, pages) if boards else []
    table = TablePages(tables, backend, keys, pages, new_token).routes() if tables else []
    app_pages = (
        AppPages(tables, opener, backend.now, keys, pages).routes() if tables and opener else []
    )
    office = _office_routes(offices, secret_key, pages) if offices else []
    handlers: Any = refusal_handlers(pages)
    app = Starlette(
        routes=[
            Route("/", _home),
            *chat.routes(),
            *board,
            *table,
            *app_pages,
            *office,
            *(FeedPages(feeds).routes() if feeds else []),
            file_route(backend, keys),
            *_webhook_routes(dict(webhooks or {})),
            Route("/health", _health(backend, ailments)),
            *([Route("/metrics", _metrics(metrics))] if metrics is not None else []),
            Route("/sw.js", _service_worker),
            Route("/app.webmanifest", _manifest(language)),
            Mount("/static", Static(directory=STATIC)),
        ],
        middleware=[Middleware(Guard, pages=pages, is_https=address.is_https)],
        exception_handlers=handlers,
    )
    app.router.redirect_slashes = False  # it would redirect to wherever the request says it went
    app.state.stopping = chat.stopping
    app.state.address = address
    return app


def _office_routes(offices: OfficeApi, secret_key: str, pages: PageTemplates) -> list[Route]:
    """Return the office in the browser; drafts come first, since a code may be anything."""
    wizard = WizardPages(offices, secret_key, pages).routes()
    passkeys = PasskeyPages(offices, secret_key).routes()
    connect = ConnectPages(offices, secret_key, pages).routes()
    return [*wizard, *passkeys, *connect, *OfficePages(offices, secret_key, pages).routes()]


async def serve(app: Starlette, host: str, port: int) -> WebServer:
    """Begin to listen; returns at once. Raises OperatorError where the port cannot be opened."""
    server = WebServer(app, host, port)
    await server.start()
    return server


async def _home(_: Request) -> Response:
    return RedirectResponse("/chat#end")


async def _service_worker(_: Request) -> Response:
    """Serve it from the root, since it may only see what lies below its own address."""
    return FileResponse(STATIC / "sw.js", media_type="text/javascript")


def _manifest(language: str) -> Callable[[Request], Any]:
    """Return what a telephone needs to put the page among its apps."""
    colours = {"background_color": "#f5f1ea", "theme_color": "#8f1d21"}
    icon = {"src": static_address("icon.svg"), "sizes": "any", "type": "image/svg+xml"}

    async def manifest(_: Request) -> Response:
        body = {
            "name": say("page.name"), "short_name": say("page.name"), "lang": language,
            "start_url": "/chat", "scope": "/", "display": "standalone", **colours,
            "icons": [icon],
            "shortcuts": [{"name": say("table.title"), "url": "/table"}],
        }  # fmt: skip
        return JSONResponse(body, media_type="application/manifest+json")

    return manifest


def _metrics(measured: Measured) -> Callable[[Request], Any]:
    async def metrics(request: Request) -> Response:
        """Return the figures to whoever brings the token, and to nobody else."""
        wanted = f"Bearer {measured.token}".encode()
        if not hmac.compare_digest(request.headers.get("authorization", "").encode(), wanted):
            raise PageRefused(403, say("page.not_taken"))
        return Response(await measured.figures(), media_type="text/plain; version=0.0.4")

    return metrics


def _health(backend: WebBackend, ailments: Ailments | None) -> Callable[[Request], Any]:
    async def health(_: Request) -> Response:
        reasons = list(await ailments()) if ailments is not None else []
        body: dict[str, Any] = {"status": "unwell" if reasons else "ok"}
        body["time"] = backend.now().isoformat()
        return JSONResponse(
            {**body, **({"reasons": reasons} if reasons else {})}, 503 if reasons else 200
        )

    return health


def _webhook_routes(hooks: Mapping[str, Hook]) -> list[Route]:
    """POST /<channel>/webhook, /<channel>/webhook/<bot>: whoever has not the secret is
    refused before the body is read; the channel answers only after the commit."""

    async def taken(request: Request) -> Response:
        where = (request.path_params["channel"], request.path_params.get("bot", ""))
        hook = hooks.get("/".join(filter(None, where)))
        if hook is None:
            raise PageRefused(404, say("page.not_found"))
        if not hook.admits(request.headers):
            return Response(status_code=403)
        body = await read_body(request, LARGEST_UPDATE)
        return Response(status_code=await hook.take(request.headers, body))

    ways = ("/{channel}/webhook", "/{channel}/webhook/{bot}")
    return [Route(way, taken, methods=["POST"]) for way in ways]
