"""A campaign of communes as maps of their provinces, coloured by the state of each report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from bot.model.submission import Status
from bot.model.unit import Unit
from bot.registry.commune_shapes import Box, Shapes, bounds, shapes_of
from bot.registry.national_list import Commune, Province, national_list
from bot.registry.typed_name import letters, words_of

FEWEST = 3  # communes that make a map worth looking at
MOST_PROVINCES = 3
WHOLE_FROM = 0.6  # share of a province's communes from which all of it is shown
MARGIN = 0.04  # of the longer side, around what is shown
ISLAND = 0.16  # of the longer side: the box of an island beside a part of its province
MOSTLY = 0.8  # share of a campaign's communes that have to be on the map


@dataclass(frozen=True, slots=True)
class MapArea:
    """One commune: an outline or, for an island, a box. Without a unit it is not in the campaign."""

    name: str
    path: str = ""
    box: Box | None = None
    unit: Unit | None = None
    status: Status | None = None


@dataclass(frozen=True, slots=True)
class ProvinceMap:
    """What is shown of a province, within `view`."""

    province: str
    view: Box
    areas: tuple[MapArea, ...]

    @property
    def view_box(self) -> str:
        """Return the view as SVG writes it."""
        return " ".join(f"{side:g}" for side in self.view)


def campaign_maps(reports: Sequence[tuple[Unit, Status]]) -> tuple[ProvinceMap, ...]:
    """Return a map for each province; nothing for a campaign that is no set of today's communes."""
    by_commune = {
        commune.code: (unit, status) for unit, status in reports if (commune := _commune_of(unit))
    }
    if len(by_commune) < FEWEST or len(by_commune) < MOSTLY * _communes_among(reports):
        return ()
    known = {commune.code: commune for commune in national_list().communes}
    provinces = list(dict.fromkeys(known[code].province for code in by_commune))
    if len(provinces) > MOST_PROVINCES:
        return ()
    return tuple(
        _map(province, shapes, by_commune)
        for province in provinces
        if (shapes := shapes_of(province.code)) is not None
    )


def units_on(maps: Sequence[ProvinceMap]) -> int:
    """Return how many units of a campaign stand on its maps."""
    return sum(area.unit is not None for shown in maps for area in shown.areas)


def _commune_of(unit: Unit) -> Commune | None:
    """Return the commune of today that a unit is, by its code and its name."""
    commune = _communes().get(unit.commune_code or unit.code)
    if commune is None or letters(words_of(commune.name)) != letters(words_of(unit.name)):
        return None
    return commune


@cache
def _communes() -> dict[str, Commune]:
    return {commune.code: commune for commune in national_list().communes}


def _communes_among(reports: Sequence[tuple[Unit, Status]]) -> int:
    """Return how many units are communes, of today or not: not schools and offices below them."""
    kinds = ("xã", "phường", "thị trấn", "đặc khu")
    return sum(unit.kind.casefold() in kinds for unit, _ in reports)


def _map(
    province: Province, shapes: Shapes, reports: dict[str, tuple[Unit, Status]]
) -> ProvinceMap:
    paths = {code: path for code, path in shapes.paths.items() if code not in shapes.boxes}
    own = [code for code in paths if code in reports]
    is_whole = len(own) >= WHOLE_FROM * len(paths)
    view: Box = (0, 0, shapes.width, shapes.height)
    boxes = shapes.boxes
    if own and not is_whole:
        view, boxes = _part(shapes, own)
    seen = paths if is_whole else _within(paths, view)
    areas = [_area(code, reports, path=paths[code]) for code in seen]
    areas += [_area(code, reports, box=box) for code, box in boxes.items()]
    return ProvinceMap(province.name, view, tuple(areas))


def _within(paths: dict[str, str], view: Box) -> list[str]:
    """Return the communes of which something lies in a view."""
    return [code for code, path in paths.items() if _overlap(bounds(path), view)]


def _area(
    code: str, reports: dict[str, tuple[Unit, Status]], path: str = "", box: Box | None = None
) -> MapArea:
    unit, status = reports.get(code, (None, None))
    return MapArea(_communes()[code].name, path, box, unit, status)


def _part(shapes: Shapes, codes: Sequence[str]) -> tuple[Box, dict[str, Box]]:
    """Return the view around some communes, with the province's islands in boxes at its right."""
    around = [bounds(shapes.paths[code]) for code in codes]
    left, top = min(box[0] for box in around), min(box[1] for box in around)
    width = max(box[0] + box[2] for box in around) - left
    height = max(box[1] + box[3] for box in around) - top
    longer = max(width, height)
    margin, side = MARGIN * longer, ISLAND * longer
    boxes = {
        code: (left + width + margin, top + place * (side + margin), side, side)
        for place, code in enumerate(shapes.boxes)
    }
    more = side + margin if boxes else 0.0
    return (left - margin, top - margin, width + 2 * margin + more, height + 2 * margin), boxes


def _overlap(first: Box, second: Box) -> bool:
    across = first[0] < second[0] + second[2] and second[0] < first[0] + first[2]
    return across and first[1] < second[1] + second[3] and second[1] < first[1] + first[3]
