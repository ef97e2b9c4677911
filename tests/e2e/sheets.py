"""What stands in the exported workbook, by the form's own codes."""

from __future__ import annotations

from typing import Any

from tests.e2e.figures import PRINTED, Figure


def official_rows(sheet: Any) -> list[tuple[str, Any, Any]]:
    """The 41 printed rows, by their place: row 1.4a has no printed number."""
    lines = list(sheet.iter_rows(values_only=True))
    first = first_row(sheet) - 1
    body = lines[first : first + len(PRINTED)]
    printed = ["" if code == "1.4a" else code for code in PRINTED]
    assert [line[0] or "" for line in body] == printed
    return [(code, line[3], line[4]) for code, line in zip(PRINTED, body, strict=True)]


def first_row(sheet: Any) -> int:
    """The number of the line in which the printed rows begin."""
    column = [line[0] for line in sheet.iter_rows(values_only=True)]
    return column.index("1") + 1


def rows_by_unit(sheet: Any) -> dict[str, dict[str, tuple[Any, ...]]]:
    """Unit -> code -> its cells, of the sheet with one line a unit."""
    lines = list(sheet.iter_rows(values_only=True))
    columns = _columns(lines[0])
    return {
        line[0]: {code: tuple(line[at] for at in places) for code, places in columns.items()}
        for line in lines[2:]
        if line[0]
    }


def _columns(heads: tuple[Any, ...]) -> dict[str, list[int]]:
    """Code -> its columns; a merged head stands in the first of its two."""
    found: dict[str, list[int]] = {}
    code = ""
    for at, head in enumerate(heads):
        if at < 4:
            continue
        code = str(head).split()[0] if head else code
        found.setdefault(code, []).append(at)
    return found


def cells_of(figure: Figure) -> tuple[Any, ...]:
    """What must stand in a row's cells."""
    known = (figure.count, figure.people)
    return tuple(number for number in known if number is not None)
