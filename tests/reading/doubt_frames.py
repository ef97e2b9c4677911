"""Frames without a certain figure: nothing may be stored, and only a true figure offered."""

from __future__ import annotations

from random import Random

from tests.reading.frames import (
    TAILS,
    Figures,
    Group,
    Phrase,
    count_of,
    figure,
    frame,
    halves,
    single,
    stranger,
)
from tests.reading.vocabulary import RowWords
from tests.reading.write_numbers import some_number

ABOUT = (
    "khoảng", "hơn", "gần", "độ", "chừng", "tầm", "ước chừng", "xấp xỉ", "đâu", "cỡ", "trên", "ngót",
    "khoảng độ", "áng chừng", "trên dưới", "phải đến",
)  # fmt: skip
BOUNDS = (
    "nhiều nhất",
    "nhiều nhất là",
    "tối đa",
    "ít nhất",
    "tối thiểu",
    "không quá",
    "chưa đến",
    "dưới",
)
AFTER_ABOUT = ("là cùng", "trở lên", "gì đó", "đổ lại", "có lẻ")


def _doubt(row: RowWords, text: str, *offers: Figures) -> Phrase:
    return Phrase(row.code, text, "", Group.DOUBT, None, offers)


def _one_figure(random: Random, row: RowWords) -> tuple[str, str, Figures]:
    """(number, noun, value) of one figure; in pair rows the people beside a known count."""
    if row.is_money:
        millions = random.randint(2, 90)
        return str(millions), "triệu", (millions * 1_000_000, None)
    if row.people:
        people = random.randint(12, 400)
        return some_number(random, people), random.choice(row.people), (None, people)
    count = count_of(random, row)
    return some_number(random, count), random.choice(row.things), single(row, count)


def _around(random: Random, row: RowWords, said: str, value: Figures | None) -> Phrase:
    """A doubtful figure; in pair rows beside a certain count, which may be offered with it."""
    if not row.people:
        offers = () if value is None else (value,)
        return _doubt(row, said, *offers)
    count = random.randint(1, 9)
    known: list[Figures] = [(count, None)]
    if value is not None:
        known.append((count, value[1]))
    return _doubt(row, f"{count} {random.choice(row.things)} {said}", *known)


@frame(Group.DOUBT)
def about(random: Random, row: RowWords) -> Phrase:
    number, noun, value = _one_figure(random, row)
    return _around(
        random, row, f"{random.choice(ABOUT)} {number} {noun}{random.choice(TAILS)}", value
    )


@frame(Group.DOUBT)
def about_behind(random: Random, row: RowWords) -> Phrase:
    number, noun, value = _one_figure(random, row)
    return _around(random, row, f"{number} {noun} {random.choice(AFTER_ABOUT)}", value)


@frame(Group.DOUBT)
def bounds(random: Random, row: RowWords) -> Phrase:
    number, noun, value = _one_figure(random, row)
    bound = random.choice(BOUNDS)
    at_least = value if bound in ("ít nhất", "tối thiểu") else None
    return _around(random, row, f"{bound} {number} {noun}", at_least)


@frame(Group.DOUBT)
def ranges(random: Random, row: RowWords) -> Phrase:
    low = random.randint(2, 40)
    high = low + random.randint(1, 20)
    noun = "triệu" if row.is_money else random.choice(row.people or row.things)
    said = random.choice((f"từ {low} đến {high} {noun}", f"giữa {low} {noun} và {high} {noun}", f"{low} đến {high} {noun}",
                          f"{low}-{high} {noun}", f"{low} tới {high} {noun}", f"{low} hoặc {high} {noun}",
                          f"giữa {low} và {high} {noun}"))  # fmt: skip
    return _around(random, row, said, None)


@frame(Group.DOUBT)
def strangers_alone(random: Random, row: RowWords) -> Phrase:
    said = stranger(random, row)
    lead = random.choice(
        (f"{random.choice(row.topics)} ", f"{random.choice(row.verbs)} ", "", "có ")
    )
    return _doubt(row, f"{lead}{said}{random.choice(TAILS)}")


@frame(Group.DOUBT)
def two_strangers(random: Random, row: RowWords) -> Phrase:
    said, more = stranger(random, row), stranger(random, row)
    lead = random.choice((f"{random.choice(row.topics)} ", f"{random.choice(row.verbs)} "))
    return _doubt(row, f"{lead}{said}{random.choice((' ', ', ', ' và '))}{more}")


@frame(Group.DOUBT)
def price_alone(random: Random, row: RowWords) -> Phrase:
    noun = random.choice(row.things or ("suất", "lớp", "em"))
    price = random.randint(2, 9) * 100
    return _doubt(row, random.choice((f"mỗi {noun} {price} nghìn đồng", f"{price} nghìn đồng một {noun}",
                                      f"mỗi suất {price}.000 đồng", f"{price}k/{noun}")))  # fmt: skip


@frame(Group.DOUBT)
def other_currencies_and_units(random: Random, row: RowWords) -> Phrase | None:
    if not row.is_money:
        return None
    number = random.randint(2, 90)
    unit = random.choice(("người", "bảng", "euro", "euros", "lượt", "USD", "đô", "rupees", "kíp", "nhân dân tệ",
                          "suất", "quyển", "yên", "bạt", "won", "AED", "francs", "xu", "lượt người"))  # fmt: skip
    amount = random.choice((f"{number} triệu", f"{number}.000.000", f"{number}tr"))
    before = random.choice(("EUR ", "USD ", "KIP ", "NDT ", "Rs ", "Rs. ", "US$", "€", "$"))
    said = random.choice((f"{amount} {unit}", f"{amount} {unit}", f"{before}{amount}"))
    return _doubt(row, f"{random.choice(('', 'dạ ', 'báo cáo chị ', 'có ', 'tổng cộng '))}{said}")


@frame(Group.DOUBT)
def ordinals_alone(random: Random, row: RowWords) -> Phrase | None:
    if row.is_money:
        return None
    number = random.randint(2, 9)
    return _doubt(row, random.choice((f"{random.choice(row.topics)} khối lớp {number}", f"ở khu phố {number}",
                                      f"{random.choice(row.verbs)} tại thôn {number}", f"thứ {number}",
                                      f"{random.choice(row.topics)} lần thứ {number}", f"lớp {number}A",
                                      f"ngày {number}/10", f"từ {number}h30")))  # fmt: skip


@frame(Group.DOUBT)
def rates(random: Random, row: RowWords) -> Phrase | None:
    if row.is_money:
        return None
    number, noun = random.randint(2, 9), random.choice(row.people or row.things)
    said = random.choice((f"mỗi ngày {number} {noun}", f"{number} {noun}/ngày", f"mỗi thôn {number} {noun}",
                          f"{number} {noun} một ngày", f"bình quân {number} {noun} mỗi trường"))  # fmt: skip
    return _doubt(row, said)


@frame(Group.DOUBT)
def plans_and_past(random: Random, row: RowWords) -> Phrase:
    own = figure(random, row)
    word = random.choice(
        ("dự kiến", "kế hoạch", "năm ngoái", "sẽ", "dự kiến sẽ", "tạm tính", "chỉ tiêu giao")
    )
    return _doubt(row, f"{word} {own.text}", *halves(own))
