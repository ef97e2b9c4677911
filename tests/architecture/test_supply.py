"""Packages the program is built from: pinned for the tests, and under licences it may use."""

from __future__ import annotations

import re

from packaging.utils import canonicalize_name

from tests.docs.supply import CONSTRAINTS, PAGE, TESTS, Part, parts, requirements

BINDING = re.compile(r"\bA?GPL|(?<!Lesser )General Public License", re.IGNORECASE)


def pins() -> dict[str, str]:
    lines = CONSTRAINTS.read_text("utf-8").split()
    return {name: version for name, _, version in (line.partition("==") for line in lines)}


def test_every_package_is_pinned_for_the_tests() -> None:
    unpinned = [part.name for part in parts() if part.name not in pins()]
    assert unpinned == [], "run: python -m tests.docs.supply"


def test_the_pins_lie_within_what_users_install() -> None:
    asked = [each for group in requirements().values() for each in group]
    outside = [
        str(each)
        for each in asked
        if not each.specifier.contains(pins()[canonicalize_name(each.name)], prereleases=True)
    ]
    assert outside == []


def test_every_requirement_has_an_upper_bound() -> None:
    open_ended = [
        each.name
        for group in requirements().values()
        for each in group
        if each.name != "tzdata" and "<" not in str(each.specifier)
    ]
    assert open_ended == []


def is_binding(part: Part) -> bool:
    """Whether a licence would bind the program itself; one of several to choose from does not."""
    choices = re.split(r" OR |, ", part.licence)
    return all(BINDING.search(choice) for choice in choices)


def test_no_package_of_the_program_binds_it_by_its_licence() -> None:
    used = [part for part in parts() if part.wanted_for != TESTS]
    assert [(part.name, part.licence) for part in used if is_binding(part)] == []
    assert [part.name for part in used if not part.licence] == []


def test_every_package_is_listed_with_its_licence() -> None:
    listed = PAGE.read_text("utf-8")
    assert [part.name for part in parts() if f"| {part.name} |" not in listed] == []
