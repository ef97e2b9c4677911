"""Files made from reports: domain values in, bytes out.

Every export is a module with `write_campaign(sheet, target)`; one that has a layout of its own for
a single unit also has `write_unit(sheet, target)`, there or in a module of its own (a campaign's
document is a report in words, a unit's is its form). A new kind of file is one module and one line.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from bot.exports.sheet_data import CampaignSheet, UnitSheet


@dataclass(frozen=True, slots=True)
class Export:
    """One kind of file. Its module is imported when it is first used: openpyxl takes 0.2 s."""

    module: str
    mime: str
    unit_module: str = ""  # where one unit's file is made, if it is not the same module

    def write(self, sheet: CampaignSheet, target: BinaryIO) -> None:
        """The whole campaign."""
        module = import_module(self.module)
        with _without_collecting():
            module.write_campaign(sheet, target)

    def write_form(self, sheet: UnitSheet, target: BinaryIO) -> None:
        """One unit's form on its own, where this kind of file has a layout for it."""
        import_module(self.unit_module or self.module).write_unit(sheet, target)

    def write_unit(self, sheet: CampaignSheet, unit_code: str, target: BinaryIO) -> None:
        """One unit of the campaign; KeyError where it has no such unit."""
        module = import_module(self.unit_module or self.module)
        if hasattr(module, "write_unit"):
            module.write_unit(sheet.unit_sheet(unit_code), target)
        else:
            module.write_campaign(sheet.only(unit_code), target)


@contextmanager
def _without_collecting() -> Iterator[None]:
    """A large workbook is a million objects, none of them rubbish before the end: looking through
    them for cycles again and again took a seventh of the time."""
    collected = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collected:
            gc.enable()


EXPORTS: dict[str, Export] = {
    ".xlsx": Export(
        "bot.exports.official_form",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ),
    ".docx": Export(
        "bot.exports.word_report",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "bot.exports.unit_docx",
    ),
    ".csv": Export("bot.exports.csv_file", "text/csv; charset=utf-8"),
    ".json": Export("bot.exports.json_file", "application/json"),
    ".zip": Export("bot.exports.photo_zip", "application/zip"),
}
