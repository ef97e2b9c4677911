"""Small by budget, not by mood: files and functions stay short enough to be read in one go."""

from __future__ import annotations

import ast
import statistics

import pytest

from tests.architecture.tree import PACKAGES, ROOT, docstrings, sources

FILE_CEILING = 450  # lines that are not blank
FILE_MEDIAN = 120
BODY_CEILING = 50  # lines of a function without its signature and docstring
BODY_P90 = 20

# What is longer all the same: (ceiling, why). An entry may only shrink, and goes when it can.
LONGER: dict[str, tuple[int, str]] = {}


def file_sizes(*folders: str) -> dict[str, int]:
    return {
        name: sum(bool(line.strip()) for line in (ROOT / name).read_text("utf-8").splitlines())
        for name in sources(*folders)
    }


def body_sizes(*folders: str) -> dict[str, int]:
    found: dict[str, int] = {}
    for name, tree in sources(*folders).items():
        spoken = docstrings(tree)
        for node in ast.walk(tree):
            if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                continue
            body = node.body
            if isinstance(body[0], ast.Expr) and id(body[0].value) in spoken:
                body = body[1:]
            lines = body[-1].end_lineno - body[0].lineno + 1 if body else 0  # type: ignore[operator]
            found[f"{name}:{node.name}"] = max(found.get(f"{name}:{node.name}", 0), lines)
    return found


def too_long(sizes: dict[str, int], ceiling: int) -> dict[str, int]:
    return {
        name: size for name, size in sizes.items() if size > LONGER.get(name, (ceiling, ""))[0]
    }


@pytest.mark.parametrize("folder", [*PACKAGES, "tests", "benchmarks"])
def test_no_file_is_longer_than_the_ceiling(folder: str) -> None:
    assert too_long(file_sizes(folder), FILE_CEILING) == {}


@pytest.mark.parametrize("folder", [*PACKAGES, "tests", "benchmarks"])
def test_no_function_is_longer_than_the_ceiling(folder: str) -> None:
    assert too_long(body_sizes(folder), BODY_CEILING) == {}


def test_half_of_the_files_are_short() -> None:
    assert statistics.median(file_sizes().values()) <= FILE_MEDIAN


def test_nine_of_ten_functions_are_short() -> None:
    bodies = sorted(body_sizes().values())
    assert bodies[int(len(bodies) * 0.9)] <= BODY_P90


def test_the_list_of_exceptions_only_shrinks() -> None:
    sizes = {**file_sizes(*PACKAGES, "tests", "benchmarks"), **body_sizes(*PACKAGES, "tests")}
    loose = {
        name: sizes.get(name) for name, (most, _) in LONGER.items() if sizes.get(name) != most
    }
    assert loose == {}
