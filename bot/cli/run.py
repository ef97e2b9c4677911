"""`baocao run` and `baocao demo`."""

from __future__ import annotations

import os
import signal
import tempfile
from pathlib import Path

import click

from bot.bootstrap import Bootstrap
from bot.cli.options import common
from bot.locale.say import say


@click.command("run", help=say("cli.help.run"))
@click.option("--speed", type=float, default=1.0, help=say("cli.speed"))
@common
def run(setup: Bootstrap, speed: float) -> None:
    """Every configured channel, the web pages and the scheduler, until SIGINT or SIGTERM."""
    _may_be_stopped()
    from bot.app import run_program
    from bot.cli.doctor import run_checks
    from bot.cli.setup_link import first_link

    setup.speed, setup.keeps_time = speed, True

    def announce() -> None:
        link = first_link(setup)
        if link:
            click.echo(say("setup_link.line", link=link))

    run_program(setup, announce, lambda: list(run_checks(setup)))


@click.command("demo", help=say("cli.help.demo"))
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8080, show_default=True, help=say("cli.port")
)
@click.option("--host", default="127.0.0.1", show_default=True, help=say("cli.host"))
@click.option("--data", type=click.Path(path_type=Path), help=say("cli.data"))
@click.option("--speed", type=float, default=1.0, help=say("cli.speed"))
@common
def demo(setup: Bootstrap, port: int, host: str, data: Path | None, speed: float) -> None:
    """Run a complete sample campaign: no token, no network."""
    _may_be_stopped()
    from bot.cli.demo_campaign import prepare

    setup.speed, setup.keeps_time = speed, True
    folder = data or Path(tempfile.mkdtemp(prefix="baocao-demo-"))
    sample = prepare(setup, folder, host, port)
    from bot.app import run_program
    from bot.cli.doctor import run_checks

    run_program(setup, sample.announce, lambda: list(run_checks(setup)))


def _may_be_stopped() -> None:
    """Until the running program has handlers of its own, the signals that stop it end it at once;
    nothing has been taken in by then. An exception would be lost where the signal falls into an
    import's own callback."""
    for sign in (signal.SIGINT, signal.SIGTERM):
        signal.signal(sign, lambda *_: os._exit(0))
