from __future__ import annotations

import asyncio
import contextlib
import heapq
import itertools
from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from bot.channels.rate_limit import Pace, RateLimiter

EASY = Pace(overall=30, per_chat=1.0, chat_burst=3)


class Clock:
    """Time that passes only when everybody sleeps."""

    def __init__(self) -> None:
        self.now = 0.0
        self._order = itertools.count()
        self._sleepers: list[tuple[float, int, asyncio.Future[None]]] = []

    def monotonic(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        wake = asyncio.get_running_loop().create_future()
        heapq.heappush(self._sleepers, (self.now + seconds, next(self._order), wake))
        await wake

    async def run(self, *work: asyncio.Task[None]) -> None:
        """Let time pass until the work is done."""
        while not all(task.done() for task in work):
            for _ in range(8):  # let everybody come to rest
                await asyncio.sleep(0)
            if self._sleepers and not all(task.done() for task in work):
                at, _, wake = heapq.heappop(self._sleepers)
                self.now = max(self.now, at)
                if not wake.done():
                    wake.set_result(None)
        await asyncio.gather(*work)


Sent = list[tuple[float, str]]


def play(*script: tuple[float, str, bool], pace: Pace = EASY, holds: tuple = ()) -> Sent:
    """(when asked, chat, urgent)... -> (when sent, chat)..., in order of sending."""

    async def go() -> Sent:
        clock, sent = Clock(), []
        pacer = RateLimiter(pace, monotonic=clock.monotonic, sleep=clock.sleep)

        async def one(at: float, chat: str, urgent: bool) -> None:
            await clock.sleep(at)
            async with pacer.turn(chat, urgent=urgent):
                sent.append((round(clock.now, 5), chat))

        async def hold(at: float, seconds: float, chat: str | None) -> None:
            await clock.sleep(at)
            pacer.hold(seconds, chat)

        work = [asyncio.create_task(one(*step)) for step in script]
        work += [asyncio.create_task(hold(*step)) for step in holds]
        await clock.run(*work)
        return sent

    return asyncio.run(go())


def most_in_a_second(sent: Sent) -> int:
    times = [at for at, _ in sent]
    return max(sum(1 for other in times if at <= other < at + 0.9999) for at in times)


def test_a_single_answer_leaves_at_once() -> None:
    assert play((5.0, "a", True)) == [(5.0, "a")]


def test_fourteen_answers_leave_together() -> None:
    sent = play(*[(0.0, f"chat{n}", True) for n in range(14)])
    assert {at for at, _ in sent} == {0.0}


def test_a_broadcast_is_spread_evenly_at_30_a_second() -> None:
    sent = play(*[(0.0, f"chat{n}", False) for n in range(300)])
    assert most_in_a_second(sent) <= 30
    gaps = {round(later - sooner, 2) for (sooner, _), (later, _) in itertools.pairwise(sent)}
    assert gaps <= {0.03, 0.04}
    assert 9.9 <= sent[-1][0] <= 10.1


def test_no_second_sees_more_than_30_messages_of_any_kind() -> None:
    broadcast = [(0.0, f"chat{n}", False) for n in range(100)]
    answers = [(1.0 + n * 0.01, f"writer{n}", True) for n in range(60)]
    sent = play(*broadcast, *answers)
    assert len(sent) == 160
    assert most_in_a_second(sent) == 30


def test_an_answer_never_waits_behind_a_broadcast() -> None:
    broadcast = [(0.0, f"chat{n}", False) for n in range(300)]
    answers = [(2.0 + n / 3, f"writer{n}", True) for n in range(9)]
    sent = {chat: at for at, chat in play(*broadcast, *answers)}
    waits = [sent[chat] - at for at, chat, _ in answers]
    assert max(waits) <= 0.04


def test_a_chat_gets_a_small_burst_and_then_one_a_second() -> None:
    assert play(*[(0.0, "a", True)] * 6) == [
        (0.0, "a"), (0.0, "a"), (0.0, "a"), (1.0, "a"), (2.0, "a"), (3.0, "a"),
    ]  # fmt: skip


def test_a_busy_chat_keeps_nobody_waiting() -> None:
    sent = play(*[(0.0, "a", True)] * 5, (0.1, "b", True))
    assert (0.1, "b") in sent


def test_answers_of_one_chat_keep_their_order_of_asking() -> None:
    script = [(n * 0.001, "a", True) for n in range(5)]
    assert [at for at, _ in play(*script)] == sorted(at for at, _ in play(*script))


def test_after_a_pause_the_whole_allowance_is_there_again() -> None:
    sent = play(*[(at, "a", True) for at in (0.0, 0.0, 0.0, 10.0, 10.0, 10.0)])
    assert [at for at, _ in sent] == [0.0, 0.0, 0.0, 10.0, 10.0, 10.0]


def test_a_hold_stops_everything() -> None:
    sent = play((0.0, "a", True), (2.0, "b", True), (2.0, "c", False), holds=((1.0, 5.0, None),))
    assert sorted(sent) == [(0.0, "a"), (6.0, "b"), (6.0, "c")]


def test_a_hold_of_one_chat_leaves_the_others_alone() -> None:
    sent = play((2.0, "a", True), (2.0, "b", True), holds=((1.0, 5.0, "a"),))
    assert sent == [(2.0, "b"), (6.0, "a")]


def test_who_gives_up_uses_no_turn() -> None:
    async def go() -> list[str]:
        clock, sent = Clock(), []
        pacer = RateLimiter(Pace(overall=1), monotonic=clock.monotonic, sleep=clock.sleep)

        async def one(chat: str) -> None:
            async with pacer.turn(chat, urgent=True):
                sent.append(f"{chat} {clock.now:.0f}")

        tasks = [asyncio.create_task(one(chat)) for chat in ("a", "b", "c")]
        await asyncio.sleep(0)
        tasks[1].cancel()
        await clock.run(tasks[0], tasks[2])
        return sent

    assert asyncio.run(go()) == ["a 0", "c 1"]


def test_a_campaign_of_3321_recipients_takes_two_minutes() -> None:
    sent = play(*[(0.0, f"chat{n}", False) for n in range(3321)])
    assert Counter(chat for _, chat in sent).most_common(1)[0][1] == 1
    assert 110.0 <= sent[-1][0] <= 111.0


@given(
    st.lists(st.tuples(st.floats(0.0, 0.3), st.floats(0.0, 1.0)), min_size=1, max_size=120),
    st.booleans(),
)
def test_the_platform_never_sees_more_than_its_limit_however_long_messages_travel(
    journeys: list[tuple[float, float]], urgent: bool
) -> None:
    """Each message is `seconds` on its way and is counted by the platform somewhere in between."""

    async def go() -> list[float]:
        clock, counted = Clock(), []
        pacer = RateLimiter(EASY, monotonic=clock.monotonic, sleep=clock.sleep)

        async def one(number: int, seconds: float, share: float) -> None:
            async with pacer.turn(f"chat{number}", urgent=urgent):
                counted.append(clock.now + seconds * share)
                await clock.sleep(seconds)

        await clock.run(*[
            asyncio.create_task(one(number, *journey)) for number, journey in enumerate(journeys)
        ])  # fmt: skip
        return counted

    times = sorted(asyncio.run(go()))
    assert all(later - sooner >= 0.999 for sooner, later in zip(times, times[30:], strict=False))


def test_what_breaks_on_its_way_gives_its_place_back() -> None:
    async def go() -> list[float]:
        clock, left = Clock(), []
        pacer = RateLimiter(Pace(overall=1), monotonic=clock.monotonic, sleep=clock.sleep)

        async def one(number: int) -> None:
            with contextlib.suppress(OSError):
                async with pacer.turn(f"chat{number}", urgent=True):
                    left.append(clock.now)
                    raise OSError

        await clock.run(*[asyncio.create_task(one(number)) for number in range(3)])
        return left

    assert asyncio.run(go()) == [0.0, 1.0, 2.0]
