"""Figures that wait for a yes in one chat of a unit while the report is sent in another: whoever sends is
told before, whoever has them is told once after. They are no part of what is sent."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from bot.conversation.state import from_json
from bot.locale.person_names import is_unnamed
from bot.locale.say import say
from bot.model.message import Reply, Urgency
from bot.model.submission import Submission
from storage import Author, Chat, Transaction

NAMED = 6  # rows named in one sentence


@dataclass(frozen=True, slots=True)
class LeftWaiting:
    """A chat (its record), and the rows whose figures wait in it."""

    chat: Any
    codes: tuple[str, ...]


def of_report(
    tx: Transaction, submission: Submission, here: Chat | None = None
) -> Iterator[LeftWaiting]:
    """Yield the chats of a unit's people in which figures wait for a yes, but that from which somebody writes
    (`here`). Nothing is read where one sits alone and has no other chat."""
    has_others = here is not None and here.has_others
    sit = tx.people.holders(submission.campaign_id, submission.unit_id)
    if len(sit) < 2 and not has_others:
        return
    for chat in tx.people.chats_of_unit(submission.campaign_id, submission.unit_id):
        state = from_json(chat.conversation)
        is_here = here is not None and chat.id == here.id
        if not is_here and state.seat == chat.seat_id and state.proposal:
            yield LeftWaiting(chat, tuple(dict(state.proposal)))


def in_words(tx: Transaction, submission: Submission, here: Chat | None) -> Sequence[str]:
    """Return a sentence for each other chat in which figures wait, before the report is sent."""
    person = here.person if here is not None else None
    return [
        _warning(each, own=person is not None and each.chat.person_id == person.id)
        for each in of_report(tx, submission, here)
    ]


def _warning(left: LeftWaiting, *, own: bool) -> str:
    told = {"count": len(left.codes), "rows": _rows(left)}
    if own:
        return say("warn.left_waiting_own", **told)
    return say("warn.left_waiting", who=_named(left.chat.person_name), **told)


def tell(tx: Transaction, submission: Submission, author: Author) -> None:
    """Tell everybody else whose figures were left out of a report that was sent, once."""
    waiting = [
        each for each in of_report(tx, submission) if each.chat.person_id != author.person_id
    ]
    if not waiting:
        return
    sender = tx.people.name(author.person_id) if author.person_id is not None else ""
    unit = tx.views.frame(submission.id).unit.called
    for each in waiting:
        told = say(
            "left_waiting.told", who=_named(sender), unit=unit, count=len(each.codes),
            rows=_rows(each),
        )  # fmt: skip
        reply = Reply(told, urgency=Urgency.NOTICE)
        tx.messages.put(each.chat.id, each.chat.channel, (reply,), author.now)


def _named(name: str) -> str:
    return say("overwritten.somebody") if not name or is_unnamed(name) else name


def _rows(left: LeftWaiting) -> str:
    return ", ".join((*left.codes[:NAMED], *("…",) * (len(left.codes) > NAMED)))
