"""Where copies lie a second time: another folder (a disk, a share) or a bucket of an S3 service.

A copy counts when it was read back and is the same to the byte; what lies under a name is only
ever replaced by a whole one.
"""

from __future__ import annotations

import hashlib
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from bot.errors import OperatorError
from bot.locale.say import say
from bot.put_in_place import put_in_place

BUCKET = "s3://"
PREFIX, SUFFIX = "baocao-", ".zip"
STAMP = f"{PREFIX}%Y%m%d-%H%M{SUFFIX}"  # names in the order of their times


class PlaceFailed(OperatorError):
    """A copy could not be laid into the second place, or fetched; the text is a sentence."""


class Place(Protocol):
    """Some copies under names; every way raises PlaceFailed."""

    label: str

    def names(self) -> list[str]:
        """Return the names of the copies, the oldest first."""
        ...

    def put(self, file: Path, name: str) -> None:
        """Lay a copy there and read it back."""
        ...

    def fetch(self, name: str, target: Path) -> None:
        """Bring a copy here."""
        ...

    def remove(self, name: str) -> None:
        """Take a copy away; do nothing where there is none."""
        ...


@dataclass(frozen=True, slots=True)
class PlaceSettings:
    """Where it is; the last four are for a bucket."""

    address: str
    endpoint: str = ""
    region: str = ""
    access_key: str = ""
    secret_key: str = ""


def open_place(settings: PlaceSettings) -> Place | None:
    """Return the second place; None where none is set. Raises PlaceFailed where it cannot be one."""
    if not settings.address:
        return None
    if not settings.address.startswith(BUCKET):
        return FolderPlace(Path(settings.address))
    try:
        from bot.use_cases.keeping.bucket_place import BucketPlace
    except ImportError:
        raise PlaceFailed(say("place.no_s3")) from None
    return BucketPlace(settings)


class FolderPlace:
    """Copies in a folder that is there already: a share that is not mounted is no place."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.label = str(folder)

    def names(self) -> list[str]:
        """Return the names of the copies, the oldest first."""
        if not self.folder.is_dir():
            raise PlaceFailed(say("place.no_folder", folder=self.folder))
        return sorted(file.name for file in self.folder.glob(f"{PREFIX}*{SUFFIX}"))

    def put(self, file: Path, name: str) -> None:
        """Lay a copy there and read it back."""
        self.names()
        target = self.folder / name
        partial = target.with_name(f"{name}.part")
        try:
            shutil.copyfile(file, partial)
            if digest_of(partial) != digest_of(file):
                raise PlaceFailed(say("place.unlike", name=name, place=self.label))
            put_in_place(partial, target)
        except OSError as error:
            raise self._failed(error) from error
        finally:
            partial.unlink(missing_ok=True)

    def fetch(self, name: str, target: Path) -> None:
        """Bring a copy here."""
        try:
            shutil.copyfile(self.folder / name, target)
        except OSError as error:
            raise self._failed(error) from error

    def remove(self, name: str) -> None:
        """Take a copy away."""
        try:
            (self.folder / name).unlink(missing_ok=True)
        except OSError as error:
            raise self._failed(error) from error

    def _failed(self, error: OSError) -> PlaceFailed:
        return PlaceFailed(say("place.failed", place=self.label, reason=error.strerror or error))


def digest_of(file: Path) -> str:
    """Return the SHA-256 of a file."""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def keep_newest(place: Place, number: int) -> None:
    """Remove all copies but the newest ones."""
    for name in place.names()[:-number]:
        place.remove(name)
