"""Whoever handed a seat over, or was taken out of an office, has nothing left that lets them in again."""

from __future__ import annotations

import re

import pytest

from tests.office import Installation, Person

OWN = ("mời đồng nghiệp", "mời người phó", "bàn giao")


def code_for(person: Person, words: str) -> str:
    person.says(words)
    found = re.search(r": ([0-9A-Z]{10}),", person.last)
    assert found is not None, person.last
    return found[1]


def joins(desk: Installation, code: str) -> Person:
    person = desk.person("Lý Thị Dung")
    person.starts(code)
    person.says("Đồng ý")
    return person


def open_seats(desk: Installation) -> int:
    with desk.store.reading() as tx:
        return len(tx.people.seats_of_unit(desk.campaign.id, desk.submission().unit_id))


@pytest.mark.parametrize("words", OWN[:2])
def test_who_handed_over_comes_back_by_no_code_of_their_own(
    desk: Installation, words: str
) -> None:
    """The colleague's code is made last: making a hand-over code ends older ones of the same role."""
    before = desk.joined()
    over = code_for(before, "bàn giao")
    own = code_for(before, words)
    joins(desk, over)
    assert open_seats(desk) == 1
    joins(desk, own)
    assert open_seats(desk) == 1


def test_a_code_that_another_member_made_stays(desk: Installation) -> None:
    before = desk.joined()
    other = joins(desk, code_for(before, "mời đồng nghiệp"))
    over = code_for(before, "bàn giao")
    theirs = code_for(other, "mời người phó")
    joins(desk, over)
    joins(desk, theirs)
    assert open_seats(desk) == 3


def test_a_code_for_another_place_stays(desk: Installation) -> None:
    """A coordinator's invitations are handed out to units, which go on with them."""
    coordinator = desk.coordinator("Nguyễn Thị Hoa")
    over = code_for(coordinator, "bàn giao")
    coordinator.says("mời bum nưa")
    coordinator.says("đúng")
    invited = re.search(r"\b([0-9A-Z]{10})\b", coordinator.last)
    assert invited is not None, coordinator.last
    joins(desk, over)
    joins(desk, invited[1])
    assert open_seats(desk) == 1
