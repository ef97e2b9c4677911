"""A coordinator's "đúng" is for what was shown, a reminder for the units that were named."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bot.model.campaign import CampaignState
from bot.model.submission import Status
from bot.use_cases.campaigns import campaign_setup
from bot.use_cases.reminding.reminder_forecast import forecast
from tests.office import Installation, Person, said
from tests.web.board_scenes import fill, send

BUM_NUA, THU_LUM, TOWN, COMMUNE = "03466", "03436", "03433", "03445"


@pytest.fixture
def hoa(desk: Installation) -> Person:
    return desk.coordinator("Nguyễn Thị Hoa")


@pytest.fixture
def everybody(desk: Installation) -> Iterator[Installation]:
    """People sit for four units; none has sent."""
    for unit in (BUM_NUA, THU_LUM, TOWN, COMMUNE):
        desk.joined(unit, f"Cán bộ {unit}")
    yield desk


def hand_in(desk: Installation, unit: str = BUM_NUA) -> None:
    fill(desk, unit, 34)
    send(desk, unit)


def names(desk: Installation) -> dict[int, str]:
    with desk.store.reading() as tx:
        return {unit.id: unit.code for unit in tx.campaigns.members(desk.campaign.id)}


def reminded(desk: Installation) -> list[tuple[str, str]]:
    """(unit, words) of the reminders that were asked for."""
    known = names(desk)
    with desk.store.reading() as tx:
        rows = tx.connection.exec_driver_sql(
            "select unit_id, words from reminder where step = 'manual' order by unit_id"
        ).all()
    return [(known[unit], words) for unit, words in rows]


def close(desk: Installation) -> None:
    with desk.store.transaction() as tx:
        closed = campaign_setup.close_campaign(tx, desk.office, desk.campaign.slug)
    assert closed.state is CampaignState.CLOSED


@pytest.mark.parametrize(
    ("asked", "done"),
    [("nhận 03466", Status.ACCEPTED), ("trả lại 03466 chưa khớp", Status.RETURNED)],
)
def test_a_yes_is_not_for_a_version_that_came_after_the_question(
    desk: Installation, hoa: Person, asked: str, done: Status
) -> None:
    hand_in(desk)
    hoa.says(asked)
    desk.later(minutes=5)
    hand_in(desk)
    hoa.says("đúng")
    assert (desk.submission().status, desk.submission().version) == (Status.SUBMITTED, 2)
    assert "vừa thay đổi (nay là lần nộp 2, Đã gửi); chưa thực hiện gì" in hoa.last
    assert [choice.label for choice in hoa.heard[-1].choices] == ["Đúng", "Sai"]
    hoa.says("đúng")
    assert desk.submission().status is done


def test_a_yes_is_not_for_a_state_that_came_after_the_question(
    desk: Installation, hoa: Person
) -> None:
    hand_in(desk)
    other = desk.coordinator("Lê Thị Thu")
    hoa.says("trả lại 03466 chưa khớp")
    other.says("nhận 03466")
    other.says("đúng")
    hoa.says("đúng")
    assert desk.submission().status is Status.ACCEPTED
    assert "lần nộp 1, Đã nhận" in hoa.last


@pytest.mark.parametrize(
    "asked",
    ["trả lại 03466 chưa khớp", "gia hạn 03466 20/10/2022 mưa lũ", "nhắc", "nhắc Thu Lũm: gấp"],
)
def test_a_closed_campaign_refuses_what_units_could_not_act_on(
    everybody: Installation, hoa: Person, asked: str
) -> None:
    hand_in(everybody)
    before = everybody.submission()
    close(everybody)
    hoa.says(asked)
    assert "đã khóa sổ" in hoa.last
    hoa.says("đúng")
    assert (everybody.submission(), reminded(everybody)) == (before, [])


@pytest.mark.parametrize("asked", ["trả lại 03466 chưa khớp", "nhắc", "nhắc Mường Tè: gấp"])
def test_closing_stops_what_waits_for_a_yes(
    everybody: Installation, hoa: Person, asked: str
) -> None:
    hand_in(everybody)
    hoa.says(asked)
    close(everybody)
    if "Mường Tè" in asked:
        hoa.taps("Xã Mường Tè")
    else:
        hoa.says("đúng")
    assert "đã khóa sổ" in hoa.last
    assert (everybody.submission().status, reminded(everybody)) == (Status.SUBMITTED, [])


def test_a_closed_campaign_can_be_talked_about(everybody: Installation, hoa: Person) -> None:
    close(everybody)
    hoa.says("trả lời 03466: cảm ơn anh chị")
    hoa.says("đúng")
    assert hoa.last == "Đã gửi tin cho Xã Bum Nưa."


@pytest.mark.parametrize(
    ("asked", "units", "words"),
    [
        ("nhắc Thu Lũm nộp gấp", [THU_LUM], "nộp gấp"),
        ("nhac thu lum nop gap", [THU_LUM], "nop gap"),
        ("nhắc 03436 nộp gấp", [THU_LUM], "nộp gấp"),
        ("nhắc Thu Lũm", [THU_LUM], ""),
        ("nhắc Bum Nưa, Thu Lũm: nộp", [BUM_NUA, THU_LUM], "nộp"),
        ("nhắc Bum Nưa,Thu Lũm và xã Mường Tè: nộp, lúc 14:00", [BUM_NUA, THU_LUM, COMMUNE],
         "nộp, lúc 14:00"),
        ("nhắc Bum Nưa và Thu Lũm nộp trước 17:00", [BUM_NUA, THU_LUM], "nộp trước 17:00"),
        ("nhắc Xã Mường Tè: nộp", [COMMUNE], "nộp"),
        ("nhắc Xã Bum Nưa: họp với Thu Lũm", [BUM_NUA], "họp với Thu Lũm"),
        ("nhắc : họp tại Bum Nưa", [BUM_NUA, THU_LUM, TOWN, COMMUNE], "họp tại Bum Nưa"),
        ("nhắc tất cả: họp tại Bum Nưa", [BUM_NUA, THU_LUM, TOWN, COMMUNE], "họp tại Bum Nưa"),
        ("nhắc mai họp lúc 14:00", [BUM_NUA, THU_LUM, TOWN, COMMUNE], "mai họp lúc 14:00"),
        ("nhắc chưa gửi mai họp lúc 14:00", [BUM_NUA, THU_LUM, TOWN, COMMUNE], "mai họp lúc 14:00"),
    ],
)  # fmt: skip
def test_a_reminder_is_for_the_units_that_are_named(
    everybody: Installation, hoa: Person, asked: str, units: list[str], words: str
) -> None:
    hoa.says(asked)
    assert f"Sẽ nhắc {len(units)} đơn vị" in hoa.last
    hoa.says("đúng")
    assert sorted(reminded(everybody)) == sorted((unit, words) for unit in units)


@pytest.mark.parametrize(
    "asked",
    [
        "nhắc các xã Bum Nưa, Thu Lũm nộp gấp",
        "nhắc nộp gấp Thu Lũm nhé",
        "nhắc Bum Nưa Thu Lũm nộp gấp",
        "nhắc Bum Nưa, Thu Lủng: nộp",
        "nhắc Bum Nuwa: nộp",
        "nhắc xã Thu Lủng nộp gấp",
        "nhắc chưa gửi Thu Lũm nộp gấp",
        "nhắc trả lại Thu Lũm: nộp gấp",
        "nhắc báo cáo 03436 còn thiếu",
    ],
)
def test_a_name_that_cannot_be_told_from_the_words_is_asked_about(
    everybody: Installation, hoa: Person, asked: str
) -> None:
    hoa.says(asked)
    assert "Chưa rõ cần nhắc đơn vị nào" in hoa.last
    hoa.says("đúng")
    assert reminded(everybody) == []


def test_units_of_one_name_are_offered_before_a_reminder(
    everybody: Installation, hoa: Person
) -> None:
    hoa.says("nhắc Mường Tè: nộp gấp")
    assert [choice.label for choice in hoa.heard[-1].choices] == [
        "Thị trấn Mường Tè", "Xã Mường Tè",
    ]  # fmt: skip
    hoa.taps("Xã Mường Tè")
    assert "Sẽ nhắc 1 đơn vị: Xã Mường Tè." in hoa.last
    hoa.taps("Đúng")
    assert reminded(everybody) == [(COMMUNE, "nộp gấp")]


def test_the_units_beside_a_name_of_several_are_kept(everybody: Installation, hoa: Person) -> None:
    hoa.says("nhắc Bum Nưa, Mường Tè: nộp gấp")
    hoa.taps("Thị trấn Mường Tè")
    hoa.says("đúng")
    assert sorted(reminded(everybody)) == [(TOWN, "nộp gấp"), (BUM_NUA, "nộp gấp")]


@pytest.mark.parametrize("words", ["1", "nộp gấp"])
def test_a_yes_does_not_choose_among_units_of_one_name(
    everybody: Installation, hoa: Person, words: str
) -> None:
    hoa.says(f"nhắc Mường Tè: {words}")
    hoa.says("đúng")
    assert (hoa.last, reminded(everybody)) == ("Chưa thực hiện gì.", [])


@pytest.mark.parametrize("between", ["nhắc nộp gấp Thu Lũm nhé", "nhận Xã Lạ"])
def test_what_was_asked_before_a_refusal_waits_no_more(
    everybody: Installation, hoa: Person, between: str
) -> None:
    hand_in(everybody)
    hoa.says("nhận 03466")
    hoa.says(between)
    hoa.says("đúng")
    assert everybody.submission().status is Status.SUBMITTED


@pytest.mark.parametrize(
    ("date", "reason"),
    [("9/10", "đã qua"), ("13/10", "không muộn hơn hạn chung của đợt (13/10/2022)")],
)
def test_an_extension_goes_beyond_the_deadline(hoa: Person, date: str, reason: str) -> None:
    hoa.says(f"gia hạn Thu Lũm {date} mưa lũ")
    assert reason in hoa.last
    hoa.says("đúng")
    assert "Đã gia hạn" not in hoa.last


@pytest.mark.parametrize("chosen", ["Xã Mường Tè", "xa muong te"])
def test_the_unit_that_is_meant_may_be_typed(hoa: Person, chosen: str) -> None:
    hoa.says("mời mường tè")
    assert "Thị trấn Mường Tè" in hoa.last
    hoa.says(chosen)
    assert "Xã Mường Tè" in hoa.last
    hoa.says("đúng")
    assert "Mã mời của Xã Mường Tè" in hoa.last


def test_a_name_that_is_typed_without_a_choice_does_nothing(hoa: Person) -> None:
    hoa.says("mời Bum Nưa")
    hoa.says("Xã Mường Tè")
    hoa.says("đúng")
    assert "Mã mời của Xã Bum Nưa" in hoa.last


def test_several_reports_are_accepted_with_one_word(desk: Installation) -> None:
    with desk.store.reading() as tx:
        codes = [unit.code for unit in tx.campaigns.members(desk.campaign.id)][:3]
    for code in codes:
        reporter = desk.joined(code)
        for words in ("sửa 1.6 thành 4 lớp 160 người", "nộp", "nộp", "nộp"):
            reporter.says(words)
    hoa = desk.coordinator("Nguyễn Thị Hoa")
    hoa.says(f"nhận {codes[0]}, {codes[1]}")
    assert "2 đơn vị" in hoa.last
    hoa.says("đúng")
    hoa.says("nhận tất cả")
    hoa.says("đúng")
    assert {desk.submission(code).status for code in codes} == {Status.ACCEPTED}


def test_more_time_for_everybody_is_told_to_those_who_gain_by_it(
    desk: Installation, hoa: Person
) -> None:
    sent, late = desk.joined("03466"), desk.joined("03454", "Chị Mai")
    for words in ("1.1: 3 lớp 45 người; còn lại không", "đúng", "nộp", "nộp"):
        sent.says(words)
    for person in (sent, late):
        person.listen()
    hoa.says("gia hạn cả đợt đến 20/10/2022 vì bão")
    hoa.says("đúng")
    assert sent.listen() == []
    (told,) = late.listen()
    assert told.text == "Xã Bum Tở được gia hạn nộp báo cáo đến hết ngày 20/10/2022 (bão)."


def test_more_time_for_a_report_that_was_accepted_says_so_and_changes_nothing_of_it(
    desk: Installation, hoa: Person
) -> None:
    official = desk.joined("03466")
    for words in ("1.1: 3 lớp 45 người; còn lại không", "đúng", "nộp", "nộp"):
        official.says(words)
    for words in ("nhận Xã Bum Nưa", "đúng"):
        hoa.says(words)
    before = desk.submission("03466")
    asked = said(hoa.says("gia hạn Xã Bum Nưa đến 20/10/2022 vì bão")[-1])
    assert "đã gửi báo cáo; gia hạn chỉ thêm thời gian để sửa" in asked
    hoa.says("đúng")
    after = desk.submission("03466")
    assert (after.status, after.version, after.answers) == (
        before.status,
        before.version,
        before.answers,
    )
    with desk.store.reading() as tx:
        rows = forecast(tx, desk.office, desk.campaign.slug, desk.now)
    assert "03466" not in {row["unit_code"] for row in rows}  # nobody is reminded of it
