"""A restore that is tried: the newest copy is brought back in a temporary folder and looked through.

Only a copy that was restored once is known to be one. The drill touches nothing that is in use.
"""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bot.errors import OperatorError
from bot.locale.say import say
from bot.use_cases.keeping.archive import is_archive, known_faults, restore_archive
from bot.use_cases.keeping.data_folder import BACKUPS
from bot.use_cases.keeping.second_place import Place
from storage import DatabasePlace, NotABackup, Store


class DrillFailed(OperatorError):
    """A copy that could not be restored, or not all of it."""


@dataclass(frozen=True, slots=True)
class Drill:
    """What came out of a copy."""

    name: str
    campaigns: int
    units: int
    reports: int
    files: int

    @property
    def in_words(self) -> str:
        """Return a sentence about it."""
        return say(
            "drill.done",
            name=self.name,
            campaigns=self.campaigns,
            units=self.units,
            reports=self.reports,
            files=self.files,
        )


def restore_newest(
    database: DatabasePlace, folder: Path, place: Place | None, now: datetime
) -> Drill | None:
    """Restore the newest copy, of the second place or else of the nights; None while there is none.

    Raises PlaceFailed where it cannot be fetched, DrillFailed where it is not whole."""
    with tempfile.TemporaryDirectory(dir=folder, prefix=".thu-khoi-phuc-") as inner:
        copy = _newest(folder, place, Path(inner))
        if copy is None:
            return None
        with database.beside(Path(inner) / "data") as trial:
            return _restored(copy, trial, Path(inner) / "data", now)


def _newest(folder: Path, place: Place | None, inner: Path) -> Path | None:
    names = place.names() if place is not None else []
    if place is not None and names:
        place.fetch(names[-1], inner / names[-1])
        return inner / names[-1]
    copies = [file for file in (folder / BACKUPS).glob("night-*") if file.suffix != ".part"]
    return max(copies, key=lambda file: file.name, default=None)


def _restored(copy: Path, trial: DatabasePlace, folder: Path, now: datetime) -> Drill:
    try:
        files = _unpacked(copy, trial, folder)
    except NotABackup:
        raise DrillFailed(say("drill.no_backup", name=copy.name)) from None
    Store.open(trial.url, now).close()  # of an older program: upgraded
    held = trial.counts()
    return Drill(copy.name, held["campaign"], held["unit"], held["submission"], files)


def _unpacked(copy: Path, trial: DatabasePlace, folder: Path) -> int:
    """Restore a copy; the number of files that came with it."""
    if not is_archive(copy):
        trial.check(copy)
        trial.restore(copy)
        return 0
    restored = restore_archive(copy, trial, folder)
    known = known_faults(copy)
    gone = [fault.path for fault in (*restored.spoilt, *restored.missing)]
    unknown = [path for path in gone if path not in known]
    if unknown:
        files = ", ".join(unknown[:3])
        raise DrillFailed(say("drill.not_whole", name=copy.name, count=len(unknown), files=files))
    return restored.files
