"""Two people on one draft see each other: whose figures were replaced is told to both, and stays with
the coordinators until it is settled.

Settled is what the first person agrees to, writes again the same, or hands in; what the second takes
back; and every figure of a report that was accepted.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.conversation import prompts
from bot.conversation.context import UnitProgress
from bot.locale.person_names import is_unnamed
from bot.locale.say import say
from bot.model.answer import Answer
from bot.model.events import Accepted, AnswerCleared, AnswerRecorded, Change, Submitted
from bot.model.form import Form, Indicator, row_in
from bot.model.grouping import grouped_by
from bot.model.message import USUAL, Choice, Reply, Urgency, lasting_key
from bot.use_cases.app_context import AppContext
from storage import Author, Transaction

NAMED = 6  # rows named in one notice
Figure = AnswerRecorded | AnswerCleared


def tell_overwritten(
    tx: Transaction,
    office: AppContext,
    submission_id: int,
    facts: Sequence[Change],
    author: Author,
) -> None:
    """Tell everybody whose figures these facts replace who did it, and note what they do not agree
    about; call it before they are stored."""
    written = [fact for fact in facts if isinstance(fact, Figure) and fact.previous is not None]
    if not written or author.person_id is None:
        return
    _settle_repeated(tx, submission_id, written, author)
    replaced = [fact for fact in written if _differs(fact)]
    _note(tx, submission_id, replaced, author)
    holders = {note.code: note.person_id for note in tx.contested.of_reports([submission_id])}
    own = author.person_id
    theirs = grouped_by(lambda fact: holders.get(fact.code, own), replaced)
    theirs.pop(author.person_id, None)
    for person_id, figures in theirs.items():
        _tell(tx, office, submission_id, figures, author, person_id)


def _note(tx: Transaction, submission_id: int, replaced: Sequence[Figure], author: Author) -> None:
    """Keep what others had written in the rows that are replaced."""
    writers = tx.submissions.writers(submission_id) if replaced else {}
    for fact in replaced:
        writer = writers.get(fact.code, author.person_id)
        if writer is not None and writer != author.person_id and fact.previous is not None:
            tx.contested.keep(submission_id, fact.code, writer, fact.previous, author.now)


def _differs(fact: Figure) -> bool:
    return isinstance(fact, AnswerCleared) or not fact.answer.same_figures(fact.previous)


def _settle_repeated(
    tx: Transaction, submission_id: int, written: Sequence[Figure], author: Author
) -> None:
    """Settle what its first person writes again as it stands now, and what is as it was before."""
    now = {fact.code: getattr(fact, "answer", None) for fact in written}
    for note in tx.contested.of_reports([submission_id]):
        answer = now.get(note.code)
        if answer is None:
            continue
        repeated = note.person_id == author.person_id and not any(
            _differs(fact) for fact in written if fact.code == note.code
        )
        if repeated or answer.same_figures(note.before):
            tx.contested.settle(submission_id, [note.code])


def settle_with(
    tx: Transaction, submission_id: int, facts: Sequence[Change], author: Author
) -> None:
    """Settle what whoever hands the report in stood against, and everything in an accepted one."""
    if any(isinstance(fact, Accepted) for fact in facts):
        tx.contested.settle_all(submission_id)
    elif any(isinstance(fact, Submitted) for fact in facts):
        settle_of(tx, submission_id, author)


def settle_of(tx: Transaction, submission_id: int, author: Author) -> None:
    """Settle what this person stood against."""
    if author.person_id is not None:
        tx.contested.settle_all(submission_id, author.person_id)


def contested_lines(
    tx: Transaction, office: AppContext, submission_ids: Sequence[int]
) -> dict[int, list[str]]:
    """Return for each report the rows that two people do not agree about, in words."""
    found: dict[int, list[str]] = {}
    for note in tx.contested.of_reports(submission_ids):
        form = _form_of(tx, office, note.submission_id)
        submission = tx.submissions.load(note.submission_id)
        row = row_in(form, note.code)
        if row is None or submission is None:
            continue
        line = say(
            "contested.line",
            code=note.code,
            old=prompts.figures(row, note.before),
            before=_called(note.person_name),
            new=_in_words(row, submission.answers.get(note.code)),
            now=_called(
                tx.submissions.other_writer(note.submission_id, note.person_id, note.code)
            ),
        )
        found.setdefault(note.submission_id, []).append(line)
    return found


def contested_units(
    tx: Transaction, office: AppContext, board: Sequence[UnitProgress]
) -> Sequence[str]:
    """Return a line for each unit in which two people do not agree about figures, under a heading."""
    units = {line.submission.id: line.unit.called for line in board}
    found = contested_lines(tx, office, list(units))
    lines = [
        say("contested.unit", unit=units[submission_id], lines="; ".join(told))
        for submission_id, told in found.items()
    ]
    return [say("contested.head"), *lines] if lines else []


def _form_of(tx: Transaction, office: AppContext, submission_id: int) -> Form | None:
    frame = tx.views.frame(submission_id)
    return office.shelf.get(tx, frame.campaign.form_for(frame.unit.kind))


def _tell(
    tx: Transaction,
    office: AppContext,
    submission_id: int,
    facts: Sequence[Figure],
    author: Author,
    person_id: int,
) -> None:
    form = _form_of(tx, office, submission_id)
    if form is None:
        return
    unit = tx.views.frame(submission_id).unit.called
    known = [fact for fact in facts if form.find(fact.code)]
    lines = "; ".join(_line(form, fact) for fact in known[:NAMED])
    more = "; …" if len(known) > NAMED else ""
    who = _called(tx.people.name(author.person_id) if author.person_id is not None else "")
    told = say("overwritten.told", who=who, unit=unit, lines=lines + more)
    agree = Choice(lasting_key(submission_id, "agreed"), say("button.agreed"))
    for chat in tx.people.addresses(person_id)[:1]:
        buttons = office.capabilities.get(chat.channel, USUAL).buttons
        choices = (agree,) if buttons else ()
        how = say("overwritten.how" if choices else "overwritten.how_words")
        reply = Reply(f"{told}\n{how}", choices=choices, urgency=Urgency.NOTICE)
        tx.messages.put(chat.id, chat.channel, (reply,), author.now)


def _called(name: str) -> str:
    return say("overwritten.somebody") if is_unnamed(name) else name


def _line(form: Form, fact: Figure) -> str:
    """Return a row with what it was and what it is."""
    row = form.by_code[fact.code]
    assert fact.previous is not None
    return say(
        "overwritten.line",
        code=fact.code,
        old=prompts.figures(row, fact.previous),
        new=_in_words(row, getattr(fact, "answer", None)),
    )


def _in_words(row: Indicator, answer: Answer | None) -> str:
    return prompts.figures(row, answer) if answer is not None else say("board_page.unanswered")
