"""What the program knows of a channel before it talks to its platform: settings, bots, links, checks.

One `ChannelSpec` a channel, registered in `bot/channels/__init__.py`. Settings, start, invitations,
doctor, webhooks and the board read nothing else of a channel.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Literal, Protocol

from pydantic import BaseModel, ConfigDict, SecretStr

from bot.channels.base import Channel, bot_of
from bot.channels.web_chat import Waiters
from bot.locale.say import say
from bot.model.message import Address, Incoming


class SettingsPart(BaseModel):
    """One section of config.toml; unknown keys are errors."""

    model_config = ConfigDict(extra="forbid", frozen=True)


@dataclass(frozen=True, slots=True)
class Check:
    """One line of `doctor`."""

    well: bool
    text: str


@dataclass(frozen=True, slots=True)
class Allowance:
    """What each bot of a channel may do: messages a calendar month, and people it may serve."""

    messages: int
    people: int


@dataclass(frozen=True, slots=True)
class Windows:
    """When a platform lets a bot write: `free_replies` answers cost nothing within `free_for` of a
    person's last message; within `reach` messages of the package go out, `package` a month (0: not
    known); later only transaction messages, from the first of these hours until the second (None:
    not used)."""

    free_replies: int
    free_for: timedelta
    reach: timedelta
    package: int
    transactions: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What channels need of the program: its clock, who waits for a line of the web chat, the folder
    for what a channel keeps beside the database, and the pages' public address ("" where none is)."""

    now: Callable[[], datetime]
    waiters: Waiters
    folder: Path = Path()
    public_url: str = ""


class Connecting(Protocol):
    """How a person connects the program with an account of the platform's: they agree on the platform's
    page, whose answer is a code."""

    label: str

    def until(self) -> datetime | None:
        """Return until when it is connected; None where it is not."""
        ...

    def fault(self) -> str:
        """Return what a person has to do for it to go on; "" where nothing is needed."""
        ...

    def address(self) -> str:
        """Begin anew: return where somebody agrees."""
        ...

    async def finish(self, answer: str) -> datetime:
        """Take the code, alone or in an address; return until when it holds. Raise OperatorError where
        the platform takes none."""
        ...


class ChannelSpec(ABC):
    """One channel. `settings` in the methods is this channel's own section."""

    name: str  # of the section in config.toml, and `Address.channel`
    label: str  # as people call it
    section: type[SettingsPart]
    secret_lengths = range(1, 257)  # of a webhook's secret
    needs_app = True  # people open it in an app, not in any browser
    code_travels = True  # a link carries the invite code
    always_listed = True  # among an invitation's links, null where the channel is off
    names_itself = True  # links are made of a name that the platform has to be asked for

    @abstractmethod
    def bots(self, settings: Any) -> tuple[str, ...]:
        """Return which bots are switched on, the first to use first."""

    @abstractmethod
    def make(self, settings: Any, around: Surroundings) -> list[Channel]:
        """Return a channel for each bot; raise ValueError for a webhook without what it needs."""

    @abstractmethod
    def link(self, settings: Any, name: str) -> str:
        """Return where people open a bot that calls itself so, with {code} in it if that travels; ""
        where nobody can."""

    @abstractmethod
    def read(self, raw: Any, bot: str) -> Incoming | None:
        """Return what a platform sends as our message; None for what is none."""

    def opened_by(self, settings: Any, shown: str, now: datetime) -> Address | None:  # noqa: ARG002
        """Return whose chat opens a page inside the platform's app, by what the app shows; None where that
        is not true, or there is no such app."""
        return None

    def checks(self, settings: Any) -> Iterator[Check]:  # noqa: ARG002
        """Return what `doctor` says about the settings alone."""
        return iter(())

    def connecting(self, settings: Any, around: Surroundings) -> Connecting | None:  # noqa: ARG002
        """Return how a person connects the channel; None where a token in the settings does it."""
        return None

    def allowance(self, settings: Any) -> Allowance | None:  # noqa: ARG002
        """Return what each bot may do; None where there is no limit."""
        return None

    def windows(self, settings: Any) -> Windows | None:  # noqa: ARG002
        """Return when people may be written to; None where that is always."""
        return None


class BotSettings(SettingsPart):
    """What every platform's bot is set up with."""

    token: SecretStr = SecretStr("")
    api_base: str = ""
    mode: Literal["polling", "webhook"] = "polling"
    webhook_url: str = ""
    webhook_secret: SecretStr = SecretStr("")

    @property
    def all_tokens(self) -> tuple[str, ...]:
        """Return every bot's token once, the first bot first."""
        token = self.token.get_secret_value().strip()
        return (token,) if token else ()


class BotSpec(ChannelSpec):
    """A channel whose bots have tokens and either poll or are called by their platform."""

    section: type[BotSettings]

    def bot_of(self, token: str) -> str:
        """Return which bot a token belongs to."""
        return bot_of(token, self.name)

    def bots(self, settings: Any) -> tuple[str, ...]:
        return tuple(map(self.bot_of, settings.all_tokens))

    def checks(self, settings: Any) -> Iterator[Check]:
        """Return whether the channel is on, and whether its webhook is set up."""
        if not settings.all_tokens:
            yield Check(True, say("doctor.channel_off", channel=self.label, section=self.name))
        elif settings.mode == "webhook":
            known = len(settings.webhook_secret.get_secret_value()) in self.secret_lengths
            well = settings.webhook_url.startswith("https://") and known
            sentence = "doctor.webhook" if well else "doctor.webhook_bad"
            limits = self.secret_lengths
            yield Check(
                well,
                say(
                    sentence, channel=self.label, section=self.name, url=settings.webhook_url,
                    least=limits.start, most=limits.stop - 1,
                ),
            )  # fmt: skip
