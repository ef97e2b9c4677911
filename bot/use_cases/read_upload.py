"""A document that was sent: read before its turn, so that the dialogue gets values.

`open_kept` may take a while for a large file and knows no form: it is called ahead of the turn, in
a thread. `filled_form` is quick and happens within the turn, with the form of that moment.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from bot.imports.grid import OpenedFile
from bot.imports.match_filled import open_file, read_filled
from bot.imports.unit_of_file import unit_of_file
from bot.model.filled_form import FilledForm
from bot.model.form import Form
from bot.model.message import FileRef, Incoming, IncomingKind
from bot.model.unit import Unit

READ = (".xlsx", ".docx", ".xls", ".doc")


def is_readable(incoming: Incoming) -> bool:
    """Tell whether the message carries a kept document that may be a filled form."""
    is_kept = incoming.file is not None and bool(incoming.file.path)
    return is_kept and incoming.kind is IncomingKind.FILE and _path(incoming.file).endswith(READ)


def open_kept(folder: Path, incoming: Incoming) -> OpenedFile | None:
    """Return the tables of a sent document; None for any other message."""
    return open_file(folder / _path(incoming.file)) if is_readable(incoming) else None


def filled_form(
    folder: Path, form: Form, incoming: Incoming, opened: OpenedFile | None
) -> FilledForm | None:
    """Return what a sent document says for a form; `opened` is what was read ahead, if it was."""
    opened = opened or open_kept(folder, incoming)
    return read_filled(opened, form) if opened is not None else None


def read_kept(folder: Path, file: FileRef, form: Form) -> FilledForm:
    """Return what a kept file says for a form; opened once, however often it is asked."""
    return read_filled(opened_once(folder / file.path), form)


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
