"""A question goes up, tier by tier; its answer comes down to the asker and whoever passed it on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.model.person import Role
from tests.office import Person
from tests.use_cases.test_three_tiers import Province

ASKED = "hỏi trường tư thục có phải báo cáo không ạ?"


@pytest.fixture
def province(tmp_path: Path) -> Iterator[Province]:
    made = Province(tmp_path, {"H1": "", "H1X1": "H1", "H1X1T1": "H1X1", "H1X1T2": "H1X1"})
    made.desk.campaign = made.campaign
    yield made
    made.desk.close()


def sits(province: Province, name: str, unit: str | None) -> Person:
    person = province.desk.person(name)
    person.starts(province.desk.code(unit, Role.COORDINATOR))
    person.says("Đồng ý")
    person.listen()
    return person


def heard(person: Person) -> str:
    return "\n".join(f"{reply.head}\n{reply.text}" for reply in person.listen())


def does(person: Person, words: str) -> str:
    person.says(words)
    return person.says("đúng")[-1].text


def test_a_question_goes_to_the_nearest_level_above_and_to_no_other(province: Province) -> None:
    top, district = sits(province, "Chị Hoa", None), sits(province, "Anh Nam", "H1")
    commune = sits(province, "Cô Sen", "H1X1")
    school = province.desk.joined("H1X1T1")
    assert "người tổng hợp của Đơn vị H1X1" in school.says(ASKED)[-1].lead
    assert "trường tư thục" in heard(commune)
    assert heard(district) == heard(top) == ""


def test_a_level_without_anybody_is_left_out(province: Province) -> None:
    top = sits(province, "Chị Hoa", None)
    province.desk.joined("H1X1T1").says(ASKED)
    assert "Đơn vị H1X1T1 hỏi" in heard(top)


def test_the_answer_from_the_top_reaches_the_asker_and_all_it_went_through(
    province: Province,
) -> None:
    top, district = sits(province, "Chị Hoa", None), sits(province, "Anh Nam", "H1")
    commune, school = sits(province, "Cô Sen", "H1X1"), province.desk.joined("H1X1T1")
    school.says(ASKED)
    assert "lên Đơn vị H1;" in does(commune, "chuyển lên H1X1T1")
    assert "đã được chuyển lên Đơn vị H1" in heard(school)
    assert "Cô Sen chuyển lên" in heard(district)
    does(district, "chuyển lên H1X1T1")
    assert "trường tư thục" in heard(top)
    for person in (commune, district, school):
        person.listen()
    does(top, "trả lời H1X1T1: có, tính cả trường tư thục")
    assert "Chị Hoa trả lời: “có, tính cả trường tư thục”" in heard(school)
    assert all("đã trả lời đơn vị" in heard(person) for person in (commune, district))


def test_an_official_of_a_branch_asks_the_level_above_and_is_answered(province: Province) -> None:
    district, commune = sits(province, "Anh Nam", "H1"), sits(province, "Cô Sen", "H1X1")
    assert "người tổng hợp của Đơn vị H1;" in commune.says(ASKED)[-1].text
    assert "Cô Sen" in heard(district)
    does(district, "trả lời H1X1: có")
    assert "trả lời: “có”" in heard(commune)


def test_at_the_top_the_office_beyond_is_named_and_nothing_is_lost(province: Province) -> None:
    top, school = sits(province, "Chị Hoa", None), province.desk.joined("H1X1T1")
    school.says(ASKED)
    assert "chưa gửi đi đâu" in top.says("hỏi bao giờ nộp?")[-1].text
    assert "Không có cấp trên nào" in top.says("chuyển lên H1X1T1")[-1].text
    assert "không có câu hỏi nào" in top.says("chuyển lên H1X1T2")[-1].text


def test_a_marked_answer_is_help_on_the_row_for_every_unit(province: Province) -> None:
    commune, school = sits(province, "Cô Sen", "H1X1"), province.desk.joined("H1X1T1")
    school.says("1.6")
    school.says("hỏi lớp 2 buổi một ngày tính thế nào ạ?")
    assert "(chung)" in heard(commune)
    assert "hướng dẫn chung cho mục 1.6" in does(
        commune, "trả lời H1X1T1 (chung): mỗi buổi tính 1 lớp"
    )
    other = province.desk.joined("H1X1T2")
    assert "mỗi buổi tính 1 lớp" in other.says("mục 1.6 là gì?")[-1].lead


def test_an_answer_with_figures_that_is_not_marked_stays_with_its_unit(province: Province) -> None:
    commune, school = sits(province, "Cô Sen", "H1X1"), province.desk.joined("H1X1T1")
    school.says("1.6")
    school.says("hỏi lớp 2 buổi một ngày tính thế nào ạ?")
    does(commune, "trả lời H1X1T1: bên mình ghi 3 lớp")
    other = province.desk.joined("H1X1T2")
    assert "3 lớp" not in other.says("mục 1.6 là gì?")[-1].lead


def test_an_answer_about_no_row_cannot_be_help_for_all(province: Province) -> None:
    commune, school = sits(province, "Cô Sen", "H1X1"), province.desk.joined("H1X1T1")
    school.says(ASKED)
    assert "không gắn với mục nào" in commune.says("trả lời H1X1T1 (chung): có")[-1].text
