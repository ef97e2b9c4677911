"""What watches over the program: figures behind a token, and logs that machines read."""

from __future__ import annotations

import json

import httpx

from tests.e2e.installed import Installation

CLOCK = "2022-10-10T08:30:00+07:00"
TOKEN = "opens the figures"


def test_figures_are_told_to_whoever_has_the_token_and_logs_are_json(
    baocao: Installation,
) -> None:
    baocao.opens_campaign(CLOCK)
    settings = {"BAOCAO_WEB__METRICS_TOKEN": TOKEN, "BAOCAO_APP__LOG_FORMAT": "json"}
    running = baocao.starts("run", "--clock", CLOCK, **settings)
    running.wait_for("running:")
    address = f"http://127.0.0.1:{baocao.port}/metrics"
    assert [
        httpx.get(address, timeout=60).status_code,
        httpx.get(address, headers=bearer("x"), timeout=60).status_code,
    ] == [403, 403]
    told = httpx.get(address, headers=bearer(TOKEN), timeout=60).text
    for name in ("inbox_waiting", "answers_waiting", "reminders_due", "turn_seconds_count"):
        assert f"\nbaocao_{name} " in told
    lines = [json.loads(line) for line in running.text.splitlines() if line.startswith("{")]
    assert {"time", "level", "logger", "message"} <= set(lines[-1])
    assert TOKEN not in running.text


def test_without_a_token_there_are_no_figures(baocao: Installation) -> None:
    baocao.opens_campaign(CLOCK)
    baocao.starts("run", "--clock", CLOCK).wait_for("running:")
    assert httpx.get(f"http://127.0.0.1:{baocao.port}/metrics", timeout=60).status_code == 404


def bearer(token: str) -> dict[str, str]:
    return {"authorization": f"Bearer {token}"}
