"""A photo or scan of a filled paper form: its lines and cells are found, and what is printed or
typed in them is read. Needs the extra `baocao[ocr]`.

Rows are found by their printed numbers and their place, never by their labels, whose accents are
lost. How sure the reader says it is proves nothing: every figure is only a proposal, with the
cut-out of its cell beside it, for a person to confirm.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from bot.model.filled_form import SeenRow
from bot.model.form import Form, Indicator
from bot.model.optional import sure

NEEDED = ("rapidocr", "onnxruntime", "cv2")
LABEL_COLUMNS = 3  # TT, label, measure before the quantities
SHORTEST_LINE = 25  # a line of the table is longer than the picture's side divided by this
TABLE_WIDTH = 1600  # pixels that a table is straightened to
LEAST_CELL = (14, 14)  # pixels
BORDER = 3  # pixels of a cell's lines that are cut off
LEAST_INK = 0.004  # part of a cell that is dark when something stands in it
LOOKALIKES = str.maketrans("OoQDlI|!iSsBZz", "00001111155822")
FIGURE = re.compile(r"[0-9][0-9.,\s]*")
# What a pair of a line and a row is worth: the same number, the same but for its dots, none, another.
CODE_RIGHT, DOTS_LOST, PLACE_RIGHT, CODE_WRONG = 4, 3, 1, -3
AROUND_INK = 10  # pixels left around what stands in a cell

Image = Any  # an array of OpenCV


@dataclass(frozen=True, slots=True)
class ScannedLine:
    """One line of a table in a picture: what is read in its cells, in their order (None for a blank
    one and for the label, which is not read), and the picture of number and figures, a file."""

    cells: tuple[str | None, ...]
    picture: str


@dataclass(frozen=True, slots=True)
class _Paper:
    """How the columns of a paper lie: how many there are, where the figures begin, and where the
    number stands by which rows are found."""

    width: int
    first: int
    number: int = 0


@dataclass(frozen=True, slots=True)
class _Box:
    """One cell in the straightened picture."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def middle(self) -> float:
        """Return the height of its middle."""
        return (self.top + self.bottom) / 2


def can_read_scans() -> bool:
    """Return whether the extra is installed."""
    return all(find_spec(name) is not None for name in NEEDED)


def open_scan(path: Path, pictures: Path) -> tuple[ScannedLine, ...]:
    """Return the lines of the table that a picture shows, none where it shows no table. What stands
    in their cells is kept as pictures in the folder `pictures`."""
    import cv2

    picture = cv2.imread(str(path), cv2.IMREAD_COLOR)
    table = None if picture is None else _straightened(picture)
    if table is None:
        return ()
    pictures.mkdir(parents=True, exist_ok=True)
    found = []
    for number, line in enumerate(_lines(_boxes(table))):
        if len(line) > LABEL_COLUMNS:
            file = pictures / f"{path.stem}-{number}.png"
            cv2.imwrite(str(file), _strip(table, line[0], line[LABEL_COLUMNS - 1 :]))
            code, *texts = (_seen(table, box) for box in (line[0], *line[LABEL_COLUMNS - 1 :]))
            found.append(ScannedLine((code, None, *texts), str(file)))
    return tuple(found)


def rows_of_scan(lines: Sequence[ScannedLine], form: Form) -> list[SeenRow]:
    """Return the questions of a form that a picture shows, each with the figures of its cells; a row
    whose cells are all blank is left out."""
    read = [_rows_on(paper, lines, form) for paper in _papers(form)]
    return max(read, key=len)


def _papers(form: Form) -> list[_Paper]:
    """Return how the form may lie on paper: as the office printed it, with a column of official
    numbers, or as we print it. The first of them wins where both fit."""
    ours = _Paper(LABEL_COLUMNS + len(form.cells) + 1, LABEL_COLUMNS)
    if not form.quantities:
        return [ours]
    has_units = any(row.measure_label for row in form.rows)
    has_official = any(row.official for row in form.rows)
    first = LABEL_COLUMNS - 1 + has_units + has_official
    has_notes = len(form.columns) > LABEL_COLUMNS
    theirs = _Paper(first + len(form.cells) + has_notes, first, first - 1 if has_official else 0)
    return [theirs, ours]


def _rows_on(paper: _Paper, lines: Sequence[ScannedLine], form: Form) -> list[SeenRow]:
    """Return the questions that lines show if they lie on such a paper."""
    fitting = [line for line in lines if len(line.cells) == paper.width]
    numbers = [row.official or row.code if paper.number else row.printed for row in form.rows]
    codes = [line.cells[paper.number] or "" for line in fitting]
    placed = _placed(codes, numbers)
    if not _are_numbers(codes, placed):
        return []
    shown = [
        _row_on(paper, line, form, form.rows[place])
        for line, place in zip(fitting, placed, strict=True)
        if place is not None and form.rows[place].is_asked
    ]
    return [row for row in shown if row.figures]


def _are_numbers(codes: Sequence[str], placed: Sequence[int | None]) -> bool:
    """Tell whether most of what stands where the numbers should be are numbers of rows."""
    written = [place for code, place in zip(codes, placed, strict=True) if code]
    return 2 * sum(place is not None for place in written) > len(written)


def _row_on(paper: _Paper, line: ScannedLine, form: Form, row: Indicator) -> SeenRow:
    """Return a row with what is read in its cells, blank ones left out."""
    said = dict(zip(form.cells, line.cells[paper.first :], strict=False))
    texts = {cell: text for cell, text in said.items() if cell in row.cells}
    figures = tuple((cell, _figure(text)) for cell, text in texts.items() if text is not None)
    return SeenRow(row.code, figures, line.picture)


def _seen(table: Image, box: _Box) -> str | None:
    """Return what is read in a cell, None for a blank one."""
    return _text(table, box) if _has_ink(table, box) else None


def _strip(table: Image, code: _Box, figures: Sequence[_Box]) -> Image:
    """Return the cut-out of a line: its number and its figures."""
    import cv2

    first, last = figures[0], figures[-1]
    numbered = table[first.top : first.bottom, code.left : code.right]
    shown = table[first.top : first.bottom, first.left : last.right]
    return cv2.hconcat([numbered, shown])


def _figure(text: str) -> str:
    """Return a figure as it was read; "" for what is none."""
    said = text.strip().translate(LOOKALIKES)
    return said if FIGURE.fullmatch(said) else ""


# -- the table ------------------------------------------------------------------------------------


def _ruled(picture: Image) -> Image:
    """Return the long upright and level lines of a picture, white on black; shadows do not count."""
    import cv2

    grey = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)
    dark = cv2.adaptiveThreshold(
        grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 31, 12
    )
    height, width = dark.shape
    level = cv2.getStructuringElement(cv2.MORPH_RECT, (width // SHORTEST_LINE, 1))
    upright = cv2.getStructuringElement(cv2.MORPH_RECT, (1, height // SHORTEST_LINE // 2))
    thick = cv2.dilate(dark, cv2.getStructuringElement(cv2.MORPH_RECT, (3, 3)))
    return cv2.bitwise_or(
        cv2.morphologyEx(thick, cv2.MORPH_OPEN, level),
        cv2.morphologyEx(thick, cv2.MORPH_OPEN, upright),
    )


def _straightened(picture: Image) -> Image | None:
    """Return the largest table of a picture as a rectangle; None where there is none."""
    import cv2
    import numpy as np

    lines = _ruled(picture)
    contours, _ = cv2.findContours(lines, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    if not contours:
        return None
    corners = _corners(max(contours, key=lambda each: cv2.contourArea(cv2.convexHull(each))))
    across = float(np.linalg.norm(corners[1] - corners[0]))
    down = float(np.linalg.norm(corners[3] - corners[0]))
    if across < TABLE_WIDTH / 8 or down < LEAST_CELL[1]:
        return None
    height = int(TABLE_WIDTH * down / across)
    target = np.array(
        [[0, 0], [TABLE_WIDTH, 0], [TABLE_WIDTH, height], [0, height]], dtype=np.float32
    )
    turned = cv2.getPerspectiveTransform(corners, target)
    flat = cv2.warpPerspective(picture, turned, (TABLE_WIDTH, height), flags=cv2.INTER_CUBIC)
    return cv2.copyMakeBorder(flat, 4, 4, 4, 4, cv2.BORDER_CONSTANT, value=(0, 0, 0))


def _corners(contour: Image) -> Image:
    """Return the four outermost points: top left, top right, bottom right, bottom left."""
    import numpy as np

    points = contour.reshape(-1, 2).astype(np.float32)
    sums, differences = points.sum(axis=1), points[:, 0] - points[:, 1]
    order = (sums.argmin(), differences.argmax(), sums.argmax(), differences.argmin())
    return points[list(order)]


def _boxes(table: Image) -> list[_Box]:
    """Return the cells of a straightened table: what the lines close in."""
    import cv2

    lines = _ruled(table)
    lines = cv2.dilate(lines, cv2.getStructuringElement(cv2.MORPH_RECT, (3, 3)))
    _, _, stats, _ = cv2.connectedComponentsWithStats(cv2.bitwise_not(lines), connectivity=4)
    height, width = lines.shape
    found = []
    for left, top, wide, high, _area in stats[1:].tolist():
        is_cell = wide >= LEAST_CELL[0] and high >= LEAST_CELL[1]
        if is_cell and wide < width * 0.9 and high < height * 0.9:
            found.append(_Box(left, top, left + wide, top + high))
    return found


def _lines(boxes: Sequence[_Box]) -> list[list[_Box]]:
    """Return the cells line by line from above, each line from the left."""
    lines: list[list[_Box]] = []
    for box in sorted(boxes, key=lambda each: each.middle):
        if lines and abs(lines[-1][0].middle - box.middle) < (box.bottom - box.top) / 2:
            lines[-1].append(box)
        else:
            lines.append([box])
    return [sorted(line, key=lambda each: each.left) for line in lines]


# -- reading --------------------------------------------------------------------------------------


@cache
def _reader() -> Any:
    """Return the reader with its models, which lie in its wheel; nothing is fetched."""
    from rapidocr import RapidOCR

    return RapidOCR(params={"Global.log_level": "error"})


def _inside(table: Image, box: _Box) -> Image:
    return table[box.top + BORDER : box.bottom - BORDER, box.left + BORDER : box.right - BORDER]


def _ink(table: Image, box: _Box) -> Image:
    """Return what is dark in a cell, white on black."""
    import cv2

    grey = cv2.cvtColor(_inside(table, box), cv2.COLOR_BGR2GRAY)
    return cv2.adaptiveThreshold(
        grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 31, 15
    )


def _has_ink(table: Image, box: _Box) -> bool:
    """Return whether something stands in a cell."""
    return float((_ink(table, box) > 0).mean()) > LEAST_INK


def _text(table: Image, box: _Box) -> str:
    """Return what is read in a cell. Its direction is not asked for: the reader's classifier turns
    "90" round to "06"."""
    import cv2

    if not _has_ink(table, box):
        return ""
    cleaned = cv2.medianBlur(_ink(table, box), 3)
    left, top, width, height = cv2.boundingRect(cleaned)
    inside = _inside(table, box)[top : top + height, left : left + width]
    if not width or not height:
        return ""
    edges = (AROUND_INK, AROUND_INK, 2 * AROUND_INK, 2 * AROUND_INK)
    wide = cv2.copyMakeBorder(inside, *edges, cv2.BORDER_REPLICATE)
    read = _reader()(wide, use_det=False, use_cls=False, use_rec=True)
    return " ".join(read.txts or ()).strip()


# -- rows -----------------------------------------------------------------------------------------


def _placed(codes: Sequence[str], numbers: Sequence[str]) -> list[int | None]:
    """Return the place of the row of each line: the order of both stays, their numbers decide. A
    line whose number was not read takes its row only between two that were."""
    said = list(map(_bare, codes))
    printed = list(map(_bare, numbers))
    pairs = _aligned(said, printed)
    digits = [number.replace(".", "") for number in printed]
    sure = {line: row for line, row in pairs if _is_sure(said[line], row, printed, digits)}
    kept = {line: row for line, row in pairs if line in sure or _is_between(line, row, sure)}
    return list(map(kept.get, range(len(codes))))


def _bare(code: str) -> str:
    return code.translate(LOOKALIKES).strip(" .,:)").replace(",", ".").lower()


def _is_sure(code: str, row: int, printed: Sequence[str], digits: Sequence[str]) -> bool:
    """Return whether a number is the row's; one that lost its dots must fit no other row."""
    if not code or code == printed[row]:
        return bool(code)
    return code.replace(".", "") == digits[row] and digits.count(digits[row]) == 1


def _is_between(line: int, row: int, sure: dict[int, int]) -> bool:
    """Return whether the rows around a line are sure and leave just this one for it."""
    before = max((each for each in sure if each < line), default=None)
    after = min((each for each in sure if each > line), default=None)
    if before is None or after is None:
        return False
    return after - before == sure[after] - sure[before] and row - sure[before] == line - before


def _aligned(said: Sequence[str], printed: Sequence[str]) -> list[tuple[int, int]]:
    """Return the pairs of lines and rows that are worth most together, in their order."""
    best: list[list[tuple[int, tuple[int, int] | None]]] = [
        [(0, None)] * (len(printed) + 1) for _ in range(len(said) + 1)
    ]
    for line, code in enumerate(said, start=1):
        for row, number in enumerate(printed, start=1):
            paired = best[line - 1][row - 1][0] + _worth(code, number)
            choices = (
                (best[line - 1][row][0], (line - 1, row)),
                (best[line][row - 1][0], (line, row - 1)),
                (paired, (line - 1, row - 1)),
            )
            best[line][row] = max(choices, key=lambda choice: choice[0])
    return _traced(best, len(said), len(printed))


def _traced(
    best: Sequence[Sequence[tuple[int, tuple[int, int] | None]]], line: int, row: int
) -> list[tuple[int, int]]:
    pairs = []
    while line and row:
        come_from = sure(best[line][row][1])
        if come_from == (line - 1, row - 1):
            pairs.append(come_from)
        line, row = come_from
    return pairs[::-1]


def _worth(code: str, number: str) -> int:
    if code == number:
        return CODE_RIGHT if code else PLACE_RIGHT
    if code and code.replace(".", "") == number.replace(".", ""):
        return DOTS_LOST
    return CODE_WRONG if code and number else 0
