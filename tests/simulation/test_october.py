"""A whole October with crashes, outages and a clock that jumps: nothing doubled, nothing forgotten."""

from __future__ import annotations

from pathlib import Path

from tests.simulation.october import October


def test_a_whole_october_reminds_everybody_once_and_nobody_wrongly(tmp_path: Path) -> None:
    october = October(tmp_path, units=49, crashes=10)
    october.run()
    figures = october.figures()
    assert october.ledger.faults == []
    assert (figures["units"], figures["crashes"]) == (49, 10)
    assert [name for name in ("outages", "sent reports", "digests") if not figures[name]] == []
    assert {name for name, times in figures["met"].items() if times} == {
        "approver told once it was late",
        "call list",
        "came back",
        "coordinator's words",
        "countdown to the level above",
        "deputy told before the deadline",
        "goes on below another",
        "left the campaign",
        "reminded of file alone",
        "reminded of photo alone",
        "reminded of total alone",
        "reminded of words alone",
    }
    assert set(figures["reminders"]) >= {"delivered", "refused"}
