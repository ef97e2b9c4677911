"""Whether a data folder is as it was left: a database that is gone, emptied or damaged is said,
with the way out, and never taken for a new installation."""

from __future__ import annotations

import logging
from pathlib import Path

from bot.errors import OperatorError
from bot.locale.say import say
from bot.use_cases.keeping import folder_lock
from bot.use_cases.turns.file_store import FOLDER
from storage import damage, newest_sound_copy

log = logging.getLogger("baocao")

BACKUPS = "backups"
MADE = ".made"  # beside the database, from the moment that there is one


def make(folder: Path) -> None:
    """Make the folder where there is none, and say so: settings that were used before had one."""
    if not folder.is_dir():
        folder.mkdir(parents=True, exist_ok=True)
        log.warning(say("database.new_folder", folder=folder))


def check_not_lost(database: Path, folder: Path) -> None:
    """Raise OperatorError where a database was before and is missing or empty now."""
    if _has_content(database):
        return
    marks = [_mark(database), folder / FOLDER, *(folder / BACKUPS).glob("*.db")]
    if any(mark.exists() for mark in marks):
        raise OperatorError(say("database.lost", file=database, way=_way_out(folder)))


def note_made(database: Path) -> None:
    """Remember that there is a database here."""
    mark = _mark(database)
    if _has_content(database) and not mark.exists():
        mark.touch()


def check_sound(database: Path, folder: Path) -> None:
    """Raise OperatorError when pages of the database are spoilt, also ones that nothing reads now."""
    fault = damage(database)
    if fault:
        raise damaged(database, folder, fault)


def damaged(database: Path, folder: Path, reason: str) -> OperatorError:
    """Return what to say of a damaged database."""
    return OperatorError(
        say("database.damaged", file=database, reason=reason, way=_way_out(folder))
    )


def check_free(folder: Path) -> None:
    """Raise OperatorError where a program, or a restore, works on the folder now."""
    try:
        with folder_lock.running(folder, by_one=True):
            return
    except folder_lock.FolderBusy as busy:
        raise in_use(busy, folder) from None


def in_use(busy: folder_lock.FolderBusy, folder: Path) -> OperatorError:
    """Return what to say of a folder that somebody works on."""
    runs = isinstance(busy, folder_lock.RunsAlready)
    return OperatorError(
        say("database.runs_already" if runs else "database.restoring", folder=folder)
    )


def _way_out(folder: Path) -> str:
    """Return the command that brings back the newest sound copy, or what to do where there is none."""
    copy = newest_sound_copy(folder / BACKUPS)
    return say("database.restore", copy=copy) if copy else say("database.no_copy")


def _has_content(database: Path) -> bool:
    return database.is_file() and database.stat().st_size > 0


def _mark(database: Path) -> Path:
    return database.with_name(database.name + MADE)
