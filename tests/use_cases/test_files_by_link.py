"""Where a channel carries no files, the message says where the file is to be had."""

from __future__ import annotations

import asyncio
from pathlib import Path

from bot.channels.base import Page
from bot.channels.rate_limit import Pace, RateLimiter
from bot.channels.render import plain_text
from bot.channels.zalo_bot import ZaloChannel
from bot.model.documents import Document
from bot.use_cases.sending.deliver import Deliverer
from storage import Queued
from tests.office import Installation


class Telephone:
    """A channel that keeps what it was given."""

    name, bot = "zalo", "bot"
    capabilities = ZaloChannel.capabilities

    def __init__(self) -> None:
        self.shown: list[str] = []

    async def send(self, chat: str, page: Page) -> str:
        assert page.file is None
        self.shown.append(plain_text(page))
        return str(len(self.shown))


async def no_file(_: Document, __: object) -> Path:
    raise AssertionError("no file is made before somebody asks for it")


def delivered(desk: Installation, *, public: bool) -> list[str]:
    """What reaches the telephone of somebody who asks for the form and sends the report."""
    person = desk.joined(channel="zalo")
    for words in ("1.1: 2 lớp 60 người; còn lại không", "biểu mẫu", "nộp"):
        person.says(words)
    telephone = Telephone()

    def link(queued: Queued) -> str:
        return f"https://baocao.example/file/{queued.address_id}-{queued.id}"

    async def deliver() -> None:
        sender = ("zalo", "bot")
        pacers = {sender: RateLimiter(Pace(overall=1000, per_chat=1000, chat_burst=1000))}
        deliverer = Deliverer(
            desk.store,
            desk.office,
            {sender: telephone},  # type: ignore[dict-item]
            pacers,
            no_file,
            link if public else None,
        )
        await deliverer.drain()

    asyncio.run(deliver())
    return telephone.shown


def test_the_form_and_the_receipt_carry_a_link_to_the_file(desk: Installation) -> None:
    shown = delivered(desk, public=True)
    receipt = next(text for text in shown if "Mã biên nhận" in text)
    assert ".xlsx (mở được trong 2 ngày): https://baocao.example/file/" in receipt
    assert sum("https://baocao.example/file/" in text for text in shown) == 2


def test_without_a_public_address_only_who_asked_for_a_file_is_told(desk: Installation) -> None:
    shown = delivered(desk, public=False)
    receipt = next(text for text in shown if "Mã biên nhận" in text)
    assert "tệp" not in receipt
    assert sum("Kênh này không gửi được tệp" in text for text in shown) == 1
