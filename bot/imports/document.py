"""Documents people send beside the figures: PDF, Word, Excel (also of 97), by their content."""

from __future__ import annotations

from pathlib import Path

from bot.imports.old_office import EXCEL, WORD, kind_of_old
from bot.imports.safe_zip import OLE, FileRefused, names_of

OFFICE = "application/vnd.openxmlformats-officedocument"
CSV, PAGE, MESSAGE = "text/csv", "text/html", "message/rfc822"
ENDINGS = {
    "application/pdf": ".pdf",
    f"{OFFICE}.wordprocessingml.document": ".docx",
    f"{OFFICE}.spreadsheetml.sheet": ".xlsx",
    WORD: ".doc",
    EXCEL: ".xls",
    CSV: ".csv",
    PAGE: ".html",
    MESSAGE: ".eml",
}
MAIN_PARTS = {
    "word/document.xml": f"{OFFICE}.wordprocessingml.document",
    "xl/workbook.xml": f"{OFFICE}.spreadsheetml.sheet",
}


def kind_of_document(path: Path) -> str | None:
    """Return the media type of a PDF or a document of Word or Excel; None for anything else, also for
    files with macros, which nobody should have to open."""
    with path.open("rb") as file:
        head = file.read(5)
    if head == b"%PDF-":
        return "application/pdf"
    try:
        if head == OLE[:5]:
            return kind_of_old(path)
        names = set(names_of(path)) if head[:2] == b"PK" else set()
    except FileRefused:
        return None
    return next((mime for part, mime in MAIN_PARTS.items() if part in names), None)


def kind_of_mailed(path: Path) -> str | None:
    """Return the same, and that of a table, a page or a message as plain text, which mailboxes bring."""
    found = kind_of_document(path)
    plain = {".csv": CSV, ".html": PAGE, ".eml": MESSAGE}.get(path.suffix.lower())
    if found is not None or plain is None:
        return found
    with path.open("rb") as file:
        head = file.read(4096)
    is_binary = head[:4] in (b"PK\x03\x04", OLE[:4], b"\xff\xd8\xff\xe0", b"\x89PNG")
    return None if is_binary or not head.strip() else plain


def why_not(path: Path) -> str:
    """Return why a file that is no document of these kinds is not taken: locked, macro, old_format, bomb,
    too_large, broken or unsupported."""
    with path.open("rb") as file:
        head = file.read(8)
    if head[:2] != b"PK" and head != OLE:
        return "unsupported" if head else "broken"
    try:
        kind_of_old(path)
        names_of(path)
    except FileRefused as refused:
        return refused.reason
    return "unsupported"
