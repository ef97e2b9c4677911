"""Text for the fonts of before Unicode is told from other text, and read."""

from __future__ import annotations

import pytest

from bot.vietnamese.old_fonts import TCVN3, VNI, OldFont, from_old_font

NAMES = "Uỷ ban nhân dân huyện Mường Tè\nXã Pa Vệ Sử\nTrường Tiểu học Kan Hồ\nHội Khuyến học\nPhường Quyết Thắng"


def typed(text: str, table: dict[str, str]) -> str:
    """The text as it lies in a file for an old font."""
    back = {new: old for old, new in table.items()}
    return "".join(back.get(sign, sign) for sign in text)


@pytest.mark.parametrize(("table", "font"), [(TCVN3, OldFont.TCVN3), (VNI, OldFont.VNI)])
def test_a_text_for_an_old_font_becomes_what_it_showed(
    table: dict[str, str], font: OldFont
) -> None:
    assert from_old_font(typed(NAMES, table)) == (NAMES, font)


@pytest.mark.parametrize(
    "text", [NAMES, "Xã Hoà An", "Xã Là Bò", "Café Müller", "Ha Noi", "", "1,2;3", "Xã Tân Thành"]
)
def test_other_text_stays(text: str) -> None:
    assert from_old_font(text) == (text, None)
