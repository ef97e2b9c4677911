"""A strict Telegram Bot API over real HTTP on loopback, for tests and benchmarks.

In a test:

    with TelegramServer() as server:
        official = server.person("Lò Văn A")
        official.starts("CODE")
        official.wait_for("Đồng ý")

In a process of its own (people and figures over `/control/…`, see `_control`):

    python -m tests.fakes.telegram_server --port 18081 --real-limits
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import json
import threading
import time
from dataclasses import asdict
from typing import Any

import httpx

from tests.fakes.faults import Fault, Faults
from tests.fakes.http_server import (
    Drop,
    Form,
    Request,
    Response,
    json_response,
    read_form,
)
from tests.fakes.people import Person
from tests.fakes.platform_server import GATEWAY_PAGE, PlatformServer
from tests.fakes.telegram_api import ApiError, Chat, TelegramApi, bad_request
from tests.fakes.telegram_limits import OFF, REAL, Limits

TOKEN = "7104420011:AAFakeTokenForLoopbackTests-0123456789"
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
SETTING_HOOK = "can't use getUpdates method while webhook is active; use deleteWebhook first"
OTHER_POLL = "terminated by other getUpdates request; make sure that only one bot is running"


class TelegramServer(PlatformServer):
    """The fake; kinds of faults in `faults.FAULTS`, downloads are the method "file"."""

    def __init__(self, *, token: str = TOKEN, limits: Limits = OFF, port: int = 0) -> None:
        self.token = token
        super().__init__(TelegramApi(token, limits), Faults(), port)
        self.people: list[Person] = []
        self.webhook_pause = 0.05  # seconds between the repetitions of a push
        self._people = itertools.count(6_200_000_001)

    @property
    def username(self) -> str:
        return str(self.api.me["username"])

    # What tests do

    def person(self, name: str, *, started: bool = False, chat_id: int | None = None) -> Person:
        """Somebody with Telegram; `started` when they once wrote to the bot before."""
        number = next(self._people) if chat_id is None else chat_id
        chat = Chat({"id": number, "is_bot": False, "first_name": name, "language_code": "vi"})
        chat.has_written = started
        with self.api.lock:
            self.api.chats[number] = chat
        self.people.append(Person(self.api, chat, name))
        return self.people[-1]

    def sends_raw(self, kind: str, content: dict[str, Any]) -> int | None:
        """Queue any update, e.g. one of a group."""
        return self.api.add_update(kind, content)

    def repeats(self, update_id: int) -> None:
        """Deliver an update again although it was confirmed."""
        self.api.repeat(update_id)

    def ages_callbacks(self) -> None:
        """Make all taps so far too old to be answered."""
        with self.api.lock:
            self.api.too_old.update(self.api.callbacks)

    # What tests look at

    @property
    def unanswered_callbacks(self) -> list[str]:
        """Taps whose spinner still turns (those that grew too old aside)."""
        with self.api.lock:
            return [
                callback for callback in self.api.callbacks if callback not in self.api.too_old
            ]

    @property
    def unconfirmed(self) -> list[int]:
        """Update ids that wait for confirmation."""
        with self.api.lock:
            return [each["update_id"] for each in self.api.pending]

    @property
    def last_update_id(self) -> int:
        with self.api.lock:
            return max(self.api.all_updates, default=0)

    @property
    def refusals(self) -> int:
        """Calls refused for speed."""
        return self.api.gate.refusals

    # Serving

    async def _serve(self, request: Request) -> Response:
        kind, _, rest = request.path.strip("/").partition("/")
        if kind == "control":
            return self._control(rest, request)
        if kind == "file":
            return await self._download(rest)
        token, method = kind.removeprefix("bot"), rest
        if not kind.startswith("bot") or not method:
            return _refusal(ApiError(404, "Not Found"))
        if token != self.token:
            return _refusal(ApiError(401, "Unauthorized"))
        try:
            form = read_form(request)
        except (ValueError, KeyError):
            return _refusal(bad_request("can't parse the request"))
        return await self._with_faults(method, form)

    async def _result(self, method: str, form: Form) -> Any:
        is_poll = method.lower() == "getupdates"
        result = await self._get_updates(form) if is_poll else self.api.call(method, form)
        return {"ok": True, "result": result}

    def _refused(self, error: Exception) -> Response | None:
        return _refusal(error) if isinstance(error, ApiError) else None

    async def _before(self, fault: Fault | None) -> Response | None:
        return await _misbehave(fault)

    def _has_updates(self) -> bool:
        with self.api.lock:
            return bool(self.api.pending or self.api.repeated)

    async def _get_updates(self, form: Form) -> list[dict[str, Any]]:
        """Everything not confirmed by a higher offset, waiting for it up to `timeout` seconds; a
        newer poll ends an older one, so a killed program's poll is in nobody's way."""
        if self.api.webhook["url"]:
            raise ApiError(409, f"Conflict: {SETTING_HOOK}")
        with self.api.lock:
            self.api.allow(form)
        offset = int(form.values.get("offset") or 0)
        limit = min(max(int(form.values.get("limit") or 100), 1), 100)
        self.api.confirm_below(offset)
        self._poll = mine = self._poll + 1
        self._updates.set()  # the older poll looks up
        patience = 0.0 if self.idles_at_once else float(form.values.get("timeout") or 0)
        end = time.monotonic() + patience
        while True:
            if self._poll != mine or self.api.webhook["url"]:
                raise ApiError(409, f"Conflict: {OTHER_POLL}")
            with self.api.lock:
                found = [
                    each for each in self.api.pending if each["update_id"] >= offset or offset <= 0
                ]
            found = self.api.take_repeated() + found
            if found or time.monotonic() >= end:
                return found[:limit]
            await self._wait_for_updates(end - time.monotonic())

    async def _download(self, rest: str) -> Response:
        early = await _misbehave(self.faults.take("file"))
        if early is not None:
            return early
        token, _, path = rest.removeprefix("bot").partition("/")
        if token != self.token:
            return _refusal(ApiError(401, "Unauthorized"))
        with self.api.lock:
            file = next((each for each in self.api.files.values() if each.path == path), None)
        if file is None:
            return _refusal(ApiError(404, "Not Found"))
        return Response(200, file.content, "application/octet-stream")

    # The webhook

    async def _push(self) -> None:
        """Push waiting updates in order while a webhook is set; repeat until a 2xx answer."""
        async with httpx.AsyncClient(timeout=30, trust_env=False) as client:
            while True:
                with self.api.lock:
                    url = self.api.webhook["url"]
                    waiting = [*self.api.repeated, *self.api.pending] if url else []
                    update = waiting[0] if waiting else None
                if update is None:
                    await asyncio.sleep(0.01)
                    continue
                why = await self._push_one(client, url, update)
                if not why:
                    self.api.confirm(update["update_id"])
                    continue
                with self.api.changed:
                    about = {"last_error_date": int(time.time()), "last_error_message": why}
                    if self.api.webhook["url"]:
                        self.api.webhook.update(about)
                    self.api.changed.notify_all()
                await asyncio.sleep(self.webhook_pause)

    async def _push_one(self, client: httpx.AsyncClient, url: str, update: dict[str, Any]) -> str:
        """Why a push failed, "" when it did not."""
        secret = self.api.webhook_secret
        headers = {SECRET_HEADER: secret} if secret else {}
        try:
            answer = await client.post(url, json=update, headers=headers)
        except httpx.HTTPError as error:
            return f"Connection failed: {type(error).__name__}"
        if answer.is_success:
            return ""
        return f"Wrong response from the webhook: {answer.status_code}"

    # Control from another process

    def _control(self, action: str, request: Request) -> Response:
        """`people` {"count", "started"} makes people; `says` {"chat", "text"} lets one write;
        `stats` counts calls; `inbox` {"chat"} shows what one received; `sends` shows when each
        message was answered, its beginning and the status; `fail` plans a fault."""
        asked = json.loads(request.body or b"{}")
        if action == "inbox":
            chat = self.api.chats[int(asked["chat"])]
            return json_response([[each.at, each.text] for each in chat.inbox])
        if action == "sends":
            sent = self.calls_of("sendMessage")
            return json_response(
                [[each.at, each.values.get("text", "")[:80], each.status] for each in sent]
            )
        return self._usual_control(action, asked)

    def _stats(self) -> dict[str, Any]:
        with self.api.lock:
            reached = [len(chat.inbox) for chat in self.api.chats.values()]
        return {
            "calls": self._counted_calls(), "refusals": self.refusals, "delivered": sum(reached),
            "chats_reached": sum(1 for count in reached if count), "most_in_a_chat": max(reached, default=0),
            "limits": asdict(self.api.gate.limits), "unconfirmed": len(self.unconfirmed),
        }  # fmt: skip


async def _misbehave(fault: Fault | None) -> Response | None:
    """Faults that come before the call is looked at; None to go on."""
    if fault is None or fault.kind in ("drop_after", "hang_after"):
        return None
    if fault.kind == "slow":
        await asyncio.sleep(fault.seconds)
        return None
    if fault.kind == "500":
        return _refusal(ApiError(500, "Internal Server Error"))
    if fault.kind == "502":
        return Response(502, GATEWAY_PAGE, "text/html")
    if fault.kind == "429":
        wait = int(fault.seconds)
        return _refusal(ApiError(429, f"Too Many Requests: retry after {wait}", retry_after=wait))
    if fault.kind == "hang":
        await asyncio.sleep(fault.seconds)
    raise Drop


def _refusal(error: ApiError) -> Response:
    body: dict[str, Any] = {
        "ok": False, "error_code": error.code, "description": error.description,
    }  # fmt: skip
    if error.parameters:
        body["parameters"] = error.parameters
    return json_response(body, error.code)


def main() -> None:
    """Serve until the process is ended; the first line printed says where."""
    parser = argparse.ArgumentParser(description="A strict fake of the Telegram Bot API.")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--real-limits", action="store_true")
    given = parser.parse_args()
    server = TelegramServer(limits=REAL if given.real_limits else OFF, port=given.port).start()
    print(json.dumps({"api_base": server.api_base, "token": server.token}), flush=True)
    threading.Event().wait()


if __name__ == "__main__":
    main()
