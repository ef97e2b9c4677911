"""A backup of everything: the database, the kept files, and a manifest of their hashes, as .zip.

Kept files are named by their content's hash, so that each can be checked by itself, and putting one
back never replaces another. What is missing or damaged is said by name; it never stops what is
sound from being saved or brought back.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import shutil
import tempfile
import time
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO

from bot.model.file_fault import Fault
from bot.put_in_place import put_in_place
from bot.use_cases.turns.file_store import FOLDER
from storage import DatabasePlace, NamedFile, NotABackup, PoorerCopy, is_poorer

MANIFEST = "manifest.json"
DATABASE = "baocao"  # its ending says of which kind
CHUNK = 1024 * 1024
COPYING = ".sao-luu-"  # how a folder begins in which a database is copied beside its archive
LEFT_SECONDS = 24 * 3600  # real seconds; no backup takes that long


@dataclass(frozen=True, slots=True)
class FileFault:
    """A kept file that is not as it was kept; name and unit are empty for one no report names."""

    path: str
    fault: Fault
    name: str = ""
    unit_name: str = ""


@dataclass(frozen=True, slots=True)
class Restored:
    """What came out of an archive: files written or found there already, and what is not sound."""

    files: int
    spoilt: tuple[FileFault, ...]  # damaged within the archive
    missing: tuple[FileFault, ...]  # named by a report, and not there after all


def file_faults(named_files: Iterable[NamedFile], folder: Path) -> list[FileFault]:
    """Return every file a report names that is not in the data folder as it was kept."""
    return [
        FileFault(named.path, fault, named.name, named.unit_name)
        for named in named_files
        if (fault := _fault(folder / named.path, named.sha256)) is not None
    ]


def _fault(file: Path, sha256: str) -> Fault | None:
    if not file.is_file():
        return Fault.LOST
    return Fault.DAMAGED if _hash_of(file) != sha256 else None


def _hash_of(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def write_archive(
    place: DatabasePlace, folder: Path, target: Path, now: datetime
) -> tuple[int, list[FileFault]]:
    """Write everything into a .zip that takes an older one's place only when it is whole.

    Returns the number of files and those that are missing or damaged. Raises OSError,
    DamagedDatabase and PoorerCopy as the copy of the database does."""
    partial = target.with_name(target.name + ".part")
    partial.write_bytes(b"")  # says in the system's words why a file cannot be written here
    _remove_left(target.parent)
    try:
        with tempfile.TemporaryDirectory(dir=target.parent, prefix=COPYING) as inner:
            copy = Path(inner) / f"{DATABASE}{place.suffix}"
            held, named = place.copy(copy)
            if target.exists() and is_poorer(held, counts_in(target)):
                raise PoorerCopy(str(target))
            faults = file_faults(named, folder)
            number = _write(partial, copy, folder, held, faults, now)
        with zipfile.ZipFile(partial) as packed:
            if packed.testzip() is not None:
                raise OSError(5, "the archive could not be read back", str(target))
        put_in_place(partial, target)
    finally:
        partial.unlink(missing_ok=True)
    return number, faults


def _remove_left(folder: Path) -> None:
    """Remove what backups left that were ended while they copied: whole databases, which nobody sees."""
    for left in folder.glob(f"{COPYING}*"):
        with contextlib.suppress(OSError):
            if time.time() - left.stat().st_mtime > LEFT_SECONDS:
                shutil.rmtree(left)


def _write(
    partial: Path,
    copy: Path,
    folder: Path,
    held: dict[str, int],
    faults: list[FileFault],
    now: datetime,
) -> int:
    entries = []
    with zipfile.ZipFile(partial, "w", zipfile.ZIP_DEFLATED) as packed:
        database = _add(packed, copy, copy.name)
        for file in kept_files(folder):  # photos and documents are packed already
            name = file.relative_to(folder).as_posix()
            entries.append(_add(packed, file, name, zipfile.ZIP_STORED))
        manifest = {
            "made_at": now.isoformat(),
            "database": database,
            "counts": held,
            "files": entries,
            "faults": list(map(asdict, faults)),
        }
        packed.writestr(MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=1))
    return len(entries)


def kept_files(folder: Path) -> list[Path]:
    """Return everything kept in a data folder, also what no report names any more."""
    found = (folder / FOLDER).rglob("*")
    return sorted(file for file in found if file.is_file() and file.suffix != ".part")


def _add(
    packed: zipfile.ZipFile, file: Path, name: str, how: int = zipfile.ZIP_DEFLATED
) -> dict[str, Any]:
    entry = zipfile.ZipInfo.from_file(file, name, strict_timestamps=False)
    entry.compress_type = how
    digest = hashlib.sha256()
    with file.open("rb") as source, packed.open(entry, "w", force_zip64=True) as into:
        for piece in _pieces(source):
            digest.update(piece)
            into.write(piece)
    return {"path": name, "sha256": digest.hexdigest(), "size": file.stat().st_size}


def _pieces(source: BinaryIO) -> Iterator[bytes]:
    while piece := source.read(CHUNK):
        yield piece


def counts_in(archive: Path) -> dict[str, int]:
    """Return how much an archive holds; empty for a file that is none."""
    try:
        with zipfile.ZipFile(archive) as packed:
            return dict(_manifest(packed)["counts"])
    except (OSError, NotABackup, zipfile.BadZipFile):
        return {}


def is_archive(file: Path) -> bool:
    """Tell whether a file is a backup as `write_archive` makes it."""
    return bool(counts_in(file))


def _manifest(packed: zipfile.ZipFile) -> dict[str, Any]:
    """Return what an archive says it holds; raises NotABackup for one of somebody else's."""
    try:
        body = json.loads(packed.read(MANIFEST))
        _ = body["database"]["sha256"], body["counts"]["campaign"]
        for entry in body["files"]:
            _ = entry["sha256"], PurePosixPath(entry["path"])
    except (KeyError, TypeError, ValueError, zlib.error, zipfile.BadZipFile) as error:
        raise NotABackup(str(packed.filename)) from error
    return dict(body)


def known_faults(archive: Path) -> set[str]:
    """Return the paths of the files that were missing or damaged when an archive was made."""
    with zipfile.ZipFile(archive) as packed:
        return {str(fault["path"]) for fault in _manifest(packed).get("faults", ())}


def restore_archive(archive: Path, place: DatabasePlace, folder: Path) -> Restored:
    """Bring back database and files; raises NotABackup before anything is changed.

    Files come first: the database never names one that is still to be written. What lies there
    sound already is left alone."""
    try:
        with (
            zipfile.ZipFile(archive) as packed,
            tempfile.TemporaryDirectory(dir=_existing(folder), prefix=".khoi-phuc-") as inner,
        ):
            manifest = _manifest(packed)
            copy = _database_in(packed, manifest["database"], Path(inner))
            place.check(copy)
            spoilt = _bring_back(packed, manifest["files"], folder)
            place.restore(copy)
    except zipfile.BadZipFile as error:
        raise NotABackup(str(archive)) from error
    named_files = place.named_files()
    names = {named.path: named for named in named_files}
    missing = file_faults(named_files, folder)
    gone = {fault.path for fault in missing}
    return Restored(
        len(manifest["files"]) - len(spoilt),
        tuple(_named(path, names) for path in spoilt if path in gone or path not in names),
        tuple(fault for fault in missing if fault.path not in spoilt),
    )


def _database_in(packed: zipfile.ZipFile, entry: dict[str, Any], folder: Path) -> Path:
    """Unpack the database of an archive; raises NotABackup where it is not whole."""
    name = str(entry["path"])
    copy = folder / PurePosixPath(name).name
    if not _unpack(packed, name, entry["sha256"], copy):
        raise NotABackup(str(packed.filename))
    return copy


def _named(path: str, names: dict[str, NamedFile]) -> FileFault:
    known = names.get(path)
    if known is None:
        return FileFault(path, Fault.DAMAGED)
    return FileFault(path, Fault.DAMAGED, known.name, known.unit_name)


def _existing(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _bring_back(
    packed: zipfile.ZipFile, entries: Iterable[dict[str, Any]], folder: Path
) -> list[str]:
    """Write the files that are not there; returns those damaged in the archive."""
    spoilt = []
    for entry in entries:
        path = PurePosixPath(entry["path"])
        if path.is_absolute() or path.parts[:1] != (FOLDER,) or ".." in path.parts:
            raise NotABackup(str(packed.filename))
        target = folder / path
        if target.is_file() and _hash_of(target) == target.stem:
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        partial = target.with_name(target.name + ".part")
        if _unpack(packed, entry["path"], entry["sha256"], partial):
            put_in_place(partial, target)
        else:
            partial.unlink(missing_ok=True)
            spoilt.append(entry["path"])
    return spoilt


def _unpack(packed: zipfile.ZipFile, name: str, sha256: str, target: Path) -> bool:
    """Write one part of an archive; False when it is not there as the manifest has it."""
    digest = hashlib.sha256()
    try:
        with packed.open(name) as source, target.open("wb") as into:
            for piece in _pieces(source):  # type: ignore[arg-type]
                digest.update(piece)
                into.write(piece)
    except (KeyError, EOFError, zlib.error, zipfile.BadZipFile, NotImplementedError):
        return False
    return digest.hexdigest() == sha256
