"""What became of an earlier campaign's units and people in the new one, in words."""

from __future__ import annotations

from collections.abc import Iterator

from bot.locale.say import say
from bot.use_cases.campaigns.clone_campaign import Clone


def clone_lines(made: Clone) -> Iterator[str]:
    """Give a line for units, people, each merger, and each thing that wants a look."""
    yield say("clone.units", units=len(made.units))
    for unit, origins in made.merged:
        yield say("clone.merged", unit=unit.name, origins=", ".join(origins))
    if made.divided:
        yield say("clone.divided", units=", ".join(unit.name for unit in made.divided))
    if made.gone:
        yield say("clone.gone", units=", ".join(unit.name for unit in made.gone))
    if made.unknown:
        yield say("clone.unknown", units=", ".join(unit.name for unit in made.unknown))
    yield say("clone.people", people=made.people)
    if made.without_seat:
        yield say("clone.without_seat", people=made.without_seat)
    for warning in made.warnings:
        yield say("clone.warning", warning=warning)
    yield say("clone.next", slug=made.campaign.slug)
