"""A platform that is down, and sending that breaks, cost nobody an answer."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

import pytest

from bot.channels.base import Page
from bot.channels.rate_limit import RateLimiter
from bot.channels.render import plain_text
from bot.errors import Disconnected, Rejected, RetryLater, Unknown
from bot.model.documents import Document
from bot.model.message import Capabilities, Choice, Reply, Urgency, button_key, lasting_key
from bot.use_cases.campaigns import campaign_setup
from bot.use_cases.reminding import send_reminders
from bot.use_cases.sending import deliver as delivery
from bot.use_cases.sending.deliver import ATTEMPTS, UNSURE, Deliverer
from tests.office import TZ, Installation, Person
from tests.storage.peek import OUTBOX

ABILITIES = Capabilities(max_text=4096, buttons=True, files_in=True, files_out=True)


@dataclass
class Platform:
    """Takes messages once its troubles are over."""

    troubles: Iterator[Exception]
    capabilities: Capabilities = ABILITIES
    got: list[str] = field(default_factory=list)
    pages: list[Page] = field(default_factory=list)

    async def send(self, chat: str, page: Page) -> str:
        trouble = next(self.troubles, None)
        if trouble is not None:
            raise trouble
        self.got.append(plain_text(page))
        self.pages.append(page)
        return str(len(self.got))


class Time:
    """Seconds that pass by sleeping."""

    def __init__(self) -> None:
        self.now = 0.0

    def monotonic(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.now += seconds
        await asyncio.sleep(0)


async def never_made(_: Document, __: object) -> Path:
    raise AssertionError("no document was asked for")


def deliver(desk: Installation, platform: Platform, rounds: int) -> None:
    """Look at the outbox every six minutes."""
    key = ("telegram", "bot")
    time = Time()
    pacer = RateLimiter(monotonic=time.monotonic, sleep=time.sleep)

    async def work() -> None:
        deliverer = Deliverer(desk.store, desk.office, {key: platform}, {key: pacer}, never_made)  # type: ignore[dict-item]
        for _ in range(rounds):
            await deliverer.drain()
            desk.later(minutes=6)

    asyncio.run(work())


def states(desk: Installation) -> list[str]:
    with desk.store.reading() as tx:
        rows = tx.connection.execute(OUTBOX.select().order_by(OUTBOX.c.id))
        return [row.state for row in rows]


def test_an_answer_outlives_a_platform_that_is_down_for_hours(desk: Installation) -> None:
    desk.person().says("chào")
    down = Platform(iter([RetryLater(3.0) for _ in range(ATTEMPTS * 3)]))
    deliver(desk, down, ATTEMPTS * 3 + 1)
    assert len(down.got) == 1
    assert states(desk) == ["sent"]


def pauses(desk: Installation) -> list[float]:
    """For how many seconds each message is put off."""
    with desk.store.reading() as tx:
        rows = tx.connection.execute(OUTBOX.select().where(OUTBOX.c.state == "pending"))
        return [(row.due_at - desk.now).total_seconds() for row in rows]


def once(desk: Installation, platform: Platform) -> None:
    """One look at the outbox."""
    deliver(desk, platform, 1)
    desk.later(minutes=-6)


def test_a_platform_whose_token_is_refused_is_not_asked_without_a_pause(
    desk: Installation,
) -> None:
    desk.person().says("chào")
    once(desk, Platform(iter([Disconnected(60) for _ in range(9)])))
    assert (states(desk), pauses(desk)) == (["pending"], [60.0])


def test_what_nobody_waits_for_leaves_by_another_channel_while_a_token_is_refused(
    desk: Installation,
) -> None:
    person = desk.joined()
    with desk.store.transaction() as tx:
        chat = tx.messages.known_address(person.address)
        me = tx.people.chat(chat).person
        assert me is not None
        other = tx.messages.address_id(replace(person.address, channel="web"), desk.now)
        tx.connection.exec_driver_sql(f"UPDATE address SET person_id = {me.id} WHERE id = {other}")
        for row in tx.connection.execute(OUTBOX.select()).all():
            tx.messages.finish(row.id, "sent", desk.now)
        tx.messages.put(chat, "telegram", (Reply("Tin báo", urgency=Urgency.NOTICE),), desk.now)
    once(desk, Platform(iter([Disconnected(60)])))
    with desk.store.reading() as tx:
        kept = tx.connection.execute(OUTBOX.select().order_by(OUTBOX.c.id.desc()).limit(2))
        assert [(row.channel, row.state) for row in kept] == [
            ("web", "pending"),
            ("telegram", "failed"),
        ]
        assert tx.people.addresses(me.id)[-1].channel == "telegram"  # shown as not reached


def test_an_answer_whose_connection_broke_is_sent_again(desk: Installation) -> None:
    desk.person().says("chào")
    shaky = Platform(iter([Unknown() for _ in range(3)]))
    deliver(desk, shaky, 4)
    assert len(shaky.got) == 1
    assert states(desk) == ["sent"]


def test_a_chat_waits_a_minute_at_most_for_an_answer_whose_connection_broke(
    desk: Installation,
) -> None:
    desk.person().says("chào")
    shaky = Platform(iter([Unknown() for _ in range(ATTEMPTS - 1)]))
    deliver(desk, shaky, ATTEMPTS - 2)
    once(desk, shaky)
    assert (states(desk), pauses(desk)) == (["pending"], [60.0])


def test_a_message_that_may_have_arrived_is_not_repeated_for_ever(desk: Installation) -> None:
    person = desk.person()
    person.says("chào")
    deaf = Platform(iter([Unknown() for _ in range(ATTEMPTS)]))
    deliver(desk, deaf, ATTEMPTS)
    assert states(desk) == ["unknown"]
    person.says("chào")
    deliver(desk, deaf, 1)
    assert states(desk) == ["unknown", "sent"]


def put(desk: Installation, urgency: Urgency) -> None:
    with desk.store.transaction() as tx:
        chat = tx.messages.address_id(desk.person().address, desk.now)
        tx.messages.put(chat, "telegram", (Reply("Trả lại", urgency=urgency),), desk.now)


def test_news_whose_connection_broke_come_again(desk: Installation) -> None:
    put(desk, Urgency.NOTICE)
    shaky = Platform(iter([Unknown() for _ in range(UNSURE[Urgency.NOTICE] - 1)]))
    deliver(desk, shaky, 9)
    assert (states(desk), shaky.got) == (["sent"], ["Trả lại"])


@pytest.mark.parametrize("urgency", [Urgency.NOTICE, Urgency.REMINDER])
def test_what_nobody_waits_for_is_not_tried_as_often_as_an_answer(
    desk: Installation, urgency: Urgency
) -> None:
    put(desk, urgency)
    deaf = Platform(iter([Unknown() for _ in range(UNSURE[urgency])]))
    deliver(desk, deaf, 9)
    assert (states(desk), deaf.got) == (["unknown"], [])


ASKED = tuple(Choice(button_key(1, f"1.{place}", place, "nil"), "Không có") for place in range(9))
CARD = Choice(lasting_key(1, "send"), "Nộp")


def queue(desk: Installation, *replies: Reply) -> None:
    with desk.store.transaction() as tx:
        chat = tx.messages.address_id(desk.person().address, desk.now)
        tx.messages.put(chat, "telegram", replies, desk.now)


def busy(*more: Exception, most: int = 4096) -> Platform:
    """A platform that takes nothing for half a minute."""
    return Platform(iter([RetryLater(30.0), *more]), replace(ABILITIES, max_text=most))


def test_answers_that_had_to_wait_come_in_one_message_with_the_open_question(
    desk: Installation,
) -> None:
    echoes = [Reply(f"1.{place}?", "", f"Đã ghi {place}", (ASKED[place],)) for place in range(5)]
    queue(desk, *echoes)
    platform = busy()
    deliver(desk, platform, 3)
    assert states(desk) == ["sent"] * 5
    (only,) = platform.pages
    assert plain_text(only) == "\n\n".join(f"Đã ghi {place}\n\n1.{place}?" for place in range(5))
    assert only.choices == (ASKED[4],)
    with desk.store.reading() as tx:
        rows = tx.connection.execute(OUTBOX.select()).all()
    assert {row.remote for row in rows} == {""}  # so that none of them takes its place later


def test_a_question_that_is_asked_again_stands_once_at_the_end(desk: Installation) -> None:
    echoes = [Reply("Chọn mục?", "Mục", f"Đã ghi {place}", (ASKED[place],)) for place in range(4)]
    queue(desk, *echoes)
    platform = busy()
    deliver(desk, platform, 3)
    (only,) = platform.got
    assert only.count("Đã ghi") == 4
    assert only.endswith("Đã ghi 3\n\nMục\nChọn mục?")
    assert only.count("Chọn mục?") == 1


def test_a_few_answers_come_one_by_one_though_they_had_to_wait(desk: Installation) -> None:
    queue(desk, Reply("một"), Reply("hai"), Reply("ba"))
    platform = busy()
    deliver(desk, platform, 3)
    assert platform.got == ["một", "hai", "ba"]


@pytest.mark.parametrize(
    "apart",
    [
        Reply("Mã biên nhận", urgency=Urgency.RECEIPT),
        Reply("Thẻ", choices=(CARD,)),
        Reply("Tệp", document=Document("a.xlsx", path="/a.xlsx")),
    ],
)
def test_receipts_cards_and_files_stay_messages_of_their_own(
    desk: Installation, apart: Reply
) -> None:
    queue(desk, *map(Reply, "abcd"), apart, *map(Reply, "efgh"))
    platform = busy()
    deliver(desk, platform, 9)
    assert platform.got == ["a\n\nb\n\nc\n\nd", apart.text, "e\n\nf\n\ng\n\nh"]


def test_joined_answers_that_are_refused_go_alone(desk: Installation) -> None:
    queue(desk, *map(Reply, "abcde"))
    platform = busy(Rejected("too odd"))
    deliver(desk, platform, 4)
    assert (states(desk), platform.got) == (["sent"] * 5, list("abcde"))


def test_joined_answers_stay_within_the_length_of_a_message(desk: Installation) -> None:
    queue(desk, *(Reply(letter * 30) for letter in "abcdefgh"))
    platform = busy(most=130)
    deliver(desk, platform, 6)
    told = "".join(platform.got).replace("\n", "")
    assert told == "".join(letter * 30 for letter in "abcdefgh")
    assert [len(text) for text in platform.got] == [126, 126]


def test_sending_that_breaks_here_holds_no_later_answer_up(desk: Installation) -> None:
    person = desk.person()
    person.says("chào")
    person.says("chào")
    broken = Platform(iter([ValueError("our own mistake")]))
    deliver(desk, broken, 2)
    assert len(broken.got) == 2
    assert states(desk) == ["sent", "sent"]


REPORTS = ("sửa 1.1 3 lớp 45 người", "nộp", "nộp", "nộp")


@pytest.fixture
def reminded(tmp_path: Path) -> Iterator[tuple[Installation, Person]]:
    """An official who is about to be reminded on the morning of the 10th."""
    desk = Installation(tmp_path, open_=False)
    desk.now = datetime(2022, 10, 3, 8, 5, tzinfo=TZ)
    with desk.store.transaction() as tx:
        desk.campaign = campaign_setup.open_campaign(tx, desk.office, desk.campaign.slug)
    person = desk.joined()
    desk.now = datetime(2022, 10, 10, 8, 5, tzinfo=TZ)
    with desk.store.transaction() as tx:
        send_reminders.reminder_tick(tx, desk.office, desk.now)
    yield desk, person
    desk.close()


def reported_while_it_waits(desk: Installation, person: Person, wanted: str) -> list[str]:
    """Send a reminder that waits for the channel while its report is sent, and (where `wanted` is not "")
    until that was answered so; everything that arrived."""
    platform = Platform(iter([]))
    key = ("telegram", "bot")

    class Late(RateLimiter):
        @asynccontextmanager
        async def turn(self, chat: str, *, urgent: bool) -> AsyncIterator[float]:
            if not urgent and desk.submission().version == 0:
                for said in REPORTS:
                    await asyncio.to_thread(person.says, said)
                while not any(wanted in text for text in ("", *platform.got)):
                    deliverer.wake.set()
                    await asyncio.sleep(0.01)
            yield 0.0

    deliverer = Deliverer(desk.store, desk.office, {key: platform}, {key: Late()}, never_made)  # type: ignore[dict-item]
    asyncio.run(asyncio.wait_for(deliverer.drain(), 20))
    assert desk.submission().version == 1
    return platform.got


def test_a_reminder_that_waited_for_the_channel_stays_back_when_the_report_has_come(
    reminded: tuple[Installation, Person], monkeypatch: pytest.MonkeyPatch
) -> None:
    desk, person = reminded
    monkeypatch.setattr(delivery, "FRESH", 0.0)  # any wait counts as long
    arrived = reported_while_it_waits(desk, person, "")
    assert not [text for text in arrived if "Nhắc" in text]
    assert "cancelled" in states(desk)


def test_a_reminder_stays_back_when_the_receipt_overtook_it(
    reminded: tuple[Installation, Person],
) -> None:
    desk, person = reminded
    arrived = reported_while_it_waits(desk, person, "Mã biên nhận")
    assert not [text for text in arrived if "Nhắc" in text]
    assert "cancelled" in states(desk)
