"""A whole report in one message: what is stored after one "đúng" is what was shown, nothing before."""

from __future__ import annotations

import pytest

from bot.model.answer import Answer, AnswerState
from bot.reading import Understood, read_answer
from tests.corpus.reports.reading import messages
from tests.office import Installation, Person

REPORT = "1.1: 2 lớp 60 người; 1.6 4 lớp 160 hs; còn lại mục 1 không; mục 5 không tổ chức; 10.1: 12,5 triệu"
PHRASE = "không tổ chức"
LEAST = 60


def stored(desk: Installation) -> dict[str, Answer]:
    return dict(desk.submission().answers)


def figures(desk: Installation, code: str) -> tuple[int | None, int | None] | None:
    answer = stored(desk).get(code)
    return None if answer is None else (answer.count, answer.people)


def shown(desk: Installation, text: str) -> dict[str, tuple]:
    """The lines of an echo read back: what each row is said to become."""
    form, found = desk.form, {}
    lines = text.split("\n")
    end = next((place for place, line in enumerate(lines) if line == ""), len(lines))
    for line in lines[:end]:
        head, _, said = line.partition(": ")
        said = said.partition(" (thay cho")[0].partition(" – ")[0].partition(" (ghi chú")[0]
        codes = head.split(", ")
        if not head.startswith("Mục ") and codes[0] not in form.by_code:  # row 11 goes on
            found["11"] = ("text", f"{found['11'][1]} {line.strip()}")
            continue
        if head.startswith("Mục "):
            section = form.section_of(head[4:].partition(".")[0])
            codes = [row.code for row in section.questions]
        for code in codes:
            row = form.by_code[code]
            if said in (PHRASE, "không có"):
                found[code] = ("nil",)
            elif row.code == "11":
                found[code] = ("text", " ".join(said.split()))
            else:
                reading = read_answer(row, said.partition(" (")[0])
                assert isinstance(reading, Understood), line
                found[code] = key(reading.answer)
    return found


def key(answer: Answer) -> tuple:
    if answer.state is AnswerState.NIL:
        return ("nil",)
    if answer.text:
        return ("text", " ".join(answer.text.split())[:120])
    return (answer.state.value, answer.count, answer.people)


def test_what_is_stored_is_what_was_shown(desk: Installation) -> None:
    """Every message of the corpus, one after the other: echo, "đúng", compare, "hoàn tác"."""
    person = desk.joined()
    differing, compared = [], 0
    for message in messages():
        person.says("xem")
        reply = person.says(message.text)[-1]
        if reply.lead.startswith("Đã ghi"):  # one clear line with its code
            assert len(stored(desk)) == 1, message.name
            person.says("hoàn tác")
        assert stored(desk) == {}, message.name
        if not reply.head.startswith("Đã đọc"):
            continue
        expected = shown(desk, reply.text)
        person.says("đúng")
        kept = {code: key(answer) for code, answer in stored(desk).items()}
        compared += 1
        differing += [message.name] if kept != expected else []
        person.says("hoàn tác")
    assert (differing, compared >= LEAST) == ([], True)


def test_nothing_is_stored_before_and_one_undo_takes_all_back(desk: Installation) -> None:
    person = desk.joined()
    person.says(REPORT)
    assert stored(desk) == {}
    person.says("đúng")
    assert len(stored(desk)) == 18
    person.says("hoàn tác")
    assert stored(desk) == {}


def test_no_asks_which_row_and_drops_nothing(desk: Installation) -> None:
    person = desk.joined()
    person.says(REPORT)
    rows = len(person.heard[-1].text.splitlines())
    asked = person.says("sai rồi em ơi")[-1]
    assert "Dòng nào sai?" in asked.text and rows
    person.says("đúng")
    assert stored(desk) != {}


def test_the_wrong_row_named_by_its_number_is_asked_again(desk: Installation) -> None:
    person = desk.joined()
    for text in ("1.1: khoảng 2 lớp 60 người\n2: 6 tin\n3: 5 băng rôn", "sai", "2"):
        person.says(text)
    assert "Mục 2" in person.last
    person.says("7 tin")
    person.says("đúng")
    assert stored(desk)["2"].count == 7


@pytest.mark.parametrize("words", ["bỏ hết", "hủy hết đi em", "xóa tất cả"])
def test_all_of_it_is_dropped_by_saying_so(desk: Installation, words: str) -> None:
    person = desk.joined()
    for text in (REPORT, "không phải", words, "đúng"):
        person.says(text)
    assert stored(desk) == {}


@pytest.mark.parametrize(
    "words",
    ["1.6: 5 lớp 150 em", "sửa 1.6 thành 5 lớp 150 người", "à nhầm, 1.6 là 5 lớp 150 người"],
)
def test_a_later_message_corrects_one_line(desk: Installation, words: str) -> None:
    person = desk.joined()
    person.says(REPORT)
    person.says(words)
    assert stored(desk) == {}
    person.says("đúng")
    assert (figures(desk, "1.6"), figures(desk, "1.1")) == ((5, 150), (2, 60))


def test_one_figure_of_the_echo_is_exchanged(desk: Installation) -> None:
    person = desk.joined()
    person.says(REPORT)
    person.says("à nhầm, 150 chứ không phải 160")
    person.says("đúng")
    assert figures(desk, "1.6") == (4, 150)


def test_a_line_that_was_corrected_unclearly_is_not_stored(desk: Installation) -> None:
    """The old figure is known to be wrong."""
    for words in ("1.6: khoảng 5 lớp", "sửa 1.6 thành khoảng 5 lớp"):
        person = desk.joined(name=words)
        person.says(REPORT)
        person.says(words)
        person.says("đúng")
        assert (figures(desk, "1.6"), figures(desk, "1.1")) == (None, (2, 60))
        person.says("hoàn tác")


def test_a_second_part_is_added_to_the_first(desk: Installation) -> None:
    person = desk.joined()
    person.says("1.1: 2 lớp 60 người; 1.6: 4 lớp 160 em")
    person.says("2: 6 tin; còn lại không")
    person.says("đúng")
    assert (figures(desk, "1.1"), figures(desk, "1.6"), figures(desk, "2")) == (
        (2, 60),
        (4, 160),
        (6, None),
    )
    assert len(stored(desk)) == 34


def test_the_rest_waits_while_an_earlier_part_is_unclear(desk: Installation) -> None:
    person = desk.joined()
    person.says("1.1: 2 lớp 60 người; 1.6: 4 lớp 160 em; văn ngệ 2 cuộc")
    held = person.says("còn lại không")[-1]
    assert "còn lại" in held.text
    person.says("6.2: 2 cuộc 90 người; còn lại không")
    person.says("đúng")
    assert (figures(desk, "6.2"), len(stored(desk))) == ((2, 90), 34)


def test_somebody_elses_figure_is_shown_before_it_is_replaced(desk: Installation) -> None:
    person, other = desk.joined(), desk.joined(name="Pờ Thị Hai")
    person.says(REPORT)
    other.says("sửa 1.6 thành 9 lớp 300 người")
    again = person.says("đúng")[-1]
    assert figures(desk, "1.6") == (9, 300)
    assert "1.6: 4 lớp, 160 người (thay cho: 9 lớp, 300 người)" in again.text
    person.says("đúng")
    assert figures(desk, "1.6") == (4, 160)


def test_somebody_elses_figure_is_never_undone(desk: Installation) -> None:
    person, other = desk.joined(), desk.joined(name="Pờ Thị Hai")
    person.says(REPORT)
    person.says("đúng")
    other.says("sửa 1.6 thành 9 lớp 300 người")
    person.says("hoàn tác")
    assert figures(desk, "1.6") == (9, 300)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("1: 7 lớp 220 người; 1.1: 2 lớp 60 người; 1.6: 4 lớp 160 em", "1"),
        ("6: 4 cuộc 400 người; 6.1: 2 cuộc 100 người; 6.2: 1 cuộc 300 người", "6"),
        ("5: 1 cuộc; 5.1: 1 cuộc; 5.2: 2 cuộc", "5"),
    ],
)
def test_a_total_that_differs_is_asked_and_not_stored(
    desk: Installation, text: str, code: str
) -> None:
    person = desk.joined()
    reply = person.says(text)[-1]
    assert f"– {code}: tổng số đã nêu" in reply.text
    person.says("đúng")
    assert code not in stored(desk)


def test_a_total_that_agrees_says_nothing_new(desk: Installation) -> None:
    reply = desk.joined().says("1: 6 lớp 220 người; 1.1: 2 lớp 60 người; 1.6: 4 lớp 160 em")[-1]
    assert "tổng số" not in reply.text


@pytest.mark.parametrize("total", ["1: 6 lớp 220 người", "muc 1 tong 6 lop 220 nguoi"])
def test_a_total_alone_that_its_stored_rows_come_to_is_said_to_agree(
    desk: Installation, total: str
) -> None:
    person = desk.joined()
    person.says("1.1: 2 lớp 60 người")
    person.says("1.6: 4 lớp 160 em")
    reply = person.says(total)[-1]
    assert "1: 6 lớp, 220 người – đúng bằng tổng các dòng đã ghi" in reply.lead
    assert "Chưa dùng đến" not in reply.lead
    assert "1" not in stored(desk)


def test_a_larger_total_of_row_5_is_kept(desk: Installation) -> None:
    person = desk.joined()
    person.says("5: 4 cuộc; 5.1: 1 cuộc; 5.2: 2 cuộc")
    person.says("đúng")
    assert figures(desk, "5") == (4, None)


def test_rows_that_do_not_apply_are_not_called_nil(desk: Installation) -> None:
    person = desk.joined()
    person.says("mục 10 không thuộc diện")
    reply = person.says("đúng")[-1]
    assert {answer.state for answer in stored(desk).values()} == {AnswerState.NOT_APPLICABLE}
    assert PHRASE not in reply.lead


def test_some_rows_of_a_section_are_not_called_the_section(desk: Installation) -> None:
    person = desk.joined()
    person.says("1.2, 1.3 không")
    reply = person.says("đúng")[-1]
    assert "1.2, 1.3: không tổ chức" in reply.lead


def after(person: Person, *texts: str) -> str:
    return [person.says(text) for text in texts][-1][-1].text


def test_a_decimal_of_money_is_no_code(desk: Installation) -> None:
    after(desk.joined(), "10.1", "5.2 triệu")
    assert {code: answer.count for code, answer in stored(desk).items()} == {"10.1": 5_200_000}


def test_a_jump_shows_the_row_and_a_report_goes_on_waiting(desk: Installation) -> None:
    person = desk.joined()
    person.says(REPORT)
    person.says("mục 2")
    assert "Mục 2 · Câu 14/34" in person.last
    assert "18 dòng vẫn chờ xác nhận" in person.last
    person.says("5 tin")
    assert "Đã ghi 2: 5 tin" in person.last
    assert "18 dòng vẫn chờ xác nhận" in person.last
    person.says("đúng")
    assert (figures(desk, "1.6"), figures(desk, "2")) == ((4, 160), (5, None))


def test_a_jump_leaves_a_figure_waiting_and_names_it(desk: Installation) -> None:
    person = desk.joined()
    person.says("mục 1.3")
    person.says("khoảng 20 người 1 lớp")
    person.says("mục 2")
    assert "1.3: 1 lớp, 20 người vẫn chờ xác nhận" in person.last
    assert "Mục 2 · Câu 14/34" in person.last
    person.says("5 tin")
    assert figures(desk, "2") == (5, None)
    person.says("đúng")
    assert figures(desk, "1.3") == (1, 20)


def test_a_clear_line_with_its_code_is_stored_at_once(desk: Installation) -> None:
    person = desk.joined()
    person.says("mục 1.1")
    person.says("10.1: 12 triệu")
    assert "Đã ghi 10.1: 12.000.000 đồng" in person.last
    assert "Mục 1.1 · Câu 1/34" in person.last
    person.says("hoàn tác")
    assert figures(desk, "10.1") is None


def test_money_that_ends_in_a_lone_digit_is_shown_in_full(desk: Installation) -> None:
    person = desk.joined()
    person.says("ngân sách nhà nước 12 triệu 5, dân góp 7 triệu 5")
    assert "10.1: 12.500.000 đồng (mười hai triệu năm trăm nghìn đồng)" in person.last
    assert "10.2: 7.500.000 đồng" in person.last and not desk.submission().answers


@pytest.mark.parametrize("number", ["4", "4.", "160", "2"])
def test_of_a_bare_number_beside_a_batch_it_is_asked_whose_it_is(
    desk: Installation, number: str
) -> None:
    person = desk.joined(channel="web")
    person.says("1.1: 2 lớp 40 người; 1.6: 4 lớp 160 em")
    person.says(number)
    assert f"“{number.strip('.')}” là số của dòng nào? Chưa ghi." in person.last
    assert "1.1: 2 lớp, 40 người; 1.6: 4 lớp, 160 người vẫn chờ xác nhận" in person.last
    assert desk.submission().answers == {}
    person.taps("Sửa 1.6")
    person.says("5 lớp 170 em")
    person.says("đúng")
    assert desk.submission().answers["1.6"].people == 170
    assert desk.submission().answers["1.1"].people == 40


def test_a_code_that_the_form_lacks_is_said_to_be_none_of_its_rows(desk: Installation) -> None:
    person = desk.joined()
    person.says("1.1: 3 lớp 45 người\n3.1: 6 băng rôn\nanh ơi số này em chưa rõ 7")
    assert "Biểu mẫu không có mục 3.1, nên chưa hiểu: “3.1: 6 băng rôn”" in person.last
    assert "Chưa hiểu: “anh ơi số này em chưa rõ 7”" in person.last
    person.says("đúng")
    person.says("3.1: 6 băng rôn")
    assert "Biểu mẫu không có mục 3.1." in person.last
