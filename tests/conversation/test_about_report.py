"""What people say about the report and the program gets a fitting answer, and costs nothing typed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from bot.model.plan import Contacts, Opening, Plan
from bot.use_cases.campaigns import campaign_setup
from tests.office import Installation, said

SAID = [
    ("kế hoạch số mấy", "105/KH-UBND"),
    ("căn cứ văn bản nào", "Quyết định 89/QĐ-TTg"),
    ("nộp cho ai", "Phòng Giáo dục và Đào tạo huyện"),
    ("báo cáo gửi về đâu ạ", "Phòng Giáo dục và Đào tạo huyện"),
    ("số điện thoại ai", "0213 000 111"),
    ("thời kỳ báo cáo từ ngày nào", "01/10/2022 đến hết 07/10/2022"),
    ("tuần lễ diễn ra ngày nào", "01/10/2022"),
    ("em gửi rồi mà", "chưa nộp"),
    ("đã nộp chưa", "chưa nộp"),
    ("tôi không phụ trách", "bàn giao"),
    ("không phải việc của tôi", "bàn giao"),
    ("bực mình quá, làm gì mà hỏi lắm thế", "Xin lỗi"),
    ("hỏi gì mà lắm thế", "Xin lỗi"),
    ("bạn là người hay máy", "chương trình tự động"),
    ("có mất tiền không", "không thu phí"),
    ("😀", "chữ, ảnh và tệp"),
    ("???", "Mục 1.3"),
    ("cảm ơn em nhé", "Cảm ơn anh/chị"),
    ("xem 1.5", "1.5: (chưa trả lời)"),
    ("xem ảnh", "chưa có ảnh"),
    ("để mai", "tạm dừng"),
]
PLAN = Plan(
    number="105/KH-UBND",
    date=date(2022, 9, 12),
    basis=("Quyết định 89/QĐ-TTg",),
    contacts=Contacts(phones=("0213 000 111",)),
    openings=(Opening(("xã",), date(2022, 10, 1)),),
)


def opened(folder: Path, *, form: bool) -> Installation:
    """The sample campaign, planned by a plan whose record is known."""
    desk = Installation(folder, open_=False)
    read = campaign_setup.read_campaign(folder / "campaign.toml", desk.office)
    forms = read.forms if form else ()
    planned = replace(read.campaign, slug="planned", plan=PLAN)
    planned = planned if form else replace(planned, forms=())
    with desk.store.transaction() as tx:
        made = campaign_setup.create_campaign(
            tx, desk.office, replace(read, campaign=planned, forms=forms)
        )
        desk.campaign = campaign_setup.open_campaign(tx, desk.office, made.slug)
    return desk


@pytest.fixture
def planned(tmp_path: Path) -> Iterator[Installation]:
    desk = opened(tmp_path, form=True)
    yield desk
    desk.close()


@pytest.fixture
def wordy(tmp_path: Path) -> Iterator[Installation]:
    desk = opened(tmp_path, form=False)
    yield desk
    desk.close()


@pytest.mark.parametrize(("words", "answer"), SAID)
def test_it_is_answered_and_a_waiting_figure_stays(
    planned: Installation, words: str, answer: str
) -> None:
    person = planned.joined()
    person.says("1.3")
    person.says("1 lớp khoảng 20 người")
    told = "\n".join(map(said, person.says(words)))
    assert answer in told and "1.3: 1 lớp, 20 người vẫn chờ xác nhận" in told
    person.says("ok")
    assert planned.submission().answers["1.3"].people == 20


def test_the_opening_card_names_the_plan_and_the_telephone(planned: Installation) -> None:
    opening = said(planned.joined().heard[-1])
    assert "Theo Kế hoạch số 105/KH-UBND ngày 12/09/2022" in opening
    assert "0213 000 111" in opening


@pytest.mark.parametrize(
    "words", ["hạn nộp ngày nào", "nộp cho ai", "cảm ơn em", "chào em", "tôi không phụ trách"]
)
def test_without_a_form_it_is_no_part_of_the_report(wordy: Installation, words: str) -> None:
    person = wordy.joined()
    (reply,) = person.says(words)
    assert reply.lead
    assert not wordy.submission().answers


@pytest.mark.parametrize(
    ("words", "figures"),
    [
        ("chị muốn sửa lại số người 1.1 thành 70", "3 lớp, 70 người"),
        ("sửa số lớp mục 1.1 thành 4", "4 lớp, 60 người"),
        ("sua 1.1 so nguoi thanh 70", "3 lớp, 70 người"),
        ("1.1 số người là 70 nhé", "3 lớp, 70 người"),
        ("1.1 nhầm rồi, phải là 2 lớp 90 người", "2 lớp, 90 người"),
    ],
)
def test_one_figure_of_a_row_is_corrected_by_its_noun(
    desk: Installation, words: str, figures: str
) -> None:
    person = desk.joined()
    person.says("1.1: 3 lớp 60 người")
    assert f"Sửa thành 1.1: {figures}?" in said(person.says(words)[0])


@pytest.mark.parametrize("words", ["chính xác là 22", "22", "dạ đúng ra là 22 ạ"])
def test_the_exact_figure_takes_the_place_of_the_rough_one(desk: Installation, words: str) -> None:
    person = desk.joined()
    person.says("1.3")
    person.says("1 lớp khoảng 20 người")
    assert "1.3: 1 lớp, 22 người?" in said(person.says(words)[0])
    person.says("ok")
    assert desk.submission().answers["1.3"].people == 22


def test_a_number_that_is_near_no_waiting_figure_is_asked_about(desk: Installation) -> None:
    person = desk.joined()
    person.says("1.3")
    person.says("1 lớp khoảng 20 người")
    assert "“90” là số lớp hay số người?" in said(person.says("90")[0])


def test_what_was_sent_is_told_with_its_receipt(desk: Installation) -> None:
    person = desk.joined()
    person.says("1.1: 3 lớp 60 người, còn lại không")
    for words in ("đúng", "nộp", "nộp", "nộp"):
        person.says(words)
    told = said(person.says("huyện nhận được chưa")[0])
    assert desk.submission().is_sent and "mã biên nhận" in told and "chưa nhận" in told


@pytest.mark.parametrize("words", ["bạn là người hay máy", "chi Lan la nguoi thya doi"])
def test_a_code_to_hand_over_is_given_only_for_the_words_themselves(
    desk: Installation, words: str
) -> None:
    assert "CODEX" not in "".join(map(said, desk.joined().says(words)))
