"""Reminders of a few units under any order of events: the same rules as in the simulation."""

from __future__ import annotations

import tempfile
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from bot.model.person import Role
from tests.simulation.calendar import at, is_open
from tests.simulation.ledger import Ledger, units_of
from tests.simulation.province import campaign_files
from tests.simulation.story import COORDINATOR, Act, Story
from tests.simulation.world import World

UNITS = 5
PLACES = st.integers(0, UNITS - 1)
ACTS = ("answer", "submit", "submit", "return", "extend", "photo", "file", "total", "accept")
SPANS = st.sampled_from([10, 40, 120, 300, 900, 1440, 3 * 1440])  # minutes


class Reminders(RuleBasedStateMachine):
    """A district, two communes and a school with three contacts each, one coordinator, a program that ticks now
    and then."""

    @initialize(start=st.sampled_from([date(2026, 10, 5), date(2026, 10, 7), date(2026, 10, 9)]))
    def open(self, start: date) -> None:
        self.folder = tempfile.TemporaryDirectory(prefix="baocao-machine-")
        folder = Path(self.folder.name)
        campaign = campaign_files(folder, UNITS)
        self.world = World(folder, campaign, at(start, 6), Random(1))
        self.ledger = self.world.ledger = Ledger(units_of(UNITS), self.world.now)
        self.world.joins(COORDINATOR, "điều phối", None, Role.COORDINATOR)
        self.story = Story(UNITS, Random(2))
        self.number = 0

    def _act(self, what: str, place: int, contact: int = 0) -> None:
        self.number += 1
        act = Act(self.world.now, self.number, what, place, contact)
        if not self.world.survive(lambda: self._done(act)):
            self._restart()
            self.story.do(self.world, self.ledger, act)  # they try again

    def _done(self, act: Act) -> bool:
        self.story.do(self.world, self.ledger, act)
        return True

    def _restart(self) -> None:
        self.world.start()
        self.world.take_turns()
        states = self.world.states()
        for unit in self.ledger.units:
            if states[self.world.unit_ids[unit.code]] != unit.status:
                self.ledger.state(unit, states[self.world.unit_ids[unit.code]])
            self.ledger.lacking(unit, self.world.lacks(unit.code, unit.place))

    @rule(place=PLACES, contact=st.integers(0, 2))
    def join(self, place: int, contact: int) -> None:
        self._act("join", place, contact)

    @rule(place=PLACES, what=st.sampled_from(ACTS))
    def change(self, place: int, what: str) -> None:
        self._act(what, place)

    @rule(place=PLACES)
    def hand_over(self, place: int) -> None:
        self._act("hand over", place)

    @rule()
    def ask(self) -> None:
        self._act("ask", 0)

    @rule(place=PLACES, contact=st.integers(0, 2))
    def block(self, place: int, contact: int) -> None:
        self._act("block", place, contact)

    @rule(minutes=SPANS)
    def wait(self, minutes: int) -> None:
        self.world.now += timedelta(minutes=minutes)

    @rule(minutes=st.sampled_from([-2000, -600, -30, 45]))
    def jump(self, minutes: int) -> None:
        self.world.now += timedelta(minutes=minutes)

    @rule(steps=st.integers(1, 12))
    def plan_crash(self, steps: int) -> None:
        self.world.weather.until_crash = steps

    @rule(most=st.sampled_from([0, 1, 2, 10**9, 10**9]))
    def round(self, most: int) -> None:
        self._round(most)

    @rule()
    def next_morning(self) -> None:
        """The office opens again, and the program is there."""
        day = self.world.now.date() + timedelta(days=1)
        while day.weekday() > 4:
            day += timedelta(days=1)
        for moment in (at(day, 8, 5), at(day, 10, 5), at(day, 13, 35)):
            self._go_on(moment)

    def _go_on(self, moment: datetime) -> None:
        self.world.now = moment
        self._round(10**9)

    def _round(self, most: int) -> None:
        started = self.world.now
        self.ledger.fall_due(started)
        known = self.ledger.waiting_for()
        complete = self.world.survive(lambda: self.world.round(lambda: None, most))
        if complete is None:
            self._restart()
        elif complete and is_open(started):
            self.ledger.settle(started, known)

    @invariant()
    def nothing_is_wrong(self) -> None:
        if hasattr(self, "ledger"):
            assert not self.ledger.faults, self.ledger.faults

    def teardown(self) -> None:
        if hasattr(self, "world"):
            self.world.stop()
            self.folder.cleanup()


Reminders.TestCase.settings = settings(
    max_examples=12,
    stateful_step_count=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
test_reminders_hold_under_any_order_of_events = Reminders.TestCase
