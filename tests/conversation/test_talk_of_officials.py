"""What officials say in the middle of a report, and what coordinators wish: each answered as it is meant, and
nothing stored that was not shown."""

from __future__ import annotations

import pytest

from tests.office import Installation, Person, said

BUM_NUA = "03466"
ROW = ("bỏ qua", "mục 1.1", "3 lớp 45 người")
TWO = (*ROW, "1 lớp 20 người")
ROUGH = (*ROW, "2 lớp khoảng 220 người")
BATCH = ("1.1: 3 lớp 45 người; 1.6: 4 lớp 160 người; 5.1: 2 hội sách",)
MONEY = (*ROW, "mục 10.1")
SENT = (
    "1.1: 3 lớp 45 người; 1.6: 2 lớp 30 người; 10.1: 5 triệu; còn lại không",
    "đúng",
    *3 * ("nộp",),
)


def reporter(desk: Installation, before: tuple[str, ...]) -> Person:
    person = desk.joined(BUM_NUA, channel="web")
    for text in before:
        person.says(text)
    return person


def figures(desk: Installation, unit: str = BUM_NUA) -> dict[str, tuple[int | None, int | None]]:
    """What is stored for the rows, those apart that a section closed."""
    answers = desk.submission(unit).answers.items()
    return {code: (each.count, each.people) for code, each in answers if each.source != "gate"}


@pytest.mark.parametrize(
    ("before", "words", "told"),
    [
        (TWO, "đổi số 1.1 với 1.2 cho nhau", "1.1: 1 lớp, 20 người (thay cho: 3 lớp, 45 người)"),
        (TWO, "1.1 và 1.2 ghi ngược rồi", "1.2: 3 lớp, 45 người (thay cho: 1 lớp, 20 người)"),
        (TWO, "em ghi lộn 1.1 với 1.2 với nhau", "1.1: 1 lớp, 20 người (thay cho"),
        (ROW, "đổi số 1.1 với 1.2 cho nhau", "Muốn bỏ thì gõ “bỏ 1.1”."),
        (ROW, "đổi số 1.1 với 10.1 cho nhau", "1.1"),
        (ROW, "bỏ câu 1.4 với 1.5, qua 1.6", "Đã để trống mục 1.4, 1.5."),
        (TWO, "bỏ 1.2, sang 1.6", "Số đã ghi vẫn giữ nguyên – 1.2: 1 lớp, 20 người"),
        (ROW, "sao ko thấy mục thư viện", "Mục 4.3: "),
        (ROW, "không thấy mục nào hỏi về ngựa vằn", "Biểu mẫu có các mục: 1 "),
        (ROW, "3 lớp 45 người là của 1.3", "Muốn bỏ thì gõ “bỏ 1.1”."),
        (ROW, "1.1 chỉ có 2 lớp thôi, nhầm", "Sửa thành 1.1: 2 lớp, 45 người? Đang ghi: 3 lớp"),
        (ROW, "câu vừa rồi anh ghi thiếu 1 lớp 10 người", "thành 1.1: 4 lớp, 55 người?"),
        (ROW, "phải điền từ đâu ạ", "Bắt đầu từ đâu cũng được"),
        ((), "chào em, chị ở xã mới nhận cái này, làm sao đây", "Bắt đầu từ đâu cũng được"),
        (ROUGH, "22 thôi, gõ dư số 0", "Sửa thành 1.2: 2 lớp, 22 người?"),
        (ROUGH, "không, bỏ đi", "Chưa ghi gì"),
        (
            ROUGH,
            "đúng rồi, câu tiếp theo 1.3 thì 1 lớp 18 người",
            "1.2: 2 lớp, 220 người\n1.3: 1 lớp",
        ),
        (BATCH, "1.6 sai, 140 em thôi", "1.6: 4 lớp, 140 người"),
        (BATCH, "không phải số của xã tôi", "Cuộc trò chuyện này nhập cho Xã Bum Nưa"),
        (
            SENT,
            "nộp rồi mà 1.1 sai, 4 lớp mới đúng",
            "Sửa thành 1.1: 4 lớp, 45 người? Đang ghi: 3",
        ),
        (SENT, "em nộp rồi nhưng mục 1.1 phải là 4 lớp 50 người ạ", "Sửa thành 1.1: 4 lớp, 50"),
        (SENT, "đã gửi rồi mới phát hiện 1.6 thiếu 1 lớp 15 người", "thành 1.6: 3 lớp, 45 người?"),
        (SENT, "nộp rồi mà 1.1 sai, 3 lớp mới đúng", "Mục này đang ghi đúng như vậy rồi – 1.1"),
        (
            ROW,
            "câu 1.1 em ghi dư 5 người",
            "Bớt khỏi số đã ghi (3 lớp, 45 người), còn 1.1: 3 lớp, 40",
        ),
        (ROW, "5.1 bớt 1 cuộc", "Mục 5.1"),
        (ROW, "1.1 sai, 1.2 mới đúng", "Muốn bỏ thì gõ “bỏ 1.1”."),
        (SENT, "chị gửi nhầm số mục 1.6, đúng ra là 20 em", "Sửa thành 1.6: 2 lớp, 20 người?"),
        (SENT, "báo cáo chị gửi hôm qua mục 1.1 thiếu mất 1 lớp", "thành 1.1: 4 lớp, 45 người?"),
        (TWO, "1.1 bớt 50 người", "Hiện đang ghi: 3 lớp, 45 người"),
        (SENT, "1.6 ghi dư 10 em", "còn 1.6: 2 lớp, 20 người?"),
        (ROW, "từ 1.2 tới hết mục 1 không có gì", "1.12: không tổ chức"),
        (ROW, "em ơi anh lỡ tay bấm nộp rồi", "Chưa gửi gì lên"),
        (TWO, "quay lại 1.1 giúp em, 30 người thôi", "Sửa thành 1.1: 3 lớp, 30 người? Đang ghi"),
        (TWO, "1.2 nhầm sang 1.3 rồi", "1.3: 1 lớp, 20 người"),
        (ROUGH, "chờ anh đếm lại đã", "1.2: 2 lớp, 220 người vẫn chờ"),
        (ROW, "mục văn nghệ nằm ở đâu", "Mục 6.2: "),
        (ROW, "tìm mãi không ra câu về thư viện", "Mục 4.3: "),
    ],
)
def test_what_is_meant_is_shown_first(
    desk: Installation, before: tuple[str, ...], words: str, told: str
) -> None:
    person = reporter(desk, before)
    stored = figures(desk)
    person.says(words)
    assert told in "\n".join(map(said, person.heard[-1:]))
    assert figures(desk) == stored


@pytest.mark.parametrize(
    ("before", "words", "stored"),
    [
        (TWO, ("1.1 và 1.2 ghi ngược rồi", "đúng"), {"1.1": (1, 20), "1.2": (3, 45)}),
        (SENT, ("nộp rồi mà 1.1 sai, 4 lớp mới đúng", "đúng"), {"1.1": (4, 45)}),
        (
            ROUGH,
            ("đúng rồi, câu sau 1.3 thì 1 lớp 18 người", "đúng"),
            {"1.2": (2, 220), "1.3": (1, 18)},
        ),
        (BATCH, ("thêm 1.3 2 lớp 30 người nữa", "đúng"), {"1.3": (2, 30), "1.6": (4, 160)}),
        (ROW, ("bên xã em ko có lớp ngoại ngữ nào cả",), {"1.2": (0, 0)}),
        (ROUGH, ("đúng là 220 đó, đông lắm",), {"1.2": (2, 220)}),
        (ROUGH, ("đúng là 220",), {"1.2": (2, 220)}),
        (MONEY, ("chưa quyết toán nên chưa có số",), {"10.1": (None, None)}),
    ],
)
def test_it_is_stored_as_it_was_shown(
    desk: Installation,
    before: tuple[str, ...],
    words: tuple[str, ...],
    stored: dict[str, tuple[int | None, int | None]],
) -> None:
    person = reporter(desk, before)
    for text in words:
        person.says(text)
    assert stored.items() <= figures(desk).items()
