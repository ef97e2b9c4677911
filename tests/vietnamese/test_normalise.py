from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from bot.vietnamese.normalise import clean, fold, marks_within, unaccented


def test_decomposed_and_mixed_spellings_become_one() -> None:
    whole = "3 lớp 45 người"
    mixed = "3 lơ\u0301p 45 ngươ\u0300i"  # what the Vietnamese Windows keyboard types
    assert clean(unicodedata.normalize("NFD", whole)) == whole
    assert clean(mixed) == whole


def test_compatibility_digits_stay_what_they_are() -> None:
    """NFKC would silently turn 5² into 52."""
    assert clean("5² ① ٣") == "5² ① ٣"


def test_full_width_forms_become_ascii() -> None:
    assert clean("３ lớp，４５ người") == "3 lớp,45 người"


def test_invisible_characters_are_dropped() -> None:
    text = "\ufeff3\ufe0f\u20e3 l\u200bớp\u00ad 4\u20605 ng\u200dười\u202c"
    assert clean(text) == "3 lớp 45 người"


def test_all_spaces_become_plain_and_line_breaks_stay() -> None:
    assert clean("3\u00a0lớp\u2009\r\n45\u202fngười\t\u2028x\x85y") == "3 lớp \n45 người\t\nx\ny"


def test_a_blank_message_is_empty() -> None:
    assert clean(" \u00a0\n\t\u200b ") == ""


def test_tone_placement_does_not_matter() -> None:
    assert fold("hòa") == fold("hoà")
    assert fold("người") == fold("ngừơi")


def test_đ_is_a_d_with_a_mark() -> None:
    assert unaccented("Đồng") == "dong"
    assert fold("đ").marks == "-"


def test_fewer_accents_fit_other_accents_do_not() -> None:
    full, part, other = fold("lớp").marks, fold("lơp").marks, fold("lộp").marks
    assert marks_within(part, full)
    assert marks_within("", full)
    assert not marks_within(other, full)


def test_piled_up_accents_are_cut() -> None:
    assert len(clean("a" + "\u0301\u0323" * 5000)) < 20


@given(st.text())
def test_cleaning_twice_changes_nothing(text: str) -> None:
    assert clean(clean(text)) == clean(text)
