"""A coordinator's visit to the board: a signed cookie that names the person and ends by itself.

It proves who came in by a link, nothing more: whether they may see a campaign is asked of storage
at every request.
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from itsdangerous import BadSignature, Signer
from starlette.requests import Request
from starlette.responses import Response

COOKIE = "baocao_board"
COOKIE_PATH = "/board"
LASTS = timedelta(hours=8)


@dataclass(frozen=True, slots=True)
class BoardVisit:
    """Who came in for which campaign, until when; `token` is what this visit's forms carry."""

    person_id: int
    campaign_id: int
    until: datetime
    token: str


class Visits:
    """Signs visits with the installation's secret key."""

    def __init__(self, secret_key: str) -> None:
        self._secret = secret_key.encode()
        self._signer = Signer(self._secret, salt=b"board visit", digest_method=hashlib.sha256)

    def begin(
        self, response: Response, request: Request, who: tuple[int, int], now: datetime, nonce: str
    ) -> None:
        """Give the cookie; `who` is (person id, campaign id), `nonce` makes each visit its own."""
        until = int((now + LASTS).timestamp())
        body = f"{who[0]}.{who[1]}.{until}.{nonce}"
        response.set_cookie(
            COOKIE,
            self._signer.sign(body).decode(),
            max_age=int(LASTS.total_seconds()),
            path=COOKIE_PATH,
            httponly=True,
            samesite="lax",
            secure=request.url.scheme == "https",
        )

    def of(self, request: Request, now: datetime) -> BoardVisit | None:
        """Return the visit a request belongs to; None where there is none, a forged or an old one."""
        try:
            body = self._signer.unsign(request.cookies.get(COOKIE, "")).decode()
            person, campaign, until, _ = body.split(".")
            end = datetime.fromtimestamp(int(until), UTC)
        except (BadSignature, UnicodeError, ValueError):
            return None
        return (
            BoardVisit(int(person), int(campaign), end, self._token(body)) if now < end else None
        )

    def _token(self, body: str) -> str:
        return hmac.new(self._secret, f"board token\0{body}".encode(), hashlib.sha256).hexdigest()


def end(response: Response) -> None:
    """Take the cookie back."""
    response.delete_cookie(COOKIE, path=COOKIE_PATH)


def is_token_of(visit: BoardVisit, token: str) -> bool:
    """Return whether two tokens are the same, compared in constant time."""
    return hmac.compare_digest(visit.token.encode(), token.encode())
