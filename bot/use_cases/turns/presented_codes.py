"""Codes that people send are secrets: one that still opens something is not kept in clear.

Whoever gets a backup would else take the seat of somebody who was shown the notice and has not agreed.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from bot.conversation import device_code
from bot.conversation.join import presented_code
from bot.conversation.state import State
from bot.model.person import InviteState
from storage import KeptCode, LeadsTo, Transaction

DAYS = timedelta(days=2)  # the night before was the last time
LONGEST = 400  # signs by which a message that presents a code is kept
SHOWN = 2  # its last signs, by which people tell codes apart


def hide_at_night(tx: Transaction, now: datetime) -> None:
    """Leave of codes that still work only the last signs, in the messages of the last days. Used ones
    open nothing; by day they stay, so that a turn can be looked into."""
    for number, incoming in tx.retention.short_messages(now - DAYS, LONGEST):
        code = presented_code(incoming, known=False)
        if code is not None and _opens_something(tx, code, now):
            tx.messages.set_file(number, replace(incoming, text=f"…{code[-SHOWN:]}"))


def without_code(state: State) -> State:
    """Return where a conversation with a code stands, with what finds the code again in its place. One for
    another device holds for minutes."""
    if device_code.is_one(state.invite):
        return state
    return replace(state, invite=str(KeptCode.of(state.invite)))


def remembered(state: State) -> str:
    """Return what finds the code again that a conversation waits for "Đồng ý" with; the code itself where
    an earlier program kept it so."""
    return KeptCode(state.invite) if KeptCode.is_one(state.invite) else state.invite


def _opens_something(tx: Transaction, code: str, now: datetime) -> bool:
    found = (tx.invites.find(code, now), tx.one_time_links.find(LeadsTo.CHAT, code, now))
    return any(each is not None and each.state is InviteState.VALID for each in found)
