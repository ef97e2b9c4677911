"""Which messages a coordinator switches on, by which key each is queued, and when one that waited is void."""

from __future__ import annotations

from enum import StrEnum

from bot.model.submission import REMINDED, SENT, Status
from storage import Transaction

PREFIX = "announce"


class Announcement(StrEnum):
    KICK_OFF = "kickoff"
    HALF_WAY = "halfway"
    CLOSING = "closing"
    FEEDBACK = "feedback"


URGING = (Announcement.KICK_OFF, Announcement.HALF_WAY)  # to begin, or to go on
MEANT_FOR = {  # how the report of a unit stands that a message is for
    Announcement.KICK_OFF: tuple(Status),
    Announcement.HALF_WAY: REMINDED,
    Announcement.CLOSING: SENT,
    Announcement.FEEDBACK: SENT,
}


def announcement_key(campaign_id: int, what: Announcement, unit_id: int, person_id: int) -> str:
    """Return under which key a person's message about an entry of a unit is queued, once for ever."""
    return f"{PREFIX}:{campaign_id}:{what}:{unit_id}:{person_id}"


def is_void(tx: Transaction, key: str) -> bool:
    """Return whether a queued message urges units of a campaign that is over, or a unit that has left it or
    stands otherwise meanwhile: it sent its report, or what it is thanked for went back."""
    parts = key.split(":")
    if parts[0] != PREFIX:
        return False
    what = Announcement(parts[2])
    if what in URGING and tx.campaigns.by_id(int(parts[1])).state.is_over:
        return True
    board = tx.views.board(int(parts[1]), tx.members.entries_of(int(parts[3])))
    wanted = MEANT_FOR[what]
    return not any(view.standing in wanted for view in board)
