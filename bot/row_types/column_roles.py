"""What a quantity column counts: the words that name it besides those of its head."""

from __future__ import annotations

from collections.abc import Mapping

from bot.vietnamese.words import group, words

ROLES: Mapping[str, tuple[str, ...]] = group("column_roles")
"""Each role of a column with the words that people use for it."""

AMOUNT, COUNT, PEOPLE = "amount", "count", "people"


def counts_money(role: str) -> bool:
    """Return whether a column holds đồng."""
    return role == AMOUNT


def counts_people(measure: str) -> bool:
    """Return whether a printed measure names persons."""
    return measure in words("people")


def words_of(role: str) -> tuple[str, ...]:
    """Return the words for a role; those for people are the general ones."""
    return (*ROLES[role], *(words("people") if role == PEOPLE else ()))
