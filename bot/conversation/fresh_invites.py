"""A fresh code for a unit's reporter or deputy, and how it is handed to the coordinator."""

from __future__ import annotations

from bot.conversation.context import TurnContext
from bot.locale.dates import day
from bot.locale.say import say
from bot.model.calendar import end_of_day_in
from bot.model.events import InviteMade
from bot.model.person import Role
from bot.model.unit import Unit

INVITE_DAYS = 30


def fresh_invite(
    situation: TurnContext, campaign_id: int, unit: Unit, role: Role
) -> tuple[InviteMade, str]:
    """Return the fact that makes a code, and the sentence that hands it out with its links."""
    code = situation.fresh[-1]
    expires = end_of_day_in(INVITE_DAYS, situation.now, situation.tz)
    fact = InviteMade(campaign_id, unit.id, role.value, code, expires)
    links = situation.links_with(code)
    last = day(situation.day_of(expires))
    whom = say(f"role.{role.value}")
    told = say("act.invite.done", unit=unit.called, role=whom, code=code, day=last, links=links)
    return fact, told
