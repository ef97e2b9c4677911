"""How a person is called whose name is not known."""

from __future__ import annotations

from bot.locale.say import CATALOGUES

_STAND_INS = frozenset(catalogue["person.unnamed"] for catalogue in CATALOGUES.values())


def is_unnamed(name: str) -> bool:
    """Return whether a name only stands for one that was never given."""
    return not name.strip() or name in _STAND_INS
