"""The system's Chromium, driven by playwright; nothing is downloaded."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

ARGUMENTS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PHONE = {"viewport": {"width": 360, "height": 740}, "is_mobile": True, "has_touch": True}
DESK = {"viewport": {"width": 1280, "height": 800}}
NO_NETWORK = ("ERR_INTERNET_DISCONNECTED", "ERR_CONNECTION_REFUSED", "ERR_CONNECTION_RESET",
              "ERR_EMPTY_RESPONSE")  # fmt: skip

DROP = """async () => {
  const canvas = Object.assign(document.createElement("canvas"), {width: 40, height: 30});
  const blob = await new Promise((done) => canvas.toBlob(done, "image/png"));
  const data = new DataTransfer();
  data.items.add(new File([blob], "tha.png", {type: "image/png"}));
  for (const type of ["dragover", "drop"])
    document.body.dispatchEvent(new DragEvent(type, {dataTransfer: data, bubbles: true, cancelable: true}));
}"""
"""Drops a picture on the page, as a person does with the mouse."""


def find_chromium() -> str:
    """Its path; the test fails where there is none, because skipping would hide the page."""
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        pytest.fail("the web chat is tested in a browser: install one (apt-get install chromium)")
    return found


@contextlib.contextmanager
def chromium() -> Iterator[Browser]:
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=find_chromium(), args=list(ARGUMENTS))
        yield browser
        browser.close()


class Tab:
    """A browser profile with the chat page open. `complaints` are errors on the console, without
    those that only say that the network is gone."""

    def __init__(self, browser: Browser, site_address: str, **options: Any) -> None:
        self.context: BrowserContext = browser.new_context(
            base_url=site_address, locale="vi-VN", **(options or PHONE)
        )
        self.complaints: list[str] = []
        self.page: Page = self.new_page()

    def new_page(self) -> Page:
        page = self.context.new_page()
        page.set_default_timeout(15_000)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", lambda said: self._note(said.type, said.text))
        return page

    def _note(self, kind: str, text: str) -> None:
        if kind in ("error", "warning") and not any(reason in text for reason in NO_NETWORK):
            self.complaints.append(text)

    def open(self, path: str = "/chat/ABCDE12345") -> None:
        self.page.goto(path)

    def write(self, text: str) -> None:
        self.page.locator("#answer").fill(text)
        self.page.get_by_role("button", name="Gửi", exact=True).click()

    def tap(self, label: str) -> None:
        self.page.locator(".line.current").get_by_role("button", name=label, exact=True).click()

    def sees(self, text: str, times: int = 1) -> None:
        """Wait until the page shows a text (so many times)."""
        self.page.get_by_text(text).nth(times - 1).wait_for()

    def mine(self) -> list[str]:
        """The person's own messages as shown, in order, with their state."""
        lines = self.page.locator(".line.me")
        return [lines.nth(place).locator(".text").inner_text() for place in range(lines.count())]
