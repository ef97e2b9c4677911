"""Every sentence of the catalogue: it can be rendered, it is clean, and what is fixed stays fixed."""

from __future__ import annotations

import re
import string
import unicodedata

import pytest

from bot.conversation import consulted, helpdesk, opening_round, other_unit, standing_items
from bot.conversation.command_words import read_command
from bot.conversation.helpdesk import question_in
from bot.conversation.intents import understand
from bot.forms.form_loader import load_builtin
from bot.locale import channel_words
from bot.locale.say import use_language
from bot.reading import Understood, read_answer
from bot.vietnamese.normalise import unaccented
from tests.locale.catalogues import CATALOGUES, LANGUAGES

EVERY = [(language, key) for language in LANGUAGES for key in CATALOGUES[language]]

# Words that only answer some question; all other words to type are commands.
ANSWERS = {"có", "không", "không tổ chức", "không thuộc diện", "chưa có số liệu", "không có",
           "không chi"}  # fmt: skip
# Straight quotes belong to the fixed form `Gõ "đúng" để ghi` and to what stands in a TOML file.
STRAIGHT = re.compile(r"(confirm|act)\.type_yes|fault\..+|campaign\.(no_deadline|need_.+|bad_.+)")
PAPER = re.compile(r"word\.|letter\.|decree\.")
OLD_TONE = re.compile(r"(?<![qQ])(o[àáảãạèéẻẽẹ]|u[ỳýỷỹỵ])(?!\w)")
BARE = re.compile(
    r"(?<![\w/.])(khong|chua|duoc|nguoi|don vi|bao cao|so lieu|anh chi|muc|cau|gui|nop|xin|han nop"
    r"|dong y|ghi chu|vui long)(?![\w/.])"
)
BARE_NOT = {"xin"}  # the same with and without accents
QUOTED = re.compile(r"“([^”]+)”")
TO_TYPE = re.compile(r"[Gg]õ(?: lại)? [“\"]([^”\"{<]+)[”\"]")


def sentence(language: str, key: str) -> str:
    """A sentence with a number in each of its places."""
    template = CATALOGUES[language][key]
    names = {name for _, name, _, _ in string.Formatter().parse(template) if name}
    return template.format(**dict.fromkeys(names, 7))


def faults(check: re.Pattern[str], language: str = "vi") -> list[tuple[str, str]]:
    """Where a pattern stands; what is printed on official paper keeps the decree's own words and
    the blanks that a clerk fills in."""
    return [
        (key, found.group())
        for key, text in CATALOGUES[language].items()
        if not PAPER.match(key) and (found := check.search(text))
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_can_be_rendered(language: str) -> None:
    assert [key for key in CATALOGUES[language] if not sentence(language, key).strip()] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_is_composed_text(language: str) -> None:
    decomposed = [
        key
        for key, text in CATALOGUES[language].items()
        if text != unicodedata.normalize("NFC", text)
    ]
    assert decomposed == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_has_two_spaces_or_three_dots(language: str) -> None:
    assert faults(re.compile(r" {2}|\.\.\.|…\.|\.\.|,,| [,.;:](?![\w/])"), language) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_to_type_stand_in_curly_quotes(language: str) -> None:
    straight = [
        key
        for key, text in CATALOGUES[language].items()
        if '"' in text and not STRAIGHT.fullmatch(key)
    ]
    assert straight == []
    assert [
        key for key, text in CATALOGUES[language].items() if text.count("“") != text.count("”")
    ] == []


def test_no_vietnamese_sentence_has_a_straight_apostrophe() -> None:
    assert faults(re.compile("'")) == []


def test_no_vietnamese_word_has_lost_its_accents() -> None:
    found = [fault for fault in faults(BARE) if fault[1] not in BARE_NOT]
    assert found == []


def test_tones_stand_where_the_office_writes_them() -> None:
    """`hòa`, `xóa`, not `hoà`, `xoá`."""
    assert faults(OLD_TONE) == []


def test_one_thing_has_one_name() -> None:
    assert faults(re.compile("[Nn]gười điều phối|[Hh]ạn chót|[Tt]hời hạn|hạn báo cáo")) == []


# --- What never changes ---------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_fixed_forms_are_the_same_in_both_languages(language: str) -> None:
    known = CATALOGUES[language]
    assert known["ask.head"].format(code="1.4a", place=5, total=34) == "Mục 1.4a · Câu 5/34"
    assert known["total.head"].format(code="5") == "Mục 5"
    assert known["confirm.type_yes"].endswith('Gõ "đúng" để ghi')
    assert known["desk.entering"].format(unit="Xã Bum Nưa", campaign="…").splitlines()[0] == (
        "Đang nhập cho: Xã Bum Nưa"
    )
    assert "Mã biên nhận: {code}\n" in known["receipt.text"]
    assert "“hoàn tác”" in known["echo.undo"]
    assert "{line}" in known["collect.more"]
    assert "“xong”" in known["collect.more"]
    assert (known["button.agree"], known["button.send"]) == ("Đồng ý", "Nộp báo cáo")


def test_buttons_carry_the_words_that_are_typed_in_every_language() -> None:
    labels = {
        language: {
            key: text
            for key, text in CATALOGUES[language].items()
            if key.startswith("button.") and key != "button.old"
        }
        for language in LANGUAGES
    }
    assert labels["en"] == labels["vi"]


def is_understood(words: str) -> bool:
    """Whether typing these words does something: a command, or an answer."""
    form = load_builtin("phu-luc-ii-2022")
    return (
        words.casefold() in ANSWERS
        or question_in(words) is not None
        or unaccented(words) in consulted.DRAFT_WORDS
        or standing_items.is_word_for_items(words)
        or (words.islower() and unaccented(words) in opening_round.ASKS)  # a button begins large
        or unaccented(words) in helpdesk.LABELS | helpdesk.SENDS | other_unit.DROPPED
        or unaccented(words).split()[0] == other_unit.HAND_ON
        or understand(words, form) is not None
        or read_command(f"{words} 1.6", form) is not None
        or read_command(words, None, coordinator=True) is not None
        or read_command(f"{words} Bum Nưa", None, coordinator=True) is not None
    )


def test_every_button_can_be_typed_where_there_are_none() -> None:
    dead = [
        (key, label)
        for key, label in CATALOGUES["vi"].items()
        if key.startswith("button.")
        and key != "button.old"
        and not is_understood(label.replace("{code}", "1.6"))
    ]
    assert dead == []


@pytest.mark.parametrize("answer", sorted(ANSWERS - {"có"}))
def test_an_answer_that_is_named_is_read_as_one(answer: str) -> None:
    row = load_builtin("phu-luc-ii-2022").by_code["10.1" if answer == "không chi" else "1.1"]
    assert isinstance(read_answer(row, answer), Understood)


def test_every_word_people_are_told_to_type_is_understood() -> None:
    dead = [
        (key, word)
        for key, text in CATALOGUES["vi"].items()
        for word in TO_TYPE.findall(text)
        if not is_understood(word)
    ]
    assert dead == []


def test_english_names_the_same_words_to_type() -> None:
    missing = [
        (key, word)
        for key, text in CATALOGUES["vi"].items()
        for word in QUOTED.findall(text)
        if is_understood(word) and word.partition("<")[0] not in CATALOGUES["en"][key]
    ]
    assert missing == []


def test_commands_keep_their_words_without_accents() -> None:
    """What is quoted can be typed on a keyboard without accents too."""
    quoted = {word for text in CATALOGUES["vi"].values() for word in QUOTED.findall(text)}
    read = {word: found.word for word in quoted if (found := read_command(word, None))}
    bare = {word: found.word for word in quoted if (found := read_command(unaccented(word), None))}
    assert bare == read


def test_an_unknown_language_is_refused_before_anything_changes() -> None:
    with pytest.raises(KeyError):
        use_language("fr")
    assert channel_words.words_to_type(("Đúng",)) == 'Gõ: "Đúng"'
