"""A unit asks its coordinators in the middle of a report: passed on at once, nothing lost."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.conversation.helpdesk import question_in
from bot.model.message import Urgency
from bot.model.person import Role
from bot.use_cases.campaigns import campaign_setup, invites
from bot.use_cases.campaigns.campaign_setup import close_campaign
from tests.office import Installation, Person

ASKED = "hỏi lớp học qua mạng có tính không ạ?"


def coordinator(desk: Installation, name: str = "Chị Hoa") -> Person:
    return sitting(desk, name, None, Role.COORDINATOR)


def sitting(desk: Installation, name: str, unit: str | None, role: Role) -> Person:
    person = desk.person(name)
    person.starts(desk.code(unit, role))
    person.says("Đồng ý")
    return person


def at_row(desk: Installation, code: str, channel: str = "telegram") -> Person:
    person = desk.joined(channel=channel)
    person.says(f"mục {code}" if "." not in code else code)
    return person


def heard(person: Person) -> list[str]:
    return [f"{reply.head}\n{reply.text}" for reply in person.listen()]


def figures(desk: Installation, code: str) -> tuple[int | None, int | None] | None:
    answer = desk.submission().answers.get(code)
    return None if answer is None else (answer.count, answer.people)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("hỏi mục này ghi sao ạ", "mục này ghi sao ạ"),
        ("Hỏi: ghi sao?", "ghi sao?"),
        ("HỎI ghi sao", "ghi sao"),
        ("hỏi\nghi sao", "ghi sao"),
        ("/hoi ghi sao", "ghi sao"),
        ("/hoi@bao_cao_bot ghi sao", "ghi sao"),
        ("hỏi", ""),
        ("/hoi", ""),
    ],
)
def test_the_word_with_its_mark_or_the_slash_word_asks(text: str, words: str) -> None:
    assert question_in(text) == words


@pytest.mark.parametrize(
    "text", ["hoi thao 3 cuộc", "hội thao", "hoi 3 lop", "hỏihan", "câu hỏi", "/hoantac", "3 lớp"]
)
def test_nothing_else_asks(text: str) -> None:
    assert question_in(text) is None


def test_every_coordinator_of_the_campaign_hears_it_at_once(desk: Installation) -> None:
    hoa, nam = coordinator(desk), coordinator(desk, "Anh Nam")
    person = at_row(desk, "1.6")
    person.says(ASKED)
    for each in (hoa, nam):
        (told,) = heard(each)
        assert "Xã Bum Nưa hỏi" in told
        assert "lớp học qua mạng có tính không ạ?" in told
        assert "khi đang trả lời mục 1.6" in told
        assert "trả lời Xã Bum Nưa: …" in told


@pytest.mark.parametrize("channel", ["telegram", "web", "zalo"])
def test_it_works_on_every_channel_and_stands_on_the_chats_board(
    desk: Installation, channel: str
) -> None:
    hoa = coordinator(desk)
    person = at_row(desk, "1.6", channel)
    assert "Đã chuyển câu hỏi" in person.says(ASKED)[-1].lead
    assert len(heard(hoa)) == 1
    assert "Xã Bum Nưa (có câu hỏi chờ trả lời)" in hoa.says("tiến độ")[-1].text
    hoa.says("trả lời Xã Bum Nưa: có tính")
    hoa.says("đúng")
    (answer,) = person.listen()
    assert answer.urgency is Urgency.REPLY  # no plan of messages holds an answer back
    assert "chờ trả lời" not in hoa.says("tiến độ")[-1].text
    person.says("2 lớp 60 người")
    assert figures(desk, "1.6") == (2, 60)


def test_a_coordinator_of_another_campaign_hears_nothing(desk: Installation) -> None:
    read = campaign_setup.read_campaign(desk.folder / "campaign.toml", desk.office)
    read = replace(read, campaign=replace(read.campaign, slug="other", title="Đợt khác"))
    with desk.store.transaction() as tx:
        campaign_setup.create_campaign(tx, desk.office, read)
        made = invites.hand_out(tx, desk.office, "other", None, Role.COORDINATOR, {}, new=True)
    stranger = desk.person("Anh Bình")
    stranger.starts(made[0].code)
    stranger.says("Đồng ý")
    at_row(desk, "1.6").says(ASKED)
    assert heard(stranger) == []


def test_the_place_is_kept_and_the_buttons_above_still_work(desk: Installation) -> None:
    coordinator(desk)
    person = at_row(desk, "1.6")
    nothing = person.button("Không tổ chức")
    (reply,) = person.says(ASKED)
    assert "Đã chuyển câu hỏi" in reply.lead
    assert "Mục 1.6" in reply.text
    person.presses(nothing)
    assert desk.submission().answers["1.6"].state == "nil"


def test_a_reading_that_waits_for_a_yes_still_waits(desk: Installation) -> None:
    coordinator(desk)
    person = at_row(desk, "1.6")
    assert 'Gõ "đúng" để ghi' in person.says("khoảng 9 lớp 450 người")[-1].text
    (reply,) = person.says(ASKED)
    assert "1.6: 9 lớp, 450 người vẫn chờ xác nhận" in reply.lead
    assert figures(desk, "1.6") is None
    person.says("đúng")
    assert figures(desk, "1.6") == (9, 450)


def test_many_rows_that_wait_still_wait(desk: Installation) -> None:
    coordinator(desk)
    person = at_row(desk, "1.6")
    person.says("1.1: 2 lớp 60 người\n1.2: 1 lớp 20 người")
    told = "1.1: 2 lớp, 60 người; 1.2: 1 lớp, 20 người vẫn chờ xác nhận"
    assert told in person.says(ASKED)[-1].lead
    person.says("đúng")
    assert (figures(desk, "1.1"), figures(desk, "1.2")) == ((2, 60), (1, 20))


def test_without_a_coordinator_the_question_is_kept_and_that_is_said(desk: Installation) -> None:
    person = at_row(desk, "1.6")
    assert "chưa có người tổng hợp" in person.says(ASKED)[-1].lead
    with desk.store.reading() as tx:
        assert set(tx.audit.open_questions(desk.campaign.id)) == {desk.submission().id}


@pytest.mark.parametrize("word", ["gửi câu hỏi", "Ghi vào báo cáo"])
def test_a_buttons_words_that_come_too_late_are_no_answer(desk: Installation, word: str) -> None:
    hoa = coordinator(desk)
    person = at_row(desk, "11")
    assert "không có gì chờ" in person.says(word)[-1].text
    assert (desk.submission().answers, heard(hoa)) == ({}, [])


def test_words_at_a_text_row_are_asked_back_once_and_can_be_written_down(
    desk: Installation,
) -> None:
    hoa = coordinator(desk)
    person = at_row(desk, "11")
    person.says("Hỏi đáp về sách tại nhà văn hóa")
    assert [choice.label for choice in person.heard[-1].choices] == [
        "Gửi câu hỏi", "Ghi vào báo cáo",
    ]  # fmt: skip
    assert "11" not in desk.submission().answers
    person.taps("Ghi vào báo cáo")
    assert desk.submission().answers["11"].text == "Hỏi đáp về sách tại nhà văn hóa"
    assert heard(hoa) == []


@pytest.mark.parametrize("word", ["gửi câu hỏi", "Câu hỏi", "đúng"])
def test_words_at_a_text_row_can_be_sent_as_a_question(desk: Installation, word: str) -> None:
    hoa = coordinator(desk)
    person = at_row(desk, "11", "zalo")
    person.says("hỏi viết dài bao nhiêu ạ")
    person.says(word)
    assert "viết dài bao nhiêu ạ" in heard(hoa)[-1]
    assert "11" not in desk.submission().answers


def test_a_message_that_was_neither_is_named_and_the_next_one_counts(desk: Installation) -> None:
    hoa = coordinator(desk)
    person = at_row(desk, "11")
    person.says("Hỏi thăm gia đình hiếu học")
    (reply,) = person.says("Trao 10 suất học bổng")
    assert "“Hỏi thăm gia đình hiếu học” chưa được gửi và chưa được ghi" in reply.lead
    assert desk.submission().answers["11"].text == "Trao 10 suất học bổng"
    assert heard(hoa) == []


def test_figures_that_begin_with_the_word_are_asked_back(desk: Installation) -> None:
    hoa = coordinator(desk)
    person = at_row(desk, "1.6")
    person.says("hỏi 3 lớp 45 người")
    assert (figures(desk, "1.6"), heard(hoa)) == (None, [])
    person.taps("Gửi câu hỏi")
    assert (figures(desk, "1.6"), len(heard(hoa))) == (None, 1)


def test_the_slash_word_is_a_question_even_at_a_text_row(desk: Installation) -> None:
    hoa = coordinator(desk)
    at_row(desk, "11").says("/hoi viết dài bao nhiêu ạ")
    assert len(heard(hoa)) == 1


def test_unmarked_words_stay_an_answer(desk: Installation) -> None:
    hoa = coordinator(desk)
    person = at_row(desk, "11")
    person.says("hoi thao toan xa, hội diễn văn nghệ")
    assert desk.submission().answers["11"].text == "hoi thao toan xa, hội diễn văn nghệ"
    assert heard(hoa) == []


def test_ten_questions_an_hour_then_a_kind_refusal(desk: Installation) -> None:
    hoa = coordinator(desk)
    person = at_row(desk, "1.6")
    for number in range(10):
        person.says(f"hỏi câu {number} thế nào ạ")
    (refused,) = person.says("hỏi thêm một câu nữa ạ")
    assert "chưa được gửi" in refused.lead
    assert len(heard(hoa)) == 10
    desk.later(minutes=61)
    person.says("hỏi thêm một câu nữa ạ")
    assert len(heard(hoa)) == 1


def test_the_limit_is_each_persons_own(desk: Installation) -> None:
    hoa = coordinator(desk)
    person, other = at_row(desk, "1.6"), desk.joined(name="Pờ Thị Mai")
    for number in range(10):
        person.says(f"hỏi câu {number} thế nào ạ")
    other.says(ASKED)
    assert len(heard(hoa)) == 11


def test_a_closed_campaign_can_still_be_asked_about(desk: Installation) -> None:
    hoa = coordinator(desk)
    person = at_row(desk, "11")
    with desk.store.transaction() as tx:
        close_campaign(tx, desk.office, desk.campaign.slug)
    person.says("hỏi muốn sửa số thì gửi ai ạ")
    assert "muốn sửa số thì gửi ai ạ" in heard(hoa)[-1]


def test_an_approver_may_ask_and_hears_the_answer(desk: Installation) -> None:
    hoa = coordinator(desk)
    approver = sitting(desk, "Ông Páo", "03466", Role.APPROVER)
    approver.says(ASKED)
    assert "Ông Páo" in heard(hoa)[-1]
    hoa.says("trả lời Xã Bum Nưa: có tính")
    hoa.says("đúng")
    assert "có tính" in heard(approver)[-1]


def test_a_viewer_does_not_ask(desk: Installation) -> None:
    hoa = coordinator(desk)
    sitting(desk, "Bà Lan", "03466", Role.VIEWER).says(ASKED)
    assert heard(hoa) == []


@pytest.mark.parametrize(
    "words", ["trả lời Xã Bum Nưa: có tính", "tra loi bum nua:có tính", "/traloi 03466 có tính"]
)
def test_the_answer_reaches_every_reporter_of_the_unit_and_no_other(
    desk: Installation, words: str
) -> None:
    hoa = coordinator(desk)
    first, second = desk.joined(), desk.joined(name="Pờ Thị Mai", channel="web")
    elsewhere = desk.joined("03433", "Vàng A Sử")
    first.says(ASKED)
    hoa.listen()
    hoa.says(words)
    hoa.says("đúng")
    for person in (first, second):
        told = heard(person)[-1]
        assert "Xã Bum Nưa hỏi: “" in told
        assert "Người tổng hợp Chị Hoa trả lời: “có tính”" in told
    assert heard(elsewhere) == []
    with desk.store.reading() as tx:
        assert tx.audit.open_questions(desk.campaign.id) == {}
        facts = [line.fact for line in tx.history.of_report(desk.submission().id)]
    assert facts == ["QuestionAsked", "UnitTold"]


@pytest.mark.parametrize("word", ["/hinh", "/traloi 03466 xin chào", "/nhan 03466"])
def test_a_coordinators_words_are_not_a_units(desk: Installation, word: str) -> None:
    person = at_row(desk, "11")
    (reply,) = person.says(word)
    assert "không thuộc vai trò" in reply.lead
    assert desk.submission().answers == {}


@pytest.mark.parametrize("word", ["hình", "ảnh tiến độ", "Hinh", "/hinh"])
def test_the_picture_of_progress_is_offered_to_a_coordinator(
    desk: Installation, word: str
) -> None:
    (reply,) = coordinator(desk).says(word)
    assert reply.document is not None
    assert reply.document.name == f"{desk.campaign.slug}-tien-do.png"


def test_the_picture_has_a_button_beside_the_board(desk: Installation) -> None:
    hoa = coordinator(desk)
    for word in ("tiến độ", "bảng"):
        hoa.says(word)
        (reply,) = hoa.taps("Ảnh tiến độ")
        assert reply.document is not None


def test_a_coordinators_file_is_not_lost_in_silence(desk: Installation) -> None:
    hoa = coordinator(desk)
    assert "trang của đơn vị" in hoa.sends_photo("nhập hộ Xã Bum Nưa: 1.1 3 lớp")[-1].text
    assert desk.submission().photos == ()
