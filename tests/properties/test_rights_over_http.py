"""Rights follow the tree on every address of the board and behind every signed link, whatever the tree."""

from __future__ import annotations

import random
import shutil
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.model.person import Role
from bot.web.web_tokens import WebKeys
from tests.imports.pictures import phone_jpeg
from tests.properties.test_rights import Forest, Parents, hidden_from, name, trees
from tests.web.board_site import BoardSite


def over_http(parents: Parents, check: Callable[[BoardSite, Forest], None]) -> None:
    folder = Path(tempfile.mkdtemp())
    site = BoardSite(folder)
    try:
        check(site, Forest(folder, parents, site.desk))
    finally:
        site.close()
        shutil.rmtree(folder)


def pictured(forest: Forest) -> dict[int, int]:
    """Everybody sends a photo; return its number by the unit's place."""
    for number in range(len(forest.ids)):
        path = Path("files") / f"q{number}.jpg"
        (forest.desk.folder / path).parent.mkdir(exist_ok=True)
        (forest.desk.folder / path).write_bytes(phone_jpeg())
        forest.seated(number, Role.REPORTER).sends_photo(path=path.as_posix())
    with forest.desk.store.reading() as tx:
        kept = [
            (int(unit.code[1:]), photo.id)
            for unit, photo in tx.views.photos(forest.desk.campaign.id)
        ]
    return dict(kept)


def check_pages(site: BoardSite, forest: Forest, number: int) -> None:
    """A branch's coordinator opens what is below the unit; every other address answers as if it were not."""
    photos = pictured(forest)
    visitor = site.visitor(forest.seated(number, Role.COORDINATOR))
    for other, unit in enumerate(forest.ids):
        may = other in forest.below[number]
        for path in (f"/unit/{unit}", f"/unit/{unit}/file/xlsx", f"/picture/{photos[other]}"):
            answer = visitor.opens(site.here + path)
            assert (answer.status_code == 200) is may, (path, answer.status_code)
    others = [name(other) for other in hidden_from(forest, number, own=True)]
    for path in (
        "",
        "/totals",
        *(f"/totals?branch=Q{other:02d}" for other in range(len(forest.ids))),
    ):
        page = visitor.board(path)
        assert not [each for each in others if each in page], path


def check_acts(site: BoardSite, forest: Forest, number: int) -> None:
    """No form post changes anything of a unit that is not below."""
    visitor = site.visitor(forest.seated(number, Role.COORDINATOR))
    token = visitor.token
    for other in hidden_from(forest, number, own=False):
        for act in ("accept", "return", "enter", "extend", "take_out", "add_unit", "mend"):
            fields = {"token": token, "act": act, "unit": str(forest.ids[other]), "reason": "sai"}
            more = {"text": "1.1: 5 lớp 5 người", "source": "thư", "until": "28/10/2022"}
            visitor.posts({**fields, **more, "sure": "1"})
        assert forest.figure(other) == 7000 + other
        assert forest.desk.submission(f"Q{other:02d}").status.value == "submitted"


@settings(max_examples=3, deadline=None)
@given(trees(), st.randoms(use_true_random=False))
def test_no_address_of_the_board_shows_or_changes_another_branch(
    parents: Parents, chance: random.Random
) -> None:
    def check(site: BoardSite, forest: Forest) -> None:
        number = chance.randrange(len(parents))
        check_pages(site, forest, number)
        check_acts(site, forest, number)

    over_http(parents, check)


@given(st.integers(1, 10**9), st.integers(1, 10**9), st.data())
def test_a_signed_link_that_was_altered_anywhere_opens_nothing(
    address: int, message: int, data: st.DataObject
) -> None:
    keys, now = WebKeys("a secret"), datetime(2022, 10, 9, tzinfo=UTC)
    token = keys.offer_of(address, message, now + timedelta(days=2))
    assert keys.offer_in(token, now) == (address, message)
    assert keys.offer_in(token, now + timedelta(days=3)) is None
    place = data.draw(st.integers(0, len(token) - 2))  # the last letter has bits that say nothing
    other = data.draw(st.sampled_from("Az09-").filter(lambda each: each != token[place]))
    altered = token[:place] + other + token[place + 1 :]
    assert keys.offer_in(altered, now) is None
    assert WebKeys("another secret").offer_in(token, now) is None
