"""What a unit writes in words beside its form: it is its own whatever total stands for its figures, it still
comes while an accepted total holds them, and others enter it under its title."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from pathlib import Path

import docx
import pytest

from bot.exports.json_file import campaign_body
from bot.exports.word_report import write_campaign
from bot.model.answer import value
from bot.model.commands import Accept, EnterFor, HandUpTotal, SendBack, Unaccept
from bot.model.submission import Status
from bot.use_cases.papers.campaign_export import campaign_sheet
from tests.office import Installation
from tests.use_cases import test_mending
from tests.use_cases.test_mending import acts, district, form_of, report, sends, unit_of

ITEMS = """
[[items]]
kinds = ["xã"]
type = "narrative"

[[items]]
kinds = ["huyện"]
type = "total"
"""


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Installation]:
    monkeypatch.setattr(test_mending, "CAMPAIGN", test_mending.CAMPAIGN + ITEMS)
    made = district(tmp_path)
    yield made
    made.close()


def does(desk: Installation, command: object) -> None:
    done = acts(desk, command)
    assert done.may, done.text


def papers(desk: Installation) -> tuple[str, str]:
    """Return the campaign's JSON and the words of its report."""
    with desk.store.reading() as tx:
        sheet = campaign_sheet(tx, desk.office, desk.campaign)
        body = json.dumps(campaign_body(sheet), ensure_ascii=False, default=str)
        target = io.BytesIO()
        write_campaign(sheet, target)
    document = docx.Document(io.BytesIO(target.getvalue()))
    return body, "\n".join(each.text for each in document.paragraphs)


def test_words_are_in_the_papers_though_a_total_was_handed_up(desk: Installation) -> None:
    person = desk.joined("X2")
    for text in (
        "1.1: 5 lớp 50 người, còn lại không có",
        "đúng",
        "viết",
        "Bà con phấn khởi",
        "xong",
        "nộp",
    ):
        person.says(text)
    x2 = unit_of(desk, "X2").id
    for command in (Accept(x2), HandUpTotal(x2), Accept(x2)):
        does(desk, command)
    assert all("Bà con phấn khởi" in paper for paper in papers(desk))


@pytest.fixture
def held(desk: Installation) -> Installation:
    """A commune whose figures an accepted total of its district holds, without words."""
    person = desk.joined("X1")
    for text in ("1.1: 5 lớp 50 người, còn lại không có", "đúng", "nộp", "nộp"):
        person.says(text)
    for command in (Accept(unit_of(desk, "X1").id), HandUpTotal(unit_of(desk, "H").id)):
        does(desk, command)
    does(desk, Accept(unit_of(desk, "H").id))
    desk.person_of_x1 = person  # type: ignore[attr-defined]
    return desk


def test_words_come_while_a_total_holds_the_figures(held: Installation) -> None:
    person = held.person_of_x1  # type: ignore[attr-defined]
    person.says("viết")
    person.says("Mưa lũ nhiều")
    person.says("hoàn tác")
    person.says("Bà con phấn khởi")
    person.says("1.2: 2 lớp 5 người")
    assert "chưa sửa được" in person.last
    person.says("Nội dung báo cáo: Thư viện mở cửa cả tuần")
    kept = report(held, "X1")
    assert (kept.status, kept.version, kept.draft) == (Status.ACCEPTED, 1, False)
    assert "1.2" in kept.answers and kept.answers["1.2"].count == 0
    body, words = papers(held)
    for paper in (body, words):
        assert "Bà con phấn khởi" in paper and "Thư viện mở cửa cả tuần" in paper
        assert "Mưa lũ" not in paper
    does(held, Unaccept(unit_of(held, "H").id, "xem lại"))
    person.says("sửa 1.1 thành 6 lớp 60 người")
    assert all("Bà con phấn khởi" in paper for paper in papers(held))
    person.says("nộp")
    person.says("nộp")
    assert report(held, "X1").version == 2
    assert all("Bà con phấn khởi" in paper for paper in papers(held))


def test_words_beside_a_total_stay_though_the_total_goes_back(desk: Installation) -> None:
    sends(desk, "X2", {"1.1": value(form_of(desk, "xã").by_code["1.1"], 5, 50)})
    person = desk.joined("X2")
    x2 = unit_of(desk, "X2").id
    for command in (Accept(x2), HandUpTotal(x2), Accept(x2)):
        does(desk, command)
    person.says("Nội dung báo cáo: Bà con phấn khởi")
    assert "nộp" not in person.last
    for command in (SendBack(x2, "xem lại"), HandUpTotal(x2)):
        does(desk, command)
    assert all("Bà con phấn khởi" in paper for paper in papers(desk))


def test_a_figure_that_waits_goes_on_waiting_behind_such_words(desk: Installation) -> None:
    person = desk.joined("X1")
    for text in ("1.3: khoảng 20 người 1 lớp", "Nội dung báo cáo: Bà con phấn khởi", "đúng"):
        person.says(text)
    kept = report(desk, "X1").answers
    assert (kept["1.3"].count, kept["1.3"].people) == (1, 20)
    assert kept["narrative"].text == "Bà con phấn khởi"


def test_those_within_a_total_are_counted_among_who_sent(held: Installation) -> None:
    words = papers(held)[1]
    assert "đã có 2/4 đơn vị gửi báo cáo" in words
    assert "Xã Tam Dân; THCS Phan Chu Trinh" in words


def test_nobody_is_told_to_hand_words_in_again_while_figures_are_held(held: Installation) -> None:
    person = held.person_of_x1  # type: ignore[attr-defined]
    person.says("viết")
    person.says("Bà con phấn khởi")
    assert "nộp" not in person.last
    person.says("xong")
    assert person.last == "Phần viết bằng lời đã vào báo cáo đã gửi, không phải nộp lại."


@pytest.mark.parametrize("ending", ["xong", "tiếp"])
def test_no_question_of_held_figures_follows_the_words(held: Installation, ending: str) -> None:
    person = held.person_of_x1  # type: ignore[attr-defined]
    person.says("viết")
    person.says(ending)  # without any words
    assert "chưa sửa được" in person.last and "Câu " not in person.last
    for text in ("viết", "Bà con phấn khởi", ending):
        person.says(text)
    assert person.last == "Phần viết bằng lời đã vào báo cáo đã gửi, không phải nộp lại."


def test_words_are_entered_for_a_unit_under_their_title(desk: Installation) -> None:
    text = "1.1: 5 lớp 50 người\nNội dung báo cáo: Bà con phấn khởi\ncòn lại không"
    does(desk, EnterFor(unit_of(desk, "X1").id, text, "điện thoại"))
    kept = report(desk, "X1").answers
    assert (kept["1.1"].count, kept["narrative"].text) == (5, "Bà con phấn khởi")
    assert kept["narrative"].source == "nhập hộ theo điện thoại"


def test_a_line_under_the_title_of_a_part_is_its_words(desk: Installation) -> None:
    person = desk.joined("X1")
    person.says("Nội dung báo cáo: Bà con phấn khởi")
    assert person.last == "Đã ghi vào phần “Nội dung báo cáo”: “Bà con phấn khởi”."
    assert report(desk, "X1").answers["narrative"].text == "Bà con phấn khởi"


def test_lines_under_titles_come_with_figures_in_one_message(desk: Installation) -> None:
    person = desk.joined("X1")
    person.says("1.1: 5 lớp 50 người\nNội dung báo cáo: Bà con phấn khởi\n1.2: 2 lớp 20 người")
    assert person.last.startswith("Đã ghi vào phần “Nội dung báo cáo”")
    person.says("đúng")
    kept = report(desk, "X1").answers
    assert (kept["1.1"].count, kept["1.2"].count) == (5, 2)
    assert kept["narrative"].text == "Bà con phấn khởi"


def test_figures_beside_such_lines_are_refused_while_they_are_held(held: Installation) -> None:
    person = held.person_of_x1  # type: ignore[attr-defined]
    person.says("1.2: 2 lớp 20 người\nNội dung báo cáo: Bà con phấn khởi")
    kept = report(held, "X1").answers
    assert (kept["1.2"].count, kept["narrative"].text) == (0, "Bà con phấn khởi")
    assert "chưa sửa được" in person.last and "Đã ghi vào phần" in person.last
