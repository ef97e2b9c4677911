"""What sentences are about that no form and no topic fits: by the words that they share with examples."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from bot.conversation.command_words import Word
from bot.conversation.intents import asks, understand
from bot.conversation.nearest import Nearest, of_coordinators, of_reporters
from bot.conversation.phrase_forms import load_words
from bot.conversation.questions import topic_or_guess
from bot.locale.say import say
from bot.vietnamese.normalise import unaccented
from tests.conversation.test_intents import FORM, HEARD
from tests.office import Installation, Person

KEPT = load_words("examples_asked.toml")
ASKED = list(csv.DictReader((Path(__file__).parent / "asked.csv").open(encoding="utf-8")))
"""Questions and wishes as officials write them, and what answers each."""
SEVERAL = [ASKED[start : start + 10] for start in range(0, len(ASKED), 10)]
"""The same ten by ten: one person is asked all of them."""
OFFERS = "Có phải anh/chị hỏi"
GUESSES = "Có lẽ anh/chị hỏi về"


def meant(text: str) -> set[Word]:
    """What a sentence is taken for while a row is asked, or what is offered."""
    command = understand(text, FORM) or topic_or_guess(FORM, text)
    return {command.word} if command is not None else set(of_reporters().offered(text))


def test_questions_are_understood() -> None:
    missed = [
        each["said"] for each in ASKED if meant(each["said"]).isdisjoint(each["wants"].split())
    ]
    assert len(missed) <= len(ASKED) * 0.1, missed


@pytest.mark.parametrize(
    ("section", "known"), [("reporter", of_reporters()), ("coordinator", of_coordinators())]
)
@pytest.mark.parametrize("typed", [str, unaccented])
def test_an_example_is_nearest_to_its_own(section: str, known: Nearest, typed: type) -> None:
    missed = [
        (about, example)
        for about, examples in KEPT[section].items()
        for example in examples
        if known.ranked(typed(example))[0].about != about
    ]
    assert len(missed) <= 0.1 * sum(map(len, KEPT[section].values())), missed


@pytest.fixture
def person(desk: Installation) -> Person:
    person = desk.joined(channel="web")
    person.says("mục 1.6")
    return person


@pytest.mark.parametrize(
    "said", [each["said"] for each in HEARD if each["wants"] in ("figure", "correction")]
)
@pytest.mark.parametrize("typed", [str, unaccented])
def test_a_figure_is_never_taken_for_a_question(person: Person, said: str, typed: type) -> None:
    person.says(typed(said))
    assert OFFERS not in person.last
    assert GUESSES not in person.last
    assert "Mời anh/chị trả lời tiếp" not in person.last or asks(typed(said))


@pytest.mark.parametrize("several", SEVERAL, ids=[asked[0]["said"] for asked in SEVERAL])
def test_no_question_stores_a_figure(
    desk: Installation, person: Person, several: list[dict[str, str]]
) -> None:
    for each in several:
        person.says("mục 1.6")
        person.says(each["said"])
        assert desk.submission().answers == {}, each["said"]


def test_what_is_as_near_is_offered_and_answered_at_a_tap(person: Person) -> None:
    person.says("ký rồi gửi vào đâu")
    assert OFFERS in person.last
    person.taps("Ký, đóng dấu, bản giấy")
    assert "không cần ký" in person.last
    assert "Mục 1.6 · Câu 7/34" in person.last


def test_an_offer_works_whatever_is_asked_meanwhile(person: Person) -> None:
    person.says("ký rồi gửi vào đâu")
    offered = person.button("Ký, đóng dấu, bản giấy")
    person.says("4 lớp 160 em")
    person.presses(offered)
    assert "không cần ký" in person.last


def test_what_is_likely_is_answered_and_said_to_be_a_guess(person: Person) -> None:
    person.says("sao xã em cứ phải báo cái này hoài")
    assert GUESSES in person.last
    assert person.button("Gửi câu này cho người tổng hợp")


@pytest.mark.parametrize(
    "said",
    ["chính xác là 22", "còn 1.4 thì chưa có số, mai báo", "1.1 3 lớp 60 người và 20 gốc cây, còn lại không",
     "1.1 nhầm rồi, phải là 2 lớp 90 người", "không nhớ", "Thể thao thì không, bận quá", "le khai mac co"],
)  # fmt: skip
def test_what_answers_is_left_to_the_reader(person: Person, said: str) -> None:
    person.says(said)
    assert OFFERS not in person.last
    assert "Mời anh/chị trả lời tiếp" not in person.last


def test_a_number_in_a_question_is_named_as_not_stored(desk: Installation, person: Person) -> None:
    person.says("2 người cùng nhập có bị đè lên nhau không")
    assert "mời đồng nghiệp" in person.last
    assert "Chưa dùng đến: 2 người" in person.last
    assert desk.submission().answers == {}


@pytest.mark.parametrize(
    "words", ["tháng sau chị nghỉ hưu ai làm", "em không phụ trách nữa", "chuyển cho chị Lan"]
)
def test_a_code_for_a_successor_is_made_after_a_tap_or_its_word(
    person: Person, words: str
) -> None:
    person.says(words)
    assert "CODEX" not in person.last
    assert "Thôi phụ trách hẳn" in person.last
    person.taps("Lấy mã bàn giao")
    assert "Mã bàn giao" in person.last


@pytest.mark.parametrize("about", list(KEPT["reporter"]))
def test_what_is_offered_has_a_name_and_an_answer(about: str) -> None:
    name = say(f"about.{about}")
    assert name != f"about.{about}"
    assert Word(about) in (
        *meant(KEPT["reporter"][about][0]),
        *of_reporters().offered(KEPT["reporter"][about][0]),
    )


@pytest.mark.parametrize("about", list(KEPT["coordinator"]))
def test_what_coordinators_are_offered_has_a_name(about: str) -> None:
    assert say(f"told.{about}") != f"told.{about}"
