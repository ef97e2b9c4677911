"""Cross-row checks: what a careful reader would ask about. Findings warn, they never block.

One function a rule; RULES at the bottom is the registry. Which rows a rule looks at comes from the
form (kinds, cells, `counterpart`), never from a code named here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from bot.model.answer import Answer, AnswerState
from bot.model.finding import Finding
from bot.model.form import Form, Indicator
from bot.row_types import row_type

Answers = Mapping[str, Answer]
Rule = Callable[[Form, Answers, str], Iterator[Finding]]


def findings(form: Form, answers: Answers, unit_kind: str) -> tuple[Finding, ...]:
    """Return everything odd about a report, in the order of RULES."""
    return tuple(found for rule in RULES for found in rule(form, answers, unit_kind))


def _values(form: Form, answers: Answers) -> Iterator[tuple[Indicator, Answer]]:
    for row in form.questions:
        answer = answers.get(row.code)
        if answer is not None and answer.state is AnswerState.VALUE:
            yield row, answer


def odd_by_itself(form: Form, answers: Answers, _kind: str) -> Iterator[Finding]:
    """Return what each kind of row finds odd about its own value."""
    for row, answer in _values(form, answers):
        yield from row_type(row).check(row, answer)


def counterpart_missing(form: Form, answers: Answers, _kind: str) -> Iterator[Finding]:
    """Return two rows tell of the same activity (6.4 and 8): one above zero, the other zero."""
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


def stated_total_below_children(form: Form, answers: Answers, _kind: str) -> Iterator[Finding]:
    """Find an open total (row 5) smaller than the sum of its children."""
    for row in form.totals:
        stated = answers.get(row.code)
        if stated is None or stated.count is None:
            continue
        kept = [answers.get(child.code) for child in form.children(row.code)]
        least = sum(answer.counted for answer in kept if answer is not None)
        if stated.count < least:
            yield Finding(
                "stated_total_below_children",
                row.code,
                (("stated", stated.count), ("sum", least)),
            )


RULES: tuple[Rule, ...] = (odd_by_itself, counterpart_missing, stated_total_below_children)
