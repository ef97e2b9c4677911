"""The steps of a reading as plain values, for `read --why`: tokens, claims, doubts, decision."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from operator import attrgetter

from bot.model.form import Indicator
from bot.reading.answer_reading import Explained, explain, read_answer
from bot.row_types.evidence import Claim, Evidence

BY_NAMES = "names"  # the rule that decided where a list of names did


@dataclass(frozen=True, slots=True)
class ExplainedNumber:
    """One number of an answer: the words, what explains them, their noun, cell and value, and the line
    of the table `COUNTING` that found it ("" for a noun or a name that explains it at once)."""

    text: str
    explained_by: str
    noun: str = ""
    cell: str = ""
    value: str = ""
    part: str = ""
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Trace:
    """What each step of a reading found. `doubts` are pairs of a code and the words that raise it;
    `count`, `people` and `doubt` are the row type's decision, `rule` the line of its table that made it
    ("" where each cell has one plain figure)."""

    tokens: tuple[str, ...] = ()
    numbers: tuple[ExplainedNumber, ...] = ()
    doubts: tuple[tuple[str, str], ...] = ()
    count: str = ""
    people: str = ""
    doubt: str = ""
    rule: str = ""


def trace_answer(row: Indicator, text: str) -> Trace:
    """Return the steps that lead to the reading of an answer, the names that are listed in it included."""
    explained, reading = explain(row, text), read_answer(row, text)
    steps = trace(explained)
    if reading == explained.reading:
        return steps
    offered = getattr(reading, "candidates", None) or (getattr(reading, "answer", None),)
    figures = map(attrgetter("count", "people"), filter(None, offered[:1]))
    count, people = next(figures, (None, None))
    doubt = getattr(reading, "reason", "")
    return replace(steps, count=_shown(count), people=_shown(people), doubt=doubt, rule=BY_NAMES)


def trace(explained: Explained) -> Trace:
    """Return the steps that led to a reading."""
    prepared = explained.prepared
    tokens = tuple(token.text for token in prepared.tokens) if prepared else ()
    evidence = explained.evidence
    if evidence is None:
        return Trace(tokens)
    numbers = tuple(_numbers(evidence))
    doubts = tuple((caution.doubt.value, caution.word) for caution in evidence.cautions)
    decision = explained.decision
    if decision is None:
        return Trace(tokens, numbers, doubts)
    count, people = _shown(decision.count), _shown(decision.people)
    return Trace(tokens, numbers, doubts, count, people, decision.doubt or "", decision.rule)


def _numbers(evidence: Evidence) -> list[ExplainedNumber]:
    found = [(claim.start, _of_claim(evidence, claim)) for claim in evidence.claims]
    for aside in evidence.asides:
        text = evidence.words_between(aside.start, aside.end)
        found.append((aside.start, ExplainedNumber(text, aside.role.value)))
    return [number for _, number in sorted(found, key=lambda pair: pair[0])]


def _of_claim(evidence: Evidence, claim: Claim) -> ExplainedNumber:
    return ExplainedNumber(
        evidence.words_between(claim.start, claim.end),
        claim.role.value,
        claim.word,
        claim.cell or "",
        _shown(claim.value),
        claim.part.value,
        "label" if claim.label else claim.rule,
    )


def _shown(number: Fraction | int | None) -> str:
    return "" if number is None else str(number)
