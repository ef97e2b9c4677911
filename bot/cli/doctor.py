"""What `doctor` looks at, one line a check."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from bot.bootstrap import Bootstrap, configured_bots, zalo_channels
from bot.cli.safekeeping import faults_in_words
from bot.errors import DeliveryError, OperatorError
from bot.invite_links import ask_name, keep_bot_name
from bot.locale.dates import moment
from bot.locale.say import say
from bot.use_cases.archive import file_faults, kept_files
from bot.use_cases.clock_guard import jump_in_words, present_jump
from bot.use_cases.data_folder import check_sound

FAILURES_SHOWN = 7  # days
CODES_SHOWN = 5
FIRST_YEAR = 2024  # a clock before it was never set


@dataclass(frozen=True, slots=True)
class Check:
    well: bool
    text: str


def run_checks(setup: Bootstrap) -> Iterator[Check]:
    """Settings, database, clock, fonts, tokens, webhook, web; settings errors are raised."""
    config = setup.config
    _ = setup.office  # reads the reminders' settings; what is wrong in them is raised too
    yield Check(True, say("doctor.settings", file=setup.config_path))
    database = _database(setup)
    yield database
    if not database.well:
        return  # nothing that follows could be read
    yield from _kept_files(setup)
    yield _clock(setup)
    yield _fonts()
    yield from _telegram(setup)
    yield from _zalo(setup)
    web = config.web
    if not web.enabled:
        yield Check(True, say("doctor.web_off"))
    elif web.public_url:
        yield Check(True, say("doctor.web", url=web.public_url))
    else:
        yield Check(True, say("doctor.web_local", url=f"http://{web.host}:{web.port}"))
    with setup.store.reading() as tx:
        alone = tx.people.left_behind(configured_bots(config))
    if alone:
        yield Check(False, say("doctor.left_behind", people=alone))
    yield from _set_aside(setup)


def _set_aside(setup: Bootstrap) -> Iterator[Check]:
    """Messages that could not be dealt with; for information, the program goes on without them."""
    since = setup.clock.now() - timedelta(days=FAILURES_SHOWN)
    with setup.store.reading() as tx:
        codes = tx.messages.failures(since)
    if codes:
        told = ", ".join(codes[-CODES_SHOWN:])
        yield Check(
            True, say("doctor.set_aside", count=len(codes), days=FAILURES_SHOWN, codes=told)
        )


def _database(setup: Bootstrap) -> Check:
    try:
        if setup.database_file is not None and setup.database_file.exists():
            check_sound(setup.database_file, setup.config.data_dir)
        with setup.store.transaction() as tx:
            tx.campaigns.set_setting("doctor.seen", setup.clock.now().isoformat())
            campaigns, units = len(tx.campaigns.all()), len(tx.campaigns.units())
    except OperatorError as error:
        return Check(False, str(error))
    return Check(True, say("doctor.database", campaigns=campaigns, units=units))


def _kept_files(setup: Bootstrap) -> Iterator[Check]:
    """Photos and documents against the hashes they were kept under."""
    database = setup.database_file
    if database is None:
        return
    faults = file_faults(database, setup.config.data_dir)
    if faults:
        yield Check(
            False, say("doctor.files_bad", count=len(faults), files=faults_in_words(faults))
        )
    else:
        number = len(kept_files(setup.config.data_dir))
        yield Check(True, say("doctor.files", count=number))


def _clock(setup: Bootstrap) -> Check:
    now = setup.clock.now().astimezone(setup.config.zone)
    if now.year < FIRST_YEAR and setup.clock.is_real:
        return Check(False, say("doctor.clock_off", year=now.year))
    if setup.clock.is_real:
        with setup.store.reading() as tx:
            jump = present_jump(tx, setup.clock_reading())
        if jump is not None:
            return Check(False, jump_in_words("clock.jumped", setup.office, jump))
    return Check(True, say("doctor.clock", time=moment(now), zone=setup.config.app.timezone))


def _fonts() -> Check:
    """The face comes with a dependency; it may be missing where that was not installed."""
    try:
        from bot.exports.font import typeface

        name = " ".join(str(part) for part in typeface(16).getname())
    except (ImportError, OSError) as error:
        return Check(False, say("doctor.fonts_bad", reason=error))
    return Check(True, say("doctor.fonts", font=name))


def _telegram(setup: Bootstrap) -> Iterator[Check]:
    settings = setup.config.telegram
    token = settings.token.get_secret_value()
    if not token:
        yield Check(True, say("doctor.telegram_off"))
        return
    if settings.mode == "webhook":
        well = settings.webhook_url.startswith("https://") and bool(
            settings.webhook_secret.get_secret_value()
        )
        sentence = "doctor.webhook" if well else "doctor.webhook_bad"
        yield Check(well, say(sentence, url=settings.webhook_url))
    from bot.channels.telegram_bot import TelegramChannel

    async def ask() -> str:
        channel = TelegramChannel(token, api_base=settings.api_base)
        try:
            return await channel.check()
        finally:
            await channel.stop()

    try:
        yield Check(True, say("doctor.telegram", name=asyncio.run(ask())))
    except DeliveryError as error:
        yield Check(False, say("doctor.telegram_bad", reason=error))


def _zalo(setup: Bootstrap) -> Iterator[Check]:
    """Each bot with the people it serves; the webhook; whether links can be sent at all."""
    settings = setup.config.zalo
    channels = zalo_channels(setup.config, setup.clock)
    if not channels:
        yield Check(True, say("doctor.zalo_off"))
        return
    if settings.mode == "webhook":
        well = settings.webhook_url.startswith("https://")
        sentence = "doctor.zalo_webhook" if well else "doctor.zalo_webhook_bad"
        yield Check(well, say(sentence, url=settings.webhook_url))
    for channel in channels:
        try:
            name = asyncio.run(ask_name(channel))
        except DeliveryError as error:
            yield Check(False, say("doctor.zalo_bad", bot=channel.bot, reason=error))
            continue
        with setup.store.transaction() as tx:
            keep_bot_name(tx, channel.name, channel.bot, name)
            users = tx.people.on_bot(channel.name, channel.bot)
        told = say("doctor.zalo", name=name, bot=channel.bot, users=users, most=settings.max_users)
        yield Check(True, told)
    yield from _zalo_plan(setup, len(channels))
    if not (setup.config.web.enabled and setup.config.web.public_url):
        yield Check(True, say("doctor.zalo_no_web"))


def _zalo_plan(setup: Bootstrap, bots: int) -> Iterator[Check]:
    """Whether the open campaigns fit into what the bots may send this month, and serve."""
    from bot.use_cases.quota import REPORT_MESSAGES, month_of, open_campaigns

    plan = setup.config.zalo
    with setup.store.reading() as tx:
        units = sum(len(tx.campaigns.members(one.id)) for one in open_campaigns(tx))
        meters = tx.meters.of_month(month_of(setup.office, setup.clock.now()))
    if not units:
        return
    most = plan.monthly_quota * bots - sum(meter.used for meter in meters)
    need = units * REPORT_MESSAGES
    figures = {
        "units": units,
        "each": REPORT_MESSAGES,
        "need": _dotted(need),
        "most": _dotted(most),
    }
    fits = need <= most
    config = setup.config
    elsewhere = bool(config.telegram.token.get_secret_value() or config.web.public_url)
    sentence = "doctor.zalo_quota" if fits else "doctor.zalo_quota_short"
    yield Check(fits or elsewhere, say(sentence, **figures))
    if units > plan.max_users * bots:
        people = plan.max_users * bots
        yield Check(elsewhere, say("doctor.zalo_people_short", units=units, people=people))


def _dotted(number: int) -> str:
    return f"{number:,}".replace(",", ".")
