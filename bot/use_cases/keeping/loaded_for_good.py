"""Keeps Python's search for rubbish away from what a running program has loaded once for good."""

from __future__ import annotations

import gc

NEW_OBJECTS = 50_000
"""Objects made, less those that went, before the newest are looked through. A turn leaves next to none;
looking through all that was loaded, again and again, made some people wait 150 ms."""


def settle() -> None:
    """Take all objects there are now, modules and forms, out of the search: they stay until the end."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(NEW_OBJECTS)
