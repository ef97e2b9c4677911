"""The house's figures, which may only fall: how dense the code is, and what stands twice.

A decision is an if, for, while, except, conditional expression, assert, each further operand of
and/or, each comprehension with its ifs, each case. A function's complexity is 1 + its decisions;
functions inside it count for themselves.
"""

from __future__ import annotations

import ast
from collections import defaultdict
from functools import cache

import pytest

from bot.row_types import ROW_TYPES
from tests.architecture.tree import PACKAGES, ROOT, sources

# name -> (the most that is allowed, by how much less it may be before this line must be lowered).
# The aims: 2.5 percent, 25 decisions, no stem twice, 15 comparisons.
LIMITS = {
    "complexity_over_10_percent": (2.38, 1),
    "decisions_per_100_body_lines": (44.0, 8),
    "stems_twice": (0, 0),
    "kind_comparisons": (15, 5),
    "variables_named_one": (0, 0),
}
FAMILIES = ("row_types", "item_types")  # a kind of row and a kind of item may share a name
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
BRANCHES = (
    ast.If, ast.For, ast.AsyncFor, ast.While, ast.ExceptHandler, ast.IfExp, ast.Assert,
    ast.match_case,
)  # fmt: skip


def decisions(node: ast.AST) -> int:
    """How many decisions stand in a node, without those of functions inside it."""
    if isinstance(node, FUNCTIONS):
        return 0
    own = int(isinstance(node, BRANCHES))
    if isinstance(node, ast.BoolOp):
        own = len(node.values) - 1
    elif isinstance(node, ast.comprehension):
        own = 1 + len(node.ifs)
    return own + sum(decisions(child) for child in ast.iter_child_nodes(node))


def body_of(function: ast.FunctionDef | ast.AsyncFunctionDef) -> list[ast.stmt]:
    """A function's statements without its docstring."""
    return function.body[1:] if ast.get_docstring(function, clean=False) else function.body


@cache
def figures() -> dict[str, float]:
    """Every figure of the house as it stands."""
    complexity, size = [], 0
    for path, tree in sources().items():
        text = (ROOT / path).read_text(encoding="utf-8").split("\n")
        for node in ast.walk(tree):
            if isinstance(node, FUNCTIONS):
                complexity.append(1 + sum(map(decisions, node.body)))
                body = body_of(node)
                within = text[body[0].lineno - 1 : node.end_lineno] if body else []
                size += sum(bool(line.strip()) for line in within)
    return {
        "complexity_over_10_percent": round(
            100 * sum(found > 10 for found in complexity) / len(complexity), 2
        ),
        "decisions_per_100_body_lines": round(100 * (sum(complexity) - len(complexity)) / size, 1),
        "stems_twice": len(twins()),
        "kind_comparisons": sum(
            kind_comparisons(tree)
            for name, tree in sources().items()
            if not name.startswith("bot/row_types/")
        ),
        "variables_named_one": sum(map(named_one, sources().values())),
    }


def twins() -> dict[str, list[str]]:
    """Stems that more than one file has; packages' own files, sentences and families left out."""
    named = defaultdict(list)
    for folder in PACKAGES:
        for path in (ROOT / folder).rglob("*.py"):
            if path.stem != "__init__" and path.parent.name not in ("locale", *FAMILIES):
                named[path.stem].append(path.relative_to(ROOT).as_posix())
    return {stem: paths for stem, paths in named.items() if len(paths) > 1}


def kind_comparisons(tree: ast.Module) -> int:
    """How often it is asked which kind a row is: by name, or whether it is a title or a total."""
    return sum(_asks_for_kind(node) for node in ast.walk(tree))


def _asks_for_kind(node: ast.AST) -> bool:
    if isinstance(node, ast.Attribute):
        return node.attr in ("is_header", "is_total", "is_open_total")
    if not isinstance(node, ast.Compare):
        return False
    sides = [node.left, *node.comparators]
    named = {
        each.value
        for side in sides
        for each in ast.walk(side)
        if isinstance(each, ast.Constant) and isinstance(each.value, str)
    }
    is_kind = any(isinstance(side, ast.Attribute) and side.attr == "kind" for side in sides)
    return is_kind and bool(named & set(ROW_TYPES))


def named_one(tree: ast.Module) -> int:
    """How often a value is given the name "one", which tells nothing of it."""
    return sum(
        (isinstance(node, ast.Name) and node.id == "one" and isinstance(node.ctx, ast.Store))
        or (isinstance(node, ast.arg) and node.arg == "one")
        for node in ast.walk(tree)
    )


@pytest.mark.parametrize("name", LIMITS)
def test_a_figure_of_the_house_only_falls(name: str) -> None:
    most, slack = LIMITS[name]
    measured = figures()[name]
    assert measured <= most, f"{name} was {most} and is now {measured}"
    assert measured >= most - slack, f"better: lower the limit of {name} to {measured}"
