"""Places are found by any of their names, however typed, and none is guessed."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.registry.look_up import find_provinces, near_names, search
from bot.registry.places import Place, Status, places
from bot.registry.typed_name import kind_of
from bot.vietnamese.normalise import unaccented

ANY_PLACE = st.integers(0, len(places()) - 1).map(lambda at: places()[at])


def found(text: str) -> list[tuple[str, str, str]]:
    """Each place's name, status and district or province."""
    return [
        (place.name, place.status.value, place.district or place.province)
        for place in search(text)
    ]


def bare(place: Place) -> str:
    """A place's name without its kind, as written."""
    return place.name[len(kind_of(place.name)) :].strip()


@settings(deadline=None)  # the first look reads the lists
@given(ANY_PLACE)
def test_every_place_is_found_by_its_name_with_and_without_kind_and_accents(place: Place) -> None:
    for typed in (place.name, bare(place)):
        for written in (typed, unaccented(typed), typed.upper()):
            assert place in search(written)


@settings(deadline=None)
@given(ANY_PLACE)
def test_every_place_is_found_with_what_it_lay_in(place: Place) -> None:
    for above in place.within:
        assert place in search(f"{place.name}, {above}")
        assert place in search(unaccented(f"{bare(place)} {above}"))


@settings(deadline=None)
@given(ANY_PLACE)
def test_every_former_place_names_what_became_of_it(place: Place) -> None:
    codes = {known.code for known in places() if known.status is Status.CURRENT}
    assert {successor.code for successor in place.successors} <= codes
    assert bool(place.successors) == (place.status is Status.FORMER)


@settings(deadline=None)
@given(ANY_PLACE, st.integers(0, 40))
def test_a_letter_left_out_finds_or_offers_the_place(place: Place, at: int) -> None:
    name = bare(place)
    slip = name[: at % len(name)] + name[at % len(name) + 1 :]
    assert not slip.strip() or place in (*search(slip), *near_names(slip))


def test_a_ward_whose_name_is_gone_is_found_by_its_former_name() -> None:
    (place,) = search("phường Hòa Phú")
    assert (place.status, place.district) == (Status.FORMER, "Thành phố Thủ Dầu Một")
    assert [successor.name for successor in place.successors] == ["Phường Bình Dương"]


def test_a_name_of_several_provinces_brings_all_of_them() -> None:
    assert [
        (name, above) for name, status, above in found("P. Phú Lợi") if status == "current"
    ] == [
        ("Phường Phú Lợi", "Thành phố Hồ Chí Minh"),
        ("Phường Phú Lợi", "Thành phố Cần Thơ"),
    ]
    assert len(found("phu loi")) == 6


@pytest.mark.parametrize(
    "text",
    ["Phú Lợi, Thủ Dầu Một", "phu loi thu dau mot", "UBND P.Phú Lợi, TP. Thủ Dầu Một, tỉnh Bình Dương"],
)  # fmt: skip
def test_what_a_place_lay_in_tells_it_from_its_namesakes(text: str) -> None:
    assert [place.code for place in search(text)] == ["25750", "25744"]


def test_a_divided_commune_names_all_its_successors() -> None:
    (place,) = search("Phường Cổ Nhuế 1")
    assert [(each.name, each.share.value) for each in place.successors] == [
        ("Phường Nghĩa Đô", "part-main"),
        ("Phường Xuân Đỉnh", "part"),
        ("Phường Phú Diễn", "part"),
    ]


def test_a_kind_without_accents_may_be_a_part_of_the_name() -> None:
    assert "Xã Phương Độ" in {name for name, _, _ in found("phuong do")}
    assert found("phường Độ") == []


def test_accents_that_were_typed_are_kept() -> None:
    assert {name for name, _, _ in found("Bum Nưa")} == {"Xã Bum Nưa"}
    assert found("Bum Nửa") == []
    assert {place.name for place in near_names("Bum Nửa")} == {"Xã Bum Nưa"}


def test_a_code_brings_todays_commune_and_the_former_one_apart() -> None:
    assert found("03433") == [
        ("Xã Bum Tở", "current", "Tỉnh Lai Châu"),
        ("Thị trấn Mường Tè", "former", "Huyện Mường Tè"),
    ]


@pytest.mark.parametrize(
    ("text", "code", "former"),
    [
        ("12", "12", ""), ("lai chau", "12", ""), ("tỉnh Lai Châu", "12", ""), ("Thanh Hóa", "38", ""),
        ("Bình Dương", "79", "Tỉnh Bình Dương"), ("ba ria vung tau", "79", "Tỉnh Bà Rịa - Vũng Tàu"),
        ("TP.HCM", "79", ""), ("tỉnh Thừa Thiên Huế", "46", ""), ("Đồng Nai", "75", ""),
        ("tỉnh Đồng Nai", "75", "Tỉnh Đồng Nai"), ("tỉnh Quảng Nam", "48", "Tỉnh Quảng Nam"),
        ("Bắc Kạn", "19", "Tỉnh Bắc Kạn"),
    ],
)  # fmt: skip
def test_a_province_is_found_by_code_and_by_name(text: str, code: str, former: str) -> None:
    (answer,) = find_provinces(text)
    assert (answer.province.code, answer.former) == (code, former)


@pytest.mark.parametrize("text", ["", "  ", ",", "99", "Mường Tè", "xã", "''"])
def test_what_is_no_province_brings_none(text: str) -> None:
    assert find_provinces(text) == ()
