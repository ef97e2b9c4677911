"""A code that somebody sent and that still works: a backup lets nobody take the seat."""

from __future__ import annotations

import json
from datetime import timedelta

from sqlalchemy import select

from bot.use_cases.keeping import maintenance
from tests.office import Installation
from tests.storage.peek import ADDRESS, INBOX


def kept_words(desk: Installation) -> list[str]:
    with desk.store.reading() as tx:
        bodies = tx.connection.execute(select(INBOX.c.body).order_by(INBOX.c.id)).scalars()
        return [json.loads(body)["text"] for body in bodies]


def conversations(desk: Installation) -> list[str]:
    with desk.store.reading() as tx:
        return list(tx.connection.execute(select(ADDRESS.c.conversation)).scalars())


def sitting(desk: Installation) -> int:
    with desk.store.reading() as tx:
        return len(tx.people.seats_of_unit(desk.campaign.id, desk.submission().unit_id))


def test_a_code_that_waits_for_consent_is_remembered_by_its_digest(desk: Installation) -> None:
    code, person = desk.code(), desk.person()
    person.starts(code)
    person.says("để tôi xem đã")
    assert "Đồng ý" in person.last
    assert [kept for kept in conversations(desk) if code in kept] == []
    person.says("Đồng ý")
    assert sitting(desk) == 1


def test_the_night_leaves_no_code_that_still_works(desk: Installation) -> None:
    used, waiting = desk.code("03433"), desk.code()
    desk.person().starts(waiting)
    desk.person().says(f"LIENKET {waiting}")
    agreed = desk.person()
    agreed.starts(used)
    agreed.says("Đồng ý")
    desk.later(hours=12)
    with desk.store.transaction() as tx:
        maintenance.purge(tx, desk.office, desk.now)
    masked = f"…{waiting[-2:]}"
    assert kept_words(desk) == [masked, masked, used, "Đồng ý"]
    desk.later(hours=1)
    with desk.store.transaction() as tx:
        maintenance.purge(tx, desk.office, desk.now + timedelta(hours=1))
    assert kept_words(desk) == [masked, masked, used, "Đồng ý"]


def test_what_is_remembered_of_a_code_opens_nothing_for_who_types_it(desk: Installation) -> None:
    person = desk.person()
    person.starts(desk.code())
    (kept,) = conversations(desk)
    thief = desk.person("Kẻ trộm", "web")
    for said in (json.loads(kept)["invite"], json.loads(kept)["invite"].removeprefix("#")):
        thief.starts(said)
        thief.says("Đồng ý")
    assert sitting(desk) == 0
