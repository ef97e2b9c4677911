"""What every service needs besides the database: time, chance, calendar, forms, channels' abilities."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, tzinfo
from pathlib import Path

from bot.channels.base import Capabilities
from bot.domain.form import Form
from bot.domain.working_calendar import OfficeHours, WorkingCalendar
from bot.forms.loader import parse_form
from bot.reminders.ladder import Step
from storage import Transaction


class FormShelf:
    """Form versions as campaigns took them, parsed once."""

    def __init__(self) -> None:
        self._parsed: dict[tuple[str, int], Form] = {}

    def get(self, tx: Transaction, slug: str | None) -> Form | None:
        """The latest kept version of a form; None while there is none."""
        kept = tx.campaigns.form_body(slug) if slug else None
        if kept is None or slug is None:
            return None
        version, body = kept
        if (slug, version) not in self._parsed:
            form, faults = parse_form(body, slug)
            if form is None:
                raise ValueError(f"stored form {slug} v{version}: {faults[0].text}")
            self._parsed[(slug, version)] = form
        return self._parsed[(slug, version)]


@dataclass(frozen=True)
class Office:
    """The installation as its services see it. `now` and `fresh_code` come from the edge."""

    now: Callable[[], datetime]
    fresh_code: Callable[[], str]
    tz: tzinfo
    calendar: WorkingCalendar
    hours: OfficeHours
    ladder: tuple[Step, ...]
    folder: Path
    digest_time: time = time(7, 45)
    capabilities: Mapping[str, Capabilities] = field(default_factory=dict)
    invite_links: tuple[tuple[str, str], ...] = ()
    shelf: FormShelf = field(default_factory=FormShelf)
