from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.base import Page
from bot.channels.render import cut_to_length, length, plain_text, render
from bot.locale.say import use_language
from bot.model.documents import Document, DocumentRequest
from bot.model.export_kinds import DocumentKind
from bot.model.message import Capabilities, Choice, Reply

WITH_BUTTONS = Capabilities(
    max_text=100, buttons=True, files_in=True, files_out=True, max_caption=40
)
WORDS_ONLY = replace(WITH_BUTTONS, buttons=False, files_out=False)
YES_NO = (Choice("k:y", "đúng"), Choice("k:n", "sai"))


def texts(*replies: Reply, capabilities: Capabilities = WITH_BUTTONS) -> list[str]:
    return [plain_text(page) for reply in replies for page in render(reply, capabilities)]


def test_a_short_reply_is_one_page_with_its_parts() -> None:
    reply = Reply(
        "Có bao nhiêu lớp?", head="Mục 1.2 · Câu 3/34", lead="1.1: 3 lớp", choices=YES_NO
    )
    assert render(reply, WITH_BUTTONS) == (
        Page("Có bao nhiêu lớp?", head="Mục 1.2 · Câu 3/34", lead="1.1: 3 lớp", choices=YES_NO),
    )


def test_lead_head_and_text_stand_in_this_order() -> None:
    assert texts(Reply("text", head="head", lead="lead")) == ["lead\n\nhead\ntext"]


def test_a_long_reply_is_cut_at_a_paragraph_and_marked() -> None:
    reply = Reply("a" * 60 + "\n\n" + "b " * 20 + "\nb\n\n" + "c" * 20)
    assert texts(reply) == [
        "a" * 60 + "\n(1/2)",
        ("b " * 20).strip() + " \nb\n\n" + "c" * 20 + "\n(2/2)",
    ]


def test_without_paragraphs_it_is_cut_at_a_line() -> None:
    assert cut_to_length("a" * 30 + "\n" + "b b " * 5, 40, 40) == ("a" * 30, "b b " * 4 + "b b ")


def test_without_lines_it_is_cut_at_a_sentence() -> None:
    assert cut_to_length("Một hai ba bốn. Năm sáu bảy", 22, 22) == (
        "Một hai ba bốn.",
        "Năm sáu bảy",
    )


def test_a_number_with_a_dot_is_no_end_of_a_sentence() -> None:
    assert cut_to_length("có tất cả 1.250 người dự", 18, 18) == ("có tất cả 1.250", "người dự")


def test_without_sentences_it_is_cut_between_words() -> None:
    assert cut_to_length("một hai ba", 8, 8) == ("một hai", "ba")


def test_a_break_too_early_is_not_used() -> None:
    assert cut_to_length("a\n\n" + "b" * 9 + " " + "c" * 9, 14, 14) == ("a\n\n" + "b" * 9, "c" * 9)


def test_a_word_longer_than_a_page_is_cut_inside() -> None:
    assert cut_to_length("x" * 25, 10, 10) == ("x" * 10, "x" * 10, "x" * 5)


def test_a_sign_of_two_units_is_never_cut_in_half() -> None:
    assert cut_to_length("👍" * 5, 5, 5) == ("👍👍", "👍👍", "👍")


@pytest.mark.parametrize("sign", ["q\u0302\u0301", "👍🏽", "👩\u200d🏫", "🇻🇳"])
def test_what_is_seen_as_one_sign_stays_together(sign: str) -> None:
    room = length("xx" + sign) - 1
    assert cut_to_length("xx" + sign, room, 10) == ("xx", sign)


def test_the_head_stands_on_the_first_page_only() -> None:
    pages = render(Reply("từ " * 60, head="Mục 1.1", lead="Đã ghi"), WITH_BUTTONS)
    assert [(page.head, page.lead) for page in pages] == [
        ("Mục 1.1", "Đã ghi"),
        ("", ""),
        ("", ""),
    ]


def test_a_head_longer_than_half_a_page_is_cut_like_the_rest() -> None:
    pages = texts(Reply("b " * 60, head="a " * 60))
    assert max(length(page) for page in pages) <= 100
    assert "".join(pages).count("a") == 60


def test_buttons_stand_on_the_last_page_only() -> None:
    pages = render(Reply("từ " * 60, choices=YES_NO), WITH_BUTTONS)
    assert [page.choices for page in pages] == [(), YES_NO]


def test_a_channel_without_buttons_gets_words_to_type() -> None:
    assert texts(Reply("Đúng không?", choices=YES_NO), capabilities=WORDS_ONLY) == [
        'Đúng không?\n\nGõ một trong các từ: "đúng", "sai"'
    ]


def test_words_that_the_text_already_quotes_are_not_repeated() -> None:
    reply = Reply('Ghi 3 lớp? Gõ "đúng" để ghi', choices=YES_NO[:1])
    assert texts(reply, capabilities=WORDS_ONLY) == ['Ghi 3 lớp? Gõ "đúng" để ghi']


def test_a_channel_without_buttons_gets_no_choices() -> None:
    assert render(Reply("?", choices=YES_NO), WORDS_ONLY)[-1].choices == ()


def test_a_file_goes_with_a_text_that_fits_a_caption() -> None:
    reply = Reply("Biểu của xã", choices=YES_NO, document=Document("bieu.xlsx", path="/t/1.xlsx"))
    assert render(reply, WITH_BUTTONS) == (
        Page("Biểu của xã", choices=YES_NO, file=Path("/t/1.xlsx"), file_name="bieu.xlsx"),
    )


def test_a_file_follows_a_text_too_long_for_a_caption() -> None:
    reply = Reply("x" * 41, choices=YES_NO, document=Document("bieu.xlsx", path="/t/1.xlsx"))
    assert render(reply, WITH_BUTTONS) == (
        Page("x" * 41),
        Page("", choices=YES_NO, file=Path("/t/1.xlsx"), file_name="bieu.xlsx"),
    )


def test_a_document_that_is_not_made_yet_is_no_file() -> None:
    reply = Reply(
        "Biểu", document=Document("bieu.xlsx", DocumentRequest(DocumentKind.FORM, 1, "xlsx"))
    )
    assert render(reply, WITH_BUTTONS) == (Page("Biểu"),)


def test_a_channel_that_hands_out_no_files_gets_the_text() -> None:
    reply = Reply("Biểu", document=Document("bieu.xlsx", path="/t/1.xlsx"))
    assert render(reply, WORDS_ONLY) == (Page("Biểu"),)


def test_signs_that_html_would_lengthen_count_once() -> None:
    assert len(texts(Reply("<" * 100))) == 1


def test_text_is_composed_before_it_is_counted() -> None:
    decomposed = unicodedata.normalize("NFD", "ổ" * 100)
    assert texts(Reply(decomposed)) == ["ổ" * 100]


def test_half_a_surrogate_pair_is_replaced() -> None:
    assert texts(Reply("a\ud800b")) == ["a\ufffdb"]


def visible(text: str) -> str:
    return unicodedata.normalize("NFD", re.sub(r"\s", "", text))


@given(
    st.text(st.sampled_from("ab. \nổ👍\u0301!<🇻"), max_size=600),
    st.text(st.sampled_from("ab ổ👍"), max_size=120),
    st.text(st.sampled_from("ab ổ👍"), max_size=120),
    st.booleans(),
)
def test_every_page_fits_and_nothing_is_lost(
    text: str, head: str, lead: str, buttons: bool
) -> None:
    can = WITH_BUTTONS if buttons else WORDS_ONLY
    pages = [plain_text(page) for page in render(Reply(text, head=head, lead=lead), can)]
    assert [page for page in pages if length(page) > 100] == []
    unmarked = [re.sub(r"\n\(\d+/\d+\)$", "", page) for page in pages]
    assert visible("".join(unmarked)) == visible(lead + head + text)


def test_the_words_around_choices_follow_the_language() -> None:
    use_language("en")
    try:
        english = texts(Reply("Right?", choices=YES_NO), capabilities=WORDS_ONLY)
    finally:
        use_language("vi")
    assert english == ['Right?\n\nType one of these: "đúng", "sai"']
