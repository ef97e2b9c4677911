"""What an address was not told for a day is given up; those who can do something about it hear of it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.bootstrap import Bootstrap
from bot.cli.doctor import run_checks
from bot.use_cases.feeds import webhook_calls
from tests.office import Installation, Person, sent_now

URL = "https://example.vn/x?key=k"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Installation]:
    made = Installation(tmp_path)
    yield made
    made.close()


def coordinator(desk: Installation) -> Person:
    return desk.coordinator("Phòng GD")


def told_for_a_day(desk: Installation, body: str, calls: int = 1, status: int = 500) -> None:
    """Queue calls to an address, which does not take them through all pauses."""

    async def post(url: str, body: bytes, headers: dict[str, str]) -> int:
        return status

    with desk.store.transaction() as tx:
        sealed = desk.office.seal.seal("secret")
        number = tx.outward.add_webhook(body, URL, sealed, desk.now)
        for _ in range(calls):
            tx.outward.queue_call(number, "{}", desk.now)
    for pause in (*webhook_calls.PAUSES, webhook_calls.PAUSES[0]):
        asyncio.run(webhook_calls.tell_due(desk.store, desk.office, desk.now, post))
        desk.later(seconds=pause.total_seconds())


def waiting(desk: Installation) -> list[str]:
    """What leaves about addresses in the following days."""
    desk.later(days=3)
    return [text for text in sent_now(desk) if "webhook" in text]


def test_the_coordinators_hear_once_of_what_was_given_up(desk: Installation) -> None:
    coordinator(desk)
    told_for_a_day(desk, desk.campaign.body, calls=3)
    (text,) = waiting(desk)
    assert "example.vn (webhook số 1)" in text
    assert "baocao webhook retry 1" in text
    assert "key=k" not in text  # an address may carry a secret


def test_another_body_hears_nothing(desk: Installation) -> None:
    coordinator(desk)
    told_for_a_day(desk, "UBND huyện khác")
    assert waiting(desk) == []


def test_what_was_taken_in_time_is_not_spoken_of(desk: Installation) -> None:
    coordinator(desk)
    told_for_a_day(desk, desk.campaign.body, status=204)
    assert waiting(desk) == []


def test_what_was_given_up_is_told_again_on_request(desk: Installation) -> None:
    told_for_a_day(desk, desk.campaign.body, calls=2)
    with desk.store.transaction() as tx:
        (known,) = tx.outward.given_up()
        assert (known.count, known.failure) == (2, "status 500")
        assert tx.outward.due_calls(desk.now, 9) == []
        assert tx.outward.retry_calls(known.webhook_id, desk.now) == 2
        assert len(tx.outward.due_calls(desk.now, 9)) == 2
        assert tx.outward.given_up() == []


def test_doctor_names_an_address_that_was_given_up(desk: Installation) -> None:
    told_for_a_day(desk, desk.campaign.body, calls=2)
    file = desk.folder / "config.toml"
    file.write_text('[database]\nurl = "sqlite:///baocao.db"\n', encoding="utf-8")
    setup = Bootstrap(str(file), None)
    (bad,) = [check.text for check in run_checks(setup) if not check.well]
    assert bad.startswith("Webhook số 1 (example.vn): 2 tin đã thôi báo")
    assert "key=k" not in bad
    with desk.store.transaction() as tx:
        tx.outward.remove_webhook(1, desk.now)
    assert all(check.well for check in run_checks(setup))
    setup.store.close()
