"""What the fakes of all platforms share: their life, faults, calls and waiting."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Self

from tests.fakes.faults import Fault, Faults
from tests.fakes.http_server import Drop, Form, HttpServer, Request, Response, json_response

GATEWAY_PAGE = b"<html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>"


@dataclass(frozen=True)
class Call:
    """One request the bot made: when (monotonic seconds), what, to whom, and the HTTP answer."""

    at: float
    method: str
    chat: str
    status: int
    values: dict[str, str]


class PlatformServer:
    """A fake platform, started by `with` or `start`; `api_base` and `token` go into the settings.

    A platform's own file gives `_result` (what a call answers), `_refused` (its form of an
    error, None for an error that is none of the platform's), `_before` (a planned fault that
    needs no look at the call) and `_push` (its webhook).
    """

    def __init__(self, api: Any, faults: Faults, port: int) -> None:
        self.api = api
        self.api.wake = self._wake_up
        self.faults = faults
        self.calls: list[Call] = []
        self.idles_at_once = False  # an empty poll does not wait, as on imperfect servers
        self._http = HttpServer(self._serve, port)
        self._updates = asyncio.Event()
        self._poll = 0  # the number of the newest poll

    async def _serve(self, request: Request) -> Response:
        raise NotImplementedError

    async def _result(self, method: str, form: Form) -> Any:
        raise NotImplementedError

    def _refused(self, error: Exception) -> Response | None:
        raise NotImplementedError

    async def _before(self, fault: Fault | None) -> Response | None:
        raise NotImplementedError

    async def _push(self) -> None:
        raise NotImplementedError

    def _has_updates(self) -> bool:
        raise NotImplementedError

    def _stats(self) -> dict[str, Any]:
        raise NotImplementedError

    # Life

    def start(self) -> Self:
        self._http.start()
        self._http.spawn(self._push())
        return self

    def stop(self) -> None:
        self._http.stop()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()

    @property
    def api_base(self) -> str:
        return self._http.url

    # What tests do and look at

    def fail(self, kind: str, method: str = "*", times: int = 1, seconds: float = 1.0) -> None:
        """Let the next calls of a method go wrong, in one of the kinds that `faults` knows."""
        self.faults.plan(method, kind, times, seconds)

    def wait_until(self, holds: Callable[[], bool], timeout: float = 10.0) -> None:
        """Wait until something holds that changes with the server's state."""
        end = time.monotonic() + timeout
        with self.api.changed:
            while not holds():
                left = end - time.monotonic()
                assert left > 0, "what was waited for did not happen"
                self.api.changed.wait(min(left, 0.2))

    def calls_of(self, method: str, status: int | None = None) -> list[Call]:
        with self.api.lock:
            calls = list(self.calls)
        wanted = method.lower()
        return [
            call
            for call in calls
            if call.method.lower() == wanted and status in (None, call.status)
        ]

    # Control from another process

    def _usual_control(self, action: str, asked: dict[str, Any]) -> Response:
        """Do what every platform's fake can be told to: make people, let one write, fail, count."""
        platform: Any = self  # each makes people of its own kind
        if action == "people":
            started, count = bool(asked.get("started", True)), int(asked["count"])
            made = [platform.person(f"Người {n}", started=started) for n in range(count)]
            return json_response([each.chat_id for each in made])
        if action == "says":
            who = next(each for each in platform.people if each.chat_id == asked["chat"])
            return json_response(who.says(asked["text"]))
        if action == "fail":
            self.fail(**asked)
            return json_response(True)
        if action == "stats":
            return json_response(self._stats())
        return json_response({"error": "no such action"}, 404)

    def _counted_calls(self) -> dict[str, int]:
        """How many calls of each method were answered with which status."""
        with self.api.lock:
            return dict(Counter(f"{call.method} {call.status}" for call in self.calls))

    # Serving

    async def _with_faults(self, method: str, form: Form) -> Response:
        fault = self.faults.take(method)
        status = 0  # what the log shows for a broken connection
        try:
            response = await self._answer(method, form, fault)
            status = response.status
        finally:
            chat = form.values.get("chat_id", "")
            with self.api.changed:
                self.calls.append(Call(time.monotonic(), method, chat, status, form.values))
                self.api.changed.notify_all()
        return response

    async def _answer(self, method: str, form: Form, fault: Fault | None) -> Response:
        early = await self._before(fault)
        if early is not None:
            return early
        try:
            response = json_response(await self._result(method, form))
        except Exception as error:
            refused = self._refused(error)
            if refused is None:
                raise
            response = refused
        if fault is not None and fault.kind == "drop_after":
            raise Drop
        if fault is not None and fault.kind == "hang_after":
            await asyncio.sleep(fault.seconds)
            raise Drop
        return response

    async def _wait_for_updates(self, seconds: float) -> None:
        await asyncio.sleep(0)
        self._updates.clear()
        if self._has_updates():
            return
        try:
            await asyncio.wait_for(self._updates.wait(), min(max(seconds, 0.01), 1.0))
        except TimeoutError:
            return

    def _wake_up(self) -> None:
        if self._http.loop.is_running():
            self._http.loop.call_soon_threadsafe(self._updates.set)
