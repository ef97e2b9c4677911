"""How long documents of a whole campaign take, and the board, with what memory.

    python -m benchmarks.exports [--units 14,168,3321] [--rounds N] [--patience S] [--json]

Every unit has sent a whole report. The workbook is made as `baocao export … --out x.xlsx` makes it,
from a database file to a file; beside it stand openpyxl and, where it is installed, XlsxWriter
alone, writing the same values (read from the finished workbook beforehand) with no style, width,
formula or reading of anything. Every
measurement runs in a fresh process, with its libraries imported before the watch starts; the
rounds go through all of them in turn. Shown are medians, and the most memory of all rounds.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import logging
import os
import pickle
import platform
import shutil
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook

from benchmarks import contestants, database
from benchmarks.database import Reported, Sample
from benchmarks.measure import Figures, apart, peak_memory, talk, wait_for_quiet
from bot.conversation.context import CampaignContext
from bot.conversation.unit_names import units_mentioned
from bot.exports import official_form
from bot.model.documents import Document, DocumentRequest
from bot.model.export_kinds import DocumentKind, export_named
from bot.model.person import Role, Seat
from bot.snapshots import issue_snapshot
from bot.use_cases.board import board_query
from bot.use_cases.board.board_query import BoardFilter
from bot.use_cases.papers import campaign_export
from bot.use_cases.papers.export_documents import Documents
from bot.use_cases.turns.load_context import load_board
from storage import Transaction

ENDINGS = (".xlsx", ".docx", ".json", ".csv")
RIVALS = ("openpyxl", *(["xlsxwriter"] if find_spec("xlsxwriter") else []))
WRITERS = 60
LOOKS = 15  # at the board, in one measurement


@dataclass(frozen=True)
class Taken:
    """One measurement: seconds in all and by part, those that a processor worked, peak MiB, and MiB
    before the work."""

    seconds: float
    worked: float
    peak: float
    before: float
    parts: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True)
class Looked:
    """One kind of board: seconds that the processor worked at each look, and its statements."""

    seconds: tuple[float, ...]
    statements: int


class Watch:
    """Seconds spent in parts of the work."""

    def __init__(self) -> None:
        self.parts: dict[str, float] = {}

    def on(self, part: str, work: Callable[..., Any]) -> Callable[..., Any]:
        """The same function, with the time that it takes noted."""

        def timed(*given: Any, **named: Any) -> Any:
            begun = time.perf_counter()
            try:
                return work(*given, **named)
            finally:
                self.parts[part] = self.parts.get(part, 0.0) + time.perf_counter() - begun

        return timed


def export(made: Reported, out: Path) -> Taken:
    """The document as the command makes it, in the process it is called in."""
    import_module(export_named(out.suffix[1:]).module)
    store, office = database.open_store(made.folder), database.make_office(made.folder)
    watch = Watch()
    campaign_export.campaign_sheet = watch.on("reading", campaign_export.campaign_sheet)
    official_form.save_with_formulas = watch.on("saving", official_form.save_with_formulas)
    before, begun, idle = peak_memory(), time.perf_counter(), time.process_time()
    issue_snapshot.export_file(store, office, made.slug, None, out)
    seconds, worked = time.perf_counter() - begun, time.process_time() - idle
    store.close()
    filling = seconds - sum(watch.parts.values())
    parts = (*watch.parts.items(), ("filling", filling))
    return Taken(seconds, worked, peak_memory(), before, parts)


def keep_values(workbook: Path, values: Path) -> int:
    """All cells of a workbook that hold something, kept for `bare`; how many there are."""
    book = load_workbook(workbook)
    sheets = [
        (
            sheet.title,
            [
                (cell.row, cell.column, cell.value)
                for row in sheet.iter_rows()
                for cell in row
                if cell.value is not None
            ],
        )
        for sheet in book
    ]
    values.write_bytes(pickle.dumps(sheets))
    return sum(len(cells) for _, cells in sheets)


def bare(values: Path, out: Path) -> Taken:
    """openpyxl alone: the same values in the same places."""
    sheets = pickle.loads(values.read_bytes())
    before, begun, idle = peak_memory(), time.perf_counter(), time.process_time()
    book = Workbook()
    book.remove(book.active)
    for title, cells in sheets:
        sheet = book.create_sheet(title)
        for row, column, value in cells:
            sheet.cell(row, column, value)
    filled = time.perf_counter()
    book.save(out)
    seconds, worked = time.perf_counter() - begun, time.process_time() - idle
    parts = (("saving", begun + seconds - filled), ("filling", filled - begun))
    return Taken(seconds, worked, peak_memory(), before, parts)


def bare_xlsxwriter(values: Path, out: Path) -> Taken:
    """XlsxWriter alone: the same values in the same places."""
    writer = import_module("xlsxwriter")
    sheets = pickle.loads(values.read_bytes())
    before, begun, idle = peak_memory(), time.perf_counter(), time.process_time()
    book = writer.Workbook(out)
    for title, cells in sheets:
        sheet = book.add_worksheet(title)
        for row, column, value in cells:
            sheet.write(row - 1, column - 1, value)
    filled = time.perf_counter()
    book.close()
    seconds, worked = time.perf_counter() - begun, time.process_time() - idle
    parts = (("saving", begun + seconds - filled), ("filling", filled - begun))
    return Taken(seconds, worked, peak_memory(), before, parts)


def look(made: Reported, kind: str, looks: int = LOOKS) -> Looked:
    """The board over and over, each time in a transaction of its own."""
    store, office = database.open_store(made.folder), database.make_office(made.folder)
    seat = Seat(0, Role.COORDINATOR, made.campaign_id, "")
    shown: dict[str, Callable[[Transaction], object]] = {
        "web": lambda tx: board_query.board_page(tx, office, seat, BoardFilter()),
        "chat": lambda tx: load_board(tx, office, seat).lines,
        "one_unit": lambda tx: _about_one(load_board(tx, office, seat)),
    }
    counted: list[str] = []
    spans = []
    for _ in range(looks + 1):  # the first one reads the form
        counted.clear()
        begun = time.process_time()
        with store.reading() as tx:
            assert tx.connection.driver is not None
            tx.connection.driver.set_trace_callback(counted.append)
            shown[kind](tx)
        spans.append(time.process_time() - begun)
    store.close()
    reads = [sql for sql in counted if sql.lstrip().startswith("SELECT")]
    return Looked(tuple(spans[1:]), len(reads))


def _about_one(board: CampaignContext) -> object:
    """What a coordinator's message about one unit reads of the board."""
    named = units_mentioned(board.units, f"nhận {board.units[-1].name}")
    return board.lines_of(named)


async def replies(
    made: Sample, folder: Path, asked: DocumentRequest | None, seconds: float
) -> Figures:
    """The waits of people who write one at a time, while the document that is asked for is made over
    and over."""
    shutil.copytree(made.folder, folder)
    store, office = database.open_store(folder), database.make_office(folder)
    documents = Documents(store, office)

    async def keep_making() -> None:
        while asked is not None:
            await documents.make(Document("all.xlsx", asked))

    async with contestants.baocao(folder) as say:
        if asked is not None:  # until its process is up and at work
            await documents.make(Document("all.xlsx", asked))
        making = asyncio.create_task(keep_making())
        figures = await talk(say, made.scripts, 1, seconds)
        making.cancel()
        await asyncio.gather(making, return_exceptions=True)
        documents.close()
    store.close()
    return figures


def talk_beside(
    made: Sample, folder: Path, asked: DocumentRequest | None, seconds: float
) -> Figures:
    """`replies` in the process it is called in."""
    logging.disable(logging.WARNING)
    try:
        return asyncio.run(replies(made, folder, asked, seconds))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def middle(rounds: list[Taken]) -> Taken:
    """The measurement with the median time, with the most memory of all."""
    worked = statistics.median_low(one.worked for one in rounds)
    typical = next(one for one in rounds if one.worked == worked)
    most = max(rounds, key=lambda one: one.peak - one.before)
    return replace(typical, peak=most.peak, before=most.before)


def document_lines(results: dict[tuple[int, str], Taken], cells: dict[int, int]) -> list[str]:
    """The documents as a Markdown table, with time and memory of the workbook as a multiple of
    openpyxl's own: the processor's time, which other programs disturb least, and the memory that
    the work adds to its process."""
    lines = [
        "| document | units | cells | s | of bare | reading / filling / saving | MiB added | of bare |",
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    for (units, name), taken in results.items():
        alone = results[units, "openpyxl"]
        is_book = name in (".xlsx", *RIVALS)
        many = f"{cells[units]:,}" if is_book else "–"
        times = f"{taken.worked / alone.worked:.2f}" if is_book else "–"
        added = taken.peak - taken.before
        more = f"{added / max(alone.peak - alone.before, 0.1):.2f}" if is_book else "–"
        spent = dict(taken.parts)
        each = (f"{spent[key]:.2f}" if key in spent else "–" for key in PARTS)
        lines.append(
            f"| {TITLES[name]} | {units:,} | {many} | {taken.seconds:.2f} | {times}"
            f" | {' / '.join(each)} | {added:.0f} | {more} |"
        )
    return lines


PARTS = ("reading", "filling", "saving")
TITLES = {
    "openpyxl": "the same cells, openpyxl alone",
    "xlsxwriter": "the same cells, XlsxWriter alone",
    ".xlsx": "campaign workbook",
    ".docx": "report in Word",
    ".json": "JSON",
    ".csv": "CSV",
}


BOARDS = {
    "web": "a page on the web",
    "chat": "“tiến độ” in the chat",
    "one_unit": "a chat message about one unit",
}


def board_lines(looks: dict[tuple[int, str], list[Looked]]) -> list[str]:
    """The boards as a Markdown table."""
    lines = ["| board | units | median ms of the processor | longest | statements |"]
    lines.append("| --- | ---: | ---: | ---: | ---: |")
    for (units, kind), rounds in looks.items():
        spans = [1000 * span for one in rounds for span in one.seconds]
        statements = ", ".join(str(many) for many in sorted({one.statements for one in rounds}))
        middle_and_most = f"{statistics.median(spans):.1f} | {max(spans):.1f}"
        lines.append(f"| {BOARDS[kind]} | {units:,} | {middle_and_most} | {statements} |")
    return lines


def talk_lines(waits: dict[str, Figures]) -> list[str]:
    """What people who write wait, as a Markdown table."""
    lines = ["| meanwhile | messages/s | p50 ms | p99 ms | longest ms |"]
    lines.append("| --- | ---: | ---: | ---: | ---: |")
    for name, figures in waits.items():
        lines.append(
            f"| {name} | {figures.per_second:.0f} | {figures.wait(0.5):.1f}"
            f" | {figures.wait(0.99):.1f} | {figures.wait(1.0):.1f} |"
        )
    return lines


def measure_talk(home: Path, units: int, seconds: float) -> dict[str, Figures]:
    """Waits in quiet, and beside the workbook of the largest campaign."""
    sample = apart(database.make, home / "talk", units, WRITERS, units)
    campaign = 2  # the first that was opened after the played one
    workbook = DocumentRequest(DocumentKind.CAMPAIGN, campaign, "xlsx")
    kinds = {"nothing": None, f"workbook of {units:,} units": workbook}
    return {
        name: apart(talk_beside, sample, home / f"talk-{place}", asked, seconds)
        for place, (name, asked) in enumerate(kinds.items())
    }


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.exports", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("--units", default="14,168,3321", help="sizes of the campaigns")
    parser.add_argument("--rounds", type=int, default=3, help="how often everything is measured")
    parser.add_argument(
        "--patience", type=float, default=0, help="seconds to wait for a quiet machine, each time"
    )
    parser.add_argument(
        "--talk", type=float, default=20, help="seconds of talk beside an export; 0 for none"
    )
    parser.add_argument("--json", action="store_true", help="the figures as one line of JSON")
    return parser.parse_args()


def measure(
    home: Path, made: dict[int, Reported], rounds: int, patience: float
) -> tuple[
    dict[tuple[int, str], list[Taken]], dict[tuple[int, str], list[Looked]], dict[int, int]
]:
    """Everything in turn, `rounds` times: documents, boards, and cells of each workbook."""
    cells = {}
    for units, sample in made.items():
        apart(export, sample, home / f"{units}.xlsx")
        cells[units] = apart(keep_values, home / f"{units}.xlsx", home / f"{units}.values")
    documents: dict[tuple[int, str], list[Taken]] = {}
    looks: dict[tuple[int, str], list[Looked]] = {}
    for number in range(rounds):
        for units, sample in made.items():
            wait_for_quiet(patience)
            values, out = home / f"{units}.values", home / f"{units}.bare.xlsx"
            for name, alone in zip(RIVALS, (bare, bare_xlsxwriter), strict=False):
                documents.setdefault((units, name), []).append(apart(alone, values, out))
            for name in ENDINGS:
                taken = apart(export, sample, home / f"{units}{name}")
                documents.setdefault((units, name), []).append(taken)
            for kind in BOARDS:
                looks.setdefault((units, kind), []).append(apart(look, sample, kind))
            print(f"round {number + 1}: {units} units", file=sys.stderr)
    return documents, looks, cells


def figures_by_size(
    results: dict[tuple[int, str], Taken],
    looks: dict[tuple[int, str], list[Looked]],
    waits: dict[str, Figures],
) -> dict[str, Any]:
    """The figures by the number of units: processor seconds of each document and of whoever writes
    the same cells, the workbook as a multiple of theirs, and the boards."""
    found: dict[str, Any] = {}
    for (units, name), taken in results.items():
        of_size = found.setdefault(str(units), {})
        of_size[f"{name.lstrip('.')}_seconds"] = round(taken.worked, 3)
        if name in RIVALS:
            times = results[units, ".xlsx"].worked / taken.worked
            of_size[f"workbook_of_{name}"] = round(times, 2)
    for (units, kind), rounds in looks.items():
        spans = [1000 * span for looked in rounds for span in looked.seconds]
        found[str(units)][f"{kind}_board_ms"] = round(statistics.median(spans), 1)
        found[str(units)][f"{kind}_board_statements"] = max(looked.statements for looked in rounds)
    found["reply_p99_ms"] = {name: round(each.wait(0.99), 1) for name, each in waits.items()}
    return found


def main() -> None:
    """Make the databases, measure, print."""
    given = arguments()
    sizes = [int(units) for units in given.units.split(",")]
    home = Path(tempfile.mkdtemp(prefix="baocao-exports-"))
    try:
        made = {
            units: apart(database.make_reported, home / f"of-{units}", units) for units in sizes
        }
        documents, looks, cells = measure(home, made, given.rounds, given.patience)
        waits = measure_talk(home, max(sizes), given.talk) if given.talk else {}
    finally:
        shutil.rmtree(home)
    results = {key: middle(rounds) for key, rounds in documents.items()}
    if given.json:
        print(json.dumps(figures_by_size(results, looks, waits)))
        return
    print(f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, {os.cpu_count()}")
    print(f"cores, load {os.getloadavg()[1]:.1f}; rounds: {given.rounds}\n")
    print("\n".join(document_lines(results, cells)), end="\n\n")
    print("\n".join(board_lines(looks)), end="\n\n")
    print("\n".join(talk_lines(waits)))


if __name__ == "__main__":
    main()
