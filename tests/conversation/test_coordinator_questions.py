"""What coordinators ask in words of their own is answered from the record; nothing is done by it."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from bot.conversation.command_words import Word, read_command
from bot.conversation.coordinator_questions import OF_ALL, OF_COORDINATORS, OF_UNITS
from bot.model.person import Role
from bot.vietnamese.normalise import unaccented
from tests.office import Installation, Person, said
from tests.web.board_scenes import fill, send

BUM_NUA, THU_LUM = "03466", "03436"
KEPT = Path(__file__).parent / "asked_of_coordinators.csv"
ASKED = list(csv.DictReader(KEPT.open(encoding="utf-8")))
"""What coordinators asked who were not listened to before, and words of the answer."""
EXAMPLES = [(topic.word, example) for topic in OF_COORDINATORS.all for example in topic.examples]


@pytest.fixture
def hoa(desk: Installation) -> Person:
    person = desk.coordinator("Nguyễn Thị Hoa")
    desk.joined(BUM_NUA, "Lò Thị Mai")
    return person


@pytest.mark.parametrize("typed", [str, unaccented])
@pytest.mark.parametrize(("word", "example"), EXAMPLES)
def test_examples_are_heard_with_and_without_accents(
    word: Word, example: str, typed: type[str]
) -> None:
    apart = OF_ALL if word in OF_UNITS else OF_UNITS
    heard = OF_COORDINATORS.about(typed(example), apart)
    assert heard is word or (typed is not str and heard is None)  # "anh" may be "ảnh" there


@pytest.mark.parametrize(
    "asked",
    [
        "ai chưa nộp vậy em",
        "còn mấy xã chưa gửi",
        "nộp đủ hết chưa",
        "em cho anh biết tiến độ với",
    ],
)
def test_who_asks_for_those_that_owe_sees_all_units(hoa: Person, asked: str) -> None:
    hoa.says(asked)
    assert "Đã gửi 0/14 đơn vị." in hoa.last
    assert "Xã Thu Lũm" in hoa.last


def test_a_named_unit_is_answered_alone(hoa: Person) -> None:
    hoa.says("Bum Nưa nộp chưa")
    assert hoa.last.startswith("Xã Bum Nưa: Chưa gửi. Hạn: hết ngày ")
    assert "Lò Thị Mai" in hoa.last
    assert "Thu Lũm" not in hoa.last


def test_units_of_one_name_are_both_told(hoa: Person) -> None:
    hoa.says("Mường Tè gửi chưa em")
    assert [line.split(":")[0] for line in hoa.last.splitlines()] == [
        "Thị trấn Mường Tè", "Xã Mường Tè"
    ]  # fmt: skip


def test_a_row_is_added_up_over_what_was_sent(desk: Installation, hoa: Person) -> None:
    fill(desk, BUM_NUA, 34)
    hoa.says("tổng 1.1 đến giờ là bao nhiêu")
    assert hoa.last.splitlines()[0].endswith("chưa có số liệu")
    send(desk, BUM_NUA)
    hoa.says("tổng 1.1 đến giờ là bao nhiêu")
    first, second = hoa.last.splitlines()
    assert first.startswith("1.1 ")
    assert "lớp" in first
    assert second == "Cộng từ báo cáo được tính của 1/14 đơn vị."


def test_a_sum_without_a_row_is_that_of_all_sections(hoa: Person) -> None:
    hoa.says("cộng lại được bao nhiêu rồi")
    assert hoa.last == "Cộng từ báo cáo được tính của 0/14 đơn vị."


def test_who_is_to_be_telephoned_is_named(hoa: Person) -> None:
    hoa.says("gọi cho ai bây giờ")
    assert hoa.last.startswith("Chưa có người tham gia (13): ")
    assert "Bum Nưa" not in hoa.last


def test_the_report_to_the_level_above_is_told(hoa: Person) -> None:
    hoa.says("bao giờ phải nộp lên tỉnh")
    assert "cấp trên" in hoa.last


@pytest.mark.parametrize("asked", ["giục mấy xã chưa nộp giúp chị", "đôn đốc các xã đi em"])
def test_a_wish_to_remind_is_shown_before_anything_leaves(hoa: Person, asked: str) -> None:
    hoa.says(asked)
    assert 'Gõ "đúng" để thực hiện' in hoa.last


def test_thanks_are_not_answered_with_commands(hoa: Person) -> None:
    for thanks in ("xin cảm ơn", "ok cảm ơn em nhé"):
        hoa.says(thanks)
        assert hoa.last == "Cảm ơn anh/chị."


def test_what_is_not_understood_is_said_in_one_sentence_or_two(hoa: Person) -> None:
    hoa.says("tối nay đá bóng mấy giờ")
    assert hoa.last.startswith("Xin lỗi, chưa rõ ý anh/chị.")


def test_an_act_that_waits_goes_on_waiting_behind_a_question(hoa: Person) -> None:
    hoa.says("gia hạn 03466 đến 20/10 vì mưa lũ")
    hoa.says("Bum Nưa nộp chưa")
    hoa.says("đúng")
    assert "Đã gia hạn cho Xã Bum Nưa" in hoa.last


@pytest.mark.parametrize(
    "words", ["sữa 20 hộp cho học sinh", "Việt Bắc tổ chức 2 lớp", "nhắn các xã", "mới có 3 lớp"]
)
def test_a_word_with_other_accents_is_no_command(words: str) -> None:
    assert read_command(words, None, coordinator=True) is None


@pytest.fixture
def chief(desk: Installation) -> Person:
    person = desk.person("Chủ tịch")
    person.starts(desk.code(BUM_NUA, Role.APPROVER))
    person.says("Đồng ý")
    return person


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("báo cáo đã gửi đi chưa em", "chưa"),
        ("cho anh xem số liệu", "Xã Bum Nưa"),
        ("bao giờ hết hạn", "Hạn nộp: trước ngày 14/10"),
        ("cảm ơn em", "Cảm ơn anh/chị"),
        ("còn mục nào chưa nhập", "Còn 34 câu"),
    ],
)
def test_an_approver_is_answered_as_others_are(chief: Person, asked: str, told: str) -> None:
    chief.says(asked)
    assert told in chief.last
    assert "Gõ “xem” để xem báo cáo, “duyệt”" not in chief.last or "cho anh xem" in asked


def test_a_viewer_hears_the_deadline_and_sees_the_report(desk: Installation) -> None:
    viewer = desk.person("Phó chủ tịch")
    viewer.starts(desk.code(BUM_NUA, Role.VIEWER))
    viewer.says("Đồng ý")
    viewer.says("bao giờ hết hạn")
    assert "Hạn nộp: trước ngày 14/10" in viewer.last
    viewer.says("1.1: 3 lớp 20 người")
    assert "Anh/chị có quyền xem báo cáo này" in viewer.last


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ("duyệt Bum Nưa", "Nhận báo cáo của Xã Bum Nưa"),
        ("duyệt báo cáo của Bum Nưa nhé", "Nhận báo cáo của Xã Bum Nưa"),
        ("mời lại cán bộ xã Bum Nưa", "Cấp mã mời mới cho Xã Bum Nưa"),
        ("chấp nhận báo cáo của xã Bum Nưa nhé", "Nhận báo cáo của Xã Bum Nưa"),
        ("trả báo cáo cho Bum Nưa vì thiếu ảnh", "“thiếu ảnh”"),
        ("yêu cầu Bum Nưa làm lại mục 1.1, số lớp sai", "Bum Nưa"),
        ("cho Bum Nưa thêm 2 ngày vì mưa lũ", "Gia hạn cho Xã Bum Nưa đến hết ngày 15/10/2022, lý do: “mưa lũ”"),
        ("lùi hạn cho tất cả đến 20/10 vì bão", "Gia hạn cho cả đợt đến hết ngày 20/10/2022"),
        ("nhắn Bum Nưa: gửi thêm ảnh", "“gửi thêm ảnh”"),
    ],
)  # fmt: skip
def test_an_act_in_other_words_is_shown_and_waits(
    desk: Installation, hoa: Person, asked: str, shown: str
) -> None:
    fill(desk, BUM_NUA, 34)
    send(desk, BUM_NUA)
    hoa.says(asked)
    assert shown in hoa.last
    assert 'Gõ "đúng" để thực hiện' in hoa.last


def test_a_yes_for_another_unit_is_none_to_what_waits(desk: Installation, hoa: Person) -> None:
    fill(desk, BUM_NUA, 34)
    send(desk, BUM_NUA)
    hoa.says("gia hạn 03436 đến 20/10 vì mưa lũ")
    hoa.says("duyệt Bum Nưa")
    assert "Đã gia hạn" not in hoa.last
    assert "Nhận báo cáo của Xã Bum Nưa" in hoa.last


def test_a_units_row_and_its_report_are_shown(desk: Installation, hoa: Person) -> None:
    fill(desk, BUM_NUA, 34)
    hoa.says("1.1 của Bum Nưa là bao nhiêu")
    assert hoa.last.startswith("Xã Bum Nưa:\n1.1: ")
    hoa.says("cho xem báo cáo của Bum Nưa")
    assert "1.1: " in hoa.last


def test_for_before_a_units_name_is_no_part_of_it(hoa: Person) -> None:
    hoa.says("gia hạn cho Bum Nưa thêm 2 ngày vì mưa lũ")
    assert "Gia hạn cho Xã Bum Nưa đến hết ngày 15/10/2022" in hoa.last


def test_what_may_be_meant_is_offered_and_told_at_a_tap(hoa: Person) -> None:
    hoa.says("tin nhắn ồn ào quá")
    assert "Có phải anh/chị hỏi" in hoa.last
    hoa.taps("Góp ý")
    assert "Xin lỗi đã làm phiền" in hoa.last


def test_a_coordinator_is_asked_for_a_name_without_a_receipt(desk: Installation) -> None:
    boss = desk.coordinator("", channel="web")
    assert "biên nhận" not in said(boss.heard[-1])
    assert "nhập số liệu trước" not in said(boss.heard[-1])


@pytest.mark.parametrize(("reason", "button"), [("vì 1.1 tăng quá", "Sửa 1.1"), ("thiếu ảnh", "")])
def test_a_returned_report_has_a_button_for_each_row_that_is_named(
    desk: Installation, hoa: Person, reason: str, button: str
) -> None:
    person = desk.joined()
    for words in ("1.1: 2 lớp 40 người; còn lại không", "đúng", "nộp", "nộp"):
        person.says(words)
    for words in (f"trả lại Bum Nưa {reason}", "đúng"):
        hoa.says(words)
    (told,) = person.listen()
    assert [choice.label for choice in told.choices] == [button] * bool(button)
    assert ("bấm dòng cần sửa" in told.text) is bool(button)


def test_what_was_asked_in_other_words_is_answered(hoa: Person) -> None:
    missed = []
    for each in ASKED:
        hoa.says(each["said"])
        if each["told"] not in hoa.last:
            missed.append((each["said"], hoa.last[:80]))
        hoa.says("sai")
    assert len(missed) <= len(ASKED) * 0.05, missed


def test_open_questions_are_told_with_how_to_answer(desk: Installation, hoa: Person) -> None:
    desk.joined(THU_LUM, "Chang Thị Mỷ").says("hỏi lớp của trường có tính không")
    hoa.says("có xã nào hỏi gì không")
    assert "Xã Thu Lũm hỏi: “lớp của trường có tính không”" in hoa.last
    assert "trả lời Xã Thu Lũm: …" in hoa.last


def test_money_is_added_up_over_its_rows(desk: Installation, hoa: Person) -> None:
    fill(desk, BUM_NUA, 34)
    send(desk, BUM_NUA)
    hoa.says("tổng kinh phí của các xã")
    assert [line.split()[0] for line in hoa.last.splitlines()[:2]] == ["10.1", "10.2"]


@pytest.mark.parametrize(
    "said", ["duyệt hết các xã đã nộp", "nhận cả 2 báo cáo", "ok nhận hết", "duyệt cả 2 xã đã gửi"]
)
def test_all_that_was_sent_is_accepted_at_once(desk: Installation, hoa: Person, said: str) -> None:
    for unit in (BUM_NUA, THU_LUM):
        fill(desk, unit, 34)
        send(desk, unit)
    hoa.says(said)
    assert "Nhận báo cáo của 2 đơn vị" in hoa.last


def test_a_report_is_accepted_with_words_before_and_behind_its_unit(
    desk: Installation, hoa: Person
) -> None:
    fill(desk, BUM_NUA, 34)
    send(desk, BUM_NUA)
    hoa.says("ok nhận báo cáo của Bum Nưa đi")
    assert "Nhận báo cáo của Xã Bum Nưa" in hoa.last


@pytest.mark.parametrize(
    ("words", "spoken"),
    [
        ("nhắc các xã chưa nộp đi", ""),
        ("nhắc giúp chị mấy xã còn lại", ""),
        ("nhac cac don vi chua gui: mai hop", "mai hop"),
        ("nhắc các xã gửi thêm ảnh", "gửi thêm ảnh"),
    ],
)
def test_who_is_reminded_is_no_part_of_the_words(hoa: Person, words: str, spoken: str) -> None:
    hoa.says(words)
    assert "Sẽ nhắc 1 đơn vị: Xã Bum Nưa" in hoa.last
    assert (f"Kèm lời nhắn: {spoken}\n" in hoa.last) is bool(spoken)
    assert "Kèm lời nhắn: các" not in hoa.last


@pytest.mark.parametrize(
    "words",
    ["gia hạn cho tất cả đến 20/10 vì bão", "gia hạn các xã đến hết thứ 6 tuần sau vì bão"],
)
def test_all_may_be_given_more_time_in_the_words_people_use(hoa: Person, words: str) -> None:
    hoa.says(words)
    assert hoa.last.startswith("Gia hạn cho cả đợt đến hết ngày ")


def test_all_and_a_name_beside_it_are_never_all(desk: Installation, hoa: Person) -> None:
    send(desk, BUM_NUA)
    hoa.says("nhận tất cả Thu Lũm")
    assert 'Gõ "đúng" để thực hiện' not in hoa.last
    hoa.says("nhận tất cả các báo cáo đã gửi nhé")
    assert "Xã Bum Nưa" in hoa.last and 'Gõ "đúng" để thực hiện' in hoa.last


def test_photos_are_told_of_a_unit_and_of_all(desk: Installation, hoa: Person) -> None:
    hoa.says("Bum Nưa gửi mấy ảnh rồi")
    assert hoa.last.startswith("Xã Bum Nưa: 0 ảnh.")
    hoa.says("xã nào chưa có ảnh")
    assert hoa.last.startswith("Chưa có ảnh (14): ")


def test_who_sent_last_is_told_with_the_time(desk: Installation, hoa: Person) -> None:
    hoa.says("ai vừa gửi đấy em")
    assert hoa.last == "Chưa có đơn vị nào gửi báo cáo."
    send(desk, BUM_NUA)
    hoa.says("ai vừa gửi đấy em")
    assert hoa.last == "Gửi gần đây nhất: Xã Bum Nưa (08:30 ngày 10/10/2022)."


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("chưa được, thiếu ảnh", "anh/chị gõ: “trả lại thiếu ảnh”"),
        ("số 1.1 cao thế, trả lại xem lại", "Xin ghi lý do, ví dụ: trả lại "),
    ],
)
def test_an_approver_who_is_not_content_is_told_how_to_send_back(
    desk: Installation, chief: Person, words: str, told: str
) -> None:
    reporter = desk.joined(BUM_NUA)
    for text in ("1.1: 3 lớp 45 người; còn lại không", "đúng", "nộp", "nộp"):
        reporter.says(text)
    chief.says(words)
    assert told in chief.last


def test_a_viewer_is_told_that_acts_are_not_theirs(desk: Installation) -> None:
    viewer = desk.person("Phó chủ tịch")
    viewer.starts(desk.code(BUM_NUA, Role.VIEWER))
    viewer.says("Đồng ý")
    viewer.says("nhắc Pa Ủ đi")
    assert "không thuộc vai trò của anh/chị" in viewer.last
