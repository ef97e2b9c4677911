"""Photos of the filled paper form: its pages as LibreOffice prints them, taken askew in bad light."""

from __future__ import annotations

import random
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bot.exports import official_form
from bot.exports.sheet_data import UnitSheet
from bot.model.answer import Answer, values
from bot.model.form import Cell, Form, Indicator

DOTS_PER_INCH = 150
AROUND = 60  # pixels of the table that the paper lies on
ASKEW = 0.03  # of the page's side, by which a corner may be off
DARKEST = 0.55  # of the light, in the darkest corner
GRAIN = 4  # of 256 shades


def filled(form: Form, seed: int) -> dict[str, Answer]:
    """Figures for every row, as a large commune might have them."""
    dice = random.Random(seed)
    rows = (row for row in form.questions if row.cells)
    return {
        row.code: values(row, {cell: _figure(row, cell, dice) for cell in row.cells})
        for row in rows
    }


def _figure(row: Indicator, cell: Cell, dice: random.Random) -> int:
    if row.kind == "money":
        return dice.randrange(1, 90) * 500_000
    if row.kind == "yes_no":
        return 1
    return dice.randrange(10, 1900) if cell == Cell.PEOPLE else dice.randrange(1, 25)


def photos(form: Form, kept: dict[str, Answer], folder: Path, seed: int) -> Iterator[Path]:
    """A photo of each page of the filled form."""
    import cv2
    import pypdfium2

    made = folder / f"bieu-{seed}.xlsx"
    with made.open("wb") as target:
        official_form.write_unit(UnitSheet(form, "Xã Bum Nưa", kept, unit_code="1"), target)
    printed = ["soffice", "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(made)]
    subprocess.run(printed, check=True, capture_output=True, timeout=180)
    pages = pypdfium2.PdfDocument(str(made.with_suffix(".pdf")))
    for number, page in enumerate(pages):
        drawn = page.render(scale=DOTS_PER_INCH / 72).to_numpy()[:, :, :3]
        file = folder / f"bieu-{seed}-{number}.jpg"
        taken = _taken(cv2.cvtColor(drawn, cv2.COLOR_RGB2BGR), seed)
        cv2.imwrite(str(file), taken, [cv2.IMWRITE_JPEG_QUALITY, 80])
        yield file


def _taken(page: Any, seed: int) -> Any:
    """The page as a phone takes it: corners off, a shadow, a little blur and grain."""
    import cv2
    import numpy as np

    dice = random.Random(seed)
    height, width = page.shape[:2]
    tall, wide = height + 2 * AROUND, width + 2 * AROUND
    desk = np.full((tall, wide, 3), (120, 130, 140), np.uint8)
    desk[AROUND : AROUND + height, AROUND : AROUND + width] = page
    right, low = AROUND + width, AROUND + height
    corners = np.float32([[AROUND, AROUND], [right, AROUND], [right, low], [AROUND, low]])
    inward = np.float32([[1, 1], [-1, 1], [-1, -1], [1, -1]])
    off = np.float32(
        [[dice.uniform(0, ASKEW) * width, dice.uniform(0, ASKEW) * height] for _ in range(4)]
    )
    turned = cv2.getPerspectiveTransform(corners, corners + inward * off)
    askew = cv2.warpPerspective(desk, turned, (wide, tall), borderValue=(120, 130, 140))
    down, across = np.mgrid[0:tall, 0:wide]
    light = DARKEST + (1 - DARKEST) * (across / wide * 0.6 + down / tall * 0.4)
    shaded = cv2.GaussianBlur((askew * light[..., None]).astype(np.uint8), (3, 3), 0.6)
    grain = np.random.default_rng(seed).normal(0, GRAIN, shaded.shape)
    return np.clip(shaded + grain, 0, 255).astype(np.uint8)
