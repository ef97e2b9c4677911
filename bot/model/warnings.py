"""Cross-row checks: what a careful reader would ask about. Findings warn, they never block.

One function a rule; RULES at the bottom is the registry. Which rows a rule looks at comes from the
form (kinds, cells, `counterpart`), never from a code named here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from bot.model.answer import Answer, AnswerState
from bot.model.form import Form, Indicator, Kind

MONEY_FLOOR = 1_000  # đồng: below it nothing is bought
MONEY_CEILING = 10_000_000_000  # 10 tỷ đồng


@dataclass(frozen=True, slots=True)
class Finding:
    """`rule` is a stable code; `details` are the named values of its sentence."""

    rule: str
    code: str
    details: tuple[tuple[str, object], ...] = ()


Answers = Mapping[str, Answer]
Rule = Callable[[Form, Answers, str], Iterator[Finding]]


def findings(form: Form, answers: Answers, unit_kind: str) -> tuple[Finding, ...]:
    """Everything odd about a report, in the order of RULES."""
    return tuple(found for rule in RULES for found in rule(form, answers, unit_kind))


def _values(form: Form, answers: Answers) -> Iterator[tuple[Indicator, Answer]]:
    for row in form.questions:
        answer = answers.get(row.code)
        if answer is not None and answer.state is AnswerState.VALUE:
            yield row, answer


def people_without_classes(form: Form, answers: Answers, _kind: str) -> Iterator[Finding]:
    """A pair row with people but nothing they took part in."""
    for row, answer in _values(form, answers):
        if row.kind is Kind.PAIR and answer.people and not answer.count:
            yield Finding("people_without_classes", row.code, (("people", answer.people),))


def classes_without_people(form: Form, answers: Answers, _kind: str) -> Iterator[Finding]:
    """A pair row with classes but nobody in them."""
    for row, answer in _values(form, answers):
        if row.kind is Kind.PAIR and answer.count and not answer.people:
            yield Finding("classes_without_people", row.code, (("count", answer.count),))


def fewer_people_than_classes(form: Form, answers: Answers, _kind: str) -> Iterator[Finding]:
    """More classes than people: the two numbers may be swapped."""
    for row, answer in _values(form, answers):
        if (
            row.kind is Kind.PAIR
            and answer.count
            and answer.people
            and answer.people < answer.count
        ):
            yield Finding(
                "fewer_people_than_classes",
                row.code,
                (("count", answer.count), ("people", answer.people)),
            )


def above_own_maximum(form: Form, answers: Answers, _kind: str) -> Iterator[Finding]:
    """More than one unit can have by itself (a commune opens the week once)."""
    for row, answer in _values(form, answers):
        if row.at_most is not None and (answer.count or 0) > row.at_most:
            yield Finding(
                "above_own_maximum", row.code, (("count", answer.count), ("most", row.at_most))
            )


def is_above_ceiling(row: Indicator, answer: Answer) -> bool:
    """Whether a figure is larger than what one unit plausibly has."""
    figures = ((answer.count, row.count), (answer.people, row.people))
    return any(
        number is not None
        and measure is not None
        and measure.ceiling is not None
        and number > measure.ceiling
        for number, measure in figures
    )


def above_ceiling(form: Form, answers: Answers, _kind: str) -> Iterator[Finding]:
    """A figure that was stored with "xin kiểm tra lại" (money has a rule of its own)."""
    for row, answer in _values(form, answers):
        if row.kind is not Kind.MONEY and is_above_ceiling(row, answer):
            yield Finding("above_ceiling", row.code)


def counterpart_missing(form: Form, answers: Answers, _kind: str) -> Iterator[Finding]:
    """Two rows tell of the same activity (6.4 and 8): one above zero, the other zero."""
    for row in form.questions:
        if not row.counterpart:
            continue
        here, there = answers.get(row.code), answers.get(row.counterpart)
        if here is None or there is None:
            continue
        if here.is_above_zero and not there.is_above_zero and not there.text:
            yield Finding("counterpart_missing", row.code, (("other", row.counterpart),))
        if there.is_above_zero and not here.is_above_zero:
            yield Finding("counterpart_missing", row.counterpart, (("other", row.code),))


def money_out_of_range(form: Form, answers: Answers, _kind: str) -> Iterator[Finding]:
    """An amount nobody would report: a few hundred đồng, or above 10 tỷ."""
    for row, answer in _values(form, answers):
        amount = answer.count or 0
        if row.kind is Kind.MONEY and (0 < amount < MONEY_FLOOR or amount > MONEY_CEILING):
            yield Finding("money_out_of_range", row.code, (("amount", amount),))


def stated_total_below_children(form: Form, answers: Answers, _kind: str) -> Iterator[Finding]:
    """An open total (row 5) smaller than the sum of its children."""
    for row in form.rows:
        stated = answers.get(row.code)
        if row.kind is not Kind.TOTAL or stated is None or stated.count is None:
            continue
        kept = [answers.get(child.code) for child in form.children(row.code)]
        least = sum(answer.count or 0 for answer in kept if answer is not None)
        if stated.count < least:
            yield Finding(
                "stated_total_below_children",
                row.code,
                (("stated", stated.count), ("sum", least)),
            )


RULES: tuple[Rule, ...] = (
    people_without_classes,
    classes_without_people,
    fewer_people_than_classes,
    above_own_maximum,
    above_ceiling,
    counterpart_missing,
    money_out_of_range,
    stated_total_below_children,
)
