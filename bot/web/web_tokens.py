"""Who is asking: a signed cookie names the chat, a token in the page shows that the page asked.

The cookie cannot be read by scripts (HttpOnly) and does not travel with requests of other sites
(SameSite=Lax) except for opening a link. The token is derived from the chat, so that a page left
open for weeks still works.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from datetime import UTC, datetime

from itsdangerous import BadSignature, Signer, URLSafeSerializer
from starlette.requests import Request
from starlette.responses import Response

from bot.web.public_address import cookie_in, set_cookie

COOKIE = "baocao_chat"
COOKIE_AGE = 400 * 24 * 3600  # seconds; browsers keep none longer
TOKEN_HEADER = "x-page-token"  # noqa: S105  only its name
CHAT = re.compile(r"[A-Za-z0-9_-]{16,64}")


class WebKeys:
    """Everything that is signed with the installation's secret key."""

    def __init__(self, secret_key: str) -> None:
        if not secret_key:
            raise ValueError("the web server needs a secret key")
        self._secret = secret_key.encode()
        self._cookies = Signer(self._secret, salt=b"chat cookie", digest_method=hashlib.sha256)
        self._apps = Signer(self._secret, salt=b"app cookie", digest_method=hashlib.sha256)
        self._offers = Signer(self._secret, salt=b"file link", digest_method=hashlib.sha256)

    def cookie_of(self, chat: str) -> str:
        """Return a chat's cookie."""
        return self._cookies.sign(chat).decode()

    def chat_of(self, cookie: str) -> str | None:
        """Return the chat a cookie names; None when it was not signed by us."""
        try:
            chat = self._cookies.unsign(cookie).decode()
        except (BadSignature, UnicodeError):
            return None
        return chat if CHAT.fullmatch(chat) else None

    def app_cookie_of(self, chat: tuple[str, str, str], until: int) -> str:
        """Return the cookie of a chat (channel, bot, id there) whose table is open in an app, until a Unix
        time."""
        return self._apps.sign("|".join((*chat, str(until)))).decode()

    def app_of(self, cookie: str, now: datetime) -> tuple[str, str, str] | None:
        """Return the chat of an app's cookie; None when it was not signed by us or ran out."""
        try:
            channel, bot, chat, until = self._apps.unsign(cookie).decode().split("|")
            lasts = now < datetime.fromtimestamp(int(until), UTC)
        except (BadSignature, ValueError):
            return None
        return (channel, bot, chat) if lasts else None

    def offer_of(self, address_id: int, outbox_id: int, until: datetime) -> str:
        """Return what a link to the file of one message carries; always the same for the same message."""
        return self._offers.sign(f"{address_id}-{outbox_id}-{int(until.timestamp())}").decode()

    def offer_in(self, token: str, now: datetime) -> tuple[int, int] | None:
        """Return (address, message) of a file's link; None when we did not sign it or it ran out."""
        try:
            body = self._offers.unsign(token).decode()
            address_id, outbox_id, until = map(int, body.split("-"))
        except (BadSignature, UnicodeError, ValueError):
            return None
        return (address_id, outbox_id) if now < datetime.fromtimestamp(until, UTC) else None

    def token_of(self, chat: str) -> str:
        """Return what a page of this chat shows with every message it posts."""
        return self._derive("page token", chat)

    def is_token_of(self, chat: str, token: str) -> bool:
        """Return whether two tokens are the same, compared in constant time."""
        return hmac.compare_digest(self.token_of(chat).encode(), token.encode())

    def tag_of(self, chat: str) -> str:
        """Return a chat's public name, under which the page keeps unsent text in the browser."""
        return self._derive("storage tag", chat)[:16]

    def _derive(self, purpose: str, text: str) -> str:
        return hmac.new(self._secret, f"{purpose}\0{text}".encode(), hashlib.sha256).hexdigest()


def mark_maker(secret_key: str, salt: bytes) -> URLSafeSerializer:
    """Return what makes signed marks of plain values, for pages to carry, and reads them: `loads` raises
    BadData for one that was not made by it."""
    return URLSafeSerializer(
        secret_key.encode(),
        salt,
        serializer_kwargs={"ensure_ascii": True},  # halves of signs too, as in a message's words
        signer_kwargs={"digest_method": hashlib.sha256},
    )


def chat_in(request: Request, keys: WebKeys) -> str | None:
    """Return the chat that a request belongs to, or None."""
    return keys.chat_of(cookie_in(request, COOKIE))


def remember(response: Response, request: Request, keys: WebKeys, chat: str) -> None:
    """Give (or prolong) the cookie."""
    set_cookie(response, request, COOKIE, keys.cookie_of(chat), seconds=COOKIE_AGE)
