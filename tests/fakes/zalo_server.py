"""A strict Zalo Bot API over real HTTP on loopback, for tests and benchmarks.

In a test:

    with ZaloServer() as server:
        official = server.person("Lò Văn A")
        official.starts("CODE")
        official.wait_for("Đồng ý")

In a process of its own (people and figures over `/control/…`, see `_control`):

    python -m tests.fakes.zalo_server --port 18082
"""

from __future__ import annotations

import argparse
import asyncio
import json
import threading
import time
from collections import Counter
from dataclasses import asdict
from typing import Any, Self

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
from tests.fakes.platform_server import GATEWAY_PAGE, PlatformServer
from tests.fakes.zalo_api import Json, Plan, ZaloApi, ZaloChat, ZaloError
from tests.fakes.zalo_people import ZaloPerson

TOKEN = "1459232241454765289:fakeTokenForLoopbackTests-0123456789"
SECRET_HEADER = "X-Bot-Api-Secret-Token"
USER_AGENT = "Java/1.8.0_192"
REFUSALS = {"403": "Internal server error", "408": "Request timeout", "429": "Quota exceeded",
            "500": "Internal error"}  # fmt: skip
FAULTS = (
    *REFUSALS, "http_429", "502", "504", "html", "junk",
    "hang", "hang_after", "drop_before", "drop_after", "slow",
)  # fmt: skip
SWITCHES = (
    "loses_unpolled", "patience", "idles_at_once", "wraps", "webhook_tries", "http_429",
    "photo_field", "bare_unsupported",
)  # fmt: skip


class ZaloServer(PlatformServer):
    """The fake; kinds of faults in FAULTS ("403", "408", "429" and "500" are `ok: false` in
    HTTP 200), downloads are the method "photo".

    Switches, which may be changed at any time: `loses_unpolled` (what is written while nobody
    listens for longer than `patience` seconds is lost), `idles_at_once` (an empty poll does not
    wait), `wraps` (a webhook's body in its envelope, as the documents have it, or bare),
    `webhook_tries` (Zalo's own number is not known), `http_429` (a used-up quota also in the HTTP
    status); `api.photo_field`, `api.bare_unsupported`, `api.plan` and `api.now`.
    """

    def __init__(
        self,
        *,
        token: str = TOKEN,
        plan: Plan | None = None,
        port: int = 0,
        public_webhooks_only: bool = False,
    ) -> None:
        self.token = token
        api = ZaloApi(token, plan or Plan(), public_webhooks_only=public_webhooks_only)
        self.refused: Counter[int] = Counter()  # the errors that were answered
        super().__init__(api, Faults(FAULTS), port)
        self.pushes: list[int] = []  # HTTP answers of the webhook, 0 for none
        self.people: list[ZaloPerson] = []
        self.loses_unpolled = False
        self.patience = 1.0
        self.wraps = True
        self.webhook_tries = 1
        self.http_429 = False
        self._holding = False
        self._listened_at = float("-inf")  # when a poll last ended
        self._open_polls = 0

    def start(self) -> Self:
        super().start()
        self.api.photo_base = self._http.url
        return self

    @property
    def account_name(self) -> str:
        return str(self.api.me["account_name"])

    # What tests do

    def person(self, name: str, *, started: bool = False, protected: bool = False) -> ZaloPerson:
        """Somebody with Zalo; `started` when they once wrote to the bot before, `protected` when
        the law keeps their messages from bots."""
        chat = ZaloChat(self.api.new_id("person"), name, protected)
        with self.api.lock:
            self.api.chats[chat.id] = chat
            if started:
                self.api.admits(chat)
        self.people.append(ZaloPerson(self.api, chat, name))
        return self.people[-1]

    def group(self, name: str) -> ZaloPerson:
        """A group that the bot was let into."""
        chat = ZaloChat(f"zgr-{self.api.new_id('group')}", name, has_written=True)
        with self.api.lock:
            self.api.chats[chat.id] = chat
        return ZaloPerson(self.api, chat, name)

    def sends_raw(self, update: Json) -> None:
        """Queue any update, e.g. one of a group."""
        self.api.queue(update)

    def repeats(self, message_id: str) -> None:
        """Deliver a message once more."""
        with self.api.lock:
            update = self.api.all_updates[message_id]
        self.api.queue(update)

    def hold(self) -> None:
        """Let messages wait until `release`."""
        self._holding = True

    def release(self, *, backwards: bool = False) -> None:
        """Deliver what was held, the newest first with `backwards`."""
        with self.api.lock:
            if backwards:
                self.api.waiting.reverse()
        self._holding = False
        self._wake_up()

    def end_polls(self) -> None:
        """Notice that a program has hung up; else its last poll still takes a message that nobody
        gets."""
        self._poll += 1
        self._wake_up()
        self.wait_until(lambda: not self.listening)

    def photos_expire(self) -> None:
        """All addresses of pictures so far lead nowhere from now on."""
        with self.api.lock:
            self.api.photos.clear()

    # What tests look at

    @property
    def waiting(self) -> int:
        """Updates nobody has taken yet."""
        with self.api.lock:
            return len(self.api.waiting)

    @property
    def listening(self) -> bool:
        """Whether a poll waits for the next message."""
        return self._open_polls > 0

    # Serving

    async def _serve(self, request: Request) -> Response:
        kind, _, rest = request.path.strip("/").partition("/")
        if kind == "control":
            return self._control(rest, request)
        if kind == "photo":
            return await self._download(rest)
        if not kind.startswith("bot") or not rest:
            return Response(404, b"<html>404</html>", "text/html")
        if kind.removeprefix("bot") != self.token:
            return self._refusal(ZaloError(401, "Unauthorized"))
        try:
            form = read_form(request)
        except (ValueError, KeyError, AttributeError):
            return self._refusal(ZaloError(400, "Bad Request: the request cannot be read"))
        return await self._with_faults(rest, form)

    async def _before(self, fault: Fault | None) -> Response | None:
        """Faults that come before the call is looked at; None to go on."""
        if fault is None or fault.kind in ("drop_after", "hang_after"):
            return None
        if fault.kind == "slow":
            await asyncio.sleep(fault.seconds)
            return None
        if fault.kind in REFUSALS:
            return json_response(_refused(ZaloError(int(fault.kind), REFUSALS[fault.kind])))
        if fault.kind == "http_429":
            return json_response(_refused(ZaloError(429, "Quota exceeded")), 429)
        if fault.kind in ("502", "504", "html"):
            status = 200 if fault.kind == "html" else int(fault.kind)
            return Response(status, GATEWAY_PAGE, "text/html")
        if fault.kind == "junk":
            return json_response(["not", "an", "answer"])
        if fault.kind == "hang":
            await asyncio.sleep(fault.seconds)
        raise Drop

    async def _result(self, method: str, form: Form) -> Any:
        return (
            await self._get_updates(form)
            if method == "getUpdates"
            else self.api.call(method, form)
        )

    def _refused(self, error: Exception) -> Response | None:
        return self._refusal(error) if isinstance(error, ZaloError) else None

    def _has_updates(self) -> bool:
        return bool(self.waiting) and not self._holding

    def _refusal(self, error: ZaloError) -> Response:
        self.refused[error.code] += 1
        status = 429 if error.code == 429 and self.http_429 else 200
        return json_response(_refused(error), status)

    async def _get_updates(self, form: Form) -> Json:
        """One update, waiting for it up to `timeout` seconds. A newer poll ends an older one, so
        that a killed program's poll takes nothing after the restart."""
        try:
            seconds = float(form.values.get("timeout") or 30)
        except ValueError:
            raise ZaloError(400, "Bad Request: timeout is invalid") from None
        self._check_no_webhook()
        if self.loses_unpolled and time.monotonic() - self._listened_at > self.patience:
            self.api.lose_waiting()
        self._poll = mine = self._poll + 1
        self._updates.set()  # the older poll looks up
        end = time.monotonic() + (0.0 if self.idles_at_once else seconds)
        self._open_polls += 1
        try:
            while self._poll == mine:
                self._check_no_webhook()
                update = None if self._holding else self.api.take()
                if update is not None:
                    return {"ok": True, "result": update}
                if time.monotonic() >= end:
                    break
                await self._wait_for_updates(end - time.monotonic())
            raise ZaloError(408, "Request timeout")
        finally:
            self._open_polls -= 1
            self._listened_at = time.monotonic()

    def _check_no_webhook(self) -> None:
        if self.api.webhook is not None:
            raise ZaloError(400, "Bad Request: getUpdates does not work while a webhook is set")

    async def _download(self, name: str) -> Response:
        fault = self.faults.take("photo")
        early = await self._before(fault)
        if early is not None:
            return early
        with self.api.lock:
            content = self.api.photos.get(name)
        if content is None:
            return Response(404, b"", "text/plain")
        return Response(200, content, "image/jpeg")

    # The webhook

    async def _push(self) -> None:
        """Push waiting updates while a webhook is set; one that is not taken is lost."""
        async with httpx.AsyncClient(timeout=30, trust_env=False) as client:
            while True:
                webhook = self.api.webhook
                update = None if webhook is None or self._holding else self.api.take()
                if webhook is None or update is None:
                    await asyncio.sleep(0.01)
                    continue
                for _ in range(self.webhook_tries):
                    if await self._push_one(client, webhook["url"], update):
                        break
                    await asyncio.sleep(0.02)
                else:
                    with self.api.changed:
                        self.api.lost.append(update)
                        self.api.changed.notify_all()

    async def _push_one(self, client: httpx.AsyncClient, url: str, update: Json) -> bool:
        body = {"ok": True, "result": update} if self.wraps else update
        headers = {SECRET_HEADER: self.api.webhook_secret, "User-Agent": USER_AGENT}
        try:
            status = (await client.post(url, json=body, headers=headers)).status_code
        except httpx.HTTPError:
            status = 0
        with self.api.changed:
            self.pushes.append(status)
            self.api.changed.notify_all()
        return 200 <= status < 300

    # Control from another process

    def _control(self, action: str, request: Request) -> Response:
        """`people` {"count", "started"} makes people; `says` {"chat", "text"} lets one write;
        `inbox` {"chat"} shows what one received; `stats` counts; `fail` plans a fault; `set`
        changes switches and `plan` the plan's limits."""
        asked = json.loads(request.body or b"{}")
        if action == "inbox":
            return json_response(
                [[one.at, one.text] for one in self.api.chats[asked["chat"]].inbox]
            )
        change = {"set": self._set, "plan": self._set_plan}.get(action)
        if change is None:
            return self._usual_control(action, asked)
        change(asked)
        return json_response(True)

    def _set(self, asked: dict[str, Any]) -> None:
        for name, value in asked.items():
            assert name in SWITCHES, name
            setattr(self.api if hasattr(self.api, name) else self, name, value)

    def _set_plan(self, asked: dict[str, Any]) -> None:
        self.api.plan = Plan(**{**asdict(self.api.plan), **asked})

    def _stats(self) -> dict[str, Any]:
        with self.api.lock:
            reached = [len(chat.inbox) for chat in self.api.chats.values()]
            users = sum(chat.has_written for chat in self.api.chats.values())
        return {
            "calls": self._counted_calls(), "delivered": sum(reached), "used": self.api.used(),
            "most_in_a_chat": max(reached, default=0), "users": users, "waiting": self.waiting,
            "lost": len(self.api.lost), "unserved": self.api.unserved, "pushes": self.pushes,
        }  # fmt: skip


def _refused(error: ZaloError) -> Json:
    return {"ok": False, "description": error.description, "error_code": error.code}


def main() -> None:
    """Serve until the process is ended; the first line printed says where."""
    parser = argparse.ArgumentParser(description="A strict fake of the Zalo Bot API.")
    parser.add_argument("--port", type=int, default=0)
    given = parser.parse_args()
    server = ZaloServer(port=given.port).start()
    print(json.dumps({"api_base": server.api_base, "token": server.token}), flush=True)
    threading.Event().wait()


if __name__ == "__main__":
    main()
