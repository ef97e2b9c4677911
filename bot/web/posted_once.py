"""Forms that were posted twice: pressed two times without a script, or sent again because the answer was
lost. What they ask for is done once, and both are told what came of it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from starlette.datastructures import FormData
from starlette.responses import Response

from bot.web.visits import BoardVisit

ONCE = "once"  # the field with a word of its own for each page that is shown
MOST = 200  # answers that are remembered


class PostedOnce:
    """Remembers the answers to the forms that were posted last."""

    def __init__(self) -> None:
        self._answers: dict[object, asyncio.Future[Response]] = {}

    async def answer(
        self, visit: BoardVisit, form: FormData, make: Callable[[], Awaitable[Response]]
    ) -> Response:
        """Return the answer to a form: to the very same one of the same page that of the first time, also
        while that is still being made."""
        if not form.get(ONCE):
            return await make()
        key = (visit.id, tuple(form.multi_items()))
        known = self._answers.get(key)
        if known is None:
            known = self._answers[key] = asyncio.ensure_future(make())
            known.add_done_callback(lambda made: self._settle(key, made))
        return await asyncio.shield(known)

    def _settle(self, key: object, made: asyncio.Future[Response]) -> None:
        """Forget what failed, and the oldest of too many."""
        if made.cancelled() or made.exception() is not None:
            self._answers.pop(key, None)
        while len(self._answers) > MOST:
            self._answers.pop(next(iter(self._answers)))
