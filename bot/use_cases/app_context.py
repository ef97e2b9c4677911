"""What every service needs besides the database: time, chance, calendar, forms, channels' abilities."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta, tzinfo
from functools import cached_property, partial
from pathlib import Path

from bot.channels.channel_spec import Allowance, Windows
from bot.forms.form_loader import parse_form
from bot.locale.say import say
from bot.model.calendar import OfficeHours, WorkingCalendar, next_office_moment
from bot.model.form import Form
from bot.model.message import Capabilities
from bot.reminders.schedule import Step
from bot.use_cases.board.campaign_names import CampaignNames
from bot.use_cases.board.former_figures import FormerFigures
from bot.use_cases.board.peer_medians import PeerMedians
from bot.use_cases.campaigns.invite_seal import InviteSeal
from storage import Author, Transaction


class FormShelf:
    """Form versions as campaigns took them, parsed once."""

    def __init__(self) -> None:
        self._parsed: dict[tuple[str, int], Form] = {}

    def get(self, tx: Transaction, slug: str | None) -> Form | None:
        """Return the latest kept version of a form; None while there is none."""
        version = tx.campaigns.form_version(slug) if slug else None
        if version is None or slug is None:
            return None
        return self._parsed.get((slug, version)) or self.version(tx, slug, version)

    def version(self, tx: Transaction, slug: str, version: int) -> Form | None:
        """Return one kept version of a form; None where there is none."""
        if (slug, version) not in self._parsed:
            body = tx.campaigns.form_text(slug, version)
            if body is None:
                return None
            self._parsed[(slug, version)] = _parsed(body, slug, version)
        return self._parsed[(slug, version)]


def _parsed(body: str, slug: str, version: int) -> Form:
    form, faults = parse_form(body, slug, is_stored=True)
    if form is None:
        raise ValueError(f"stored form {slug} v{version}: {faults[0].text}")
    return form


@dataclass(frozen=True)
class AppContext:
    """The installation as its services see it. `now` and `fresh_code` come from the edge."""

    now: Callable[[], datetime]
    fresh_code: Callable[[], str]
    tz: tzinfo
    calendar: WorkingCalendar
    hours: OfficeHours
    ladder: tuple[Step, ...]
    folder: Path
    digest_time: time = time(7, 45)
    retention: timedelta | None = None  # how long raw messages are kept
    capabilities: Mapping[str, Capabilities] = field(default_factory=dict)
    invite_links: tuple[tuple[str, str], ...] = ()
    board_link: str = ""  # address of the board with {code} in it; empty without web pages
    fresh_digits: Callable[[], str] | None = None  # codes for another device
    second_factor: bool = False  # a link alone signs nobody in: a passkey is asked as well
    personal_link: str = ""  # the web chat's public address with {code} in it
    plans: Mapping[str, Allowance] = field(
        default_factory=dict
    )  # by channel; others are unlimited
    windows: Mapping[str, Windows] = field(default_factory=dict)  # by channel; others have none
    shelf: FormShelf = field(default_factory=FormShelf)
    peers: PeerMedians = field(default_factory=PeerMedians)
    former_figures: FormerFigures = field(default_factory=FormerFigures)
    unit_names: CampaignNames = field(default_factory=CampaignNames)

    @cached_property
    def seal(self) -> InviteSeal:
        """What invite codes are kept under."""
        return InviteSeal(self.folder)

    def command_author(self) -> Author:
        """Return who is written into the record for what the office's commands do."""
        return Author(self.now(), actor=say("cli.author"))

    def day_of(self, at: datetime) -> date:
        """Return the day of an instant where the office is."""
        return at.astimezone(self.tz).date()

    def today(self) -> date:
        """Return the day where the office is."""
        return self.day_of(self.now())

    def next_moment(self, instant: datetime) -> datetime:
        """Return the first moment from `instant` on at which the office is open."""
        return next_office_moment(instant, self.calendar, self.hours, self.tz)

    def for_another_process(self) -> AppContext:
        """Return the installation as it is at this moment, for a process that makes no codes."""
        now = partial(_fixed, self.now())
        return replace(
            self,
            now=now,
            fresh_code=_no_code,
            shelf=FormShelf(),
            peers=PeerMedians(),
            former_figures=FormerFigures(),
            unit_names=CampaignNames(),
        )


def _fixed(now: datetime) -> datetime:
    return now


def _no_code() -> str:
    return ""
