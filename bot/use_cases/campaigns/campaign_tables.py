"""The keys of a campaign file and what may stand under each; a wrong one is told with its line."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date as Day  # noqa: N812 -- fields are called "date"
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from bot.errors import UsageError
from bot.item_types import ITEM_TYPES
from bot.locale.say import say
from bot.toml_files import read_toml

Place = Sequence[int | str]
SLUG = "[A-Za-z0-9][A-Za-z0-9._-]{0,79}"


class Keys(BaseModel):
    """A table of the file: other keys are errors, and a number never passes for a text."""

    model_config = ConfigDict(extra="forbid", strict=True, str_strip_whitespace=True)


class PeriodKeys(Keys):
    start: Day
    end: Day


class ContactKeys(Keys):
    emails: list[str] = []
    phones: list[str] = []


class OpeningKeys(Keys):
    kinds: list[str] = []
    date: Day | None = None
    until: Day | None = None
    time: str = Field(default="", pattern=r"^$|^([01]?\d|2[0-3]):[0-5]\d$")
    place: str = ""
    length: str = ""


class PlanKeys(Keys):
    number: str = ""
    date: Day | None = None
    signer: str = ""
    post: str = ""
    basis: list[str] = []
    theme: str = ""
    contacts: ContactKeys = ContactKeys()
    openings: list[OpeningKeys] = []
    references: list[str] = []


class ItemKeys(Keys):
    type: str
    kinds: list[str] = []
    units: list[str] = []
    title: str = ""
    minimum: int | None = Field(default=None, ge=1)
    row: str = ""
    deadline: Day | str = ""
    receivers: list[str] = []

    @field_validator("type")
    @classmethod
    def known_type(cls, value: str) -> str:
        """Refuse a type that nothing is registered for."""
        if value not in ITEM_TYPES:
            raise ValueError(value)
        return value


class UpwardKeys(Keys):
    deadline: Day | str
    receivers: list[str] = []
    receiver: str = ""  # as an older file writes a single one


class ConsultationKeys(Keys):
    draft: str = Field(min_length=1)
    text: str = ""
    deadline: Day | str
    silence: Literal["", "agree"] = ""
    recipients: str = Field(min_length=1)


class OutlierKeys(Keys):
    peers: int = Field(default=5, ge=0)
    least_peers: int = Field(default=5, ge=2)
    last_year: int = Field(default=10, ge=0)


class SeriesKeys(Keys):
    every: Literal["month", "quarter", "half-year", "year"]
    until: Day


class CampaignKeys(Keys):
    """A whole file."""

    slug: str = Field(pattern=f"^{SLUG}$")
    title: str = Field(min_length=1)
    body: str = ""
    previous: str = ""
    form: str | dict[str, str] = ""
    period: PeriodKeys
    deadline: Day | str | dict[str, Day | str]
    deadline_inclusive: bool = False
    issuer: str = ""
    receiver: str = ""
    units: str = Field(min_length=1)
    photos_min: int = Field(default=0, ge=0)
    report_file: Literal["", "optional", "required"] = ""
    plan: PlanKeys = PlanKeys()
    asked: list[ItemKeys] = Field(default=[], alias="items")
    upward: UpwardKeys | None = None
    consultation: ConsultationKeys | None = None
    series: SeriesKeys | None = None
    opens: Day | None = None
    outliers: OutlierKeys = OutlierKeys()


SENTENCES = {  # what a key needs, where "must be a text" does not say it
    "slug": "campaign.bad_slug",
    "period": "campaign.need_period",
    "deadline": "campaign.no_deadline",
    "units": "campaign.need_units",
    "photos_min": "campaign.need_count",
    "minimum": "campaign.need_least",
    "report_file": "campaign.bad_report_file",
    "upward": "campaign.need_upward",
    "consultation": "campaign.need_consultation",
    "silence": "campaign.bad_silence",
    "type": "campaign.bad_item_type",
    "time": "campaign.bad_time",
    "date": "campaign.need_day",
    "until": "campaign.need_day",
    "opens": "campaign.need_day",
    "every": "campaign.bad_every",
    "outliers": "campaign.bad_outliers",
}
LISTS = ("kinds", "basis", "emails", "phones", "references", "receivers", "openings", "items")


def read_keys(path: Path) -> tuple[CampaignKeys, str]:
    """Return a file's keys and its text; UsageError that names file, line and key at fault."""
    body, source = read_toml(path)
    try:
        return CampaignKeys.model_validate(body), source
    except ValidationError as error:
        raise _told(path, source, error) from None


def fault(path: Path, source: str, place: Place, sentence: str, **details: object) -> UsageError:
    """Return the error about a place of the file, by its line."""
    line = line_of(source, place)
    where = say("campaign.at_line", file=path, line=line) if line else str(path)
    return UsageError(say(sentence, file=where, key=_last_name(place), **details))


def _told(path: Path, source: str, error: ValidationError) -> UsageError:
    """Return the first fault in words: an unknown key before all others, for it may be a slip of the
    pen for one that seems to be missing."""
    faults = error.errors()
    first = next((each for each in faults if each["type"] == "extra_forbidden"), faults[0])
    place = [part for part in first["loc"] if _is_written(part, source)]
    if first["type"] == "extra_forbidden":
        return fault(path, source, first["loc"], "campaign.unknown_key")
    return fault(
        path, source, place or first["loc"], _sentence(first["loc"]), types=", ".join(ITEM_TYPES)
    )


def _is_written(part: int | str, source: str) -> bool:
    """Return whether a part of a place stands in the file; others name a branch of a union."""
    return isinstance(part, int) or re.search(rf"\b{re.escape(part)}\b", source) is not None


def _sentence(place: Place) -> str:
    named = [part for part in place if isinstance(part, str)]
    if named[0] in ("period", "upward", "consultation") and named[-1] not in ("silence",):
        return SENTENCES[named[0]]
    for name in reversed(named):
        if name in SENTENCES:
            return SENTENCES[name]
        if name in LISTS:
            return "campaign.need_list"
    return "campaign.need_text"


def _last_name(place: Place) -> str:
    return ".".join(part for part in place if isinstance(part, str))


def line_of(source: str, place: Place) -> int:
    """Return the line of a place in a TOML text, 0 where no part of it is written. A number in the
    place counts the tables of the name before it, from 0."""
    lines = source.splitlines()
    at, found, name = 0, 0, ""
    for part in place:
        wanted, times = (name, part + 1) if isinstance(part, int) else (part, 1)
        name = wanted
        for _ in range(times):
            nearest = _next_mention(lines, at, wanted)
            if nearest is None:
                break
            found, at = nearest + 1, nearest + isinstance(part, int)
    return found


def _next_mention(lines: Sequence[str], start: int, name: str) -> int | None:
    key = re.compile(rf"""(?:^|[\s,{{\[.])["']?{re.escape(name)}["']?\s*(?:=|\]|\.)""")
    fits = (n for n in range(start, len(lines)) if key.search(lines[n].partition("#")[0]))
    return next(fits, None)
