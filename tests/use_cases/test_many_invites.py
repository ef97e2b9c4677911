"""Codes for a whole province: a handful of statements, however many units there are."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import event

from benchmarks import database
from bot.model.person import Role
from bot.use_cases.campaigns import invites

LINKS = {"telegram": "https://t.me/mau_bot?start={code}"}


def statements(folder: Path, units: int, *, new: bool) -> tuple[int, int]:
    """(statements, codes) of one hand-out for all units."""
    made = database.make(folder / str(units), units, 1, reported=1)
    store, office = database.open_store(made.folder), database.make_office(made.folder)
    heard: list[str] = []
    event.listen(store.engine, "checkout", lambda each, *_: each.set_trace_callback(heard.append))
    with store.transaction() as tx:
        slug = tx.campaigns.all()[-1].slug
        heard.clear()
        codes = invites.hand_out(tx, office, slug, None, Role.REPORTER, LINKS, new=new)
        told = {sql.partition("VALUES")[0] for sql in heard}
    store.close()
    return len(told), len(codes)


@pytest.mark.parametrize("new", [False, True])
def test_a_hand_out_takes_the_same_statements_for_any_number_of_units(
    new: bool, tmp_path: Path
) -> None:
    few, many = (statements(tmp_path, units, new=new) for units in (20, 400))
    assert few[0] == many[0] <= 6
    assert many[1] >= 399
