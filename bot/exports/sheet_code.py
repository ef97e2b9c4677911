"""The code of a version as a QR picture on a workbook of the issuing body: below what it prints, never over
it, so that the signed page finds its way back."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from docx.oxml.parser import parse_xml
from openpyxl.utils import column_index_from_string, range_boundaries
from openpyxl.utils.cell import coordinate_from_string

from bot.exports.office_package import OfficePackage, added
from bot.exports.qr_png import code_png
from bot.exports.sheet_footer import LATER, MAIN
from bot.model.optional import first

NAME = "baocao"  # of the picture: an earlier one is found by it
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
ART = "http://schemas.openxmlformats.org/drawingml/2006/main"
DRAWING_KIND = "application/vnd.openxmlformats-officedocument.drawing+xml"
EMPTY = f'<xdr:wsDr xmlns:xdr="{DRAWING}" xmlns:a="{ART}"/>'
SIDE = 540_000  # EMU: 15 mm, as on every other paper
NEEDED = 46.0  # points of height that the picture takes, with a little air
SIGNING = 60.0  # points that hand and seal need below the last words
USUAL_HEIGHT = 15.0  # points of a row
PRINTED = "_xlnm.Print_Area"
WORKBOOK = "xl/workbook.xml"
_LAST_AREA = re.compile(
    r"(?<![^,])((?:'(?:[^']|'')+'|[^',!]+)!)\$([A-Z]+)\$(\d+):\$([A-Z]+)\$(\d+)$"
)
_ANCHOR = """<xdr:oneCellAnchor xmlns:xdr="{drawing}" xmlns:a="{art}" xmlns:r="{relation}">
<xdr:from><xdr:col>{column}</xdr:col><xdr:colOff>36000</xdr:colOff>
<xdr:row>{row}</xdr:row><xdr:rowOff>18000</xdr:rowOff></xdr:from><xdr:ext cx="{side}" cy="{side}"/>
<xdr:pic><xdr:nvPicPr><xdr:cNvPr id="{number}" name="{name}" descr="{code}"/>
<xdr:cNvPicPr><a:picLocks noChangeAspect="1"/></xdr:cNvPicPr></xdr:nvPicPr>
<xdr:blipFill><a:blip r:embed="{picture}"/><a:stretch><a:fillRect/></a:stretch></xdr:blipFill>
<xdr:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{side}" cy="{side}"/></a:xfrm>
<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></xdr:spPr></xdr:pic><xdr:clientData/></xdr:oneCellAnchor>"""


@dataclass(frozen=True, slots=True)
class _Ground:
    """What stands on a sheet: the lines with something in them, the heights of lines, the first column in
    use (from 0)."""

    taken: frozenset[int]
    heights: Mapping[int, float]
    usual: float
    left: int

    def below(self, line: int, points: float) -> int:
        """Return the last of the lines after `line` that are together so high."""
        while points > 0:
            line += 1
            points -= self.heights.get(line, self.usual)
        return line

    def above(self, line: int, points: float) -> int:
        """Return the first of the lines up to `line` that are together so high."""
        while points > 0 and line > 0:
            points -= self.heights.get(line, self.usual)
            line -= 1
        return line + 1


def draw_code(package: OfficePackage, part: str, sheet: Any, code: str, place: int) -> None:
    """Draw a code on a sheet (its part, and that part's element, which is changed) that is the `place`-th
    of the workbook; "" takes an earlier one away."""
    drawing = _drawing_of(package, part, sheet)
    shapes = package.root(drawing) if drawing else parse_xml(EMPTY.encode())
    if _is_cleared(shapes) and drawing:
        package.write(drawing, shapes)
    ground = _ground(sheet, shapes)
    if code:
        at = _free_place(package, ground, place)
        drawing = drawing or _new_drawing(package, part, sheet)
        _add_picture(package, drawing, shapes, code, at)
        package.write(drawing, shapes)


def _drawing_of(package: OfficePackage, part: str, sheet: Any) -> str:
    """Return the part with a sheet's pictures; "" where it has none."""
    own = sheet.find(f"{{{MAIN}}}drawing")
    return package.target(part, own.get(f"{{{RELATION}}}id")) if own is not None else ""


def _is_cleared(shapes: Any) -> bool:
    """Take the code of an earlier version away; return whether there was one."""
    old = [each for each in shapes if _shape_name(each) == NAME]
    for each in old:
        shapes.remove(each)
    return bool(old)


def _shape_name(anchor: Any) -> str:
    return next((str(each.get("name")) for each in anchor.iter(f"{{{DRAWING}}}cNvPr")), "")


# -- where ----------------------------------------------------------------------------------------


def _ground(sheet: Any, shapes: Any) -> _Ground:
    shape = sheet.find(f"{{{MAIN}}}sheetFormatPr")
    usual = USUAL_HEIGHT if shape is None else float(shape.get("defaultRowHeight", USUAL_HEIGHT))
    usual = max(usual, 1.0)
    filled = [cell.get("r") for cell in sheet.iter(f"{{{MAIN}}}c") if len(cell)]
    places = [*map(coordinate_from_string, filled)]
    merged = [range_boundaries(each.get("ref")) for each in sheet.iter(f"{{{MAIN}}}mergeCell")]
    lines = {line for _, line in places}
    over = {
        line for _, top, _, bottom in merged if top in lines for line in range(top, bottom + 1)
    }
    return _Ground(
        taken=frozenset(lines | over | set(_lines_of_shapes(shapes, usual))),
        heights=dict(_heights(sheet)),
        usual=usual,
        left=min((column_index_from_string(column) for column, _ in places), default=1) - 1,
    )


def _heights(sheet: Any) -> Iterable[tuple[int, float]]:
    """Return the lines whose height is set, in points."""
    for row in sheet.iter(f"{{{MAIN}}}row"):
        if row.get("hidden") in ("1", "true"):
            yield int(row.get("r")), 0.0
        elif row.get("ht"):
            yield int(row.get("r")), float(row.get("ht"))


def _lines_of_shapes(shapes: Any, usual: float) -> Iterable[int]:
    """Return the lines behind pictures and boxes, counted from 1."""
    for anchor in shapes:
        lines = [int(each.text) + 1 for each in anchor.iter(f"{{{DRAWING}}}row")]
        high = [int(each.get("cy", "0")) for each in anchor.findall(f"{{{DRAWING}}}ext")]
        if lines:
            more = int(sum(high) / 12_700 / usual) + 1  # EMU in a point
            yield from range(min(lines), max(lines) + (more if high else 1))


def _free_place(package: OfficePackage, ground: _Ground, place: int) -> tuple[int, int]:
    """Return column and line (both from 0) of a free place that is printed. The printed area grows
    downwards where it has no room; where words stand right below it, a further one begins below them."""
    area = _printed_area(package, place)
    found = _LAST_AREA.search(area.text or "") if area is not None else None
    if found is None:  # all is printed
        return ground.left, ground.below(max(ground.taken, default=0), SIGNING)
    sheet, left, top, right, last = found.groups()
    bottom, column = int(last), column_index_from_string(left) - 1
    within = ground.above(bottom, NEEDED)
    if within > ground.below(_last_taken(ground, bottom), SIGNING):
        return column, within - 1
    grown = ground.below(bottom, NEEDED)
    if ground.taken.isdisjoint(range(bottom + 1, grown + 1)):
        _print_also(package, place, f"{sheet}${left}${top}:${right}${grown}", found[0])
        return column, bottom
    bottom = max(ground.taken)
    grown = ground.below(bottom, NEEDED)
    _print_also(
        package, place, f"{found[0]},{sheet}${left}${bottom + 1}:${right}${grown}", found[0]
    )
    return column, bottom


def _last_taken(ground: _Ground, bottom: int) -> int:
    return max((line for line in ground.taken if line <= bottom), default=0)


def _printed_area(package: OfficePackage, place: int) -> Any:
    """Return the element that says what of a sheet is printed; None where all is."""
    return _area_in(package.root(WORKBOOK), place)


def _area_in(book: Any, place: int) -> Any:
    names = book.iter(f"{{{MAIN}}}definedName")
    own = (each for each in names if each.get("localSheetId") == str(place))
    return first(lambda each: each.get("name") == PRINTED, own)


def _print_also(package: OfficePackage, place: int, area: str, instead: str) -> None:
    """Let a sheet print an area in place of its last one."""
    book = package.root(WORKBOOK)
    own = _area_in(book, place)
    own.text = own.text.removesuffix(instead) + area
    package.write(WORKBOOK, book)


# -- the picture ----------------------------------------------------------------------------------


def _new_drawing(package: OfficePackage, part: str, sheet: Any) -> str:
    """Return the part for the pictures of a sheet that had none."""
    drawing = _free_name(package, "xl/drawings/drawing{}.xml")
    package.declare("Override", {"PartName": f"/{drawing}", "ContentType": DRAWING_KIND})
    relation = package.relate(part, f"{RELATION}/drawing", drawing)
    own = added(sheet, MAIN, "drawing", {f"{{{RELATION}}}id": relation})
    later = {f"{{{MAIN}}}{name}" for name in LATER[LATER.index("drawing") + 1 :]}
    following = first(lambda each: each.tag in later, sheet)
    if following is not None:
        following.addprevious(own)
    return drawing


def _add_picture(
    package: OfficePackage, drawing: str, shapes: Any, code: str, at: tuple[int, int]
) -> None:
    picture = _free_name(package, "xl/media/baocao{}.png")
    package.write(picture, code_png(code))
    package.declare("Default", {"Extension": "png", "ContentType": "image/png"})
    numbers = [int(each.get("id", "0")) for each in shapes.iter(f"{{{DRAWING}}}cNvPr")]
    relation = package.relate(drawing, f"{RELATION}/image", picture)
    column, row = at
    anchor = _ANCHOR.format(
        drawing=DRAWING, art=ART, relation=RELATION, column=column, row=row, side=SIDE,
        number=max([1, *numbers]) + 1, name=NAME, code=code, picture=relation,
    )  # fmt: skip
    shapes.append(parse_xml(anchor.encode()))


def _free_name(package: OfficePackage, pattern: str) -> str:
    return next(name for n in range(1, 10_000) if (name := pattern.format(n)) not in package)
