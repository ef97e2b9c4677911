"""A whole October in simulated time, judged from outside.

    python -m tests.simulation.october --units 3321 --crashes 200

Districts, communes of three kinds and schools, with three contacts each, join, answer, submit, hand totals up,
send photos, words and files, are sent back, get extensions, hand their seats over, leave the campaign, come
back and go on below others at random; the platform
refuses, is slow and loses answers; the process is killed between any two steps and stays down for minutes,
hours or days; its clock jumps. Counted: second messages on a day, messages after everything was given, outside
office hours or to somebody without a seat, deputies and approvers told too early, stale words, steps that nobody of a unit
was told about, and call lists and countdowns of the morning message that are wrong. All must be 0; exit code 1
otherwise.
"""

from __future__ import annotations

import argparse
import json
import logging
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from bot.model.person import Role
from tests.simulation.calendar import at, is_open
from tests.simulation.ledger import Ledger, units_of
from tests.simulation.province import campaign_files
from tests.simulation.story import COORDINATOR, FIRST, LAST, Act, Story
from tests.simulation.world import Grumbles, World

DOWN = 8 * (1,) + 6 * (5,) + (20, 20, 20, 60, 180, 1200)  # minutes without it after a crash
OUTAGES = (1, 3, 6, 12, 30)  # hours without the platform
JUMPS = (-180, -45, 20, 200, 24 * 60)  # minutes that the clock goes wrong by


def _moments() -> Iterator[datetime]:
    """When the program has a round: every 20 minutes of a working day, a few times otherwise."""
    day = FIRST
    while day <= LAST:
        yield from (at(day, hour) for hour in (2, 6))
        if day.weekday() < 5:
            start = at(day, 7, 10)
            yield from (start + timedelta(minutes=20 * n) for n in range(30))
        day += timedelta(days=1)


MOMENTS = tuple(_moments())


class October:
    """The run: one round of the program after the other, with everything that happens between."""

    def __init__(self, folder: Path, units: int, crashes: int, seed: int = 2026) -> None:
        self.chance = Random(seed)
        self.story = Story(units, Random(seed + 1))
        self.acts: list[Act] = self.story.acts[::-1]  # the next one stands last
        self.crashes_left = crashes
        campaign = campaign_files(folder, units)
        self.true_now = at(FIRST, 6)
        self.skew = timedelta(0)
        self.world = World(folder, campaign, self.true_now, self.chance)
        self.world.weather.later = self.world.weather.doubt = 0.01
        self.ledger = self.world.ledger = Ledger(units_of(units), self.true_now)
        self.world.joins(COORDINATOR, "điều phối", None, Role.COORDINATOR)
        self.grumbles = Grumbles(self.ledger.faults)
        self.rounds = self.jumps = self.outages = 0
        self.outage = self.true_now

    def run(self, passed: Callable[[datetime], None] = lambda _: None) -> None:
        """Live the month; `passed` hears of each moment before it comes."""
        logging.getLogger("baocao").addHandler(self.grumbles)
        try:
            for moment in MOMENTS:
                passed(moment)
                if moment >= self.true_now:
                    self._go_to(moment)
                    while not self._live():
                        self._restart()
        finally:
            logging.getLogger("baocao").removeHandler(self.grumbles)
            self.world.stop()

    def _go_to(self, moment: datetime) -> None:
        self.true_now = moment
        self.world.now = moment + self.skew

    def _live(self) -> bool:
        """What people did since the last round, then a round; False after a crash in it."""
        self._wind_clock()
        self._plan_crash()
        started = self.world.now
        if self.world.survive(self._people_act) is None:
            return False
        self.ledger.fall_due(self.world.now)
        known = self.ledger.waiting_for()
        most = self._most()
        complete = self.world.survive(lambda: self.world.round(self._somebody_writes, most))
        if complete is None:
            return False
        self.rounds += 1
        if complete and is_open(started):
            self.ledger.settle(started, known)
        return True

    def _most(self) -> int:
        """How many unasked messages get through now: the channel is slow, or down for hours."""
        if self.true_now < self.outage:
            return 0
        if self.chance.random() < 0.02:
            self.outages += 1
            self.outage = self.true_now + timedelta(hours=self.chance.choice(OUTAGES))
            return 0
        return self.chance.choice((10**9, 10**9, 30, 5, 1))

    def _wind_clock(self) -> None:
        """Now and then the clock is wrong for a while."""
        if self.skew:
            if self.chance.random() < 0.3:
                self.skew = timedelta(0)
        elif self.chance.random() < 0.01:
            self.jumps += 1
            self.skew = timedelta(minutes=self.chance.choice(JUMPS))
        self.world.now = self.true_now + self.skew

    def _plan_crash(self) -> None:
        """Crashes are spread over the month, and over the steps of a round."""
        if self.world.weather.until_crash < 0 and self.crashes_left > 0:
            left = max(1, sum(moment >= self.true_now for moment in MOMENTS))
            busy = 5 if self.true_now.hour in (8, 9, 13) else 1  # where most is going on
            if self.chance.random() < busy * self.crashes_left / left:
                self.world.weather.until_crash = self.chance.choice((1, 1, 2, 3, 5, 8, 20, 60))

    def _restart(self) -> None:
        self.crashes_left -= 1
        self._go_to(self.true_now + timedelta(minutes=self.chance.choice(DOWN)))
        self.world.start()
        self.world.take_turns()
        self.story.follow(self.world, self.ledger)
        states = self.world.states()
        there = [unit for unit in self.ledger.units if unit.away is None]
        found = self.world.lacks_by_code()
        for unit in there:  # what a half-done act came to
            status = states[self.world.unit_ids[unit.code]]
            if status != unit.status:
                self.ledger.state(unit, status)
            lacks = found[unit.code]
            if lacks != unit.lacks:
                self.ledger.lacking(unit, lacks)

    def _people_act(self) -> bool:
        while self.acts and self.acts[-1].at <= self.true_now:
            self._act(self.acts.pop())
        return True

    def _somebody_writes(self) -> None:
        """People do not wait until the program is ready: the next act comes in the middle."""
        soon = self.true_now + timedelta(hours=2)
        if self.acts and self.acts[-1].at <= soon and self.chance.random() < 0.3:
            self._act(self.acts.pop())

    def _act(self, act: Act) -> None:
        try:
            self.story.do(self.world, self.ledger, act)
        except BaseException:  # the power went out: they try again afterwards
            self.acts.append(act)
            raise

    def figures(self) -> dict[str, Any]:
        counted = {
            "units": len(self.ledger.units),
            "crashes": self.world.crashes,
            "clock jumps": self.jumps,
            "outages": self.outages,
            "rounds": self.rounds,
            "turns": next(self.world.turns) - 1,
            "sent reports": sum(unit.is_sent for unit in self.ledger.units),
            "reminders": dict(self.ledger.attempts),
            "met": dict(sorted(self.ledger.seen.items())),
            "digests": sum(self.ledger.digests.values()),
        }
        for kind in ("second on a day", "after submission", "outside office hours", "missed",
                     "to somebody without a seat", "approver too early", "deputy too early", "stale words", "digest", "log"):  # fmt: skip
            counted[kind] = sum(fault.startswith(kind) for fault in self.ledger.faults)
        return counted


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--units", type=int, default=168)
    parser.add_argument("--crashes", type=int, default=20)
    parser.add_argument("--seed", type=int, default=2026)
    given = parser.parse_args()
    started = time.perf_counter()
    with tempfile.TemporaryDirectory(prefix="baocao-october-") as folder:
        october = October(Path(folder), given.units, given.crashes, given.seed)
        october.run(lambda moment: print(f"{moment:%d/%m %H:%M}", end="\r", file=sys.stderr))
        figures = october.figures()
    figures["seconds"] = round(time.perf_counter() - started, 1)
    print(json.dumps(figures, ensure_ascii=False, indent=2))
    for fault in october.ledger.faults[:20]:
        print(fault, file=sys.stderr)
    sys.exit(1 if october.ledger.faults else 0)


if __name__ == "__main__":
    main()
