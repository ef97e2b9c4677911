"""What a running program has loaded is not searched for rubbish again; what comes later still is."""

from __future__ import annotations

import subprocess
import sys

import pytest

from bot.use_cases.keeping import loaded_for_good

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


GROWN = """
import asyncio, weakref
import bot.app
from bot.use_cases.keeping import loaded_for_good

class Paper:
    def __init__(self):
        self.itself, self.tree = self, [bytes(10_000) for _ in range(200)]

loaded_for_good.settle()
memory = loaded_for_good.Memory()
before = loaded_for_good.held()
watched = [weakref.ref(Paper()) for _ in range(100)]
alive = sum(each() is not None for each in watched)
grown = loaded_for_good.held() - before
asyncio.run(memory.look())
print(alive, grown > 150_000_000, any(each() for each in watched))
print(loaded_for_good.held() - before < 40_000_000)
"""


@pytest.mark.skipif(not loaded_for_good.MEMORY.exists(), reason="the system does not say")
def test_papers_made_in_the_program_do_not_stay_in_its_memory() -> None:
    ran = subprocess.run([sys.executable, "-c", GROWN], check=True, capture_output=True, text=True)

    assert ran.stdout.split() == ["100", "True", "False", "True"]
