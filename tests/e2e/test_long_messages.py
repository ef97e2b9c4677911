"""No message holds the program up: not for its sender, not for others, not for the stop signal."""

from __future__ import annotations

import time

from tests.e2e.chats import Page
from tests.e2e.installed import SLUG, Installation

CLOCK = "2022-10-10T08:30:00+07:00"
RUNS = (
    "9" * 4000, "0" * 4000, "9" * 20_000, "a" * 4000, "đ" * 20_000, " a" * 10_000, "9 " * 10_000,
    "9." * 10_000, "1.1 " * 5000, "nhầm " * 4000, "( " * 10_000, "1.1: 2 lớp; " * 1600,
)  # fmt: skip


def join(baocao: Installation, unit: str) -> Page:
    page = Page(baocao.json("invite", SLUG, "--unit", unit)[0]["web_link"])
    page.says(page.code)
    page.says("Đồng ý")
    return page


def test_runs_of_anything_hold_up_nobody(baocao: Installation) -> None:
    baocao.opens_campaign(CLOCK)
    running = baocao.starts("run", "--clock", CLOCK)
    running.wait_for("running:")
    sender, other = join(baocao, "03466"), join(baocao, "03433")
    for text in RUNS:
        sender.says(text)
    other.says("1.1: 2 lớp 50 người")
    wait_for(other, "1.1: 2 lớp, 50 người")
    code, seconds = running.stop()
    assert (code, seconds < 10) == (0, True), running.text


def wait_for(page: Page, words: str) -> None:
    end = time.monotonic() + 60
    while not any(words in text for text in page.inbox()):
        assert time.monotonic() < end, page.texts
        time.sleep(0.1)
