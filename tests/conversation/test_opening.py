"""How a report begins: the card with its doors, and the first natural sentence."""

from __future__ import annotations

import pytest

from bot.conversation.section_words import sections_named
from tests.office import Installation, said

SAYS = [
    ("có mục 1, 2, 3, 5 và 7 thôi, còn lại không", "1 2 3 5 7"),
    ("co muc 1, 2, 3 , 5 va 7 thôi, còn lại ko có gì", "1 2 3 5 7"),
    (
        "Dạ thưa anh, xã em có hoạt động ở mục 1, mục 4 và mục 9 ạ, các mục khác thì không có ạ",
        "1 4 9",
    ),
    ("tụi em năm nay có mục 1 với mục 5 thôi nghen, còn lại hổng có", "1 5"),
    ("1,2,3,5,7", "1 2 3 5 7"),
    ("muc 1 2 3", "1 2 3"),
    ("mục 1-3 và khen thưởng", "1 2 3 9"),
    ("em có mỗi mục 1 với mục 4 thôi ạ", "1 4"),
    ("chỉ có tập huấn và văn nghệ", "1 6"),
    ("tất cả trừ mục 9", "1 2 3 4 5 6 7 8 10 11"),
    ("mục nào cũng có trừ khen thưởng, kinh phí", "1 2 3 4 5 6 7 8 11"),
    ("dạ bên em có mục 1, 3 thôi ạ các mục khác không có", "1 3"),
    ("có 4 thôi ạ", "4"),
    ("chỉ có 1 và 5", "1 5"),
    ("bên em có hoạt động mục số 4 anh ạ", "4"),
]
NAMES_NONE = [
    "5",
    "12, 500",
    "tập huấn 2 lớp 30 người",
    "1.1: 3 lớp",
    "mục 1: 2 lớp",
    "mục 14",
    "chào em",
    "bên em có 4 trường",
    "4 trường đều có",
    "em gửi 2 ảnh nhé",
    "em 1 mình làm",
    "có 2 hoạt động",
    "4 trường, 2 đơn vị",
    "tất cả trừ 2 trường",
]


@pytest.mark.parametrize(("words", "codes"), SAYS)
def test_a_sentence_names_its_sections(desk: Installation, words: str, codes: str) -> None:
    assert " ".join(sections_named(desk.form.sections, words)) == codes


@pytest.mark.parametrize("words", NAMES_NONE)
def test_figures_and_other_words_name_no_section(desk: Installation, words: str) -> None:
    assert sections_named(desk.form.sections, words) == ()


def test_the_first_sentence_leaves_out_what_it_does_not_name(desk: Installation) -> None:
    person = desk.joined()
    person.says("có mục 1, 2, 3, 5 và 7 thôi, còn lại không")
    person.says("đúng")
    answers = desk.submission().answers
    assert {"4.1", "9.1", "10.2"} <= set(answers)
    assert not {"1.1", "5.4"} & set(answers)


def test_the_card_says_who_asks_until_when(desk: Installation) -> None:
    desk.coordinator("Nguyễn Thị Hoa")
    opening = said(desk.joined().heard[-1])
    for words in ("UBND huyện Mường Tè", "Người tổng hợp: Nguyễn Thị Hoa", "Còn 3 ngày"):
        assert words in opening


def test_the_notice_names_who_invites(desk: Installation) -> None:
    person = desk.person()
    person.starts(desk.code())
    assert person.heard[0].text.startswith("UBND huyện Mường Tè mời anh/chị làm")


def test_a_door_tells_how_to_send_everything_and_stays_open(desk: Installation) -> None:
    person = desk.joined()
    door = person.button("Tệp, ảnh hoặc dán cả báo cáo")
    for _ in range(2):
        assert "dán cả báo cáo trong một tin" in said(person.presses(door)[0])
        person.says("1.1: 2 lớp 40 người")


def test_a_rest_that_did_not_happen_does_not_read_as_if_the_section_were_empty(
    desk: Installation,
) -> None:
    person = desk.joined()
    person.says("1.1: 2 lớp 40 người")
    person.says("còn lại mục 1 không")
    person.says("đúng")
    assert "mục 1: không tổ chức" not in "\n".join(map(said, person.heard)).replace("Mục", "mục")


def test_a_used_code_says_who_gives_out_another(desk: Installation) -> None:
    desk.coordinator("Nguyễn Thị Hoa")
    code, first = desk.code(), desk.person()
    first.starts(code)
    first.says("Đồng ý")
    refused = said(desk.person("Ai Đó").starts(code)[0])
    assert "đã được dùng" in refused
    assert "UBND huyện Mường Tè; người tổng hợp: Nguyễn Thị Hoa" in refused
