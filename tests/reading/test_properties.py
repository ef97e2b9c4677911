"""What must hold for every answer: the way it is typed changes nothing that is stored."""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model.form import Indicator
from bot.reading import Understood, read_answer
from bot.vietnamese.normalise import unaccented
from bot.vietnamese.spell import grouped, in_words, padded
from tests.corpus.phrases import load
from tests.reading.rows import CLASSES, FORM, MONEY, OTHER, figures

CERTAIN = [
    (FORM.by_code[phrase.code], phrase.text)
    for name in ("pairs", "counts", "money")
    for phrase in load(name)
    if phrase.outcome in ("ok", "nil") and FORM.by_code[phrase.code] is not OTHER
]
STYLES: tuple[Callable[[int, int], str], ...] = (
    lambda c, p: f"{c} lớp {p} người",
    lambda c, p: f"{c} lớp, {p} học viên ạ",
    lambda c, p: f"{c} lớp/{p} ng",
    lambda c, p: f"{c}lop/{p}nguoi",
    lambda c, p: f"{p} người, {c} lớp",
    lambda c, p: f"{p} hs/{c} buổi",
    lambda c, p: f"{padded(c)} lớp - {grouped(p)} người",
    lambda c, p: f"{c} LỚP {grouped(p)} NGƯỜI",
    lambda c, p: f"số lớp: {c}, số người: {p}",
    lambda c, p: f"số người {p}, số lớp {c}",
    lambda c, p: f"Lớp = {c}; Người = {p}",
    lambda c, p: f"dạ em báo cáo có {c} lớp với {p} người tham gia nhé chị",
    lambda c, p: f"{c} khóa bồi dưỡng cho {p} cán bộ, công chức",
    lambda c, p: f"{in_words(c)} lớp {in_words(p)} người",
    lambda c, p: f"{c} ({in_words(c)}) lớp; {p} ({in_words(p)}) người",
    lambda c, p: f"1.1: {c} lớp {p} người",
    lambda c, p: f"Mục 1.1 - {c} lớp, {p} người",
    lambda c, p: f"{c} lớp\n{p} người",
    lambda c, p: f"{c}\u00a0lớp {p}\u00a0người 👍",
    lambda c, p: unicodedata.normalize("NFD", f"đã mở {c} lớp, {p} người dự ngày 03/10"),
)


def stored(row: Indicator, text: str) -> tuple[object, ...] | None:
    """State and figures that would be stored, None where nothing would."""
    reading = read_answer(row, text)
    if not isinstance(reading, Understood):
        return None
    answer = reading.answer
    return answer.state, answer.count, answer.people, reading.check


@given(st.sampled_from(CERTAIN), st.sampled_from(["NFD", "upper", "spaces", "capital"]))
def test_the_encoding_of_a_text_changes_nothing(case: tuple[Indicator, str], how: str) -> None:
    row, text = case
    changed = {
        "NFD": unicodedata.normalize("NFD", text),
        "upper": text.upper(),
        "spaces": f"  {text.replace(' ', chr(0xA0))} \n",
        "capital": text[:1].upper() + text[1:],
    }[how]
    capitals = how == "upper"  # a name before a number in words is only known by its capitals
    assert stored(row, changed) in (stored(row, text), None if capitals else stored(row, text))


@given(
    st.sampled_from(CERTAIN),
    st.sampled_from(["dạ ", "dạ thưa chị, ", "em báo cáo: ", "Dạ em gửi ạ, ", ""]),
    st.sampled_from([" ạ", " nhé", " nha chị", " ạ.", " hen", " ạ em cảm ơn", " 🙏", ""]),
)
def test_politeness_changes_nothing(case: tuple[Indicator, str], before: str, after: str) -> None:
    row, text = case
    polite = before + text + after
    assert stored(row, polite) in (stored(row, text), None if text in "-–" else stored(row, text))


@given(st.sampled_from(CERTAIN))
def test_without_accents_a_text_means_the_same_or_is_asked(case: tuple[Indicator, str]) -> None:
    """Accents carry meaning, so a question is allowed; another figure never is."""
    row, text = case
    assert stored(row, unaccented(text)) in (stored(row, text), None)


def test_nearly_all_texts_are_understood_without_accents() -> None:
    same = [stored(row, unaccented(text)) == stored(row, text) for row, text in CERTAIN]
    assert sum(same) >= 0.93 * len(same)


@pytest.mark.parametrize("style", STYLES, ids=range(len(STYLES)))
@given(st.integers(1, 99), st.integers(1, 9999))
def test_any_pair_in_any_style_reads_back(
    style: Callable[[int, int], str], count: int, people: int
) -> None:
    people = max(count, people)
    reading = read_answer(CLASSES, style(count, people))
    assert isinstance(reading, Understood), reading
    assert (reading.answer.count, reading.answer.people) == (count, people)


@given(st.integers(100_000, 10**11))
def test_any_amount_reads_back(amount: int) -> None:
    thousands = amount - amount % 1000
    for text in (
        grouped(amount) + " đồng",
        f"{amount}đ",
        f"{grouped(amount)}đ ({in_words(amount)} đồng)",
    ):
        assert figures(MONEY, text) == (amount, None)
    assert figures(MONEY, in_words(thousands) + " đồng") == (thousands, None)


WORDS = st.sampled_from(
    [
        "3",
        "45",
        "lớp",
        "người",
        "không",
        "chưa",
        "có",
        "khoảng",
        "/",
        "-",
        ",",
        ".",
        "(",
        ")",
        ":",
        "+",
        "x",
        "mỗi",
        "đến",
        "ngày",
        "3/10",
        "năm",
        "mươi",
        "trăm",
        "triệu",
        "tr",
        "k",
        "1.250",
        "1,5",
        "hai",
        "ba",
        "lớp",
        "người",
        "ạ",
        "nam",
        "nữ",
        "trong",
        "đó",
        "gồm",
        "1.1",
        "%",
        "²",
        "O",
        "l",
        "12tr5",
        "nghìn",
        "rưỡi",
        "tin",
        "bài",
        "\n",
        "\t",
        "=",
        "?",
    ]
)
ROWS = st.sampled_from(FORM.rows)


@given(ROWS, st.text(max_size=60))
def test_random_text_never_fails(row: Indicator, text: str) -> None:
    read_answer(row, text)


@given(ROWS, st.lists(WORDS, max_size=25).map(" ".join))
def test_random_words_never_fail(row: Indicator, text: str) -> None:
    read_answer(row, text)


@given(st.lists(WORDS, max_size=12).map(" ".join))
def test_every_digit_of_a_stored_pair_was_typed(text: str) -> None:
    """A stored figure never comes from nowhere: digits or number words for it are in the text."""
    reading = read_answer(CLASSES, text)
    if isinstance(reading, Understood) and reading.answer.count:
        assert reading.answer.people is not None
        assert reading.answer.people >= reading.answer.count


def events(row: Indicator, text: str) -> int:
    """How many lines, calls and returns reading a text takes: a count, not a time."""
    seen = 0

    def count(frame: object, event: str, argument: object) -> object:
        nonlocal seen
        seen += 1
        return count

    before = sys.gettrace()
    sys.settrace(count)
    try:
        read_answer(row, text)
    finally:
        sys.settrace(before)
    return seen


LONG = ("3 lớp 45 người ", "45, ", "9", "12 500 ", "không có ", "lớp ", "mỗi ", "(", "ba ", "1l", "3/",
        "năm trăm ", "trong đó 20 nữ ", "5 tin, ", "a\u0301\u0323", "tỷ ", "12tr5 ", "\n", "x", "²",
        "phẩy không ", "2 bài, ", "đ/c ", "-", "ngày 3/10 ", "1.1: ")  # fmt: skip


@pytest.mark.parametrize("row", [CLASSES, MONEY], ids=["pair", "money"])
@pytest.mark.parametrize("piece", LONG)
def test_ten_times_the_text_takes_about_ten_times_the_work(row: Indicator, piece: str) -> None:
    short = (piece * 250)[:250]
    long = (piece * 2500)[:2500]
    read_answer(row, short)  # fills the caches
    assert events(row, long) <= 12 * events(row, short) + 2000


@pytest.mark.parametrize("code", ["1.1", "2", "10.1", "7.1", "11"])
def test_ten_thousand_characters_take_about_ten_times_one_thousand(code: str) -> None:
    row, mixed = FORM.by_code[code], "".join(LONG)
    short = (mixed * 10)[:1000]
    long = (mixed * 100)[:10_000]
    read_answer(row, short)
    assert events(row, long) <= 12 * events(row, short)
