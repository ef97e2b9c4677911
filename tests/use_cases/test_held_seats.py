"""A seat whose holder left without handing it over is ended by an operator."""

from __future__ import annotations

from bot.model.person import Role
from bot.use_cases.turns import held_seats
from storage import Author
from tests.office import Installation, Person


def end_all_of(desk: Installation, role: Role) -> None:
    with desk.store.transaction() as tx:
        for each in held_seats.held_in(tx, tx.campaigns.all()[0]):
            if each.seat.role is role:
                held_seats.end(tx, each, Author(desk.now, actor="dòng lệnh"))


def code_in(person: Person) -> str:
    """The code of the last message that holds one."""
    words = " ".join(reply.text for reply in person.heard).replace(",", " ").split()
    return [word for word in words if len(word) == 10 and word.isalnum() and word.isupper()][-1]


def test_a_seat_tells_who_holds_it_where_and_since_when(desk: Installation) -> None:
    desk.joined(channel="zalo")
    with desk.store.reading() as tx:
        (held,) = held_seats.held_in(tx, tx.campaigns.all()[0])
    assert (held.seat.unit_code, held.name, held.channels) == ("03466", "Lò Văn Ân", ("zalo",))
    assert held.since == desk.now


def test_whose_seat_was_ended_reads_and_writes_nothing_more(desk: Installation) -> None:
    an = desk.joined()
    an.says("1.1: 2 lớp 30 người")
    end_all_of(desk, Role.REPORTER)
    for text in ("1.2: 3 lớp 50 người", "xem", "nộp"):
        an.says(text)
        assert "chưa được gắn với đơn vị nào" in an.last
    assert list(desk.submission().answers) == ["1.1"]


def test_codes_made_by_whoever_left_open_nothing(desk: Installation) -> None:
    an = desk.joined()
    an.says("mời đồng nghiệp")
    code = code_in(an)
    end_all_of(desk, Role.REPORTER)
    friend = desk.person("Vàng A Dế")
    friend.starts(code)
    assert "mã mới hơn" in friend.last


def test_a_coordinators_seat_ends_with_the_codes_for_coordinators(desk: Installation) -> None:
    boss = desk.coordinator("Bà Hoa")
    code = desk.code(None, Role.COORDINATOR)
    end_all_of(desk, Role.COORDINATOR)
    boss.says("tiến độ")
    assert "chưa được gắn với đơn vị nào" in boss.last
    boss.starts(code)
    assert "mã mới hơn" in boss.last


def test_who_takes_the_place_goes_on_with_the_report(desk: Installation) -> None:
    desk.joined().says("1.1: 2 lớp 30 người")
    end_all_of(desk, Role.REPORTER)
    successor = desk.joined(name="Lý Thị Pha")
    successor.says("xem")
    assert "1.1: 2 lớp, 30 người" in successor.last
