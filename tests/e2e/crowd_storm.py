"""A crowd on one bot while the program is killed and the platform loses, repeats and fails.

    python -m tests.e2e.crowd_storm zalo [--people 50] [--seconds 3600] [--seed 1]
    python -m tests.e2e.crowd_storm telegram --people 3321 --figures 2 --seconds 3600

Everybody belongs to a unit of their own and sends figures that only this unit has, the next when the
last was answered. A Zalo bot loses what is written while no program listens: its people write again.
In the end every history is checked as in `tests.e2e.mixed_storm`.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sqlite3
import tempfile
import time
from contextlib import closing
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from difflib import SequenceMatcher
from itertools import groupby
from pathlib import Path
from typing import Any

from tests.e2e.idle_program import megabytes
from tests.e2e.installed import SAMPLE, SLUG, Installation, Running, find_program
from tests.fakes.people import Person
from tests.fakes.telegram_server import TelegramServer
from tests.fakes.zalo_api import Plan
from tests.fakes.zalo_server import ZaloServer

CLOCK = "2022-10-08T08:30:00+07:00"  # a Saturday: nobody is reminded
ECHO = re.compile(r"1\.1: ([\d.]+) lớp, ([\d.]+) người")
NO_LIMIT = 10**6  # messages a month
ROUND = 3  # the figures of somebody: one class, two, three, and again one
APART = 10_000
"""A figure as one number: so often its classes, and its people, who are as many at no other unit. A program
asks about more than 5,000 people, and about fewer people than classes."""
LEAST = 20  # people
UNHEARD = 30.0  # seconds after which somebody on Zalo without an answer writes again
THINKS = (6.0, 24.0)  # seconds between an answer and the next figure
LIVES = (15.0, 60.0)  # seconds that a program lives
BURSTS = 0.03  # of the seconds, in which a burst begins
REPEATS = 0.1  # of the answered messages, which the platform hands out again
PATIENCE = 600.0
FAILURES = {
    "zalo": ("500", "502", "504", "drop_before", "drop_after", "slow", "html"),
    "telegram": ("500", "502", "429", "drop_before", "drop_after", "slow"),
}


@dataclass
class Outcome:
    """What became of everything: the first five shall be 0."""

    lost: int = 0  # figures that were never answered, or not in their turn
    doubled: int = 0  # messages that two turns were taken for
    misplaced: int = 0  # units that hold something else than was sent last
    foreign: int = 0  # figures of another unit that somebody was shown
    raised: int = 0  # tracebacks in the program's log
    people: int = 0
    figures: int = 0
    kills: int = 0
    bursts: int = 0  # of failures; each for up to twenty calls
    repeats: int = 0  # messages that the platform handed out again
    lost_by_platform: int = 0
    written_again: int = 0
    longest: float = 0.0  # seconds until a figure was answered, kills and losses included
    megabytes: float = 0.0  # the most that a program held

    @property
    def is_well(self) -> bool:
        return not any((self.lost, self.doubled, self.misplaced, self.foreign, self.raised))


class Member:
    """One of the crowd: joins, then sends figure after figure."""

    def __init__(self, person: Person, unit: str, figures: list[int], words: list[str]) -> None:
        self.person, self.unit, self.figures = person, unit, figures
        self.sent: list[int] = []
        self.heard: list[int] = []
        self.arrived: list[Any] = []  # ids of messages that certainly reached the program
        self.written, self.tries, self.key = "", 0, None
        self.due = self.asked_at = self.said_at = 0.0
        self.longest = 0.0
        self._joining = words  # what is still to be said before the first figure
        self._read = 0
        self._known = 0
        self._told = False  # whether anything came since what was written last
        self._texts = ""

    @property
    def is_answered(self) -> bool:
        """Whether what was written last has been answered; notes what came."""
        fresh = self.person.inbox[self._read :]
        self._read += len(fresh)
        for got in fresh:
            self._texts = got.text
            told = ECHO.findall(got.text)[:1]
            self.heard += [
                int(classes) * APART + int(people.replace(".", "")) for classes, people in told
            ]
        self._told |= bool(fresh)
        if not self.sent:
            return not self.written or self._told
        return self.sent[-1] in self.heard[self._known :]

    @property
    def is_done(self) -> bool:
        return not self._joining and not self.figures

    def writes_next(self, now: float) -> None:
        """Write what comes next, once the last was answered."""
        if self.tries == 1:
            self.arrived.append(self.key)
        if self.sent:
            self.longest = max(self.longest, now - self.asked_at)
        self.tries, self.asked_at, self._known = 0, now, len(self.heard)
        self._told = False
        if self._joining:
            self.written = self._joining.pop(0)
        else:
            self.sent.append(self.figures.pop(0))
            classes, people = divmod(self.sent[-1], APART)
            self.written = f"1.1: {classes} lớp {people} người"
        self.writes(now)

    def writes(self, now: float) -> None:
        """Write, or write again."""
        self.tries, self.said_at = self.tries + 1, now
        self.key = self.person.says(self.written)

    def history(self) -> list[int]:
        """What was heard, each answer once, however often it came."""
        return [number for number, _ in groupby(self.heard)]


class CrowdStorm:
    """An office on SQLite with one bot of one platform and a unit for everybody."""

    def __init__(self, folder: Path, server: TelegramServer | ZaloServer) -> None:
        self.server, self.outcome = server, Outcome()
        self._began = time.monotonic()
        self.platform = "zalo" if isinstance(server, ZaloServer) else "telegram"
        section = f'[{self.platform}]\napi_base = "{server.api_base}"\ntoken = "{server.token}"'
        if isinstance(server, ZaloServer):
            server.api.plan = Plan(users=50, messages=NO_LIMIT)
            server.loses_unpolled, server.patience = True, 3.0
            section += f"\nmonthly_quota = {NO_LIMIT}"
        self.office = Installation(find_program(), folder, web=False, more=section)

    def play(
        self,
        people: int,
        seconds: float,
        figures: int,
        seed: int,
        kills: int = 0,
        haste: float = 1,
    ) -> Outcome:
        """Let it rage for so many seconds, or until all sent so many figures (0: without end) and
        `kills` programs were killed; then check. `haste` divides the times that people take."""
        chance = random.Random(seed)
        self._open(people)
        crowd = self._crowd(people, figures or 10**6, chance, haste)
        running = self._start()
        running = self._rage(running, crowd, seconds, chance, kills, haste)
        self._settle(crowd)
        code, _ = running.stop(PATIENCE)  # a busy machine takes none of the figures away
        assert code == 0
        self._check(crowd)
        self.office.close()
        return self.outcome

    def _open(self, people: int) -> None:
        files = self.office.folder / "campaign"
        files.mkdir()
        units = "".join(f"D{n:05},Đơn vị số {n},xã,,\n" for n in range(1, people + 1))
        (files / "units.csv").write_text("code,name,kind,parent,aliases\n" + units, "utf-8")
        (files / "campaign.toml").write_bytes((SAMPLE / "campaign.toml").read_bytes())
        self.office.does("campaign", "create", str(files / "campaign.toml"), "--clock", CLOCK)
        self.office.does("campaign", "open", SLUG, "--clock", CLOCK)

    def _crowd(
        self, people: int, figures: int, chance: random.Random, haste: float
    ) -> list[Member]:
        word = "LIENKET" if self.platform == "zalo" else "/start"
        crowd, now = [], time.monotonic()
        for place, invite in enumerate(self.office.json("invite", SLUG)[:people], start=1):
            own = [LEAST + place + APART * (n % ROUND + 1) for n in range(min(figures, 5000))]
            person = self.server.person(f"Người số {place}")
            words = [f"{word} {invite['code']}", "Đồng ý"]
            member = Member(person, invite["unit_code"], own, words)
            member.due = now + chance.uniform(0, people / 10) / haste
            crowd.append(member)
        return crowd

    def _start(self) -> Running:
        """Start the program, at the time that it would be by now."""
        passed = timedelta(seconds=time.monotonic() - self._began)
        clock = (datetime.fromisoformat(CLOCK) + passed).isoformat()
        running = self.office.starts("run", "--clock", clock)
        running.wait_for("running:", 600)
        return running

    def _rage(
        self, running: Running, crowd: list[Member], seconds: float, chance: random.Random,
        kills: int, haste: float,
    ) -> Running:  # fmt: skip
        now = time.monotonic()
        end, dies = now + seconds, now + chance.uniform(*LIVES) / haste
        while now < end and not (all(map(_rests, crowd)) and self.outcome.kills >= kills):
            for member in crowd:
                self._step(member, chance, haste)
            self._fail(chance)
            if now > dies:
                self.outcome.megabytes = max(
                    self.outcome.megabytes, megabytes(running.process.pid)
                )
                running.kill()
                self.outcome.kills += 1
                running = self._start()
                dies = time.monotonic() + chance.uniform(*LIVES) / haste
            time.sleep(0.1)
            now = time.monotonic()
        return running

    def _step(self, member: Member, chance: random.Random, haste: float) -> None:
        now = time.monotonic()
        if now < member.due:
            return
        if not member.is_answered:
            if self.platform == "zalo" and now - member.said_at > UNHEARD / haste:
                member.writes(now)
                self.outcome.written_again += 1
        elif not member.is_done:
            member.writes_next(now)
            member.due = now + chance.uniform(*THINKS) / haste
            self._repeat(member, chance)

    def _repeat(self, member: Member, chance: random.Random) -> None:
        """Hand out again something that had long been taken."""
        if self.platform == "zalo" and member.arrived and chance.random() < REPEATS:
            self.server.repeats(chance.choice(member.arrived))
            self.outcome.repeats += 1
        elif self.platform == "telegram" and chance.random() < REPEATS / 50:
            self.server.repeats(self.server.last_update_id)  # type: ignore[union-attr]
            self.outcome.repeats += 1

    def _fail(self, chance: random.Random) -> None:
        if chance.random() < BURSTS / 10 and not self.server.faults.left:
            kind, method = chance.choice(FAILURES[self.platform]), chance.choice(METHODS)
            self.server.fail(kind, method, times=chance.randint(1, 20), seconds=0.5)
            self.outcome.bursts += 1

    def _settle(self, crowd: list[Member]) -> None:
        """Wait until every last message was answered, on a platform that is well again."""
        self.server.faults.clear()
        chance, end = random.Random(1), time.monotonic() + PATIENCE
        while time.monotonic() < end and not all(member.is_answered for member in crowd):
            for member in crowd:
                member.due = 0 if not member.is_answered else 10**12
                self._step(member, chance, 1)
            time.sleep(0.3)

    def _check(self, crowd: list[Member]) -> None:
        done, folder = self.outcome, self.office.folder
        with closing(sqlite3.connect(self.office.data / "baocao.db")) as connection:
            done.doubled = int(connection.execute(DOUBLED).fetchone()[0])
            stored = dict(connection.execute(STORED).fetchall())
        for member in crowd:
            heard = member.history()
            alike = SequenceMatcher(None, member.sent, heard, autojunk=False)
            matched = sum(size for _, _, size in alike.get_matching_blocks())
            done.lost += max(len(member.sent), len(heard)) - matched
            done.foreign += len(set(heard) - set(member.sent))
            done.misplaced += bool(member.sent) and stored.get(member.unit) != member.sent[-1]
            done.figures += len(member.sent)
            done.people += bool(member.sent)
            done.longest = max(done.longest, round(member.longest, 1))
        done.raised = (folder / "run.log").read_bytes().count(b"Traceback (most")
        if isinstance(self.server, ZaloServer):
            done.lost_by_platform = len(self.server.api.lost)


METHODS = ("getUpdates", "sendMessage")
DOUBLED = """SELECT count(*) FROM (SELECT inbox_id FROM outbox JOIN inbox ON inbox.id = inbox_id
    WHERE inbox.body LIKE '%lớp%' AND outbox.body LIKE '%Đã ghi 1.1: %'
    GROUP BY inbox_id HAVING count(*) > 1) AS twice"""
STORED = f"""SELECT unit.code, answer.count * {APART} + answer.people FROM answer
    JOIN submission ON submission.id = answer.submission_id
    JOIN unit ON unit.id = submission.unit_id WHERE answer.code = '1.1'"""


def _rests(member: Member) -> bool:
    return member.is_done and member.is_answered


def main() -> None:
    """Play a storm and print what became of it as JSON."""
    words = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    words.add_argument("platform", choices=("zalo", "telegram"))
    words.add_argument("--people", type=int, default=50)
    words.add_argument("--seconds", type=float, default=3600)
    words.add_argument("--figures", type=int, default=0, help="for everybody; 0: without end")
    words.add_argument("--seed", type=int, default=1)
    given = words.parse_args()
    servers = {"zalo": ZaloServer, "telegram": TelegramServer}
    with tempfile.TemporaryDirectory() as folder, servers[given.platform]() as server:
        storm = CrowdStorm(Path(folder) / "office", server)
        found = storm.play(given.people, given.seconds, given.figures, given.seed)
    print(json.dumps(asdict(found)))


if __name__ == "__main__":
    main()
