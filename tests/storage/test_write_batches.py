"""What many write at once is one round to the database, and the failure of one is nobody else's."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from typing import Any

import pytest
from sqlalchemy import event

from storage import Store, Transaction, WriteBatches


def together(store: Store, *works: Any) -> list[Any]:
    async def run() -> list[Any]:
        batches = WriteBatches(store)
        asked: list[Awaitable[Any]] = [batches.do(work) for work in works]
        return await asyncio.gather(*asked, return_exceptions=True)

    return asyncio.run(run())


def keeps(number: int) -> Any:
    def work(tx: Transaction) -> int:
        tx.campaigns.set_setting(f"n{number}", "1")
        return number

    return work


def breaks(tx: Transaction) -> None:
    tx.campaigns.set_setting("broken", "1")
    raise ValueError("mine alone")


def kept(store: Store) -> int:
    with store.reading() as tx:
        return sum(tx.campaigns.setting(f"n{number}") == "1" for number in range(200))


def test_two_hundred_writes_at_once_are_a_handful_of_commits(store: Store) -> None:
    commits: list[object] = []
    event.listen(store.engine, "commit", commits.append)
    assert together(store, *map(keeps, range(200))) == list(range(200))
    assert kept(store) == 200
    assert len(commits) <= 2


@pytest.mark.parametrize("place", [0, 3, 6])
def test_one_that_fails_fails_alone(store: Store, place: int) -> None:
    works = [keeps(number) for number in range(6)]
    works.insert(place, breaks)
    outcomes = together(store, *works)
    assert [type(each) for each in outcomes].count(ValueError) == 1
    assert isinstance(outcomes[place], ValueError)
    assert kept(store) == 6
    with store.reading() as tx:
        assert tx.campaigns.setting("broken") is None
