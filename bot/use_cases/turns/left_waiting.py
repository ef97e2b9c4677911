"""Figures that wait for a yes in one chat of a unit while the report is sent in another: whoever sends is
told before, whoever has them is told once after. They are no part of what is sent."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from bot.conversation.state import from_json
from bot.locale.person_names import is_unnamed
from bot.locale.say import say
from bot.model.events import Change, Submitted
from bot.model.message import Reply, Urgency
from bot.model.optional import first
from bot.model.person import Person, Role
from bot.model.submission import Submission
from storage import Author, Transaction

NAMED = 6  # rows named in one sentence


@dataclass(frozen=True, slots=True)
class LeftWaiting:
    """A chat (its record), whose it is, and the rows whose figures wait in it."""

    chat: Any
    person: Person
    codes: tuple[str, ...]


def of_report(
    tx: Transaction, submission: Submission, besides: int | None = None
) -> Iterator[LeftWaiting]:
    """Yield the chats of a unit's reporters, but for one of them, in which figures wait for a yes."""
    for seat, person, chat in tx.people.chats_of_unit(submission.campaign_id, submission.unit_id):
        if seat.role.acts_as is Role.REPORTER and person.id != besides:
            state = from_json(chat.conversation)
            if state.seat == seat.id and state.proposal:
                yield LeftWaiting(chat, person, tuple(dict(state.proposal)))


def in_words(tx: Transaction, submission: Submission) -> Sequence[str]:
    """Return a sentence for each chat in which figures wait, before the report is sent."""
    return [
        say("warn.left_waiting", who=_called(each.person), count=len(each.codes), rows=_rows(each))
        for each in of_report(tx, submission)
    ]


def tell(tx: Transaction, submission: Submission, facts: Sequence[Change], author: Author) -> None:
    """Tell everybody else whose figures were left out of a report that is sent, once."""
    if first(lambda fact: isinstance(fact, Submitted), facts) is None:
        return
    for each in of_report(tx, submission, besides=author.person_id):
        sender = tx.people.name(author.person_id) if author.person_id is not None else ""
        unit = tx.views.frame(submission.id).unit.called
        told = say(
            "left_waiting.told", who=_named(sender), unit=unit, count=len(each.codes),
            rows=_rows(each),
        )  # fmt: skip
        reply = Reply(told, urgency=Urgency.NOTICE)
        tx.messages.put(each.chat.chat_id, each.chat.channel, (reply,), author.now)


def _called(person: Person) -> str:
    return _named(person.name)


def _named(name: str) -> str:
    return say("overwritten.somebody") if not name or is_unnamed(name) else name


def _rows(left: LeftWaiting) -> str:
    return ", ".join((*left.codes[:NAMED], *("…",) * (len(left.codes) > NAMED)))
