"""Forms of a visit's own pages: read, and refused where another page made them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import parse_qsl

from starlette.datastructures import FormData
from starlette.requests import Request

from bot.locale.say import say
from bot.web.security import PageRefused, refuse_other_sites
from bot.web.uploads import posted_form, read_body
from bot.web.visits import BoardVisit, is_token_of

LARGEST_FORM = 256 * 1024  # bytes: a reason, and some thousand units chosen


async def plain_form(request: Request) -> FormData:
    """Return a posted form without files; 403 where another site's page sent it."""
    refuse_other_sites(request)
    body = await read_body(request, LARGEST_FORM)
    fields = parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True)
    return FormData([(name, text) for name, text in fields])


async def form_of_visit(request: Request, visit: BoardVisit) -> FormData:
    """Return a form of this visit's own pages; 403 for any other."""
    form = await plain_form(request)
    refuse_foreign(form, visit)
    return form


@asynccontextmanager
async def form_with_file(request: Request, visit: BoardVisit) -> AsyncIterator[FormData]:
    """Give a form of this visit's own pages that may carry one file."""
    refuse_other_sites(request)
    async with posted_form(request, files=1) as form:
        refuse_foreign(form, visit)
        yield form


def refuse_foreign(form: FormData, visit: BoardVisit) -> None:
    """403 for a form that was not made by this visit's own pages."""
    if not is_token_of(visit, str(form.get("token", ""))):
        raise PageRefused(403, say("page.not_taken"))


def words(form: FormData, name: str, longest: int = 2000) -> str:
    """Return a field as it may be kept: one line, no control characters, not too long."""
    text = str(form.get(name) or "")
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())[
        :longest
    ]
