"""A wrong minute of the clock: nothing unasked is sent, nothing is used up, and it goes on after."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.app import Program
from bot.bootstrap import Bootstrap
from bot.use_cases.campaigns import campaign_setup
from bot.use_cases.reminding.clock_guard import (
    ClockReading,
    confirm_clock,
    jump_since,
    present_jump,
)
from bot.use_cases.sending.deliver import Deliverer
from tests.office import TZ, Installation
from tests.storage.peek import OUTBOX, REMINDER
from tests.use_cases.test_deliver import Platform, RateLimiter, never_made

START = datetime(2022, 10, 3, 8, 5, tzinfo=TZ)
DAY = timedelta(days=1)


class RealClock:
    """A machine's clock that somebody may set wrong; `wrong` is by how much."""

    is_real, speed = True, 1.0

    def __init__(self) -> None:
        self.passed = timedelta()
        self.wrong = timedelta()
        self.boot = "first"

    def now(self) -> datetime:
        return (START + self.passed + self.wrong).astimezone(UTC)

    def reading(self) -> ClockReading:
        return ClockReading(self.now(), self.passed.total_seconds(), self.boot)


class Machine:
    """`run` on a machine, tick by tick."""

    def __init__(self, folder: Path) -> None:
        self.clock = RealClock()
        self.desk = Installation(folder, open_=False)
        self.desk.now = START
        with self.desk.store.transaction() as tx:
            self.desk.campaign = campaign_setup.open_campaign(
                tx, self.desk.office, self.desk.campaign.slug
            )
        self.desk.joined()
        self.desk.coordinator("Bà Bình")
        (folder / "config.toml").write_text(
            f'[app]\ndata_dir = "{folder}"\n[web]\nenabled = false\n', encoding="utf-8"
        )
        self.start()

    def start(self) -> None:
        """The program begins (again)."""
        setup = Bootstrap(str(self.desk.folder / "config.toml"), None)
        setup.__dict__.update(clock=self.clock, store=self.desk.store)
        setup.clock_reading = self.clock.reading  # type: ignore[method-assign]
        self.program = Program(setup)

    def passes(self, span: timedelta) -> None:
        self.clock.passed += span
        asyncio.run(self.program._tick())

    def steps(self) -> list[str]:
        with self.desk.store.reading() as tx:
            rows = tx.connection.execute(REMINDER.select().order_by(REMINDER.c.id))
            return [f"{row.step} {row.unit_id} {row.state}" for row in rows]

    def queued(self, words: str) -> int:
        with self.desk.store.reading() as tx:
            return sum(words in row.body for row in tx.connection.execute(OUTBOX.select()))


@pytest.fixture
def machine(tmp_path: Path) -> Iterator[Machine]:
    made = Machine(tmp_path)
    yield made
    made.desk.close()


@pytest.mark.parametrize("wrong", [76 * DAY, 2 * DAY, -1000 * DAY, timedelta(minutes=11)])
@pytest.mark.parametrize("restarted", [False, True])
def test_while_the_clock_is_wrong_nothing_is_used_up(
    machine: Machine, wrong: timedelta, *, restarted: bool
) -> None:
    machine.passes(timedelta(seconds=30))
    before, texts = machine.steps(), machine.queued("Kính gửi")
    machine.clock.wrong = wrong
    if restarted:
        machine.start()
    for _ in range(3):
        machine.passes(timedelta(seconds=30))
    assert (machine.steps(), machine.queued("Kính gửi")) == (before, texts)
    assert machine.queued("Đồng hồ của máy") == 1
    machine.clock.wrong = timedelta()
    machine.passes(8 * DAY - timedelta(minutes=2))  # Tuesday the 11th, 8:05
    assert machine.queued("chưa nhập số liệu") > 0


def test_a_confirmed_time_is_the_right_one(machine: Machine) -> None:
    machine.passes(timedelta(seconds=30))
    machine.clock.wrong = 8 * DAY
    machine.passes(timedelta(seconds=30))
    with machine.desk.store.transaction() as tx:
        assert present_jump(tx, machine.clock.reading()) is not None
        confirm_clock(tx, machine.clock.reading())
    machine.passes(timedelta(seconds=30))
    assert machine.queued("chưa nhập số liệu") > 0


def test_a_message_that_waits_is_held_back_from_the_very_moment_of_the_jump(
    machine: Machine,
) -> None:
    machine.passes(8 * DAY)
    platform, key = Platform(iter(())), ("telegram", "bot")
    machine.clock.wrong = 76 * DAY
    deliverer = Deliverer(
        machine.desk.store, replace(machine.desk.office, now=machine.clock.now), {key: platform},  # type: ignore[dict-item]
        {key: RateLimiter()}, never_made, may_send_unasked=machine.program._unasked_may_go,
    )  # fmt: skip
    asyncio.run(deliverer.drain())
    assert not any("Kính gửi" in text for text in platform.got)
    machine.clock.wrong = timedelta()
    asyncio.run(deliverer.drain())
    assert sum("Lò Văn Ân" in text and "chưa nhập" in text for text in platform.got) == 1


SEEN = ClockReading(START, 1000.0, "first")


@pytest.mark.parametrize(
    ("gap", "steady", "boot", "jumped"),
    [
        (timedelta(hours=1), 4600.0, "first", False),
        (timedelta(hours=1), 1001.0, "first", True),
        (timedelta(minutes=-11), 1001.0, "first", True),
        (5 * DAY, 1000.0 + 5 * 86400, "first", False),  # asleep, and counted
        (5 * DAY, 20.0, "second", False),  # switched off
        (76 * DAY, 1000.0 + 76 * 86400, "first", True),
        (15 * DAY, 20.0, "second", True),
        (timedelta(hours=-1), 20.0, "second", True),
        (timedelta(minutes=-5), 20.0, "second", False),
    ],
)
def test_downtime_is_no_jump_and_a_jump_is_no_downtime(
    gap: timedelta, steady: float, boot: str, *, jumped: bool
) -> None:
    found = jump_since(SEEN, ClockReading(START + gap, steady, boot))
    assert (found is not None) is jumped


def test_a_start_that_goes_on_from_a_wrong_time_stays_wrong() -> None:
    after_reboot = ClockReading(START + 3 * DAY, 20.0, "second")
    assert jump_since(SEEN, after_reboot) is None
    assert jump_since(SEEN, after_reboot, held_at=START + 3 * DAY) is not None


def test_a_clock_of_ones_own_is_never_doubted(machine: Machine) -> None:
    machine.passes(timedelta(seconds=30))
    machine.clock.is_real = False
    machine.clock.wrong = 8 * DAY
    machine.passes(timedelta(seconds=30))
    assert machine.queued("chưa nhập số liệu") > 0
