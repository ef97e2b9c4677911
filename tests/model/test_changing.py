"""Values with some fields changed: what `dataclasses.replace` makes of them."""

from __future__ import annotations

import dataclasses

import pytest

from bot.conversation.context import Turn
from bot.conversation.state import Stage, State
from bot.model.answer import Answer, AnswerState
from bot.model.changing import replace
from bot.model.submission import Submission

CASES = (
    (State(row="1.1", prompt=3), {"row": "2", "opened": ("1",)}),
    (Submission(1, 2, 3, answers={"2": Answer(AnswerState.NIL)}), {"draft": True, "version": 2}),
    (Turn(State()), {"state": State(stage=Stage.ASKING)}),
    (Answer(AnswerState.VALUE, 3, 45), {"note": "mở thêm lớp"}),
)


@pytest.mark.parametrize(("value", "changes"), CASES)
def test_a_value_with_other_fields_is_what_the_library_makes_of_it(
    value: object, changes: dict[str, object]
) -> None:
    assert replace(value, **changes) == dataclasses.replace(value, **changes)  # type: ignore[type-var]


@pytest.mark.parametrize(("value", "changes"), CASES)
def test_a_value_that_changes_into_itself_is_itself(
    value: object, changes: dict[str, object]
) -> None:
    kept = {name: getattr(value, name) for name in changes}
    assert replace(value, **kept) is value


def test_a_value_that_may_not_be_is_refused_as_ever() -> None:
    with pytest.raises(ValueError, match="never negative"):
        replace(Answer(AnswerState.VALUE, 3), count=-1)
