"""The sample campaign of `baocao demo`: Mường Tè's plan and its 14 units, in the coming October."""

from __future__ import annotations

import importlib.resources
import os
import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import click

from bot.bootstrap import Bootstrap
from bot.cli.cli_language import wanted_language
from bot.config import Config
from bot.deadlines.deadline_words import last_instant_in_words
from bot.locale.say import say, use_language
from bot.model.person import Role
from bot.use_cases import campaign_setup, invites
from storage import Transaction

SLUG = "muong-te"
YEAR = re.compile(r"(?<!ii-)2022")  # not the one in the form's name
LAST = (10, 13)  # month and day of the plan's last valid day
OFFICIAL = "03466"  # Xã Bum Nưa


@dataclass(frozen=True)
class Sample:
    """What to tell once the pages are up."""

    lines: tuple[str, ...]

    def announce(self) -> None:
        for line in self.lines:
            click.echo(line)


def prepare(setup: Bootstrap, folder: Path, port: int) -> Sample:
    """Make (or find again) the sample campaign in a data folder and fresh links to it."""
    folder = folder.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    app = {"data_dir": str(folder), "language": wanted_language((), os.environ)}
    settings = Config.model_validate({"app": app, "web": {"port": port}, "folder": folder})
    setup.__dict__["config"] = settings
    use_language(settings.app.language)
    with setup.store.transaction() as tx:
        slug = _known(tx)
        if slug is None:
            slug = campaign_setup.create_campaign(tx, setup.office, _campaign(setup, folder)).slug
            campaign_setup.open_campaign(tx, setup.office, slug)
        base = f"http://{settings.web.host}:{port}/chat/{{code}}"
        links: dict[str, invites.Link] = {"web": base}
        official = _invitation(tx, setup, slug, OFFICIAL, links)
        boss = _invitation(tx, setup, slug, None, links)
        campaign = campaign_setup.find_campaign(tx, slug)
    until = last_instant_in_words(
        campaign.deadline_phrase,
        campaign.last_instant,
        setup.office.tz,
        False,
        setup.office.calendar,
    )
    return Sample(
        (
            say("demo.open", title=campaign.title, deadline=until),
            say("demo.official", unit=official.unit_name, link=official.channel_links["web"]),
            say("demo.coordinator", link=boss.channel_links["web"]),
            say("demo.folder", folder=folder),
        )
    )


def _invitation(
    tx: Transaction, setup: Bootstrap, slug: str, unit: str | None, links: dict[str, invites.Link]
) -> invites.Invitation:
    """The official's or (without a unit) the coordinator's link: the one that was printed before,
    or a new one where that was used or cannot be printed any more."""
    role = Role.COORDINATOR if unit is None else Role.REPORTER
    found = invites.hand_out(tx, setup.office, slug, unit, role, links)
    return (found or invites.hand_out(tx, setup.office, slug, unit, role, links, new=True))[0]


def _known(tx: Transaction) -> str | None:
    """The sample that was made in this folder before."""
    slugs = (one.slug for one in tx.campaigns.all())
    return next((slug for slug in slugs if slug.startswith(SLUG)), None)


def _campaign(setup: Bootstrap, folder: Path) -> campaign_setup.CampaignFile:
    """The plan of 2022 for the year whose deadline is the next to come; its files are left in the
    folder to look at."""
    package = importlib.resources.files("bot.sample")
    today = setup.clock.now().astimezone(setup.office.tz).date()
    year = today.year if today <= date(today.year, *LAST) else today.year + 1
    for name in ("units.csv", "campaign.toml"):
        text = (package / name).read_text(encoding="utf-8")
        (folder / name).write_text(YEAR.sub(str(year), text), encoding="utf-8")
    return campaign_setup.read_campaign(folder / "campaign.toml", setup.office)
