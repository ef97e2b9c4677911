"""A kind of what somebody owes owns everything that depends on it: its title, how it is fulfilled, what
is still missing, its state, and the words for each."""

from __future__ import annotations

from abc import ABC, abstractmethod
from datetime import datetime
from enum import Enum, auto
from typing import ClassVar

from bot.locale.say import say
from bot.model.campaign import Campaign
from bot.model.campaign_item import CampaignItem
from bot.model.obligations import Given, ItemState
from bot.model.submission import Status
from bot.model.unit import Unit


class Progress(Enum):
    """How much of an item has come."""

    NOTHING = auto()
    SOME = auto()
    ALL = auto()


class Takes(Enum):
    """What fulfils an item in a chat."""

    WORDS = auto()  # free words, in as many messages as they take
    FILE = auto()
    PHOTO = auto()
    SENDING = auto()  # nothing by itself: the report is sent
    NOTHING = auto()  # it is fulfilled elsewhere


class ItemType(ABC):
    """One kind of item. Stateless: every item of the kind shares one instance. Its sentences are
    `item.<name>.title`, `item.<name>.missing` (a few words behind "thiếu") and `item.<name>.wanted` (a
    sentence that asks for it)."""

    name: ClassVar[str]  # as a campaign file writes it
    takes: ClassVar[Takes]
    has_minimum = False  # `minimum` may say how many at least
    is_chased = True
    """Whether its absence is told beside the report and reminded of: not of what sending the report
    gives, nor of what is asked for elsewhere."""

    def may_be_asked(self, campaign: Campaign, unit: Unit, asked: CampaignItem) -> bool:  # noqa: ARG002
        """Return whether a unit can give it as the campaign stands now."""
        return True

    def stands_for(self, asked: CampaignItem) -> frozenset[str]:  # noqa: ARG002
        """Return the kinds of what a campaign asks unnamed that a named item of this kind takes the place
        of."""
        return frozenset({self.name})

    def title(self, asked: CampaignItem) -> str:
        """Return what an item is called: as the campaign calls it, else as its kind is called."""
        return asked.title or say(f"item.{self.name}.title")

    @abstractmethod
    def progress(self, asked: CampaignItem, given: Given) -> Progress:
        """Return how much of it has come."""

    def lacking(self, asked: CampaignItem, given: Given) -> int:
        """Return how many are still to come; of what cannot be counted 1, and 0 once it is there."""
        return int(self.progress(asked, given) is not Progress.ALL)

    def missing(self, asked: CampaignItem, given: Given) -> str:
        """Return what is still to come, to stand behind "thiếu"; "" where nothing is."""
        return self._words(("missing", "missing_named"), asked, given)

    def wanted(self, asked: CampaignItem, given: Given) -> str:
        """Return the sentence that asks a unit for what is still to come; "" where nothing is."""
        return self._words(("wanted", "wanted_named"), asked, given)

    def _words(self, keys: tuple[str, str], asked: CampaignItem, given: Given) -> str:
        """Return one of two sentences: of an item without a title of its own, or with one."""
        lacking = self.lacking(asked, given)
        if not lacking:
            return ""
        key = keys[bool(asked.title)]
        return say(f"item.{self.name}.{key}", title=asked.title, count=lacking)

    def evidence(self, asked: CampaignItem, given: Given) -> tuple[tuple[str, int], ...]:
        """Return what fulfils it so far, each by a name and a number: words about it, the version that they
        were sent with last; nothing before any has come."""
        if asked.answer_code not in given.words:
            return ()
        version = (("version", given.version),) if given.version else ()
        return (("words", 1), *version)

    def state(
        self, asked: CampaignItem, given: Given, due: datetime | None, now: datetime
    ) -> ItemState:
        """Return how the obligation stands at a moment."""
        progress = self.progress(asked, given)
        if progress is Progress.ALL:
            accepted = given.status is Status.ACCEPTED
            return ItemState.ACCEPTED if accepted else ItemState.DONE
        if due is not None and now > due:
            return ItemState.LATE
        return ItemState.PART if progress is Progress.SOME else ItemState.OPEN


def by_sending(given: Given, *, begun: bool) -> Progress:
    """Return the progress of what counts once the report is sent; `begun` tells whether any of it is
    there."""
    if given.is_sent:
        return Progress.ALL
    return Progress.SOME if begun or given.version else Progress.NOTHING


def given_by_itself(asked: CampaignItem, given: Given) -> Progress:
    """Return the progress of what is done as soon as there are words about it, sent or not."""
    return Progress.ALL if asked.answer_code in given.words else Progress.NOTHING
