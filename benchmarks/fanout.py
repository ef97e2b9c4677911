"""A whole province is reminded at eight o'clock while twenty people are writing.

    python -m benchmarks.fanout [--recipients 3321] [--writers 20]

`baocao run` is one process, a strict fake of the Bot API that enforces Telegram's limits (30
messages a second overall, one a second to a chat with a burst) is another. Before the reminders
fall due the writers are measured alone; that, and the server's own answer to a bare request, are
the baselines of the same run.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import httpx
from sqlalchemy import insert

from benchmarks import database
from bot.model.message import Address
from bot.model.person import Role
from bot.use_cases.campaigns import campaign_setup
from storage import Store
from storage.tables import AddressRow, PersonRow, SeatRow

PERMITTED = 30  # messages a second
PAUSE = 5.0  # seconds a writer thinks
QUIET = 25.0  # seconds with the writers alone
BEGIN = datetime(2026, 10, 8, 7, 59, 0, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
CAMPAIGN = """\
slug = "thang-muoi"
title = "Tuần lễ học tập suốt đời 2026"
form = "phu-luc-ii-2022"
period = {{ start = 2026-10-01, end = 2026-10-07 }}
deadline = "trước ngày 14/10/2026"
units = "units.csv"
"""
SETTINGS = """\
[telegram]
token = "{token}"
api_base = "{base}"
[web]
enabled = false
[reminders]
ladder = ["period_end+1@8:00"]
"""


@dataclass
class Waits:
    """Seconds from a message to its answer, alone and during the reminders."""

    quiet: list[float] = field(default_factory=list)
    busy: list[float] = field(default_factory=list)
    lost: int = 0


class Server:
    """The fake Bot API in its own process."""

    def __init__(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.fakes.telegram_server", "--real-limits"],
            stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        assert self.process.stdout is not None
        told = json.loads(self.process.stdout.readline())
        self.base, self.token = told["api_base"], told["token"]
        self.client = httpx.AsyncClient(base_url=self.base, timeout=30, trust_env=False)

    async def ask(self, action: str, **asked: Any) -> Any:
        return (await self.client.post(f"/control/{action}", json=asked)).json()

    async def own_latency(self) -> float:
        """The median answer to a bare request, in seconds."""
        spans = []
        for _ in range(100):
            begun = time.monotonic()
            await self.client.post(f"/bot{self.token}/getMe")
            spans.append(time.monotonic() - begun)
        return statistics.median(spans)


def prepare(folder: Path, server: Server, chats: list[str]) -> None:
    """A campaign with one person a unit, each with a chat of the fake."""
    (folder / "config.toml").write_text(
        SETTINGS.format(token=server.token, base=server.base), encoding="utf-8"
    )
    (folder / "data").mkdir()
    lines = [f"{20000 + n},Xã Mẫu {n:05d},xã,," for n in range(len(chats))]
    (folder / "units.csv").write_text(
        "\n".join(["code,name,kind,parent,aliases", *lines]), encoding="utf-8"
    )
    (folder / "campaign.toml").write_text(CAMPAIGN.format(), encoding="utf-8")
    office = database.make_office(folder, BEGIN)
    store = Store.open(f"sqlite:///{folder / 'data' / 'baocao.db'}", BEGIN)
    with store.transaction() as tx:
        read = campaign_setup.read_campaign(folder / "campaign.toml", office)
        campaign = campaign_setup.create_campaign(tx, office, read)
        campaign = campaign_setup.open_campaign(tx, office, campaign.slug)
        units = [unit.id for unit in tx.campaigns.members(campaign.id)]
        bot = server.token.split(":")[0]
        for chat in chats:
            tx.messages.address_id(Address("telegram", bot, chat), BEGIN)
        people = [{"id": n + 1, "name": f"Người {n}", "notice": "1"} for n in range(len(chats))]
        tx.connection.execute(insert(PersonRow), people)
        tx.connection.execute(
            insert(SeatRow),
            [
                {"person_id": n + 1, "campaign_id": campaign.id, "unit_id": unit,
                 "role": Role.REPORTER.value, "since": BEGIN}
                for n, unit in enumerate(units)
            ],
        )  # fmt: skip
        tx.connection.exec_driver_sql("UPDATE address SET person_id = id")
    store.close()
    assert AddressRow  # the table the ids above belong to


def start(folder: Path) -> subprocess.Popen[bytes]:
    """The program on its own clock, a minute before eight."""
    return subprocess.Popen(
        [sys.executable, "-m", "bot", "run", "--config", str(folder / "config.toml"),
         "--clock", BEGIN.isoformat(), "--speed", "1"],
        stderr=(folder / "run.log").open("wb"),
    )  # fmt: skip


async def write_on(
    server: Server,
    chat: str,
    waits: Waits,
    is_busy: asyncio.Event,
    end: asyncio.Event,
    delay: float,
) -> None:
    """One writer: an answer, then some thinking."""
    await asyncio.sleep(delay)
    number = 0
    while not end.is_set():
        number += 1
        known = len(await server.ask("inbox", chat=chat))
        busy = is_busy.is_set()
        begun = time.monotonic()
        await server.ask("says", chat=chat, text=f"sửa 1.1 {number} lớp {number * 30} người")
        answered = await _answer(server, chat, known, begun)
        if answered is None:
            waits.lost += 1
        elif busy == is_busy.is_set() and not end.is_set():
            (waits.busy if busy else waits.quiet).append(answered - begun)
        await asyncio.sleep(PAUSE)


async def _answer(server: Server, chat: str, known: int, begun: float) -> float | None:
    """When the answer came, by the machine's one monotonic clock; reminders are no answers."""
    while time.monotonic() - begun < 20:
        for at, text in (await server.ask("inbox", chat=chat))[known:]:
            if "1.1" in text and not text.startswith("Nhắc"):
                return float(at)
        await asyncio.sleep(0.05)
    return None


async def watch(server: Server, recipients: int) -> tuple[float, float, list[float]]:
    """(first and last moment of the reminders, the moments of everything that was sent)."""
    while True:
        sends = await server.ask("sends")
        reminders = [at for at, text, status in sends if status == 200 and "Nhắc" in text]
        if len(reminders) >= recipients:
            return min(reminders), max(reminders), [at for at, _, status in sends if status == 200]
        await asyncio.sleep(1)


async def begun(server: Server) -> None:
    """Until the first reminder has come."""
    while not any("Nhắc" in text for _, text, _ in await server.ask("sends")):
        await asyncio.sleep(0.2)


def peak(process: subprocess.Popen[bytes]) -> float:
    """The most memory the program ever held, in MiB."""
    for line in Path(f"/proc/{process.pid}/status").read_text("ascii").splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) / 1024
    return 0.0


async def measure(recipients: int, writers: int) -> dict[str, Any]:
    """The whole run; returns its figures."""
    server = Server()
    with tempfile.TemporaryDirectory(prefix="baocao-fanout-") as home:
        chats = await server.ask("people", count=recipients)
        await asyncio.to_thread(prepare, Path(home), server, chats)
        latency = await server.own_latency()
        process = start(Path(home))
        try:
            return await _measured(server, process, chats, writers, latency)
        finally:
            process.send_signal(signal.SIGTERM)
            await asyncio.to_thread(process.wait, 15)
            await server.client.aclose()
            server.process.kill()


async def _measured(
    server: Server,
    process: subprocess.Popen[bytes],
    chats: list[str],
    writers: int,
    latency: float,
) -> dict[str, Any]:
    waits, is_busy, end = Waits(), asyncio.Event(), asyncio.Event()
    lanes = [
        asyncio.create_task(
            write_on(server, chat, waits, is_busy, end, 3 + PAUSE * place / writers)
        )
        for place, chat in enumerate(chats[:writers])
    ]
    await begun(server)
    is_busy.set()
    first, last, sends = await watch(server, len(chats))
    end.set()
    await asyncio.gather(*lanes)
    stats = await server.ask("stats")
    during = sum(first <= at <= last for at in sends)
    return {
        "recipients": len(chats),
        "seconds": last - first,
        "per second": (during - 1) / (last - first),
        "of the permitted rate": (during - 1) / (last - first) / PERMITTED,
        "answers 429": sum(
            count for name, count in stats["calls"].items() if name.endswith(" 429")
        ),
        "server's own latency, ms": 1000 * latency,
        "replies alone": len(waits.quiet),
        "alone p50/p99, ms": (_share(waits.quiet, 0.5), _share(waits.quiet, 0.99)),
        "replies meanwhile": len(waits.busy),
        "meanwhile p50/p99, ms": (_share(waits.busy, 0.5), _share(waits.busy, 0.99)),
        "replies lost": waits.lost,
        "peak MiB": peak(process),
        "load of the machine": os.getloadavg()[0],
    }


def _share(waits: list[float], share: float) -> float:
    ordered = sorted(waits)
    return 1000 * ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--recipients", type=int, default=3321)
    parser.add_argument("--writers", type=int, default=20)
    parser.add_argument("--json", action="store_true", help="the figures as one line of JSON")
    given = parser.parse_args()
    figures = asyncio.run(measure(given.recipients, given.writers))
    if given.json:
        print(json.dumps(figures))
        return
    for name, figure in figures.items():
        shown = figure
        if isinstance(figure, float):
            shown = f"{figure:.3f}"
        if isinstance(figure, tuple):
            shown = " / ".join(f"{each:.1f}" for each in figure)
        print(f"{name}: {shown}")


if __name__ == "__main__":
    main()
