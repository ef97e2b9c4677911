"""How a person is called whose name is not known."""

from __future__ import annotations

from bot.locale.say import in_every_language

_STAND_INS = in_every_language("person.unnamed")


def is_unnamed(name: str) -> bool:
    """Return whether a name only stands for one that was never given."""
    return not name.strip() or name in _STAND_INS
