"""What a reader of a Word document sees of its text, and what stands there without counting.

Struck text was deleted by hand, hidden and white text is not seen, a raised digit is the mark of a
footnote. How a run looks is said by itself, by its style, or by its paragraph's style.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from docx.oxml import parse_xml
from docx.oxml.ns import qn

from bot.imports.cell_remarks import IN_DOCUMENT, LONGEST
from bot.imports.grid import is_footnote_mark
from bot.model.optional import optional

COMPATIBILITY = "http://schemas.openxmlformats.org/markup-compatibility/2006"
NOT_SHOWN = {qn("w:del"), qn("w:moveFrom"), f"{{{COMPATIBILITY}}}Fallback"}
PARAGRAPH, RUN, TEXT = qn("w:p"), qn("w:r"), qn("w:t")
SIGNS = {  # elements that stand for one
    qn("w:tab"): "\t",
    qn("w:br"): "\n",
    qn("w:cr"): "\n",
    qn("w:noBreakHyphen"): "-",
}
RUN_PROPERTIES = qn("w:rPr")
CELL, VALUE = qn("w:tc"), qn("w:val")
STRUCK, UNSEEN = (qn("w:strike"), qn("w:dstrike")), (qn("w:vanish"), qn("w:webHidden"))
COLOUR, SHADE, RAISED = qn("w:color"), qn("w:shd"), qn("w:vertAlign")
OFF = ("0", "false", "off")
MATHS = "http://schemas.openxmlformats.org/officeDocument/2006/math"
EQUATION = f"{{{MATHS}}}oMath"
DEEPEST = 10  # styles that are based on each other
NO_FILL = ("", "auto", "FFFFFF")


@dataclass
class Seen:
    """`text` counts, a line for each paragraph; `left_out` is the rest, with the reason."""

    pieces: list[str] = field(default_factory=list)
    left_out: list[tuple[str, str]] = field(default_factory=list)

    @property
    def text(self) -> str:
        lines = (" ".join(line.split()) for line in "".join(self.pieces).split("\n"))
        return "\n".join(filter(None, lines))


class Looks:
    """How text looks under a document's styles; without styles only what runs say themselves."""

    def __init__(
        self, styles: bytes = b"", remarks: Mapping[tuple[str, str], str] | None = None
    ) -> None:
        self._remarks = remarks or {}
        self._styles: dict[str, Any] = {}
        if styles:
            for style in parse_xml(styles).iter(qn("w:style")):
                self._styles[style.get(qn("w:styleId"), "")] = style

    def read(self, element: Any) -> Seen:
        """Return what is seen of a cell or paragraph."""
        seen = Seen()
        self._gather(element, seen, "")
        return seen

    def _gather(self, element: Any, seen: Seen, paragraph_style: str) -> None:
        for child in element:
            if child.tag == TEXT:
                seen.pieces.append(child.text or "")
            elif child.tag in SIGNS:
                seen.pieces.append(SIGNS[child.tag])
            elif child.tag == RUN:
                self._run(child, seen, paragraph_style)
            elif child.tag in (EQUATION, *IN_DOCUMENT):
                seen.left_out.append(self._unread(child))
            elif isinstance(child.tag, str) and child.tag not in NOT_SHOWN:
                is_paragraph = child.tag == PARAGRAPH
                self._gather(child, seen, _style_of(child) if is_paragraph else paragraph_style)
                if is_paragraph:
                    seen.pieces.append("\n")

    def _unread(self, element: Any) -> tuple[str, str]:
        """Return what is neither text nor left out by anybody: an equation, or what a mark leads to."""
        if element.tag != EQUATION:
            return "remark", self._remarks.get((element.tag, element.get(qn("w:id"), "")), "…")
        signs = (sign.text or "" for sign in element.iter(f"{{{MATHS}}}t"))
        return "equation", " ".join("".join(signs).split())[:LONGEST]

    def _run(self, run: Any, seen: Seen, paragraph_style: str) -> None:
        inside = Seen()
        self._gather(run, inside, paragraph_style)
        reason = self._why_not(run, paragraph_style, "".join(inside.pieces), seen)
        if not reason:
            seen.pieces += inside.pieces
        elif inside.text:
            seen.left_out.append((reason, inside.text))
        seen.left_out += inside.left_out

    def _why_not(self, run: Any, paragraph_style: str, text: str, before: Seen) -> str:
        """Return why a run's text does not count: `struck`, `unseen`, `raised`, or ""."""
        looks = self._properties(run, paragraph_style)
        if any(_is_on(looks.get(name)) for name in STRUCK):
            return "struck"
        if any(_is_on(looks.get(name)) for name in UNSEEN) or _is_white(looks, run):
            return "unseen"
        raised = looks.get(RAISED)
        if raised is not None and raised.get(VALUE) == "superscript":
            return "raised" if is_footnote_mark(text, "".join(before.pieces)) else ""
        return ""

    def _properties(self, run: Any, paragraph_style: str) -> dict[str, Any]:
        """Return a run's properties by name; its own before those of its style and its paragraph's."""
        own = run.find(RUN_PROPERTIES)
        found: dict[str, Any] = {}
        for name in (paragraph_style, property_of(run, "w:rPr", "w:rStyle") or ""):
            found |= self._of_style(name)
        return found | {child.tag: child for child in (own if own is not None else ())}

    def _of_style(self, name: str, depth: int = 0) -> dict[str, Any]:
        style = optional(self._styles.get, name)
        if style is None or depth > DEEPEST:
            return {}
        based = style.find(qn("w:basedOn"))
        found = self._of_style(based.get(VALUE, ""), depth + 1) if based is not None else {}
        own = style.find(RUN_PROPERTIES)
        return found | {child.tag: child for child in (own if own is not None else ())}


def _style_of(paragraph: Any) -> str:
    return property_of(paragraph, "w:pPr", "w:pStyle") or ""


def property_of(element: Any, properties: str, name: str, bare: str = "") -> str | None:
    """Return the value of one of an element's properties: `bare` where it stands without one, None where
    it does not stand."""
    found = element.find(f"{qn(properties)}/{qn(name)}")
    return None if found is None else str(found.get(VALUE, bare))


def _is_on(element: Any) -> bool:
    return element is not None and element.get(VALUE, "1").lower() not in OFF


def _is_white(looks: dict[str, Any], run: Any) -> bool:
    """Tell whether a run is white, with nothing dark behind it."""
    colour = looks.get(COLOUR)
    if colour is None or colour.get(VALUE, "").upper() != "FFFFFF":
        return False
    return not _is_filled(looks.get(SHADE)) and not any(
        _is_filled(shade)
        for cell in run.iterancestors(CELL)
        for shade in cell.iterfind(f"{qn('w:tcPr')}/{SHADE}")
    )


def _is_filled(shade: Any) -> bool:
    return shade is not None and shade.get(qn("w:fill"), "").upper() not in (*NO_FILL, "AUTO")
