"""Cards are changed where they stand, and buttons that do nothing any more go."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

import pytest

from bot.channels.base import Page
from bot.channels.rate_limit import RateLimiter
from bot.channels.render import plain_text
from bot.errors import Rejected
from bot.model.message import Capabilities
from bot.use_cases.sending import sent_cards
from bot.use_cases.sending.deliver import Deliverer
from tests.office import Installation
from tests.use_cases.test_deliver import Time, never_made

KEY = ("telegram", "bot")
ABILITIES = Capabilities(max_text=4096, edits=True)


@dataclass
class Phone:
    """What a person sees: messages by their number, with the labels of their buttons."""

    capabilities: Capabilities = ABILITIES
    shown: dict[str, tuple[str, list[str]]] = field(default_factory=dict)
    refuses: bool = False
    menus: list[str] = field(default_factory=list)

    async def show_menu(self, chat: str, role: str) -> None:
        self.menus.append(role)

    async def show_typing(self, chat: str) -> None: ...

    async def send(self, chat: str, page: Page) -> str:
        number = str(len(self.shown) + 1)
        self.shown[number] = (plain_text(page), [choice.label for choice in page.choices])
        return number

    async def edit(self, chat: str, remote: str, page: Page) -> None:
        if self.refuses:
            raise Rejected("message can't be edited")
        self.shown[remote] = (plain_text(page), [choice.label for choice in page.choices])


def deliver(desk: Installation, phone: Phone) -> None:
    time = Time()
    pacer = RateLimiter(monotonic=time.monotonic, sleep=time.sleep)

    async def work() -> None:
        deliverer = Deliverer(desk.store, desk.office, {KEY: phone}, {KEY: pacer}, never_made)  # type: ignore[dict-item]
        await deliverer.drain()
        await asyncio.gather(*deliverer.cards._tidying.values(), *deliverer._aside)

    asyncio.run(work())


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sent_cards, "CALM", 0.0)


def test_ticks_change_one_message(desk: Installation) -> None:
    phone, person = Phone(), desk.joined()
    deliver(desk, phone)
    before = len(phone.shown)
    for label in ("Mục 1", "Mục 3"):
        person.taps(label)
        deliver(desk, phone)
    assert len(phone.shown) == before
    assert "✓ Mục 3" in phone.shown[str(before)][1]


def test_a_card_that_cannot_be_changed_is_sent_again(desk: Installation) -> None:
    phone, person = Phone(), desk.joined()
    deliver(desk, phone)
    phone.refuses = True
    person.taps("Mục 1")
    deliver(desk, phone)
    assert "✓ 1." in list(phone.shown.values())[-1][0]


def test_a_review_that_cannot_be_changed_is_left(desk: Installation) -> None:
    phone, person = Phone(), desk.joined()
    for words in ("1.1: 2 lớp 60 người", "xem"):
        person.says(words)
    deliver(desk, phone)
    phone.refuses = True
    person.says("sửa 1.1 thành 3 lớp 75 người")
    deliver(desk, phone)
    texts = [text for text, _ in phone.shown.values()]
    assert sum("Báo cáo của Xã Bum Nưa" in text for text in texts) == 1


def test_buttons_of_earlier_questions_go_and_those_of_cards_stay(desk: Installation) -> None:
    phone, person = Phone(), desk.joined()
    for words in ("1.1: 2 lớp 60 người", "xem", "tiếp", "2"):
        person.says(words)
        deliver(desk, phone)
    with_buttons = [text for text, labels in phone.shown.values() if labels]
    assert len(with_buttons) == 3
    assert "Báo cáo của" in with_buttons[1]
    opening = next(labels for text, labels in phone.shown.values() if "ở những mục nào" in text)
    assert opening == ["Tệp, ảnh hoặc dán cả báo cáo"]


def test_a_chat_shows_the_commands_of_the_role_that_was_taken(desk: Installation) -> None:
    phone = Phone()
    desk.joined()
    desk.coordinator("Nguyễn Thị Hoa")
    deliver(desk, phone)
    assert sorted(phone.menus) == ["coordinator", "reporter"]
