"""The Zalo Bot Platform's side of the fake: its state, its methods, its refusals. No sockets.

Codes are those of the platform's documents; where they are silent (what an unknown chat, the 51st
person or a used-up quota looks like) the form is a guess that is as unhelpful as the documented
ones. All state is guarded by one lock; `changed` tells waiting tests that something arrived.
"""

from __future__ import annotations

import hashlib
import ipaddress
import itertools
import threading
import time
from collections import Counter, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from tests.fakes.http_server import Form
from tests.fakes.telegram_entities import utf16_length

Json = dict[str, Any]
LONGEST_TEXT = 2000  # UTF-16 code units


class ZaloError(Exception):
    """An `ok: false` answer."""

    def __init__(self, code: int, description: str) -> None:
        super().__init__(description)
        self.code = code
        self.description = description


@dataclass
class Plan:
    """What the bot's plan allows: people for ever, messages a calendar month. Whether messages
    that come in count as well is not published; `counts_incoming` chooses."""

    users: int = 50
    messages: int = 3000
    counts_incoming: bool = False


@dataclass(frozen=True)
class ZaloReceived:
    """A message as the person sees it."""

    message_id: str
    text: str
    at: float
    photo: str = ""


@dataclass
class ZaloChat:
    """A person's private chat with the bot. What a `protected` person writes reaches no bot: only
    that there was something."""

    id: str
    name: str
    protected: bool = False
    has_written: bool = False
    inbox: list[ZaloReceived] = field(default_factory=list)


class ZaloApi:
    """One bot's server side: `call(method, form)` gives the whole answer of a method, `take` the
    next update; `ZaloError` is an `ok: false` answer."""

    def __init__(self, token: str, plan: Plan, *, public_webhooks_only: bool) -> None:
        self.lock = threading.RLock()
        self.changed = threading.Condition(self.lock)
        self.token = token
        self.plan = plan
        self.public_webhooks_only = public_webhooks_only
        self.me = {
            "id": "1459232241454765289", "account_name": "bot.fakeBaocao",
            "account_type": "BASIC", "can_join_groups": False,
        }  # fmt: skip
        self.chats: dict[str, ZaloChat] = {}
        self.waiting: deque[Json] = deque()
        self.all_updates: dict[str, Json] = {}
        self.lost: list[Json] = []  # messages that came while nobody listened
        self.unserved = 0  # messages of people above the plan
        self.photos: dict[str, bytes] = {}
        self.photo_base = ""  # set by the server
        self.photo_field = "photo"  # or "photo_url"
        self.bare_unsupported = False  # such events come without `message`
        self.webhook: Json | None = None
        self.webhook_secret = ""
        self.verification: Json | None = None  # what setWebhook says of its own test
        self.now: Callable[[], datetime] = lambda: datetime.now(UTC)
        self.sent: Counter[str] = Counter()  # by month, "2026-10"
        self.received: Counter[str] = Counter()
        self.wake: Callable[[], None] = lambda: None  # set by the server: updates are waiting
        self._numbers = itertools.count(1)
        self._methods = {
            name: getattr(self, f"_{name}")
            for name in (
                "getMe", "setWebhook", "deleteWebhook", "getWebhookInfo", "sendMessage",
                "sendPhoto", "sendSticker", "sendChatAction",
            )
        }  # fmt: skip

    def call(self, method: str, form: Form) -> Json:
        """The answer of a method other than getUpdates; names are case-sensitive."""
        with self.changed:
            found = self._methods.get(method)
            if found is None:
                raise ZaloError(400, "Bad Request: API name is invalid")
            result = found(form)
            self.changed.notify_all()
        return {"ok": True} if result is None else {"ok": True, "result": result}

    def new_id(self, what: str) -> str:
        """Ids are twenty hexadecimal digits without an order."""
        number = next(self._numbers)
        return hashlib.sha256(f"{what} {number}".encode()).hexdigest()[:20]

    # People writing

    def arrives(self, chat: ZaloChat, kind: str, content: Json) -> str:
        """A person's message becomes an update; its id."""
        with self.changed:
            number = self.new_id("message")
            if not self.admits(chat):
                self.unserved += 1
                return number
            self.received[self.month()] += 1
            message = {
                "from": {"id": chat.id, "display_name": chat.name, "is_bot": False},
                "chat": {"id": chat.id, "chat_type": "PRIVATE"},
                "message_id": number, "date": int(self.now().timestamp() * 1000), **content,
            }  # fmt: skip
            self.queue(self._update(chat, kind, message), number)
        return number

    def admits(self, chat: ZaloChat) -> bool:
        """Whether the plan has room for this person; they count from their first message on."""
        known = sum(each.has_written for each in self.chats.values())
        if not chat.has_written and known >= self.plan.users:
            return False
        chat.has_written = True
        return True

    def _update(self, chat: ZaloChat, kind: str, message: Json) -> Json:
        if not chat.protected and kind != "unsupported":
            return {"event_name": f"message.{kind}.received", "message": message}
        event: Json = {"event_name": "message.unsupported.received"}
        if not self.bare_unsupported:
            kept = ("from", "chat", "message_id", "date")
            event["message"] = {name: message[name] for name in kept}
        return event

    def queue(self, update: Json, number: str = "") -> None:
        """Let an update wait for the bot."""
        with self.changed:
            self.all_updates[number or self.new_id("update")] = update
            self.waiting.append(update)
            self.changed.notify_all()
        self.wake()

    def take(self) -> Json | None:
        """The next update, off the queue: whoever takes it and dies has lost it."""
        with self.changed:
            if not self.waiting:
                return None
            self.changed.notify_all()
            return self.waiting.popleft()

    def lose_waiting(self) -> None:
        with self.changed:
            self.lost += self.waiting
            self.waiting.clear()
            self.changed.notify_all()

    def keep_photo(self, content: bytes) -> str:
        """The temporary address of a picture."""
        with self.lock:
            name = f"{self.new_id('photo')}.jpg"
            self.photos[name] = content
        return f"{self.photo_base}/photo/{name}"

    # The quota

    def month(self) -> str:
        return self.now().strftime("%Y-%m")

    def used(self) -> int:
        """Messages of this month that count."""
        month = self.month()
        return self.sent[month] + (self.received[month] if self.plan.counts_incoming else 0)

    # Methods

    def _getMe(self, form: Form) -> Json:  # noqa: N802
        return self.me

    def _setWebhook(self, form: Form) -> Json:  # noqa: N802
        url, secret = form.values.get("url", ""), form.values.get("secret_token", "")
        if self.public_webhooks_only and not _is_public(url):
            raise ZaloError(400, "Bad Request: url must be a public HTTPS address")
        if not url.startswith(("http://", "https://")):
            raise ZaloError(400, "Bad Request: url is invalid")
        if not 8 <= len(secret) <= 256:
            raise ZaloError(400, "Bad Request: secret_token must have 8 to 256 characters")
        self.webhook = {"url": url, "updated_at": _milliseconds()}
        self.webhook_secret = secret
        self.wake()
        extra = {} if self.verification is None else {"verification": self.verification}
        return {**self.webhook, **extra}

    def _deleteWebhook(self, form: Form) -> Json:  # noqa: N802
        if self.webhook is None:
            raise ZaloError(400, "Bad Request: webhook is not set")
        self.webhook, self.webhook_secret = None, ""
        return {"url": "", "updated_at": _milliseconds()}

    def _getWebhookInfo(self, form: Form) -> Json:  # noqa: N802
        if self.webhook is None:
            raise ZaloError(404, "Not Found")
        return self.webhook

    def _sendMessage(self, form: Form) -> Json:  # noqa: N802
        text = form.values.get("text", "")
        if not 1 <= utf16_length(text) <= LONGEST_TEXT:
            raise ZaloError(400, "Bad Request: text must have 1 to 2000 characters")
        if form.values.get("parse_mode", "markdown") not in ("markdown", "html"):
            raise ZaloError(400, "Bad Request: parse_mode is invalid")
        return self._deliver(form, text)

    def _sendPhoto(self, form: Form) -> Json:  # noqa: N802
        photo, caption = form.values.get("photo", ""), form.values.get("caption", "")
        if not photo.startswith(("http://", "https://")):
            raise ZaloError(400, "Bad Request: photo must be an address")
        if utf16_length(caption) > LONGEST_TEXT:
            raise ZaloError(400, "Bad Request: caption is too long")
        return self._deliver(form, caption, photo)

    def _sendSticker(self, form: Form) -> Json:  # noqa: N802
        if not form.values.get("sticker"):
            raise ZaloError(400, "Bad Request: sticker is missing")
        return self._deliver(form, "")

    def _sendChatAction(self, form: Form) -> None:  # noqa: N802
        self._chat(form)
        if form.values.get("action") != "typing":
            raise ZaloError(400, "Bad Request: action is invalid")

    def _chat(self, form: Form) -> ZaloChat:
        chat = self.chats.get(form.values.get("chat_id", ""))
        if chat is None or not chat.has_written:
            raise ZaloError(400, "Bad Request: chat_id is invalid")
        return chat

    def _deliver(self, form: Form, text: str, photo: str = "") -> Json:
        chat = self._chat(form)
        if self.used() >= self.plan.messages:
            raise ZaloError(429, "Quota exceeded")
        self.sent[self.month()] += 1
        number = self.new_id("sent")
        chat.inbox.append(ZaloReceived(number, text, time.monotonic(), photo))
        return {"message_id": number, "date": _milliseconds()}


def _milliseconds() -> int:
    return int(time.time() * 1000)


def _is_public(url: str) -> bool:
    parts = urlsplit(url)
    host = parts.hostname or ""
    try:
        return parts.scheme == "https" and ipaddress.ip_address(host).is_global
    except ValueError:
        return parts.scheme == "https" and "." in host and not host.endswith(".local")
