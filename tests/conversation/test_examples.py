"""Every example that a message gives is a row of the form in use, and answers that row."""

from __future__ import annotations

import re
import string
from dataclasses import replace

import pytest

from bot.conversation.examples import answer_to, examples
from bot.forms.form_loader import load_builtin
from bot.model.form import Form
from bot.reading import Understood, read_answer
from bot.use_cases.campaigns.change_form import change_form
from tests.locale.catalogues import CATALOGUES, LANGUAGES
from tests.office import Installation

CODE = re.compile(r"(?<![0-9./-])[0-9]{1,2}\.[0-9]{1,2}[a-z]?(?![0-9./-])|(?<=mục )[0-9]{1,2}\b")
# What speaks to whoever writes forms and settings, not to whoever answers one.
OF_FILES = re.compile(r"(cli|fault|form_import|form|config|campaign|word|letter|decree)\.")
KEPT = ("2", "3", "8", "9", "9.1", "9.2")


def small_form() -> Form:
    """A form of another body: five questions, none of them 1.1, 1.6, 5.1 or 10.2."""
    whole = load_builtin("phu-luc-ii-2022")
    return replace(whole, rows=tuple(row for row in whole.rows if row.code in KEPT))


def strange_codes(text: str, form: Form) -> list[str]:
    return [code for code in CODE.findall(text) if form.find(code) is None]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_names_a_row_that_another_form_lacks(language: str) -> None:
    form, found = small_form(), []
    for key, template in CATALOGUES[language].items():
        names = {name for _, name, _, _ in string.Formatter().parse(template) if name}
        text = template.format(**{**dict.fromkeys(names, "x"), **examples(form)})
        if not OF_FILES.match(key):
            found += [(key, code) for code in strange_codes(text, form)]
    assert found == []


def test_a_whole_conversation_names_only_rows_of_its_form(desk: Installation) -> None:
    form = small_form()
    with desk.store.transaction() as tx:
        change_form(tx, desk.office, desk.campaign.slug, form, "", "mẫu của trường")
    person = desk.joined()
    for text in ("gì đó", "trợ giúp", "tiếp", "sửa", "sửa abc", "ảnh", "xong", "hỏi", "2: 5 tin", "mục 9",
                 "xem", "nộp", "8: 2 đơn vị; 3: 15 băng rôn", "đúng", "nộp", "nộp", "nộp", "xem"):  # fmt: skip
        person.says(text)
    told = "\n".join(f"{reply.lead}\n{reply.text}" for reply in person.heard)
    assert desk.submission().version == 1
    assert strange_codes(re.sub(r"[0-9]{1,2}[./][0-9]{1,2}[./][0-9]{4}", "", told), form) == []
    assert "sửa 2 thành 5 tin 3 bài" in told


def test_an_example_is_an_answer_to_its_row() -> None:
    form = load_builtin("phu-luc-ii-2022")
    bare = (replace(row, example="") for row in form.questions if row.kind != "text")
    readings = [read_answer(row, answer_to(row)) for row in (*form.questions, *bare)]
    assert all(isinstance(reading, Understood) for reading in readings)
