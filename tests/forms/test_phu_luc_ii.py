"""The built-in form equals the paper, and its chat wording is fit to be read."""

from collections import Counter

import pytest

from bot.errors import OperatorError
from bot.forms.form_loader import builtin_slugs, load_builtin
from bot.model.form import Cell
from bot.reading import Understood, read_answer

FORM = load_builtin("phu-luc-ii-2022")
PRINTED = " ".join(
    (
        "1 1.1 1.2 1.3 1.4 - 1.5 1.6 1.7 1.8 1.9 1.10 1.11 1.12 2 3 4 4.1 4.2 4.3 5 5.1 5.2 5.3 5.4",
        "6 6.1 6.2 6.3 6.4 7 7.1 7.2 8 9 9.1 9.2 10 10.1 10.2 11",
    )
)


def test_the_tt_column_stands_in_printed_order_with_one_empty_cell():
    assert " ".join(row.printed or "-" for row in FORM.rows) == PRINTED
    assert [row.code for row in FORM.rows if not row.printed] == ["1.4a"]


def test_thirty_four_of_forty_one_rows_are_asked():
    kinds = Counter(row.kind for row in FORM.rows)
    assert (len(FORM.rows), len(FORM.questions)) == (41, 34)
    assert kinds == {
        "pair": 19,
        "count": 11,
        "yes_no": 1,
        "money": 2,
        "text": 1,
        "total": 3,
        "header": 4,
    }


def test_the_answerable_rows_have_fifty_two_figures():
    assert sum(len(row.cells) for row in FORM.questions) == 52


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("1.2", "ngoại ngữ, cho cán bộ"),
        ("1.3", "tin học, cho cán bộ"),
        ("3", "băng zôn"),
        ("5.2", "Trung bày"),
        ("6.3", "Thăm quan"),
    ],
)
def test_misprints_stay_in_the_label_and_out_of_the_chat(code, words):
    row = FORM.by_code[code]
    assert words in row.label
    assert words not in row.question + row.short + row.example


def test_the_bracket_of_5_4_never_closes():
    label = FORM.by_code["5.4"].label
    assert (label.count("("), label.count(")")) == (1, 0)


def test_units_are_verbatim_with_their_odd_spaces():
    assert FORM.by_code["5.3"].measure_label == "Số cuộc /người"
    assert FORM.by_code["7.2"].measure_label == "Trường/ trung tâm"
    assert FORM.by_code["2"].cells == (Cell.COUNT,)


def test_persons_who_gave_or_were_praised_stand_in_the_column_of_people():
    assert [row.code for row in FORM.rows if row.cells == (Cell.PEOPLE,)] == ["4.2", "9.2"]


def test_only_row_5_may_exceed_its_children():
    totals = {row.code: row.complete for row in FORM.rows if row.kind == "total"}
    assert totals == {"1": True, "5": False, "6": True}


def test_sections_with_several_questions_have_a_gate():
    assert [section.code for section in FORM.sections if section.has_gate] == [
        "1",
        "4",
        "5",
        "6",
        "7",
        "9",
        "10",
    ]


def test_a_commune_opens_the_week_at_most_once():
    row = FORM.by_code["7.1"]
    assert (row.kind, row.at_most) == ("yes_no", 1)


def test_every_question_has_short_wording_an_example_and_its_measures():
    for row in FORM.questions:
        assert row.question.endswith("?"), row.code
        assert len(row.question) <= 130, row.code
        assert 0 < len(row.short) <= 45, row.code
        assert row.example, row.code
        assert row.words, row.code
        for cell in row.cells:
            assert row.measure(cell) is not None, row.code


def test_no_word_counts_and_is_doubtful_in_one_measure():
    for row in FORM.rows:
        for measure in (row.count, row.people):
            if measure is not None:
                known = {measure.word, *measure.accepted}
                assert known & set(measure.doubtful) == set(), row.code


def test_a_free_word_points_to_one_row_only():
    uses = Counter(word for row in FORM.questions for word in row.words)
    assert [word for word, times in uses.items() if times > 1] == []


def test_ceilings_are_those_of_a_commune():
    assert FORM.by_code["1.1"].people.ceiling == 5_000
    assert FORM.by_code["4.3"].count.ceiling == 10_000
    assert FORM.by_code["10.1"].count.ceiling == 500_000_000


def test_the_title_takes_the_year_of_the_campaign():
    assert FORM.title_for(2026).endswith("HỌC TẬP SUỐT ĐỜI NĂM 2026")
    assert FORM.title_lines()[1].endswith("NĂM 2022")
    assert len(FORM.title_lines()) == 2


def test_an_unknown_form_is_named_with_those_there_are():
    with pytest.raises(OperatorError, match=r"phu-luc-iii.*phu-luc-ii-2022"):
        load_builtin("phu-luc-iii")
    assert builtin_slugs() == ("phu-luc-ii-2022",)


@pytest.mark.parametrize("row", FORM.questions, ids=lambda row: row.code)
def test_every_example_is_itself_a_sure_answer(row):
    reading = read_answer(row, row.example)
    assert isinstance(reading, Understood)
    assert reading.answer.is_above_zero
