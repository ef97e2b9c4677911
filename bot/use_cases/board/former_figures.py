"""What the figures of merged units add up to, kept as long as the very same figures are read again:
every message of a merged commune asks for it, and what was sent a year ago hardly ever changes."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence

from bot.model.answer import Answer
from bot.model.form import Form

Figures = Mapping[str, Answer]
MOST = 500  # units whose sums are kept, those asked for last


class FormerFigures:
    """The sums by today's unit, with the form and the reports that each was made from."""

    def __init__(self) -> None:
        self._kept: OrderedDict[int, tuple[Sequence[object], Figures]] = OrderedDict()

    def of(
        self, unit_id: int, form: Form, reports: Sequence[Figures], add: Callable[[], Figures]
    ) -> Figures:
        """Return what the reports of a unit's former units make together on a form; `add` is called where
        these are others than the last time. An equal copy counts as another: it is not looked into."""
        before, made = self._kept.pop(unit_id, ((), {}))
        sources = (form, *reports)
        if [*map(id, before)] != [*map(id, sources)]:
            made = add()
        self._kept[unit_id] = (sources, made)
        if len(self._kept) > MOST:
            self._kept.popitem(last=False)
        return made
