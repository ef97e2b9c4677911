"""A form written as TOML and read again is the same form."""

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.forms.form_loader import load_builtin, parse_form
from bot.forms.form_writer import form_to_toml
from bot.model.form import Form, Indicator, Measure

TEXT = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30)


def test_the_built_in_form_survives_the_round_trip():
    form = load_builtin("phu-luc-ii-2022")
    assert parse_form(form_to_toml(form), "x.toml") == (form, ())


def test_a_measure_used_by_many_rows_is_written_once():
    assert form_to_toml(load_builtin("phu-luc-ii-2022")).count('"nông dân"') == 1


@given(label=TEXT, question=TEXT, words=st.lists(TEXT, max_size=3), word=TEXT)
@settings(max_examples=60, deadline=None)
def test_any_text_survives_the_round_trip(label, question, words, word):
    row = Indicator(
        code="1.10",
        printed="",
        kind="money",
        label=label,
        question=question,
        words=tuple(words),
        cells=("count",),
        count=Measure(word, accepted=tuple(words), ceiling=5),
    )
    form = Form(slug="s", title="T" + label, rows=(row,), source=question)
    assert parse_form(form_to_toml(form), "x.toml") == (form, ())
