"""A document that was sent: read before its turn, so that the dialogue gets values.

`open_kept` may take a while for a large file and knows no form: it is called ahead of the turn, in
a thread. `filled_form` is quick and happens within the turn, with the form of that moment.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from bot.imports import printed_marks
from bot.imports.grid import OpenedFile, shown
from bot.imports.match_filled import open_file, read_filled
from bot.imports.scanned_form import can_read_scans, open_scan, rows_of_scan
from bot.imports.unit_of_file import unit_of_file
from bot.model.filled_form import FilledForm
from bot.model.form import Form
from bot.model.message import FileRef, Incoming, IncomingKind
from bot.model.optional import optional
from bot.model.unit import Unit
from bot.reading.entry_lines import PEOPLE, counts_people
from bot.vietnamese.normalise import clean, unaccented
from storage import Transaction

TO_READ = re.compile(r"doc (?:bieu|bang|phieu|so lieu|mau|anh)")
CAPTION = 200  # characters of a caption that may ask for it
CUT_OUTS = "documents"  # folder below the data folder that is swept every night
READ = (".xlsx", ".docx", ".xls", ".doc", ".pdf")


def is_readable(incoming: Incoming) -> bool:
    """Tell whether the message carries a kept document that may be a filled form."""
    is_kept = incoming.file is not None and bool(incoming.file.path)
    is_form = incoming.kind is IncomingKind.FILE and _path(incoming.file).endswith(READ)
    return is_kept and (is_form or is_form_photo(incoming))


def is_form_photo(incoming: Incoming) -> bool:
    """Tell whether the message is a photo of the paper form, to be read: its caption says so."""
    said = unaccented(clean(incoming.own_caption[:CAPTION]))
    return incoming.kind is IncomingKind.PHOTO and TO_READ.match(said) is not None


def open_kept(folder: Path, incoming: Incoming) -> OpenedFile | None:
    """Return the tables of a sent document, or of a photo of the form; None for any other message."""
    if not is_readable(incoming):
        return None
    path = folder / _path(incoming.file)
    return _open_photo(path, folder) if is_form_photo(incoming) else _open_marked(path)


def _open_marked(path: Path) -> OpenedFile:
    """Return a document's tables with the code that it carries."""
    opened = open_file(path)
    return replace(opened, code=printed_marks.code_in(opened, path))


def _open_photo(path: Path, folder: Path) -> OpenedFile:
    """Return what is read in a picture of the paper form; the refusal where that cannot be."""
    if not can_read_scans():
        return OpenedFile(refusal="no_ocr")
    lines = open_scan(path, (folder / CUT_OUTS).absolute())
    return OpenedFile(scan=lines, refusal="" if lines else "no_table")


def filled_form(
    tx: Transaction, folder: Path, form: Form, incoming: Incoming, opened: OpenedFile | None
) -> FilledForm | None:
    """Return what a sent document says for a form; `opened` is what was read ahead, if it was."""
    if incoming.file is not None and incoming.file.code:
        marked = read_copy(tx, OpenedFile(refusal="no_table", code=incoming.file.code), form)
        if marked.printed is not None:
            return marked
    opened = opened or open_kept(folder, incoming)
    if opened is not None and opened.scan:
        seen = tuple(rows_of_scan(opened.scan, form))
        return FilledForm(seen=seen, refusal="" if seen else "no_table")
    return read_copy(tx, opened, form) if opened is not None else None


def read_kept(tx: Transaction, folder: Path, file: FileRef, form: Form) -> FilledForm:
    """Return what a kept file says for a form; opened once, however often it is asked."""
    return read_copy(tx, opened_once(folder / file.path, file.code), form)


def read_copy(tx: Transaction, opened: OpenedFile, form: Form) -> FilledForm:
    """Return what a file says for a form, and the version whose code it carries, which says whose it is."""
    filled = read_filled(opened, form)
    printed = optional(tx.history.printed_version, opened.code)
    if printed is None:
        return filled
    return replace(filled, printed=printed, unit_code=printed.unit_code, campaign=printed.campaign)


def lines_of_kept(folder: Path, incoming: Incoming) -> list[str]:
    """Return the lines of a sent document's tables as a list has them: number and empty cells left out,
    the cells parted by tabs; a line without a figure at the head of a table is none of them."""
    if not is_readable(incoming):
        return []
    found: list[str] = []
    for grid in opened_once(folder / _path(incoming.file)).grids:
        cells = [list(map(shown, line.values)) for line in grid.lines]
        has_figure = [any(sign.isdigit() for sign in "".join(line)) for line in cells]
        first = has_figure.index(True) if True in has_figure else 0
        people = [counts_people(head) for line in cells[first - 1 : first] for head in line]
        found += filter(None, (_as_entry(line, people) for line in cells[first:]))
    return found


def _as_entry(cells: Sequence[str], people: Sequence[bool]) -> str:
    """Return a line of a table as one of a list: what stands in a column of people is so many people."""
    counted = [*people, *[False] * len(cells)]
    named = [
        f"{text} {PEOPLE.word}" if of_people and text.strip().isdigit() else text
        for text, of_people in zip(cells, counted, strict=False)
    ]
    return "\t".join(_without_number([text for text in named if text.strip()]))


def _without_number(cells: list[str]) -> list[str]:
    """Return the cells of a line without its own number in front."""
    return cells[1:] if cells and cells[0].strip(" .").isdigit() and len(cells) > 1 else cells


def best_read(
    tx: Transaction, opened: OpenedFile, forms: Sequence[Form]
) -> tuple[Form | None, FilledForm | None]:
    """Return the form that a document fits best, with what it says; None without any form."""
    read = [(form, read_copy(tx, opened, form)) for form in forms]
    read.sort(key=lambda pair: bool(pair[1].refusal))
    return read[0] if read else (None, None)


def unit_of_kept(
    tx: Transaction, folder: Path, file: FileRef, forms: Sequence[Form], units: Sequence[Unit]
) -> Unit | None:
    """Return the unit that a kept document names; None where that is unclear."""
    opened = opened_once(folder / file.path, file.code)
    return unit_of_file(units, opened, best_read(tx, opened, forms)[1], file.name)


@lru_cache(maxsize=40)
def opened_once(path: Path, code: str = "") -> OpenedFile:
    """Return a kept file's tables; a kept file never changes, for it lies under its own hash. A picture
    has none, but may have a `code`, which was read when it came."""
    return OpenedFile(refusal="no_table", code=code) if code else _open_marked(path)


def _path(file: FileRef | None) -> str:
    return file.path if file is not None else ""
