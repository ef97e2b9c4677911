"""Databases of any size, made in seconds: one real report is played, then its rows are copied.

The units that write during a measurement are fresh. Of the others up to `REPORTED` have sent a
whole report, with everything that was said about it; the rest have reminders planned and are
silent.
"""

from __future__ import annotations

import importlib.resources
import json
import shutil
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, text

from benchmarks.script import CODE, MOST, next_words, raw_update
from bot import clock, ids
from bot.channels.telegram_bot import TelegramChannel
from bot.channels.telegram_message import read_update
from bot.model.calendar import OfficeHours
from bot.model.campaign import Campaign
from bot.model.form import Form
from bot.model.message import Reply
from bot.model.person import Role
from bot.model.submission import Status
from bot.reminders.schedule import DEFAULT_LADDER
from bot.use_cases.app_context import AppContext
from bot.use_cases.campaigns import campaign_setup
from bot.use_cases.load_calendar import load_calendar
from bot.use_cases.turns.process_message import take_at_once
from storage import FreshCode, Store, Transaction
from storage.codec import reply_from_json

MORNING = "2022-10-10T08:30:00+07:00"  # a Monday after the sample campaign's week
REPORTED = 2_000
FILE = "baocao.db"
PLAYED = 1  # the chat that is copied
BOT = "1"

# How the rows of the one played report are copied for other units: table -> its changed columns.
COPIES: dict[str, dict[str, str]] = {
    "person": {"id": "crowd.number"},
    "address": {"id": "crowd.number", "person_id": "crowd.number", "chat": "'m' || crowd.number"},
    "seat": {
        "id": "NULL",
        "person_id": "crowd.number",
        "unit_id": "crowd.unit_id",
        "campaign_id": "crowd.campaign_id",
    },
    "answer": {"submission_id": "crowd.submission_id", "person_id": "crowd.number"},
    "revision": {
        "id": "crowd.number",
        "submission_id": "crowd.submission_id",
        "person_id": "crowd.number",
        "receipt": "'M' || crowd.number",
    },
    "revision_answer": {"revision_id": "crowd.number"},
    "inbox": {"id": "NULL", "address_id": "crowd.number", "key": "m.key || '-' || crowd.number"},
    "outbox": {
        "id": "NULL",
        "address_id": "crowd.number",
        "inbox_id": "NULL",
        "state": "'sent'",
        "finished_at": "m.created_at",
    },
    "audit": {
        "id": "NULL",
        "person_id": "crowd.number",
        "inbox_id": "NULL",
        "campaign_id": "crowd.campaign_id",
        "submission_id": "crowd.submission_id",
    },
}


# What makes copied reports differ from unit to unit.
DIFFERENCES = (
    "UPDATE revision_answer SET count = count + revision_id * 7 % 5 WHERE count > 1",
    "UPDATE revision_answer SET people = people + revision_id * 11 % 23 WHERE people > 1",
    "UPDATE revision_answer SET text = text || ' (' || revision_id || ')' WHERE text <> ''",
    "UPDATE revision_answer SET note = 'Mở thêm lớp' WHERE code = '1.1' AND revision_id % 20 = 0",
    "UPDATE person SET name = 'Lò Văn Mẫu ' || id",
    """UPDATE submission SET submitted_at =
    (SELECT r.submitted_at FROM revision AS r WHERE r.submission_id = submission.id)""",
)


@dataclass(frozen=True)
class Sample:
    """A made database: its folder, the form, what each writer will say."""

    folder: Path
    form: Form
    scripts: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Reported:
    """A made database in which every unit of one campaign has sent a whole report."""

    folder: Path
    slug: str
    campaign_id: int
    script: tuple[str, ...]  # what the official said whose report was copied


def make_office(folder: Path, starts: datetime | None = None) -> AppContext:
    """The sample's office, on a clock that starts on the morning the reports are due soon."""
    return AppContext(
        clock.make(starts.isoformat() if starts else MORNING).now,
        ids.fresh_code,
        ZoneInfo("Asia/Ho_Chi_Minh"),
        load_calendar(),
        OfficeHours(),
        DEFAULT_LADDER,
        folder,
        {"telegram": TelegramChannel.capabilities},
    )


def open_store(folder: Path) -> Store:
    return Store.open(f"sqlite:///{folder / FILE}")


def make(folder: Path, units: int, writers: int, reported: int = REPORTED) -> Sample:
    """A database with `units` units in each campaign; there are as many campaigns (one, but for
    very few units) as it takes to have a fresh unit for each of `writers`."""
    folder.mkdir(parents=True)
    office, store = make_office(folder), open_store(folder)
    read = _sample_campaign(folder, office)
    read = replace(read, units=read.units[:units])
    script = _play_one_report(store, office, read)
    codes: list[str] = []
    with store.transaction() as tx:
        while len(codes) < writers:
            campaign = _opened(tx, office, read, f"{read.campaign.slug}-{len(codes)}")
            if units > len(read.units):
                _more_units(tx.connection, campaign, units - len(read.units))
            codes += _invited(tx, office, campaign, min(units, writers - len(codes)))
        _crowd(tx.connection, campaign.id, reported, writers)
    store.close()
    scripts = tuple(tuple(said.replace(CODE, code) for said in script) for code in codes)
    return Sample(folder, read.forms[0][1], scripts)


def make_reported(folder: Path, units: int) -> Reported:
    """A campaign of `units` units that have all sent their report, each with figures of its own, and
    one in twenty with a remark."""
    folder.mkdir(parents=True)
    office, store = make_office(folder), open_store(folder)
    read = _sample_campaign(folder, office)
    read = replace(read, units=read.units[:units])
    script = _play_one_report(store, office, read)
    with store.transaction() as tx:
        campaign = _opened(tx, office, read, "all-sent")
        if units > len(read.units):
            _more_units(tx.connection, campaign, units - len(read.units))
        _crowd(tx.connection, campaign.id, units, 0)
        for change in DIFFERENCES:
            tx.connection.execute(text(change))
    store.close()
    return Reported(folder, campaign.slug, campaign.id, script)


def make_merged(folder: Path, units: int, writers: int) -> Sample:
    """A campaign of `units` communes, each made from two that sent a whole report the year before."""
    made = make_reported(folder, 2 * units)
    office, store = make_office(folder), open_store(folder)
    read = _sample_campaign(folder, office)
    with store.transaction() as tx:
        former = [unit.code for unit in tx.campaigns.members(made.campaign_id)]
        pairs = zip(former[::2], former[1::2], strict=True)
        merged = [
            replace(
                read.units[0], code=f"G{number}", name=f"Xã gộp số {number}", predecessors=pair
            )
            for number, pair in enumerate(pairs)
        ]
        named = replace(read.campaign, previous=made.slug)
        campaign = _opened(
            tx, office, replace(read, units=tuple(merged), campaign=named), "merged"
        )
        codes = _invited(tx, office, campaign, writers)
    store.close()
    scripts = tuple(tuple(said.replace(CODE, code) for said in made.script) for code in codes)
    return Sample(folder, read.forms[0][1], scripts)


def _sample_campaign(folder: Path, office: AppContext) -> campaign_setup.CampaignFile:
    package = importlib.resources.files("bot.sample")
    for name in ("units.csv", "campaign.toml"):
        with importlib.resources.as_file(package / name) as source:
            shutil.copyfile(source, folder / name)
    read = campaign_setup.read_campaign(folder / "campaign.toml", office)
    return replace(read, campaign=replace(read.campaign, photos_min=0))


def _opened(
    tx: Transaction, office: AppContext, read: campaign_setup.CampaignFile, slug: str
) -> Campaign:
    named = replace(read, campaign=replace(read.campaign, slug=slug))
    campaign_setup.create_campaign(tx, office, named)
    return campaign_setup.open_campaign(tx, office, slug)


def _play_one_report(
    store: Store, office: AppContext, read: campaign_setup.CampaignFile
) -> tuple[str, ...]:
    """A whole conversation in a campaign of its own; what the official said is the script."""
    with store.transaction() as tx:
        campaign = _opened(tx, office, replace(read, units=read.units[:1]), "played")
        code = _invited(tx, office, campaign, 1)[0]
    form = read.forms[0][1]
    words, script = f"/start {CODE}", []
    while words:
        script.append(words)
        assert len(script) < MOST, script
        one_message(store, office, PLAYED, words.replace(CODE, code))
        words = next_words(form, _last_reply(store))
    with store.reading() as tx:
        (view,) = tx.views.board(campaign.id)
    assert (view.status, view.answered) == (Status.SUBMITTED, len(form.questions)), script
    return tuple(script)


def one_message(store: Store, office: AppContext, chat: int, said: str) -> None:
    """Take one message in, with its turn, as the program does without its loop."""
    incoming = read_update(json.loads(raw_update(chat, said)), BOT)
    assert incoming is not None
    assert store.write(lambda tx: take_at_once(tx, office, incoming)).result()


def _last_reply(store: Store) -> Reply:
    newest = text("SELECT body, urgency FROM outbox ORDER BY id DESC LIMIT 1")
    with store.reading() as tx:
        return reply_from_json(*tx.connection.execute(newest).one())


def _more_units(connection: Connection, campaign: Campaign, count: int) -> None:
    """Further units of an open campaign, with what its first unit was given at the opening."""
    connection.execute(
        text(
            "INSERT INTO unit (body, entry, predecessors, commune_code, code, name, kind, parent, aliases)"
            " WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :count)"
            " SELECT :body, 1, '[]', '', printf('M%06d', i), 'Xã mẫu số ' || i, 'xã', '', '[]' FROM n"
        ),
        {"count": count, "body": campaign.body},
    )
    for table in ("submission", "reminder"):
        source = (
            "unit AS fresh WHERE fresh.code LIKE 'M%' AND m.campaign_id = :campaign"
            " AND m.unit_id = (SELECT unit_id FROM submission WHERE campaign_id = :campaign LIMIT 1)"
        )
        changed = {"id": "NULL", "unit_id": "fresh.id"}
        _copy(connection, table, changed, source, campaign=campaign.id)


def _copy(
    connection: Connection, table: str, changed: dict[str, str], source: str, **given: int
) -> None:
    """Copy rows of a table `m` beside `source`, with some columns changed."""
    columns = [row[1] for row in connection.execute(text(f"PRAGMA table_info({table})"))]
    names = ", ".join(f'"{name}"' for name in columns)
    values = ", ".join(changed.get(name, f'm."{name}"') for name in columns)
    connection.execute(
        text(f"INSERT INTO {table} ({names}) SELECT {values} FROM {table} AS m, {source}"), given
    )


def _invited(tx: Transaction, office: AppContext, campaign: Campaign, count: int) -> list[str]:
    now = office.now()
    units = tx.campaigns.members(campaign.id)[:count]
    fresh = [FreshCode(office.fresh_code(), unit.id) for unit in units]
    tx.invites.add(fresh, campaign.id, Role.REPORTER, now, now + timedelta(days=30))
    return [each.code for each in fresh]


def _crowd(connection: Connection, campaign_id: int, most: int, writers: int) -> None:
    """Reports for units of a campaign that do not write now, copied from the played one."""
    connection.execute(
        text(
            "CREATE TEMP TABLE crowd AS SELECT 1000 + row_number() OVER () AS number,"
            " id AS submission_id, unit_id, campaign_id FROM (SELECT * FROM submission"
            " WHERE campaign_id = :campaign ORDER BY id LIMIT :most OFFSET :writers)"
        ),
        {"campaign": campaign_id, "most": most, "writers": writers},
    )
    for table, changed in COPIES.items():
        _copy(connection, table, changed, "crowd")
    connection.execute(
        text(
            "UPDATE submission SET status = 'submitted', version = 1, answered = 34"
            " WHERE id IN (SELECT submission_id FROM crowd)"
        )
    )
    connection.execute(text("DROP TABLE crowd"))
