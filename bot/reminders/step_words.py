"""A step of the ladder in words, for people who look at what is planned."""

from __future__ import annotations

from bot.locale.say import say
from bot.reminders.schedule import Anchor, step_of


def step_in_words(key: str) -> str:
    """ "deadline-3" -> "3 ngày làm việc trước hạn", also behind what it is about ("upward-deadline-3");
    what is no rung was asked for by somebody."""
    parts = key.split("-")
    steps = (step_of("-".join(parts[first:])) for first in range(len(parts)))
    step = next(filter(None, steps), None)
    if step is None:
        return say("step.asked")
    if step.anchor is Anchor.DEADLINE and step.offset == 0:
        return say("step.last_morning")
    is_before = step.offset < 0 or step.anchor is Anchor.DEPUTY
    side = "before" if is_before else "after"
    return say(f"step.{step.anchor.value}.{side}", days=abs(step.offset))
