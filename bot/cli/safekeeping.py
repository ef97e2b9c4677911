"""`baocao backup` and `restore`: the database alone as .db, everything as .zip."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot import ids
from bot.bootstrap import Bootstrap
from bot.cli.options import common, need_file, need_folder
from bot.errors import OperatorError, UsageError
from bot.locale.say import say
from bot.use_cases.keeping import archive, folder_lock
from bot.use_cases.keeping.archive import FileFault
from bot.use_cases.keeping.owner_files import WEB_KEY_FILE
from bot.use_cases.keeping.second_place import BUCKET

if TYPE_CHECKING:
    from storage import DatabasePlace

MOST_NAMED = 20  # files in one sentence


@click.command("backup", help=say("cli.help.backup"))
@click.argument("file", type=click.Path(path_type=Path))
@common
def backup(setup: Bootstrap, file: Path) -> None:
    """Make a consistent copy, while `run` is on too."""
    whole = _is_whole(file)
    need_folder(file)
    if file.exists() and not _is_older_backup(file, whole):
        raise UsageError(say("backup.not_a_backup", file=file))
    with _copying(setup, file):
        if whole:
            _back_up_everything(setup, file)
        else:
            _ = setup.store  # says what ails the database
            setup.database_place.copy(file)
            click.echo(say("backup.written", file=file))


def _back_up_everything(setup: Bootstrap, file: Path) -> None:
    _ = setup.store  # says what ails the database
    number, faults = archive.write_archive(
        setup.database_place, setup.config.data_dir, file, setup.clock.now()
    )
    click.echo(say("backup.written_whole", file=file, count=number))
    if faults:
        click.echo(
            say("backup.without", count=len(faults), files=faults_in_words(faults)), err=True
        )


@contextmanager
def _copying(setup: Bootstrap, file: Path) -> Iterator[None]:
    """Return why no copy could be made, in a sentence; an older copy is then as it was."""
    from bot.use_cases.keeping.data_folder import damaged
    from storage import DamagedDatabase, PoorerCopy

    try:
        with _server_programs():
            yield
    except DamagedDatabase as error:
        file = setup.database_file or file
        raise damaged(file, setup.config.data_dir, str(error)) from None
    except PoorerCopy:
        raise OperatorError(say("backup.poorer", file=file)) from None
    except OSError as error:
        raise OperatorError(say("file.not_writable", file=file, reason=error.strerror)) from None


@contextmanager
def _server_programs() -> Iterator[None]:
    """Say in a sentence what pg_dump and pg_restore could not do."""
    from storage import NoServerPrograms, ServerProgramFailed

    try:
        yield
    except NoServerPrograms as error:
        raise OperatorError(say("server.no_program", name=error)) from None
    except ServerProgramFailed as error:
        raise OperatorError(say("server.failed", reason=error)) from None


def _is_whole(file: Path) -> bool:
    return file.suffix.lower() == ".zip"


def _is_older_backup(file: Path, whole: bool) -> bool:
    """Tell whether what lies there may be replaced: it is a backup of the same sort, or empty."""
    from storage import is_database_copy

    try:
        if file.stat().st_size == 0:
            return True
        if whole:
            return archive.is_archive(file)
        return is_database_copy(file)
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
    from storage import DatabaseInUse, NotABackup

    place = setup.database_place
    need_file(file)
    try:
        with (
            folder_lock.alone(setup.config.data_dir),
            _server_programs(),
            place.held_alone(),
        ):
            held = place.holds_anything()
            _check(place, file)
            if held and not yes:
                raise OperatorError(say("restore.exists", file=place.label))
            if held:
                click.echo(say("restore.kept", file=_lay_aside(setup, place)))
            _put_back(setup, file, place)
            place.begin_anew(ids.fresh_code())
            _say_new_key(setup)
    except folder_lock.FolderBusy:
        raise OperatorError(say("restore.running", folder=setup.config.data_dir)) from None
    except DatabaseInUse:
        raise OperatorError(say("restore.in_use", where=place.label)) from None
    except NotABackup:
        raise OperatorError(say("restore.not_a_backup", file=file)) from None


def _check(place: DatabasePlace, file: Path) -> None:
    """Raise NotABackup before anything is laid aside; an archive is checked as it is unpacked."""
    from storage import NotABackup

    if not _is_whole(file):
        place.check(file)
    elif not archive.is_archive(file):
        raise NotABackup(str(file))


def _put_back(setup: Bootstrap, file: Path, place: DatabasePlace) -> None:
    folder = setup.config.data_dir
    if not _is_whole(file):
        place.restore(file)
        _note_made(setup)
        click.echo(say("restore.done", file=place.label))
        _say_missing(archive.file_faults(place.named_files(), folder))
        return
    restored = archive.restore_archive(file, place, folder)
    _note_made(setup)
    click.echo(say("restore.done_whole", file=place.label, count=restored.files))
    _say_missing(restored.missing)
    if restored.spoilt:
        words = faults_in_words(restored.spoilt)
        raise OperatorError(say("restore.spoilt", count=len(restored.spoilt), files=words))


def _note_made(setup: Bootstrap) -> None:
    from bot.use_cases.keeping.data_folder import note_made

    if setup.database_file is not None:
        note_made(setup.database_file)


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


def _lay_aside(setup: Bootstrap, place: DatabasePlace) -> Path:
    """Return a copy of what is about to be replaced."""
    name = f"before-restore-{setup.clock.now():%Y%m%d-%H%M%S}{place.suffix}"
    kept = place.folder(setup.config.data_dir) / name
    place.lay_aside(kept)
    return kept
