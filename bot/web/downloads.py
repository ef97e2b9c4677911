"""Files given to browsers, among them those behind signed links, for people whose channel carries
none: GET /file/<token>."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route

from bot.locale.say import say
from bot.model.export_kinds import media_type
from bot.web.backend import WebBackend
from bot.web.security import PageRefused
from bot.web.web_tokens import WebKeys


def as_download(body: bytes, name: str) -> Response:
    """Return a file that was made just now, for keeping under its name."""
    headers = {"Content-Disposition": f"attachment; filename*=utf-8''{quote(name)}"}
    return Response(body, media_type=media_type(name), headers=headers)


def as_offered(found: tuple[Path, str, str] | None) -> Response:
    """Return a file (path, name, media type) that was offered; 404 where there is none any more."""
    if found is None or not found[0].is_file():
        raise PageRefused(404, say("page.not_found"))
    path, name, mime = found
    return FileResponse(path, media_type=mime, filename=name)


def file_route(backend: WebBackend, keys: WebKeys) -> Route:
    """Return a file that was offered in a message: as long as its link holds and its reader has a seat."""

    async def file(request: Request) -> Response:
        offered = keys.offer_in(request.path_params["token"], backend.now())
        return as_offered(await backend.offered(*offered) if offered is not None else None)

    return Route("/file/{token}", file)
