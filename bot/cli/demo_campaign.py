"""The sample campaign of `baocao demo`: Mường Tè's plan and its 14 units, in the coming October,
on a clock of its own that stands three days before the deadline."""

from __future__ import annotations

import contextlib
import errno
import importlib.resources
import json
import os
import re
import socket
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path

import click

from bot.bootstrap import Bootstrap
from bot.channels.web_spec import EVERY_ADDRESS
from bot.cli.cli_language import system_language, wanted_language
from bot.config import Config
from bot.deadlines.deadline_words import last_instant_in_words
from bot.errors import OperatorError
from bot.locale.dates import moment
from bot.locale.say import say, use_language
from bot.model.optional import first
from bot.model.person import Role
from bot.use_cases.campaigns import campaign_setup, invites
from bot.use_cases.keeping import data_folder
from bot.use_cases.office import office_entry
from storage import Transaction

SLUG = "muong-te"
YEAR = re.compile(r"(?<!ii-)2022")  # not the one in the form's name
LAST = (10, 13)  # month and day of the plan's last valid day
BEFORE = timedelta(days=3)  # the clock's own day before the deadline: reminders are to be seen
MORNING = time(8, 30)
OFFICIALS = ("03466", "03442")  # Xã Bum Nưa, Xã Pa Ủ
OURS = "# baocao demo"  # first words of a settings file that the demo may write anew


@dataclass(frozen=True)
class Sample:
    """What to tell once the pages are up."""

    lines: tuple[str, ...]

    def announce(self) -> None:
        for line in self.lines:
            click.echo(line)


def prepare(setup: Bootstrap, folder: Path, host: str, port: int) -> Sample:
    """Make (or find again) the sample campaign in a data folder and fresh links to it. Raises
    OperatorError where the port is taken."""
    check_port(host, port)
    folder = folder.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    data_folder.check_free(folder)  # before anything of a program that runs there changes
    language = wanted_language((), os.environ, system_language(os.environ))
    web = {"host": host, "port": port, "public_url": _reachable(host, port)}
    app = {"data_dir": str(folder), "language": language}
    settings = Config.model_validate({"app": app, "web": web, "folder": folder})
    setup.__dict__["config"] = settings
    use_language(settings.app.language)
    _write_settings(folder, language, web)
    if not setup.clock_option:
        _set_clock(setup)
    with setup.store.transaction() as tx:
        slug = _known(tx)
        if slug is None:
            slug = campaign_setup.create_campaign(tx, setup.office, _campaign(setup, folder)).slug
            campaign_setup.open_campaign(tx, setup.office, slug)
        base = web["public_url"] or f"http://{host}:{port}"
        links: dict[str, invites.Link] = {"web": f"{base}/chat/{{code}}"}
        officials = [_invitation(tx, setup, slug, unit, links) for unit in OFFICIALS]
        boss = _invitation(tx, setup, slug, None, links)
        code = office_entry.setup_code(tx, setup.office)
        campaign = campaign_setup.find_campaign(tx, slug)
    until = last_instant_in_words(
        campaign.deadline_phrase,
        campaign.last_instant,
        setup.office.tz,
        False,
        setup.office.calendar,
    )
    now = moment(setup.clock.now().astimezone(setup.office.tz))
    return Sample(
        (
            say("demo.open", title=campaign.title, deadline=until),
            *([] if setup.clock.is_real else [say("demo.clock", now=now)]),
            *(
                say("demo.official", unit=each.unit_name, link=each.channel_links["web"])
                for each in officials
            ),
            say("demo.coordinator", link=boss.channel_links["web"]),
            say("setup_link.line", link=f"{base}/setup/{code}"),
            say("demo.folder", folder=folder),
        )
    )


def check_port(host: str, port: int) -> None:
    """Raise OperatorError, naming the option, where another program has the port."""
    try:
        with socket.create_server((host, port), family=_family(host)):
            pass
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise OperatorError(say("demo.port_taken", port=port, other=port + 1)) from None
        # anything else is told by the web server itself


def _family(host: str) -> int:
    return socket.AF_INET6 if ":" in host else socket.AF_INET


def _reachable(host: str, port: int) -> str:
    """Return what links begin with where every address of the machine is listened to: the one that
    telephones in the same network can open; "" for any other host."""
    if host not in EVERY_ADDRESS:
        return ""
    with contextlib.suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.connect(("192.0.2.1", 9))  # nothing is sent: it only chooses the way out
        return f"http://{probe.getsockname()[0]}:{port}"
    return ""


def _write_settings(folder: Path, language: str, web: Mapping[str, object]) -> None:
    """Write a settings file with which every other command works in the folder; one that somebody
    else wrote stays."""
    file = folder / "config.toml"
    if file.exists() and not file.read_text(encoding="utf-8").startswith(OURS):
        return
    shown = [f"{name} = {json.dumps(value)}" for name, value in web.items()]
    lines = [OURS, "[app]", f'language = "{language}"', 'data_dir = "."', "[web]", *shown]
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _set_clock(setup: Bootstrap) -> None:
    """Let the demo's clock begin on the morning three days before the deadline; where the folder was
    played in before, when somebody was last heard."""
    zone = setup.config.zone
    today = setup.clock.now().astimezone(zone).date()
    last = date(_year(today), *LAST)
    heard = None
    with setup.store.transaction() as tx:
        slug = _known(tx)
        known = campaign_setup.find_campaign(tx, slug).last_instant if slug else None
        if known is not None:
            last = known.astimezone(zone).date()
            heard = tx.people.last_heard("web", "web")
    start = datetime.combine(last - BEFORE, MORNING, zone)
    setup.clock_option = max(start, heard or start).astimezone(zone).isoformat()
    del setup.__dict__["clock"]


def _year(today: date) -> int:
    """Return the year whose deadline is the next to come."""
    return today.year if today <= date(today.year, *LAST) else today.year + 1


def _invitation(
    tx: Transaction, setup: Bootstrap, slug: str, unit: str | None, links: dict[str, invites.Link]
) -> invites.Invitation:
    """Return the official's or (without a unit) the coordinator's link: the one that was printed before,
    or a new one where that was used or cannot be printed any more."""
    role = Role.COORDINATOR if unit is None else Role.REPORTER
    found = invites.hand_out(tx, setup.office, slug, unit, role, links)
    return (found or invites.hand_out(tx, setup.office, slug, unit, role, links, new=True))[0]


def _known(tx: Transaction) -> str | None:
    """Return the sample that was made in this folder before."""
    slugs = (campaign.slug for campaign in tx.campaigns.all())
    return first(lambda slug: slug.startswith(SLUG), slugs)


def _campaign(setup: Bootstrap, folder: Path) -> campaign_setup.CampaignFile:
    """Return the plan of 2022 for the year whose deadline is the next to come; its files are left in the
    folder to look at."""
    package = importlib.resources.files("bot.sample")
    year = _year(setup.office.today())
    for name in ("units.csv", "campaign.toml"):
        text = (package / name).read_text(encoding="utf-8")
        (folder / name).write_text(YEAR.sub(str(year), text), encoding="utf-8")
    return campaign_setup.read_campaign(folder / "campaign.toml", setup.office)
