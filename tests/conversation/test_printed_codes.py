"""A form whose sections count anew (I 1.1, II 1.1) is answered by its printed numbers."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.model.form import Form, Indicator
from bot.model.person import Role
from bot.use_cases.campaigns.change_form import change_form
from tests.office import Installation, Person


def roman(row: Indicator, section: str, number: str) -> Indicator:
    """A row as the importer keys it below a Roman section."""
    return replace(row, code=f"{section}.{number}", printed=number, parent=section)


def form_of_two_sections(form: Form) -> Form:
    """I: 1.1 lớp, 1.2 lớp; II: 1.1 cuộc, 1.3 cuộc."""
    head, other = form.by_code["1"], form.by_code["5"]
    rows = (
        replace(head, code="i", printed="I"),
        roman(form.by_code["1.1"], "i", "1.1"),
        roman(form.by_code["1.2"], "i", "1.2"),
        replace(other, code="ii", printed="II"),
        roman(form.by_code["5.1"], "ii", "1.1"),
        roman(form.by_code["5.2"], "ii", "1.3"),
    )
    return replace(form, rows=rows)


@pytest.fixture
def person(desk: Installation) -> Person:
    with desk.store.transaction() as tx:
        form = form_of_two_sections(desk.form)
        change_form(tx, desk.office, desk.campaign.slug, form, "", "biểu có hai phần")
    return desk.joined()


def figures(person: Person) -> dict[str, int | None]:
    return {code: answer.count for code, answer in person.desk.submission().answers.items()}


def says(person: Person, *texts: str) -> str:
    for text in texts:
        person.says(text)
    return person.last


def test_a_number_of_one_section_only_names_its_row(person: Person) -> None:
    says(person, "1.2: 2 lớp 30 người", "1.3: 4 cuộc", "sửa 1.2 thành 3 lớp 41 người")
    assert figures(person) == {"i.1.2": 3, "ii.1.3": 4}


def test_a_number_of_several_sections_is_asked_with_both_labels(person: Person) -> None:
    told = says(person, "1.1: 2 lớp 30 người")
    assert ("i.1.1 " in told, "ii.1.1 " in told, figures(person)) == (True, True, {})
    says(person, "ii.1.1: 2 cuộc", "I.1.1: 2 lớp 30 người")
    assert figures(person) == {"i.1.1": 2, "ii.1.1": 2}
    says(person, "II 1.1: 4 cuộc", "đúng")
    assert figures(person) == {"i.1.1": 2, "ii.1.1": 4}


def test_a_return_names_rows_by_their_printed_numbers(person: Person) -> None:
    desk = person.desk
    says(person, "1.2: 2 lớp 30 người", "nộp", "nộp", "nộp")
    hoa = desk.person("Nguyễn Thị Hoa")
    hoa.starts(desk.code(None, Role.COORDINATOR))
    says(hoa, "Đồng ý", "trả lại Xã Bum Nưa 1.2, 1.3 xem lại", "đúng")
    assert desk.submission().returned_rows == ("i.1.2", "ii.1.3")
    assert "Mục i.1.2" in says(person, "tiếp")


def test_a_number_means_the_section_that_is_answered(person: Person) -> None:
    says(person, "mục i.1.2")
    assert "Mục i.1.2 · Câu 2/4" in person.last
    says(person, "1.1: 2 lớp 30 người", "1.2: 1 lớp 20 người")
    assert figures(person) == {"i.1.1": 2, "i.1.2": 1}


def test_the_sections_are_listed_by_their_own_codes(person: Person) -> None:
    says(person, "mục ii", "đúng")
    assert figures(person) == {"i.1.1": 0, "i.1.2": 0}
