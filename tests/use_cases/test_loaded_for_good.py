"""What a running program has loaded is not searched for rubbish again; what comes later still is."""

from __future__ import annotations

import subprocess
import sys

PROGRAM = """
import gc, weakref
import bot.app
from bot.use_cases.keeping import loaded_for_good

class Ring:
    pass

loaded_for_good.settle()
searched = len(gc.get_objects())
ring = Ring()
ring.itself, watched = ring, weakref.ref(ring)
del ring
made = [[] for _ in range(loaded_for_good.NEW_OBJECTS + 1)]
print(searched < 1_000, gc.isenabled(), watched() is None)
"""


def test_only_what_came_later_is_searched() -> None:
    ran = subprocess.run(
        [sys.executable, "-c", PROGRAM], check=True, capture_output=True, text=True
    )

    assert ran.stdout.split() == ["True", "True", "True"]
