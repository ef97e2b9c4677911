"""What a person is told besides when a document is handed over: under which number the total is
kept, and which figures its template has no place for."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TypeGuard

from bot.exports.sheet_data import CampaignSheet, UnitSheet
from bot.locale.dates import moment
from bot.locale.say import say
from bot.model.export_kinds import Export


@dataclass(frozen=True, slots=True)
class ExportResult:
    """A file that was made, what is told with it, and the number of a total (0: it has none)."""

    path: Path
    words: str = ""
    number: int = 0


def number_of(sheet: object) -> int:
    """Under which number a total is issued; 0 for everything else."""
    mark = sheet.snapshot if isinstance(sheet, CampaignSheet) else None
    return mark.number if mark is not None else 0


def announce_export(sheet: object, export: Export) -> str:
    """Return one line a matter; empty where there is nothing to say."""
    lines = []
    if isinstance(sheet, CampaignSheet) and sheet.snapshot is not None:
        at = moment(sheet.snapshot.at.astimezone(sheet.tz))
        lines.append(say("snapshot.handed", number=sheet.snapshot.number, at=at))
    if export.fills_templates and _fills_a_template(sheet):
        from bot.exports.official_form import left_out

        if rows := left_out(sheet):
            lines.append(say("template.left_out", rows=", ".join(rows)))
    if export.ending == "zip" and isinstance(sheet, CampaignSheet):
        from bot.exports.photo_zip import faulty_files

        if faults := faulty_files(sheet):
            lines.append(say("zip.faults", count=len(faults), files="; ".join(faults)))
    return "\n".join(lines)


def _fills_a_template(sheet: object) -> TypeGuard[CampaignSheet | UnitSheet]:
    return isinstance(sheet, CampaignSheet | UnitSheet) and sheet.template is not None
