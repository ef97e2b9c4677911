"""Two people on one draft see each other: whose figures were replaced is told to both."""

from __future__ import annotations

from collections.abc import Sequence

from bot.conversation import prompts
from bot.locale.person_names import is_unnamed
from bot.locale.say import say
from bot.model.events import AnswerRecorded, Change
from bot.model.form import Form
from bot.model.message import Reply, Urgency
from bot.use_cases.app_context import AppContext
from storage import Author, Transaction

NAMED = 6  # rows named in one notice


def tell_overwritten(
    tx: Transaction,
    office: AppContext,
    submission_id: int,
    facts: Sequence[Change],
    author: Author,
) -> None:
    """Tell everybody whose figures these facts replace who did it; call it before they are stored."""
    replaced = [
        fact
        for fact in facts
        if isinstance(fact, AnswerRecorded)
        and fact.previous is not None
        and not fact.answer.same_figures(fact.previous)
    ]
    if not replaced or author.person_id is None:
        return
    writers = tx.submissions.writers(submission_id)
    others = {writers[fact.code] for fact in replaced if fact.code in writers}
    for person_id in others - {author.person_id}:
        theirs = [fact for fact in replaced if writers.get(fact.code) == person_id]
        _tell(tx, office, submission_id, theirs, author, person_id)


def _tell(
    tx: Transaction,
    office: AppContext,
    submission_id: int,
    facts: Sequence[AnswerRecorded],
    author: Author,
    person_id: int,
) -> None:
    frame = tx.views.frame(submission_id)
    form = office.shelf.get(tx, frame.campaign.form_for(frame.unit.kind))
    if form is None:
        return
    lines = "; ".join(_line(form, fact) for fact in facts[:NAMED] if form.find(fact.code))
    more = "; …" if len(facts) > NAMED else ""
    name = tx.people.name(author.person_id) if author.person_id is not None else ""
    who = say("overwritten.somebody") if is_unnamed(name) else name
    told = say("overwritten.told", who=who, unit=frame.unit.name, lines=lines + more)
    for chat in tx.people.addresses(person_id)[:1]:
        reply = Reply(told, urgency=Urgency.NOTICE)
        tx.messages.put(chat.id, chat.channel, (reply,), author.now)


def _line(form: Form, fact: AnswerRecorded) -> str:
    """Return a row with what it was and what it is."""
    row = form.by_code[fact.code]
    assert fact.previous is not None
    return say(
        "overwritten.line",
        code=fact.code,
        old=prompts.figures(row, fact.previous),
        new=prompts.figures(row, fact.answer),
    )
