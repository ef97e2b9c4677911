"""People on Telegram, both kinds of Zalo, the web page and the command line, while the program is killed.

    python -m tests.e2e.mixed_storm [--people 14] [--seconds 3600] [--seed 1]

Everybody sends figures that only their unit has, the next when the last was answered; what a dead
program did not take is sent again, some of it twice, and the platforms' gateways fail now and then.
What a Zalo bot took with it when it died is lost by that platform's rules: its people write again, as
people do. In the end every history is checked: what
somebody was told was stored, in order and without repeats, is what they sent; each message was taken
once; and what is stored is what was sent last.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import secrets
import sqlite3
import tempfile
import time
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import closing
from dataclasses import asdict, dataclass, field
from difflib import SequenceMatcher
from itertools import groupby
from pathlib import Path
from typing import Any

import httpx

from bot.channels.zalo_oa_spec import TOKENS
from bot.channels.zalo_oa_tokens import TokenFile, TokenPair
from tests.e2e.installed import SLUG, Installation, Running, find_program
from tests.fakes.people import Person
from tests.fakes.platform_server import PlatformServer
from tests.fakes.telegram_server import TelegramServer
from tests.fakes.zalo_api import Plan
from tests.fakes.zalo_oa_server import APP_ID, APP_SECRET, OA_ID, OA_SECRET, OaPerson, ZaloOaServer
from tests.fakes.zalo_people import ZaloPerson
from tests.fakes.zalo_server import ZaloServer

CLOCK = "2022-10-10T08:30:00+07:00"
ECHO = re.compile(r"1\.1: (\d+) lớp, (\d+) người")
UNITS, ROUND = 14, 10  # the n-th unit has the figures n, n + 14, … n + 126, and again from n
PATIENCE = 240.0
SELDOM = 0.02  # of the rounds in which everybody else writes
AGAIN = 0.1  # how often a message that was taken is sent once more
FAILS = 0.002  # how often a gateway answers the next calls in a program's place
UNHEARD = 25.0  # seconds after which somebody without an answer writes again
NO_LIMIT = 10**6  # messages a month, for bots that are written to all day


@dataclass
class Outcome:
    """What became of everything: all but the counts shall be 0."""

    lost: int = 0  # figures that were never answered, or not in their turn
    doubled: int = 0  # messages that two turns were taken for
    misplaced: int = 0  # units that hold something else than was sent last
    foreign: int = 0  # figures of another unit that somebody was shown
    figures: dict[str, int] = field(default_factory=dict)  # by door
    kills: int = 0
    raised: int = 0  # tracebacks in the program's log
    longest: float = 0.0  # seconds until a figure was answered, kills included

    @property
    def is_well(self) -> bool:
        return not any((self.lost, self.doubled, self.misplaced, self.foreign, self.raised))


class Writer(ABC):
    """One person, their unit's place and last figure."""

    door: str

    def __init__(self, place: int, unit: str) -> None:
        self.place, self.unit = place, unit
        self.sent: list[int] = []
        self.known = 0  # how much had been heard when the last figure was sent
        self.asked_at = time.monotonic()
        self.longest = 0.0

    def step(self, chance: random.Random) -> None:
        """Send the next figure once the last was answered; push again what nobody took."""
        if not self.is_answered():
            self.push(chance)
            return
        self.longest = max(self.longest, time.monotonic() - self.asked_at)
        self.known, self.asked_at = len(self.heard()), time.monotonic()
        self.sent.append(self.place + UNITS * (len(self.sent) % ROUND))
        self.write(f"1.1: {self.figure} lớp {self.figure} người")
        self.push(chance)

    def heard(self) -> list[int]:
        """The figures that were said to be stored, in order."""
        return [int(number) for text in self.texts() for number, _ in ECHO.findall(text)[:1]]

    @property
    def figure(self) -> int:
        return self.sent[-1]

    def is_answered(self) -> bool:
        """Whether the last figure was said to be stored since it was sent."""
        return not self.sent or self.figure in self.heard()[self.known :]

    def history(self) -> list[int]:
        """What was heard, each answer once, however often it came."""
        return [number for number, _ in groupby(self.heard())]

    @abstractmethod
    def texts(self) -> list[str]:
        """All that was said to this person."""

    @abstractmethod
    def write(self, text: str) -> None:
        """Write a message; it may still have to be pushed."""

    def push(self, chance: random.Random) -> None:  # noqa: B027
        """Hand over what was not taken yet."""


class OnTelegram(Writer):
    door = "telegram"

    def __init__(self, place: int, unit: str, person: Person) -> None:
        super().__init__(place, unit)
        self.person = person

    def texts(self) -> list[str]:
        return [got.text for got in self.person.inbox]

    def write(self, text: str) -> None:
        self.person.says(text)


class OnOfficialAccount(Writer):
    door = "zalo_oa"

    def __init__(self, place: int, unit: str, person: OaPerson) -> None:
        super().__init__(place, unit)
        self.person = person
        self.raw: dict[str, Any] | None = None

    def texts(self) -> list[str]:
        return [got["text"] for got in list(self.person.inbox)]

    def write(self, text: str) -> None:
        self.raw = self.person.raw("user_send_text", {"text": text})

    def push(self, chance: random.Random) -> None:
        """The platform calls until somebody took the event, and now and then once more."""
        if self.raw is None:
            return
        try:
            taken = self.person.server.push(self.raw).status_code == 200
        except httpx.HTTPError:
            return
        if taken and chance.random() > AGAIN:
            self.raw = None


class OnZaloBot(Writer):
    door = "zalo"

    def __init__(self, place: int, unit: str, person: ZaloPerson, server: ZaloServer) -> None:
        super().__init__(place, unit)
        self.person, self.server = person, server
        self.said, self.said_as, self.said_at = "", "", 0.0

    def texts(self) -> list[str]:
        return [got.text for got in self.person.inbox]

    def write(self, text: str) -> None:
        self.said, self.said_at = text, time.monotonic()
        self.said_as = self.person.says(text)

    def push(self, chance: random.Random) -> None:
        """The platform hands a message out once, now and then twice; who hears nothing writes again."""
        if time.monotonic() - self.said_at > UNHEARD:
            self.write(self.said)
        elif chance.random() < AGAIN / 10:
            self.server.repeats(self.said_as)


class OnTheWeb(Writer):
    door = "web"

    def __init__(self, place: int, unit: str, address: str, code: str) -> None:
        super().__init__(place, unit)
        self.http = httpx.Client(base_url=address, timeout=20, trust_env=False)
        page = self.http.get(f"/chat/{code}", headers={"accept": "text/html"}).text
        (self.token,) = re.findall(r'data-token="(\w+)"', page)[:1]
        self.posted: dict[str, str] | None = None
        self.shown: dict[int, str] = {}
        self.asks = {"after": 0, "seen": 0}
        self.write(code, "start")
        self.push(random.Random(1))

    def texts(self) -> list[str]:
        """Ask as the page does, but with no epoch of the program's: then it answers at once."""
        try:
            found = self.http.get("/chat/lines", params={**self.asks, "epoch": "-"}).json()
            self.asks = {"after": found["after"], "seen": found["seen"]}
        except (httpx.HTTPError, ValueError, KeyError):
            return list(self.shown.values())
        for line in found["lines"]:
            if line["who"] == "bot":
                self.shown[line["id"]] = f"{line['lead']}\n{line['text']}"
        return [self.shown[number] for number in sorted(self.shown)]

    def write(self, text: str, kind: str = "text") -> None:
        self.posted = {"key": secrets.token_hex(16), "kind": kind, "text": text}

    def push(self, chance: random.Random) -> None:
        """The page keeps what it could not post."""
        if self.posted is None:
            return
        try:
            given = {"x-page-token": self.token}
            taken = self.http.post("/chat/send", json=self.posted, headers=given).is_success
        except httpx.HTTPError:
            return
        if taken and chance.random() > AGAIN:
            self.posted = None


class OnTheCommandLine(Writer):
    """A command takes long to start, so the office types seldom."""

    door = "enter"

    def __init__(self, place: int, unit: str, office: Installation) -> None:
        super().__init__(place, unit)
        self.office = office
        self.stored: list[str] = []
        self.waiting = ""

    def step(self, chance: random.Random) -> None:
        if not self.sent or chance.random() < SELDOM:
            super().step(chance)

    def texts(self) -> list[str]:
        return self.stored

    def write(self, text: str) -> None:
        self.waiting = text

    def push(self, chance: random.Random) -> None:
        words = ("--unit", self.unit, "--source", "điện thoại", self.waiting)
        if self.office.run("enter", SLUG, *words).code == 0:
            self.stored.append(f"1.1: {self.figure} lớp, {self.figure} người")


class MixedStorm:
    """An office on SQLite with all doors open, its program killed now and then."""

    def __init__(
        self, folder: Path, telegram: TelegramServer, account: ZaloOaServer, zalo: ZaloServer
    ) -> None:
        self.telegram, self.account, self.zalo = telegram, account, zalo
        zalo.api.plan = Plan(messages=NO_LIMIT)
        section = {
            "oa_id": OA_ID, "app_id": APP_ID, "app_secret": APP_SECRET, "oa_secret": OA_SECRET,
            "api_base": account.api_base, "oauth_base": account.api_base,
        }  # fmt: skip
        more = "[zalo_oa]\n" + "\n".join(f'{key} = "{value}"' for key, value in section.items())
        bot_of_zalo = {"token": zalo.token, "api_base": zalo.api_base}
        more += "\n[zalo]\n" + "\n".join(
            f'{key} = "{value}"' for key, value in bot_of_zalo.items()
        )
        more += f"\nmonthly_quota = {NO_LIMIT}"
        bot = (telegram.token, telegram.api_base)
        self.office = Installation(find_program(), folder, telegram=bot, more=more)
        self.address = f"http://127.0.0.1:{self.office.port}"
        account.hook = f"{self.address}/zalo_oa/webhook"
        self._methods: list[tuple[PlatformServer, str]] = [
            (telegram, "getUpdates"), (telegram, "sendMessage"), (account, "cs"),
            (zalo, "getUpdates"), (zalo, "sendMessage"),
        ]  # fmt: skip
        self.outcome = Outcome()

    def play(
        self, people: int, seconds: float, seed: int, kills: int = 0, least: int = 0
    ) -> Outcome:
        """Let it rage, then check. `kills` ends it once so many programs were killed and `least`
        figures sent (0: when the seconds are over)."""
        self.office.opens_campaign(CLOCK)
        TokenFile(self.office.data / TOKENS).write(TokenPair("access-0", "refresh-0", CLOCK))
        running = self._start()
        writers = list(self._joined(people))
        running = self._rage(running, writers, seconds, random.Random(seed), kills, least)
        self._settle(writers)
        code, _ = running.stop(PATIENCE)  # a busy machine takes none of the figures away
        assert code == 0
        self._check(writers)
        self.office.close()
        return self.outcome

    def _start(self) -> Running:
        running = self.office.starts("run", "--clock", CLOCK)
        running.wait_for("running:", 600)
        return running

    def _joined(self, people: int) -> Iterator[Writer]:
        for place, invite in enumerate(self.office.json("invite", SLUG)[:people], start=1):
            code, unit = invite["code"], invite["unit_code"]
            match place % 5:
                case 0:
                    yield OnTheCommandLine(place, unit, self.office)
                case 1:
                    yield self._on_account(place, unit, code)
                case 2:
                    yield self._on_telegram(place, unit, code)
                case 3:
                    web = OnTheWeb(place, unit, self.address, code)
                    yield self._agrees(web)
                case _:
                    yield self._on_zalo(place, unit, code)

    def _on_account(self, place: int, unit: str, code: str) -> Writer:
        person = self.account.person()
        person.says(f"LIENKET {code}")
        return self._agrees(OnOfficialAccount(place, unit, person))

    def _on_telegram(self, place: int, unit: str, code: str) -> Writer:
        person = self.telegram.person(f"Người số {place}")
        person.starts(code)
        return self._agrees(OnTelegram(place, unit, person))

    def _on_zalo(self, place: int, unit: str, code: str) -> Writer:
        person = self.zalo.person(f"Người số {place}")
        person.starts(code)
        return self._agrees(OnZaloBot(place, unit, person, self.zalo))

    def _agrees(self, writer: Writer) -> Writer:
        _until(lambda: any("Đồng ý" in text for text in writer.texts()))
        writer.write("Đồng ý")
        writer.push(random.Random(1))
        _until(lambda: any("Đang nhập cho" in text or "34" in text for text in writer.texts()))
        return writer

    def _rage(
        self, running: Running, writers: list[Writer], seconds: float, chance: random.Random,
        kills: int, least: int,
    ) -> Running:  # fmt: skip
        end, next_kill = time.monotonic() + seconds, time.monotonic() + chance.uniform(1, 4)
        while time.monotonic() < end:
            enough = bool(kills) and self.outcome.kills >= kills
            if enough and sum(len(writer.sent) for writer in writers) >= least:
                break
            for writer in writers:
                writer.step(chance)
            self._let_gateways_fail(chance)
            if not enough and time.monotonic() > next_kill:
                running.kill()
                self.outcome.kills += 1
                running = self._start()
                next_kill = time.monotonic() + chance.uniform(2, 10)
            time.sleep(0.05)
        return running

    def _let_gateways_fail(self, chance: random.Random) -> None:
        """A burst of 502 for one method of one platform."""
        if chance.random() < FAILS:
            server, method = chance.choice(self._methods)
            server.fail("502", method, times=chance.randint(1, 5))

    def _settle(self, writers: list[Writer]) -> None:
        """Wait until every last figure was answered."""
        chance, end = random.Random(1), time.monotonic() + PATIENCE
        while time.monotonic() < end:
            late = [writer for writer in writers if not writer.is_answered()]
            if not late:
                return
            for writer in late:
                writer.push(chance)
            time.sleep(0.3)

    def _check(self, writers: list[Writer]) -> None:
        done = self.outcome
        for writer in writers:
            heard = writer.history()
            alike = SequenceMatcher(None, writer.sent, heard, autojunk=False)
            matched = sum(size for _, _, size in alike.get_matching_blocks())
            done.lost += max(len(writer.sent), len(heard)) - matched
            done.foreign += len(set(heard) - set(writer.sent))
            done.figures[writer.door] = done.figures.get(writer.door, 0) + len(writer.sent)
            done.longest = max(done.longest, round(writer.longest, 1))
        with closing(sqlite3.connect(self.office.data / "baocao.db")) as connection:
            done.doubled = int(connection.execute(DOUBLED).fetchone()[0])
            stored = dict(connection.execute(STORED).fetchall())
        done.raised = (self.office.folder / "run.log").read_bytes().count(b"Traceback (most")
        done.misplaced = sum(
            stored.get(writer.unit) != writer.figure for writer in writers if writer.sent
        )


DOUBLED = """SELECT count(*) FROM (SELECT inbox_id FROM outbox JOIN inbox ON inbox.id = inbox_id
    WHERE inbox.body LIKE '%lớp%' AND outbox.body LIKE '%Đã ghi 1.1: %'
    GROUP BY inbox_id HAVING count(*) > 1) AS twice"""
STORED = """SELECT unit.code, answer.count FROM answer
    JOIN submission ON submission.id = answer.submission_id
    JOIN unit ON unit.id = submission.unit_id WHERE answer.code = '1.1'"""


def _until(happened: Any, seconds: float = 120) -> None:
    end = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < end
        time.sleep(0.05)


def main() -> None:
    """Play a storm and print what became of it as JSON."""
    words = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    words.add_argument("--people", type=int, default=14)
    words.add_argument("--seconds", type=float, default=3600)
    words.add_argument("--seed", type=int, default=1)
    given = words.parse_args()
    with (
        tempfile.TemporaryDirectory() as folder,
        TelegramServer() as telegram,
        ZaloOaServer() as account,
        ZaloServer() as zalo,
    ):
        storm = MixedStorm(Path(folder) / "office", telegram, account, zalo)
        found = storm.play(given.people, given.seconds, given.seed)
    print(json.dumps(asdict(found)))


if __name__ == "__main__":
    main()
