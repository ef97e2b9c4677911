"""The picture of progress: its letters, its size, its colours, what it counts."""

from __future__ import annotations

import itertools
import unicodedata
from io import BytesIO

import pytest
from PIL import Image

from bot.exports.font import typeface
from bot.exports.progress_picture import (
    COLOURS,
    INSIDE,
    ProgressSheet,
    StateCount,
    wrap,
    write_campaign,
)
from bot.use_cases.board.progress_counts import progress_sheet
from tests.locale.catalogues import CATALOGUES
from tests.office import Installation
from tests.web.board_scenes import in_full_swing

MARKS = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
VOWELS = "aăâeêioôơuưy"
LONG = "Kết quả triển khai Tuần lễ hưởng ứng học tập suốt đời trên địa bàn các xã, phường " * 6
# Severe forms of colour blindness as linear RGB matrices (Machado, Oliveira, Fernandes 2009).
BLINDNESS = {
    "red": ((0.152, 1.053, -0.205), (0.115, 0.786, 0.099), (-0.004, -0.048, 1.052)),
    "green": ((0.367, 0.861, -0.228), (0.280, 0.673, 0.047), (-0.012, 0.043, 0.969)),
    "blue": ((1.256, -0.077, -0.179), (-0.078, 0.931, 0.148), (0.005, 0.691, 0.304)),
}


def sheet(counts: tuple[int, ...] = (2, 5, 1, 2, 1, 3), title: str = "Đợt 1") -> ProgressSheet:
    states = tuple(StateCount(key, key, count) for key, count in zip(COLOURS, counts, strict=True))
    return ProgressSheet(title, "Hạn nộp: …", "Còn 3 ngày", False, states, sum(counts[:2]), "…")


def written(made: ProgressSheet) -> bytes:
    target = BytesIO()
    write_campaign(made, target)
    return target.getvalue()


def drawn(made: ProgressSheet) -> Image.Image:
    return Image.open(BytesIO(written(made)))


def glyph(sign: str, *, bold: bool) -> bytes:
    return bytes(typeface(32, bold=bold).getmask(sign))


def vietnamese() -> set[str]:
    small = {unicodedata.normalize("NFC", vowel + mark) for vowel in VOWELS for mark in MARKS}
    return {*small, *(letter.upper() for letter in small), "đ", "Đ"}


@pytest.mark.parametrize("bold", [False, True])
def test_every_letter_of_vietnamese_and_of_our_sentences_has_a_glyph(bold: bool) -> None:
    ours = set("".join(CATALOGUES["vi"][key] for key in CATALOGUES["vi"] if "picture." in key))
    box = glyph("\U0010fffd", bold=bold)
    wanted = {sign for sign in vietnamese() | ours if not sign.isspace()}
    assert sorted(sign for sign in wanted if glyph(sign, bold=bold) == box) == []
    assert len({glyph(sign, bold=bold) for sign in vietnamese()}) == len(vietnamese())


@pytest.mark.parametrize("title", ["Đợt 1", LONG, "x" * 400, "Tuần lễ 🎉 học tập"])
def test_it_is_as_wide_as_a_phone_needs_and_small_enough_to_send(title: str) -> None:
    body = written(sheet(title=title))
    picture = Image.open(BytesIO(body))
    assert (picture.format, picture.width) == ("PNG", 1200)
    assert 700 < picture.height < 1400
    assert len(body) < 400_000


def test_a_long_title_stays_inside_and_says_that_it_goes_on() -> None:
    font = typeface(46, bold=True)
    lines = wrap(LONG, font, 3)
    assert len(lines) == 3
    assert lines[-1].endswith("…")
    assert all(font.getlength(line) <= INSIDE + font.getlength(" …") for line in lines)


def test_signs_that_have_no_glyph_are_left_out() -> None:
    assert wrap("Tuần lễ 🎉 học\u200b tập", typeface(46), 3) == ("Tuần lễ học tập",)


def test_the_bar_holds_every_state_that_has_units_and_no_other() -> None:
    picture = drawn(sheet((2, 5, 0, 2, 1, 4))).convert("RGB")
    widths = dict.fromkeys(COLOURS, 0)
    known = {tuple(bytes.fromhex(code[1:])): key for key, code in COLOURS.items()}
    stacked = next(
        y
        for y in range(100, picture.height)
        if sum(picture.getpixel((x, y)) in known for x in range(70, 1130)) > 1000
    )
    for x in range(picture.width):
        key = known.get(picture.getpixel((x, stacked + 20)))
        if key is not None:
            widths[key] += 1
    whole = sum(widths.values())
    shares = {key: round(14 * width / whole) for key, width in widths.items()}
    assert list(shares.values()) == [2, 5, 0, 2, 1, 4]


def test_a_campaign_without_units_is_drawn_too() -> None:
    assert drawn(sheet((0, 0, 0, 0, 0, 0))).width == 1200


def test_a_hundred_percent_only_when_all_have_sent() -> None:
    assert sheet((199, 0, 0, 0, 0, 1)).percent == 99
    assert sheet((100, 100, 0, 0, 0, 0)).percent == 100


def seen(code: str, kind: str) -> tuple[float, ...]:
    """A colour as somebody sees it, in linear light."""
    light = [(part / 255) ** 2.2 for part in bytes.fromhex(code[1:])]
    return tuple(
        sum(weight * part for weight, part in zip(row, light, strict=True))
        for row in BLINDNESS[kind]
    )


@pytest.mark.parametrize("kind", BLINDNESS)
def test_neighbours_differ_for_people_who_see_fewer_colours(kind: str) -> None:
    for first, other in itertools.pairwise(COLOURS.values()):
        far = sum((a - b) ** 2 for a, b in zip(seen(first, kind), seen(other, kind), strict=True))
        assert far**0.5 > 0.1, (kind, first, other)


def test_it_counts_what_the_board_counts(desk: Installation) -> None:
    hoa = desk.coordinator("Chị Hoa")
    in_full_swing(desk, hoa)
    with desk.store.reading() as tx:
        made = progress_sheet(tx, desk.office, desk.campaign)
        statuses = [view.status.value for view in tx.views.board(desk.campaign.id)]
    assert {state.key: state.count for state in made.states} == {
        key: statuses.count(key) for key in COLOURS
    }
    assert made.all == 14
    assert made.sent == statuses.count("submitted") + statuses.count("accepted")
    assert (made.title, made.left, made.is_over) == (desk.campaign.title, "Còn 3 ngày", False)
    assert "13/10/2022" in made.deadline


def test_it_names_nobody(desk: Installation) -> None:
    desk.joined()
    with desk.store.reading() as tx:
        made = repr(progress_sheet(tx, desk.office, desk.campaign))
    assert "Bum Nưa" not in made
    assert "Lò Văn Ân" not in made
