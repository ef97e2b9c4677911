"""Several programs on one PostgreSQL database at the size of a commune, a province, the country.

    python -m benchmarks.nation [--units 53321] [--programs 1,2,4] [--writers 80] [--json]

A database of so many units is made on SQLite and moved to a server that the benchmark starts (or
to `--url`). Then so many programs, each a process of its own, take the turns of their share of the
writers, whole reports from the invitation on, with a commit for each message; meanwhile nobody
sends. Afterwards what a coordinator and the clock ask for is timed once. The server waits for the
disk as it does in service.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import tempfile
import time
from concurrent.futures import Future
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from benchmarks import database
from benchmarks.script import FIRST_CHAT, raw_update
from bot.channels.telegram_message import read_update
from bot.use_cases.app_context import AppContext
from bot.use_cases.reminding import send_reminders
from bot.use_cases.turns.process_message import take_at_once
from storage import Store, place_of
from tests.databases import create
from tests.fakes import postgres_server

SHOWN = 100  # units on one page of the board


def main() -> None:
    words = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    words.add_argument("--units", type=int, default=53_321)
    words.add_argument("--programs", default="1,2,4")
    words.add_argument("--writers", type=int, default=80)
    words.add_argument("--url", default="")
    words.add_argument("--json", action="store_true")
    given = words.parse_args()
    found = measure(
        given.units,
        [int(number) for number in given.programs.split(",")],
        given.writers,
        given.url,
    )
    print(json.dumps(found) if given.json else in_lines(found))


def measure(units: int, programs: list[int], writers: int, url: str = "") -> dict[str, Any]:
    """Every figure, by its name."""
    found: dict[str, Any] = {"units": units}
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        if not url:
            postgres_server.SETTINGS.update(fsync="on", full_page_writes="on")
            server = stack.enter_context(postgres_server.PostgresServer())
            url = create(server, "nation", "template0")
        sample = database.make(folder / "made", units, writers)
        for count in programs:
            began = time.perf_counter()
            place_of(url).restore(folder / "made" / database.FILE)
            found["moved_seconds"] = round(time.perf_counter() - began, 1)
            found[f"turns_a_second_{count}"] = round(_turns(url, folder, sample, count), 1)
        found.update(_asked(url, folder))
    return found


def _turns(url: str, folder: Path, sample: database.Sample, programs: int) -> float:
    """Messages a second, taken by so many processes together."""
    context = multiprocessing.get_context("spawn")
    barrier, results = context.Barrier(programs), context.Queue()
    shares = [sample.scripts[number::programs] for number in range(programs)]
    started = [
        context.Process(
            target=_program, args=(url, folder, shares[number], number, programs, barrier, results)
        )
        for number in range(programs)
    ]
    for process in started:
        process.start()
    spans = [results.get(timeout=3600) for _ in started]
    for process in started:
        process.join()
    first, last = min(span[0] for span in spans), max(span[1] for span in spans)
    return float(sum(span[2] for span in spans) / (last - first))


def _program(
    url: str,
    folder: Path,
    scripts: tuple[tuple[str, ...], ...],
    number: int,
    programs: int,
    barrier: Any,
    results: Any,
) -> None:
    store, office = Store.open(url), database.make_office(folder)
    barrier.wait()
    began, count = time.time(), 0
    chats = [FIRST_CHAT + 7_000_000 + number + programs * place for place in range(len(scripts))]
    for step in range(max(map(len, scripts))):
        jobs = [
            _written(store, office, chat, script[step])
            for chat, script in zip(chats, scripts, strict=True)
            if step < len(script)
        ]
        count += sum(job.result(600) for job in jobs)
    results.put((began, time.time(), count))
    store.close()


def _written(store: Store, office: AppContext, chat: int, words: str) -> Future[bool]:
    incoming = read_update(json.loads(raw_update(chat, words)), database.BOT)
    assert incoming is not None
    return store.write(lambda tx: take_at_once(tx, office, incoming))


def _asked(url: str, folder: Path) -> dict[str, float]:
    """Seconds that single questions take: a page of the board, the whole board, what is due."""
    store, office = Store.open(url), database.make_office(folder)
    with store.reading() as tx:
        campaign = max(tx.campaigns.all(), key=lambda each: len(tx.campaigns.members(each.id)))
        units = [unit.id for unit in tx.campaigns.members(campaign.id)]
        page = _seconds(lambda: tx.views.board(campaign.id, units[:SHOWN]))
        board = _seconds(lambda: tx.views.board(campaign.id))
        answers = _seconds(lambda: tx.views.sent_answers(campaign.id))
    job = store.write(lambda tx: send_reminders.reminder_tick(tx, office, office.now()))
    tick = _seconds(lambda: job.result(600))
    store.close()
    return {
        "board_page_seconds": page,
        "board_seconds": board,
        "sent_answers_seconds": answers,
        "tick_seconds": tick,
    }


def _seconds(work: Any) -> float:
    began = time.perf_counter()
    work()
    return round(time.perf_counter() - began, 3)


def in_lines(found: dict[str, Any]) -> str:
    """The figures, one a line."""
    return "\n".join(f"{name:>24} {number}" for name, number in found.items())


if __name__ == "__main__":
    main()
