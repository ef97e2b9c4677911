"""Compile each SQL statement once for all the databases that tests open, not once for each of them.

SQLAlchemy keeps what it compiled by engine and by dialect. The dialects of one kind are all alike here, so
that thousands of small installations may share one store; a third of a short test went into compiling.
"""

from __future__ import annotations

from sqlalchemy.engine import Engine
from sqlalchemy.engine.default import DefaultDialect
from sqlalchemy.util import LRUCache

_COMPILED: LRUCache = LRUCache(5_000)


def _hash(dialect: DefaultDialect) -> int:
    return hash(type(dialect))


def _equal(dialect: DefaultDialect, other: object) -> bool:
    return type(dialect) is type(other)


def _kept(_: Engine) -> LRUCache:
    return _COMPILED


def _leave(_: Engine, __: LRUCache) -> None:
    """Drop the store that an engine brings."""


def share() -> None:
    """Let all engines of this process share what was compiled."""
    DefaultDialect.__hash__ = _hash
    DefaultDialect.__eq__ = _equal
    Engine._compiled_cache = property(_kept, _leave)
