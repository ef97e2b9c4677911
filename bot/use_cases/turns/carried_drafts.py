"""A draft follows a form that became another: what no row understands leaves it and stays in the record."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.locale.say import say
from bot.model.answer import Answer
from bot.model.events import AnswerCleared, AnswerRecorded, ApprovalDenied, Change
from bot.model.form_change import FormChange, FormDifference
from bot.model.submission import Status, Submission
from storage import Author, Transaction


def carried_facts(submission: Submission, difference: FormDifference) -> list[Change]:
    """Return answers leave dropped rows and follow moved ones; what waits for approval goes back."""
    kept = submission.answers
    places = dict(difference.moved)
    gone = [code for code in (*difference.dropped, *places) if code in kept]
    facts: list[Change] = [AnswerCleared(submission.id, code, kept[code]) for code in gone]
    for old, new in places.items():
        answer: Answer | None = kept.get(old)
        if answer is not None:
            facts.append(AnswerRecorded(submission.id, new, answer, kept.get(new)))
    if submission.status is Status.AWAITING_APPROVAL and difference.asked:
        facts.append(ApprovalDenied(submission.id, say("form_change.reason")))
    return facts


def forget_typed(tx: Transaction, submission_id: int, difference: FormDifference) -> None:
    """Forget what stands in cells of the table and is not stored, where their rows ask something else now."""
    moved = (code for pair in difference.moved for code in pair)
    for code in dict.fromkeys((*difference.dropped, *difference.asked, *moved)):
        tx.typed_cells.drop(submission_id, code)


def catch_up(
    tx: Transaction, submission: Submission, changes: Iterable[FormChange], author: Author
) -> Sequence[str]:
    """Let a draft that lay aside follow what became of its form meanwhile; return the rows to answer
    (again)."""
    asked: list[str] = []
    for change in changes:
        difference = FormDifference(added=change.asked, moved=change.moved, dropped=change.dropped)
        facts = carried_facts(submission, difference)
        submission = tx.submissions.record(submission, facts, author)
        tx.audit.write(facts, author, submission.campaign_id)
        forget_typed(tx, submission.id, difference)
        places = dict(change.moved)
        asked = [places.get(code, code) for code in asked if code not in change.dropped]
        asked += change.asked
    return tuple(dict.fromkeys(asked))
