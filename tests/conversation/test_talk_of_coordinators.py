"""What coordinators ask and wish in their own words: each gets its answer, and an act is shown before it is done."""

from __future__ import annotations

import pytest

from tests.conversation.test_talk_of_officials import ROW, SENT, figures
from tests.office import Installation, Person, rename, said

BUM_NUA, KA_LANG, THU_LUM, PA_U = "03466", "03439", "03436", "03442"
OTHERS = (
    "1.1: 5 lớp 100 người; 6.2: 1 cuộc 200 người; 7.1: 1 xã; 10.1: 12 triệu; còn lại không",
    *SENT[1:],
)


@pytest.fixture
def hoa(desk: Installation) -> Person:
    """A coordinator of whose units two have sent and one is at it."""
    coordinator = desk.coordinator("Hoa", "web")
    units = (
        (BUM_NUA, "Lò Văn Ân", SENT),
        (KA_LANG, "Chu Thị Mé", OTHERS),
        (THU_LUM, "Pờ A Sá", ROW),
    )
    for unit, name, told in units:
        person = desk.joined(unit, name, "web")
        for text in told:
            person.says(text)
    return coordinator


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("năm ngoái cả huyện bao nhiêu lớp", "Chương trình không có số liệu cộng của đợt trước"),
        ("in giấy mời cho 14 xã", "mã và hình QR của mọi đơn vị"),
        ("gọi nhắc Thu Lũm chiều nay nộp", "Kèm lời nhắn: chiều nay nộp"),
        ("nhắc Thu Lũm giúp chị với", "Sẽ nhắc 1 đơn vị: Xã Thu Lũm.\nVí dụ"),
        ("nhắc tất cả xã chưa nộp, nói rõ 5h chiều nay chốt", "Kèm lời nhắn: 5h chiều nay chốt"),
        ("nhắc lại", "Sẽ nhắc 1 đơn vị: Xã Thu Lũm.\n"),
        ("nhắc lại lần nữa chiều nay 3h", "không hẹn giờ riêng được"),
        ("hôm qua nhắc những xã nào", "Chương trình tự nhắc đơn vị chưa nộp khi gần hạn"),
        ("chào em, chị ở phòng văn hóa", "Chào anh/chị, đây là đợt báo cáo"),
        ("sáng nay thêm được xã nào", "Gửi gần đây nhất: Xã Ka Lăng (08:30"),
        ("gọi điện cho Thu Lũm thì số nào", "Chương trình không giữ số điện thoại"),
        (
            "sửa giúp Bum Nưa mục 1.1 thành 4 lớp 50 người",
            "theo <nguồn, ví dụ điện thoại>: 1.1: 4 lớp",
        ),
        ("Thu Lũm gọi điện báo 1.3 có 2 lớp 40 người, ghi hộ", "1.3: 2 lớp, 40 người\nGõ"),
        ("Ka Lăng nộp lúc mấy giờ", "gửi lúc 08:30 ngày 10/10/2022"),
        ("ai nộp báo cáo của Bum Nưa vậy", "Người tham gia: Lò Văn Ân"),
        ("hạn nộp còn mấy ngày", "Còn 3 ngày"),
        ("số 1.6 của Bum Nưa có vẻ thấp, hỏi lại giúp", "Gửi tin cho Xã Bum Nưa: “số 1.6"),
        ("liệt kê số 1.1 từng xã", "Xã Ka Lăng (5 lớp, 100 người); Xã Bum Nưa (3 lớp"),
        ("trả Ka Lăng về, mục 10.1 ghi nhầm đơn vị tính", "lý do: “10.1 ghi nhầm đơn vị tính”"),
        ("mở lại cho Ka Lăng sửa", "Trả lại báo cáo của Xã Ka Lăng"),
        ("có xã nào sửa lại sau khi nộp không", "lịch sử sửa"),
        ("cho Mù Cả nghỉ đợt này, xã sáp nhập rồi", "Đưa Xã Mù Cả ra khỏi đợt"),
        ("danh sách xã có tổ chức lễ khai mạc", "Xã Ka Lăng (1 xã)"),
    ],
)
def test_it_is_answered(desk: Installation, hoa: Person, words: str, told: str) -> None:
    before = figures(desk)
    hoa.says(words)
    assert told in "\n".join(map(said, hoa.heard[-1:]))
    assert figures(desk) == before


@pytest.mark.parametrize("words", ["nhắc lại", "nhắc lần nữa đi em", "nhắc ngay giúp chị"])
def test_what_only_asks_once_more_is_told_nobody(hoa: Person, words: str) -> None:
    hoa.says(words)
    assert "Sẽ nhắc 1 đơn vị" in hoa.last
    assert "Kèm lời nhắn" not in hoa.last


@pytest.mark.parametrize("name", ["Vôi", "Tam Anh", "Nưa"])
def test_a_unit_whose_name_sounds_like_a_repeated_wish_is_reminded_alone(
    desk: Installation, hoa: Person, name: str
) -> None:
    rename(desk.store, THU_LUM, name=f"Xã {name}")
    desk.joined(PA_U, "Lý Mò Xá", "web")
    hoa.says(f"nhắc {name}")
    assert f"Sẽ nhắc 1 đơn vị: Xã {name}" in hoa.last
    assert "Kèm lời nhắn" not in hoa.last


@pytest.mark.parametrize(
    "words", ["tổng hợp", "tổng hợp toàn huyện", "tổng hợp tới giờ được bao nhiêu", "tổng cộng thế nào rồi"]
)  # fmt: skip
def test_the_whole_campaign_is_added_up_where_no_unit_is_named(hoa: Person, words: str) -> None:
    hoa.says(words)
    assert "1 Các lớp bồi dưỡng, tập huấn: " in hoa.last
    assert "6.2 Văn nghệ" in hoa.last or "6 Văn nghệ" in hoa.last
    assert "của 2/14 đơn vị" in hoa.last


def test_a_second_thought_in_front_is_no_part_of_the_reason(hoa: Person) -> None:
    hoa.says("à khoan, trả lại Bum Nưa, 1.6 đếm trùng")
    assert "lý do: “1.6 đếm trùng”" in hoa.last


@pytest.mark.parametrize(
    "words", ["hỏi lại xã Bum Nưa giúp chị mục 1.6", "hỏi Bum Nưa sao tận 160 em"]
)
def test_a_question_that_names_a_unit_is_for_it_where_nobody_is_above(
    hoa: Person, words: str
) -> None:
    hoa.says(words)
    assert hoa.last.startswith(f"Gửi tin cho Xã Bum Nưa: “{words}”?")


def test_a_question_that_names_no_unit_is_told_where_to_go(hoa: Person) -> None:
    hoa.says("hỏi số liệu năm nay tính từ ngày nào")
    assert "Gửi tin cho" not in hoa.last
