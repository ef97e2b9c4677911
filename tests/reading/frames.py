"""Frames that make a phrase together with what it means, known by construction.

Each frame returns a `Phrase`: the text, the figures it states (None where it states none), and the
figures that may be offered in a question. A frame belongs to one group:

- plain: exactly one figure of the row, no other number; should be understood at once
- stranger: the row's figure and a number of something else; understood, with that number told
- aside: the row's figure and a date, an ordinal, a percentage, a telephone number, a price
- several: more than one figure of the row: a total with its parts, a sum
- doubt: no certain figure: about, ranges, bounds, foreign nouns alone, rates, currencies
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from random import Random

from tests.reading.vocabulary import RowWords
from tests.reading.write_numbers import dotted, in_words, some_amount, some_number

Figures = tuple[int | None, int | None]


class Group(StrEnum):
    """What a frame's phrases have in common."""

    PLAIN = "plain"
    STRANGER = "stranger"
    ASIDE = "aside"
    SEVERAL = "several"
    DOUBT = "doubt"


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase and what it means.

    `value` is what may be stored, None where nothing may be; `offers` are further figures that a
    question may propose; `stranger` is the number of something else with its noun.
    """

    code: str
    text: str
    frame: str
    group: Group
    value: Figures | None
    offers: tuple[Figures, ...] = ()
    stranger: str = ""


@dataclass(frozen=True, slots=True)
class Own:
    """One figure of a row as it is written, and its value."""

    text: str
    value: Figures


Frame = Callable[[Random, RowWords], Phrase | None]
FRAMES: dict[str, tuple[Group, Frame]] = {}

LEADS = (
    "", "", "", "dạ ", "dạ em báo cáo: ", "báo cáo chị ", "xã em ", "tổng cộng ", "tất cả ", "toàn xã có ",
    "trong tuần lễ ", "đơn vị đã có ", "có ", "Có ", "được ", "em gửi số liệu: ", "vâng, ", "cả xã được ",
)  # fmt: skip
TAILS = (
    "", "", "", " ạ", " nhé", ".", " nhé chị", " thôi ạ", " anh nhé", " tham gia", " trong tuần lễ",
)  # fmt: skip
REMARKS = (
    "tại nhà văn hóa xã", "ở hội trường ủy ban", "trong tuần lễ hưởng ứng", "do đoàn thanh niên phụ trách",
    "phối hợp với hội phụ nữ", "vào buổi sáng", "tại trung tâm học tập cộng đồng", "của toàn xã",
)  # fmt: skip


def frame(group: Group) -> Callable[[Frame], Frame]:
    """Register a frame under its function's name."""

    def keep(made: Frame) -> Frame:
        FRAMES[made.__name__] = (group, made)
        return made

    return keep


def figure(random: Random, row: RowWords) -> Own:
    """Return one certain figure of the row with its nouns."""
    if row.is_money:
        amount = random.randint(10, 900) * 100_000
        return Own(some_amount(random, amount), (amount, None))
    count = count_of(random, row)
    thing = random.choice(row.things)
    if not row.people:
        value = (None, count) if row.in_people_column else (count, None)
        return Own(f"{some_number(random, count)} {thing}", value)
    people = random.randint(1000, 1500) if random.random() < 0.1 else random.randint(12, 400)
    first = f"{some_number(random, count)} {thing}"
    second = f"{some_number(random, people)} {random.choice(row.people)}"
    joint = random.choice((" ", ", ", " với ", " có ", " cho ", " gồm ", "; ", " / ", " - "))
    text = f"{second}, {first}" if random.random() < 0.1 else f"{first}{joint}{second}"
    return Own(text, (count, people))


def count_of(random: Random, row: RowWords) -> int:
    if row.code in ("3", "4.3", "4.2"):
        return random.choice(
            (random.randint(2, 60), random.randint(100, 999), random.randint(1000, 4000))
        )
    return random.randint(1, 30) if row.code in ("2", "9.2") else random.randint(1, 12)


def stranger(random: Random, row: RowWords) -> str:
    """Return the number and noun of something that the row does not count."""
    number = random.choice(
        (random.randint(2, 40), random.randint(2, 40), random.randint(100, 900))
    )
    return f"{some_number(random, number)} {random.choice(row.strangers)}"


def _figures(random: Random, own: Own) -> str:
    return f"{random.choice(LEADS)}{own.text}{random.choice(TAILS)}"


def halves(own: Own) -> tuple[Figures, ...]:
    return (own.value, *((own.value[0], None), (None, own.value[1])))


# --- one figure, nothing else --------------------------------------------------------------------


@frame(Group.PLAIN)
def lead_and_figure(random: Random, row: RowWords) -> Phrase:
    own = figure(random, row)
    return Phrase(row.code, _figures(random, own), "", Group.PLAIN, own.value)


@frame(Group.PLAIN)
def verb_and_figure(random: Random, row: RowWords) -> Phrase:
    own = figure(random, row)
    text = f"{random.choice(('', 'xã ', 'đơn vị ', 'đã '))}{random.choice(row.verbs)} {own.text}"
    return Phrase(row.code, text + random.choice(TAILS), "", Group.PLAIN, own.value)


@frame(Group.PLAIN)
def topic_and_figure(random: Random, row: RowWords) -> Phrase:
    own = figure(random, row)
    joint = random.choice((": ", " ", " có ", " - ", ", ", " được ", " là "))
    return Phrase(
        row.code, f"{random.choice(row.topics)}{joint}{own.text}", "", Group.PLAIN, own.value
    )


@frame(Group.PLAIN)
def code_and_figure(random: Random, row: RowWords) -> Phrase:
    own = figure(random, row)
    code = random.choice(
        (f"{row.code}: ", f"Mục {row.code}: ", f"{row.code}. ", f"mục {row.code} - ")
    )
    return Phrase(row.code, code + own.text, "", Group.PLAIN, own.value)


@frame(Group.PLAIN)
def figure_and_remark(random: Random, row: RowWords) -> Phrase:
    own = figure(random, row)
    joint = random.choice((" ", ", ", " (", "; "))
    remark = random.choice(REMARKS) + (")" if joint == " (" else "")
    return Phrase(row.code, f"{own.text}{joint}{remark}", "", Group.PLAIN, own.value)


@frame(Group.PLAIN)
def nouns_before_numbers(random: Random, row: RowWords) -> Phrase | None:
    if row.is_money:
        return None
    count, people = count_of(random, row), random.randint(12, 400)
    mark = random.choice((": ", " ", " = ", " là "))
    before = random.choice(("số ", "", "tổng số "))
    text = f"{before}{random.choice(row.things)}{mark}{some_number(random, count)}"
    if row.people:
        joint = random.choice(("; ", ", ", ". "))
        text += f"{joint}{before}{random.choice(row.people)}{mark}{some_number(random, people)}"
        return Phrase(row.code, text, "", Group.PLAIN, (count, people))
    value = (None, count) if row.in_people_column else (count, None)
    return Phrase(row.code, text, "", Group.PLAIN, value)


@frame(Group.PLAIN)
def topic_remark_and_figure(random: Random, row: RowWords) -> Phrase:
    own = figure(random, row)
    text = (
        f"{random.choice(row.topics)} {random.choice(REMARKS)}: {own.text}{random.choice(TAILS)}"
    )
    return Phrase(row.code, text, "", Group.PLAIN, own.value)


# --- one figure and a number of something else ---------------------------------------------------


def _beside_a_stranger(row: RowWords, own: Own, text: str, stranger: str) -> Phrase:
    return Phrase(row.code, text, "", Group.STRANGER, own.value, halves(own), stranger)


@frame(Group.STRANGER)
def stranger_before_figure(random: Random, row: RowWords) -> Phrase:
    own, said = figure(random, row), stranger(random, row)
    lead = random.choice(
        (f"{random.choice(row.verbs)} ", f"{random.choice(row.topics)} ", "", "có ")
    )
    text = f"{lead}{said}{random.choice((' ', ', ', ' với ', ': '))}{own.text}"
    return _beside_a_stranger(row, own, text, said)


@frame(Group.STRANGER)
def stranger_behind_figure(random: Random, row: RowWords) -> Phrase:
    own, said = figure(random, row), stranger(random, row)
    joint = random.choice((" cho ", ", ", " tại ", " ở ", " của ", "; ", " - ", " và "))
    return _beside_a_stranger(row, own, f"{random.choice(LEADS)}{own.text}{joint}{said}", said)


@frame(Group.STRANGER)
def stranger_in_brackets(random: Random, row: RowWords) -> Phrase:
    own, said = figure(random, row), stranger(random, row)
    return _beside_a_stranger(row, own, f"{random.choice(LEADS)}{own.text} ({said})", said)


@frame(Group.STRANGER)
def stranger_as_place(random: Random, row: RowWords) -> Phrase:
    own, said = figure(random, row), stranger(random, row)
    text = f"{random.choice(('ở', 'tại', 'trên', 'trong'))} {said} {random.choice(row.verbs)} {own.text}"
    return _beside_a_stranger(row, own, text, said)


@frame(Group.STRANGER)
def stranger_as_sentence(random: Random, row: RowWords) -> Phrase:
    own, said = figure(random, row), stranger(random, row)
    text = f"{random.choice(row.verbs)} {own.text}. Ngoài ra có {said}{random.choice(TAILS)}"
    return _beside_a_stranger(row, own, text, said)


@frame(Group.STRANGER)
def strangers_on_both_sides(random: Random, row: RowWords) -> Phrase:
    own, said, more = figure(random, row), stranger(random, row), stranger(random, row)
    text = f"{random.choice(row.topics)} tại {said}: {own.text}, {more}"
    return _beside_a_stranger(row, own, text, said)


# --- one figure and a date, an ordinal, a price --------------------------------------------------


def _beside(row: RowWords, own: Own, text: str) -> Phrase:
    return Phrase(row.code, text, "", Group.ASIDE, own.value, halves(own))


@frame(Group.ASIDE)
def date_and_figure(random: Random, row: RowWords) -> Phrase:
    own, day, month = figure(random, row), random.randint(1, 28), random.randint(9, 11)
    said = random.choice((f"ngày {day}/{month}", f"ngày {day}/{month}/2022", f"hôm {day}/{month}",
                          f"ngày {day} tháng {month}", f"sáng ngày {day}-{month}"))  # fmt: skip
    joint = random.choice((f" {random.choice(row.verbs)} ", ", ", ": "))
    text = random.choice(
        (f"{said}{joint}{own.text}", f"{own.text} {said}", f"{own.text} ({said})")
    )
    return _beside(row, own, text)


@frame(Group.ASIDE)
def ordinal_and_figure(random: Random, row: RowWords) -> Phrase:
    own, number = figure(random, row), random.randint(2, 9)
    said = random.choice((f"khu phố {number}", f"thôn {number}", f"tổ {number}", f"khối {number}",
                          f"khu {number}", f"trường TH số {number}", f"tổ dân phố số {number}"))  # fmt: skip
    text = random.choice((f"{own.text} ở {said}", f"{said}: {own.text}", f"{own.text} của {said}"))
    return _beside(row, own, text)


@frame(Group.ASIDE)
def occasion_and_figure(random: Random, row: RowWords) -> Phrase:
    own, number = figure(random, row), random.randint(2, 12)
    said = random.choice((f"lần thứ {number}", f"đợt {min(number, 4)}", f"tháng {number}", f"tuần {min(number, 4)}",
                          f"quý {min(number, 4)}", "năm 2022", f"theo kế hoạch số {number * 13}/KH-UBND"))  # fmt: skip
    return _beside(row, own, random.choice((f"{said}: {own.text}", f"{own.text}, {said}")))


@frame(Group.ASIDE)
def percent_time_and_phone(random: Random, row: RowWords) -> Phrase:
    own, number = figure(random, row), random.randint(60, 99)
    said = random.choice((f"đạt {number}%", f"lúc {number % 4 + 7}h30", "sđt 0912345678", f"bắt đầu {number % 4 + 7} giờ",
                          f"đạt {number} phần trăm", "liên hệ 0123 456 789"))  # fmt: skip
    return _beside(row, own, f"{own.text}, {said}")


@frame(Group.ASIDE)
def price_and_figure(random: Random, row: RowWords) -> Phrase | None:
    if row.is_money:
        return None
    own, price = figure(random, row), random.randint(2, 9) * 100
    said = random.choice((f"mỗi suất {price} nghìn", f"trị giá {price} nghìn đồng", f"kinh phí {price}.000 đồng",
                          f"mỗi phần quà {price}k", f"tổng trị giá {price // 100} triệu đồng"))  # fmt: skip
    return _beside(row, own, random.choice((f"{own.text}, {said}", f"{own.text} ({said})")))


# --- several figures of the row ------------------------------------------------------------------


def single(row: RowWords, number: int) -> Figures:
    return (None, number) if row.in_people_column else (number, None)


def _parts(random: Random, row: RowWords) -> list[tuple[int, str]]:
    nouns = random.sample(row.kinds, k=min(len(row.kinds), random.choice((2, 2, 3))))
    return [(random.randint(1, 30), noun) for noun in nouns]


@frame(Group.SEVERAL)
def total_with_parts(random: Random, row: RowWords) -> Phrase | None:
    if len(row.kinds) < 2:
        return None
    parts = _parts(random, row)
    total = sum(number for number, _ in parts)
    listed = ", ".join(f"{some_number(random, number)} {noun}" for number, noun in parts)
    joint = random.choice((" ({})", ", gồm {}", " trong đó {}", ": {}", " (trong đó {})")).format(
        listed
    )
    text = f"{random.choice(('', 'tổng cộng ', 'có '))}{some_number(random, total)} {row.things[0]}{joint}"
    return Phrase(row.code, text, "", Group.SEVERAL, single(row, total))


@frame(Group.SEVERAL)
def parts_that_do_not_add_up(random: Random, row: RowWords) -> Phrase | None:
    if len(row.kinds) < 2:
        return None
    parts = _parts(random, row)
    total = sum(number for number, _ in parts) + random.randint(2, 9)
    listed = ", ".join(f"{number} {noun}" for number, noun in parts)
    text = f"{total} {row.things[0]} gồm {listed}"
    return Phrase(row.code, text, "", Group.SEVERAL, None, (single(row, total),))


@frame(Group.SEVERAL)
def sum_of_kinds(random: Random, row: RowWords) -> Phrase | None:
    if len(row.kinds) < 2:
        return None
    parts = _parts(random, row)
    joint = random.choice((", ", " và ", " + "))
    text = joint.join(f"{some_number(random, number)} {noun}" for number, noun in parts)
    return Phrase(
        row.code,
        f"{random.choice(LEADS)}{text}",
        "",
        Group.SEVERAL,
        single(row, sum(n for n, _ in parts)),
    )


@frame(Group.SEVERAL)
def so_many_each(random: Random, row: RowWords) -> Phrase | None:
    if not row.people:
        return None
    count, each = random.randint(2, 6), random.randint(15, 60)
    thing, person = random.choice(row.things), random.choice(row.people)
    text = f"{count} {thing}, mỗi {thing} {each} {person}"
    value = (count, count * each)
    return Phrase(row.code, text, "", Group.SEVERAL, value, ((count, None), value))


@frame(Group.SEVERAL)
def two_pairs(random: Random, row: RowWords) -> Phrase | None:
    if not row.people:
        return None
    thing, person = random.choice(row.things), random.choice(row.people)
    (a, b), (c, d) = ((random.randint(1, 5), random.randint(20, 90)) for _ in range(2))
    text = f"trường A {a} {thing} {b} {person}, trường B {c} {thing} {d} {person}"
    both = (a + c, b + d)
    return Phrase(row.code, text, "", Group.SEVERAL, both, (both, (a + c, None), (None, b + d)))


@frame(Group.SEVERAL)
def the_figure_repeated_in_words(random: Random, row: RowWords) -> Phrase | None:
    if row.is_money:
        amount = random.randint(10, 900) * 100_000
        text = (
            f"{dotted(amount)} đồng ({random.choice(('bằng chữ: ', ''))}{in_words(amount)} đồng)"
        )
        return Phrase(row.code, text, "", Group.SEVERAL, (amount, None))
    if row.people:
        return None
    count, thing = count_of(random, row), random.choice(row.things)
    text = f"{count} ({in_words(count)}) {thing}"
    return Phrase(row.code, text, "", Group.SEVERAL, single(row, count))
