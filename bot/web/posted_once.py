"""Forms that were posted twice: pressed two times without a script, or sent again because the answer was
lost. What they ask for is done once, and both are told what came of it; posted again later, from a page that
was left open, they are asked for anew: what they did may have been taken back since."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from starlette.datastructures import FormData
from starlette.responses import Response

from bot.web.visits import BoardVisit

ONCE = "once"  # the field with a word of its own for each page that is shown
AGAIN = timedelta(seconds=10)  # within which a form that was answered is the same press
REFUSED = 400  # the first status of refusals: what is asked for may be possible a moment later
MOST = 200  # answers that are remembered


@dataclass(slots=True)
class Given:
    """An answer that is being made, or was."""

    response: asyncio.Future[Response]
    at: datetime | None = None  # when it was made

    def holds(self, now: datetime) -> bool:
        """Return whether the same form would be given it now."""
        return self.at is None or abs(now - self.at) <= AGAIN


class PostedOnce:
    """Remembers the answers to the forms that were posted just now."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._answers: dict[object, Given] = {}

    async def answer(
        self, visit: BoardVisit, form: FormData, make: Callable[[], Awaitable[Response]]
    ) -> Response:
        """Return the answer to a form: to the very same one of the same page that of the first time, also
        while that is still being made."""
        if not form.get(ONCE):
            return await make()
        key = (visit.id, tuple(form.multi_items()))
        known = self._answers.get(key)
        if known is None or not known.holds(self._now()):
            self._answers.pop(key, None)
            known = self._answers[key] = Given(asyncio.ensure_future(make()))
            known.response.add_done_callback(partial(self._settle, key, known))
        return await asyncio.shield(known.response)

    def _settle(self, key: object, made: Given, response: asyncio.Future[Response]) -> None:
        """Forget what failed or was refused, and the oldest of too many."""
        made.at = self._now()
        failed = response.cancelled() or response.exception() is not None
        if failed or response.result().status_code >= REFUSED:
            self._answers.pop(key, None)
        while len(self._answers) > MOST:
            self._answers.pop(next(iter(self._answers)))
