"""People whose only bot was taken out of the settings are counted, not forgotten."""

from __future__ import annotations

from collections.abc import Sequence

from bot.bootstrap import Bootstrap, configured_bots
from bot.cli.doctor import run_checks
from tests.office import Installation, Person

TELEGRAM, WEB = ("telegram", "bot"), ("web", "bot")


def left_behind(desk: Installation, bots: Sequence[tuple[str, str]]) -> int:
    with desk.store.reading() as tx:
        return tx.people.left_behind(bots)


def leaves(desk: Installation, person: Person) -> None:
    with desk.store.transaction() as tx:
        chat = tx.messages.known_address(person.address)
        for seat in tx.people.seats_of_chat(chat):
            tx.people.leave(seat.id, desk.now)


def test_only_people_with_no_bot_left_count(desk: Installation) -> None:
    desk.joined()
    desk.joined("03463", "Giàng A Páo", channel="web")
    assert [left_behind(desk, bots) for bots in ([TELEGRAM, WEB], [WEB], [TELEGRAM], [])] == [
        0,
        1,
        1,
        2,
    ]


def test_who_has_left_is_not_missed(desk: Installation) -> None:
    leaves(desk, desk.joined())
    assert left_behind(desk, []) == 0


def test_doctor_says_so(desk: Installation) -> None:
    desk.joined()
    desk.joined("03463", "Giàng A Páo")
    file = desk.folder / "config.toml"
    file.write_text('[database]\nurl = "sqlite:///baocao.db"\n', encoding="utf-8")
    setup = Bootstrap(str(file), None)
    assert configured_bots(setup.config) == [("web", "web")]
    (bad,) = [check.text for check in run_checks(setup) if not check.well]
    assert bad.startswith("Có 2 người chỉ nhắn tin với bot không còn trong cài đặt")
    setup.store.close()


def test_doctor_names_open_campaigns_for_which_nobody_sits(desk: Installation) -> None:
    boss = desk.coordinator("Bà Điều")
    assert not uncoordinated(desk)
    leaves(desk, boss)
    assert uncoordinated(desk)


def uncoordinated(desk: Installation) -> bool:
    file = desk.folder / "config.toml"
    file.write_text('[database]\nurl = "sqlite:///baocao.db"\n', encoding="utf-8")
    setup = Bootstrap(str(file), None)
    told = any("chưa có người tổng hợp" in check.text for check in run_checks(setup))
    setup.store.close()
    return told
