"""A scanned plan: read offline, every value marked as read from a picture."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont

from bot.errors import OperatorError
from bot.imports import plan_file
from bot.imports.scanned_text import can_read_prose
from bot.plans.plan_json import proposal_json
from bot.use_cases.campaigns.draft_plan import plan_said
from bot.use_cases.campaigns.plan_reading import read_plan_file

PAGE = (1654, 2339)  # A4 at 200 dots per inch
TEXT = Path(__file__).parent / "made" / "ocr-2022-ngat-dong.txt"


def scanned(folder: Path) -> Path:
    """A PDF that holds nothing but a picture of the plan, a little grey and askew."""
    page = Image.new("L", PAGE, 235)
    draw, font = ImageDraw.Draw(page), ImageFont.truetype("DejaVuSerif.ttf", 30)
    for number, line in enumerate(TEXT.read_text("utf-8").splitlines()):
        draw.text((150, 120 + 48 * number), line, fill=40, font=font)
    page.rotate(0.4, fillcolor=235).save(folder / "quet.pdf", resolution=200)
    return folder / "quet.pdf"


@pytest.mark.skipif(not can_read_prose(), reason="Tesseract has no Vietnamese here")
def test_a_scan_gives_its_days_and_numbers_marked_as_read_from_a_picture(tmp_path: Path) -> None:
    found = proposal_json(read_plan_file(scanned(tmp_path)))
    assert found["plan_number"] == "312/KH-UBND"
    assert found["period"] == {"start": "2022-10-01", "end": "2022-10-07"}
    days = {due["date"] for due in found["report_deadlines"]}
    assert days == {"2022-10-14", "2022-10-20"}
    assert set(found["from_picture"]) == set(found["sources"])
    said = plan_said(found, "quet.pdf").facts["start"]
    assert said.sentence.endswith("(đọc từ ảnh chụp, xin đối chiếu với bản giấy)")


def test_without_a_reader_a_scan_is_refused_with_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(plan_file, "can_read_prose", lambda: False)
    with pytest.raises(OperatorError, match=r"bản quét.*tesseract-ocr-vie"):
        read_plan_file(scanned(tmp_path))
