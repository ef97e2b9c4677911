"""A whole October with crashes, outages and a clock that jumps: nothing doubled, nothing forgotten."""

from __future__ import annotations

from pathlib import Path

from tests.simulation.october import October


def test_a_whole_october_reminds_everybody_once_and_nobody_wrongly(tmp_path: Path) -> None:
    october = October(tmp_path, communes=168, crashes=20)
    october.run()
    figures = october.figures()
    assert october.ledger.faults == []
    assert (figures["communes"], figures["crashes"]) == (168, 20)
    happened = (
        "clock jumps",
        "outages",
        "sent reports",
        "with the coordinator's words",
        "digests",
        "reminders of a part alone",
    )
    assert [name for name in happened if not figures[name]] == []
    assert set(figures["reminders"]) == {"delivered", "refused", "later", "doubt"}
