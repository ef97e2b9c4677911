"""A plan as blocks of text with their structure, and texts that patterns can be looked for in.

Patterns are written without accents and in small letters; `fold` keeps every letter's place, so
that what was found is quoted as it is printed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

_MARKUP = re.compile(r"\[([^\]]*)\]\([^)]*\)|</?[a-zA-Z]+/?>|\*+|^#+\s*|_{2,}")
_HEADING = re.compile(r"(?:[ivx]+\s*[.)]?|[0-9]{1,2}(?:\.[0-9]+)*\s*[.)])\s+\S")
_ROMAN = re.compile(r"[ivx]+\s*[.)]?\s+\S")
_NUMBERING = re.compile(r"^(?:[IVX]+\s*[.)]?|[0-9]{1,2}(?:\.[0-9]+)*\s*[.)]?|[a-zđ]\)|[-–+•*])\s+")
_BULLET = re.compile(r"^\s*(?:[-–•]\s*\+|[-–+•])\s*")
_ROW = re.compile(r"\t|^\|")
_RULE = re.compile(r"[-–:= ]*")  # a cell of the line below a head, or empty
_MARKED = re.compile(r"#.*|\*\*.*\*\*")  # a heading, or all bold
_SENTENCE_END = re.compile(r"(?<=[a-z0-9)\"”’'])(?<!\stp)(?<!\stt)(?<!\sth)(?:\.|;)\s+(?=\S)")
_CLOSING = re.compile(
    r"tren day|can cu (?:noi dung |vao )*(?:cua )?ke hoach|(?:ubnd|uy ban)[^,]*(?:de nghi"
    r"|yeu cau)|nhan duoc"
)
_ENUMERATED = ("-", "–", "+", "•")
_ABOUT = re.compile(r"^(?:Đối với|Đề nghị|Giao|Các đơn vị:)\s+|\s*\([^)]*\)\s*$")
LONGEST_HEADING = 220


def fold(text: str) -> str:
    """Small letters without accents, each in the place of its letter; the text must be NFC."""
    plain = []
    for char in text:
        base = unicodedata.normalize("NFD", char)[0].lower()[0]
        plain.append("d" if base == "đ" else " " if base.isspace() else base)
    return "".join(plain)


def clean(text: str) -> str:
    """Return the text without marks of emphasis, its runs of spaces as one."""
    text = _MARKUP.sub(lambda found: found.group(1) or "", unicodedata.normalize("NFC", text))
    return " ".join(text.replace("\u200b", "").split())


def without_numbering(text: str) -> str:
    """Return the text without the number or dash before it."""
    return _NUMBERING.sub("", _BULLET.sub("", text, count=1), count=1).strip()


@dataclass(frozen=True)
class Block:
    """A paragraph, heading, list entry or line of a table; `number` counts from 1 in the document.

    `text` is clean. `is_heading` is what the document's own format says (a heading style, a line
    all bold); `is_row` marks a line of a table, `from_picture` what was read from a scanned page.
    """

    number: int
    text: str
    is_heading: bool = False
    is_row: bool = False
    from_picture: bool = False

    @cached_property
    def plain(self) -> str:
        """The text as patterns see it."""
        return fold(self.text)

    @property
    def is_title(self) -> bool:
        """Whether the block heads others: by its format, or numbered, short and no sentence."""
        if self.is_row or self.text[:1] in _ENUMERATED:
            return False
        numbered = _HEADING.match(self.plain) is not None
        short = len(self.text) <= LONGEST_HEADING and not self.text.endswith((".", ";"))
        return short and (numbered or self.is_heading)

    @property
    def is_section(self) -> bool:
        """Whether it heads a whole section: a Roman number, or capitals only."""
        capitals = self.text.isupper() and len(self.text) > len("KẾ HOẠCH")
        return self.is_title and (capitals or _ROMAN.match(self.plain) is not None)

    @property
    def bare(self) -> str:
        """The text without its number or dash."""
        return without_numbering(self.text)


@dataclass(frozen=True)
class Sentence:
    """A sentence with where it stands: its block, the actor and the section that head it."""

    text: str
    block: Block
    actor: str = ""
    section: str = ""
    parent: Block | None = None

    @cached_property
    def plain(self) -> str:
        """The sentence as patterns see it."""
        return fold(self.text)

    @property
    def above(self) -> str:
        """What the paragraph above says, as patterns see it; "" for none."""
        return self.parent.plain if self.parent is not None else ""

    @property
    def place(self) -> str:
        """The section and the number of the paragraph, as a person would look it up."""
        return f"{self.section}, ¶{self.block.number}" if self.section else f"¶{self.block.number}"


def sentences_of(text: str) -> list[str]:
    """Return a paragraph cut where a sentence ends; an abbreviation's full stop ends none."""
    plain = fold(text)
    cuts = [0]
    cuts += [
        found.end()
        for found in _SENTENCE_END.finditer(plain)
        if text[found.end()].isupper() or text[found.end()] in '“"(-'
    ]
    parts = [text[start:end] for start, end in zip(cuts, [*cuts[1:], len(text)], strict=True)]
    return [*filter(None, map(str.strip, parts))]


def sentences(blocks: Sequence[Block]) -> list[Sentence]:
    """Return all sentences of a document in order, each with the headings above it."""
    found: list[Sentence] = []
    actor = section = ""
    parent: Block | None = None
    for block in blocks:
        if block.is_section:
            section, actor, parent = block.text, "", None
        elif block.is_title:
            actor = _heading_name(block)
        actor = _inline_actor(block) or actor
        if _CLOSING.match(block.plain):
            actor = ""
        nested = parent if block.text[:1] == "+" else None
        found += [
            Sentence(text, block, actor, section, nested)
            for text in (sentences_of(block.text) if not block.is_row else [block.text])
        ]
        if block.text[:1] != "+":
            parent = block if block.text.endswith(":") else None
    return found


def _heading_name(block: Block) -> str:
    return _ABOUT.sub("", block.bare).rstrip(":. ")


def _inline_actor(block: Block) -> str:
    """Return the office before the colon of `1. Sở …: chủ trì, phối hợp …`."""
    numbered = _HEADING.match(block.plain) is not None and not block.is_title
    name, colon, _ = block.bare.partition(":")
    return (
        _ABOUT.sub("", name).strip() if numbered and colon and len(name) <= LONGEST_HEADING else ""
    )


def blocks_of(lines: Iterable[str]) -> list[Block]:
    """Return the blocks of a text whose lines are paragraphs; a paragraph that a page break cut in two
    is one block again. Lines with tabs are rows of a table."""
    found: list[Block] = []
    for line in lines:
        is_row = _ROW.search(line.strip()) is not None
        text = _cells(line) if is_row else clean(line)
        if not text:
            continue
        if found and not is_row and _goes_on(found[-1], text):
            last = found.pop()
            joined = f"{last.text} {text}"
            found.append(Block(last.number, joined, last.is_heading))
            continue
        is_heading = _MARKED.fullmatch(line.strip()) is not None
        found.append(Block(len(found) + 1, text, is_heading, is_row))
    return found


def _cells(line: str) -> str:
    """Return the cells of a row with tabs between them; "" for the line below a table's head."""
    bare = line.strip()
    cells = bare.strip("|").split("|") if bare.startswith("|") else bare.split("\t")
    texts = list(map(clean, cells))
    return "" if all(map(_RULE.fullmatch, texts)) else "\t".join(texts)


def _goes_on(last: Block, text: str) -> bool:
    """Tell whether a line is the rest of the paragraph before it."""
    if last.is_row or last.is_title or last.text[-1] in ".;:!?":
        return False
    return text[0].islower() and not re.match(r"[a-zđ]\)", text)
