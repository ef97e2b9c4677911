"""How many figures of photographed forms are read right: `python -m tests.imports.measure_scans [PHOTOS]`."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from bot.forms.form_loader import load_builtin
from bot.imports.scanned_form import open_scan, rows_of_scan
from tests.imports import scanned_pages

SEEDS = 4


def measure(seed: int, folder: Path) -> tuple[int, int, int, int]:
    """Figures on the pages of one form: all, read right, read wrong, left open."""
    form = load_builtin("phu-luc-ii-2022")
    kept = scanned_pages.filled(form, seed)
    read: dict[tuple[str, str], str] = {}
    for page in scanned_pages.photos(form, kept, folder, seed):
        for row in rows_of_scan(open_scan(page, folder), form):
            read |= {(row.code, cell): text for cell, text in row.figures if text}
    truth = {
        (code, cell): str(n) for code, kept_ in kept.items() for cell, n in kept_.figures.items()
    }
    right = sum(read.get(at, "").replace(".", "") == number for at, number in truth.items())
    wrong = sum(at in read for at in truth) - right
    return len(truth), right, wrong, len(truth) - right - wrong


def main() -> None:
    """Print a line a form and the sums."""
    scanned_pages.ASKEW = float(sys.argv[1]) if len(sys.argv) > 1 else scanned_pages.ASKEW
    sums = [0, 0, 0, 0]
    with tempfile.TemporaryDirectory() as folder:
        for seed in range(1, SEEDS + 1):
            found = measure(seed, Path(folder))
            sums = [total + number for total, number in zip(sums, found, strict=True)]
            print("form {}: {} figures, {} right, {} wrong, {} left open".format(seed, *found))
    print("all: {} figures, {} right, {} wrong, {} left open".format(*sums))


if __name__ == "__main__":
    main()
