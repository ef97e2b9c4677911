"""Takes the pictures of docs/ anew: `python -m tests.docs.screens [--out DIR]`.

Plays the sample campaign (`baocao demo`) in the system's Chromium, and `baocao run` in an empty folder for the
page that a plan fills. The spreadsheet's picture (excel.png) is made by hand.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Browser, Page

from tests.e2e.installed import CHECKOUT, free_port
from tests.e2e.test_setup_in_browser import BODY, Running, as_docx
from tests.web.chromium import chromium

PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "device_scale_factor": 2}
NARROW: dict[str, Any] = {"viewport": {"width": 320, "height": 640}, "device_scale_factor": 2}
DESK: dict[str, Any] = {"viewport": {"width": 1440, "height": 900}}
COLOURS = 128  # of a picture, so that it stays small

FIRST = (
    "Giàng A Páo, công chức văn hóa", "1.1: 3 lớp 45 người\n1.2: 1 lớp 20\n1.3: 2 lớp 46\n1.4: 1 lớp 18",
    "đúng", "1.4a: 2 lớp 52 người; 1.5: 1 lớp 80 người; 1.6: 4 lớp 160 học sinh", "đúng", "khoảng 2 buổi 70 người",
)  # fmt: skip
WHOLE = "1.1: {n} lớp {p}0 người\n1.6: 4 lớp 16{n} người\n2: {n} tin\n5.1: 1 cuộc 1{p}0 người\n8: 1\n10.1: 12,{n} triệu\ncòn lại không"
SENT = ("03433", "03436", "03445", "03448", "03451")
BEGUN = ("03439", "03454", "03457")


class Demo:
    """The sample campaign, up; `links` are of two officials, the coordinator and the office."""

    def __init__(self, folder: Path) -> None:
        self.folder, log = folder / "demo", folder / "demo.log"
        words = ["demo", "--port", str(free_port()), "--data", str(self.folder)]
        with log.open("wb") as stream:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "bot", *words], cwd=folder, stdout=stream, stderr=stream,
                env={**os.environ, "PYTHONPATH": str(CHECKOUT)},
            )  # fmt: skip
        self.links: list[str] = []
        while len(self.links) < 4:
            time.sleep(0.2)
            self.links = re.findall(r"http://\S+/(?:chat|setup)/\w+", log.read_text("utf-8"))

    def does(self, *words: str) -> str:
        """Carry out a command in the demo's folder and return what it printed."""
        environment = {**os.environ, "PYTHONPATH": str(CHECKOUT)}
        made = subprocess.run(
            [sys.executable, "-m", "bot", *words], cwd=self.folder, env=environment, check=True,
            capture_output=True, text=True,
        )  # fmt: skip
        return made.stdout


class Camera:
    """Somebody's browser whose pictures go into a folder."""

    def __init__(self, browser: Browser, out: Path, **options: Any) -> None:
        self.out = out
        self.page: Page = browser.new_context(locale="vi-VN", **options).new_page()
        self.page.set_default_timeout(30_000)

    def takes(self, name: str) -> None:
        """Take a picture once everything has come to rest."""
        self.page.wait_for_timeout(1200)
        path = self.out / f"{name}.png"
        self.page.screenshot(path=path)
        with Image.open(path) as whole:
            small = whole.convert("RGB").quantize(COLOURS)
        small.save(path, optimize=True)

    def joins(self, link: str) -> None:
        self.page.goto(link)
        self.page.get_by_role("button", name="Đồng ý").first.click()
        self.page.wait_for_timeout(1000)

    def writes(self, *messages: str) -> None:
        for text in messages:
            before = self.page.locator(".line.bot").count()
            self.page.locator("#answer").fill(text)
            self.page.get_by_role("button", name="Gửi", exact=True).click()
            self.page.wait_for_function(
                "before => document.querySelectorAll('.line.bot').length > before", arg=before
            )

    def sees(self, **options: Any) -> None:
        """Look by a screen of another size."""
        self.page.set_viewport_size(options["viewport"])
        self.page.reload()


def official(browser: Browser, out: Path, demo: Demo) -> None:
    """Take what an official sees, from the first figures to a report that came back."""
    phone = Camera(browser, out, **PHONE)
    phone.joins(demo.links[1])
    phone.writes(*FIRST)
    phone.takes("chat")
    phone.writes("đúng", "máy khác")
    phone.takes("second-device")
    phone.page.goto(f"{demo.links[1].split('/chat')[0]}/table")
    phone.takes("table-phone")
    phone.page.emulate_media(color_scheme="dark")
    phone.takes("table-phone-dark")
    phone.page.emulate_media(color_scheme="light")
    phone.page.locator("[name='1.8:count']").fill("2.500")
    phone.page.locator("[name='1.8:people']").fill("30")
    phone.page.locator("[name='1.8:people']").blur()
    phone.page.locator("[data-row='1.9']").scroll_into_view_if_needed()
    phone.takes("table-phone-doubt")
    phone.sees(**NARROW)
    phone.takes("table-320")
    kept = phone.page.context.storage_state()
    desk = Camera(browser, out, storage_state=kept, **DESK)
    desk.page.goto(f"{demo.links[1].split('/chat')[0]}/table")
    desk.takes("table-desktop")
    phone.sees(**PHONE)
    phone.page.goto(f"{demo.links[1].split('/chat')[0]}/chat")
    phone.writes("1.8: 2 lớp 30 người", "còn lại không", "đúng", "nộp", "nộp")
    phone.takes("receipt")
    reason = "1.1 số người chưa khớp với danh sách lớp"
    demo.does("return", "muong-te-2027", "--unit", "03442", "--row", "1.1", "--reason", reason)
    phone.takes("returned")


def coordinator(browser: Browser, out: Path, demo: Demo) -> None:
    """Take the board, one unit and the totals, with reports in every state."""
    for place, unit in enumerate((*SENT, *BEGUN), start=1):
        words = WHOLE.format(n=place, p=place + 1)
        send = ("--send",) if unit in SENT else ()
        text = words if send else words.rpartition("\n")[0]
        demo.does("enter", "muong-te-2027", "--unit", unit, "--source", "công văn", *send, text)
    demo.does("accept", "muong-te-2027", "--unit", SENT[0], "--unit", SENT[1])
    desk = Camera(browser, out, **DESK)
    desk.joins(demo.links[2])
    desk.writes("Nguyễn Thị Hoa, chuyên viên Phòng Giáo dục", "bảng")
    desk.page.locator(".line.bot a").last.click()
    for page in desk.page.context.pages:
        page.wait_for_load_state()
    desk.page = desk.page.context.pages[-1]
    desk.page.get_by_role("button", name="Mở bảng theo dõi").click()
    for name, size in (("desktop", DESK), ("phone", PHONE)):
        desk.sees(**size)
        desk.takes(f"board-{name}")
        desk.page.get_by_role("link", name="Xã Pa Ủ").click()
        desk.takes(f"board-unit-{name}")
        desk.page.go_back()
    desk.sees(**DESK)
    desk.page.get_by_role("link", name="Xem số tổng hợp").click()
    desk.takes("totals-desktop")


def office(browser: Browser, out: Path, folder: Path) -> None:
    """Take the page on which a plan's facts are looked at."""
    running = Running(folder)
    try:
        desk = Camera(browser, out, **DESK)
        page = desk.page
        page.goto(running.link)
        page.fill("#name", "Nguyễn Thị Hoa")
        page.fill("#body", BODY)
        page.check("[name=agree]")
        page.click("button.go")
        page.click("text=Bắt đầu")
        page.set_input_files("#file", str(as_docx(folder)))
        page.click("text=Đọc kế hoạch >> nth=0")
        page.wait_for_selector("[name=confirmed]")
        page.locator("#start").evaluate("field => field.scrollIntoView({block: 'center'})")
        desk.takes("setup-desktop")
    finally:
        running.stop()


def main() -> None:
    """Take all pictures."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--out", type=Path, default=CHECKOUT / "docs")
    out: Path = asked.parse_args().out
    with tempfile.TemporaryDirectory() as first, tempfile.TemporaryDirectory() as second:
        demo = Demo(Path(first))
        try:
            with chromium() as browser:
                official(browser, out, demo)
                coordinator(browser, out, demo)
                office(browser, out, Path(second))
        finally:
            demo.process.terminate()
            demo.process.wait(30)


if __name__ == "__main__":
    main()
