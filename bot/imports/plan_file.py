"""Opens a plan: Word with its headings, bold lines and tables, PDF with text, or plain text."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import Any

from docx.oxml import parse_xml
from docx.oxml.ns import qn
from pypdf import PdfReader
from pypdf.errors import PdfReadError

from bot.imports.annex_docx import STYLES, BoldStyles
from bot.imports.filled_docx import (
    BODY,
    CELL,
    PARAGRAPH,
    ROW,
    TABLE,
    TYPES,
    children,
    is_outermost,
    text_of,
)
from bot.imports.grid import shown
from bot.imports.safe_zip import OLE, FileRefused, read_parts, refuse_large, refuse_macros
from bot.imports.scanned_text import can_read_prose, lines_of_pages
from bot.plans.plan_tables import assigned_rows
from bot.plans.plan_text import Block, Sentence, blocks_of, clean, fold

MOST_PAGES = 200
MOST_BLOCKS = 20_000
MOST_STRAY_LINES = 4  # in a text whose lines are paragraphs
FORM_COLUMNS, FORM_ROWS = 3, 3  # a table with less holds the letterhead or the signature
_NOTHING = re.compile(r"[0-9]{0,3}")  # an empty line, the number of a page
_ROW = re.compile(r"\t|^\s*\|")
_NEW_LINE = re.compile(
    r"^(?:[-–+•*]\s|[ivx]+\s*[.)]\s|[0-9]{1,2}(?:\.[0-9]+)*[.)]\s|so\s*[:/]|noi nhan|can cu"
    r"|thuc hien ke hoach|phu luc"
    r"|ke hoach$|kinh gui|tren day|doc lap|cong hoa|uy ban nhan dan$)"
)


def open_plan(path: Path) -> list[Block]:
    """Return the blocks of a document; raises FileRefused for what cannot be opened or holds no text."""
    refuse_large(path)
    head = path.read_bytes()[:8]
    if head.startswith(b"%PDF-"):
        blocks = _of_pdf(path)
    elif head.startswith((b"PK", OLE)):
        blocks = _of_docx(path)
    else:
        lines = _text(path).splitlines()
        blocks = blocks_of(_unwrapped(lines) if _is_wrapped(lines) else lines)
    if not blocks and head.startswith(b"%PDF-") and can_read_prose():
        blocks = _of_scan(path)
    if not blocks:
        raise FileRefused("no_text")
    return blocks[:MOST_BLOCKS]


def _of_scan(path: Path) -> list[Block]:
    """Return the text of a PDF whose pages are pictures, each block marked as read from one."""
    read = blocks_of(_paragraphs([*lines_of_pages(path)]))
    return [replace(block, from_picture=True) for block in read]


def _text(path: Path) -> str:
    """Return a text file's words; raises FileRefused where it is none."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise FileRefused("not_text") from None
    if "\0" in text:
        raise FileRefused("not_text")
    return text


def _of_docx(path: Path) -> list[Block]:
    parts = read_parts(path, lambda name: name in (BODY, TYPES, STYLES))
    refuse_macros(parts)
    if BODY not in parts:
        raise FileRefused("broken")
    try:
        body = parse_xml(parts[BODY])
    except Exception:  # damaged parts make the library stumble in many ways
        raise FileRefused("broken") from None
    bold = BoldStyles(parts.get(STYLES, b""))
    found: list[Block] = []
    for element in body.iter(PARAGRAPH, TABLE):
        if not is_outermost(element):
            continue
        lines = _table(element) if element.tag == TABLE else _paragraph(element, bold)
        for text, is_heading, is_row in lines:
            found.append(Block(len(found) + 1, text, is_heading, is_row))
    return found


Line = tuple[str, bool, bool]  # text, is a heading, is a row of a form


def _paragraph(element: Any, bold: BoldStyles) -> Iterator[Line]:
    styled = element.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
    name = fold(styled.get(qn("w:val"), "")) if styled is not None else ""
    headed = name.startswith(("heading", "title", "tieu de")) or bold.covers(element)
    for line in text_of(element).splitlines():
        if text := clean(line):
            yield text, headed, False


def _table(element: Any) -> Iterator[Line]:
    """Return a form's rows as rows; the cells of a letterhead's or signature's table as lines."""
    cells = [list(children(row, CELL)) for row in children(element, ROW)]
    is_form = len(cells) >= FORM_ROWS and max(map(len, cells)) >= FORM_COLUMNS
    for row in cells:
        texts = [text_of(cell).splitlines() for cell in row]
        if is_form:
            yield "\t".join(clean(" ".join(lines)) for lines in texts), False, True
        else:
            yield from ((clean(text), False, False) for text in chain(*texts) if clean(text))


def _of_pdf(path: Path) -> list[Block]:
    """Return the text of a PDF; a scan has none."""
    logging.getLogger("pypdf").setLevel(logging.ERROR)
    try:
        reader = PdfReader(path)
        if reader.is_encrypted and not reader.decrypt(""):
            raise FileRefused("locked")
        pages = [page.extract_text() for page in reader.pages[:MOST_PAGES]]
    except FileRefused:
        raise
    except (
        PdfReadError,
        ValueError,
        KeyError,
        TypeError,
        AttributeError,
        OSError,
        RecursionError,
        IndexError,
    ):
        raise FileRefused("broken") from None
    lines = "\n".join(pages).splitlines()
    blocks = blocks_of(_paragraphs(lines))
    return (_with_tables(path, lines) if blocks else []) or blocks


def _with_tables(path: Path, lines: list[str]) -> list[Block]:
    """Return a PDF's blocks with the rows of its tables below its text, where one of them says who does
    what by when: read as lines, its cells run into each other. Nothing else."""
    from bot.imports.pdf_tables import open_pdf  # pdfplumber takes 0.3 s to import

    try:
        opened = open_pdf(path)
    except Exception:  # damaged parts make the library stumble in many ways; the lines were read
        return []
    rows = ["\t".join(map(shown, line.values)) for grid in opened.grids for line in grid.lines]
    listed = blocks_of(rows)
    if not any(True for _ in assigned_rows([Sentence(block.text, block) for block in listed])):
        return []
    outside = opened.prose.splitlines()
    above, below = _title_of(lines), _title_of(outside)  # two columns stand side by side above it
    prose = [*lines[:above], *outside[below:]] if above and below else outside
    return blocks_of([*_paragraphs(prose), *rows])


def _title_of(lines: list[str]) -> int:
    """Return the place of the line that is the plan's title; 0 for none."""
    return next((at for at, line in enumerate(lines) if fold(clean(line)) == "ke hoach"), 0)


def _is_wrapped(lines: list[str]) -> bool:
    """Tell whether a text's lines end where the page did: many of them begin in mid-sentence."""
    written = [line.strip() for line in lines if line.strip()]
    going_on = [line for line in written if line[0].islower() and line[1:2].isalpha()]
    return len(going_on) >= MOST_STRAY_LINES and len(going_on) * 10 >= len(written)


def _unwrapped(lines: list[str]) -> Iterator[str]:
    """Return a wrapped text's paragraphs; an empty line ends one, and rows of a table stay rows."""
    kept: list[str] = []
    for line in lines:
        if line.strip() and not _ROW.search(line):
            kept.append(line)
            continue
        yield from _paragraphs(kept)
        kept = []
        yield line
    yield from _paragraphs(kept)


def _paragraphs(lines: list[str]) -> Iterator[str]:
    """Return lines joined to paragraphs: a line goes on unless it ends a sentence, heads something, or
    the next one begins something."""
    kept = ""
    for line in lines:
        text = clean(line)
        if _NOTHING.fullmatch(text):
            continue
        if kept and (_ends(kept) or _begins(text, kept)):
            yield kept
            kept = text
        else:
            kept = f"{kept} {text}".strip()
    if kept:
        yield kept


def _ends(text: str) -> bool:
    return text[-1] in ".;:!" or text.isupper()


def _begins(text: str, before: str) -> bool:
    """Tell whether a line begins a paragraph of its own: a number, a dash, capitals after a short line."""
    if _NEW_LINE.match(fold(text)) or text.isupper():
        return True
    short = len(before) < 55
    return short and text[0].isupper()
