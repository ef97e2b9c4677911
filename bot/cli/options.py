"""The options every command accepts, and how results are printed."""

from __future__ import annotations

import functools
import json
import os
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click

from bot.bootstrap import Bootstrap
from bot.errors import UsageError
from bot.locale.dates import written_day, written_in
from bot.locale.say import say
from bot.model.calendar import end_of_day
from bot.model.export_kinds import Export
from bot.model.optional import first

MOMENTS = (
    "%Y-%m-%dT%H:%M:%S%z", "%Y-%m-%dT%H:%M%z", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M",
    "%Y-%m-%dT%H:%M:%S.%f%z", "%Y-%m-%d %H:%M", "%H:%M %d/%m/%Y", "%d/%m/%Y %H:%M",
)  # fmt: skip


def common(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options every command accepts, and a `Setup` as its first argument."""

    @click.option("--config", default=None, help=say("cli.config"))
    @click.option("--clock", default=None, help=say("cli.clock"))
    @click.option("--debug", is_flag=True, help=say("cli.debug"))
    @click.pass_context
    @functools.wraps(command)
    def wrapped(
        ctx: click.Context, /, config: str | None, clock: str | None, debug: bool, **rest: Any
    ) -> Any:
        outer = ctx.find_root().obj or {}
        setup = Bootstrap(
            config or outer.get("config"),
            clock or outer.get("clock") or os.environ.get("BAOCAO_CLOCK"),
            debug or outer.get("debug", False),
        )
        return command(setup, **rest)

    return wrapped


def json_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command --json, which asks for machine-readable output."""
    return click.option("--json", "as_json", is_flag=True, help=say("cli.json"))(command)


def show_json(value: Any) -> None:
    """Print machine-readable output, Vietnamese letters as they are."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2, default=str))


def show_result(plain: Any, lines: Iterable[str], *, as_json: bool) -> None:
    """Print a result: for machines, or as lines to read."""
    if as_json:
        show_json(plain)
        return
    for line in lines:
        click.echo(line)


def need_file(file: Path) -> None:
    """Refuse a file that is not there."""
    if not file.is_file():
        raise UsageError(say("file.missing", file=file))


def need_folder(file: Path) -> None:
    """Refuse to write where there is no folder."""
    if not file.resolve().parent.is_dir():
        raise UsageError(say("file.no_folder", file=file))


def export_for(out: Path, known: Sequence[Export]) -> Export:
    """Return the kind of file that an ending names; refuse one that is none of these, or whose folder
    is not there."""
    export = first(lambda each: each.suffix == out.suffix.lower(), known)
    if export is None:
        endings = " ".join(each.suffix for each in known)
        raise UsageError(say("export.bad_ending", file=out, known=endings))
    need_folder(out)
    return export


def instant(setup: Bootstrap, text: str) -> datetime:
    """Return the instant that a text names: of a date the end of its day; an instant without an offset is
    one of the office's own time zone."""
    last = written_day(text)
    if last is not None:
        return end_of_day(last, setup.office.tz)
    found = written_in(MOMENTS, text)
    if found is None:
        raise UsageError(say("cli.bad_date", text=text))
    return found if found.tzinfo is not None else found.replace(tzinfo=setup.office.tz)


def date_of(text: str) -> date:
    """Return the day that a text names; refuse what names none."""
    found = written_day(text)
    if found is None:
        raise UsageError(say("cli.bad_date", text=text))
    return found
