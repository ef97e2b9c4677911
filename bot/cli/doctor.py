"""What `doctor` looks at, one line a check."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta
from functools import partial
from urllib.parse import urlsplit

from bot.bootstrap import Bootstrap, configured_bots
from bot.channels import CHANNELS
from bot.channels.base import Channel
from bot.channels.channel_spec import Allowance, ChannelSpec, Check, Surroundings
from bot.channels.web_chat import Waiters
from bot.cli.main import unexpected
from bot.cli.safekeeping import faults_in_words
from bot.errors import DeliveryError, OperatorError
from bot.invite_links import ask_name, idle_channel, keep_bot_name
from bot.locale.dates import moment
from bot.locale.say import say
from bot.model.campaign import CampaignState
from bot.use_cases.keeping import nightly_copies
from bot.use_cases.keeping.archive import file_faults, kept_files
from bot.use_cases.keeping.data_folder import check_sound
from bot.use_cases.reminding.clock_guard import jump_in_words, present_jump

FAILURES_SHOWN = 7  # days
CODES_SHOWN = 5
COPY_AGE = timedelta(days=3)  # newer figures than that are in no copy
MEGABYTE = 1024 * 1024
LEAST_FREE = 500  # megabytes
WORKBOOK = "a.xlsx"  # what coordinators fetch
FIRST_YEAR = 2024  # a clock before it was never set


def run_checks(setup: Bootstrap) -> Iterator[Check]:
    """Check settings, database, disk, clock, fonts, tokens, webhook, web; settings errors are raised.
    A check that itself fails is a line like the others, and the next ones follow."""
    _ = setup.office  # reads the reminders' settings; what is wrong in them is raised too
    yield Check(True, say("doctor.settings", file=setup.config_path))
    yield _disk(setup)
    database = _database(setup)
    yield database
    if not database.well:
        yield from _without_database(setup)
        return
    for look in (_kept_files, _nights, _second_place, _clock, _fonts):
        yield from _guarded(look, setup)
    for spec in CHANNELS.values():
        yield from _guarded(partial(_channel, spec=spec), setup)
    for look in (_left_behind, _uncoordinated, _set_aside, _given_up):
        yield from _guarded(look, setup)


def _without_database(setup: Bootstrap) -> Iterator[Check]:
    """Look at what needs no database: the fonts and the settings of each channel."""
    yield from _guarded(_fonts, setup)
    for spec in CHANNELS.values():
        yield from spec.checks(setup.config.channel(spec.name))


def _guarded(look: Callable[[Bootstrap], Iterable[Check]], setup: Bootstrap) -> Iterator[Check]:
    try:
        yield from look(setup)
    except OperatorError as error:
        yield Check(False, str(error))
    except Exception as error:
        yield Check(False, unexpected(error))


def _disk(setup: Bootstrap) -> Check:
    """Tell how much room the data folder has; figures, photos and copies need it."""
    folder = setup.config.data_dir
    try:
        folder.mkdir(parents=True, exist_ok=True)
        free = shutil.disk_usage(folder).free // MEGABYTE
    except OSError as error:
        return Check(False, unexpected(error))
    sentence = "doctor.disk" if free >= LEAST_FREE else "doctor.disk_short"
    return Check(free >= LEAST_FREE, say(sentence, free=_dotted(free), folder=folder))


def _left_behind(setup: Bootstrap) -> Iterator[Check]:
    """Tell of people whose bot was taken out of the settings."""
    with setup.store.reading() as tx:
        alone = tx.people.left_behind(configured_bots(setup.config))
    if alone:
        yield Check(False, say("doctor.left_behind", people=alone))


def _uncoordinated(setup: Bootstrap) -> Iterator[Check]:
    """Return the open campaigns for which nobody sits: nobody is told of questions and lateness."""
    with setup.store.reading() as tx:
        alone = [
            campaign.slug
            for campaign in tx.campaigns.all()
            if campaign.state is CampaignState.OPEN
            and not tx.people.seats_of_unit(campaign.id, None)
        ]
    for slug in alone:
        yield Check(True, say("doctor.uncoordinated", slug=slug))


def _set_aside(setup: Bootstrap) -> Iterator[Check]:
    """Return messages that could not be dealt with; for information, the program goes on without them."""
    since = setup.clock.now() - timedelta(days=FAILURES_SHOWN)
    with setup.store.reading() as tx:
        codes = tx.messages.failures(since)
    if codes:
        told = ", ".join(codes[-CODES_SHOWN:])
        yield Check(
            True, say("doctor.set_aside", count=len(codes), days=FAILURES_SHOWN, codes=told)
        )


def _given_up(setup: Bootstrap) -> Iterator[Check]:
    """Tell of addresses that were not told of accepted reports for a day."""
    with setup.store.reading() as tx:
        known = tx.outward.given_up()
    for each in known:
        host = urlsplit(each.url).hostname or "?"
        words = {"number": each.webhook_id, "count": each.count, "failure": each.failure}
        yield Check(False, say("doctor.given_up", host=host, **words))


def _database(setup: Bootstrap) -> Check:
    try:
        if setup.database_file is not None and setup.database_file.exists():
            check_sound(setup.database_file, setup.config.data_dir)
        with setup.store.transaction() as tx:
            tx.campaigns.set_setting("doctor.seen", setup.clock.now().isoformat())
            campaigns, units = len(tx.campaigns.all()), len(tx.campaigns.units())
    except OperatorError as error:
        return Check(False, str(error))
    except Exception as error:
        return Check(False, unexpected(error))
    return Check(True, say("doctor.database", campaigns=campaigns, units=units))


def _kept_files(setup: Bootstrap) -> Iterator[Check]:
    """Return photos and documents against the hashes they were kept under."""
    faults = file_faults(setup.database_place.named_files(), setup.config.data_dir)
    if faults:
        yield Check(
            False, say("doctor.files_bad", count=len(faults), files=faults_in_words(faults))
        )
    else:
        number = len(kept_files(setup.config.data_dir))
        yield Check(True, say("doctor.files", count=number))


def _nights(setup: Bootstrap) -> Iterator[Check]:
    """Look at the last night's copies, and whether the data are newer than they are."""
    with setup.store.reading() as tx:
        state, changed = nightly_copies.state_of(tx), tx.audit.last_at()
    zone = setup.config.zone
    if state.failing is not None:
        since = moment(state.failing.astimezone(zone))
        yield Check(False, say("doctor.copies_fail", since=since, reason=state.reason))
    elif state.well is None:
        yield Check(True, say("doctor.no_copies"))
    else:
        is_old = changed is not None and changed - state.well > COPY_AGE
        shown = {"time": moment(state.well.astimezone(zone)), "days": COPY_AGE.days}
        yield Check(not is_old, say("doctor.copies_old" if is_old else "doctor.copies", **shown))


def _second_place(setup: Bootstrap) -> Iterator[Check]:
    """Look into the second place, where one is set."""
    place = setup.second_place
    if place is not None:
        names = place.names()
        newest = names[-1] if names else say("doctor.place_empty")
        yield Check(True, say("doctor.place", place=place.label, count=len(names), newest=newest))


def drill_check(setup: Bootstrap) -> Iterator[Check]:
    """Restore the newest copy in a temporary folder."""
    from bot.use_cases.keeping.restore_drill import restore_newest

    try:
        folder, place = setup.config.data_dir, setup.second_place
        done = restore_newest(setup.database_place, folder, place, setup.clock.now())
    except OperatorError as error:
        yield Check(False, str(error))
        return
    yield Check(done is not None, done.in_words if done is not None else say("drill.none"))


def _clock(setup: Bootstrap) -> Iterator[Check]:
    now = setup.clock.now().astimezone(setup.config.zone)
    if now.year < FIRST_YEAR and setup.clock.is_real:
        yield Check(False, say("doctor.clock_off", year=now.year))
        return
    if setup.clock.is_real:
        with setup.store.reading() as tx:
            jump = present_jump(tx, setup.clock_reading())
        if jump is not None:
            yield Check(False, jump_in_words("clock.jumped", setup.office, jump))
            return
    yield Check(True, say("doctor.clock", time=moment(now), zone=setup.config.app.timezone))


def _fonts(_: Bootstrap) -> Iterator[Check]:
    """Check the font, which comes with a dependency and may be missing without that."""
    try:
        from bot.exports.font import typeface

        name = " ".join(map(str, typeface(16).getname()))
    except (ImportError, OSError) as error:
        yield Check(False, say("doctor.fonts_bad", reason=error))
    else:
        yield Check(True, say("doctor.fonts", font=name))


def _channel(setup: Bootstrap, spec: ChannelSpec) -> Iterator[Check]:
    """Return its settings, each of its bots, what these may still do, and whether links can be sent where
    files cannot."""
    settings = setup.config.channel(spec.name)
    yield from spec.checks(settings)
    bots = spec.bots(settings)
    if not spec.needs_app or not bots:
        return
    channels = [idle_channel(setup, spec, bot) for bot in bots]
    connected = list(_connected(setup, spec))
    yield from connected
    if all(check.well for check in connected):
        for channel in channels:
            yield _bot(setup, spec, channel)
    allowance = spec.allowance(settings)
    if allowance is not None:
        yield from _allowed(setup, spec, allowance, len(bots))
    if not channels[0].capabilities.carries(WORKBOOK) and not setup.config.web.public_url:
        yield Check(True, say("doctor.channel_no_web", channel=spec.label))


def _connected(setup: Bootstrap, spec: ChannelSpec) -> Iterator[Check]:
    """Tell until when an account is connected that a person had to connect, or what is to be done."""
    around = Surroundings(setup.clock.now, Waiters(), setup.config.data_dir)
    way = spec.connecting(setup.config.channel(spec.name), around)
    if way is None:
        return
    until, fault = way.until(), way.fault()
    if fault or until is None:
        yield Check(False, fault)
    else:
        local = moment(until.astimezone(setup.config.zone))
        yield Check(True, say("doctor.connected", channel=way.label, until=local))


def _bot(setup: Bootstrap, spec: ChannelSpec, channel: Channel) -> Check:
    """Ask a bot its name, and learn it."""
    shown = {"channel": spec.label, "bot": channel.bot}
    try:
        name = asyncio.run(ask_name(channel))
    except DeliveryError as error:
        bad = "doctor.bot_bad" if spec.names_itself else "doctor.account_bad"
        return Check(False, say(bad, section=spec.name, reason=error, **shown))
    with setup.store.transaction() as tx:
        keep_bot_name(tx, spec.name, channel.bot, name)
        served = tx.people.on_bot(spec.name, channel.bot)
    allowance = spec.allowance(setup.config.channel(spec.name))
    if allowance is None:
        return Check(True, say("doctor.bot", name=name, **shown))
    people = {"users": served, "most": allowance.people}
    return Check(True, say("doctor.bot_of_few", name=name, **shown, **people))


def _allowed(
    setup: Bootstrap, spec: ChannelSpec, allowance: Allowance, bots: int
) -> Iterator[Check]:
    """Tell whether the open campaigns fit into what the bots may send this month, and serve."""
    from bot.use_cases.sending.quota import REPORT_MESSAGES, month_of, open_campaigns

    with setup.store.reading() as tx:
        units = sum(len(tx.campaigns.members(each.id)) for each in open_campaigns(tx))
        meters = tx.meters.of_month(month_of(setup.office, setup.clock.now()))
    if not units:
        return
    used = sum(meter.used for meter in meters if meter.channel == spec.name)
    most, need = allowance.messages * bots - used, units * REPORT_MESSAGES
    figures = {
        "units": units,
        "each": REPORT_MESSAGES,
        "need": _dotted(need),
        "most": _dotted(most),
    }
    names = {"channel": spec.label, "section": spec.name}
    fits, elsewhere = need <= most, _can_go_elsewhere(setup)
    sentence = "doctor.quota" if fits else "doctor.quota_short"
    yield Check(fits or elsewhere, say(sentence, **names, **figures))
    if units > allowance.people * bots:
        people = allowance.people * bots
        yield Check(elsewhere, say("doctor.people_short", units=units, people=people, **names))


def _can_go_elsewhere(setup: Bootstrap) -> bool:
    """Return whether people can write on a channel that takes as many as come."""
    without_limit = (
        spec
        for spec in CHANNELS.values()
        if spec.names_itself and spec.allowance(setup.config.channel(spec.name)) is None
    )
    is_on = any(spec.bots(setup.config.channel(spec.name)) for spec in without_limit)
    return is_on or bool(setup.config.web.public_url)


def _dotted(number: int) -> str:
    return f"{number:,}".replace(",", ".")
