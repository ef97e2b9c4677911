"""What the program is built from: every package behind its requirements, with version and licence.

`python -m tests.docs.supply` writes `constraints.txt` (the versions of this environment, with which
the tests run) and `docs/dependencies.md`.
"""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
CONSTRAINTS = ROOT / "constraints.txt"
PAGE = ROOT / "docs" / "dependencies.md"
TESTS = "test"  # the extra that only developers install
HEAD = """\
# What the program is built from

Versions as they were tested (`constraints.txt`). None is under a licence that asks the program to be
published with it; those under the LGPL are used as separate packages. Written by
`python -m tests.docs.supply`; a test compares it with what is installed and reads the licences.

A bill of materials for scanners: `pip install cyclonedx-bom`, then
`cyclonedx-py requirements constraints.txt`. Known faults: `pip install pip-audit`, then
`pip-audit -r constraints.txt --no-deps`.

| package | version | licence | for |
| --- | --- | --- | --- |
"""


@dataclass(frozen=True, slots=True)
class Part:
    """One installed package; `wanted_for` is "run" or the name of an extra."""

    name: str
    version: str
    licence: str
    wanted_for: str


def requirements() -> dict[str, list[Requirement]]:
    """What pyproject.toml asks for, by "run" and the names of extras."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    asked = {"run": project["dependencies"], **project["optional-dependencies"]}
    return {name: [Requirement(each) for each in lines] for name, lines in asked.items()}


def parts() -> list[Part]:
    """Every package that some requirement leads to, once, sorted by name."""
    found: dict[str, Part] = {}
    asked = requirements()
    for wanted_for in sorted(asked, key=lambda name: (name != "run", name == TESTS, name)):
        for known in behind(asked[wanted_for]):
            name = canonicalize_name(known.metadata["Name"])
            found.setdefault(name, Part(name, known.version, licence_of(known), wanted_for))
    return sorted(found.values(), key=lambda part: part.name)


def behind(asked: Iterable[Requirement]) -> Iterator[Distribution]:
    """The installed packages behind requirements; what another system or an extra that is not here
    would need is left out."""
    waiting, seen = list(asked), set()
    while waiting:
        requirement = waiting.pop()
        extras = requirement.extras or {""}
        mark = (canonicalize_name(requirement.name), frozenset(extras))
        if mark in seen or not _is_for_here(requirement, {""}):
            continue
        seen.add(mark)
        try:
            known = distribution(requirement.name)
        except PackageNotFoundError:
            print(f"not installed: {requirement.name}", file=sys.stderr)
            continue
        yield known
        inner = [Requirement(line) for line in known.requires or ()]
        waiting += [each for each in inner if _is_for_here(each, {"", *extras})]


def _is_for_here(requirement: Requirement, extras: Iterable[str]) -> bool:
    marker = requirement.marker
    return marker is None or any(marker.evaluate({"extra": extra}) for extra in extras)


def licence_of(known: Distribution) -> str:
    """A package's licence in its own words: the expression, the classifiers, or the first line."""
    about = known.metadata
    if expression := about.get("License-Expression"):
        return str(expression)
    classes = [
        line.rsplit(" :: ", 1)[1]
        for line in about.get_all("Classifier", [])
        if line.startswith("License ::")
    ]
    named = [line for line in classes if line != "OSI Approved"]
    return ", ".join(named) or (about.get("License") or "").strip().split("\n")[0]


def constraints(found: Iterable[Part]) -> str:
    """The text of constraints.txt."""
    return "".join(f"{part.name}=={part.version}\n" for part in found)


def page(found: Iterable[Part]) -> str:
    """The text of docs/dependencies.md."""
    rows = (f"| {p.name} | {p.version} | {p.licence} | {p.wanted_for} |\n" for p in found)
    return HEAD + "".join(rows)


if __name__ == "__main__":
    CONSTRAINTS.write_text(constraints(parts()), "utf-8")
    PAGE.write_text(page(parts()), "utf-8")
