"""The options every command accepts, and how results are printed."""

from __future__ import annotations

import functools
import json
import os
from collections.abc import Callable, Sequence
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import click

from bot.bootstrap import Bootstrap
from bot.errors import UsageError
from bot.locale.say import say
from bot.model.export_kinds import Export


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


def show_json(value: Any) -> None:
    """Print machine-readable output, Vietnamese letters as they are."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2, default=str))


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
    export = next((each for each in known if each.suffix == out.suffix.lower()), None)
    if export is None:
        endings = " ".join(each.suffix for each in known)
        raise UsageError(say("export.bad_ending", file=out, known=endings))
    need_folder(out)
    return export


def instant(setup: Bootstrap, text: str) -> datetime:
    """Return the instant that a text names: of a date the end of its day; an instant needs its offset."""
    try:
        if len(text) == len("2026-10-14"):
            return datetime.combine(date.fromisoformat(text), time(23, 59, 59), setup.office.tz)
        found = datetime.fromisoformat(text)
    except ValueError:
        raise UsageError(say("cli.bad_date", text=text)) from None
    return found if found.tzinfo is not None else found.replace(tzinfo=setup.office.tz)
