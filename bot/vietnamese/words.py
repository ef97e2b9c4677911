"""The word lists of `words.toml`: politeness, nouns, modifiers, scales, kinds of nothing.

They are read once, when the program starts; a name that is not in the file is an error at once.
"""

from __future__ import annotations

import tomllib
from importlib import resources

from bot.vietnamese.phrases import Payload, Phrases

_LISTS = tomllib.loads(resources.files("bot.vietnamese").joinpath("words.toml").read_text("utf-8"))


def words(*names: str) -> tuple[str, ...]:
    """Return the phrases of these lists, one after the other."""
    return tuple(phrase for name in names for phrase in _LISTS[name])


def table(*names: str) -> Phrases[bool]:
    """Return these lists as one table to search tokens with."""
    return Phrases((phrase, True) for phrase in words(*names))


def group(name: str) -> dict[str, tuple[str, ...]]:
    """Return a section of lists by their keys, for example the warnings by the doubt they raise."""
    return {key: tuple(phrases) for key, phrases in _LISTS[name].items()}


def numbers(name: str) -> dict[str, int]:
    """Return a section that gives each phrase a number, for example the scales."""
    return dict(_LISTS[name])


def keyed(name: str) -> list[tuple[str, str]]:
    """Return every phrase of a section with the key it stands under."""
    return [(phrase, key) for key, phrases in group(name).items() for phrase in phrases]


def valued(phrases: tuple[str, ...], payload: Payload) -> list[tuple[str, Payload]]:
    """Return each phrase with the same payload."""
    return [(phrase, payload) for phrase in phrases]


def state_word(state: str) -> str:
    """Return what an answer without figures is called when it is shown ("không tổ chức")."""
    return str(_LISTS["states"][state])
