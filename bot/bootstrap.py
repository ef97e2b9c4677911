"""What the program starts from: settings, clock, store and office, made once from the options."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import time, timedelta
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from bot import clock as clocks
from bot import ids, log
from bot.clock import Clock
from bot.errors import OperatorError, UsageError
from bot.locale.say import say, use_language

if TYPE_CHECKING:  # settings and database take half a second to import: --help shall not wait
    from bot.channels.base import Channel
    from bot.channels.channel_spec import Allowance, Connecting, Surroundings, Windows
    from bot.config import Config
    from bot.use_cases.app_context import AppContext
    from bot.use_cases.keeping.second_place import Place
    from bot.use_cases.reminding.clock_guard import ClockReading
    from storage import DatabasePlace, Store


@dataclass
class Bootstrap:
    """Settings, time and database of one command."""

    config_option: str | None
    clock_option: str | None
    debug: bool = False
    speed: float = 1.0
    keeps_time: bool = False  # `run` and `demo` never take over the clock of another

    @cached_property
    def config(self) -> Config:
        """The settings; raises UsageError where there is no file."""
        from bot.config import load

        config = load(self.config_path)
        use_language(config.app.language)
        log.set_up(verbose=self.debug, as_json=config.app.log_format == "json")
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
        if self.clock_option or self.keeps_time:
            return clocks.make(self.clock_option, self.speed)
        return clocks.published(self.config.data_dir) or clocks.make(None, self.speed)

    def clock_reading(self) -> ClockReading:
        """Return the clock beside a counter that cannot be set."""
        from bot.use_cases.reminding.clock_guard import ClockReading

        seconds, boot = clocks.steady()
        return ClockReading(self.clock.now(), seconds, boot)

    @cached_property
    def store(self) -> Store:
        """The open database; a newer file is refused with a sentence."""
        from bot.use_cases.keeping import data_folder
        from storage import Store

        folder, database = self.config.data_dir, self.database_file
        try:
            data_folder.make(folder)
            if database is not None:
                data_folder.check_not_lost(database, folder)
            backups = folder / data_folder.BACKUPS
            opened = Store.open(self.config.database_url, self.clock.now(), backups)
            if database is not None:
                data_folder.note_made(database)
            return opened
        except Exception as error:
            told = self._unopened(error)
            if told is None:
                raise
            raise told from error

    def _unopened(self, error: Exception) -> OperatorError | None:
        """Return what a person is told of a database that could not be opened; None for any other
        fault."""
        from sqlalchemy.exc import NoSuchModuleError, SQLAlchemyError

        from bot.use_cases.keeping import data_folder
        from storage import DamagedDatabase, NewerDatabase, Trouble, trouble_of

        folder, database = self.config.data_dir, self.database_file
        reason = str(getattr(error, "orig", error))
        match error:
            case NewerDatabase():
                return OperatorError(say("database.newer", found=error.found, known=error.known))
            case ImportError() | NoSuchModuleError():
                return UsageError(say("database.no_driver"))
            case DamagedDatabase():
                return data_folder.damaged(database or folder, folder, reason)
            case SQLAlchemyError() | OSError() if database is None:  # a server's
                where, first = self.database_place.label, reason.splitlines()[0]
                return OperatorError(say("database.away", where=where, reason=first))
            case SQLAlchemyError() | OSError() if trouble_of(error) is Trouble.DAMAGED:
                return data_folder.damaged(database or folder, folder, reason)
            case SQLAlchemyError() | OSError():
                return OperatorError(say("database.broken", file=folder, reason=reason))
        return None

    @cached_property
    def second_place(self) -> Place | None:
        """Where copies lie a second time; raises PlaceFailed where that cannot be a place."""
        from bot.use_cases.keeping.second_place import PlaceSettings, open_place

        given = self.config.backup
        address = given.second
        if address and "://" not in address:
            address = str((self.config.folder / address).resolve())
        keys = (given.access_key.get_secret_value(), given.secret_key.get_secret_value())
        return open_place(PlaceSettings(address, given.endpoint, given.region, *keys))

    @property
    def database_place(self) -> DatabasePlace:
        """Where the database is, for copies and restores."""
        from storage import place_of

        return place_of(self.config.database_url)

    @property
    def database_file(self) -> Path | None:
        """The file of a SQLite database; None for another kind."""
        url = self.config.database_url
        return Path(url.removeprefix("sqlite:///")) if url.startswith("sqlite:///") else None

    @cached_property
    def office(self) -> AppContext:
        return make_office(self.config, self.clock)


def configured_bots(config: Config) -> list[tuple[str, str]]:
    """Return (channel, bot) of every channel that the settings switch on."""
    from bot.channels import CHANNELS

    return [
        (name, bot) for name, spec in CHANNELS.items() for bot in spec.bots(config.channel(name))
    ]


def channels_to_connect(config: Config, around: Surroundings) -> list[Connecting]:
    """Return the channels that a person connects with an account of theirs."""
    from bot.channels import CHANNELS

    ways = (spec.connecting(config.channel(name), around) for name, spec in CHANNELS.items())
    return [way for way in ways if way is not None]


def make_channels(config: Config, around: Surroundings) -> list[Channel]:
    """Return a channel for each bot of the settings; raise UsageError for a webhook without what it
    needs."""
    from bot.channels import CHANNELS

    made: list[Channel] = []
    for name, spec in CHANNELS.items():
        try:
            made += spec.make(config.channel(name), around)
        except ValueError:
            limits = spec.secret_lengths
            raise UsageError(
                say(
                    "config.webhook", channel=spec.label, section=name, least=limits.start,
                    most=limits.stop - 1,
                )
            ) from None  # fmt: skip
    return made


def channel_rules(
    config: Config, names: Iterable[str]
) -> tuple[dict[str, Allowance], dict[str, Windows]]:
    """Return what the platforms of some channels allow a month, and when; by channel, as far as it
    is limited."""
    from bot.channels import CHANNELS

    plans = {name: CHANNELS[name].allowance(config.channel(name)) for name in names}
    windows = {name: CHANNELS[name].windows(config.channel(name)) for name in names}
    return _given(plans), _given(windows)


Rule = TypeVar("Rule")


def _given(rules: Mapping[str, Rule | None]) -> dict[str, Rule]:
    return {name: rule for name, rule in rules.items() if rule is not None}


@contextmanager
def _reading(name: str) -> Iterator[None]:
    """Return one of the settings of [reminders]; what cannot be read is refused by its name."""
    try:
        yield
    except ValueError:
        reason = say(f"config.wanted_{name}")
        fault = say("config.bad_key", key=f"reminders.{name}", reason=reason)
        raise UsageError(say("config.bad", file="config.toml", keys=fault)) from None


def make_office(config: Config, clock: Clock) -> AppContext:
    """Return the installation as services see it."""
    from bot.model.calendar import OfficeHours
    from bot.reminders.schedule import DEFAULT_LADDER, parse_ladder
    from bot.use_cases.app_context import AppContext
    from bot.use_cases.load_calendar import load_calendar

    reminders = config.reminders
    with _reading("office_hours"):
        hours = OfficeHours.parse(reminders.office_hours)
    with _reading("digest_time"):
        digest_time = time.fromisoformat(reminders.digest_time.zfill(5))
    with _reading("ladder"):
        ladder = parse_ladder(reminders.ladder) if reminders.ladder else DEFAULT_LADDER
    for name in ("days_off", "quiet_days", "days_on"):
        with _reading(name):
            load_calendar(days_off=getattr(reminders, name))
    calendar = load_calendar(
        days_off=[*reminders.days_off, *reminders.quiet_days], days_on=reminders.days_on
    )
    return AppContext(
        clock.now,
        ids.fresh_code,
        config.zone,
        calendar,
        hours,
        ladder,
        config.data_dir,
        digest_time,
        timedelta(days=config.app.retention_days) if config.app.retention_days else None,
        fresh_digits=ids.fresh_digits,
        second_factor=config.web.second_factor,
    )
