"""Answers that had to wait for one chat, sent as one message.

Under load a platform takes one message a second from a chat, or none for a while; somebody who wrote
five times meanwhile would then hear five times, each time of a question that has passed. Each answer
keeps its own entry in the outbox: all of them are sent, put off or given back together.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import takewhile

from bot.channels.base import Page
from bot.channels.render import length, plain_text
from bot.model.message import Choice, Reply, Urgency, read_key
from storage import Queued, Transaction

WAITED = timedelta(seconds=3)  # until an answer is looked at for others behind it
FEW = 3  # answers that wait behind each other are sent one by one


def with_those_behind(tx: Transaction, queued: Queued, now: datetime, room: int) -> Queued:
    """Return an answer with those that wait behind it in one text of at most `room` UTF-16 units, their
    entries claimed too; as it was where it has not waited, or few wait behind it."""
    if now - queued.created_at < WAITED or not _is_plain(queued.reply):
        return queued
    waiting = tuple(takewhile(lambda each: _is_plain(each.reply), tx.messages.behind(queued, now)))
    if len(waiting) < FEW:
        return queued
    reply, joined = queued.reply, []
    for each in waiting:
        longer = _joined(reply, each.reply)
        if length(_words(longer)) > room:
            break
        reply = longer
        joined.append(tx.messages.claim_behind(each, now))
    return replace(queued, reply=reply, behind=tuple(joined))


def _is_plain(reply: Reply) -> bool:
    """Tell whether an answer is words alone, with no buttons that go on working."""
    beside = reply.document or reply.card or reply.menu or reply.replaces
    return reply.urgency is Urgency.REPLY and not beside and not any(map(_lasts, reply.choices))


def _lasts(choice: Choice) -> bool:
    key = read_key(choice.key)
    return key is None or key.is_lasting


def _joined(first: Reply, then: Reply) -> Reply:
    """Return two answers as one: only the later one's question is open, so only its buttons work, and the
    same question before it is left out."""
    if (first.head, first.text) == (then.head, then.text):
        first = replace(first, head="", text="")
    question = "\n".join(filter(None, (then.head, then.text)))
    before = first.text.removesuffix(question).rstrip()
    return replace(first, text=f"{before}\n\n{_words(then)}".strip(), choices=then.choices)


def _words(reply: Reply) -> str:
    return plain_text(Page(reply.text, head=reply.head, lead=reply.lead))
