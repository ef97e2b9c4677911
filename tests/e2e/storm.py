"""Several programs on one PostgreSQL database and one bot, killed at random while people write.

    python -m tests.e2e.storm [--programs 4] [--people 14] [--seconds 3600] [--seed 1]

Every person sends figures one after another, the next when the last was answered. In the end the
database and the telephones are compared with what was sent. Nobody is answered twice by two
programs; the one case in which a person sees an answer again is that of a program that was killed
between handing it over and noting that (`resent`, at most one a kill): rather twice than never.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path

import psycopg

from tests.databases import create
from tests.e2e.installed import SLUG, Installation, Running, find_program
from tests.fakes.people import Person
from tests.fakes.postgres_server import PostgresServer
from tests.fakes.telegram_server import TelegramServer

START = datetime.fromisoformat("2022-10-10T16:30:00+07:00")  # three days before the deadline
SPEED = 1200  # a working day passes in half a minute: people are reminded
CLOCK = ("--clock", START.isoformat(), "--speed", str(SPEED))
QUIET = 30.0  # real seconds after which nothing more comes
ECHO = re.compile(r"Đã ghi 1\.1: \d+ lớp, ([\d.]+) người")
A_CLASS = 30  # people: however long it lasts, no figure is beyond what is plausible


@dataclass
class Outcome:
    """What became of everything: the first four shall be 0."""

    lost: int = 0  # messages without an answer
    doubled: int = 0  # messages that two turns were taken for
    misplaced: int = 0  # figures other than the last that was sent
    reminded_twice: int = 0  # people reminded more than once on a day
    resent: int = 0  # answers seen again after a kill
    messages: int = 0
    kills: int = 0
    reminders: int = 0
    leaders: int = 0


@dataclass
class Writer:
    """One person and their last figure."""

    person: Person
    figure: int = 0
    heard: int = 0

    def step(self) -> bool:
        """Send the next figure once the last was answered; False while it was not."""
        if self.figure and self.figure not in self.echoes():
            return False
        self.figure += 1
        classes = self.figure // A_CLASS + 1
        self.person.says(f"1.1: {classes} lớp {self.figure} người")
        return True

    def echoes(self) -> list[int]:
        """The figures that were said to be stored."""
        told = (number for got in self.person.inbox for number in ECHO.findall(got.text)[:1])
        return [int(number.replace(".", "")) for number in told]


class Storm:
    """`programs` runs; one is killed now and then, and another takes its place."""

    def __init__(self, folder: Path, postgres: PostgresServer, telegram: TelegramServer) -> None:
        self.url = create(postgres, f"storm_{postgres.port}", "template0")
        bot = (telegram.token, telegram.api_base)
        database = f'[database]\nurl = "{self.url}"'
        self.office = Installation(find_program(), folder, telegram=bot, web=False, more=database)
        self.telegram = telegram
        self.running: list[Running] = []
        self.outcome = Outcome()
        self._began = time.monotonic()

    def play(
        self, programs: int, people: int, seconds: float, seed: int, kills: int = 0, least: int = 0
    ) -> Outcome:
        """Let it rage, then count.

        `kills` ends it once so many programs were killed (0: when the seconds are over) and at
        least `least` messages were sent, however slow the machine is.
        """
        self.office.opens_campaign(CLOCK[1])
        self._began = time.monotonic()
        self.running = [self._start(number) for number in range(programs)]
        for running in self.running:
            running.wait_for("running:", 120)
        writers = list(self._joined(people))
        self._rage(writers, seconds, random.Random(seed), kills, least)
        self._settle(writers)
        self._count(writers)
        self.outcome.leaders = sum(running.text.count("leads") for running in self.office._up)
        self.office.close()
        return self.outcome

    def _start(self, number: int) -> Running:
        passed = timedelta(seconds=(time.monotonic() - self._began) * SPEED)
        clock = ("--clock", (START + passed).isoformat(), "--speed", str(SPEED))
        return self.office.starts("run", *clock, log=f"run-{number}.log")

    def _joined(self, people: int) -> Iterator[Writer]:
        for place, invite in enumerate(self.office.json("invite", SLUG)[:people]):
            person = self.telegram.person(f"Người số {place}")
            person.starts(invite["telegram_link"].partition("?start=")[2])
            _wait(lambda person=person: bool(person.inbox))
            person.says("Đồng ý")
            _wait(lambda person=person: len(person.inbox) > 1)
            yield Writer(person)

    def _rage(
        self, writers: list[Writer], seconds: float, chance: random.Random, kills: int, least: int
    ) -> None:
        end, next_kill = time.monotonic() + seconds, time.monotonic() + chance.uniform(1, 3)
        while time.monotonic() < end:
            enough = bool(kills) and self.outcome.kills >= kills
            if enough and self.outcome.messages >= least:
                break
            self.outcome.messages += sum(writer.step() for writer in writers)
            if not enough and time.monotonic() > next_kill:
                number = chance.randrange(len(self.running))
                self.running[number].kill()
                self.outcome.kills += 1
                self.running[number] = self._start(number)
                next_kill = time.monotonic() + chance.uniform(2, 8)
            time.sleep(0.05)

    def _settle(self, writers: list[Writer]) -> None:
        """Wait until every last figure was answered, and nothing more comes."""
        end = time.monotonic() + 180
        while time.monotonic() < end:
            if all(not writer.figure or writer.figure in writer.echoes() for writer in writers):
                break
            time.sleep(0.2)

    def _count(self, writers: list[Writer]) -> None:
        done = self.outcome
        for writer in writers:
            seen = Counter(writer.echoes())
            done.lost += sum(not seen[number] for number in range(1, writer.figure + 1))
            done.resent += sum(count - 1 for count in seen.values())
            days = Counter(_day(got.text) for got in writer.person.inbox if _reminds(got.text))
            done.reminders += days.total()
            done.reminded_twice += sum(count > 1 for count in days.values())
        with psycopg.connect(self.url, autocommit=True) as connection:
            done.doubled = _one(connection, DOUBLED)
            wanted = sorted(writer.figure for writer in writers if writer.figure)
            rows = connection.execute("SELECT people FROM answer WHERE code = '1.1'").fetchall()
            done.misplaced = len(wanted) - sum(
                (Counter(wanted) & Counter(number for (number,) in rows)).values()
            )


DOUBLED = """SELECT count(*) FROM (SELECT inbox_id FROM outbox JOIN inbox ON inbox.id = inbox_id
    WHERE inbox.body LIKE '%lớp%' GROUP BY inbox_id HAVING count(*) > 1) AS twice"""


def _one(connection: psycopg.Connection[tuple[int]], statement: str) -> int:
    found = connection.execute(statement).fetchone()  # type: ignore[call-overload]
    assert found is not None
    return int(found[0])


def _reminds(text: str) -> bool:
    return text.startswith("Nhắc")


def _day(text: str) -> str:
    """The line of a reminder that names the days that are left, or how many have passed."""
    return next((line for line in text.splitlines() if "hạn cuối" in line), text)


def _wait(happened: object, seconds: float = 120) -> None:
    end = time.monotonic() + seconds
    while not happened():  # type: ignore[operator]
        assert time.monotonic() < end
        time.sleep(0.05)


def main() -> None:
    """Play a storm and print what became of it as JSON."""
    words = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    words.add_argument("--programs", type=int, default=4)
    words.add_argument("--people", type=int, default=14)
    words.add_argument("--seconds", type=float, default=3600)
    words.add_argument("--seed", type=int, default=1)
    given = words.parse_args()
    with (
        tempfile.TemporaryDirectory() as folder,
        PostgresServer() as postgres,
        TelegramServer() as telegram,
    ):
        storm = Storm(Path(folder), postgres, telegram)
        found = storm.play(given.programs, given.people, given.seconds, given.seed)
    print(json.dumps(asdict(found)))


if __name__ == "__main__":
    main()
