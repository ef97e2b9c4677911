"""A consultation in words: the paragraph of the submission letter, and each recipient's answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum, auto

from bot.locale.say import say
from bot.model.opinion_ledger import OpinionLine, Outcome
from bot.registry.office_names import common_start, joined_names
from bot.vietnamese.normalise import unaccented

LIST_AND = " và "  # between the last two parts of a sentence
COMMITTEE = "Ủy ban nhân dân"


class WhySilent(Enum):
    """Why silence does not count as agreement."""

    COUNTS = auto()
    NOT_TOLD = auto()  # the text that was delivered does not say so
    NOT_WANTED = auto()  # the campaign's file does not ask for it


@dataclass(frozen=True, slots=True)
class InvitingLetter:
    """The letter that asked for comments: who sent it, its number ("" while not known) and day."""

    issuer: str
    number: str = ""
    issued: date | None = None


def letter_day(day: date) -> str:
    """Return a day as letters write it: "15/9/2021", a zero only before 1 to 9 and January, February."""
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return f"{day.day:02d}/{month}/{day.year}"


def submission_paragraph(letter: InvitingLetter, lines: Sequence[OpinionLine]) -> str:
    """Return what a submission letter says of a consultation that is over."""
    dots = say("decree.dots")
    day = letter_day(letter.issued) if letter.issued is not None else dots
    sent = say("opinion.letter.sent", day=day, issuer=letter.issuer, number=letter.number or dots)
    received = LIST_AND.join(_received(lines))
    got = say("opinion.letter.got", issuer=letter.issuer, received=received)
    if not received:
        got = say("opinion.letter.nothing", issuer=letter.issuer)
    return f"{sent} {'; '.join([got, *_rest(lines)])}."


def _received(lines: Sequence[OpinionLine]) -> list[str]:
    """Return who commented and who agreed, each as one part of a sentence."""
    found = []
    for outcome in (Outcome.COMMENT, Outcome.AGREE):
        names = _names(lines, outcome)
        if names:
            found.append(say(f"opinion.letter.{outcome}", names=joined_names(names)))
    return found


def _rest(lines: Sequence[OpinionLine]) -> list[str]:
    """Return who was silent, and who was not reached."""
    found = []
    for outcome in (Outcome.SILENT_AGREES, Outcome.SILENT, Outcome.NOT_REACHED):
        names = _names(lines, outcome)
        if names:
            whom = _others(names, [_short(line.name) for line in lines])
            found.append(say(f"opinion.letter.{outcome}", names=whom))
    return found


def _names(lines: Sequence[OpinionLine], outcome: Outcome) -> list[str]:
    """Return the names of those with an outcome, as their answers came in."""
    told = [line for line in lines if line.outcome is outcome]
    told.sort(key=lambda line: line.answered_at.timestamp() if line.answered_at else 0.0)
    return [_short(line.name) for line in told]


def _short(name: str) -> str:
    """Return a name as letters shorten it."""
    is_committee = unaccented(name).startswith(unaccented(COMMITTEE))
    return f"UBND{name[len(COMMITTEE) :]}" if is_committee else name


def _others(names: Sequence[str], everybody: Sequence[str]) -> str:
    """Return many of one kind as "UBND các phường còn lại", others by their names."""
    start = common_start(names)
    of_kind = [name for name in everybody if start and name.startswith(start)]
    if not start:
        return ", ".join(names)
    office, _, kind = start.partition(" ")
    key = "opinion.others" if len(of_kind) > len(names) else "opinion.all_of_them"
    return say(key, office=office, kind=kind)


def answer_times(line: OpinionLine) -> list[str]:
    """Return when the draft was sent and reached, and when the answer came, as far as known."""
    known = {"sent": line.sent_at, "reached": line.reached_at, "answered": line.answered_at}
    return [say(f"opinion.at.{name}", at=when(at)) for name, at in known.items() if at is not None]


def answer_words(line: OpinionLine) -> str:
    """Return a recipient's answer in a few words, with what is special about it."""
    words = say(f"opinion.answer.{line.outcome}")
    return f"{words} ({say('opinion.late')})" if line.late else words


def silence_words(why: WhySilent) -> str:
    """Return why silence is not counted; "" where it is."""
    match why:
        case WhySilent.COUNTS:
            return ""
        case WhySilent.NOT_TOLD:
            return say("opinion.silence.not_told")
        case WhySilent.NOT_WANTED:
            return say("opinion.silence.not_wanted")


def when(at: datetime | None) -> str:
    """Return an instant as a table shows it; "–" for none."""
    return f"{at.hour:02d}:{at.minute:02d} {letter_day(at.date())}" if at is not None else "–"
