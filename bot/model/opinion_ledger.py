"""What came of a consultation: facts about each recipient, and the ledger that they add up to.

Silence counts as agreement only for whoever was reached in time, and only where the text that was
delivered said so; nobody who was not reached has agreed to anything.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo
from enum import StrEnum

from bot.model.consultation import Consultation, Recipient
from bot.model.message import FileRef


class Step(StrEnum):
    """What may happen with one recipient."""

    SENT = "sent"
    REACHED = "reached"
    OPENED = "opened"  # the draft itself
    AGREED = "agree"
    COMMENTED = "comment"
    REMINDED = "reminded"
    HANDLED = "handled"  # what was done about the comments, in words


ANSWERS = (Step.AGREED, Step.COMMENTED)


@dataclass(frozen=True, slots=True)
class OpinionFact:
    """One fact. `text` is the delivered text (SENT), the comment, or its handling; `signed` is how the
    answer calls its sender; `source` says where an answer came from that somebody entered for them;
    `states_silence` tells whether the delivered text says that silence is agreement."""

    campaign_id: int
    recipient: str
    step: Step
    at: datetime
    text: str = ""
    signed: str = ""
    source: str = ""
    states_silence: bool = False
    file: FileRef | None = None


class Outcome(StrEnum):
    AGREE = "agree"
    COMMENT = "comment"
    SILENT_AGREES = "silent_agrees"
    SILENT = "silent"
    NOT_REACHED = "not_reached"


@dataclass(frozen=True, slots=True)
class OpinionLine:
    """One recipient. `name` is the recipient's as the answer signs it, else as it was written to."""

    recipient: Recipient
    name: str
    outcome: Outcome
    sent_at: datetime | None = None
    reached_at: datetime | None = None
    opened_at: datetime | None = None
    answered_at: datetime | None = None
    text: str = ""
    handling: str = ""
    late: bool = False
    files: tuple[FileRef, ...] = ()
    source: str = ""

    def in_zone(self, tz: tzinfo) -> OpinionLine:
        """Return the same line with its instants as a place's clocks show them."""
        instants = {
            name: at.astimezone(tz)
            for name in ("sent_at", "reached_at", "opened_at", "answered_at")
            if (at := getattr(self, name)) is not None
        }
        return replace(self, **instants)

    @property
    def has_answered(self) -> bool:
        """Whether anything came back."""
        return self.outcome in (Outcome.AGREE, Outcome.COMMENT)


def opinion_ledger(
    asked: Consultation, facts: Sequence[OpinionFact], now: datetime
) -> tuple[OpinionLine, ...]:
    """Return a line for each recipient, as things stand at a moment."""
    return tuple(
        _line(asked, recipient, [fact for fact in facts if fact.recipient == recipient.code], now)
        for recipient in asked.recipients
    )


def _line(
    asked: Consultation, recipient: Recipient, facts: Sequence[OpinionFact], now: datetime
) -> OpinionLine:
    answers = [fact for fact in facts if fact.step in ANSWERS]
    in_time = [fact for fact in answers if not _is_late(asked, fact)]
    counted = in_time or answers
    reached = _first(facts, Step.REACHED)
    comments = [fact for fact in answers if fact.step is Step.COMMENTED]
    handled = [fact.text for fact in facts if fact.step is Step.HANDLED]
    signed = [fact.signed for fact in answers if fact.signed]
    return OpinionLine(
        recipient=recipient,
        name=(signed or [recipient.name])[-1],
        outcome=_outcome(counted) or _silence(asked, facts, reached, now),
        sent_at=_first(facts, Step.SENT),
        reached_at=reached,
        opened_at=_first(facts, Step.OPENED),
        answered_at=counted[0].at if counted else None,
        text="\n".join(fact.text for fact in comments if fact.text),
        handling="\n".join(handled[-1:]),
        late=bool(answers) and not in_time,
        files=tuple(fact.file for fact in comments if fact.file is not None),
        source="; ".join(dict.fromkeys(fact.source for fact in answers if fact.source)),
    )


def _is_late(asked: Consultation, fact: OpinionFact) -> bool:
    return asked.last_instant is not None and fact.at > asked.last_instant


def _first(facts: Sequence[OpinionFact], step: Step) -> datetime | None:
    return min((fact.at for fact in facts if fact.step is step), default=None)


def _outcome(answers: Sequence[OpinionFact]) -> Outcome | None:
    """Return what was answered; who both agreed and commented has commented."""
    steps = {fact.step for fact in answers}
    if Step.COMMENTED in steps:
        return Outcome.COMMENT
    return Outcome.AGREE if steps else None


def _silence(
    asked: Consultation, facts: Sequence[OpinionFact], reached: datetime | None, now: datetime
) -> Outcome:
    if reached is None:
        return Outcome.NOT_REACHED
    last = asked.last_instant
    told = [fact for fact in facts if fact.step is Step.SENT and fact.states_silence]
    in_time = last is not None and reached <= last < now
    counts = bool(told) and asked.silence == "agree"
    return Outcome.SILENT_AGREES if in_time and counts else Outcome.SILENT
