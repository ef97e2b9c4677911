"""The outlines of a province's communes, for orientation: simplified, on a grid of about 1,000.

Made from thanglequoc/vietnamese-provinces-database (MIT; the text stands in LICENCES.txt beside this
file). Islands that are too far or too small to be seen are boxes.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

Point = tuple[float, float]
Box = tuple[float, float, float, float]  # left, top, width, height

_STEP = re.compile(r"([MlL])|(-?\d{1,12}(?:\.\d{1,12})?)[ ,]{0,9}(-?\d{1,12}(?:\.\d{1,12})?)")


@dataclass(frozen=True, slots=True)
class Shapes:
    """`paths` are SVG paths by commune's code, of moves, relative lines and closings; `boxes` stand
    for islands."""

    width: float
    height: float
    paths: dict[str, str]
    boxes: dict[str, Box]


@cache
def shapes_of(province: str) -> Shapes | None:
    """Return the shapes of a province by its code; None where there are none."""
    file = files("bot.registry") / "shapes" / f"{province}.json"
    if not file.is_file():
        return None
    body = json.loads(file.read_text("utf-8"))
    boxes = {inset["code"]: tuple(inset["box"]) for inset in body["insets"]}
    return Shapes(body["width"], body["height"], body["paths"], boxes)


def rings(path: str) -> list[list[Point]]:
    """Return the closed lines of a path as points."""
    found: list[list[Point]] = []
    for piece in path.split("z"):
        at: Point = (0.0, 0.0)
        ring: list[Point] = []
        relative = False
        for letter, across, down in _STEP.findall(piece):
            if letter:
                relative = letter == "l"
                continue
            step = (float(across), float(down))
            at = (at[0] + step[0], at[1] + step[1]) if relative else step
            ring.append(at)
        if ring:
            found.append(ring)
    return found


def bounds(path: str) -> Box:
    """Return the box around a path."""
    points = [point for ring in rings(path) for point in ring]
    left, top = min(x for x, _ in points), min(y for _, y in points)
    return left, top, max(x for x, _ in points) - left, max(y for _, y in points) - top


def corners(box: Box) -> list[Point]:
    """Return the corners of a box, one after another."""
    left, top, width, height = box
    right, bottom = left + width, top + height
    return [(left, top), (right, top), (right, bottom), (left, bottom)]
