"""Reports for other programs, read-only: JSON under /api, OData 4 under /odata, which Excel and Power BI
open. Whoever asks shows a token of one body, as a bearer or as the password of a basic sign-in."""

from __future__ import annotations

import base64
from collections.abc import Awaitable, Callable
from functools import wraps
from typing import Any
from urllib.parse import quote, urlencode
from xml.sax.saxutils import quoteattr

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.use_cases.feeds.feed_api import FeedApi, NoSuchFeed
from bot.web.odata_filter import BadFilter, read_filter
from bot.web.public_address import address_of_site

PAGE = 1_000  # rows of one answer
MOST = 100_000  # rows of one answer to whoever says how many
DIGITS = 15  # of a number that is asked with
NAMESPACE = "baocao"
CONTEXT = "$metadata"
VERSION = {"OData-Version": "4.0"}
JSON = "application/json;odata.metadata=minimal"
TEXT, WHOLE, YES, INSTANT = "Edm.String", "Edm.Int64", "Edm.Boolean", "Edm.DateTimeOffset"
SETS: dict[str, tuple[str, dict[str, str]]] = {  # name -> key, fields
    "Units": (
        "unit_code",
        {
            "unit_code": TEXT, "unit_name": TEXT, "kind": TEXT, "parent": TEXT, "state": TEXT,
            "version": WHOLE, "draft": YES, "submitted_at": INSTANT, "late_days": WHOLE,
            "answered": WHOLE, "total": WHOLE, "photos": WHOLE,
        },
    ),
    "Figures": (
        "id",
        {
            "id": TEXT, "unit_code": TEXT, "unit_name": TEXT, "kind": TEXT, "state": TEXT,
            "version": WHOLE, "counted": YES, "submitted_at": INSTANT, "row": TEXT, "row_state": TEXT,
            "count": WHOLE, "people": WHOLE, "note": TEXT,
        },
    ),
}  # fmt: skip
Shown = Callable[["FeedPages", Request, str], Awaitable[Response]]


OPTIONS = {"$filter", "$top", "$skip", "$count", "$orderby", "$select", "$format"}
DIRECTIONS = {(): False, ("asc",): False, ("desc",): True}  # words behind a name: downwards?


class BadRequest(Exception):
    """A parameter that cannot be followed; the text names it."""


class NotOffered(Exception):
    """A parameter of the standard that is not offered: following it in silence would give other rows."""


def with_token(show: Shown) -> Callable[[FeedPages, Request], Awaitable[Response]]:
    """Return an answer for whoever shows a token: nothing is told to anybody else."""

    @wraps(show)
    async def guarded(self: FeedPages, request: Request) -> Response:
        token = _token_in(request)
        body = await self.feeds.body_of(token) if token else None
        if body is None:
            sign_in = {"WWW-Authenticate": 'Basic realm="baocao"'}
            return _error(401, "Unauthorized", "a token is needed", sign_in)
        try:
            return await show(self, request, body)
        except NoSuchFeed:
            return _error(404, "NotFound", "there is nothing under this address for this token")
        except NotOffered as error:
            return _error(501, "NotImplemented", f"not offered: {error}")
        except (BadFilter, BadRequest) as error:
            return _error(400, "BadRequest", f"cannot be followed: {error}")

    return guarded


class FeedPages:
    """The routes under /api and /odata."""

    def __init__(self, feeds: FeedApi) -> None:
        self.feeds = feeds

    def routes(self) -> list[Route]:
        """Return what can be read; nothing can be changed."""
        return [
            Route("/api/campaigns", self.campaigns),
            Route("/api/campaigns/{slug}", self.campaign),
            Route("/api/campaigns/{slug}/units", self.units),
            Route("/odata/{slug}", self.service),
            Route("/odata/{slug}/", self.service),
            Route("/odata/{slug}/$metadata", self.metadata),
            Route("/odata/{slug}/{name}", self.rows),
            Route("/odata/{slug}/{name}/$count", self.count),
        ]

    @with_token
    async def campaigns(self, request: Request, body: str) -> Response:  # noqa: ARG002
        return JSONResponse({"campaigns": await self.feeds.campaigns(body)})

    @with_token
    async def campaign(self, request: Request, body: str) -> Response:
        return JSONResponse(await self.feeds.whole(body, request.path_params["slug"]))

    @with_token
    async def units(self, request: Request, body: str) -> Response:
        found = await self.feeds.units(body, request.path_params["slug"])
        return JSONResponse({"units": found})

    @with_token
    async def service(self, request: Request, body: str) -> Response:
        await self.feeds.units(body, request.path_params["slug"])
        sets = [{"name": name, "kind": "EntitySet", "url": name} for name in SETS]
        return _odata({"@odata.context": f"{_root(request)}{CONTEXT}", "value": sets})

    @with_token
    async def metadata(self, request: Request, body: str) -> Response:
        await self.feeds.units(body, request.path_params["slug"])
        return Response(_document(), media_type="application/xml", headers=VERSION)

    @with_token
    async def rows(self, request: Request, body: str) -> Response:
        """Return one set: filtered, ordered, cut."""
        name = request.path_params["name"]
        asked, fitting = await self._fitting(request, body)
        page = fitting[asked.skip : asked.skip + asked.top]
        answer: dict[str, Any] = {"@odata.context": f"{_root(request)}{CONTEXT}#{name}"}
        if asked.counts:
            answer["@odata.count"] = len(fitting)
        answer["value"] = list(map(asked.chosen, page))
        if asked.skip + len(page) < min(len(fitting), asked.skip + asked.wanted):
            answer["@odata.nextLink"] = asked.next_page(request)
        return _odata(answer)

    @with_token
    async def count(self, request: Request, body: str) -> Response:
        """Return how many rows of a set fit, as a bare number."""
        _, fitting = await self._fitting(request, body)
        return Response(str(len(fitting)), media_type="text/plain", headers=VERSION)

    async def _fitting(self, request: Request, body: str) -> tuple[Asked, list[dict[str, Any]]]:
        """Return what is asked of a set, and its rows that fit, in order."""
        name, slug = request.path_params["name"], request.path_params["slug"]
        if name not in SETS:
            raise NoSuchFeed
        read = self.feeds.units if name == "Units" else self.feeds.figures
        fields = SETS[name][1]
        asked = Asked(request, frozenset(fields))
        found = [{field: row[field] for field in fields} for row in await read(body, slug)]
        return asked, asked.ordered([row for row in found if asked.fits(row)])


class Asked:
    """The parameters of a request; raises BadRequest or BadFilter for those that cannot be followed."""

    def __init__(self, request: Request, fields: frozenset[str]) -> None:
        given = request.query_params
        if more := {name for name in given if name.startswith("$")} - OPTIONS:
            raise NotOffered(", ".join(sorted(more)))
        if twice := [name for name in OPTIONS if len(given.getlist(name)) > 1]:
            raise BadRequest(", ".join(sorted(twice)))
        if not given.get("$format", "json").startswith(("json", "application/json")):
            raise NotOffered("$format")
        self.wanted = _number(given.get("$top"), 10**DIGITS)
        self.top = min(self.wanted, MOST if "$top" in given else PAGE)
        self.skip = _number(given.get("$skip"), 0)
        self.counts = _truth(given.get("$count", "false"))
        self.select = _listed(given.get("$select", ""))
        self.order = list(map(_direction, _listed(given.get("$orderby", ""))))
        named = {*self.select, *(name for name, _ in self.order)} - {"*"}
        if unknown := named - fields:
            raise BadRequest(", ".join(sorted(unknown)))
        wanted = given.get("$filter", "")
        self.fits = read_filter(wanted, fields) if wanted else (lambda _: True)

    def ordered(self, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Return rows in the order that was asked for; those without a value come first."""
        for name, is_down in reversed(self.order):
            rows.sort(key=lambda row: (row[name] is not None, row[name]), reverse=is_down)
        return rows

    def chosen(self, row: dict[str, Any]) -> dict[str, Any]:
        """Return the fields that were asked for."""
        if not self.select or "*" in self.select:
            return row
        return {name: row[name] for name in self.select}

    def next_page(self, request: Request) -> str:
        """Return the address of what follows."""
        query = {**request.query_params, "$skip": str(self.skip + self.top)}
        if "$top" in query:
            query["$top"] = str(self.wanted - self.top)
        return f"{_base(request)}{quote(request.scope['path'])}?{urlencode(query)}"


def _listed(text: str) -> list[str]:
    """Return the parts between commas."""
    return [part.strip() for part in text.split(",") if part.strip()]


def _direction(part: str) -> tuple[str, bool]:
    """Return by which field `$orderby` sorts, and whether downwards."""
    name, *way = part.split()
    if tuple(way) not in DIRECTIONS:
        raise BadRequest("$orderby")
    return name, DIRECTIONS[tuple(way)]


def _truth(text: str) -> bool:
    if text.lower() not in ("true", "false"):
        raise BadRequest("$count")
    return text.lower() == "true"


def _number(text: str | None, usual: int) -> int:
    if text is None:
        return usual
    if not (text.isascii() and text.isdigit() and len(text) <= DIGITS):
        raise BadRequest(text[:40])
    return int(text)


def _root(request: Request) -> str:
    return f"{_base(request)}/odata/{quote(request.path_params['slug'])}/"


def _base(request: Request) -> str:
    """Return what addresses begin with, by the settings; what a request says of its own is not believed.
    Without any, addresses are those on the same site."""
    return address_of_site(request).link_base(request.headers.get("host", ""))


def _token_in(request: Request) -> str:
    """Return the token of a request's sign-in; "" for none."""
    way, _, shown = request.headers.get("authorization", "").partition(" ")
    if way.lower() == "bearer":
        return shown.strip()
    if way.lower() != "basic":
        return ""
    try:
        return base64.b64decode(shown, validate=True).decode().partition(":")[2]
    except ValueError:  # neither base64 nor UTF-8
        return ""


def _odata(body: dict[str, Any]) -> Response:
    return JSONResponse(body, media_type=JSON, headers=VERSION)


def _error(
    status: int, code: str, message: str, headers: dict[str, str] | None = None
) -> Response:
    body = {"error": {"code": code, "message": message}}
    return JSONResponse(body, status, headers={**VERSION, **(headers or {})})


def _document() -> str:
    """Return the description of the sets, as OData 4 wants it."""
    types = "".join(
        f"<EntityType Name={quoteattr(name[:-1])}><Key><PropertyRef Name={quoteattr(key)}/></Key>"
        + "".join(
            f"<Property Name={quoteattr(field)} Type={quoteattr(kind)}"
            f" Nullable={quoteattr('false' if field == key else 'true')}/>"
            for field, kind in fields.items()
        )
        + "</EntityType>"
        for name, (key, fields) in SETS.items()
    )
    sets = "".join(
        f"<EntitySet Name={quoteattr(name)} EntityType={quoteattr(f'{NAMESPACE}.{name[:-1]}')}/>"
        for name in SETS
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?>'
        '<edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx">'
        f'<edmx:DataServices><Schema Namespace="{NAMESPACE}"'
        ' xmlns="http://docs.oasis-open.org/odata/ns/edm">'
        f'{types}<EntityContainer Name="Container">{sets}</EntityContainer>'
        "</Schema></edmx:DataServices></edmx:Edmx>"
    )
