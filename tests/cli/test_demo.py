"""`baocao demo` as a newcomer meets it: its own clock, its links, its folder, its health."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest


def baocao(*arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    return subprocess.run(
        [sys.executable, "-m", "bot", *arguments], cwd=folder, env=environment,
        capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


class Demo:
    """A running demo: what it printed, and its first page."""

    def __init__(self, folder: Path, *options: str) -> None:
        self.folder, self.port = folder, free_port()
        command = [sys.executable, "-m", "bot", "demo", "--data", str(folder), *options]
        self.process = subprocess.Popen(
            [*command, "--port", str(self.port)], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            text=True, start_new_session=True,
        )  # fmt: skip
        assert self.process.stdout is not None
        self.lines: list[str] = []
        while not self.lines or "Ctrl+C" not in self.lines[-1]:
            line = self.process.stdout.readline()
            assert line, self.process.stderr.read() if self.process.stderr else ""
            self.lines.append(line.strip())

    def stop(self) -> tuple[int, str]:
        """Press Ctrl+C, which reaches every process of the terminal; returns what was left to say."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGINT)
        _, errors = self.process.communicate(timeout=30)
        return self.process.returncode, errors


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[Demo]:
    made = Demo(tmp_path / "demo")
    yield made
    made.stop()


def test_the_demo_names_two_officials_then_the_coordinator(demo: Demo) -> None:
    links = [line.split(": http")[0] for line in demo.lines if "/chat/" in line]
    assert links == ["Cán bộ Xã Bum Nưa", "Cán bộ Xã Pa Ủ", "Người tổng hợp"]
    assert any(
        re.search(r"đồng hồ riêng, đang là 08:30 ngày 10/10/\d{4}", found) for found in demo.lines
    )


def test_every_other_command_works_in_the_demos_folder(demo: Demo) -> None:
    listed = baocao("campaign", "list", folder=demo.folder)
    assert (listed.returncode, listed.stderr) == (0, "")
    slug = listed.stdout.split()[0]
    planned = baocao("remind", slug, "--json", folder=demo.folder)
    assert '"due_at": ' in planned.stdout


def test_a_taken_port_is_answered_with_the_option(demo: Demo, tmp_path: Path) -> None:
    refused = baocao(
        "demo", "--data", str(tmp_path / "other"), "--port", str(demo.port), folder=tmp_path
    )
    assert refused.returncode == 1
    assert f"--port {demo.port + 1}" in refused.stderr


def test_ctrl_c_says_nothing(demo: Demo) -> None:
    assert demo.stop() == (0, "")


def test_the_demo_goes_on_where_it_was_with_the_same_links(tmp_path: Path) -> None:
    first = Demo(tmp_path)
    first.stop()
    again = Demo(tmp_path)
    again.stop()
    codes = [re.findall(r"/chat/(\w+)", " ".join(each.lines)) for each in (first, again)]
    assert codes[0] == codes[1]


def test_the_program_is_well_while_it_commits_and_not_while_it_cannot(demo: Demo) -> None:
    health = f"http://127.0.0.1:{demo.port}/health"
    assert httpx.get(health, timeout=30).status_code == 200
    holder = sqlite3.connect(demo.folder / "baocao.db", isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    ill = httpx.get(health, timeout=30)
    holder.rollback()
    assert (ill.status_code, ill.json()["status"]) == (503, "unwell")
    assert "Cơ sở dữ liệu" in ill.json()["reasons"][0]


def test_a_second_demo_changes_nothing_of_the_one_that_runs(demo: Demo) -> None:
    """It had written its own port into the settings, and set the clock back, before it was refused."""
    kept = {name: (demo.folder / name).read_bytes() for name in ("config.toml", "clock.json")}
    refused = baocao(
        "demo", "--data", str(demo.folder), "--port", str(free_port()), folder=demo.folder
    )
    assert refused.returncode == 1
    assert "đang chạy trên thư mục" in refused.stderr
    assert {name: (demo.folder / name).read_bytes() for name in kept} == kept
