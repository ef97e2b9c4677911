"""Which form a kind of unit has in a campaign."""

from __future__ import annotations

from datetime import date

import pytest

from bot.model.campaign import Campaign, CampaignState


@pytest.mark.parametrize(
    ("kind", "form"),
    [
        ("trường", "school"), ("trường THCS", "school"), ("Trường tiểu học", "school"),
        ("trường mầm non", "nursery"), ("xã", "usual"), ("hội", "usual"), ("", "usual"),
        ("trưởng ban", "usual"),
    ],
)  # fmt: skip
def test_a_form_is_for_every_kind_that_begins_with_its_words(kind: str, form: str) -> None:
    forms = (("trường", "school"), ("trường mầm non", "nursery"), ("", "usual"))
    day = date(2022, 10, 1)
    made = Campaign(1, "c", "c", CampaignState.OPEN, day, day, "", None, forms=forms)
    assert made.form_for(kind) == form
