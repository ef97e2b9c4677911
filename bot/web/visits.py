"""A coordinator's visit: a cookie with a random word, whose hash stands in the table of visits.

It proves who came in, nothing more: whether they may see a campaign is asked of storage at every
request. Leaving ends the visit on the server; a copy of the cookie is worth nothing afterwards.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from bot.use_cases.office.sign_in import SignIn
from bot.web.device_words import device_in_words
from bot.web.public_address import cookie_in, forget_cookie, set_cookie

COOKIE = "baocao_board"
COOKIE_AGE = 7 * 24 * 3600  # seconds; the table of visits decides before
TOKEN_BYTES = 24


@dataclass(frozen=True, slots=True)
class BoardVisit:
    """Who came in, for which campaign if for one; `token` is what this visit's forms carry."""

    id: int
    person_id: int
    campaign_id: int | None
    token: str


class Visits:
    """Begins, finds and ends visits; forms are marked with the installation's secret key."""

    def __init__(self, sign_in: SignIn, secret_key: str) -> None:
        self.sign_in = sign_in
        self._secret = secret_key.encode()

    async def begin(
        self,
        response: Response,
        request: Request,
        person_id: int,
        campaign_id: int | None,
        way: str = "link",
    ) -> None:
        """Give the cookie. A visit that this browser had before ends."""
        before = await self.first_step(request)
        if before is not None:
            await self.sign_in.end(before.person_id, before.id)
        token = secrets.token_urlsafe(TOKEN_BYTES)
        device = device_in_words(request.headers.get("user-agent", ""))
        await self.sign_in.begin(token, person_id, campaign_id, way, device)
        set_cookie(response, request, COOKIE, token, seconds=COOKIE_AGE)

    async def of(self, request: Request) -> BoardVisit | None:
        """Return the visit a request belongs to; None where there is none, it is over, or its person's
        passkey is still to be asked for."""
        return await self._find(request, whole=True)

    async def first_step(self, request: Request) -> BoardVisit | None:
        """Return the visit of a request also where the passkey is still to be asked for."""
        return await self._find(request, whole=False)

    async def _find(self, request: Request, *, whole: bool) -> BoardVisit | None:
        token = cookie_in(request, COOKIE)
        found = await self.sign_in.find(token) if token else None
        if found is None or (whole and self.sign_in.lacks_passkey(found)):
            return None
        return BoardVisit(found.id, found.person_id, found.campaign_id, self._mark(token))

    async def end(self, response: Response, request: Request, visit: BoardVisit) -> None:
        """End a visit on the server, and take the cookie back."""
        await self.sign_in.end(visit.person_id, visit.id)
        forget_cookie(response, request, COOKIE)

    def _mark(self, token: str) -> str:
        return hmac.new(self._secret, f"board token\0{token}".encode(), hashlib.sha256).hexdigest()


def is_token_of(visit: BoardVisit, token: str) -> bool:
    """Return whether two tokens are the same, compared in constant time."""
    return hmac.compare_digest(visit.token.encode(), token.encode())
