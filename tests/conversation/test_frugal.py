"""Where every message counts: several rows a question, one page of summary, few messages in all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from bot.channels.render import length, plain_text, render
from bot.model.answer import AnswerState
from bot.model.submission import Status
from tests.office import ABILITIES, Installation, Person, said

PHOTO = "(ảnh)"
FOUR = ("2: 6 tin; 5.1: 1 cuộc; 7.1: có; 10.1: 5 triệu; còn lại không",)
TWELVE = (
    "mục 1, 2, 3, 5, 6",
    "đúng",
    "1.1: 2 lớp 60 người; 1.6: 4 lớp 160 em; 1.8: 1 lớp 20 giáo viên; còn lại không",
    (
        "2: 5 tin; 3: 15 băng rôn; 5.1: 1 cuộc; 5.2: 2 cuộc; 5.3: 1 cuộc 120 em; 5.4: 2 cuộc 85 em; "
        "6.1: 3 cuộc 200 người; 6.2: 1 buổi 300 người; 6.4: 2 buổi 90 người; còn lại không"
    ),
)
SECTION_1 = (
    "1.1: 3 lớp 45 người; 1.2: 1 lớp 20 người; 1.3: 2 lớp 50 người; 1.4: 1 lớp 30 người; "
    "1.4a: 2 lớp 70 học viên; 1.5: 1 lớp 25 người; 1.6: 4 buổi 160 em; 1.7: 1 buổi 80 người; "
    "1.8: 2 lớp 46 giáo viên; 1.9: 1 lớp 15 người; 1.10: 1 lớp 18 học viên; "
    "1.11: 1 lớp 24 học viên; 1.12: 1 lớp 40 người"
)
SECTIONS_2_TO_6 = (
    "2: 8 tin\n3: 204 tờ rơi\n4.1: 6 tập thể\n4.2: 28 người\n4.3: 250 quyển\n5.1: 1 cuộc\n"
    "5.2: 2 cuộc\n5.4: 2 cuộc 85 em\n6.1: 3 cuộc 200 người\n6.2: 1 buổi 300 người\n"
    "6.4: 2 buổi 90 người\ncòn lại không"
)
SECTIONS_7_TO_10 = (
    "7.1: có; 7.2: 3 trường; 8: 2 đơn vị; 9.1: 2 tập thể; 9.2: 5 người; 10.1: 12,5 triệu; "
    "còn lại không"
)
OTHER = "Trao 10 suất học bổng cho học sinh vượt khó"
THIRTY = ("tiếp", SECTION_1, SECTIONS_2_TO_6, SECTIONS_7_TO_10, OTHER, "xong")


class Talk:
    """A person on one channel; `sent` and `pages` are the messages of both directions."""

    def __init__(self, desk: Installation, channel: str) -> None:
        self.person = desk.person(channel=channel)
        self.channel = channel
        self.sent = 0
        self.pages: list[str] = []
        self.says("LIENKET " + desk.code())
        self.says("Đồng ý")

    def says(self, words: str) -> str:
        self.sent += 1
        replies = self.person.sends_photo() if words == PHOTO else self.person.says(words)
        for reply in replies:
            self.pages += [plain_text(page) for page in render(reply, ABILITIES[self.channel])]
        return self.pages[-1]

    def reports(self, words: Sequence[str]) -> None:
        """The rows, a photo, and "nộp" as often as it takes."""
        for each in (*words, PHOTO):
            self.says(each)
        while "Mã biên nhận" not in self.says("nộp"):
            assert self.sent < 40


@pytest.fixture
def with_photo(tmp_path: Path) -> Iterator[Installation]:
    made = Installation(tmp_path, photos_min=1)
    yield made
    made.close()


@pytest.mark.parametrize(
    ("words", "above_zero"), [(FOUR, 4), (TWELVE, 12), (THIRTY, 31)], ids=["4", "12", "30"]
)
def test_a_report_takes_at_most_twelve_messages_from_either_side(
    with_photo: Installation, words: tuple[str, ...], above_zero: int
) -> None:
    talk = Talk(with_photo, "zalo")
    talk.reports(words)
    submission = with_photo.submission()
    assert submission.status is Status.SUBMITTED
    assert sum(a.is_above_zero or bool(a.text) for a in submission.answers.values()) == above_zero
    assert len(submission.answers) == 34
    assert talk.sent <= 12
    assert len(talk.pages) <= 12
    assert max(length(page) for page in talk.pages) <= 1900


@pytest.mark.parametrize("channel", ["telegram", "web"])
@pytest.mark.parametrize(
    "words",
    [
        FOUR,
        (" ".join(TWELVE[2].split("; còn")[0:1]) + "; " + TWELVE[3], "đúng"),
        (f"{SECTION_1}\n{SECTIONS_2_TO_6}", "đúng", SECTIONS_7_TO_10, "đúng", OTHER, "xong"),
    ],
    ids=["4", "12", "30"],
)
def test_a_report_takes_at_most_fifteen_messages_elsewhere(
    with_photo: Installation, channel: str, words: tuple[str, ...]
) -> None:
    talk = Talk(with_photo, channel)
    talk.reports([*words, *(["đúng"] if words == FOUR else [])])
    assert with_photo.submission().status is Status.SUBMITTED
    assert talk.sent <= 15


def listed(desk: Installation) -> Person:
    """Somebody who is asked for the rows of the first section."""
    person = desk.joined(channel="zalo")
    person.says("tiếp")
    return person


def test_a_question_holds_a_whole_section_and_its_range_of_places(desk: Installation) -> None:
    question = listed(desk).last
    assert question.splitlines()[0] == "Mục 1.1 đến 1.12 · Câu 1–13/34"
    assert "1.4a Học nghề cho lao động nông thôn (lớp, người)" in question


def test_small_sections_share_a_question(desk: Installation) -> None:
    person = listed(desk)
    person.says("không")
    assert "Mục 2 đến 6.4 · Câu 14–26/34" in person.last


def test_the_rest_of_a_question_is_only_what_was_asked_in_it(desk: Installation) -> None:
    person = listed(desk)
    person.says("1.1: 2 lớp 60 người; còn lại không")
    answers = desk.submission().answers
    assert len(answers) == 13
    assert answers["1.2"].state is AnswerState.NIL
    assert "2" not in answers


def test_what_is_certain_is_stored_and_echoed_with_the_undo_word(desk: Installation) -> None:
    person = listed(desk)
    person.says("1.1: 2 lớp 60 người; 1.6: 4 lớp 160 em")
    assert "1.1: 2 lớp, 60 người\n1.6: 4 lớp, 160 người\nNếu sai, gõ “hoàn tác”." in person.last
    person.says("hoàn tác")
    assert desk.submission().answers == {}


@pytest.mark.parametrize(
    "words",
    [
        "1.1: 2 lớp 60 người; 1.6: 900 lớp 160 em",  # far outside what is plausible
        "1.1: 2 lớp 60 người; 1.6: 160 em",  # half an answer
        "1.1: 2 lớp 60 người; tin bài: 6",  # named by its words
        "1.1: 2 lớp 60 người; và nhiều hoạt động khác 5",  # not understood
    ],
)
def test_whatever_is_less_than_certain_waits_for_a_yes(desk: Installation, words: str) -> None:
    person = listed(desk)
    person.says(words)
    assert desk.submission().answers == {}
    assert 'Gõ "đúng" để ghi' in person.last


@pytest.mark.parametrize("number", ["5", "2 lớp 60 người", "1"])
def test_figures_without_a_code_are_stored_nowhere(desk: Installation, number: str) -> None:
    """A lone number is neither a choice nor an answer where several rows were asked for."""
    person = listed(desk)
    person.says(number)
    assert desk.submission().answers == {}
    assert "xin ghi mã trước mỗi số" in person.last


def test_rows_left_out_are_named_once_at_the_end_and_settled_by_a_word(desk: Installation) -> None:
    person = listed(desk)
    person.says("1.1: 2 lớp 60 người")
    for _ in range(3):
        person.says("bỏ qua")
    assert "Chưa trả lời: 1.2, 1.3" in person.last
    person.says("còn lại không")
    assert len(desk.submission().answers) == 34


def test_the_summary_names_rows_with_figures_and_puts_the_others_together(
    desk: Installation,
) -> None:
    person = desk.joined(channel="zalo")
    person.says("1.1: 2 lớp 60 người; 4.1: 6 tập thể; còn lại không")
    assert "1.1: 2 lớp, 60 người – Chuyên môn, nghiệp vụ cho cán bộ" in person.last
    assert "mục 2, 3, 5, 6, 7, 8, 9, 10, 11; dòng 1.2, 1.3," in person.last


def test_a_stated_total_above_its_rows_is_asked_for_in_passing(desk: Installation) -> None:
    person = desk.joined(channel="zalo")
    person.says("5.1: 1 cuộc; còn lại không")
    assert "ví dụ: 5: 2." in person.last
    person.says("5: 4")
    assert desk.submission().answers["5"].count == 4


def test_no_message_speaks_of_buttons_where_there_are_none(desk: Installation) -> None:
    talk = Talk(desk, "zalo")
    for words in (*THIRTY, PHOTO, "trợ giúp", "xem", "1.1", "sửa", "ảnh", "nộp"):
        talk.says(words)
    told = [page for page in talk.pages if "bấm" in page.casefold() or "nút" in page.casefold()]
    assert told == []


def test_the_same_person_goes_on_row_by_row_where_there_are_buttons(desk: Installation) -> None:
    """The question belongs to the channel, the draft to the unit."""
    zalo = listed(desk)
    zalo.says("1.1: 2 lớp 60 người")
    other = desk.joined(channel="telegram")
    assert "Mục 1.2 · Câu 2/34" in said(other.heard[-1])


def test_a_row_sent_back_is_asked_alone(desk: Installation) -> None:
    person = desk.joined(channel="zalo")
    person.says("1.1: 2 lớp 60 người; còn lại không")
    person.says("1.2")
    assert person.last.splitlines()[0] == "Mục 1.2 · Câu 2/34"
