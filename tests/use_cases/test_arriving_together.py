"""Messages that arrive together are committed together, in the order in which they came."""

from __future__ import annotations

import asyncio
import threading

from sqlalchemy import event, select

from benchmarks.script import raw_update
from bot.channels.telegram_bot import SECRET_HEADER, TelegramChannel
from bot.model.message import Incoming, IncomingKind
from bot.use_cases.turns.turn_runner import Turns
from storage import Store
from tests.office import Installation
from tests.storage.peek import INBOX

SECRET = "secret"


def texts(desk: Installation, people: int, of_each: int) -> list[Incoming]:
    writers = [desk.person(f"Người {number}") for number in range(people)]
    return [
        Incoming(writer.address, f"{writer.address.chat}-{number}", IncomingKind.TEXT, "xin chào")
        for number in range(of_each)
        for writer in writers
    ]


def received_together(desk: Installation, incomings: list[Incoming]) -> None:
    """Receive messages, each by itself, while the writer is busy with something else."""
    go = threading.Event()

    async def work() -> None:
        running = Turns(desk.store, desk.office, {}, lambda: None)
        busy = desk.store.hand_in(lambda _: go.wait(30))
        waiting = [asyncio.create_task(running.receive([incoming])) for incoming in incomings]
        await asyncio.sleep(0)
        go.set()
        await asyncio.gather(busy, *waiting)

    asyncio.run(work())


def commits(store: Store) -> list[str]:
    """Count the commits from now on."""
    heard: list[str] = []
    event.listen(store.engine, "commit", lambda _: heard.append("COMMIT"))
    return heard


def test_fifty_chats_that_write_together_have_one_commit(desk: Installation) -> None:
    incomings = texts(desk, people=50, of_each=1)
    counted = commits(desk.store)
    received_together(desk, incomings)
    assert len(counted) <= 2  # what the writer was busy with, and all the others


def test_messages_of_a_chat_keep_their_order(desk: Installation) -> None:
    incomings = texts(desk, people=3, of_each=12)
    received_together(desk, incomings)
    with desk.store.reading() as tx:
        kept = tx.connection.execute(select(INBOX.c.key).order_by(INBOX.c.id)).scalars().all()
    assert kept == [incoming.key for incoming in incomings]


def test_requests_of_a_webhook_do_not_wait_for_each_other() -> None:
    all_here, here = asyncio.Event(), []

    async def receive(incomings: object) -> None:
        here.append(incomings)
        if len(here) == 3:
            all_here.set()
        await all_here.wait()

    async def work() -> list[int]:
        channel = TelegramChannel(
            "1:stub", mode="webhook", webhook_url="https://stub.invalid", webhook_secret=SECRET
        )
        channel._receive = receive
        asked = (
            channel.webhook({SECRET_HEADER: SECRET}, raw_update(n, "3 lớp")) for n in (1, 2, 3)
        )
        return await asyncio.wait_for(asyncio.gather(*asked), 30)

    assert asyncio.run(work()) == [200, 200, 200]
