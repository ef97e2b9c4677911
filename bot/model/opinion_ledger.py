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

    @property
    def is_awaited(self) -> bool:
        """Whether the draft was sent and nothing came back yet."""
        return self.sent_at is not None and not self.has_answered


def opinion_ledger(
    asked: Consultation, facts: Sequence[OpinionFact], now: datetime
) -> tuple[OpinionLine, ...]:
    """Return a line for each recipient, as things stand at a moment."""
    return tuple(
        _line(asked, recipient, [fact for fact in facts if fact.recipient == recipient.code], now)
        for recipient in asked.recipients
    )


@dataclass(frozen=True, slots=True)
class _Heard:
    """What is known of one recipient: everything that happened, and when answers were due."""

    asked: Consultation
    facts: Sequence[OpinionFact]

    def at(self, *steps: Step) -> list[OpinionFact]:
        return [fact for fact in self.facts if fact.step in steps]

    def first(self, step: Step) -> datetime | None:
        return min((fact.at for fact in self.at(step)), default=None)

    @property
    def answers(self) -> list[OpinionFact]:
        return self.at(*ANSWERS)

    @property
    def in_time(self) -> list[OpinionFact]:
        return [fact for fact in self.answers if not _is_late(self.asked, fact)]

    @property
    def counted(self) -> list[OpinionFact]:
        """Return the answers that count: those in time, else the late ones."""
        return self.in_time or self.answers

    @property
    def signatures(self) -> list[str]:
        return [fact.signed for fact in self.answers if fact.signed]

    @property
    def sources(self) -> str:
        return "; ".join(dict.fromkeys(fact.source for fact in self.answers if fact.source))


def _line(
    asked: Consultation, recipient: Recipient, facts: Sequence[OpinionFact], now: datetime
) -> OpinionLine:
    heard = _Heard(asked, facts)
    reached, counted = heard.first(Step.REACHED), heard.counted
    comments = heard.at(Step.COMMENTED)
    return OpinionLine(
        recipient=recipient,
        name=[recipient.name, *heard.signatures][-1],
        outcome=_outcome(counted) or _silence(asked, facts, reached, now),
        sent_at=heard.first(Step.SENT),
        reached_at=reached,
        opened_at=heard.first(Step.OPENED),
        answered_at=next((fact.at for fact in counted), None),
        text="\n".join(fact.text for fact in comments if fact.text),
        handling="".join([fact.text for fact in heard.at(Step.HANDLED)][-1:]),
        late=counted != heard.in_time,
        files=tuple(fact.file for fact in comments if fact.file is not None),
        source=heard.sources,
    )


def _is_late(asked: Consultation, fact: OpinionFact) -> bool:
    return asked.last_instant is not None and fact.at > asked.last_instant


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
