"""A document that was sent: read before its turn, so that the dialogue gets values.

`open_kept` may take a while for a large file and knows no form: it is called ahead of the turn, in
a thread. `filled_form` is quick and happens within the turn, with the form of that moment.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from bot.imports.grid import OpenedFile, shown
from bot.imports.match_filled import open_file, read_filled
from bot.imports.scanned_form import can_read_scans, open_scan, rows_of_scan
from bot.imports.unit_of_file import unit_of_file
from bot.model.filled_form import FilledForm
from bot.model.form import Form
from bot.model.message import FileRef, Incoming, IncomingKind
from bot.model.unit import Unit
from bot.vietnamese.normalise import clean, unaccented

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
    said = unaccented(clean(incoming.text[:CAPTION]))
    return incoming.kind is IncomingKind.PHOTO and TO_READ.match(said) is not None


def open_kept(folder: Path, incoming: Incoming) -> OpenedFile | None:
    """Return the tables of a sent document, or of a photo of the form; None for any other message."""
    if not is_readable(incoming):
        return None
    path = folder / _path(incoming.file)
    return _open_photo(path, folder) if is_form_photo(incoming) else open_file(path)


def _open_photo(path: Path, folder: Path) -> OpenedFile:
    """Return what is read in a picture of the paper form; the refusal where that cannot be."""
    if not can_read_scans():
        return OpenedFile(refusal="no_ocr")
    lines = open_scan(path, (folder / CUT_OUTS).absolute())
    return OpenedFile(scan=lines, refusal="" if lines else "no_table")


def filled_form(
    folder: Path, form: Form, incoming: Incoming, opened: OpenedFile | None
) -> FilledForm | None:
    """Return what a sent document says for a form; `opened` is what was read ahead, if it was."""
    opened = opened or open_kept(folder, incoming)
    if opened is not None and opened.scan:
        seen = tuple(rows_of_scan(opened.scan, form))
        return FilledForm(seen=seen, refusal="" if seen else "no_table")
    return read_filled(opened, form) if opened is not None else None


def read_kept(folder: Path, file: FileRef, form: Form) -> FilledForm:
    """Return what a kept file says for a form; opened once, however often it is asked."""
    return read_filled(opened_once(folder / file.path), form)


def lines_of_kept(folder: Path, incoming: Incoming) -> list[str]:
    """Return the lines of a sent document's tables as a list has them: number and empty cells left out,
    the cells parted by tabs; a line without a figure at the head of a table is none of them."""
    if not is_readable(incoming):
        return []
    found: list[str] = []
    for grid in opened_once(folder / _path(incoming.file)).grids:
        texts = [[text for text in map(shown, line.values) if text.strip()] for line in grid.lines]
        lines = ["\t".join(_without_number(cells)) for cells in texts]
        has_figure = [any(sign.isdigit() for sign in line) for line in lines]
        first = has_figure.index(True) if True in has_figure else 0
        found += filter(None, lines[first:])
    return found


def _without_number(cells: list[str]) -> list[str]:
    """Return the cells of a line without its own number in front."""
    return cells[1:] if cells and cells[0].strip(" .").isdigit() and len(cells) > 1 else cells


def best_read(opened: OpenedFile, forms: Sequence[Form]) -> tuple[Form | None, FilledForm | None]:
    """Return the form that a document fits best, with what it says; None without any form."""
    read = [(form, read_filled(opened, form)) for form in forms]
    read.sort(key=lambda pair: bool(pair[1].refusal))
    return read[0] if read else (None, None)


def unit_of_kept(
    folder: Path, file: FileRef, forms: Sequence[Form], units: Sequence[Unit]
) -> Unit | None:
    """Return the unit that a kept document names; None where that is unclear."""
    opened = opened_once(folder / file.path)
    return unit_of_file(units, opened, best_read(opened, forms)[1], file.name)


@lru_cache(maxsize=40)
def opened_once(path: Path) -> OpenedFile:
    """Return a kept file's tables; a kept file never changes, for it lies under its own hash."""
    return open_file(path)


def _path(file: FileRef | None) -> str:
    return file.path if file is not None else ""
