"""A proposal's contradictions, gaps and values as sentences of the catalogue."""

from __future__ import annotations

from bot.deadlines.deadline_words import weekday_in_words
from bot.locale.say import say
from bot.plans.plan_checks import Contradiction, Trouble
from bot.plans.plan_proposal import LOWER_TIERS

_GAPS = {
    "plan number": "plan.gap.plan",
    "day of issue": "plan.gap.day",
    "theme": "plan.gap.theme",
    "period": "plan.gap.period",
    "opening": "plan.gap.opening",
    "deadline": "plan.gap.deadline",
    LOWER_TIERS: "plan.gap_below",
    "upward deadline": "plan.gap.upward",
    "reporters": "plan.gap.reporters",
    "receiver": "plan.gap.receiver",
    "form": "plan.gap.form",
}


def contradiction_words(found: Contradiction) -> str:
    """Return what does not fit, as one sentence."""
    other = found.other
    if found.trouble is Trouble.WRONG_WEEKDAY:
        other = weekday_in_words(int(found.other))
    key = f"plan.trouble.{found.trouble}"
    if found.trouble is Trouble.ANNEX_MISSING and found.other:
        key = "plan.trouble.annex_before_missing"
    return say(key, said=found.said, other=other)


def ask_words(gap: str) -> str:
    """Return a gap of `must_ask_coordinator` in words."""
    return say(_GAPS[gap])
