"""The lines of a message before rows are looked for: bars become tabs, list numbers are taken off,
an answer below its code is joined to it, and a narrative keeps the lines that belong to it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from bot.model.form import Form
from bot.reading.boilerplate import is_letter
from bot.reading.message_piece import Piece
from bot.reading.numbered_list import placed_below_headings
from bot.reading.pasted_row import is_table_head, read_own_line, read_table_line
from bot.reading.row_code import bare_codes, coded
from bot.reading.segments import named_parts
from bot.row_types import takes_words

_NUMBERED = re.compile(r"\s{0,20}([0-9]{1,2})\s{0,9}[.)/]\s{1,20}(\S.*)")
_CUT = re.compile(r"[;\n]+")
_BULLET = re.compile(r"\s*[-–•*+]")
_DIGIT = re.compile(r"[0-9]")
_BARS = re.compile(r"[^|]*\|[^|]*\||\s{0,9}[0-9]{1,2}(?:\.[0-9]{1,2}[a-e]?)?\s{0,9}\|")
_FIRST_CELL = re.compile(r"\s*[0-9]{1,2}(?:\.[0-9]{1,2}[a-e]?)?\s*;")
_CODE_INSIDE = re.compile(r"[0-9](?:\.[0-9]|\s?[:=])")
MOST_BITS = 60  # commas in one part of a real message; more is no list of rows


def raw_pieces(form: Form, text: str, places: tuple[str, ...] = ()) -> Iterator[Piece]:
    """Return all pieces of a cleaned message in order; `places` are names of the campaign's units."""
    last: Piece | None = None
    tabbed = [*map(_tabbed, _from_cells(text.split("\n")))]
    if len(tabbed) > 1:
        tabbed = placed_below_headings(form, tabbed)
    lines = _unnumbered(form, tabbed)
    for line in _joined(form, lines, places):
        for place, piece in enumerate(_of_line(form, line)):
            if last is not None and _goes_on(form, last, piece, line, places, fresh=place == 0):
                last = _longer(last, piece, line if place == 0 else "")
                continue
            if last is not None:
                yield last
            last = piece
    if last is not None:
        yield last


def _from_cells(lines: list[str]) -> list[str]:
    """Return lines of a table saved as text ("1.1;2;60;") with tabs between their cells."""
    counts = {line.count(";") for line in lines if line.strip()}
    is_table = len(lines) > 1 and len(counts) == 1 and min(counts) > 1
    coded = [line for line in lines if _FIRST_CELL.match(line)]
    return [line.replace(";", "\t") for line in lines] if is_table and len(coded) > 1 else lines


def _tabbed(line: str) -> str:
    """Return cells between bars as cells between tabs; a single bar stands between a code and its figure."""
    return line.replace("|", "\t") if "\t" not in line and _BARS.match(line) else line


def _of_line(form: Form, line: str) -> Iterator[Piece]:
    if "\t" in line:
        yield from _of_table(form, line)
        return
    for part in _parts(line):
        if part.count(",") + part.count(". ") > MOST_BITS:
            yield _long_words(form, part)
        elif part.strip(" .,"):
            yield from named_parts(form, part)


def _long_words(form: Form, part: str) -> Piece:
    """Return a part of very many commas whole, as the words of the row whose code it begins with,
    where none of another row may stand in it."""
    named = coded(form, part)
    if named is None or named.row is None or _CODE_INSIDE.search(named.said):
        return Piece(part, unsure=True)
    return named if takes_words(named.row) else Piece(part, unsure=True)


def _parts(line: str) -> Iterator[str]:
    """Return parts between semicolons; codes alone stay with what follows ("1.1; 1.2: không")."""
    before = ""
    for part in _CUT.split(line):
        if bare_codes(before + part):
            before += f"{part.strip()},"
            continue
        yield before + part
        before = ""
    if before:
        yield before.rstrip(",")


def _of_table(form: Form, line: str) -> Iterator[Piece]:
    row, said = read_table_line(form, line)
    flat = " ".join(line.split())
    if row is not None and said:
        yield Piece(flat, row, said, coded=True)
        return
    row, said = read_own_line(form, line) if row is None else (row, "")
    if row is not None and said:
        yield Piece(flat, row, said, weak=True)
    elif row is None and flat and not is_table_head(form, line):
        yield from (
            named_parts(form, flat) if _DIGIT.search(flat) is None else (Piece(flat, unsure=True),)
        )


def _unnumbered(form: Form, lines: list[str]) -> list[str]:
    """Without "1.", "2.", … where those count the lines and every line names its row itself."""
    found = {line: match for line in lines if (match := _NUMBERED.fullmatch(line))}
    numbers = [int(found[line].group(1)) for line in lines if line in found]
    if len(numbers) < 2 or numbers != list(range(1, len(numbers) + 1)):
        return lines
    if not all(_names_its_row(form, match.group(2)) for match in found.values()):
        return lines
    return [found[line].group(2) if line in found else line for line in lines]


def _names_its_row(form: Form, text: str) -> bool:
    first = next(named_parts(form, text), None)
    if first is None or (first.row is None and not first.rest and first.span is None):
        return False
    return not (first.coded and first.weak) and not (first.coded and bare_codes(text))


def _joined(form: Form, lines: list[str], places: tuple[str, ...]) -> Iterator[str]:
    """Return a code alone on its line takes the lines below it, up to the next that names a row."""
    open_code = ""
    for line in lines:
        if not line.strip():
            continue
        if open_code and not _is_named(form, line) and not is_letter(form, line, places):
            open_code += (" " if open_code.endswith(":") else ", ") + line.strip(" -–•*+\t")
            continue
        if open_code:
            yield open_code
            open_code = ""
        if _opens(form, line):
            open_code = f"{line.strip().rstrip(' .:-–')}:"
        else:
            yield line
    if open_code:
        yield open_code


def _opens(form: Form, line: str) -> bool:
    found = coded(form, line) if "\t" not in line else None
    return found is not None and found.row is not None and found.row.is_asked and not found.said


def _is_named(form: Form, line: str) -> bool:
    if "\t" in line:
        return True
    first = next(named_parts(form, line), None)
    return first is not None and (first.row is not None or first.rest or first.coded)


def _goes_on(
    form: Form, last: Piece, piece: Piece, line: str, places: tuple[str, ...], *, fresh: bool
) -> bool:
    """Tell whether an unnamed piece continues the narrative before it: behind a semicolon, as a bullet
    below it, or as a line without figures."""
    if last.row is None or not takes_words(last.row) or not last.said:
        return False
    if not piece.is_nameless:
        return False
    if not fresh:
        return True
    if is_letter(form, line, places):
        return False
    return _BULLET.match(line) is not None or _DIGIT.search(line) is None


def _longer(last: Piece, piece: Piece, line: str) -> Piece:
    between, more = ("\n", line.strip()) if line else ("; ", piece.text)
    return replace(last, said=f"{last.said}{between}{more}", unsure=True)
