"""What a message wants is known before any figure is read: the registry, and sentences kept back from it."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest

from bot.conversation.command_words import Word
from bot.conversation.intents import (
    REGISTRY,
    asks,
    hear,
    heard_in_passing,
    settled_in_a_clause,
    understand,
)
from bot.conversation.phrase_forms import Said, pieces_of
from bot.conversation.topics import OF_REPORTERS, topic_of
from bot.conversation.yes_or_no import split_yes_or_no
from bot.forms.form_loader import load_builtin
from bot.vietnamese.normalise import unaccented

FORM = load_builtin("phu-luc-ii-2022")
HEARD = list(csv.DictReader((Path(__file__).parent / "heard.csv").open(encoding="utf-8")))
EXAMPLES = [(intent.word, example) for intent in REGISTRY for example in intent.examples]


def wanted(text: str, *, waiting: bool = False) -> str:
    """What a sentence is taken for while a row is asked (or a figure waits), as `heard.csv` calls it."""
    settles = settled_in_a_clause(text) if waiting else None
    command = understand(text, FORM) or heard_in_passing(text) or settles or topic_of(text)
    if command is None:
        return "question" if asks(text) else ""
    with_row = {Word.JUMP, Word.EDIT, Word.CLEAR, Word.ADD}
    row = command.rest.split(" ")[0] if command.word in with_row else ""
    word = Word.YES if command.word is Word.AGREE else command.word
    return f"{word.value} {row}".strip()


def share(entries: list[dict[str, str]]) -> float:
    known = [
        entry
        for entry in entries
        if wanted(entry["said"], waiting=entry["while"] == "waiting") == entry["wants"]
    ]
    return len(known) / len(entries)


@pytest.mark.parametrize(("word", "example"), EXAMPLES)
@pytest.mark.parametrize("typed", [str, unaccented])
def test_an_example_is_claimed_by_its_intent_alone(word: Word, example: str, typed: type) -> None:
    found = {heard.word for heard in hear(typed(example))} - {Word.JUMP}
    assert found == {word} - {Word.JUMP}
    command = understand(typed(example), FORM)
    assert command is not None and command.word is word


TOPIC_EXAMPLES = [
    (topic.word, example) for topic in OF_REPORTERS.all for example in topic.examples
]


@pytest.mark.parametrize(("word", "example"), TOPIC_EXAMPLES)
@pytest.mark.parametrize("typed", [str, unaccented])
def test_an_example_is_about_its_topic_alone(word: Word, example: str, typed: type) -> None:
    command = topic_of(typed(example))
    assert command is not None and command.word is word


@pytest.mark.parametrize(
    "said",
    ["dạ em kiểm tra rồi, chuẩn ạ", "anh coi kỹ rồi, đúng đó", "Số liệu đúng rồi, em lưu lại nhé"],
)
def test_a_yes_may_be_one_clause_of_a_sentence(said: str) -> None:
    assert wanted(said, waiting=True) == "yes"


@pytest.mark.parametrize(
    "said",
    [
        "đúng, nhưng thiếu một lớp",
        "chuẩn, hai lớp",
        "đúng rồi, thêm vài người nữa",
        "ok, để anh hỏi lại đã",
        "đúng không, em",
        "đúng thì ghi, sai thì thôi",
    ],
)
def test_a_yes_beside_a_doubt_a_denial_or_a_number_is_none(said: str) -> None:
    command = settled_in_a_clause(said)
    assert command is None or command.word is not Word.YES


def test_yes_and_no_are_understood_in_the_sentences_kept_back() -> None:
    assert share([entry for entry in HEARD if entry["while"] == "waiting"]) >= 0.95


def test_questions_and_wishes_are_understood_in_the_sentences_kept_back() -> None:
    others = [
        e for e in HEARD if e["while"] == "asking" and e["wants"] not in ("figure", "correction")
    ]
    assert share(others) >= 0.9


@pytest.mark.parametrize("said", [entry["said"] for entry in HEARD if entry["wants"] == "figure"])
@pytest.mark.parametrize("typed", [str, unaccented])
def test_a_figure_is_never_heard_as_a_wish(said: str, typed: type) -> None:
    answers = {Word.BARE_YES, Word.BARE_NO}  # an answer to the row, where nothing else waits
    assert {heard.word for heard in hear(typed(said))} <= answers


@pytest.mark.parametrize("said", ["đúg rồi", "chính xac", "đồng ý ạaa", "ok chuẩn rồi em ơi 👍"])
def test_a_yes_survives_slips_and_pictures(said: str) -> None:
    assert [heard.word for heard in hear(said)] == [Word.YES]


@pytest.mark.parametrize(
    "said", ["hạn nôp ngày nào", "cau trươc", "bỏ qua câu nafy", "xem lạii báo cáo"]
)
def test_one_wrong_letter_is_mended(said: str) -> None:
    assert understand(said, FORM) is not None


@pytest.mark.parametrize(
    ("said", "rest"),
    [
        ("đúng, nhưng 25 người", "25 người"),
        ("ok nhưng là 3 lớp", "3 lớp"),
        ("sai, 25 người", "25 người"),
    ],
)
def test_a_yes_or_no_may_bring_another_figure(said: str, rest: str) -> None:
    found = split_yes_or_no(said)
    assert found is not None and found[1] == rest


@pytest.mark.parametrize(
    "said", ["1.2 có, 1.3 không", "còn lại không", "không có lớp nào", "có 2 lớp"]
)
def test_an_answer_asks_nothing(said: str) -> None:
    assert not asks(said)


@pytest.mark.parametrize(
    "said",
    [
        "chị cần gặp người phụ trách để hỏi",
        "anh muốn biết ai phụ trách",
        "chị hỏi người phụ trách giúp",
    ],
)
def test_who_asks_for_the_person_in_charge_hands_nothing_over(said: str) -> None:
    assert wanted(said) != "hand_over"


class Looked(tuple[bool, ...]):
    """Marks that count how often one is looked at."""

    times = 0

    def __getitem__(self, place: Any) -> Any:
        Looked.times += 1
        return super().__getitem__(place)


def test_a_run_of_courtesies_is_passed_once_however_many_ends_lie_in_it() -> None:
    pieces = tuple(pieces_of("ạ " * 500))
    said = Said(pieces, Looked([True] * len(pieces)))
    ends = {place: (("row", place, place),) for place in range(len(pieces))}
    assert said.past_courtesies(ends) == {**ends, len(pieces): ends[0]}
    assert Looked.times <= len(pieces) + 1
