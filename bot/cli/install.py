"""`baocao init`, `doctor`."""

from __future__ import annotations

import importlib.resources
import itertools
from pathlib import Path

import click

from bot.bootstrap import Bootstrap
from bot.cli.options import common
from bot.errors import OperatorError
from bot.locale.say import say


@click.command("init", help=say("cli.help.init"))
@click.argument("folder", required=False, type=click.Path(path_type=Path))
@common
def init(setup: Bootstrap, folder: Path | None) -> None:
    """Make settings, data folder and database; an existing config.toml is left as it is."""
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
    setup.config.data_dir.mkdir(parents=True, exist_ok=True)
    setup.store.close()
    click.echo(say("init.ready", folder=setup.config.data_dir))


@click.command("doctor", help=say("cli.help.doctor"))
@click.option("--drill", is_flag=True, help=say("cli.drill"))
@common
def doctor(setup: Bootstrap, drill: bool) -> None:
    """One line a check; exit 1 if one fails."""
    from bot.cli.doctor import drill_check, run_checks

    failed = 0
    checks = run_checks(setup)
    for check in itertools.chain(checks, drill_check(setup)) if drill else checks:
        failed += not check.well
        click.echo(f"{'✓' if check.well else '✗'} {check.text}")
    if failed:
        raise OperatorError(say("doctor.failed", count=failed))
