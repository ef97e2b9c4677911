"""The ladder as data."""

from __future__ import annotations

from dataclasses import replace
from datetime import time

import pytest

from bot.reminders.schedule import (
    DEFAULT_LADDER,
    MORNING,
    Anchor,
    Audience,
    Step,
    parse_ladder,
    step_of,
)


def test_a_step_is_read_with_its_hour() -> None:
    assert parse_ladder(["deadline-3 @ 13:30"]) == (
        Step("deadline-3", Anchor.DEADLINE, -3, time(13, 30), Audience.UNIT),
    )


def test_the_call_list_is_the_coordinators() -> None:
    (step,) = parse_ladder(["call_list+2"])
    assert (step.audience, step.is_after_deadline) == (Audience.COORDINATOR, True)


def test_the_last_morning_has_one_name() -> None:
    assert parse_ladder(["deadline+0"])[0].key == "deadline-0"


@pytest.mark.parametrize(
    "text",
    ["", "deadline", "deadline-", "sometime-3", "period_end-1", "call_list+0", "deadline-3@25:00",
     "deadline-3@8", "3 days", "deadline-100"],
)  # fmt: skip
def test_a_wrong_step_is_refused_with_its_text(text: str) -> None:
    with pytest.raises(ValueError, match="ladder"):
        parse_ladder([text])


def test_a_step_that_stands_twice_is_refused() -> None:
    with pytest.raises(ValueError, match="deadline-3"):
        parse_ladder(["deadline-3", "deadline-3@13:30"])


def test_the_default_ladder() -> None:
    assert [step.key for step in DEFAULT_LADDER] == [
        "period_end+1", "deadline-5", "deadline-3", "deadline-1", "deputy-1", "deadline-0",
        "deadline+1",
        "call_list+2", "no_deadline+5", "no_deadline+10", "returned+2",
    ]  # fmt: skip


def test_the_deputies_step_is_theirs_alone_and_comes_before_the_deadline() -> None:
    (step,) = parse_ladder(["deputy-1@13:30"])
    assert (step.audience, step.is_after_deadline) == (Audience.DEPUTY, False)
    assert parse_ladder(["deputy+0"])[0].key == "deputy-0"
    with pytest.raises(ValueError, match="ladder"):
        parse_ladder(["deputy+1"])


def test_a_stored_key_leads_back_to_its_step_but_for_its_hour() -> None:
    for step in DEFAULT_LADDER:
        assert step_of(step.key) == replace(step, at=MORNING)
    assert step_of("manual") is None
