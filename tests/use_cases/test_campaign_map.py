"""The map of a campaign: communes of today by code and name, islands as boxes, nothing else."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from bot.exports.progress_picture import (
    COLOURS,
    PictureMap,
    ProgressSheet,
    StateCount,
    write_campaign,
)
from bot.model.submission import Status
from bot.model.unit import Unit
from bot.registry.campaign_units import units_from_registry
from bot.registry.commune_shapes import bounds, rings, shapes_of
from bot.registry.look_up import find_provinces
from bot.registry.national_list import national_list
from bot.use_cases.board.campaign_map import campaign_maps, units_on

PROVINCES = [province.code for province in national_list().provinces]


def communes_of(province: str) -> list[Unit]:
    (found,) = find_provinces(province)
    return units_from_registry(national_list().of(found.province))


def reports(units: list[Unit]) -> list[tuple[Unit, Status]]:
    states = list(Status)
    return [(unit, states[place % len(states)]) for place, unit in enumerate(units)]


@pytest.mark.parametrize("code", PROVINCES)
def test_every_commune_of_the_registry_has_a_shape_or_a_box(code: str) -> None:
    shapes = shapes_of(code)
    assert shapes is not None
    own = {commune.code for commune in national_list().communes if commune.province.code == code}
    assert own == set(shapes.paths) | set(shapes.boxes)


def test_a_province_is_shown_whole_with_every_report_in_its_state() -> None:
    (shown,) = campaign_maps(reports(communes_of("Lai Châu")))
    assert len([area for area in shown.areas if area.unit]) == 38
    assert {area.status for area in shown.areas} == set(Status)


def test_a_part_of_a_province_is_shown_near_with_its_neighbours_apart() -> None:
    units = communes_of("Lai Châu")[:6]
    (shown,) = campaign_maps(reports(units))
    whole = shapes_of("12")
    assert whole is not None and shown.view[2] < whole.width
    assert {area.unit.name for area in shown.areas if area.unit} == {unit.name for unit in units}
    assert any(area.unit is None for area in shown.areas)


@pytest.mark.parametrize(
    ("province", "island"), [("Đà Nẵng", "Đặc khu Hoàng Sa"), ("Khánh Hòa", "Đặc khu Trường Sa")]
)
@pytest.mark.parametrize("part", [False, True])
def test_far_islands_are_always_shown_with_their_province_as_boxes(
    province: str, island: str, *, part: bool
) -> None:
    units = [unit for unit in communes_of(province) if unit.name != island or not part]
    (shown,) = campaign_maps(reports(units[:8] if part else units))
    box = next(area.box for area in shown.areas if area.name == island)
    assert box is not None
    left, top, width, height = shown.view
    assert left <= box[0] and box[0] + box[2] <= left + width
    assert top <= box[1] and box[1] + box[3] <= top + height


def test_a_former_commune_under_the_code_of_another_is_not_on_the_map() -> None:
    former = Unit(0, "03433", "Thị trấn Mường Tè", "thị trấn")  # Xã Bum Tở has its code today
    others = [unit for unit in communes_of("Lai Châu") if unit.code != former.code]
    units = [*others[:15], former]
    (shown,) = campaign_maps(reports(units))
    assert "03433" not in {area.unit.code for area in shown.areas if area.unit}


def test_campaigns_that_are_no_set_of_communes_have_no_map() -> None:
    schools = [Unit(0, f"TH-{number}", f"Trường {number}", "trường") for number in range(9)]
    former = [Unit(0, f"9{number:04}", f"Xã Cũ {number}", "xã") for number in range(9)]
    assert campaign_maps(reports(schools)) == ()
    assert campaign_maps(reports([*former, *communes_of("Lai Châu")[:4]])) == ()


def test_schools_and_former_communes_stand_beside_the_map() -> None:
    others = [Unit(0, "TH-1", "Trường 1", "trường"), Unit(0, "99999", "Xã Cũ", "xã")]
    maps = campaign_maps(reports([*communes_of("Lai Châu"), *others]))
    assert (len(maps), units_on(maps)) == (1, 38)


def test_a_path_is_read_with_its_relative_lines() -> None:
    assert rings("M10 20l5 -4 0 8z") == [[(10, 20), (15, 16), (15, 24)]]
    assert bounds("M10 20l5 -4 0 8z") == (10, 16, 5, 8)


def test_the_picture_for_the_chat_carries_the_map() -> None:
    square = ((0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (0.0, 10.0))
    counts = (StateCount("accepted", "Đã nhận", 1),)
    sheet = ProgressSheet("Đợt", "", "", False, counts, 1, "8:00")
    with_map = ProgressSheet(
        *(
            getattr(sheet, name)
            for name in ("title", "deadline", "left", "is_over", "states", "sent", "made")
        ),
        maps=(PictureMap((0, 0, 10, 10), ((square, "accepted"),)),),
    )
    plain, mapped = _picture(sheet), _picture(with_map)
    assert mapped.height > plain.height
    middle = mapped.getpixel((mapped.width // 2, (plain.height + mapped.height) // 2))
    assert "#{:02x}{:02x}{:02x}".format(*middle) == COLOURS["accepted"]  # type: ignore[misc]


def _picture(sheet: ProgressSheet) -> Image.Image:
    target = io.BytesIO()
    write_campaign(sheet, target)
    return Image.open(target)
