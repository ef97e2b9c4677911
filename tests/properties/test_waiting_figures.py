"""A figure that waits for "đúng" disappears only by the person's no, or it is named in the reply."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.conversation.router import take_turn
from tests.office import said
from tests.reading.test_every_digit import MESSAGES, conversation

WAITING = "khoảng 20 người 1 lớp"  # of row 1.3
OTHER_WORDS = st.sampled_from(
    ["ok cảm ơn em", "tiến độ", "xem", "hạn nộp ngày nào", "mục 5.1", "câu trước", "bỏ qua", "5", "0", "...",
     "để em hỏi lại", "1.6: 4 lớp 160 em", "nộp", "abc xyz", "22 người",
     "ảnh", "lùi", "trợ giúp", "mai em gửi", "sửa 1.1 thành 3 lớp 45 người", "còn lại không", "tạm dừng",
     "máy khác", "kế hoạch", "😀", "12tr5", "chưa có số liệu", "đổi đơn vị", "hoàn tác", "tiếp"]
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(st.one_of(OTHER_WORDS, MESSAGES), min_size=1, max_size=4))
def test_a_waiting_figure_stays_or_is_named(texts: list[str]) -> None:
    context, state, message = conversation("mục 1.3")
    state = take_turn(context, state, replace(message, text=WAITING)).state
    for text in texts:
        if "1.3" not in dict(state.proposal):
            break  # it was named when it went
        turn = take_turn(context, state, replace(message, text=text))
        reply = "\n".join(said(each) for each in turn.replies)
        assert "1.3" in dict(turn.state.proposal) or "1.3" in reply, (text, reply)
        state = turn.state
