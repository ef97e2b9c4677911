"""What a command starts from: settings, clock, store and office, made once from its options."""

from __future__ import annotations

import functools
import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import click

from bot import clock as clocks
from bot import log, tokens
from bot.channels.base import Capabilities
from bot.clock import Clock
from bot.config import Config, load
from bot.errors import OperatorError, UsageError
from bot.services.office import Office
from bot.wording.say import say, use_language


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
        setup = Setup(
            config or outer.get("config"),
            clock or outer.get("clock") or os.environ.get("BAOCAO_CLOCK"),
            debug or outer.get("debug", False),
        )
        return command(setup, **rest)

    return wrapped


@dataclass
class Setup:
    """Settings, time and database of one command."""

    config_option: str | None
    clock_option: str | None
    debug: bool = False
    speed: float = 1.0

    @cached_property
    def config(self) -> Config:
        """The settings; raises UsageError where there is no file."""
        config = load(self.config_path)
        use_language(config.app.language)
        log.set_up(verbose=self.debug)
        return config

    @property
    def config_path(self) -> Path:
        """`--config`, else ./config.toml, else $BAOCAO_CONFIG."""
        if self.config_option:
            return Path(self.config_option)
        here = Path("config.toml")
        if not here.exists() and os.environ.get("BAOCAO_CONFIG"):
            return Path(os.environ["BAOCAO_CONFIG"])
        return here

    @cached_property
    def clock(self) -> Clock:
        """The command's own clock, else that of a `run` that is up here, else the real one."""
        if self.clock_option:
            return clocks.make(self.clock_option, self.speed)
        return clocks.published(self.config.data_dir) or clocks.make(None, self.speed)

    @cached_property
    def store(self) -> Any:
        """The open database; a newer file is refused with a sentence."""
        from sqlalchemy.exc import SQLAlchemyError

        from storage import NewerDatabase, Store

        data = self.config.data_dir
        try:
            data.mkdir(parents=True, exist_ok=True)
            return Store.open(self.config.database_url, self.clock.now(), data / "backups")
        except NewerDatabase as error:
            raise OperatorError(
                say("database.newer", found=error.found, known=error.known)
            ) from None
        except (SQLAlchemyError, OSError) as error:
            reason = str(getattr(error, "orig", error))
            raise OperatorError(say("database.broken", file=data, reason=reason)) from error

    @cached_property
    def office(self) -> Office:
        return make_office(self.config, self.clock)


def make_office(
    config: Config,
    clock: Clock,
    capabilities: dict[str, Capabilities] | None = None,
    links: tuple[tuple[str, str], ...] = (),
) -> Office:
    """The installation as services see it."""
    from bot.domain.working_calendar import OfficeHours
    from bot.reminders.ladder import DEFAULT_LADDER, parse_ladder
    from bot.services.working_days import load_calendar

    reminders = config.reminders
    try:
        hours = OfficeHours.parse(reminders.office_hours)
        ladder = parse_ladder(reminders.ladder) if reminders.ladder else DEFAULT_LADDER
        calendar = load_calendar(
            days_off=[*reminders.days_off, *reminders.quiet_days], days_on=reminders.days_on
        )
    except ValueError as error:
        raise UsageError(say("config.bad", file="reminders", keys=error)) from None
    return Office(
        clock.now,
        tokens.fresh_code,
        config.zone,
        calendar,
        hours,
        ladder,
        config.data_dir,
        capabilities or {},
        links,
    )


def show_json(value: Any) -> None:
    """Machine-readable output, Vietnamese letters as they are."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2, default=str))
