"""Which browser on which system a request came from, as people call them."""

from __future__ import annotations

from bot.locale.say import say

BROWSERS = (
    ("Zalo", "Zalo"), ("Edg", "Edge"), ("OPR/", "Opera"), ("coc_coc", "Cốc Cốc"),
    ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"),
)  # fmt: skip
"""A mark in the header and the name; the first that is found counts, for most name others too."""
SYSTEMS = (
    ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"),
    ("Mac OS", "macOS"), ("Linux", "Linux"),
)  # fmt: skip


def device_in_words(agent: str) -> str:
    """Return `Chrome, Windows`; what is not known is called so."""
    known = (_first(BROWSERS, agent), _first(SYSTEMS, agent))
    return ", ".join(filter(None, known)) or say("visits.unknown_device")


def _first(marks: tuple[tuple[str, str], ...], agent: str) -> str:
    return next((name for mark, name in marks if mark in agent), "")
