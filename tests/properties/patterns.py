"""Every pattern that the program compiles, and whether reading with it stays linear.

`python -m tests.properties.patterns` prints the patterns that cannot be looked at beforehand and those
whose time grows faster than the text, one a line, and at last how many it found, of text and of bytes; run
as a process of its own, because a pattern that blows up cannot be stopped from inside.
"""

from __future__ import annotations

import ast
import importlib
import itertools
import pkgutil
import re
import time
from collections.abc import Callable, Iterator
from functools import cache, partial
from pathlib import Path
from types import ModuleType
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("bot", "storage")
# Read only what an operator gives to a command of its own process: nobody waits for it, and no
# message reaches it. To be held to the same rule before the web lets plans in.
APART = "bot.plans"
LENGTHS = (125, 2_000)  # characters; the steep ones show early
SUSPECT = 5.5  # times as long for four times the text, before it is tried at the longest
GROWTH = 9.0  # four times the text may take four times as long; a square makes it 16
UNNOTICED = 0.006  # seconds of CPU that no square of a visible size stays under at the longest
AT_ONCE = (
    0.0003  # seconds that a text of 2,000 takes where each character is looked at a few times
)
USUAL = "90a đ.,-\n("
READS = ("match", "search", "fullmatch", "finditer", "findall", "sub", "split")
INSTEAD = {"findall": "finditer", "sub": "finditer", "split": "finditer"}


def modules() -> Iterator[ModuleType]:
    """Every module of the program."""
    for name in PACKAGES:
        package = importlib.import_module(name)
        yield package
        for found in pkgutil.walk_packages(package.__path__, f"{name}."):
            if not found.name.endswith("__main__") and not found.name.startswith(APART):
                yield importlib.import_module(found.name)


def patterns() -> dict[re.Pattern[Any], set[str]]:
    """Each pattern of a module, with the ways in which it is used; all ways where that is unclear."""
    found: dict[re.Pattern[Any], set[str]] = {}
    used = uses()
    for module in modules():
        for name, value in vars(module).items():
            ways = used.get(_whose(name, module.__name__), READS)
            for pattern in _inside(value, 0):
                found.setdefault(pattern, set()).update(ways)
    for source in literals():
        found.setdefault(re.compile(source), set()).update(READS)
    return found


def _inside(value: object, depth: int) -> Iterator[re.Pattern[Any]]:
    """The patterns that a value of a module is or holds."""
    if isinstance(value, re.Pattern):
        yield value
    elif depth < 4 and isinstance(value, list | tuple | set | frozenset):
        for part in value:
            yield from _inside(part, depth + 1)
    elif depth < 4 and isinstance(value, dict):
        for part in itertools.chain(value.keys(), value.values()):
            yield from _inside(part, depth + 1)
    elif depth < 4 and isinstance(value, type) and value.__module__.split(".")[0] in PACKAGES:
        for part in vars(value).values():
            yield from _inside(part, depth + 1)


@cache
def trees() -> tuple[tuple[Path, ast.Module], ...]:
    return tuple(
        (path, ast.parse(path.read_text(encoding="utf-8")))
        for package in PACKAGES
        for path in sorted((ROOT / package).rglob("*.py"))
        if not path.is_relative_to(ROOT / APART.replace(".", "/"))
    )


def uses() -> dict[str, set[str]]:
    """How patterns are used, by the name they are called with: NAME.search(...)."""
    found: dict[str, set[str]] = {}
    for path, tree in trees():
        module = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and node.attr in READS:
                name = getattr(node.value, "id", getattr(node.value, "attr", ""))
                found.setdefault(_whose(name, module), set()).add(node.attr)
    return found


def _whose(name: str, module: str) -> str:
    """The name of a pattern, with its module where it is used nowhere else."""
    return f"{module}.{name}" if name.startswith("_") else name


def _calls() -> Iterator[tuple[Path, ast.Call]]:
    """Calls re.something(pattern, ...) inside functions."""
    for path, tree in trees():
        for function in ast.walk(tree):
            if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
                continue
            for node in ast.walk(function):
                if (
                    isinstance(node, ast.Call)
                    and isinstance(node.func, ast.Attribute)
                    and getattr(node.func.value, "id", "") == "re"
                    and node.func.attr in (*READS, "compile")
                ):
                    yield path, node


def literals() -> set[str]:
    """Patterns that are written inside functions as plain strings."""
    return {
        call.args[0].value
        for _, call in _calls()
        if isinstance(call.args[0], ast.Constant) and isinstance(call.args[0].value, str)
    }


def hidden() -> list[str]:
    """Patterns made inside functions out of other things than literal text, so that nobody can say
    beforehand how they behave. Text that is escaped is literal text."""
    return [
        f"{path.relative_to(ROOT)}:{call.lineno}"
        for path, call in _calls()
        if not isinstance(call.args[0], ast.Constant) and not _only_escaped(path, call)
    ]


def _only_escaped(path: Path, call: ast.Call) -> bool:
    """Whether what is put into a pattern was escaped, there or a few lines above."""
    if not isinstance(call.args[0], ast.JoinedStr):
        return False
    lines = path.read_text("utf-8").splitlines()[max(0, call.lineno - 6) : call.end_lineno]
    return "re.escape" in "\n".join(lines)


def texts(pattern: re.Pattern[Any]) -> Iterator[Callable[[int], str]]:
    """Runs of one character, of two, and of the pattern's own words, of any length, each with an end
    that the pattern does not expect."""
    source = (
        pattern.pattern if isinstance(pattern.pattern, str) else pattern.pattern.decode("latin-1")
    )
    plain = re.sub(r"\(\?(?:P<\w+>|<?[=!]|:)", "", source)
    own = re.sub(r"\\.|[\[\](){}?*+|^$]", "", plain)
    letters = "".join(dict.fromkeys(USUAL + own))[:22]
    words = list(dict.fromkeys(re.findall(r"[^\W\d_]{2,}", re.sub(r"\\.", " ", source))))[:40]
    pieces = [a + b for a, b in itertools.product(letters, repeat=2)]
    pieces += [f"{word}{space}" for word in words for space in ("", " ")]
    pieces += [f"<{word} " for word in words if "<" in plain]
    for piece in pieces:
        yield partial(_run, piece)
    for a, b in itertools.permutations(USUAL, 2):
        yield partial(_two_runs, a, b)


def _run(piece: str, length: int) -> str:
    return piece * (length // len(piece)) + "\x01"


def _two_runs(a: str, b: str, length: int) -> str:
    return a * (length // 2) + b * (length // 2) + "\x01"


def _seconds(pattern: re.Pattern[Any], way: str, text: Any) -> float:
    read = getattr(pattern, INSTEAD.get(way, way))
    best = 1e9
    for _ in range(3):
        began = time.process_time()
        found = read(text)
        if way in INSTEAD or way == "finditer":
            for _match in found:
                pass
        best = min(best, time.process_time() - began)
        if best < AT_ONCE:
            break
    return best


def faults(pattern: re.Pattern[Any], ways: set[str]) -> Iterator[str]:
    """The first text on which a pattern takes more than in proportion to its length, by way."""
    for way in sorted({INSTEAD.get(way, way) for way in ways}):
        found = next(filter(None, (_fault(pattern, way, length) for length in LENGTHS)), None)
        if found:
            yield f"{way} {pattern.pattern!r} {found}"


def _fault(pattern: re.Pattern[Any], way: str, length: int) -> str:
    """What a pattern is slow on, at texts of one length and four times as long; "" for nothing."""
    for text in texts(pattern):
        taken = _seconds(pattern, way, _given(pattern, text(length)))
        if taken < AT_ONCE or taken < SUSPECT * _seconds(
            pattern, way, _given(pattern, text(length // 4))
        ):
            continue
        longer = _seconds(pattern, way, _given(pattern, text(4 * length)))
        if longer > UNNOTICED and longer > GROWTH * taken:
            return f"on {text(16)!r}: {longer:.3f} s for {4 * length}"
    return ""


def _given(pattern: re.Pattern[Any], text: str) -> str | bytes:
    return text if isinstance(pattern.pattern, str) else text.encode()


def main() -> None:
    for place in hidden():
        print(f"{place}: made of other things than literal text", flush=True)
    found = patterns()
    for pattern, ways in sorted(found.items(), key=lambda entry: str(entry[0].pattern)):
        for fault in faults(pattern, ways):
            print(fault, flush=True)
    of_bytes = sum(isinstance(pattern.pattern, bytes) for pattern in found)
    print(len(found) - of_bytes, of_bytes)


if __name__ == "__main__":
    main()
