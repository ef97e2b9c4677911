"""Questions, wishes and acts as tired people put them, each where it is said and with what is answered."""

from __future__ import annotations

import pytest

from bot.model.person import Role
from tests.office import Installation, Person, said

ROW = ("bỏ qua", "mục 1.1", "3 lớp 45 người")
WHOLE = ("1.1: 3 lớp 45 người; còn lại không", "đúng")
SENT = (*WHOLE, "nộp", "nộp", "nộp")
BUM_NUA, PA_U = "03466", "03442"


def heard(person: Person) -> str:
    return said(person.heard[-1])


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("phần còn lại nhiều không", "Đã trả lời 1/34 câu"),
        ("còn phải trả lời bao nhiêu câu", "Đã trả lời 1/34 câu"),
        ("số vừa nhập lưu chưa", "thì đã lưu"),
        ("lớp này là lớp gì", "Mục 1.2: "),
        ("dài quá, còn lâu không", "Đã trả lời 1/34 câu"),
        ("gửi rồi có sửa được nữa không", "gõ “sửa”"),
        ("1.5 với 1.6 khác nhau chỗ nào", "Mục 1.6: "),
        ("số của em gửi đi đâu", "Báo cáo gửi về "),
        ("bên em đổi người phụ trách rồi", "bàn giao"),
        ("vâng em hiểu rồi", "Cảm ơn anh/chị"),
        ("hôm nay hết hạn à", "Hạn nộp: "),
        ("đưa em đến phần kinh phí", "Mục 10.1"),
        ("nhảy sang mục thi đua khen thưởng", "Mục 9.1"),
        ("để mai anh hỏi mấy trường rồi anh nhập", "Đã tạm dừng"),
        ("giờ em phải đi họp rồi", "Đã tạm dừng"),
        ("thôi nghỉ", "Đã tạm dừng"),
        ("em xin hoãn 3 ngày vì bận đại hội", "Khi chưa được gia hạn"),
    ],
)
def test_what_is_said_while_a_row_is_asked_stores_nothing(
    desk: Installation, words: str, told: str
) -> None:
    person = desk.joined()
    for text in ROW:
        person.says(text)
    before = desk.submission().answers
    person.says(words)
    assert told in heard(person)
    assert desk.submission().answers == before


def test_somebody_who_asks_elsewhere_sends_no_question(desk: Installation) -> None:
    person = desk.joined()
    person.says("mục 1.3")
    person.says("hỏi lại chị kế toán đã")
    assert "câu hỏi" not in heard(person)


def test_other_sections_are_spoken_of_as_those_there(desk: Installation) -> None:
    person = desk.joined()
    person.says("có mỗi mục 3 thôi em, mấy cái kia xã chị không làm")
    assert "Ghi “không tổ chức” cho 33 dòng" in heard(person)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("có cần làm gì nữa không", "đã được gửi"),
        ("em muốn rút lại báo cáo", "gõ “sửa”"),
        ("nộp rồi mà phát hiện sai thì làm sao", "gõ “sửa”"),
        ("mã số báo cáo của em là gì", "mã biên nhận"),
    ],
)
def test_what_is_said_after_sending(desk: Installation, words: str, told: str) -> None:
    person = desk.joined()
    for text in SENT:
        person.says(text)
    person.says(words)
    assert told in heard(person)
    assert desk.submission().is_given


@pytest.mark.parametrize(
    "words", ["phải sửa cái gì", "lỗi ở đâu vậy", "sửa ở mục nào", "giờ em phải làm gì", "ai trả lại báo cáo của em"]
)  # fmt: skip
def test_who_got_a_report_back_is_told_why_and_by_whom(desk: Installation, words: str) -> None:
    person, boss = desk.joined(), desk.person("Vàng Thị Dung")
    for text in SENT:
        person.says(text)
    boss.starts(desk.code(None, Role.COORDINATOR))
    for text in ("Đồng ý", "trả lại Bum Nưa 1.1 quá cao", "đúng"):
        boss.says(text)
    person.says(words)
    assert "1.1 quá cao" in heard(person)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("đôn đốc Pa Ủ giúp anh", "Sẽ nhắc 1 đơn vị: Xã Pa Ủ"),
        ("nhắc Pa Ủ với Bum Nưa", "Không nhắc vì không còn phải gửi gì: Xã Bum Nưa (Đã gửi)"),
        ("nhắc lại lần nữa cho các xã", "Sẽ nhắc 1 đơn vị: Xã Pa Ủ"),
        ("cho Pa Ủ nộp đến thứ bảy, vì đường sạt lở", "Gia hạn cho Xã Pa Ủ đến hết ngày 15/10/2022, lý do: “đường sạt lở”"),
        ("gia hạn thêm 3 ngày cho Pa Ủ vì mất mạng", "Gia hạn cho Xã Pa Ủ đến hết ngày 16/10/2022, lý do: “mất mạng”"),
        ("gia hạn toàn huyện đến hết thứ hai tuần sau vì lũ", "Gia hạn cho cả đợt đến hết ngày 17/10/2022"),
        ("nhận hết những xã đã nộp", "Nhận báo cáo của 1 đơn vị: Xã Bum Nưa"),
        ("duyệt tất cả", "Nhận báo cáo của 1 đơn vị: Xã Bum Nưa"),
        ("trả báo cáo cho Bum Nưa, lý do chưa có ảnh", "với lý do: “chưa có ảnh”"),
        ("yêu cầu Bum Nưa bổ sung ảnh", "Gửi tin cho Xã Bum Nưa: “bổ sung ảnh”"),
        ("gửi lại link mời cho Ka Lăng", "Cấp mã mời mới cho Xã Ka Lăng"),
    ],
)  # fmt: skip
def test_an_act_in_words_of_ones_own_is_shown_and_waits(
    desk: Installation, words: str, told: str
) -> None:
    sender, owing, boss = desk.joined(), desk.joined(PA_U, "Chị Mai"), desk.person("Hoa")
    for text in SENT:
        sender.says(text)
    boss.starts(desk.code(None, Role.COORDINATOR))
    boss.says("Đồng ý")
    sender.listen()
    boss.says(words)
    assert told in boss.last
    assert 'Gõ "đúng" để thực hiện' in boss.last
    assert sender.listen() == owing.listen() == []


def test_an_approver_sends_back_with_a_comma_behind_the_word(desk: Installation) -> None:
    chief, person = desk.person("Chủ tịch"), desk.joined()
    chief.starts(desk.code(BUM_NUA, Role.APPROVER))
    chief.says("Đồng ý")
    for text in SENT:
        person.says(text)
    person.listen()
    chief.says("trả lại, số liệu chưa khớp")
    assert "số liệu chưa khớp" in said(person.listen()[0])


def test_the_end_of_a_campaign_reminds_nobody(desk: Installation) -> None:
    boss = desk.coordinator("Hoa")
    boss.says("kết thúc đợt báo cáo")
    assert "Sẽ nhắc" not in boss.last and "Chưa có người tham gia nên không nhắc" not in boss.last
