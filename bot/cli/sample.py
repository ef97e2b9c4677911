"""The sample campaign of `baocao demo`: Mường Tè's 14 units, dates moved to lie just ahead."""

from __future__ import annotations

import importlib.resources
import os
import shutil
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from pathlib import Path

import click

from bot.cli.language import wanted_language
from bot.config import Config
from bot.domain.people import Role
from bot.services import enrol
from bot.setup import Setup
from bot.wording.moments import day
from bot.wording.say import say, use_language

SLUG = "muong-te"
OFFICIAL = "03466"  # Xã Bum Nưa


@dataclass(frozen=True)
class Sample:
    """What to tell once the pages are up."""

    lines: tuple[str, ...]

    def announce(self) -> None:
        for line in self.lines:
            click.echo(line)


def prepare(setup: Setup, folder: Path, port: int) -> Sample:
    """Make (or find again) the sample campaign in a data folder and fresh links to it."""
    folder = folder.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    app = {"data_dir": str(folder), "language": wanted_language((), os.environ)}
    settings = Config.model_validate({"app": app, "web": {"port": port}, "folder": folder})
    setup.__dict__["config"] = settings
    use_language(settings.app.language)
    with setup.store.transaction() as tx:
        if tx.campaigns.by_slug(SLUG) is None:
            enrol.create_campaign(tx, setup.office, _campaign(setup, folder))
            enrol.open_campaign(tx, setup.office, SLUG)
        base = f"http://{settings.web.host}:{port}/chat/{{code}}"
        links: dict[str, str | None] = {"web": base}
        official = enrol.invite(tx, setup.office, SLUG, OFFICIAL, Role.REPORTER, links)[0]
        boss = enrol.invite(tx, setup.office, SLUG, None, Role.COORDINATOR, links)[0]
        campaign = enrol.find_campaign(tx, SLUG)
    assert campaign.last_instant is not None
    last = campaign.last_instant.astimezone(setup.office.tz).date()
    return Sample(
        (
            say("demo.open", title=campaign.title, last=day(last)),
            say("demo.official", unit=official.unit_name, link=official.web_link),
            say("demo.coordinator", link=boss.web_link),
            say("demo.folder", folder=folder),
        )
    )


def _campaign(setup: Setup, folder: Path) -> enrol.CampaignFile:
    """The sample's plan, its week ending just before today and its deadline some days ahead."""
    package = importlib.resources.files("bot.sample")
    for name in ("units.csv", "campaign.toml"):
        with importlib.resources.as_file(package / name) as source:
            shutil.copyfile(source, folder / name)
    today = setup.clock.now().astimezone(setup.office.tz).date()
    read = enrol.read_campaign(folder / "campaign.toml", setup.office)
    start, end, printed = _dates(setup, today)
    phrase = f"trước ngày {printed.day}/{printed.month}/{printed.year}"
    last = datetime.combine(printed - timedelta(days=1), time(23, 59, 59), setup.office.tz)
    title = read.campaign.title.replace("2022", str(today.year))
    moved = replace(
        read.campaign, slug=SLUG, title=title, period_start=start, period_end=end,
        deadline_phrase=phrase, last_instant=last,
    )
    return replace(read, campaign=moved)


def _dates(setup: Setup, today: date) -> tuple[date, date, date]:
    """The week ended yesterday; the printed day leaves five working days."""
    end = today - timedelta(days=1)
    printed = setup.office.calendar.add_working_days(today, 5) + timedelta(days=1)
    return end - timedelta(days=6), end, printed
