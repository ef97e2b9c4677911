"""One thing that a campaign asks of its units, as its file says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.model.answer import NARRATIVE
from bot.model.form import is_of_kind
from bot.model.unit import Unit

USUAL_TOTAL = "usual-total"  # key of the total that nobody had to name


@dataclass(frozen=True, slots=True)
class CampaignItem:
    """One thing that a campaign asks of units: of the `kinds` and codes named, of all without any.

    `key` names it within its campaign for ever, `type` is the name of its class in `item_types`.
    `minimum` is how many at least, `row` the form's row that it belongs to. `due` is the last instant
    that `phrase` means; None: the same as the report's. `with_report`: it is asked for when the report
    is sent and not by itself afterwards."""

    key: str
    type: str
    title: str = ""
    kinds: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    minimum: int = 0
    row: str = ""
    phrase: str = ""
    due: datetime | None = None
    receivers: tuple[str, ...] = ()
    with_report: bool = False

    def is_asked_of(self, unit: Unit) -> bool:
        """Return whether a unit owes it."""
        if not self.kinds and not self.units:
            return True
        return unit.code in self.units or is_of_kind(unit.kind, self.kinds)

    @property
    def is_usual_total(self) -> bool:
        """Return whether it is the total of units with others below them that the campaign does not name:
        owed besides their own figures, it changes nothing about how these count."""
        return self.key == USUAL_TOTAL

    @property
    def answer_code(self) -> str:
        """Return under which code, among a report's answers, words for this item are kept."""
        return NARRATIVE if self.key == NARRATIVE else f"{NARRATIVE}:{self.key}"
