"""Issued totals in words: which there are, and what has changed since."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import tzinfo
from operator import attrgetter

from bot.locale.dates import moment
from bot.locale.say import say
from bot.model.form import FIRST_CELLS
from bot.model.grouping import grouped_by
from bot.model.snapshot import (
    CellChange,
    ReportEvent,
    Snapshot,
    SnapshotDifference,
    SnapshotStatus,
    UnitChange,
)
from bot.vietnamese.spell import grouped

MOST = 40  # lines of one matter in a message


def standing_words(standing: SnapshotStatus, tz: tzinfo) -> str:
    """Return one snapshot in a line."""
    kept = standing.snapshot
    return say(
        "snapshot.entry",
        number=kept.number,
        at=moment(kept.made_at.astimezone(tz)),
        who=_who(kept),
        state=snapshot_state_words(standing),
    )


def _who(kept: Snapshot) -> str:
    if kept.who is None:
        return say("snapshot.by_command")
    return kept.who or say("board_page.no_name")


def snapshot_state_words(standing: SnapshotStatus) -> str:
    """Return `còn khớp` or `không còn khớp`."""
    return say("snapshot.stale" if standing.is_stale else "snapshot.fits")


def list_text(standings: Sequence[SnapshotStatus], tz: tzinfo) -> str:
    """Return all of a campaign's snapshots, the latest first."""
    if not standings:
        return say("snapshot.none")
    lines = _shortened([f"– {standing_words(each, tz)}" for each in standings])
    how = [say("snapshot.how")] if any(each.is_stale for each in standings) else []
    return "\n".join([*lines, *how])


def difference_text(difference: SnapshotDifference, tz: tzinfo) -> str:
    """Return one snapshot with the units that changed and the cells that say something else now."""
    standing = difference.standing
    lines = [standing_words(standing, tz)]
    if standing.form_changed:
        lines.append(say("snapshot.form_changed"))
    lines += _shortened([f"– {change_words(change)}" for change in standing.changes])
    if standing.is_stale and not difference.cells:
        lines.append(say("snapshot.no_cells"))
    lines += _shortened([f"• {words}" for words in _rows(difference.cells)])
    return "\n".join(lines)


def change_words(change: UnitChange) -> str:
    """Return what happened to one unit."""
    what = change.what.value
    if change.what is ReportEvent.RETURNED and change.version is not None:
        what = "returned_to"
    named = {"unit": change.unit_name, "other": change.other, "version": change.version}
    return say(f"snapshot.what.{what}", **named)


def _rows(cells: Sequence[CellChange]) -> list[str]:
    """Return `1.6 Kỹ năng sống: số lượng 4 → 5, số người 160 → 180`, a line a row."""
    rows = grouped_by(attrgetter("form", "code"), cells)
    return [
        say(
            "snapshot.row",
            code=code,
            name=mine[0].name,
            figures=", ".join(map(_cell_words, mine)),
        )
        for (_, code), mine in rows.items()
    ]


def _cell_words(cell: CellChange) -> str:
    before, after = figure_words(cell.before), figure_words(cell.after)
    return say("snapshot.cell", column=column_words(cell), before=before, after=after)


def column_words(cell: CellChange) -> str:
    """Which column: one of the first two, or by its key."""
    if cell.cell in FIRST_CELLS:
        return say(f"snapshot.column.{cell.cell}")
    return cell.cell.replace("_", " ")


def figure_words(figure: int | None) -> str:
    """Return `1.250`, or that there is none."""
    return say("snapshot.no_figure") if figure is None else grouped(figure)


def _shortened(lines: list[str]) -> list[str]:
    if len(lines) <= MOST:
        return lines
    return [*lines[:MOST], say("snapshot.more", count=len(lines) - MOST)]
