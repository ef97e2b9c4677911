"""A coordinator's personal way from a chat into the pages of a campaign."""

from __future__ import annotations

from datetime import timedelta

from bot.conversation.context import Turn, TurnContext
from bot.conversation.state import State
from bot.locale.say import say
from bot.model.events import BoardLinkMade
from bot.model.link import opens_elsewhere
from bot.model.message import Reply

LINK_MINUTES = 15


def way_to_pages(situation: TurnContext, campaign_id: int, state: State) -> Turn:
    """Return a personal way into a campaign's pages, for a few minutes and for one opening."""
    if not situation.board_link or situation.person is None:
        return Turn(state, (), (Reply(say("board_link.none")),))
    code = "".join(situation.fresh)
    expires = situation.now + timedelta(minutes=LINK_MINUTES)
    fact = BoardLinkMade(situation.person.id, campaign_id, code, expires)
    address = situation.board_link.format(code=code)
    text = say("board_link.text", address=address, minutes=LINK_MINUTES)
    is_on_page = situation.medium.fetches_files  # whoever reads this page opens the board as well
    if not is_on_page and not opens_elsewhere(address):
        text = say("board_link.server_only", address=address, minutes=LINK_MINUTES)
    return Turn(state, (fact,), (Reply(text),))
