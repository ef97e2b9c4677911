"""One phrase as the answer to one row: prepare, collect the evidence, decide, conclude.

Every step leaves its result in an `Explained`, so that it can be printed and a wrong reading
reported with its reason.
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.model.answer import Answer, AnswerState, value
from bot.model.form import Indicator
from bot.reading.claims import collect
from bot.reading.named_list import with_named
from bot.reading.named_units import counted_by_name
from bot.reading.no_value import read_no_value, read_words
from bot.reading.outcome import Ambiguous, Reading, Unclear, Understood
from bot.reading.parts import with_parts
from bot.reading.prepare import Prepared, prepare
from bot.reading.resolve import offer_yes, to_reading
from bot.reading.said_again import said_again
from bot.reading.yes import as_date, counts_others_only, read_yes, says_yes
from bot.row_types import row_type, takes_words
from bot.row_types.base import Spoken
from bot.row_types.doubt import Doubt
from bot.row_types.evidence import Decision, Evidence, Role
from bot.vietnamese.normalise import clean
from bot.vietnamese.tokens import Sort

# Between the two figures of one share there is no more than this.
NO_SHARES = (Doubt.OTHER_TIME, Doubt.NESTED)  # figures of two years, of the same things
_WITHIN_A_SHARE = frozenset(("", " ", "/", ":", "-"))


@dataclass(frozen=True, slots=True)
class Explained:
    """A reading with the steps that led to it; a step that was not needed is None."""

    row: Indicator
    reading: Reading
    prepared: Prepared | None = None
    evidence: Evidence | None = None
    decision: Decision | None = None


def read_answer(row: Indicator, text: str) -> Reading:
    """Read a person's words as the answer to a row; never raises, linear in the text's length."""
    explained = explain(row, text)
    reading, evidence = explained.reading, explained.evidence
    if evidence is None or (isinstance(reading, Understood) and not reading.says_more):
        return reading
    named = _by_names(row, evidence) if _is_open(reading, evidence) else None
    if named is not None or not _may_hold_shares(explained):
        return named or reading
    return with_parts(row, text, reading, _read)


def _by_names(row: Indicator, evidence: Evidence) -> Reading | None:
    """Return what an answer comes to that holds names, with a figure each or with none at all."""
    return with_named(row, evidence) or counted_by_name(row, evidence)


def _is_open(reading: Reading, evidence: Evidence) -> bool:
    """Return whether no figure was found, or one beside a number that may be a name."""
    if isinstance(reading, Ambiguous) and reading.reason is Doubt.TOO_MANY:
        return True
    is_settled = isinstance(reading, Understood) or bool(getattr(reading, "candidates", ()))
    return not is_settled or any(aside.role is Role.ORDINAL for aside in evidence.asides)


def _may_hold_shares(explained: Explained) -> bool:
    """Return whether a text has figures and marks enough to be a list of named shares."""
    evidence, reading = explained.evidence, explained.reading
    if evidence is None or not evidence.claims or any(map(evidence.has, NO_SHARES)):
        return False
    first = evidence.tokens[0]
    if first.sort is Sort.MARK or first.sort is Sort.BREAK:
        bullets = (Sort.MARK, Sort.BREAK)
        first = next(token for token in evidence.tokens if token.sort not in bullets)
    if first.sort is not Sort.WORD:
        return False
    if isinstance(reading, Understood):  # with its shares, or without any name left over
        return reading.says_more and not reading.answer.parts
    several = any(claim.joint not in _WITHIN_A_SHARE for claim in evidence.claims[1:])
    return several or evidence.has(Doubt.NEGATION) or evidence.has(Doubt.ORDINAL)


def _read(row: Indicator, text: str) -> Reading:
    return explain(row, text).reading


def explain(row: Indicator, text: str) -> Explained:
    """Read an answer and return every step with it."""
    if not row_type(row).holds_answer:
        return Explained(row, Unclear(Doubt.NOT_ASKED))
    prepared = prepare(row, text)
    if not prepared.text:
        return Explained(row, Unclear(Doubt.BLANK), prepared)
    if takes_words(row):
        return Explained(row, _free_words(row, prepared, clean(text)), prepared)
    if prepared.other_row:
        other = Ambiguous(Doubt.OTHER_ROW, (("word", prepared.other_row),))
        return Explained(row, other, prepared)
    kind = row_type(row)
    spoken = kind.read_value(row, prepared.text) if kind.wanted else None
    if spoken is not None:
        return Explained(row, _told(spoken), prepared)
    silent = read_no_value(row, prepared)
    if kind.wanted is not None and not isinstance(silent, Understood):
        return Explained(row, _asked_for(row, kind.wanted), prepared)
    if silent is not None:
        return Explained(row, _yes_if_asked(row, silent), prepared)
    return _with_figures(row, prepared, collect(row, prepared))


def _told(spoken: Spoken) -> Reading:
    if spoken.doubt is None:
        return Understood(spoken.answer, spoken.check)
    offered = (spoken.answer,) if spoken.offers else ()
    is_part = spoken.offers or spoken.doubt is Doubt.MISSING_FIGURES
    known = tuple(spoken.answer.figures.items()) if is_part else ()
    return Ambiguous(spoken.doubt, spoken.details, offered, known)


def _asked_for(row: Indicator, wanted: Doubt) -> Unclear:
    return Unclear(wanted, (("choices", ", ".join(row.choices)),))


def _free_words(row: Indicator, prepared: Prepared, typed: str) -> Reading:
    """Keep any text, also another row's code; only a plain silence ("không", "không có gì khác") is more."""
    if prepared.other_row:
        return Understood(Answer(AnswerState.VALUE, text=typed))
    silent = read_no_value(row, prepared)
    if isinstance(silent, Understood | Unclear):
        return silent
    if silent and silent.reason in (Doubt.YES_WITHOUT_NUMBER, Doubt.COLLECTING):
        return silent
    return Understood(Answer(AnswerState.VALUE, text=prepared.text))


def _yes_if_asked(row: Indicator, silent: Reading) -> Reading:
    """Return a plain yes answers a row of có or không."""
    said_yes = isinstance(silent, Ambiguous) and silent.reason is Doubt.YES_WITHOUT_NUMBER
    return Understood(value(row, count=1)) if said_yes and row_type(row).takes_yes else silent


def _with_figures(row: Indicator, prepared: Prepared, evidence: Evidence) -> Explained:
    kind = row_type(row)
    if kind.takes_yes:
        spoken = _spoken_yes(row, evidence)
        if spoken is not None:
            return Explained(row, spoken, prepared, evidence)
    if not evidence.claims:
        return Explained(row, read_words(row, evidence), prepared, evidence)
    decision = kind.decide(row, evidence)
    again = said_again(row, evidence, _read) if evidence.cautions else None
    reading = again or to_reading(row, kind, evidence, decision)
    if kind.takes_yes and says_yes(row, evidence):
        reading = offer_yes(row, reading)
    return Explained(row, reading, prepared, evidence, decision)


def _spoken_yes(row: Indicator, evidence: Evidence) -> Reading | None:
    """Return a yes in a sentence without a figure of the row; a bare "1/10" beside it is a date."""
    if not evidence.claims or counts_others_only(evidence):
        return read_yes(row, evidence)
    dated = as_date(evidence)
    if dated is None:
        return None
    return read_yes(row, dated) or Ambiguous(Doubt.DATE_OR_VALUE)
