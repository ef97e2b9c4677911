"""A coordinator's whole campaign: 14 communes and 3 offices, over HTTP, to the documents handed in.

Two reports are sent back with reasons, one unit gets more time, one hands its seat over, one is
entered on behalf, one report came for the wrong unit, one is late, one is corrected after the total
was issued. The workbook, the Word report and the JSON must agree with a table added up here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from tests.e2e.coordinator_story import (
    BY_PHONE,
    CORRECTED,
    HANDED_OVER,
    LATE_UNIT,
    OFFICES,
    SENT_BACK,
    Play,
    Played,
)
from tests.e2e.figures import (
    CODES,
    KINDS,
    PRINTED,
    SECTIONS,
    Figure,
    Table,
    dotted,
    totals,
    unit_total,
)
from tests.e2e.installed import Installation, Program
from tests.fakes.telegram_server import TelegramServer


@pytest.fixture(scope="module")
def played(program: Program, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Played]:
    with TelegramServer() as server:
        folder = tmp_path_factory.mktemp("coordinator")
        baocao = Installation(program, folder, telegram=(server.token, server.api_base))
        try:
            yield Play(baocao, server).whole()
        finally:
            baocao.close()


# Figures


def test_every_units_figures_are_the_tables(played: Played) -> None:
    exported = {unit["unit_code"]: unit["rows"] for unit in played.export["units"]}
    assert set(exported) == set(played.tables)
    for unit, table in played.tables.items():
        shown = {
            code: (row["state"], row["count"], row["people"], row["text"])
            for code, row in exported[unit].items()
        }
        wanted = {code: _wanted(table.figure(code)) for code in table.answers}
        assert shown == wanted, unit


def _wanted(figure: Figure) -> tuple[Any, ...]:
    return figure.state, figure.count, figure.people, figure.text


def test_json_workbook_and_word_have_the_same_totals(played: Played) -> None:
    wanted = {
        code: (total.count, total.people)
        for code, total in totals(list(played.tables.values())).items()
        if code != "11"
    }
    shown = played.export["totals"]
    sheet = _sheet_totals(played.book["Tổng hợp"])
    word = _word_totals(played.word)
    assert {code: (shown[code]["count"], shown[code]["people"]) for code in wanted} == wanted
    assert {code: sheet[code] for code in wanted} == wanted
    assert {code: word[code] for code in wanted} == {
        code: tuple("" if number is None else dotted(number) for number in pair)
        for code, pair in wanted.items()
    }


def _sheet_totals(sheet: Any) -> dict[str, tuple[Any, Any]]:
    lines = list(sheet.iter_rows(values_only=True))
    first = next(at for at, line in enumerate(lines) if line[0] == "1")
    body = lines[first : first + len(PRINTED)]
    return {code: (line[3], line[4]) for code, line in zip(PRINTED, body, strict=True)}


def _word_totals(document: Any) -> dict[str, tuple[str, str]]:
    """The annex, row by row; 1.4a has no printed number."""
    annex = next(table for table in document.tables if len(table.rows) >= len(PRINTED))
    lines = [[cell.text.strip() for cell in row.cells] for row in annex.rows]
    first = next(at for at, line in enumerate(lines) if line[0] == "1")
    return {
        code: (line[3], line[4])
        for code, line in zip(PRINTED, lines[first : first + len(PRINTED)], strict=True)
    }


def test_the_sheet_by_unit_holds_every_figure(played: Played) -> None:
    lines = list(played.book["Theo đơn vị"].iter_rows(values_only=True))
    columns = _columns(lines[0])
    by_unit = {line[0]: line for line in lines[2:] if line[0]}
    assert set(by_unit) == set(played.tables)
    for unit, table in played.tables.items():
        for code in CODES:
            figure = table.figure(code)
            if KINDS[code] != "text" and figure.state in ("value", "nil"):
                shown = tuple(by_unit[unit][at] for at in columns[code])
                known = tuple(each for each in (figure.count, figure.people) if each is not None)
                assert shown == known, (unit, code)
        for gate in ("1", "6"):
            shown = tuple(by_unit[unit][at] for at in columns[gate])
            assert shown == unit_total(table, gate), (unit, gate)


def _columns(heads: tuple[Any, ...]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    code = ""
    for at, head in enumerate(heads[4:], start=4):
        code = str(head).split()[0] if head else code
        found.setdefault(code, []).append(at)
    return found


def test_subtotals_by_kind_add_up_to_the_total(played: Played) -> None:
    lines = list(played.book["Theo loại"].iter_rows(values_only=True))
    heads = [str(each).partition(" (")[0].lower() for each in lines[0][3::2]]
    assert heads == ["thị trấn", "xã", "ban ngành", "trường", "tất cả"]
    kinds = _units_by_kind(played.tables)
    for place, kind in enumerate(heads[:-1]):
        wanted = totals(kinds[kind])
        for line in lines[2:]:
            code = str(line[0] or "1.4a")
            if code in SECTIONS["1"]:
                shown = (line[3 + 2 * place], line[4 + 2 * place])
                assert shown == (wanted[code].count, wanted[code].people), (kind, code)


def _units_by_kind(found: Mapping[str, Table]) -> dict[str, list[Table]]:
    kinds: dict[str, list[Table]] = {}
    for unit, table in found.items():
        office = OFFICES.get(unit)
        kind = office[1] if office else "thị trấn" if unit == "03433" else "xã"
        kinds.setdefault(kind, []).append(table)
    return kinds


# What happened


def test_everybody_has_sent_in_the_right_number_of_versions(played: Played) -> None:
    versions = {unit: each["version"] for unit, each in played.board.items()}
    assert {each["state"] for each in played.board.values()} == {"submitted"}
    twice = {unit for unit, version in versions.items() if version == 2}
    assert twice == {*SENT_BACK, CORRECTED}
    assert {unit for unit, each in played.board.items() if each["late_days"]} == {LATE_UNIT}


def test_each_return_named_its_reason_and_opened_exactly_its_row(played: Played) -> None:
    for text, row in zip(played.told.returned, played.told.returned_row, strict=True):
        assert "số người chưa khớp" in text
        assert "Mục 1.1 · Câu 1/34" in row
        assert "Đề nghị xem lại" in row


def test_who_handed_over_is_cut_off_at_once(played: Played) -> None:
    assert "chưa được gắn với đơn vị nào" in played.told.cut_off
    assert played.board[HANDED_OVER]["contacts"] == ["Người mới"]


def test_late_is_said_and_more_time_counts(played: Played) -> None:
    assert "muộn 1 ngày" in played.told.late_receipt
    assert "đúng hạn" in played.told.extended_receipt


def test_the_moved_report_says_where_it_went(played: Played) -> None:
    assert "Xã Pa Vệ Sủ" in played.told.moved


def test_an_entry_on_behalf_says_where_it_came_from(played: Played) -> None:
    assert played.page.count("nhập hộ theo e-mail ngày 07/10") >= len(CODES)
    rows = next(u for u in played.export["units"] if u["unit_code"] == BY_PHONE)["rows"]
    assert {row["source"] for row in rows.values()} == {"nhập hộ theo e-mail ngày 07/10"}


def test_the_total_issued_before_a_correction_is_marked_with_the_difference(
    played: Played,
) -> None:
    assert "số 1" in played.told.snapshot
    [snapshot] = played.told.stale
    assert (snapshot["number"], snapshot["stale"]) == (1, True)
    assert [(each["unit_code"], each["what"], each["version"]) for each in snapshot["units"]] == [
        (CORRECTED, "corrected", 2)
    ]
    before, after = played.first["totals"], played.export["totals"]
    assert {
        (each["row"], each["cell"]): (each["before"], each["after"]) for each in snapshot["cells"]
    } == {
        (row, cell): (before[row][cell], after[row][cell])
        for row in ("1", "1.6")
        for cell in ("count", "people")
    }


def test_nothing_broke(played: Played) -> None:
    assert "Traceback" not in played.log
