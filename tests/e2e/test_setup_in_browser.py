"""From the signed plan to the first answer, in a browser: `baocao run` in an empty folder, its one-time
link, five steps, the hand-out, and somebody of a unit who joins and answers."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from docx import Document
from playwright.sync_api import Browser, Page

from tests.e2e.installed import CHECKOUT
from tests.web.chromium import DESK, chromium

pytestmark = pytest.mark.browser

TEXT = CHECKOUT / "tests" / "plans" / "real" / "muong-te-2022.txt"
CLOCK = "2022-10-03T08:30:00+07:00"
BODY = "UBND huyện Mường Tè"


def as_docx(folder: Path) -> Path:
    """The plan's text as a Word document: bold lines bold, tables left out."""
    document, target = Document(), folder / "ke-hoach.docx"
    for line in TEXT.read_text("utf-8").splitlines():
        if not line.strip() or line.startswith("|"):
            continue
        plain = line.replace("**", "").replace("*", "").strip()
        document.add_paragraph().add_run(plain).bold = line.startswith("**")
    document.save(str(target))
    return target


class Running:
    """`baocao run` with nothing but its settings; `link` is what it printed."""

    def __init__(self, folder: Path) -> None:
        with socket.create_server(("127.0.0.1", 0)) as probe:
            port = probe.getsockname()[1]
        (folder / "config.toml").write_text(f"[web]\nport = {port}\n", "utf-8")
        environment = {**os.environ, "PYTHONPATH": str(CHECKOUT)}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "bot", "run", "--clock", CLOCK], cwd=folder, env=environment,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True,
        )  # fmt: skip
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        found = re.search(r"http://\S+/setup/\w+", line)
        assert found is not None, line
        self.link = found[0]

    def stop(self) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGINT)
        self.process.communicate(timeout=30)


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Running]:
    made = Running(tmp_path)
    yield made
    made.stop()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


def come_in(page: Page, link: str) -> None:
    page.goto(link)
    page.fill("#name", "Nguyễn Thị Hoa")
    page.fill("#body", BODY)
    page.check("[name=agree]")
    page.click("button.go")


def set_up(page: Page, plan: Path) -> None:
    """All five steps up to the last look."""
    page.click("text=Bắt đầu")
    page.set_input_files("#file", str(plan))
    page.click("text=Đọc kế hoạch >> nth=0")
    assert page.input_value("#deadline") == "trước ngày 14/10/2022"
    assert page.input_value("#number") == ""  # left blank in the draft of the plan
    for box in page.query_selector_all("[name=confirmed]"):
        box.check()
    page.click("button[value=next]")
    assert "trước ngày 01/7/2025" in page.inner_text(
        "#registry"
    )  # the communes of the plan's year
    page.locator("fieldset", has_text="Huyện Mường Tè").get_by_label("Tất cả").check()
    page.click("button[value=registry]")
    page.click("button[value=next]")
    page.select_option("#form-0", "phu-luc-ii-2022")
    page.click("button[value=next]")


def answered(browser: Browser, address: str) -> str:
    """What the chat says after somebody joined by a code and answered the first question."""
    page = browser.new_context(**DESK).new_page()  # type: ignore[arg-type]
    page.goto(address)
    page.get_by_role("button", name="Đồng ý").click()
    page.get_by_text("Đang nhập cho").first.wait_for()
    page.locator("textarea").first.fill("1.1 3 lớp 45 người")
    page.keyboard.press("Enter")
    page.get_by_text("1.1: 3 lớp, 45 người").first.wait_for()
    return page.inner_text("body")


@pytest.mark.parametrize("kind", ["txt", "docx"])
@pytest.mark.parametrize("script", [True, False])
def test_a_plan_becomes_an_open_campaign_with_hand_outs_and_a_first_answer(
    running: Running, browser: Browser, tmp_path: Path, kind: str, *, script: bool
) -> None:
    plan = TEXT if kind == "txt" else as_docx(tmp_path)
    page = browser.new_context(java_script_enabled=script, **DESK).new_page()  # type: ignore[arg-type]
    page.set_default_timeout(20_000)
    come_in(page, running.link)
    set_up(page, plan)
    assert "14 đơn vị" in page.inner_text("main")
    assert "hết thứ Năm 13/10/2022" in page.inner_text("main")
    page.click("button[value=open]")
    page.click("button[value=show] >> nth=0")
    code = page.locator("td code").first.inner_text()
    chat = f"{running.link.split('/setup')[0]}/chat/{code}"
    assert "1.1: 3 lớp, 45 người" in answered(browser, chat)
    assert "Đang nhập 1" in _board(page, running.link)


def _board(page: Page, link: str) -> str:
    page.goto(f"{link.split('/setup')[0]}/setup/campaign/1")
    page.get_by_role("link", name="Bảng theo dõi").click()
    return page.inner_text("main")
