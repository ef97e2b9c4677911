"""What tired, terse or abbreviating people say: heard as what it is, and no figure goes with it."""

from __future__ import annotations

import pytest

from bot.conversation.command_words import Word
from bot.conversation.intents import understand
from bot.model.person import Role
from bot.model.submission import Status
from tests.conversation.test_intents import FORM
from tests.office import Installation, Person

BUM_NUA, KA_LANG = "03466", "03439"
WHOLE = ("1.1: 3 lớp 45 người; còn lại không", "đúng", "nộp", "nộp")


@pytest.fixture
def person(desk: Installation) -> Person:
    person = desk.joined(BUM_NUA, channel="web")
    for text in ("mục 1", "đúng", "2 lớp 40 người"):
        person.says(text)
    return person


@pytest.fixture
def hoa(desk: Installation) -> Person:
    person = desk.person("Hoa", "web")
    person.starts(desk.code(None, Role.COORDINATOR))
    person.says("Đồng ý")
    return person


def sent(desk: Installation, unit: str = BUM_NUA, *said: str) -> Person:
    person = desk.joined(unit, channel="web")
    for text in said or WHOLE:
        person.says(text)
    return person


@pytest.mark.parametrize(
    ("said", "wants"),
    [
        ("bao h phải nộp bc ạ", Word.DEADLINE),
        ("còn bn câu nữa", Word.HOW_FAR),
        ("câu này là j", Word.MEANING),
        ("hạn nộp đến ngày nào z", Word.DEADLINE),
    ],
)
def test_abbreviations_are_the_words_they_stand_for(said: str, wants: Word) -> None:
    command = understand(said, FORM)
    assert command is not None and command.word is wants


@pytest.mark.parametrize(
    "said",
    [
        "khoan đã",
        "chờ em tí",
        "để chị kiểm tra lại đã",
        "chắc vậy",
        "thế nhé",
        "từ từ",
        "khoan ghi",
    ],
)
def test_a_figure_waits_on_while_somebody_thinks(
    desk: Installation, person: Person, said: str
) -> None:
    person.says("khoảng 20 người 1 lớp")
    person.says(said)
    assert "1.2: 1 lớp, 20 người vẫn chờ xác nhận" in person.last
    assert "1.2" not in desk.submission().answers
    person.says("đúng")
    assert desk.submission().answers["1.2"].people == 20


@pytest.mark.parametrize("said", ["là sao", "gì cơ", "thế là sao em"])
def test_a_word_of_wonder_is_answered_with_what_the_row_means(person: Person, said: str) -> None:
    person.says("khoảng 20 người 1 lớp")
    person.says(said)
    assert "Mục 1.2: " in person.last and "vẫn chờ xác nhận" in person.last


def test_somebody_who_says_who_they_are_is_named(desk: Installation, person: Person) -> None:
    person.says("em là Lò Thị Mai, công chức văn hóa xã")
    assert "Đã ghi người nhập: Lò Thị Mai, công chức văn hóa xã." in person.last
    person.says("em là người mới")
    assert "Đã ghi người nhập" not in person.last
    assert set(desk.submission().answers) == {"1.1", *gated(desk)}


def gated(desk: Installation) -> set[str]:
    return {code for code, each in desk.submission().answers.items() if each.source == "gate"}


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("em ơi", "Chào anh/chị"),
        ("chị quên mất, xin lỗi nhé", "Không sao"),
        ("khó khăn vướng mắc thì ghi vào đâu", "ghi chú 1.1"),
        ("phải nhập hết 34 câu à", "có 34 câu"),
        ("sửa xong rồi gửi lại kiểu gì", "Đã nộp vẫn sửa được"),
        ("1 người dự 2 lớp thì tính mấy", "Mục 1.2: "),
        ("xóa câu vừa nãy đi", "Đã hoàn tác: 1.1"),
        ("em phát hiện sai mục 1.1", "Hiện đang ghi: 2 lớp, 40 người"),
        ("em chuyển công tác rồi, giờ anh Páo làm", "Thôi phụ trách hẳn"),
    ],
)
def test_what_is_said_beside_the_question_is_answered(
    person: Person, said: str, told: str
) -> None:
    person.says(said)
    assert told in person.last


def test_what_is_wrong_is_told_of_a_returned_report(desk: Installation, hoa: Person) -> None:
    person = sent(desk)
    for text in ("trả lại Bum Nưa 1.1 số người chưa khớp", "đúng"):
        hoa.says(text)
    person.listen()
    person.says("sai chỗ nào vậy")
    assert "1.1 số người chưa khớp" in person.last


@pytest.mark.parametrize("said", ["alo đây là cái gì vậy", "ai gửi cái này cho e thế"])
def test_whoever_has_not_agreed_yet_is_told_who_asks(desk: Installation, said: str) -> None:
    person = desk.person("Lò Văn Ân", "web")
    person.starts(desk.code(BUM_NUA))
    person.says(said)
    assert "chương trình tự động" in person.last and "Đồng ý" in person.last


# -- coordinators ------------------------------------------------------------------------------------


def test_late_units_are_told(desk: Installation, hoa: Person) -> None:
    hoa.says("xã nào nộp muộn")
    assert hoa.last == "Chưa có đơn vị nào nộp muộn hoặc quá hạn."
    desk.later(days=6)
    sent(desk)
    hoa.says("xã nào nộp muộn")
    assert "Nộp sau hạn (1): Xã Bum Nưa (muộn 3 ngày)" in hoa.last
    assert "Quá hạn, chưa nộp (13): " in hoa.last


def test_units_are_ranked_in_a_row(desk: Installation, hoa: Person) -> None:
    sent(desk)
    sent(desk, KA_LANG, "1.1: 5 lớp 60 người; còn lại không", "đúng", "nộp", "nộp")
    hoa.says("xã nào nhiều lớp nhất")
    assert "Xã Ka Lăng (5 lớp, 60 người); Xã Bum Nưa (3 lớp, 45 người)" in hoa.last
    hoa.says("xã nào ít lớp nhất ở mục 1.1")
    assert "Xã Bum Nưa (3 lớp, 45 người); Xã Ka Lăng (5 lớp, 60 người)" in hoa.last


def test_all_at_the_end_is_all_that_were_sent(desk: Installation, hoa: Person) -> None:
    sent(desk)
    hoa.says("duyệt hết đi")
    assert "Nhận báo cáo của 1 đơn vị: Xã Bum Nưa?" in hoa.last
    hoa.says("đúng")
    assert desk.submission().status is Status.ACCEPTED


def test_some_units_that_nobody_can_tell_are_not_reminded(desk: Installation, hoa: Person) -> None:
    desk.joined(BUM_NUA)
    hoa.says("nhắc mấy xã vùng cao")
    assert "Sẽ nhắc" not in hoa.last
    for said in ("nhắc các xã nộp trước 17h", "nhắc mấy xã chưa làm đi em"):
        hoa.says(said)
        assert "Sẽ nhắc 1 đơn vị" in hoa.last


def test_an_act_guessed_for_one_named_unit_is_shown_first(desk: Installation, hoa: Person) -> None:
    sent(desk)
    hoa.says("Bum Nưa sai mục 1.1, bảo họ sửa")
    assert "Trả lại báo cáo của Xã Bum Nưa" in hoa.last
    assert desk.submission().status is Status.SUBMITTED


def test_what_a_unit_lacks_is_told(desk: Installation, hoa: Person) -> None:
    sent(desk, BUM_NUA, "mục 1", "đúng", "2 lớp 40 người")
    hoa.says("Bum Nưa còn thiếu gì")
    assert "chưa có số liệu" in hoa.last


# -- who only looks ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("role", "said", "told"),
    [
        (Role.VIEWER, "xã nào chưa báo cáo thế em", "chỉ xem được báo cáo của Xã Bum Nưa"),
        (Role.APPROVER, "ai nhập số này", "do người nộp báo cáo của Xã Bum Nưa nhập"),
        (Role.APPROVER, "sửa giúp mục 1.1 thành 3 lớp", "người duyệt gõ “trả lại” kèm lý do"),
        (Role.APPROVER, "có ảnh không", "chưa có ảnh nào"),
    ],
)
def test_who_only_looks_is_answered(desk: Installation, role: Role, said: str, told: str) -> None:
    person = desk.person("Phó chủ tịch", "web")
    person.starts(desk.code(BUM_NUA, role))
    person.says("Đồng ý")
    sent(desk)
    person.listen()
    person.says(said)
    assert told in person.last
