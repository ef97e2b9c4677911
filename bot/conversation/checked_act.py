"""What looking at an act comes to: what it would do, or why it cannot be done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import assert_never

from bot.locale.say import say
from bot.model.campaign import Campaign, CampaignState
from bot.model.commands import (
    Accept,
    Extend,
    Invite,
    PassUp,
    Remind,
    Tell,
    TellUnits,
    Unaccept,
    UnitCommand,
)

AFTER_CLOSING = (
    Accept,
    Unaccept,
    Invite,
    Tell,
    TellUnits,
    PassUp,
)  # what needs no act of the unit
NOT_AFTER_FINISHING = (Extend, Remind)  # what was ended


@dataclass(frozen=True, slots=True)
class Preview:
    """What would be done, in words. `seen` is a digest of what the words are about, where another
    version of it needs another look; "" where it does not matter."""

    text: str
    seen: str = ""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a command cannot be done. `wrong_value` tells that what was asked for is at fault, not
    the state of things."""

    text: str
    wrong_value: bool = False


def refused_by_state(campaign: Campaign, command: UnitCommand) -> Refusal | None:
    """Return why a command cannot be done as its campaign stands; None where it can. A campaign that is
    only tried reminds nobody: the real one's reminder of the same day would be left out for it."""
    match campaign.state:
        case CampaignState.CLOSED:
            is_over = not isinstance(command, AFTER_CLOSING)
        case CampaignState.FINISHED:
            is_over = isinstance(command, NOT_AFTER_FINISHING)
        case CampaignState.OPEN | CampaignState.DRAFT:
            is_over = False
        case _:
            assert_never(campaign.state)
    if is_over:
        return Refusal(say(f"act.{campaign.state}", campaign=campaign.title))
    if campaign.trial_of and isinstance(command, Remind):
        return Refusal(say("trial.reminds_nobody"))
    return None
