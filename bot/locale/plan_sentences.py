"""A plan in words: what is known of it, and what it does not say."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from bot.locale.dates import day
from bot.locale.say import say
from bot.model.plan import NO_PLAN, Opening, Plan


def plan_lines(plan: Plan) -> Iterator[str]:
    """Return what is known of the plan, and last what is not: the gaps, by name."""
    if plan == NO_PLAN:
        return
    yield from known_lines(plan)
    if plan.gaps:
        yield say("plan_record.gaps", gaps=gaps_in_words(plan))


def known_lines(plan: Plan) -> Iterator[str]:
    """Return what is known of the plan, a line each; its number and day as dots where they are not."""
    yield say("plan_record.plan", number=plan.number or dots(), date=_day(plan.date))
    if plan.signer:
        yield say("plan_record.signer", signer=" ".join([plan.post, plan.signer]).strip())
    if plan.basis:
        yield say("plan_record.basis", basis="; ".join(plan.basis))
    if plan.theme:
        yield say("plan_record.theme", theme=plan.theme)
    yield from contact_lines(plan)
    for opening in plan.openings:
        yield say("plan_record.opening", opening=opening_in_words(opening))
    if plan.references:
        names = "; ".join(reference.name for reference in plan.references)
        yield say("plan_record.references", names=names)


def contact_lines(plan: Plan) -> list[str]:
    """Return the line with the plan's e-mail addresses and telephone numbers; none without any."""
    contacts = "; ".join([*plan.contacts.emails, *plan.contacts.phones])
    return [say("plan_record.contacts", contacts=contacts)] if contacts else []


def opening_lines(openings: Sequence[Opening]) -> list[str]:
    """Return a line for each ceremony that a question is about."""
    return [say("plan_record.your_opening", opening=when_and_where(each)) for each in openings]


def gaps_in_words(plan: Plan) -> str:
    """Return the names of what the plan does not say."""
    return ", ".join(say(f"plan_record.gap.{name}") for name in plan.gaps)


def dots() -> str:
    """Return what stands for something that is not known."""
    return say("plan_record.dots")


def _day(when: date | None) -> str:
    return day(when) if when is not None else dots()


def opening_in_words(opening: Opening) -> str:
    """Return a ceremony in words: who holds it, when, where, how long."""
    who = ", ".join(opening.kinds)
    return f"{who}: {when_and_where(opening)}" if who else when_and_where(opening)


def when_and_where(opening: Opening) -> str:
    """Return when and where a ceremony is, and how long it takes."""
    until = say("plan_record.until", day=day(opening.until)) if opening.until is not None else ""
    when = f"{opening.time} {_day(opening.date)}{until}".strip()
    return "; ".join(filter(None, (when, opening.place, opening.length)))
