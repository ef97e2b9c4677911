"""A database that is busy for seconds: people see that they were heard, and nothing is lost or doubled."""

from __future__ import annotations

import sqlite3
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager

import pytest

from bot.channels.zalo_oa_spec import TOKENS
from bot.channels.zalo_oa_tokens import TokenFile, TokenPair
from tests.e2e.database import Database
from tests.e2e.installed import SLUG, Installation
from tests.e2e.test_official_account import CLOCK, joins, settings
from tests.fakes.telegram_server import TelegramServer
from tests.fakes.zalo_oa_server import ZaloOaServer

BUSY = 6.0  # seconds
WRITTEN = 12  # messages of each person meanwhile
NUMBERS = range(1, WRITTEN + 1)


@pytest.fixture
def account() -> Iterator[ZaloOaServer]:
    with ZaloOaServer() as running:
        yield running


@contextmanager
def busy(baocao: Installation) -> Iterator[None]:
    """Hold the write lock as another process would."""
    with closing(
        sqlite3.connect(baocao.data / "baocao.db", timeout=60, isolation_level=None)
    ) as held:
        held.execute("BEGIN IMMEDIATE")
        try:
            yield
        finally:
            held.execute("ROLLBACK")


def test_people_see_that_they_were_heard_and_every_message_is_answered(
    baocao: Installation, telegram: TelegramServer, account: ZaloOaServer
) -> None:
    more = settings(account, baocao.port)
    account.hook = f"http://127.0.0.1:{baocao.port}/zalo_oa/webhook"
    baocao.opens_campaign(CLOCK)
    TokenFile(baocao.data / TOKENS).write(TokenPair("access-0", "refresh-0", CLOCK))
    codes = [one["code"] for one in baocao.does("invite", SLUG, "--json", **more).json]
    baocao.starts("run", "--clock", CLOCK, **more).wait_for("running:")
    official, other = account.person(), telegram.person("Lò Văn Ân")
    joins(official, codes[0])
    other.starts(codes[1])
    other.wait_for("Đồng ý", 60)
    other.says("Đồng ý")
    other.wait_for("Đang nhập cho", 60)
    before = len(official.inbox), len(other.inbox)
    texts = [f"1.1: {number} lớp {number + 20} người" for number in NUMBERS]
    with ThreadPoolExecutor(WRITTEN) as pool:
        with busy(baocao):
            pushed = [pool.submit(official.says, text) for text in texts]
            for text in texts:
                other.says(text)
            time.sleep(BUSY)
            assert not any(each.done() and each.result().status_code == 200 for each in pushed)
            assert telegram.calls_of("sendChatAction")  # "đang soạn…", since two seconds
        taken = Counter(each.result().status_code for each in pushed)
    assert taken == {200: WRITTEN}
    last = f"1.1: {WRITTEN} lớp"
    telegram.wait_until(lambda: last in other.inbox[-1].text, 90)
    account.wait_until(lambda: last in official.inbox[-1]["text"], 90)
    told = [each["text"] for each in official.inbox[before[0] :]]
    for texts_of_one in (told, [each.text for each in other.inbox[before[1] :]]):
        assert 0 < len(texts_of_one) <= WRITTEN  # those that waited longest come together
        echoed = "\n".join(texts_of_one)
        assert all(f"{number} lớp, {number + 20} người" in echoed for number in NUMBERS)
    database = Database(baocao.data / "baocao.db")
    assert (database.open_or_failed_turns(), database.unanswered()) == ([], [])
