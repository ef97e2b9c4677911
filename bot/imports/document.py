"""Documents people send beside the figures: PDF, Word, Excel, told apart by their content."""

from __future__ import annotations

import zipfile
from pathlib import Path

OFFICE = "application/vnd.openxmlformats-officedocument"
ENDINGS = {
    "application/pdf": ".pdf",
    f"{OFFICE}.wordprocessingml.document": ".docx",
    f"{OFFICE}.spreadsheetml.sheet": ".xlsx",
}
MAIN_PARTS = {
    "word/document.xml": f"{OFFICE}.wordprocessingml.document",
    "xl/workbook.xml": f"{OFFICE}.spreadsheetml.sheet",
}


def kind_of_document(path: Path) -> str | None:
    """The media type of a PDF, .docx or .xlsx; None for anything else, also for files with macros,
    which nobody should have to open."""
    with path.open("rb") as file:
        head = file.read(5)
    if head == b"%PDF-":
        return "application/pdf"
    if head[:2] != b"PK":
        return None
    try:
        with zipfile.ZipFile(path) as packed:
            names = set(packed.namelist())
    except (zipfile.BadZipFile, OSError, ValueError):
        return None
    if any(name.endswith("vbaProject.bin") for name in names):
        return None
    return next((mime for part, mime in MAIN_PARTS.items() if part in names), None)
