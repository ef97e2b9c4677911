"""Remarks that hang on cells of a workbook or on words of a document: seen by whoever opens the file, and
part of no cell's text."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from typing import Any

from docx.oxml import parse_xml
from docx.oxml.ns import qn
from openpyxl.utils import coordinate_to_tuple

LONGEST = 300  # characters of one remark
IN_DOCUMENT = {  # a mark in the text, the part that holds what is said, and the element there
    qn("w:commentReference"): ("word/comments.xml", qn("w:comment")),
    qn("w:footnoteReference"): ("word/footnotes.xml", qn("w:footnote")),
    qn("w:endnoteReference"): ("word/endnotes.xml", qn("w:endnote")),
}
DOCUMENT_PARTS = tuple(part for part, _ in IN_DOCUMENT.values())
ID = qn("w:id")


def on_cells(parts: Mapping[str, bytes], sheet: str) -> dict[tuple[int, int], str]:
    """Return the remarks of one sheet by line and column, from 1."""
    folder, name = posixpath.split(sheet)
    related = parts.get(f"{folder}/_rels/{name}.rels", b"")
    found: dict[tuple[int, int], str] = {}
    for link in parse_xml(related) if related else ():
        if not link.get("Type", "").endswith("/comments"):
            continue
        target = posixpath.normpath(posixpath.join(folder, link.get("Target", "")))
        body = parts.get(target.lstrip("/"), b"")
        for remark in parse_xml(body).iterfind(".//{*}comment") if body else ():
            place = coordinate_to_tuple(remark.get("ref", "A1"))
            found[place] = _short(_own_words(remark))
    return found


def _own_words(remark: Any) -> str:
    """Return what somebody said on a cell. Excel writes a conversation (its author is "tc=" and a number) for
    older programs as its title, an explanation and the words, with empty lines between them."""
    root = remark.getroottree().getroot()
    authors = [author.text or "" for author in root.iterfind(".//{*}author")]
    number = int(remark.get("authorId", 0))
    words = _words(remark, "{*}t")
    is_talk = "".join(authors[number : number + 1]).startswith("tc=")
    return words.split("\n\n", 2)[-1] if is_talk else words


def in_document(parts: Mapping[str, bytes]) -> dict[tuple[str, str], str]:
    """Return what is said beside the words of a document, by the mark there and its number."""
    return {
        (mark, said.get(ID, "")): _short(_words(said, qn("w:t")))
        for mark, (part, element) in IN_DOCUMENT.items()
        for said in (parse_xml(parts[part]).iter(element) if parts.get(part) else ())
    }


def _words(remark: Any, text: str) -> str:
    return " ".join(piece.text or "" for piece in remark.iterfind(f".//{text}"))


def _short(words: str) -> str:
    return " ".join(words.split())[:LONGEST]
