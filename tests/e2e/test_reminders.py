"""Reminders as they reach telephones, with the program's own clock running fast.

The plan: the week ends on Friday 07/10/2022, the deadline is "trước ngày 12/10", so the last day is
Tuesday 11/10. Reminders are due on Monday and on Tuesday at 8:00.
"""

from __future__ import annotations

import json
import shutil
import textwrap
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.database import Database
from tests.e2e.installed import SLUG, Installation, Program, Running
from tests.fakes.people import Person
from tests.fakes.telegram_api import Received
from tests.fakes.telegram_server import TelegramServer

SATURDAY = "2022-10-08T08:00:00+07:00"
OFFICE = ((7.5, 11.5), (13.5, 17.0))  # hours
SLACK = 0.5  # hours of the fast clock that a message may be on its way
UNITS = {"03433": "Thị trấn Mường Tè", "03436": "Xã Thu Lũm", "03439": "Xã Ka Lăng",
         "03440": "Xã Tá Bạ", "03442": "Xã Pa Ủ", "03445": "Xã Mường Tè"}  # fmt: skip


class Rehearsal:
    """People at work before the deadline, and the program on clocks of its own."""

    def __init__(self, baocao: Installation, server: TelegramServer) -> None:
        self.baocao = baocao
        self.server = server
        self._clocks: list[dict[str, Any]] = []
        baocao.opens_campaign(SATURDAY, **{"14/10/2022": "12/10/2022"})
        self._links = {
            each["unit_code"]: each["telegram_link"] for each in baocao.json("invite", SLUG)
        }
        running = self.starts(SATURDAY, 1)
        self.early = self.joins("Pờ Thị Sớm", "03433")
        self.never = self.joins("Lò Văn Im", "03436")
        self.later = self.joins("Vàng Văn Sau", "03439")
        self.silent = self.joins("Ky Thị Hà", "03440")
        self.double = self.joins("Tao Thị Hai", "03442")
        self.joins("Tao Thị Hai", "03445", self.double)
        self.answers(self.early)
        self.submits(self.early)
        self.answers(self.later)
        self.everybody = (self.early, self.never, self.later, self.silent, self.double)
        assert running.stop()[0] == 0
        self._kept = baocao.folder / "kept"
        shutil.copytree(baocao.data, self._kept)

    def begins_anew(self) -> None:
        """Back to Saturday evening: the data as they were, everybody's telephone as it is."""
        shutil.rmtree(self.baocao.data)
        shutil.copytree(self._kept, self.baocao.data)

    def starts(self, clock: str, speed: float) -> Running:
        running = self.baocao.starts("run", "--clock", clock, "--speed", f"{speed:g}")
        running.wait_for("running:")
        kept = json.loads((self.baocao.data / "clock.json").read_text(encoding="utf-8"))
        self._clocks.append(kept)
        return running

    def joins(self, name: str, unit: str, person: Person | None = None) -> Person:
        person = person or self.server.person(name)
        person.starts(self._links[unit].partition("?start=")[2])
        person.wait_for("Đồng ý")
        person.says("Đồng ý")
        person.wait_for("Đang nhập cho: ")
        return person

    def answers(self, person: Person) -> None:
        person.says("1.1")
        person.wait_for("Mục 1.1 ")
        person.says("3 lớp 45 người")
        person.wait_for("1.1: 3 lớp, 45 người")

    def submits(self, person: Person) -> None:
        """The summary, what is missing, the receipt."""
        for _ in range(3):
            person.says("nộp")
            if "Mã biên nhận: " in person.wait_for(lambda each: bool(each.text)).text:
                return
        raise AssertionError(f"{person.name} got no receipt")

    # Time

    def now(self) -> datetime:
        return self.at(time.monotonic())

    def at(self, monotonic: float) -> datetime:
        """The program's time at a moment of this process's monotonic clock."""
        real = monotonic + time.time() - time.monotonic()
        kept = [each for each in self._clocks if each["began"] <= real][-1]
        passed = timedelta(seconds=(real - kept["began"]) * kept["speed"])
        return datetime.fromisoformat(kept["start"]) + passed

    def waits_until(self, text: str) -> None:
        end = datetime.fromisoformat(text)
        while self.now() < end:
            time.sleep(0.02)

    # What came

    def came(self, person: Person, since: int) -> list[Received]:
        return person.inbox[since:]

    def days(self, messages: list[Received]) -> list[str]:
        return [f"{self.at(message.at):%d/%m}" for message in messages]

    def outside_office_hours(self, messages: list[Received]) -> list[str]:
        found = []
        for message in messages:
            at = self.at(message.at)
            hour = at.hour + at.minute / 60
            if not any(start <= hour <= end + SLACK for start, end in OFFICE):
                found.append(f"{at}: {message.text}")
        return found


@pytest.fixture(scope="module")
def prepared(program: Program, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rehearsal]:
    with TelegramServer() as server:
        folder = tmp_path_factory.mktemp("reminders")
        baocao = Installation(program, folder, telegram=(server.token, server.api_base))
        try:
            yield Rehearsal(baocao, server)
            assert "Traceback" not in (folder / "run.log").read_text(encoding="utf-8")
        finally:
            baocao.close()


@pytest.fixture
def rehearsal(prepared: Rehearsal) -> Iterator[Rehearsal]:
    prepared.begins_anew()
    yield prepared
    prepared.baocao.close()


def seen(people: tuple[Person, ...]) -> dict[int, int]:
    return {person.chat_id: len(person.inbox) for person in people}


def test_only_those_who_have_not_sent_are_reminded_once_a_day(rehearsal: Rehearsal) -> None:
    before = seen(rehearsal.everybody)
    later = rehearsal.later
    later.reads_all()
    running = rehearsal.starts("2022-10-10T06:00:00+07:00", 5400)
    reminder = later.wait_for(UNITS["03439"], timeout=30)
    rehearsal.submits(later)
    sent_at = later.last.at
    rehearsal.waits_until("2022-10-11T18:00:00+07:00")
    assert running.stop()[0] == 0

    def came(person: Person) -> list[Received]:
        return rehearsal.came(person, before[person.chat_id])

    assert came(rehearsal.early) == []
    assert rehearsal.days(came(rehearsal.never)) == ["10/10", "11/10"]
    assert rehearsal.days(came(rehearsal.silent)) == ["10/10", "11/10"]
    assert rehearsal.days(came(rehearsal.double)) == ["10/10", "11/10"]
    assert f"{rehearsal.at(reminder.at):%d/%m}" == "10/10"
    assert [each.text for each in came(later) if each.at > sent_at] == []
    reminders = [each for who in rehearsal.everybody if who is not later for each in came(who)]
    assert rehearsal.outside_office_hours([*reminders, reminder]) == []
    assert all(UNITS["03436"] in each.text for each in came(rehearsal.never))
    assert all(
        UNITS["03442"] in each.text and UNITS["03445"] in each.text
        for each in came(rehearsal.double)
    )
    states = {row["unit_code"]: row["state"] for row in rehearsal.baocao.json("progress", SLUG)}
    assert [states[unit] for unit in UNITS] == [
        "submitted", "not_started", "submitted", "not_started", "not_started", "not_started",
    ]  # fmt: skip


def test_after_being_down_over_two_reminders_one_comes(rehearsal: Rehearsal) -> None:
    before = seen(rehearsal.everybody)
    rehearsal.starts("2022-10-10T07:40:00+07:00", 60).kill()
    rehearsal.starts("2022-10-11T05:00:00+07:00", 1).kill()
    running = rehearsal.starts("2022-10-11T09:30:00+07:00", 600)
    for person in (rehearsal.never, rehearsal.later, rehearsal.silent, rehearsal.double):
        rehearsal.server.wait_until(
            lambda who=person: len(who.inbox) > before[who.chat_id], timeout=20
        )
    rehearsal.waits_until("2022-10-11T11:00:00+07:00")
    assert running.stop()[0] == 0
    came = {who.name: rehearsal.came(who, before[who.chat_id]) for who in rehearsal.everybody}
    assert {name: rehearsal.days(messages) for name, messages in came.items()} == {
        rehearsal.early.name: [],
        rehearsal.never.name: ["11/10"],
        rehearsal.later.name: ["11/10"],
        rehearsal.silent.name: ["11/10"],
        rehearsal.double.name: ["11/10"],
    }
    everything = [message for messages in came.values() for message in messages]
    assert rehearsal.outside_office_hours(everything) == []


def test_a_program_killed_while_reminding_reminds_nobody_twice(rehearsal: Rehearsal) -> None:
    """A reminder that may have gone out is not sent again: better missed than doubled."""
    before = seen(rehearsal.everybody)
    asked = (rehearsal.never, rehearsal.later, rehearsal.silent, rehearsal.double)

    def reached() -> int:
        return sum(len(who.inbox) > before[who.chat_id] for who in asked)

    first = rehearsal.starts("2022-10-10T07:59:00+07:00", 60)
    rehearsal.server.wait_until(lambda: reached() > 0, timeout=20)
    first.kill()
    second = rehearsal.starts("2022-10-10T08:10:00+07:00", 60)
    time.sleep(3)
    assert second.stop()[0] == 0
    counts = [len(who.inbox) - before[who.chat_id] for who in asked]
    lost = _unknown(rehearsal.baocao.data / "baocao.db")
    assert max(counts) == 1
    assert sum(counts) >= len(asked) - lost
    assert len(rehearsal.early.inbox) == before[rehearsal.early.chat_id]


def _unknown(database: Path) -> int:
    return Database(database).outbox_states().get("unknown", 0)


def test_the_dry_run_names_what_then_comes(rehearsal: Rehearsal) -> None:
    """`remind` foretells the messages; `--send` sends those due now, once."""
    before = seen(rehearsal.everybody)
    morning = "2022-10-11T08:30:00+07:00"
    rows = rehearsal.baocao.does("remind", SLUG, "--json", "--now", morning).json
    named = {(row["person"], row["unit_code"]) for row in rows if row["due_at"] <= morning}
    assert {name for name, _ in named if name} == {
        who.name for who in (rehearsal.never, rehearsal.later, rehearsal.silent, rehearsal.double)
    }
    shown = rehearsal.baocao.does("remind", SLUG, "--now", morning).out
    texts = {(row["person"], row["due_at"], row["text"]) for row in rows if row["person"]}
    assert shown.count("    Nhắc ") == len(texts)
    assert [text for *_, text in texts if textwrap.indent(text, "    ") not in shown] == []
    for _ in range(2):
        rehearsal.baocao.does("remind", SLUG, "--now", morning, "--send")
    counts = [len(who.inbox) - before[who.chat_id] for who in rehearsal.everybody]
    assert counts == [0, 1, 1, 1, 1]
