"""A form file's faults are all found at once, each with its line."""

import pytest

from bot.forms.form_loader import parse_form

HEAD = 'slug = "s"\ntitle = "T"\n'
LEAF = '[[row]]\ncode = "1"\nkind = "text"\nlabel = "L"\nquestion = "Q?"\n'


def row(**values: str) -> str:
    """A text row with some values changed; a value of "-" leaves its key out."""
    kept = {"code": '"2"', "kind": '"text"', "label": '"L"', "question": '"Q?"', **values}
    lines = [f"{key} = {given}" for key, given in kept.items() if given != "-"]
    return "\n".join(["[[row]]", *lines, ""])


def found(text: str) -> list[tuple[int, str]]:
    """Line and code of each fault."""
    form, faults = parse_form(text, "f.toml")
    assert (form is None) == bool(faults)
    return [(fault.line, fault.code) for fault in faults]


def test_a_small_form_has_no_faults():
    assert found(HEAD + LEAF) == []


CASES = {
    "bad syntax": ('slug = "s"\ntitle = \n', [(2, "toml")]),
    "bad syntax at the end": ('slug = "s', [(1, "toml")]),
    "a key twice": ('slug = "s"\nslug = "t"\n', [(2, "toml")]),
    "nothing": ("", [(1, "missing"), (1, "missing"), (1, "nothing_asked")]),
    "a slug with spaces": ('slug = "a b"\ntitle = "T"\n' + LEAF, [(1, "slug_shape")]),
    "five columns": (
        HEAD + 'columns = ["a", "b", "c", "d", "e"]\n' + LEAF,
        [(3, "columns")],
    ),
    "an unknown key": (HEAD + 'colour = "red"\n' + LEAF, [(3, "unknown_key")]),
    "a wrong type": (HEAD + 'year = "2022"\n' + LEAF, [(3, "wrong_type")]),
    "rows that are none": (HEAD + "row = 3\n", [(3, "wrong_type"), (3, "nothing_asked")]),
    "a code as number": (HEAD + row(code="1.10"), [(4, "code_not_text")]),
    "a code missing": (HEAD + row(code="-"), [(3, "row_missing")]),
    "a code with capitals": (HEAD + row(code='"1.4A"'), [(4, "code_shape")]),
    "a code twice": (HEAD + LEAF + row(code='"1"'), [(9, "code_twice")]),
    "an unknown kind": (HEAD + LEAF + row(kind='"sum"'), [(10, "kind_unknown")]),
    "money in millions": (
        HEAD
        + LEAF
        + row(kind='"money"', measure_label='"Triệu đồng"', count='"m"')
        + '[measures.m]\nword = "đồng"\n',
        [(13, "money_measure")],
    ),
    "a question missing": (HEAD + LEAF + row(question="-"), [(8, "question_missing")]),
    "an empty question": (HEAD + LEAF + row(question='""'), [(12, "question_missing")]),
    "a label missing": (HEAD + LEAF + row(label="-"), [(8, "row_missing")]),
    "an unknown row key": (HEAD + row(colour='"red"'), [(8, "unknown_key")]),
    "an unknown parent": (HEAD + row(parent='"9"'), [(8, "parent_unknown")]),
    "a parent that is asked": (HEAD + LEAF + row(parent='"1"'), [(13, "parent_leaf")]),
    "a cycle": (
        HEAD + row(code='"1"', parent='"2"') + row(code='"2"', parent='"1"'),
        [(8, "cycle"), (14, "cycle")],
    ),
    "its own parent": (HEAD + row(parent='"2"'), [(8, "cycle")]),
    "a child before its parent": (
        HEAD + row(code='"1.1"', parent='"1"') + row(code='"1"', kind='"header"', question="-"),
        [(8, "parent_later")],
    ),
    "a header that is asked": (
        HEAD + row(code='"1"', kind='"header"') + row(parent='"1"'),
        [(7, "header_asked")],
    ),
    "a header without rows": (
        HEAD + LEAF + row(kind='"header"', question="-"),
        [(9, "childless")],
    ),
    "a gate on a leaf": (HEAD + row(gate='"G?"'), [(8, "gate_on_leaf")]),
    "a gate below the top": (
        HEAD
        + row(code='"1"', kind='"header"', question="-")
        + row(code='"1.1"', kind='"header"', question="-", parent='"1"', gate='"G?"')
        + row(code='"1.1.1"', parent='"1.1"'),
        [(12, "gate_on_leaf")],
    ),
    "cells of a header": (
        HEAD
        + row(code='"1"', kind='"header"', question="-", cells='["count"]')
        + row(parent='"1"'),
        [(7, "cells")],
    ),
    "a pair with one cell": (HEAD + row(kind='"pair"', cells='["count"]'), [(8, "cells")]),
    "an unknown cell": (HEAD + row(kind='"count"', cells='["money"]'), [(8, "cells")]),
    "a total without cells": (
        HEAD + row(code='"1"', kind='"total"', question="-") + row(parent='"1"'),
        [(3, "cells")],
    ),
    "a total of what no child has": (
        HEAD
        + row(code='"1"', kind='"total"', question="-", cells='["people"]')
        + row(parent='"1"', kind='"money"', count='{ word = "đồng" }'),
        [(7, "total_cell")],
    ),
    "a measure missing": (HEAD + row(kind='"count"'), [(3, "measure_missing")]),
    "a measure too many": (
        HEAD + row(kind='"money"', count='{ word = "đồng" }', people='{ word = "người" }'),
        [(9, "measure_misplaced")],
    ),
    "an unknown shared measure": (
        HEAD + row(kind='"money"', count='"dong"'),
        [(8, "measure_unknown")],
    ),
    "an unknown key in a measure": (
        HEAD + row(kind='"money"') + '[row.count]\nword = "đồng"\nmost = 3\n',
        [(10, "unknown_key")],
    ),
    "an unknown key in a shared measure": (
        HEAD + '[measures.dong]\nword = "đồng"\nmost = 3\n' + row(kind='"money"', count='"dong"'),
        [(5, "unknown_key")],
    ),
    "a measure without a word": (
        HEAD + row(kind='"money"') + "[row.count]\nceiling = 3\n",
        [(8, "missing")],
    ),
    "completeness of a leaf": (HEAD + row(complete="false"), [(8, "complete_misplaced")]),
    "a maximum of words": (HEAD + row(at_most="1"), [(8, "at_most_misplaced")]),
    "a negative maximum": (HEAD + row(at_most="-1"), [(8, "wrong_type")]),
    "a long short name": (HEAD + row(short='"' + "x" * 46 + '"'), [(8, "short_long")]),
    "an unknown counterpart": (HEAD + row(counterpart='"8"'), [(8, "counterpart_unknown")]),
    "a torn section": (
        HEAD
        + row(code='"1"', kind='"header"', question="-")
        + row(code='"1.1"', parent='"1"')
        + row(code='"2"')
        + row(code='"1.2"', parent='"1"'),
        [(19, "section_torn")],
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_a_fault_is_found_at_its_line(case):
    text, expected = CASES[case]
    assert found(text) == expected


def test_lines_inside_a_long_string_are_not_taken_for_rows():
    text = HEAD + 'source = """\n[[row]]\ncode = 1\n"""\n' + row(label="3")
    assert found(text) == [(10, "wrong_type")]


def test_the_sentence_names_file_line_and_the_number_as_it_was_written():
    _, faults = parse_form(HEAD + row(code="1.10"), "bieu.toml")
    assert faults[0].text.startswith(
        'bieu.toml, dòng 4: “code” phải để trong ngoặc kép: code = "1.10"'
    )


def test_all_faults_of_a_file_come_at_once_in_its_order():
    text = HEAD + row(code="1.10", label="3", parent='"9"', gate='"G?"')
    assert found(text) == [
        (4, "code_not_text"),
        (6, "wrong_type"),
        (8, "parent_unknown"),
        (9, "gate_on_leaf"),
    ]


def test_a_byte_order_mark_is_passed_over():
    assert found("\ufeff" + HEAD + LEAF) == []


WHOLE = (
    HEAD
    + 'annex = "A"\nyear = 2022\ncolumns = ["1", "2", "3", "4", "5", "6"]\n'
    + '[measures.m]\nword = "lớp"\naccepted = ["buổi"]\nceiling = 5\n'
    + row(code='"1"', kind='"total"', question="-", cells='["count"]', gate='"G?"', bold="true")
    + row(code='"1.1"', kind='"pair"', parent='"1"', count='"m"', people='{ word = "người" }')
    + row(code='"1.2"', kind='"count"', parent='"1"', words='["w"]', at_most="3", count='"m"')
)
WRONG = ("0", "1.5", '""', '"x"', "[]", "[1]", '["x"]', "{}", "true", "[{}]", "1979-05-27")


def test_the_whole_small_form_is_sound():
    assert found(WHOLE) == []


@pytest.mark.parametrize("value", WRONG)
def test_no_wrong_value_anywhere_makes_the_check_fail_instead_of_report(value):
    lines = WHOLE.splitlines()
    for place, line in enumerate(lines):
        if " = " in line:
            key = line.split(" = ")[0]
            changed = [*lines[:place], f"{key} = {value}", *lines[place + 1 :]]
            form, faults = parse_form("\n".join(changed), "f.toml")
            assert (form is None) == bool(faults), (line, value)


def test_a_form_that_was_stored_before_a_rule_was_made_is_read_still():
    text = CASES["money in millions"][0]
    assert parse_form(text, "f.toml")[0] is None
    form, none = parse_form(text, "f.toml", is_stored=True)
    assert form is not None and none == ()
    assert parse_form(CASES["nothing"][0], "f.toml", is_stored=True)[0] is None
