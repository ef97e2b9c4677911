"""The three programs that are compared, each with the same stub in place of the network.

Each is entered as a context and gives `say(chat, update)`: hand over one raw update, return when
it is answered as that program understands it.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

from telegram import Update
from telegram.ext import (
    Application,
    ApplicationBuilder,
    CallbackContext,
    ConversationHandler,
    MessageHandler,
    PicklePersistence,
    filters,
)
from telegram.request import HTTPXRequest

from benchmarks.database import make_office, open_store
from bot.channels.rate_limit import Pace, RateLimiter
from bot.channels.telegram_bot import SECRET_HEADER, TelegramChannel
from bot.model.form import Form
from bot.model.message import Incoming
from bot.use_cases.keeping import loaded_for_good
from bot.use_cases.sending.deliver import Deliverer
from bot.use_cases.sending.export_messages import ExportResult
from bot.use_cases.turns.turn_runner import Turns
from storage import Arrived

Say = Callable[[int, bytes], Awaitable[None]]
TOKEN = "1:stub"
SECRET = "secret"
PATIENCE = 60  # seconds after which an answer counts as lost
UNLIMITED = Pace(overall=1_000_000, per_chat=1_000_000, chat_burst=1_000_000)
ME = {"id": 1, "is_bot": True, "first_name": "Mẫu", "username": "mau_bot"}


@asynccontextmanager
async def no_network(sent: Callable[[int], None] | None = None) -> AsyncIterator[None]:
    """Every call of the Bot API is answered at once; `sent` hears which chat was written to."""

    async def answer(_: Any, url: str, **call: Any) -> tuple[int, bytes]:
        result: Any = True
        if url.endswith("/getMe"):
            result = ME
        elif url.endswith(("/sendMessage", "/sendDocument")):
            chat = {"id": int(call["request_data"].parameters["chat_id"]), "type": "private"}
            result = {"message_id": 1, "date": 0, "chat": chat, "text": "…"}
            if sent is not None:
                sent(chat["id"])
        return 200, json.dumps({"ok": True, "result": result}).encode()

    with patch.object(HTTPXRequest, "do_request", answer):
        yield


class _SaysWhenDone(Turns):
    """Tells which chat's turn is committed, be it taken at once or later."""

    committed: Callable[[int], None]

    async def take_in(self, incomings: Sequence[Incoming]) -> list[bool]:
        taken = await super().take_in(incomings)
        for each, done in zip(incomings, taken, strict=True):
            if done:
                self.committed(int(each.address.chat))
        return taken

    async def _settle(self, arrived: Arrived, job: asyncio.Future[bool]) -> None:
        await super()._settle(arrived, job)
        self.committed(int(arrived.incoming.address.chat))


@asynccontextmanager
async def baocao(folder: Path, *, until_sent: bool = False) -> AsyncIterator[Say]:
    """This program: from the webhook to the committed replies, or to their sending."""
    waiting: dict[int, asyncio.Future[None]] = {}

    def answered(chat: int) -> None:
        future = waiting.pop(chat, None)
        if future is not None:
            future.set_result(None)

    def not_yet(_: int) -> None:
        pass

    committed = not_yet if until_sent else answered
    async with running(folder, committed, answered if until_sent else None) as post:

        async def say(chat: int, update: bytes) -> None:
            waiting[chat] = done = asyncio.get_running_loop().create_future()
            await post(update)
            async with asyncio.timeout(PATIENCE):
                await done

        yield say


Post = Callable[[bytes], Awaitable[None]]
"""Hands one request of the platform over; returns when that is confirmed."""


@asynccontextmanager
async def running(
    folder: Path,
    committed: Callable[[int], None],
    sent: Callable[[int], None] | None,
    pace: Pace = UNLIMITED,
) -> AsyncIterator[Post]:
    """Run the program on a folder. `committed` and `sent` hear the chat of each message; without
    `sent` nothing leaves."""
    store, office = open_store(folder), make_office(folder)
    channel = TelegramChannel(
        TOKEN, mode="webhook", webhook_url="https://stub.invalid", webhook_secret=SECRET
    )
    sender = (channel.name, channel.bot)
    channels, pacers = {sender: channel}, {sender: RateLimiter(pace)}
    deliverer = Deliverer(store, office, channels, pacers, _small_document)
    turns = _SaysWhenDone(store, office, channels, deliverer.wake.set)
    turns.committed = committed

    async def post(update: bytes) -> None:
        status = await channel.webhook({SECRET_HEADER: SECRET}, update)
        assert status == 200, status

    async with no_network(sent):
        await channel.start(turns.receive)
        loaded_for_good.settle()
        parts = [turns, deliverer] if sent is not None else [turns]
        async with asyncio.TaskGroup() as at_work:
            for part in parts:
                at_work.create_task(part.run())
            yield post
            for part in parts:
                await part.stop()
        await channel.stop()
    store.close()


async def _small_document(_: object, __: object) -> ExportResult:
    """Making documents is the work of another process and not measured here."""
    return ExportResult(Path(__file__))


@asynccontextmanager
async def bare_handler(*, sends: bool) -> AsyncIterator[Say]:
    """python-telegram-bot with one handler that stores nothing, and answers where it `sends`."""

    async def answer(update: Update, _: Any) -> None:
        if sends:
            await update.effective_message.reply_text("Đã nhận.")

    application = ApplicationBuilder().token(TOKEN).updater(None).build()
    application.add_handler(MessageHandler(filters.TEXT, answer))
    async with no_network(), application:
        yield _process(application)


@asynccontextmanager
async def pickled_conversation(
    folder: Path, form: Form, length: int, others: int
) -> AsyncIterator[Say]:
    """The same questions in a ConversationHandler, everything saved at every update: `length` messages
    a report, and `others` have finished theirs before."""
    folder.mkdir(parents=True)
    kept = PicklePersistence(folder / "conversations.pickle", on_flush=True)
    application = ApplicationBuilder().token(TOKEN).updater(None).persistence(kept).build()
    application.add_handler(_conversation(form, length - 1))
    process = _process(application)

    async def say(chat: int, update: bytes) -> None:
        await process(chat, update)
        await application.update_persistence()

    async with no_network(), application:
        for number in range(others):
            await kept.update_user_data(number, {row.code: row.example for row in form.questions})
        await kept.flush()
        kept.on_flush = False
        yield say


def _process(application: Application) -> Say:
    async def say(_: int, update: bytes) -> None:
        await application.process_update(Update.de_json(json.loads(update), application.bot))

    return say


def _conversation(form: Form, last: int) -> ConversationHandler:
    """One state for each message of the script; an answer is kept and the next thing is asked."""
    asked = [row.question for row in form.questions]

    async def step(update: Update, context: CallbackContext) -> int:
        place = context.user_data.get("place", 0)
        context.user_data[f"answer {place}"] = update.effective_message.text
        context.user_data["place"] = place + 1
        await update.effective_message.reply_text(asked[place % len(asked)])
        return ConversationHandler.END if place == last else place + 1

    heard = [MessageHandler(filters.TEXT, step)]
    return ConversationHandler(
        entry_points=heard,
        states=dict.fromkeys(range(last + 1), heard),
        fallbacks=[],
        name="report",
        persistent=True,
    )
