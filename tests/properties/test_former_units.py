"""What a merged unit is compared with is found without reading everybody's list, and is the same."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model.campaign import Campaign
from bot.model.unit import Unit
from bot.use_cases.board.year_before import former_units, whence
from storage import Store, Transaction
from tests.storage.samples import NOW, a_campaign

CODES = ("1", "11", "1%", "1_", 'a"b', "Đ", "đ", "2")  # parts of each other, and signs of patterns
NUMBERS = count()


@pytest.fixture(scope="module")
def store() -> Iterator[Store]:
    opened = Store.open("sqlite://", NOW)
    yield opened
    opened.close()


def campaign_of(tx: Transaction, made: dict[str, list[str]]) -> Campaign:
    """A campaign of a body of its own, with units by their codes and what each was made from."""
    body = f"Cơ quan {next(NUMBERS)}"
    units = [
        Unit(0, code, code, "xã", predecessors=tuple(former)) for code, former in made.items()
    ]
    tx.campaigns.keep_units(units, body)
    campaign = replace(a_campaign(f"dot-{next(NUMBERS)}"), body=body)
    campaign = replace(campaign, id=tx.campaigns.create(campaign, "", NOW))
    tx.submissions.open_all(campaign.id, [unit.id for unit in tx.campaigns.units(body)])
    return campaign


@given(
    st.lists(st.sampled_from(CODES), unique=True, min_size=1),
    st.dictionaries(
        st.sampled_from([*CODES, "mới", "mới 2"]),
        st.lists(st.sampled_from(CODES), unique=True, max_size=3),
        min_size=1,
    ),
)
def test_a_unit_has_the_former_units_that_a_look_at_everybody_gives_it(
    store: Store, earlier: list[str], now: dict[str, list[str]]
) -> None:
    with store.transaction() as tx:
        before = campaign_of(tx, {code: [] for code in earlier})
        campaign = campaign_of(tx, now)
        units = tx.campaigns.members(campaign.id)
        assert len(units) == len(now)
        all_known = whence(units, earlier)
        for unit in units:
            found = former_units(tx, before, campaign, unit)
            assert tuple(each.code for each in found) == all_known.get(unit.code, ())
