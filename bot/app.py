"""The composition root: builds store, channels, turns, delivery, pages and ticks; starts and stops
them in order. Nothing else knows which concrete parts there are."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import logging
import signal
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from bot import ids
from bot.bootstrap import Bootstrap, channel_rules, channels_to_connect, make_channels
from bot.channels import CHANNELS
from bot.channels.base import Channel
from bot.channels.channel_spec import Check, Surroundings
from bot.channels.rate_limit import RateLimiter
from bot.channels.web_chat import Waiters
from bot.channels.webhook import Hook
from bot.errors import DeliveryError, OperatorError
from bot.invite_links import board_link, invite_links, keep_bot_name, known_links
from bot.locale.say import say
from bot.model.message import Address
from bot.scheduler import Ticker
from bot.use_cases.app_context import AppContext
from bot.use_cases.campaigns.campaign_setup import find_campaign
from bot.use_cases.keeping import data_folder, folder_lock, loaded_for_good
from bot.use_cases.keeping.company import Company
from bot.use_cases.keeping.owner_files import WEB_KEY_FILE, close_to_others, kept_key
from bot.use_cases.keeping.well_being import WellBeing
from bot.use_cases.papers.export_documents import Documents
from bot.use_cases.reminding import clock_guard, reminder_schedule, send_reminders
from bot.use_cases.reminding.unasked_work import UnaskedWork
from bot.use_cases.sending import channel_care, cut_off
from bot.use_cases.sending.deliver import Deliverer, FileLink
from bot.use_cases.turns import outages
from bot.use_cases.turns.chat_api import ChatApi
from bot.use_cases.turns.turn_runner import Turns
from storage import EPOCH, DatabaseInUse, Queued, is_passing

log = logging.getLogger("baocao")

TICK_SECONDS = 30.0
STOP_SIGNALS = [  # SIGHUP: the terminal is gone; Windows has none
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)
]
KEY_MARK = "web.key_mark"  # the setting by which programs notice that their keys differ
WEB_KEY = "web.secret_key"  # the setting in which the key once lay
STUCK = timedelta(minutes=2)
FILE_LINK_HOLDS = timedelta(days=2)
BotKey = tuple[str, str]  # a channel's name and which of its bots


class Program:
    """Everything that runs until it is told to stop."""

    def __init__(
        self,
        setup: Bootstrap,
        say_ready: Callable[[], None] | None = None,
        checks: Callable[[], Sequence[Check]] = list,
    ) -> None:
        self.setup = setup
        self.say_ready = say_ready
        self.checks = checks
        self.waiters = Waiters()
        self.channels: dict[BotKey, Channel] = self._channels()
        self.office = self._office()
        self.documents = Documents(setup.store, self.office)
        self.deliverer = Deliverer(
            setup.store, self.office, self.channels, self._pacers(),
            self.documents.render, self._file_link(), self.documents.announce,
            self._unasked_may_go,
        )  # fmt: skip
        self._clock_held = False
        self._trusted: clock_guard.ClockReading | None = None
        self.turns = Turns(setup.store, self.office, self.channels, self.deliverer.wake.set)
        self.outage = self.turns.outage = self.deliverer.outage
        self.company = Company(
            setup.store, self.office, self.channels, self.deliverer.pacers, self.waiters,
            self._begin_to_lead,
        )  # fmt: skip
        self.unasked = UnaskedWork(
            setup.store, self.office, self._unasked_may_go, self.deliverer.wake.set,
            lambda: setup.second_place, setup.config.backup.keep,
        )  # fmt: skip
        self.well_being = WellBeing(
            setup.store, self.office, self.channels.values(), self._stuck(), setup.database_file
        )
        self.cut_offs = cut_off.CutOffs(
            setup.store, self.office, self.channels.values(), self._stuck() * 5
        )
        self.ticker = Ticker(setup.config.zone, setup.clock.speed)
        self._tasks: list[asyncio.Task[None]] = []
        self._failure: Exception | None = None

    def _channels(self) -> dict[BotKey, Channel]:
        found = make_channels(self.setup.config, self._around())
        return {(channel.name, channel.bot): channel for channel in found}

    def _around(self) -> Surroundings:
        return Surroundings(
            self.setup.clock.now, self.waiters, self.setup.config.data_dir, self._public_url()
        )

    def _office(self) -> AppContext:
        abilities = {name: channel.capabilities for (name, _), channel in self.channels.items()}
        public = self._public_url()
        personal = f"{public}/chat/{{code}}" if public else ""
        plans, windows = channel_rules(self.setup.config, abilities)
        office = replace(self.setup.office, plans=plans, windows=windows)
        return replace(office, capabilities=abilities, personal_link=personal)

    def _public_url(self) -> str:
        """Return what links to the web page begin with; "" where people cannot reach it."""
        web = self.setup.config.web
        return web.public_url.rstrip("/") if web.enabled else ""

    def _file_link(self) -> FileLink | None:
        """Return signed links to files, for channels that carry none."""
        public = self._public_url()
        if not public:
            return None
        from bot.web.web_tokens import WebKeys

        keys = WebKeys(self._secret_key())

        def link(queued: Queued) -> str:
            until = queued.created_at + FILE_LINK_HOLDS
            return f"{public}/file/{keys.offer_of(queued.address_id, queued.id, until)}"

        return link

    def _pacers(self) -> dict[BotKey, RateLimiter]:
        return {key: RateLimiter(channel.pace) for key, channel in self.channels.items()}

    async def run(self) -> None:
        """Start, wait for SIGINT or SIGTERM, stop cleanly."""
        stop = asyncio.Event()
        loop = asyncio.get_running_loop()
        for sign in STOP_SIGNALS:
            _on_signal(loop, sign, stop.set)
        try:
            await self._start(stop)
            await stop.wait()
        finally:
            await self._stop()
            self.setup.clock.withdraw(self.setup.config.data_dir)
        if self._failure is not None:  # whatever watches over the program shall see it
            raise self._failure

    async def _start(self, stop: asyncio.Event) -> None:
        await self.company.join()
        self._refuse_another_key()
        await self._start_web()
        await self._count_left_behind()
        for channel in self.channels.values():
            await channel.start(self.turns.receive)
            if CHANNELS[channel.name].names_itself:
                self._spawn(self._learn_name(channel), stop, essential=False)
        self._learn_links()
        self._spawn(self.company.run(self.outage), stop)
        self._spawn(self.turns.run(), stop)
        self._spawn(self.deliverer.run(), stop)
        self.ticker.every(TICK_SECONDS, self._tick)
        self.ticker.every(loaded_for_good.EVERY, loaded_for_good.Memory().look)
        self.ticker.start()
        self.setup.clock.publish(self.setup.config.data_dir)
        loaded_for_good.settle()
        if self.say_ready is not None:
            self.say_ready()
        names = dict.fromkeys(name for name, _ in self.channels)
        log.info("running: %s", ", ".join(names) or "no channel")

    async def _begin_to_lead(self) -> None:
        """Put in order what the leader before this program left."""
        if not self.company.membership.is_shared:
            await self._write(lambda tx: tx.messages.release(self._now(), timedelta(0)))
        if await self._clock_is_right():
            await self._write(lambda tx: reminder_schedule.replan_all(tx, self.office))
        for channel in self.channels.values():
            if channel.loses_unheard:
                await self._watch_for_gaps(channel)

    def _refuse_another_key(self) -> None:
        """Raise OperatorError where programs would not know each other's cookies and links."""
        own = hashlib.sha256(self._secret_key().encode()).hexdigest()[:16]
        with self.setup.store.transaction() as tx:
            if self.company.membership.is_shared and len(self.company.membership.alive) > 1:
                known = tx.campaigns.setting(KEY_MARK)
                if known not in (None, own):
                    where, folder = self.setup.database_place.label, self.setup.config.data_dir
                    raise OperatorError(say("run.other_key", where=where, folder=folder))
            tx.campaigns.set_setting(KEY_MARK, own)

    async def _watch_for_gaps(self, channel: Channel) -> None:
        """Watch for gaps where a channel loses what is written while nobody listens: go on from
        the last time that is known, and tell people of outages."""
        name, bot = channel.name, channel.bot

        async def on_gap(since: datetime, until: datetime) -> None:
            if not await self._clock_is_right():
                return  # it is the clock that was away
            await self._write(lambda tx: outages.tell(tx, self.office, name, bot, since, until))
            self.deliverer.wake.set()

        channel.on_gap = on_gap
        channel.last_poll = await self._write(lambda tx: outages.last_poll(tx, name, bot))

    async def _note_polls(self) -> None:
        """Remember when each polled bot last listened, for the time after a crash."""
        for channel in self.channels.values():
            if channel.last_poll is not None:
                name, bot, at = channel.name, channel.bot, channel.last_poll
                await self._write(partial(outages.keep_last_poll, channel=name, bot=bot, at=at))

    async def _start_web(self) -> None:
        config = self.setup.config
        self.web: Any = None
        if not config.web.enabled:
            return
        from bot.use_cases.board.coordinator_api import CoordinatorApi
        from bot.use_cases.feeds.feed_api import FeedApi
        from bot.use_cases.office.office_api import OfficeApi
        from bot.use_cases.table.table_api import TableApi
        from bot.web.server import create_app, serve

        pages = ChatApi(self.setup.store, self.office, self.turns, self.documents, self.waiters)
        wake = self.deliverer.wake.set
        boards = CoordinatorApi(self.setup.store, lambda: self.turns.office, self.documents, wake)
        tables = TableApi(self.setup.store, lambda: self.turns.office, wake, self.turns.receive)
        self.offices = OfficeApi(
            self.setup.store,
            lambda: self.turns.office,
            self.checks,
            lambda: invite_links(self.setup, ask=False),
            self.deliverer.wake.set,
            lambda: channels_to_connect(config, self._around()),
        )
        hooks: dict[str, Hook] = {}
        for (name, bot), channel in self.channels.items():
            if channel.hook is not None:
                hooks[f"{name}/{bot}"] = channel.hook
                hooks.setdefault(name, channel.hook)
        app = create_app(
            pages,
            secret_key=self._secret_key(),
            new_token=ids.fresh_chat,
            language=config.app.language,
            webhooks=hooks,
            boards=boards,
            tables=tables,
            offices=self.offices,
            feeds=FeedApi(self.setup.store, lambda: self.turns.office),
            ailments=self.well_being.ailments,
            epoch=self._epoch(),
            public_url=config.web.public_url,
            metrics=self._measured(),
            opener=self._opened_by,
        )
        self.web = await serve(app, config.web.host, config.web.port)

    def _opened_by(self, channel: str, shown: str) -> Address | None:
        """Return whose chat a messenger's app says it opens a page for."""
        spec, config, now = CHANNELS.get(channel), self.setup.config, self.setup.clock.now()
        return spec.opened_by(config.channel(channel), shown, now) if spec else None

    def _measured(self) -> Any:
        """Return the figures for Prometheus; None where no token opens them."""
        token = self.setup.config.web.metrics_token.get_secret_value()
        if not token:
            return None
        from bot.use_cases.keeping.gauges import Gauges, what_waits
        from bot.web.server import Measured

        gauges = Gauges()
        self.turns.turn_took, self.deliverer.sent = gauges.turn_took, gauges.sent

        async def figures() -> bytes:
            waiting, used = await asyncio.to_thread(what_waits, self.setup.store, self.office)
            return gauges.text({**waiting, "writer": self.setup.store.waiting}, used)

        return Measured(token, figures)

    async def _count_left_behind(self) -> None:
        """Log how many people wait for reminders in vain, since their bot was taken out of the settings."""
        bots = list(self.channels)
        alone = await self._write(lambda tx: tx.people.left_behind(bots))
        if alone:
            log.warning("%d people can be reached by no bot of the settings; see doctor", alone)

    def _secret_key(self) -> str:
        """Return the configured key, or one made once and kept beside the database."""
        given = self.setup.config.web.secret_key.get_secret_value()
        if given:
            return given
        with self.setup.store.transaction() as tx:
            former = tx.campaigns.setting(WEB_KEY)  # an older program's: open pages go on with it
            file = self.setup.config.data_dir / WEB_KEY_FILE
            key = kept_key(file, (former or ids.fresh_key()).encode())
            if former is not None:
                tx.campaigns.erase_setting(WEB_KEY)
        return key.decode()

    def _epoch(self) -> str:
        """Return from which restore the ids of the lines in chats are counted."""
        with self.setup.store.reading() as tx:
            return tx.campaigns.setting(EPOCH) or ""

    async def _learn_name(self, channel: Channel) -> None:
        """Remember the bot's own name for invite links, as soon as the platform answers."""
        while True:
            try:
                username = (await channel.check()).lstrip("@")
            except DeliveryError:
                await asyncio.sleep(30)
                continue
            break
        await self._write(lambda tx: keep_bot_name(tx, channel.name, channel.bot, username))
        self._learn_links()

    @property
    def office_for_turns(self) -> AppContext:
        """Return the installation as turns see it: with the addresses that invitations made in chat
        carry, as far as they are known by now."""
        return replace(
            self.office, invite_links=known_links(self.setup), board_link=board_link(self.setup)
        )

    def _learn_links(self) -> None:
        self.turns.office = self.office_for_turns

    def _spawn(
        self, work: Awaitable[None], stop: asyncio.Event, *, essential: bool = True
    ) -> None:
        async def guarded() -> None:
            try:
                await work
            except asyncio.CancelledError:
                raise
            except Exception as error:
                log.exception("a part of the program stopped")
                if essential:
                    self._failure = error
                    stop.set()

        self._tasks.append(asyncio.create_task(guarded()))

    def _now(self) -> datetime:
        return self.office.now()

    async def _write(self, work: Callable[[Any], Any]) -> Any:
        return await self.setup.store.hand_in(work)

    async def _tick(self) -> None:
        """Send reminders that are due, again at once while there are many; the morning digest; the
        night's work. One that fails does not hold up the others; none goes by a clock that jumped."""
        if self.company.may_lead():
            await self.outage.outlast(self._tick_parts)

    async def _tick_parts(self) -> None:
        if not await self._clock_is_right():
            return
        work = self.unasked
        parts = (
            work.remind, work.remind_silent, work.tell_others, work.digest, work.tell_groups, work.upkeep,
            self._release, self._note_polls, work.next_rounds, self._look_after, self.cut_offs.watch,
        )  # fmt: skip
        for part in parts:
            try:
                await part()
            except Exception as error:
                if is_passing(error):
                    raise
                log.exception("a tick failed: %s", part.__name__)

    async def _look_after(self) -> None:
        await channel_care.look_after(self.setup.store, self.office, self.channels.values())

    async def _clock_is_right(self) -> bool:
        """Tell whether what nobody asked for may go by the clock; one of our own always may."""
        if not self.setup.clock.is_real:
            return True
        reading = self.setup.clock_reading()
        check = partial(clock_guard.check_clock, office=self.office, reading=reading)
        right = bool(await self._write(check))
        if right:
            self._trusted = reading
        if right is self._clock_held:
            log.warning(
                "clock is right again" if right else "clock jumped: nothing unasked is sent"
            )
            self._clock_held = not right
            self.deliverer.wake.set()
        return right

    def _unasked_may_go(self) -> bool:
        """Return the same at this very moment, between two looks, by what this process knows."""
        if self._clock_held or not self.setup.clock.is_real:
            return not self._clock_held
        return clock_guard.jump_since(self._trusted, self.setup.clock_reading()) is None

    async def _release(self) -> None:
        if self.company.membership.is_shared:
            return  # only of programs that are gone
        await self._write(lambda tx: tx.messages.release(self._now(), self._stuck()))

    def _stuck(self) -> timedelta:
        """Return two real minutes, on whatever clock the program runs."""
        return STUCK * max(self.setup.clock.speed, 1.0)

    async def _stop(self) -> None:
        """Take no more turns, finish what is on its way, then close the channels; within ten
        seconds."""
        with contextlib.suppress(Exception):
            self.ticker.stop()
        await self.turns.stop()
        await self.deliverer.stop()
        parts = [channel.stop() for channel in self.channels.values()]
        if getattr(self, "web", None) is not None:
            parts.append(self.web.stop())
        closing = [asyncio.wait_for(part, timeout=3) for part in parts]
        await asyncio.gather(*closing, return_exceptions=True)
        with contextlib.suppress(Exception):
            await self._note_polls()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await asyncio.to_thread(self.company.membership.leave)
        self.documents.close()
        if getattr(self, "web", None) is not None:
            self.offices.close()


def _on_signal(
    loop: asyncio.AbstractEventLoop, sign: signal.Signals, then: Callable[[], object]
) -> None:
    """Call `then` in the loop at a signal; Windows hands signals to the process only."""
    try:
        loop.add_signal_handler(sign, then)
    except NotImplementedError:
        signal.signal(sign, lambda *_: loop.call_soon_threadsafe(then))


def run_program(
    setup: Bootstrap,
    say_ready: Callable[[], None] | None = None,
    checks: Callable[[], Sequence[Check]] = list,
) -> None:
    """Run until told to stop; `checks` are what the office's page of `doctor` shows.
    Raises OperatorError where the data cannot be worked with."""
    folder = setup.config.data_dir
    _ = setup.clock  # a wrong --clock is told first, also beside a running program
    try:
        with folder_lock.running(folder, by_one=setup.database_file is not None):
            close_to_others(folder)
            _ = setup.second_place  # settings that cannot be one are refused at the start
            _check_data(setup)
            asyncio.run(Program(setup, say_ready, checks).run())
    except DatabaseInUse:
        where = setup.database_place.label
        raise OperatorError(say("database.restoring", folder=where)) from None
    except folder_lock.FolderBusy as busy:
        raise data_folder.in_use(busy, folder) from None
    finally:
        if "store" in setup.__dict__:
            setup.store.close()


def _check_data(setup: Bootstrap) -> None:
    """Look at every page before people are answered from them, and say what was found."""
    if setup.database_file is not None and setup.database_file.exists():
        data_folder.check_sound(setup.database_file, setup.config.data_dir)
    with setup.store.reading() as tx:
        campaigns, units = len(tx.campaigns.all()), len(tx.campaigns.units())
    log.info("data: %d campaigns, %d units", campaigns, units)


def send_due(setup: Bootstrap, now: datetime, slug: str) -> int:
    """Return `remind --send`: queue what is due in one campaign and send it from here; a `run` beside it
    may be faster."""

    async def work() -> int:
        program = Program(setup)
        await asyncio.to_thread(program.company.membership.look)
        if not await program._clock_is_right():
            raise OperatorError(say("clock.send_waits"))
        office = replace(program.office, now=lambda: now)
        program.office = program.deliverer.office = office
        with setup.store.reading() as tx:
            campaign = find_campaign(tx, slug).id
        count = 0
        while done := await program._write(
            lambda tx: send_reminders.reminder_tick(tx, office, now, campaign)
        ):
            count += done
        await program.deliverer.drain()
        program.documents.close()
        for channel in program.channels.values():
            await channel.stop()
        return count

    return asyncio.run(work())
