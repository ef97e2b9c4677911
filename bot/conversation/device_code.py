"""Six digits that take a person to another device: shown in the chat they have, typed in the one they
open there. They hold for minutes, once, and for few wrong tries."""

from __future__ import annotations

import re

from bot.conversation.command_words import Word
from bot.conversation.context import Turn, TurnContext
from bot.conversation.state import State
from bot.locale.say import say
from bot.model.events import DeviceCodeShown
from bot.model.message import Reply

MINUTES = 10  # a code holds
WRONG = "device_code"  # why a try was refused, in `JoinRefused`
_SIX_DIGITS = re.compile(r"\s*[0-9]{3}[ .\-]?[0-9]{3}\s*")


def is_one(text: str) -> bool:
    """Tell whether a message of somebody unknown can only be such a code."""
    return _SIX_DIGITS.fullmatch(text) is not None


def squeezed(text: str) -> str:
    """Return the digits of a typed code."""
    return "".join(filter(str.isdigit, text))


def way_elsewhere(situation: TurnContext, state: State, word: Word | None) -> Turn:
    """Return the way to another screen: to another device, or to the web chat."""
    if word is Word.OTHER_DEVICE:
        return give(situation, state)
    link = situation.web_link
    return Turn(state, (), (Reply(say("web.here", link=link) if link else say("web.not_here")),))


def give(situation: TurnContext, state: State) -> Turn:
    """Answer "mở trên máy tính": a code, and where to type it; in the web chat of an office without a
    public address the page's own."""
    page = situation.web_link.rpartition("/")[0]
    is_reachable = bool(page) or situation.medium.fetches_files
    code = situation.fresh_digits() if situation.fresh_digits is not None and is_reachable else ""
    if not code:
        return Turn(state, (), (Reply(say("web.not_here")),))
    how = "device.how" if page else "device.how_here"
    text = say(how, page=page, code=f"{code[:3]} {code[3:]}", minutes=MINUTES)
    return Turn(state, (DeviceCodeShown(situation.the_person.id, code),), (Reply(text),))
