"""What the writer read before, as long as nobody has changed it.

Only reads of the writer's own connection are remembered. Another connection, of this process or
another, shows in SQLite's `PRAGMA data_version`: then everything is forgotten. The writer's own
changes name what they touch (`Prepared.touches`); a change of a table in `REMEMBERED` that names
nothing forgets everything. What a transaction read or wrote counts for the next one once it is
committed, never before.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable
from itertools import chain
from typing import Any, TypeVar

T = TypeVar("T")

REMEMBERED = frozenset(
    {"answer", "campaign", "file", "form", "revision", "revision_answer", "revision_source", "seat",
     "setting", "submission", "unit"}
)  # fmt: skip
"""Tables whose rows are remembered in some shape."""

MOST = 5_000
"""Entries that are kept, the latest used ones: some thousand people's reports, about 40 MiB."""


class Memory:
    """The entries of one connection, each by its key; a key may belong to a group."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._kept: OrderedDict[Hashable, Any] = OrderedDict()
        self._fresh: list[dict[Hashable, Any]] = [{}]  # a dict for each savepoint that is open
        self._groups: dict[Hashable, set[Hashable]] = {}
        self._version: object = None

    def __len__(self) -> int:
        return len(self._kept)

    def begin(self, version: object) -> None:
        """Start a transaction; `version` tells whether others changed the database since the last."""
        if version != self._version:
            self.clear()
            self._version = version
        self._fresh = [{}]

    def open_savepoint(self) -> None:
        """Keep apart what is read from now on, until the savepoint is released or undone."""
        self._fresh.append({})

    def close_savepoint(self, *, released: bool) -> None:
        """Take over what was read since the savepoint, or drop it."""
        newest = self._fresh.pop()
        if released:
            self._fresh[-1].update(newest)

    def commit(self) -> None:
        """Take over what the transaction read and wrote."""
        for key, value in self._fresh[0].items():
            self._kept[key] = value
            self._kept.move_to_end(key)
        self._fresh = [{}]
        while len(self._kept) > self._most:
            self._kept.popitem(last=False)

    def recall(
        self,
        key: tuple[Hashable, ...],
        load: Callable[[], T],
        group: Callable[..., Hashable] | None = None,
    ) -> T:
        """Return what is remembered under a key; what `load` reads where nothing is. `group` makes
        of the value and the key, its name aside, the group it belongs to."""
        for fresh in reversed(self._fresh):
            if key in fresh:
                return fresh[key]  # type: ignore[no-any-return]
        if key in self._kept:
            self._kept.move_to_end(key)
            return self._kept[key]  # type: ignore[no-any-return]
        value = load()
        self.keep(key, value, None if group is None else group(value, *key[1:]))
        return value

    def keep(self, key: Hashable, value: object, group: Hashable = None) -> None:
        """Remember a value that was just read or written."""
        self._fresh[-1][key] = value
        if group is not None:
            self._join(group, key)

    def _join(self, group: Hashable, key: Hashable) -> None:
        members = self._groups.setdefault(group, set())
        members.add(key)
        if len(members) > 2 * self._most:  # half of them at least were dropped meanwhile
            members.intersection_update({*self._kept, *chain(*self._fresh)})

    def forget(self, keys: Iterable[Hashable]) -> None:
        """Forget entries by their key, and by their group."""
        for key in keys:
            for each in (key, *self._groups.pop(key, ())):
                self._kept.pop(each, None)
                for fresh in self._fresh:
                    fresh.pop(each, None)

    def clear(self) -> None:
        """Forget everything."""
        self._kept.clear()
        self._groups.clear()
        for fresh in self._fresh:
            fresh.clear()
