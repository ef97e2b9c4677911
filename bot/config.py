"""Settings: config.toml below environment variables, checked as a whole before anything starts.

Every key can be given as BAOCAO_SECTION__KEY (tokens belong there). Unknown keys are errors; all
bad keys are reported together. Tokens are `Secret` values, so printing settings shows stars.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal
from zoneinfo import ZoneInfo

from pydantic import Field, SecretStr, ValidationError, create_model, field_validator

from bot.channels import CHANNELS
from bot.channels.channel_spec import SettingsPart
from bot.channels.web_spec import WebSettings
from bot.errors import UsageError
from bot.locale.say import say
from bot.toml_files import read_toml

PREFIX = "BAOCAO_"
WANTED = ("int", "bool", "string", "list", "model")  # kinds of values that have a sentence


class App(SettingsPart):
    timezone: str = "Asia/Ho_Chi_Minh"
    language: Literal["vi", "en"] = "vi"
    data_dir: str = "data"
    log_format: Literal["text", "json"] = "text"
    retention_days: int = Field(default=365, ge=0)

    @field_validator("timezone")
    @classmethod
    def known_zone(cls, value: str) -> str:
        """Refuse a zone the system does not know."""
        try:
            ZoneInfo(value)
        except (KeyError, OSError):
            raise ValueError(say("config.bad_zone", zone=value)) from None
        return value


class Database(SettingsPart):
    url: str = ""


class Backup(SettingsPart):
    """A second place for copies; `endpoint`, `region` and the keys are for a bucket."""

    second: str = ""
    keep: int = Field(default=14, ge=1)
    endpoint: str = ""
    region: str = ""
    access_key: SecretStr = SecretStr("")
    secret_key: SecretStr = SecretStr("")


class MailSettings(SettingsPart):
    """A mailbox to which units send their reports; without a host there is none."""

    host: str = ""
    port: int = Field(default=993, ge=1)
    user: str = ""
    password: SecretStr = SecretStr("")
    mailbox: str = "INBOX"


class Reminders(SettingsPart):
    office_hours: str = "7:30-11:30, 13:30-17:00"
    ladder: list[str] = Field(default_factory=list)
    quiet_days: list[str] = Field(default_factory=list)
    days_off: list[str] = Field(default_factory=list)
    days_on: list[str] = Field(default_factory=list)
    digest_time: str = "7:45"


class CommonSettings(SettingsPart):
    """The settings that do not depend on the channels."""

    app: App = App()
    database: Database = Database()
    backup: Backup = Backup()
    web: WebSettings = WebSettings()
    reminders: Reminders = Reminders()
    mail: MailSettings = MailSettings()
    folder: Path = Field(default=Path(), exclude=True)  # where relative paths start

    @property
    def data_dir(self) -> Path:
        return (self.folder / self.app.data_dir).resolve()

    @property
    def database_url(self) -> str:
        """The database's URL; a relative SQLite path is relative to the settings file."""
        url = self.database.url
        if not url:
            return f"sqlite:///{self.data_dir / 'baocao.db'}"
        if url.startswith("sqlite:///") and not url.startswith("sqlite:////"):
            return f"sqlite:///{(self.folder / url.removeprefix('sqlite:///')).resolve()}"
        return url

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.app.timezone)

    def channel(self, name: str) -> Any:
        """Return the section of a channel."""
        return getattr(self, name)


if TYPE_CHECKING:
    Config = CommonSettings
else:
    Config = create_model(
        "Config",
        __doc__="All settings; the field names are the keys of config.toml.",
        __base__=CommonSettings,
        **{name: (spec.section, spec.section()) for name, spec in CHANNELS.items()},
    )


def load(path: Path | None, environment: Mapping[str, str] | None = None) -> Config:
    """Read settings; raises UsageError with one sentence that names the file and the keys."""
    environment = os.environ if environment is None else environment
    body: dict[str, Any] = {}
    if path is not None:
        if not path.is_file():
            raise UsageError(say("config.missing", file=path))
        body, _ = read_toml(path)
    if "folder" in body:
        raise UsageError(
            say("config.bad", file=path, keys=say("config.unknown_key", key="folder"))
        )
    given = _overlay(body, environment)
    folder = path.resolve().parent if path is not None else Path.cwd()
    try:
        return Config(**body, folder=folder)
    except ValidationError as error:
        raise _unusable(error, path, given) from None


def _unusable(error: ValidationError, path: Path | None, given: Mapping[str, str]) -> UsageError:
    """Return what is said of settings that cannot be, with the file unless all is the environment's."""
    found = error.errors(include_input=False)
    faults = "; ".join(_fault(fault, given) for fault in found)
    if path is None or all(_from_environment(_key(fault), given) for fault in found):
        return UsageError(say("config.bad_environment", keys=faults))
    return UsageError(say("config.bad", file=path, keys=faults))


def _overlay(body: dict[str, Any], environment: Mapping[str, str]) -> dict[str, str]:
    """Put environment variables over what the file says (lists are comma-separated); return which key
    each variable set."""
    given: dict[str, str] = {}
    for name, text in environment.items():
        section, mark, key = name.removeprefix(PREFIX).lower().partition("__")
        if not name.startswith(PREFIX) or not mark:
            continue
        part = Config.model_fields.get(section)
        value: Any = text
        if part is not None and isinstance(part.annotation, type):
            field = part.annotation.model_fields.get(key)
            if field is not None and field.annotation in (list[str], list[SecretStr]):
                value = _listed(text)
        body.setdefault(section, {})
        if isinstance(body[section], dict):
            body[section][key] = value
            given[f"{section}.{key}"] = name
    return given


def _listed(text: str) -> Any:
    """Return a list given as "a, b", or as a JSON list as other programs want it."""
    if text.strip().startswith("["):
        try:
            return json.loads(text)
        except ValueError:
            pass  # said to be no list, with the variable's name
    return [piece.strip() for piece in text.split(",") if piece.strip()]


def _fault(fault: Any, given: Mapping[str, str]) -> str:
    """Return one key at fault, by the name it was given under."""
    key = _key(fault)
    shown = _from_environment(key, given) or key
    if fault["type"] == "extra_forbidden":
        return say("config.unknown_key", key=shown)
    return say("config.bad_key", key=shown, reason=_reason(fault))


def _from_environment(key: str, given: Mapping[str, str]) -> str:
    """Return the variable that gave a key, or something in a group of keys; "" for a key of the file."""
    within = (name for inner, name in given.items() if f"{inner}.".startswith(f"{key}."))
    return next(within, "")


def _key(fault: Any) -> str:
    return ".".join(str(piece) for piece in fault["loc"] if not isinstance(piece, int))


def _reason(fault: Any) -> str:
    """Return what a value should have been."""
    limits = fault.get("ctx", {})
    match fault["type"]:
        case "literal_error":
            return say("config.wanted_one_of", known=limits["expected"].replace(" or ", ", "))
        case "greater_than_equal":
            return say("config.wanted_least", least=limits["ge"])
        case "less_than_equal":
            return say("config.wanted_most", most=limits["le"])
        case "value_error":
            return str(limits["error"])
        case kind:
            first = kind.partition("_")[0]
            return say(f"config.wanted.{first}") if first in WANTED else str(fault["msg"])
