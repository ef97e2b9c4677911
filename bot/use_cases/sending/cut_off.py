"""A bot that sends or takes in nothing for a while: the coordinators are told once, where they can be.

Whoever has a chat of another bot is told while it lasts, so that units can be telephoned; whoever
has none is told afterwards, with the time it lasted.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import partial

from bot.channels import CHANNELS
from bot.channels.base import Channel, NeedsCare
from bot.locale.dates import moment
from bot.locale.say import say
from bot.model.message import Reply, Urgency
from bot.use_cases.app_context import AppContext
from bot.use_cases.sending.tell_coordinators import tell_coordinators
from storage import Store, Transaction

SINCE = "cut_off.{channel}.{bot}"  # the setting that says since when it is told


class CutOffs:
    """Watches the bots; what lasts less than `patience`, on the program's clock, worries nobody."""

    def __init__(
        self, store: Store, office: AppContext, channels: Iterable[Channel], patience: timedelta
    ) -> None:
        self._store, self._office = store, office
        self._channels, self._patience = tuple(channels), patience
        self._since: dict[tuple[str, str], datetime] = {}

    async def watch(self) -> None:
        """Look once, and queue what is to be told."""
        await self._store.hand_in(partial(self.look, now=self._office.now()))

    def look(self, tx: Transaction, now: datetime) -> None:
        """Queue what is to be told of every bot at this moment."""
        for channel in self._channels:
            if self._is_cut_off(tx, channel, now):
                self._tell_of_it(tx, channel, now)
            elif tx.campaigns.setting(_setting(channel)):
                self._tell_of_the_end(tx, channel, now)

    def _is_cut_off(self, tx: Transaction, channel: Channel, now: datetime) -> bool:
        bot = _bot(channel)
        begun = self._since.get(bot, now)
        troubled = channel.trouble and not isinstance(
            channel, NeedsCare
        )  # which says so by itself
        if not troubled and not tx.messages.is_refused(*bot, begun):
            self._since.pop(bot, None)
            return False
        self._since[bot] = begun
        return True

    def _tell_of_it(self, tx: Transaction, channel: Channel, now: datetime) -> None:
        since = self._since[_bot(channel)]
        if now - since < self._patience or tx.campaigns.setting(_setting(channel)):
            return
        tx.campaigns.set_setting(_setting(channel), since.isoformat())
        text = self._words("cut_off.begun", channel, since=since)
        tell_coordinators(tx, _notice(text), now, _key(channel, since), past=tuple(self._since))

    def _tell_of_the_end(self, tx: Transaction, channel: Channel, now: datetime) -> None:
        since = datetime.fromisoformat(tx.campaigns.setting(_setting(channel)) or "")
        tx.campaigns.set_setting(_setting(channel), "")
        text = self._words("cut_off.over", channel, since=since, until=now)
        tell_coordinators(tx, _notice(text), now, _key(channel, since))

    def _words(self, sentence: str, channel: Channel, **times: datetime) -> str:
        shown = {name: moment(at.astimezone(self._office.tz)) for name, at in times.items()}
        return say(sentence, channel=CHANNELS[channel.name].label, **shown)


def _bot(channel: Channel) -> tuple[str, str]:
    return channel.name, channel.bot


def _setting(channel: Channel) -> str:
    return SINCE.format(channel=channel.name, bot=channel.bot)


def _key(channel: Channel, since: datetime) -> str:
    """Return what makes a message the only one to a person about one time."""
    return f"cut_off:{channel.name}:{channel.bot}:{since.isoformat()}"


def _notice(text: str) -> Reply:
    return Reply(text, urgency=Urgency.NOTICE)
