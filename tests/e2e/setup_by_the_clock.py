"""A coordinator's way from the signed plan to printed invitations, with a person's pauses.

    python -m tests.e2e.setup_by_the_clock [--speed 1]

Every page is looked at, every sentence of the plan that a value was read from is read, every field typed.
Prints what there was to do and how many minutes it took; `--speed 10` waits a tenth as long.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections import Counter
from pathlib import Path

from playwright.sync_api import Page

from tests.e2e.test_setup_in_browser import BODY, Running, as_docx
from tests.web.chromium import DESK, chromium

PAUSES = {"page": 20.0, "sentence": 20.0, "typed": 15.0, "tick": 4.0, "choice": 8.0, "button": 4.0}
"""Seconds that each thing takes somebody who does it for the first time."""


class Coordinator:
    """Somebody at the office's pages; `did` counts what they did."""

    def __init__(self, page: Page, speed: float) -> None:
        self.page, self.speed = page, speed
        self.did: Counter[str] = Counter()
        page.set_default_timeout(120_000)

    def _takes_time(self, what: str) -> None:
        self.did[what] += 1
        self.page.wait_for_timeout(1000 * PAUSES[what] / self.speed)

    def types(self, field: str, text: str) -> None:
        self.page.fill(field, text)
        self._takes_time("typed")

    def ticks(self, box: str) -> None:
        self.page.check(box)
        self._takes_time("tick")

    def chooses(self, field: str, option: str) -> None:
        self.page.select_option(field, option)
        self._takes_time("choice")

    def presses(self, button: str) -> None:
        self._takes_time("button")
        self.page.click(button)
        self.page.wait_for_load_state()
        self._takes_time("page")

    def looks_at_each_sentence(self) -> None:
        for box in self.page.query_selector_all("[name=confirmed]"):
            self._takes_time("sentence")
            box.check()
            self._takes_time("tick")


def plays(someone: Coordinator, link: str, plan: Path) -> str:
    """All of it; the name of the file that is printed."""
    page = someone.page
    page.goto(link)
    someone.types("#name", "Nguyễn Thị Hoa")
    someone.types("#body", BODY)
    someone.ticks("[name=agree]")
    someone.presses("button.go")
    someone.presses("text=Bắt đầu")
    page.set_input_files("#file", str(plan))
    someone.presses("text=Đọc kế hoạch >> nth=0")
    someone.looks_at_each_sentence()
    someone.presses("button[value=next]")
    page.locator("fieldset", has_text="Huyện Mường Tè").get_by_label("Tất cả").check()
    someone.presses("button[value=registry]")
    someone.presses("button[value=next]")
    someone.chooses("#form-0", "phu-luc-ii-2022")
    someone.presses("button[value=next]")
    someone.presses("button[value=open]")
    someone.presses("button[value=show] >> nth=0")
    with page.expect_download() as taken:
        page.click("text=Tải bảng mã để in")
    return taken.value.suggested_filename


def main() -> None:
    """Play it once, and tell what it took."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--speed", type=float, default=1.0)
    speed = asked.parse_args().speed
    with tempfile.TemporaryDirectory() as folder, chromium() as browser:
        running = Running(Path(folder))
        try:
            page = browser.new_context(**DESK).new_page()  # type: ignore[arg-type]
            someone, began = Coordinator(page, speed), time.monotonic()
            printed = plays(someone, running.link, as_docx(Path(folder)))
            took = time.monotonic() - began
        finally:
            running.stop()
    waited = sum(PAUSES[what] * number for what, number in someone.did.items())
    print(
        dict(someone.did),
        f"{waited / 60:.1f} minutes of a person,",
        f"{took / 60:.1f} in all,",
        printed,
    )


if __name__ == "__main__":
    main()
