"""A whole campaign over real HTTP, while the program is killed again and again.

Fourteen officials join by their links and report; `run` is ended by SIGKILL at random moments and
the platform misbehaves. In the end every figure is exactly the table's, and everybody has been
answered without ever having to say a thing twice. BAOCAO_E2E_KILLS says how often it is killed.
"""

from __future__ import annotations

import json
import os
import random
import time
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.e2e.database import Database
from tests.e2e.figures import (
    CODES,
    KINDS,
    Figure,
    Table,
    make_tables,
    totals,
    unit_total,
)
from tests.e2e.installed import SLUG, Installation
from tests.e2e.officials import Official
from tests.e2e.pictures import has_place, kept_photos, same_pixels
from tests.e2e.scripts import script_of
from tests.e2e.sheets import cells_of, official_rows, rows_by_unit
from tests.e2e.weather import Weather
from tests.fakes.telegram_limits import REAL
from tests.fakes.telegram_server import TelegramServer

CLOCK = ("--clock", "2022-10-08T08:00:00+07:00", "--speed", "1")  # a Saturday: nobody is reminded
KILLS = int(os.environ.get("BAOCAO_E2E_KILLS", "12"))
LONGEST = 540.0  # seconds after which the test gives up
SEED = int(os.environ.get("BAOCAO_E2E_SEED", "1"))
NAMES = ("Lò Văn Ân", "Pờ Thị Bình", "Vàng Văn Chung", "Lý Thị Dung", "Giàng A Đông", "Ky Thị Hà",
         "Phùng Văn Hòa", "Chang Thị Lan", "Lỳ Văn Minh", "Tao Thị Nga", "Sùng A Phong",
         "Mào Thị Quý", "Hù Văn Sơn", "Lù Thị Thu")  # fmt: skip


@dataclass
class Played:
    """A campaign that was played to its end, and what the program says about it."""

    officials: list[Official]
    baocao: Installation
    server: TelegramServer
    weather: Weather
    export: dict[str, Any]
    board: list[dict[str, Any]]
    book: openpyxl.Workbook
    database: Database

    @property
    def tables(self) -> list[Table]:
        """What every unit reported in the end."""
        return [_final(one) for one in self.officials]


def _final(official: Official) -> Table:
    answers = dict(official.table.answers)
    for code, figure in official.final.items():
        answers[code] = replace(answers[code], figure=figure)
    return replace(official.table, answers=answers)


@pytest.fixture(scope="module")
def played(program: Any, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The campaign; every test of this file looks at another side of it."""
    with TelegramServer(limits=REAL) as server:
        folder = tmp_path_factory.mktemp("campaign")
        baocao = Installation(program, folder, telegram=(server.token, server.api_base))
        try:
            yield _play(baocao, server)
        finally:
            baocao.close()


def _play(baocao: Installation, server: TelegramServer) -> Played:
    baocao.opens_campaign(CLOCK[1])
    invites = {one["unit_code"]: one for one in baocao.json("invite", SLUG)}
    weather = Weather(baocao, server, SEED, CLOCK, enough=KILLS + 2)
    officials = [
        _official(server, place, table, invites[table.unit])
        for place, table in enumerate(make_tables())
    ]
    weather.start()
    _let_them_work(officials, weather)
    weather.clear()
    _wait_until_quiet(server)
    out = baocao.folder / "out.json"
    baocao.does("export", SLUG, "--out", str(out))
    book = baocao.folder / "out.xlsx"
    baocao.does("export", SLUG, "--out", str(book))
    return Played(
        officials,
        baocao,
        server,
        weather,
        json.loads(out.read_text(encoding="utf-8")),
        baocao.json("progress", SLUG),
        openpyxl.load_workbook(book, data_only=True),
        Database(baocao.data / "baocao.db"),
    )


def _official(
    server: TelegramServer, place: int, table: Table, invite: dict[str, Any]
) -> Official:
    _, _, code = invite["telegram_link"].partition("?start=")
    script = script_of(place, table)
    return Official(
        server.person(NAMES[place]),
        code,
        table,
        random.Random(SEED * 100 + place),
        script,
        versions=2 if "sent" in script else 1,
    )


def _let_them_work(officials: list[Official], weather: Weather) -> None:
    end = time.monotonic() + LONGEST
    while not all(official.is_done for official in officials):
        for official in officials:
            official.step()
        assert weather.trouble is None, weather.trouble
        assert time.monotonic() < end, [one.person.name for one in officials if not one.is_done]
        time.sleep(0.02)


def _wait_until_quiet(server: TelegramServer) -> None:
    """Until everything that was sent has been taken, and a repetition may have arrived."""
    server.wait_until(lambda: not server.unconfirmed, timeout=30)
    time.sleep(3)


def test_the_program_was_killed_often_and_met_faults(played: Played) -> None:
    kills, faults = played.weather.kills, played.weather.faults
    assert kills.total() >= KILLS
    assert min(kills[moment] for moment in ("starting", "up", "sending", "polling")) >= 1
    assert faults.total() >= 5


def test_nobody_was_misunderstood(played: Played) -> None:
    wrong = [complaint for official in played.officials for complaint in official.wrong]
    assert "\n\n".join(wrong) == ""
    assert [list(official.script) for official in played.officials] == [[]] * 14


def test_every_figure_is_the_tables(played: Played) -> None:
    exported = {unit["unit_code"]: unit["rows"] for unit in played.export["units"]}
    for table in played.tables:
        rows = exported[table.unit]
        assert {code: _shown(rows[code]) for code in CODES} == {
            code: _wanted(table.figure(code)) for code in CODES
        }
        stated = rows.get("5")
        assert (stated and stated["count"]) == table.stated
        assert set(rows) - {"5"} == set(CODES)


def _shown(row: dict[str, Any]) -> tuple[Any, ...]:
    return row["state"], row["count"], row["people"], row["text"]


def _wanted(figure: Figure) -> tuple[Any, ...]:
    return figure.state, figure.count, figure.people, figure.text


def test_a_remark_stands_beside_its_figure(played: Played) -> None:
    exported = {unit["unit_code"]: unit["rows"] for unit in played.export["units"]}
    noted = [
        (official.table.unit, code, figure.note)
        for official in played.officials
        for code, figure in official.final.items()
        if figure.note
    ]
    assert len(noted) == 1
    for unit, code, note in noted:
        assert note in exported[unit][code]["note"]


def test_totals_are_the_sums_of_the_table(played: Played) -> None:
    wanted = totals(played.tables)
    shown = played.export["totals"]
    assert {code: (shown[code]["count"], shown[code]["people"]) for code in wanted} == {
        code: (total.count, total.people) for code, total in wanted.items()
    }
    counted = {code: wanted[code].states for code in CODES}
    assert {code: (shown[code]["units_value"], shown[code]["units_nil"]) for code in CODES} == {
        code: (states.get("value", 0), states.get("nil", 0)) for code, states in counted.items()
    }
    assert [shown[code]["units_missing"] for code in CODES] == [0] * len(CODES)
    assert played.export["missing_units"] == []


def test_the_official_sheet_holds_the_totals(played: Played) -> None:
    wanted = totals(played.tables)
    rows = official_rows(played.book["Tổng hợp"])
    figures = {code: (count, people) for code, count, people in rows}
    for code, total in wanted.items():
        assert figures[code] == (total.count, total.people), code


def test_the_sheet_by_unit_holds_every_figure(played: Played) -> None:
    sheet = played.book["Theo đơn vị"]
    by_unit = rows_by_unit(sheet)
    assert sorted(by_unit) == sorted(table.unit for table in played.tables)
    for table in played.tables:
        shown = by_unit[table.unit]
        for code in CODES:
            if KINDS[code] != "text" and table.figure(code).state in ("value", "nil"):
                assert shown[code] == cells_of(table.figure(code)), (table.unit, code)
        for gate in ("1", "5", "6"):
            count, people = unit_total(table, gate)
            assert shown[gate] == ((count,) if gate == "5" else (count, people))


def test_every_unit_has_its_own_form(played: Played) -> None:
    """The form of two units, as a command makes it and as it came with the receipt."""
    for place in (0, 10):
        official = played.officials[place]
        table = _final(official)
        out = played.baocao.folder / f"{table.unit}.xlsx"
        played.baocao.does("export", SLUG, "--unit", table.unit, "--out", str(out))
        came = played.baocao.folder / f"{table.unit}-came.xlsx"
        came.write_bytes(official.files[-1])
        for file in (out, came):
            rows = official_rows(openpyxl.load_workbook(file).worksheets[0])
            figures = {code: (count, people) for code, count, people in rows}
            wanted = {
                code: (table.figure(code).count, table.figure(code).people) for code in CODES
            }
            assert {code: figures[code] for code in CODES} == wanted


def test_everybody_has_sent_and_one_has_sent_twice(played: Played) -> None:
    shown = [
        (row["unit_code"], row["state"], row["version"], row["draft"]) for row in played.board
    ]
    assert shown == [
        (one.table.unit, "submitted", one.versions, False) for one in played.officials
    ]
    assert Counter(row["version"] for row in played.board) == {1: 13, 2: 1}
    assert [row["contacts"] for row in played.board] == [[name] for name in NAMES]
    assert [(row["answered"], row["total"]) for row in played.board] == [
        (sum(one.table.figure(code).state != "pending" for code in CODES), 34)
        for one in played.officials
    ]


def test_every_receipt_arrived(played: Played) -> None:
    kept = played.database.receipts()
    assert kept == {one.table.unit: one.receipts for one in played.officials}
    assert len({receipt for some in kept.values() for receipt in some}) == 15


def test_every_message_was_taken_once_and_answered(played: Played) -> None:
    """Nobody had to repeat anything: there is one arrival for each thing done, each with its turn,
    and everything to say about it has been said."""
    done = {one.person.chat_id: one.sent for one in played.officials}
    assert played.database.arrivals() == done
    assert played.database.open_or_failed_turns() == []
    assert played.database.unanswered() == []
    assert set(played.database.outbox_states()) == {"sent"}


def test_nothing_is_doubled_or_attributed_to_another_row(played: Played) -> None:
    """The record of every unit is what its official did, in the order they did it."""
    for official in played.officials:
        recorded = [
            (code, figure and replace(figure, note="")) for code, figure in official.stored
        ]
        assert played.database.history(official.table.unit) == recorded
    assert played.database.counts() == {
        "person": 14, "seat": 14, "address": 14, "revision": 15, "invite used": 14,
        "revision_answer": 15 * 34 + sum(t.stated is not None for t in played.tables) + _restated(played),
    }  # fmt: skip


def _restated(played: Played) -> int:
    """A stated total is kept in both versions of the one who sent twice."""
    return sum(one.versions - 1 for one in played.officials if one.table.stated is not None)


def test_photos_are_kept_once_without_their_place(played: Played) -> None:
    sent = {one.table.unit: len(one.photos) for one in played.officials}
    assert {row["unit_code"]: row["photos"] for row in played.board} == sent
    kept = kept_photos(played.baocao.data / "files")
    originals = [picture for one in played.officials for picture in one.photos]
    assert len(kept) == len(originals)
    assert all(has_place(picture) for picture in originals)
    assert not any(has_place(picture) for picture in kept)
    assert list((played.baocao.data / "incoming").iterdir()) == []
    unmatched = [one for one in originals if not any(same_pixels(one, other) for other in kept)]
    assert unmatched == []


def test_captions_lead_photos_to_their_rows(played: Played) -> None:
    rows = played.database.photo_rows()
    assert Counter(code for _, code, _ in rows) == Counter(
        {"6.2": 3 * 5, "": sum(len(one.photos) for one in played.officials) - 15}
    )
    assert {caption for _, code, caption in rows if code} == {"Giao lưu văn nghệ"}


def test_the_log_holds_no_trace_back_and_no_token(played: Played) -> None:
    log = (played.baocao.folder / "run.log").read_text(encoding="utf-8")
    assert "Traceback" not in log
    assert played.server.token not in log
    assert played.server.token not in _everything_written(played.baocao.data)


def _everything_written(folder: Path) -> str:
    """All text files and the database, as far as they are text."""
    found = [path.read_bytes() for path in folder.rglob("*") if path.is_file()]
    return b"\n".join(found).decode("utf-8", "ignore")
