"""The project's own files, read once, for the tests that look at all of them."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGES = ("bot", "storage")
NOT_OURS = {".git", "build", "dist", "data", "node_modules"}  # besides hidden folders and caches


@cache
def files() -> list[Path]:
    """Every file of the project, without what tools leave behind."""
    return sorted(
        path
        for path in ROOT.rglob("*")
        if path.is_file() and not any(_left_behind(part) for part in path.relative_to(ROOT).parts)
    )


def _left_behind(part: str) -> bool:
    hidden = part.startswith(".") and part not in (".ci", ".gitignore")
    return (
        hidden or part in NOT_OURS or part == "__pycache__" or part.endswith((".egg-info", ".mo"))
    )


@cache
def _tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def sources(*folders: str) -> dict[str, ast.Module]:
    """Path relative to the root -> syntax tree of every Python file in these folders."""
    return {
        path.relative_to(ROOT).as_posix(): _tree_of(path)
        for path in files()
        if path.suffix == ".py" and path.relative_to(ROOT).parts[0] in (folders or PACKAGES)
    }


def calls(tree: ast.Module, name: str) -> Iterator[ast.Call]:
    """Calls of a function by its bare name."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == name:
            yield node


def docstrings(tree: ast.Module) -> set[int]:
    """Ids of the nodes that are docstrings."""
    kinds = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    return {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, kinds) and node.body and isinstance(node.body[0], ast.Expr)
    }
