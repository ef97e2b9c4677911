"""Around every request: security headers, polite refusals, requests of other sites kept out."""

from __future__ import annotations

import logging

import h11
from starlette.convertors import Convertor, register_url_convertor
from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.locale.say import say
from bot.model.row_id import LONGEST
from bot.use_cases.table.table_api import NoTable
from bot.web.page_templates import PageTemplates
from bot.web.public_address import address_of_site
from storage import cause_of, is_passing, trouble_of

log = logging.getLogger("baocao.web")


class _RowId(Convertor[int]):
    """A number in an address that some row may have: one of twenty digits is no page."""

    regex = f"[0-9]{{1,{LONGEST}}}"

    def convert(self, value: str) -> int:
        return int(value)

    def to_string(self, value: int) -> str:
        return str(value)


register_url_convertor("int", _RowId())

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; "
        "connect-src 'self'; manifest-src 'self'; worker-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",  # the address holds the invite code
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Robots-Tag": "noindex, nofollow",
    "Permissions-Policy": (
        "camera=(), geolocation=(), microphone=(), payment=(), usb=(), "
        "publickey-credentials-create=(self), publickey-credentials-get=(self)"
    ),
}
HTTPS_ONLY = {"Strict-Transport-Security": "max-age=31536000"}  # a year
SENTENCES = {403: "page.not_taken", 404: "page.not_found", 405: "page.not_found"}


class PageRefused(Exception):
    """A request that is answered with a status and one polite sentence."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status
        self.sentence = sentence


class Guard:
    """Outermost layer: adds the headers, and turns what nobody expected into a polite page. The
    address is never logged, because it may hold an invite code."""

    def __init__(self, app: ASGIApp, pages: PageTemplates, *, is_https: bool = False) -> None:
        self.app = app
        self.pages = pages
        self.headers = {**HEADERS, **(HTTPS_ONLY if is_https else {})}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started = False
        if _has_two_lengths(scope) or "\0" in scope["path"]:  # a sign that no database keeps
            await _refuse_broken(scope, receive, send)
            return

        async def guarded(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                headers = MutableHeaders(scope=message)
                for name, value in self.headers.items():
                    headers.setdefault(name, value)
                headers.setdefault("Cache-Control", "no-store")
            await send(message)

        try:
            await self.app(scope, receive, guarded)
        except ClientDisconnect:
            return
        except h11.LocalProtocolError:  # the server has answered a body that is no HTTP by itself
            log.warning("the body of a request of %s was broken", _place(scope))
        except Exception as error:
            status, words = _told_of(error, scope)
            if started:
                raise
            answer = answer_error(Request(scope, receive), self.pages, status, say(words))
            await answer(scope, receive, guarded)


def _told_of(error: Exception, scope: Scope) -> tuple[int, str]:
    """Note in the log what nobody expected; return the status and the sentence for whoever asked."""
    is_full = isinstance(error, OSError) and trouble_of(error) is not None
    if is_passing(error) or is_full:
        log.warning("a request of %s was not stored: %s", _place(scope), cause_of(error))
        return 503, "page.away"
    log.exception("a request of %s failed", _place(scope))
    return 500, "page.failed"


def _has_two_lengths(scope: Scope) -> bool:
    """Tell whether a request says its length in two ways: a proxy in front may believe the other one, and
    take the rest of the body for somebody else's request (RFC 9112, 6.3)."""
    names = {name for name, _ in scope["headers"]}
    return {b"content-length", b"transfer-encoding"} <= names


async def _refuse_broken(scope: Scope, receive: Receive, send: Send) -> None:
    """Refuse a request whose end or address is not one, and all that follows on its connection."""
    await Response(status_code=400, headers={"Connection": "close"})(scope, receive, send)


def _place(scope: Scope) -> str:
    """Return the first two parts of a path: enough to find the fault, without codes and tokens."""
    parts = scope["path"].split("/")
    known = parts[2] if len(parts) > 2 and parts[2] in ("send", "upload", "lines", "form") else "…"
    return f"/{parts[1]}/{known}"


def answer_error(request: Request, pages: PageTemplates, status: int, sentence: str) -> Response:
    """Return a refusal as a page for people who navigate, else as JSON for scripts."""
    if "text/html" in request.headers.get("accept", ""):
        return pages.refusal(status, sentence)
    return JSONResponse({"error": sentence}, status)


def refusal_handlers(pages: PageTemplates) -> dict[type[Exception], object]:
    """Starlette's `exception_handlers`."""

    async def refused(request: Request, error: Exception) -> Response:
        assert isinstance(error, PageRefused)
        return answer_error(request, pages, error.status, error.sentence)

    async def no_table(request: Request, error: Exception) -> Response:
        assert isinstance(error, NoTable)
        return answer_error(request, pages, 403, error.reason)

    async def http_error(request: Request, error: Exception) -> Response:
        """Answer an address that is not there with a page, to whoever does not ask for JSON."""
        assert isinstance(error, HTTPException)
        sentence = say(SENTENCES.get(error.status_code, "page.bad_request"))
        if "application/json" in request.headers.get("accept", ""):
            return answer_error(request, pages, error.status_code, sentence)
        return pages.refusal(error.status_code, sentence)

    return {PageRefused: refused, NoTable: no_table, HTTPException: http_error}


def refuse_other_sites(request: Request) -> None:
    """Raise PageRefused (403) for a request that another site's page made.

    Browsers say so in Sec-Fetch-Site, older ones in Origin only. With `no-referrer` a plain form
    says "Origin: null", which proves nothing either way; the page's token then decides.
    """
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        raise PageRefused(403, say("page.not_taken"))
    origin = request.headers.get("origin", "null")
    host = request.headers.get("host", "")
    if origin != "null" and not address_of_site(request).is_origin(origin, host):
        raise PageRefused(403, say("page.not_taken"))
