"""Files made from reports: plain values in, bytes out.

Which kinds there are is listed in `bot/model/export_kinds.py`. A kind is a module here with
`write_campaign(sheet, target)`, or `write_unit(sheet, target)` for one unit, or both. It is imported
when it is first used: openpyxl takes 0.2 s.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import TYPE_CHECKING, Any, BinaryIO

if TYPE_CHECKING:
    from bot.exports.sheet_data import CampaignSheet, UnitSheet
    from bot.model.export_kinds import Export


def write_campaign(export: Export, sheet: Any, target: BinaryIO) -> None:
    """Write a whole campaign; `sheet` is what its source gives (figures, progress, late units)."""
    with _without_collecting():
        import_module(export.module).write_campaign(sheet, target)


def write_form(export: Export, sheet: UnitSheet, target: BinaryIO) -> None:
    """Write one unit's form on its own."""
    import_module(export.unit_module).write_unit(sheet, target)


def write_unit(export: Export, sheet: CampaignSheet, unit_code: str, target: BinaryIO) -> None:
    """Write one unit of the campaign: its form, or the campaign's file with this unit only. Raise
    KeyError where the campaign has no such unit."""
    if export.unit_module:
        write_form(export, sheet.unit_sheet(unit_code), target)
    else:
        write_campaign(export, sheet.only(unit_code), target)


@contextmanager
def _without_collecting() -> Iterator[None]:
    """Keep the collector still: a large workbook is a million objects, none of them rubbish before the
    end, and looking through them for cycles again and again took a seventh of the time."""
    collected = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collected:
            gc.enable()
