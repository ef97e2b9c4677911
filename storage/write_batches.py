"""Small writes of many, handed to the writer together: one round to the database for all that wait."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, TypeVar

from storage.store import Store
from storage.transaction import Transaction

T = TypeVar("T")
Work = Callable[[Transaction], Any]


class WriteBatches:
    """While one batch is being committed the next one gathers, so that nobody waits for a full one
    and a busy program commits seldom. Belongs to one event loop."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._gathered: list[tuple[Work, asyncio.Future[Any]]] = []
        self._handing_over: asyncio.Task[None] | None = None

    async def do(self, work: Callable[[Transaction], T]) -> T:
        """Return what the work gives, after its commit; raises what it raises."""
        future: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._gathered.append((work, future))
        if self._handing_over is None or self._handing_over.done():
            self._handing_over = asyncio.create_task(self._hand_over())
        return await future

    async def _hand_over(self) -> None:
        while self._gathered:
            batch, self._gathered = self._gathered, []
            together = partial(_all_of, works=[work for work, _ in batch])
            try:
                results = await self._store.hand_in(together)
            except Exception as error:
                await self._one_by_one(batch, error)
                continue
            for (_, future), result in zip(batch, results, strict=True):
                if not future.done():
                    future.set_result(result)

    async def _one_by_one(
        self, batch: list[tuple[Work, asyncio.Future[Any]]], error: Exception
    ) -> None:
        """One of a batch failed, and all of it was undone: each by itself, that the others go on."""
        for work, future in batch:
            try:
                if len(batch) == 1:
                    raise error
                result = await self._store.hand_in(work)
            except Exception as reason:
                if not future.done():
                    future.set_exception(reason)
                continue
            if not future.done():
                future.set_result(result)


def _all_of(tx: Transaction, works: Sequence[Work]) -> list[Any]:
    return [work(tx) for work in works]
