"""The kinds of file that reports leave as: all that chat, board, command line and numbering know of them.

A kind is one `Export`; its file in `bot/exports` makes it. Chat words, addresses, endings, media types
and labels are read from here and from nowhere else.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

OFFICE = "application/vnd.openxmlformats-officedocument"
UNKNOWN_BYTES = "application/octet-stream"


class DocumentKind(StrEnum):
    """What a document is made from."""

    FORM = "form"  # one report, in its official form
    CAMPAIGN = "campaign"  # all of a campaign
    LETTER = "letter"  # that urges the late units
    PICTURE = "picture"  # of the progress


@dataclass(frozen=True, slots=True)
class Export:
    """One kind of file.

    `module` makes it of a whole campaign (a function `write_campaign(sheet, target)`), `unit_module` of
    one unit (`write_unit(sheet, target)`); empty where there is no such file. `key` stands in the
    board's addresses, and `export.label.<key>` is its name in the catalogue; `words` follow "xuất" in
    chat, the one to print first. `source` is what the campaign's file is made from.
    """

    key: str
    ending: str  # without the dot
    mime: str
    words: tuple[str, ...]
    module: str = ""
    unit_module: str = ""
    source: DocumentKind = DocumentKind.CAMPAIGN
    is_numbered: bool = False  # a total that people hand on gets a number
    is_long: bool = True  # whoever waits for a campaign's file wants to see how far it is
    names_addressee: bool = False  # can be made for one of the campaign's addressees
    fills_templates: bool = False  # a unit's own workbook may be its layout
    name_end: str = ""  # what the file's name says after the campaign's

    @property
    def suffix(self) -> str:
        """Return the ending as file names carry it."""
        return f".{self.ending}"


EXPORTS: tuple[Export, ...] = (
    Export(
        "xlsx", "xlsx", f"{OFFICE}.spreadsheetml.sheet", ("excel",),
        "bot.exports.official_form", "bot.exports.official_form",
        is_numbered=True, fills_templates=True,
    ),
    Export(
        "docx", "docx", f"{OFFICE}.wordprocessingml.document", ("word",),
        "bot.exports.word_report", "bot.exports.unit_docx",
        is_numbered=True, names_addressee=True,
    ),
    Export(
        "pdf", "pdf", "application/pdf", ("pdf",), unit_module="bot.exports.unit_pdf",
        is_long=False,
    ),
    Export("csv", "csv", "text/csv; charset=utf-8", ("csv",), "bot.exports.csv_file"),
    Export("json", "json", "application/json", ("json",), "bot.exports.json_file"),
    Export("zip", "zip", "application/zip", ("ảnh",), "bot.exports.photo_zip"),
    Export(
        "png", "png", "image/png", ("hình", "hình tiến độ"), "bot.exports.progress_picture",
        source=DocumentKind.PICTURE, is_long=False, name_end="-tien-do",
    ),
    Export(
        "letter", "docx", f"{OFFICE}.wordprocessingml.document", ("công văn", "công văn đôn đốc"),
        "bot.exports.reminder_letter", source=DocumentKind.LETTER, name_end="-cong-van",
    ),
)  # fmt: skip
"""In the order in which they are offered; "xuất" alone gives the first."""


def export_named(key: str) -> Export:
    """Return a kind of file by its key; raise KeyError where there is none."""
    for export in EXPORTS:
        if export.key == key:
            return export
    raise KeyError(key)


def campaign_exports() -> tuple[Export, ...]:
    """Return the kinds of file that exist for a whole campaign."""
    return tuple(export for export in EXPORTS if export.module)


def unit_exports() -> tuple[Export, ...]:
    """Return the kinds of file that have a layout for one unit."""
    return tuple(export for export in EXPORTS if export.unit_module)


def report_exports() -> tuple[Export, ...]:
    """Return the kinds of file that carry the reports' figures, of a campaign or of one unit."""
    return tuple(export for export in EXPORTS if export.source is DocumentKind.CAMPAIGN)


def report_export(name: str) -> Export:
    """Return the kind of file with the figures that a file's name ends in; raise KeyError where
    there is none."""
    for export in report_exports():
        if name.lower().endswith(export.suffix):
            return export
    raise KeyError(name)


def media_type(name: str) -> str:
    """Return the media type of a file by its name."""
    ending = name.rpartition(".")[2].lower()
    return next((export.mime for export in EXPORTS if export.ending == ending), UNKNOWN_BYTES)
