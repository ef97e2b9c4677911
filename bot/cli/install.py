"""`baocao init`, `doctor`, `backup`, `restore`."""

from __future__ import annotations

import importlib.resources
from pathlib import Path

import click

from bot.cli.options import common
from bot.errors import OperatorError, UsageError
from bot.setup import Setup
from bot.wording.say import say


@click.command("init", help=say("cli.help.init"))
@click.argument("folder", required=False, type=click.Path(path_type=Path))
@common
def init(setup: Setup, folder: Path | None) -> None:
    """Settings, data folder and database; an existing config.toml is left as it is."""
    folder = folder or Path.cwd()
    file = folder / "config.toml"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if file.exists():
            click.echo(say("init.kept", file=file))
        else:
            example = importlib.resources.files("bot.sample") / "config.example.toml"
            file.write_text(example.read_text(encoding="utf-8"), encoding="utf-8")
            click.echo(say("init.written", file=file))
    except OSError as error:
        raise OperatorError(say("file.not_writable", file=file, reason=error.strerror)) from None
    setup.config_option = str(file)
    setup.store.close()
    click.echo(say("init.ready", folder=setup.config.data_dir))


@click.command("doctor", help=say("cli.help.doctor"))
@common
def doctor(setup: Setup) -> None:
    """One line a check; exit 1 if one fails."""
    from bot.cli.checks import run_checks

    failed = 0
    for check in run_checks(setup):
        failed += not check.well
        click.echo(f"{'✓' if check.well else '✗'} {check.text}")
    if failed:
        raise OperatorError(say("doctor.failed", count=failed))


@click.command("backup", help=say("cli.help.backup"))
@click.argument("file", type=click.Path(path_type=Path))
@common
def backup(setup: Setup, file: Path) -> None:
    """A consistent copy of the database, while `run` is on too."""
    from storage import copy_database

    _need_sqlite(setup)
    if not file.resolve().parent.is_dir():
        raise UsageError(say("file.no_folder", file=file))
    if file.exists() and not _is_database(file):
        raise UsageError(say("backup.not_a_backup", file=file))
    try:
        copy_database(setup.store.engine, file)
    except OSError as error:
        raise OperatorError(say("file.not_writable", file=file, reason=error.strerror)) from None
    click.echo(say("backup.written", file=file))


def _is_database(file: Path) -> bool:
    """Whether an older backup may be replaced: its first bytes are those of a database."""
    try:
        with file.open("rb") as stream:
            return stream.read(16) in (b"SQLite format 3\0", b"")
    except OSError:
        return False


@click.command("restore", help=say("cli.help.restore"))
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--yes", is_flag=True, help=say("cli.yes"))
@common
def restore(setup: Setup, file: Path, yes: bool) -> None:
    """Put a checked copy in the database's place; refuses to overwrite without --yes."""
    from storage import NotABackup, check_database, restore_database

    _need_sqlite(setup)
    if not file.is_file():
        raise UsageError(say("file.missing", file=file))
    target = Path(setup.config.database_url.removeprefix("sqlite:///"))
    try:
        check_database(file)
        if target.exists() and not yes:
            raise OperatorError(say("restore.exists", file=target))
        if target.exists():
            click.echo(say("restore.kept", file=_lay_aside(setup, target)))
        restore_database(file, target)
    except NotABackup:
        raise OperatorError(say("restore.not_a_backup", file=file)) from None
    click.echo(say("restore.done", file=target))


def _lay_aside(setup: Setup, target: Path) -> Path:
    """A copy of what is about to be replaced."""
    from storage import copy_file

    kept = target.with_name(f"before-restore-{setup.clock.now():%Y%m%d-%H%M%S}.db")
    copy_file(target, kept)
    return kept


def _need_sqlite(setup: Setup) -> None:
    if not setup.config.database_url.startswith("sqlite"):
        raise OperatorError(say("backup.only_sqlite"))
