"""`baocao backup` and `restore`: the database alone as .db, everything as .zip."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from bot import ids
from bot.bootstrap import Bootstrap
from bot.cli.options import common
from bot.errors import OperatorError, UsageError
from bot.locale.say import say
from bot.use_cases import archive, folder_lock
from bot.use_cases.archive import FileFault
from bot.use_cases.owner_files import WEB_KEY_FILE
from bot.use_cases.second_place import BUCKET

MOST_NAMED = 20  # files in one sentence


@click.command("backup", help=say("cli.help.backup"))
@click.argument("file", type=click.Path(path_type=Path))
@common
def backup(setup: Bootstrap, file: Path) -> None:
    """Make a consistent copy, while `run` is on too."""
    _database_of(setup)
    whole = _is_whole(file)
    if not file.resolve().parent.is_dir():
        raise UsageError(say("file.no_folder", file=file))
    if file.exists() and not _is_older_backup(file, whole):
        raise UsageError(say("backup.not_a_backup", file=file))
    with _copying(setup, file):
        if whole:
            _back_up_everything(setup, file)
        else:
            from storage import copy_database

            copy_database(setup.store.engine, file)
            click.echo(say("backup.written", file=file))


def _back_up_everything(setup: Bootstrap, file: Path) -> None:
    number, faults = archive.write_archive(
        setup.store, setup.config.data_dir, file, setup.clock.now()
    )
    click.echo(say("backup.written_whole", file=file, count=number))
    if faults:
        click.echo(
            say("backup.without", count=len(faults), files=faults_in_words(faults)), err=True
        )


@contextmanager
def _copying(setup: Bootstrap, file: Path) -> Iterator[None]:
    """Return why no copy could be made, in a sentence; an older copy is then as it was."""
    from bot.use_cases.data_folder import damaged
    from storage import DamagedDatabase, PoorerCopy

    try:
        yield
    except DamagedDatabase as error:
        raise damaged(_database_of(setup), setup.config.data_dir, str(error)) from None
    except PoorerCopy:
        raise OperatorError(say("backup.poorer", file=file)) from None
    except OSError as error:
        raise OperatorError(say("file.not_writable", file=file, reason=error.strerror)) from None


def _is_whole(file: Path) -> bool:
    return file.suffix.lower() == ".zip"


def _is_older_backup(file: Path, whole: bool) -> bool:
    """Tell whether what lies there may be replaced: it is a backup of the same sort, or empty."""
    try:
        if file.stat().st_size == 0:
            return True
        if whole:
            return archive.is_archive(file)
        with file.open("rb") as stream:
            return stream.read(16) == b"SQLite format 3\0"
    except OSError:
        return False


@click.command("restore", help=say("cli.help.restore"))
@click.argument("file")
@click.option("--yes", is_flag=True, help=say("cli.yes"))
@common
def restore(setup: Bootstrap, file: str, yes: bool) -> None:
    """Put a checked copy in the database's place; refuses to overwrite without --yes, and beside
    a running program."""
    if not file.startswith(BUCKET):
        _restore(setup, Path(file), yes)
        return
    with tempfile.TemporaryDirectory(prefix="baocao-") as inner:
        _restore(setup, _fetched(setup, file, Path(inner)), yes)


def _fetched(setup: Bootstrap, address: str, folder: Path) -> Path:
    """Bring a copy of the second place here; the settings say how that is reached."""
    place, (around, _, name) = setup.second_place, address.rpartition("/")
    if place is None or around != place.label.rstrip("/"):
        raise UsageError(say("restore.other_bucket", address=address))
    place.fetch(name, folder / name)
    return folder / name


def _restore(setup: Bootstrap, file: Path, yes: bool) -> None:
    from storage import NotABackup, begin_anew

    target = _database_of(setup)
    if not file.is_file():
        raise UsageError(say("file.missing", file=file))
    held = target.exists() and target.stat().st_size > 0
    try:
        with folder_lock.alone(setup.config.data_dir):
            _check(file)
            if held and not yes:
                raise OperatorError(say("restore.exists", file=target))
            if held:
                click.echo(say("restore.kept", file=_lay_aside(setup, target)))
            _put_back(setup, file, target)
            begin_anew(target, ids.fresh_code())
            _say_new_key(setup)
    except folder_lock.FolderBusy:
        raise OperatorError(say("restore.running", folder=setup.config.data_dir)) from None
    except NotABackup:
        raise OperatorError(say("restore.not_a_backup", file=file)) from None


def _check(file: Path) -> None:
    """Raise NotABackup before anything is laid aside; an archive is checked as it is unpacked."""
    from storage import NotABackup, check_database

    if not _is_whole(file):
        check_database(file)
    elif not archive.is_archive(file):
        raise NotABackup(str(file))


def _put_back(setup: Bootstrap, file: Path, target: Path) -> None:
    from bot.use_cases.data_folder import note_made
    from storage import restore_database

    folder = setup.config.data_dir
    if not _is_whole(file):
        restore_database(file, target)
        note_made(target)
        click.echo(say("restore.done", file=target))
        _say_missing(archive.file_faults(target, folder))
        return
    restored = archive.restore_archive(file, target, folder)
    note_made(target)
    click.echo(say("restore.done_whole", file=target, count=restored.files))
    _say_missing(restored.missing)
    if restored.spoilt:
        words = faults_in_words(restored.spoilt)
        raise OperatorError(say("restore.spoilt", count=len(restored.spoilt), files=words))


def _say_new_key(setup: Bootstrap) -> None:
    """Say where cookies and links of before will not be known."""
    file = setup.config.data_dir / WEB_KEY_FILE
    configured = setup.config.web.secret_key.get_secret_value()
    if setup.config.web.enabled and not configured and not file.exists():
        click.echo(say("restore.new_key", file=file), err=True)


def _say_missing(faults: Iterable[FileFault]) -> None:
    listed = list(faults)
    if listed:
        words = faults_in_words(listed)
        click.echo(say("restore.without", count=len(listed), files=words), err=True)


def faults_in_words(faults: Iterable[FileFault]) -> str:
    """Return each file by its name, its unit, where it lies and what is wrong with it."""
    listed = list(faults)
    words = [
        say(
            f"file.{fault.fault}" if fault.name else f"file.{fault.fault}_unnamed",
            name=fault.name,
            unit=fault.unit_name,
            path=fault.path,
        )
        for fault in listed[:MOST_NAMED]
    ]
    if len(listed) > MOST_NAMED:
        words.append(say("file.more", count=len(listed) - MOST_NAMED))
    return "; ".join(words)


def _lay_aside(setup: Bootstrap, target: Path) -> Path:
    """Return a copy of what is about to be replaced."""
    from storage import copy_file

    kept = target.with_name(f"before-restore-{setup.clock.now():%Y%m%d-%H%M%S}.db")
    copy_file(target, kept)
    return kept


def _database_of(setup: Bootstrap) -> Path:
    """Return the SQLite file; raises OperatorError for another kind of database."""
    if setup.database_file is None:
        raise OperatorError(say("backup.only_sqlite"))
    return setup.database_file
