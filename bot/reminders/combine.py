"""Many duties of one person to one message: no report twice, the most pressing first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter

from bot.model.grouping import grouped_by
from bot.reminders.plan_steps import urgency
from bot.reminders.reminder_item import ReminderItem
from bot.reminders.schedule import step_of

FIRST, LAST = (-1, 0), (9, 0)  # an unknown step; a coordinator's own request


@dataclass(frozen=True, slots=True)
class CombinedItems:
    """Duties of one campaign with one deadline: what they share is said once."""

    campaign_title: str
    deadline: datetime | None
    duties: tuple[ReminderItem, ...]


def merge(duties: Sequence[ReminderItem]) -> tuple[CombinedItems, ...]:
    """Return groups by deadline, the earliest first and those without one last.

    Of two steps for the same report the more urgent one stays; returned reports come first."""
    grouped = grouped_by(attrgetter("campaign_title", "deadline"), _most_urgent(duties))
    groups = [
        CombinedItems(title, until, _in_order(some)) for (title, until), some in grouped.items()
    ]
    return tuple(sorted(groups, key=_by_deadline))


def _most_urgent(duties: Iterable[ReminderItem]) -> list[ReminderItem]:
    """Return one duty for each report, that of its most urgent step; units of one name with their codes."""
    kept: dict[tuple[str, str, str], ReminderItem] = {}
    for duty in duties:
        owed = (duty.campaign_title, duty.unit_name, duty.unit_code)
        kept[owed] = max(kept.get(owed, duty), duty, key=_urgency)
    alike = Counter(owed[:2] for owed in kept)
    return [duty.with_code() if alike[owed[:2]] > 1 else duty for owed, duty in kept.items()]


def _by_deadline(group: CombinedItems) -> tuple[bool, float]:
    return group.deadline is None, group.deadline.timestamp() if group.deadline else 0.0


def _in_order(duties: Iterable[ReminderItem]) -> tuple[ReminderItem, ...]:
    return tuple(sorted(duties, key=lambda duty: duty.state != "returned"))


def _urgency(duty: ReminderItem) -> tuple[int, int]:
    step = step_of(duty.step)
    if step is not None:
        return urgency(step)
    return LAST if duty.words or duty.step == "manual" else FIRST
