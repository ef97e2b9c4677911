"""A workbook's foot of the page: our words beside what the office prints there."""

from __future__ import annotations

import re
from typing import Any

from bot.exports.office_package import added
from bot.model.optional import first

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LONGEST = 255  # letters of a foot, with its marks: more makes a workbook damaged
LOOK = '&"Times New Roman,Italic"&9'
ORDER = ("oddHeader", "oddFooter", "evenHeader", "evenFooter", "firstHeader", "firstFooter")
ONLY_WITH = {"evenFooter": "differentOddEven", "firstFooter": "differentFirst"}
LATER = (
    "rowBreaks", "colBreaks", "customProperties", "cellWatches", "ignoredErrors", "smartTags", "drawing",
    "legacyDrawing", "legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls", "webPublishItems",
    "tableParts", "extLst",
)  # fmt: skip
NEAREST = 0.25  # inch from the paper's edge that every printer reaches
LINE = 0.2  # inch that a line of the foot takes
_PIECES = re.compile(r'&"[^"]*"|&&|&[LCR]|[^&]+|&', re.DOTALL)


def write_foot(sheet: Any, words: str, short: str, earlier: re.Pattern[str]) -> None:
    """Put words into the foot of every page of a sheet, the short ones where the office prints something
    there too; what matches `earlier` was ours and goes."""
    own = sheet.find(f"{{{MAIN}}}headerFooter")
    if own is None and not words:
        return
    if own is None:
        own = _placed(sheet, "headerFooter", LATER)
        _leave_room(sheet)
    for name in ("oddFooter", *(each for each in ONLY_WITH if _is_on(own, ONLY_WITH[each]))):
        foot = own.find(f"{{{MAIN}}}{name}")
        if foot is None:
            foot = _placed(own, name, ORDER[ORDER.index(name) + 1 :])
        others = earlier.sub("", foot.text or "")
        foot.text = with_words(others, words, short) if words else others


def with_words(foot: str, words: str, short: str) -> str:
    """Return a foot with words in a part of it that is free, or below what stands on the left; as it was
    where it would become too long."""
    parts = parts_of(foot)
    free = [side for side in "LRC" if not parts[side].strip()]
    for text in (words, short) if len(free) == len(parts) else (short,):
        own = LOOK + text.replace("&", "&&")
        side = free[0] if free else "L"
        filled = {**parts, side: own if free else f"{parts[side]}\n{own}"}
        made = "".join(f"&{each}{filled[each]}" for each in "LCR" if filled[each])
        if len(made) <= LONGEST:
            return made
    return foot


def parts_of(foot: str) -> dict[str, str]:
    """Return what a foot prints on the left, in the middle and on the right, with its marks."""
    parts = dict.fromkeys("LCR", "")
    side = "C"  # where text without a side stands
    for piece in _PIECES.findall(foot):
        if re.fullmatch("&[LCR]", piece):
            side = piece[1]
        else:
            parts[side] += piece
    return parts


def _is_on(element: Any, name: str) -> bool:
    return element.get(name) in ("1", "true")


def _leave_room(sheet: Any) -> None:
    """Give a foot that is new its line where the office's margin leaves none: the foot moves down as far
    as printers reach, the margin grows by what is missing then."""
    margins = sheet.find(f"{{{MAIN}}}pageMargins")
    if margins is None:
        return
    bottom = max(float(margins.get("bottom", "0.75")), NEAREST + LINE)
    foot = min(float(margins.get("footer", "0.3")), bottom - LINE)
    margins.set("bottom", f"{bottom:g}")
    margins.set("footer", f"{foot:g}")


def _placed(parent: Any, name: str, later: tuple[str, ...]) -> Any:
    """Return a new child before the first of those that come after it."""
    child = added(parent, MAIN, name)
    names = {f"{{{MAIN}}}{each}" for each in later}
    following = first(lambda each: each.tag in names, parent)
    if following is not None:
        following.addprevious(child)
    return child
