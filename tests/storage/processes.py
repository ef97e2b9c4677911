"""What other processes do in tests; importable, so that a spawned process finds it."""

from __future__ import annotations

import multiprocessing
import sys
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from storage import Store
from tests.storage.samples import NOW, a_text


def at_once(work: Callable[..., Any], url: str, count: int = 2) -> list[Any]:
    """Run `work(url, number)` in several processes that begin at the same moment; their results."""
    context = multiprocessing.get_context("spawn")
    barrier, results = context.Barrier(count), context.Queue()
    started = [
        context.Process(target=_one, args=(work, url, number, barrier, results))
        for number in range(count)
    ]
    for process in started:
        process.start()
    found = [results.get(timeout=60) for _ in started]
    for process in started:
        process.join()
    failures = [result for well, result in found if not well]
    assert failures == [], failures
    return [result for _, result in found]


def _one(work: Callable[..., Any], url: str, number: int, barrier: Any, results: Any) -> None:
    barrier.wait()
    try:
        results.put((True, work(url, number)))
    except BaseException as error:
        results.put((False, repr(error)))


def open_and_close(url: str, number: int) -> int:
    """Open a database that may not be there yet."""
    Store.open(url, NOW).close()
    return number


def claim_turns(url: str, number: int) -> list[int]:
    """Take turns until no arrival waits: one that another program looks at in the same moment is left to
    it, and looked at again, as the program does."""
    store = Store.open(url, NOW)
    taken: list[int] = []
    while waiting := _waiting(store):
        taken += [
            inbox_id
            for inbox_id in waiting
            if store.write(lambda tx, i=inbox_id: tx.messages.claim_turn(i, NOW)).result()
        ]
    store.close()
    return taken


def _waiting(store: Store) -> list[int]:
    with store.reading() as tx:
        return [arrived.id for arrived in tx.messages.waiting()]


def send_everything(url: str, number: int) -> list[str]:
    """Claim and "send" until nothing is left; returns the texts in the order of sending."""
    store = Store.open(url, NOW)
    said: list[str] = []
    while True:
        with store.reading() as tx:
            due = tx.messages.due([("telegram", "bot")], NOW, 50, urgent=True)
            left = tx.messages.due([("telegram", "bot")], NOW + timedelta(1), 1, urgent=True)
        if not due and not left:
            break
        for outbox_id in [found.id for found in due]:
            queued = store.write(lambda tx, i=outbox_id: tx.messages.claim(i, NOW)).result()
            if queued is not None:
                said.append(queued.reply.text)
                store.write(lambda tx, i=outbox_id: tx.messages.finish(i, "sent", NOW)).result()
    store.close()
    return said


def write_for_ever(url: str) -> None:
    """Store arrivals one after another, naming each only after its commit."""
    store = Store.open(url, NOW)
    number = 0
    while True:
        number += 1
        incoming = a_text(f"câu {number}", f"k{number}")
        store.write(lambda tx, i=incoming: tx.messages.keep(i, NOW)).result()
        sys.stdout.write(f"k{number}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    write_for_ever(sys.argv[1])
