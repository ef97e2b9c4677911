"""What fourteen communes have to report: a table made once from a fixed number, always the same.

Figures come first; how an official writes them is made from the figures here, never read back by
the program under test. The form's shape is written down once more on purpose: the tests must not
learn from the program what they check.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

UNITS = (
    "03433", "03436", "03439", "03440", "03442", "03445", "03448",
    "03451", "03454", "03457", "03463", "03466", "03467", "03469",
)  # fmt: skip
KINDS = {
    **dict.fromkeys(
        ("1.1", "1.2", "1.3", "1.4", "1.4a", "1.5", "1.6", "1.7", "1.8", "1.9", "1.10", "1.11", "1.12"),
        "classes",
    ),
    "2": "news", "3": "prints", "4.1": "count", "4.2": "people", "4.3": "books",
    "5.1": "count", "5.2": "count", "5.3": "sessions", "5.4": "sessions",
    "6.1": "sessions", "6.2": "sessions", "6.3": "sessions", "6.4": "sessions",
    "7.1": "yes_no", "7.2": "count", "8": "count", "9.1": "count", "9.2": "people",
    "10.1": "money", "10.2": "money", "11": "text",
}  # fmt: skip
CODES = tuple(KINDS)
PLACES = {code: place for place, code in enumerate(CODES, start=1)}
SECTIONS = {
    gate: tuple(code for code in CODES if code.startswith(f"{gate}."))
    for gate in ("1", "4", "5", "6", "7", "9", "10")
}
PRINTED = (
    "1", *SECTIONS["1"], "2", "3", "4", *SECTIONS["4"], "5", *SECTIONS["5"], "6", *SECTIONS["6"],
    "7", *SECTIONS["7"], "8", "9", *SECTIONS["9"], "10", *SECTIONS["10"], "11",
)  # fmt: skip
OPEN_UNIT = 9  # sends with one figure still to come
PAIRS = ("classes", "sessions")
TEXTS = (
    "Đề nghị cấp thêm sách cho thư viện bản.",
    "Trao 10 suất học bổng cho học sinh vượt khó.",
    "=1+1 là phép tính viết trên bảng tin, xin ghi nguyên văn.",
    "Tặng cờ <thi đua> & giấy khen cho 3 bản.",
)


@dataclass(frozen=True)
class Figure:
    """What one row of one unit must come to."""

    state: str  # value | nil | not_applicable | pending
    count: int | None = None
    people: int | None = None
    text: str = ""
    note: str = ""


@dataclass(frozen=True)
class Answer:
    """A figure and the words an official writes for it, in one or several messages. `plainly` is
    what they write when the bot did not understand the first words."""

    figure: Figure
    words: tuple[str, ...]
    plainly: str


@dataclass(frozen=True)
class Table:
    """One unit's answers; sections in `closed` did not happen at all. `stated` is a total of row 5
    above the sum of its rows."""

    unit: str
    answers: Mapping[str, Answer]
    closed: frozenset[str] = frozenset()
    stated: int | None = None
    photos: int = 0

    def figure(self, code: str) -> Figure:
        """What the row must come to; a row that the unit is not asked has no answer."""
        return self.answers[code].figure if code in self.answers else Figure("not_asked")


def dotted(number: int) -> str:
    return f"{number:,}".replace(",", ".")


def nothing(code: str) -> Figure:
    """ "Không tổ chức"."""
    count = None if KINDS[code] in ("people", "text") else 0
    people = 0 if KINDS[code] in (*PAIRS, "people") else None
    return Figure("nil", count, people)


def make_tables(seed: int = 2022) -> list[Table]:
    """All units, in the order of the campaign."""
    chance = random.Random(seed)
    return [make_table(unit, place, chance) for place, unit in enumerate(UNITS)]


def make_table(unit: str, place: int, chance: random.Random) -> Table:
    """One unit's answers; `place` decides what is special about them."""
    closed = frozenset(gate for gate in SECTIONS if chance.random() < 0.2)
    answers = {}
    for code in CODES:
        gate = code.partition(".")[0]
        if gate in closed:
            answers[code] = Answer(nothing(code), ("không",), "không")
        else:
            answers[code] = _answer(code, chance)
    if place == OPEN_UNIT:
        answers["2"] = Answer(Figure("pending"), ("chưa có số liệu",), "chưa có số liệu")
    least = sum(answers[code].figure.count or 0 for code in SECTIONS["5"])
    stated = least + chance.randint(1, 4) if least and place % 4 == 0 else None
    return Table(unit, answers, closed, stated)


def _answer(code: str, chance: random.Random) -> Answer:
    kind = KINDS[code]
    dice = chance.random()
    if dice < 0.12:
        return Answer(
            nothing(code), (chance.choice(("không", "Không có", "ko có", "-")),), "không"
        )
    if dice < 0.16 and kind != "text":
        return Answer(Figure("not_applicable"), ("không thuộc diện",), "không thuộc diện")
    if dice < 0.24 and kind not in ("text", "yes_no"):
        zero = replace(nothing(code), state="value")
        return Answer(zero, ("0",), "0")
    return WRITERS[kind](chance)


def _classes(chance: random.Random) -> Answer:
    return _pair(chance, "lớp", ("người", "học viên", "ng", "giáo viên"))


def _sessions(chance: random.Random) -> Answer:
    return _pair(chance, "cuộc", ("người", "em", "hs", "đại biểu"))


def _pair(chance: random.Random, unit: str, people: tuple[str, ...]) -> Answer:
    """Two figures in one message, in the styles offices use. Some are worth a question ("3/10" may
    be a date, "45 lớp 3 người" may be turned round): the official reads it and confirms."""
    count = chance.randint(1, 9)
    many = chance.choice(
        (chance.randint(10, 99), chance.randint(100, 999), chance.randint(1000, 2400))
    )
    who = chance.choice(people)
    styles: tuple[Callable[[], str], ...] = (
        lambda: f"{count} {unit} {many} {who}",
        lambda: f"{count} {unit}, {dotted(many)} {who}",
        lambda: f"{dotted(many)} {who}, {count} {unit}",
        lambda: f"{count}/{many}",
        lambda: f"0{count} {unit}/{many} {who}",
        lambda: f"{count}, {many}",
        lambda: f"Đã mở {count} {unit}, có {many} {who} dự",
    )
    plainly = f"{count} {unit} {many} người"
    if chance.random() < 0.15:
        return _worth_a_question(chance, count, unit, who)
    return Answer(Figure("value", count, many), (chance.choice(styles)(),), plainly)


def _worth_a_question(chance: random.Random, count: int, unit: str, who: str) -> Answer:
    """ "3/10" may be a date, "45 lớp 3 người" turned round, "mỗi lớp" a product, "45" either."""
    many = chance.randint(10, 12) * count
    words = chance.choice(
        (
            f"{count}/{many}",
            f"{many} {unit} {count} {who}",
            f"{count} {unit}, mỗi {unit} {many // count} {who}",
            str(many),
            f"{many} {who}",
        )
    )
    return Answer(Figure("value", count, many), (words,), f"{count} {unit} {many} người")


def _news(chance: random.Random) -> Answer:
    news, stories = chance.randint(1, 20), chance.randint(1, 9)
    figure = Figure("value", news + stories)
    return Answer(
        figure,
        (chance.choice((f"{news} tin {stories} bài", str(news + stories))),),
        str(news + stories),
    )


def _prints(chance: random.Random) -> Answer:
    banners, leaflets = chance.randint(1, 9), chance.randint(20, 3000)
    figure = Figure("value", banners + leaflets)
    words = (f"{banners} băng rôn {leaflets} tờ rơi", f"{dotted(banners + leaflets)} tờ")
    return Answer(figure, (chance.choice(words),), str(banners + leaflets))


def _count(chance: random.Random) -> Answer:
    number = chance.randint(1, 9)
    return Answer(Figure("value", number), (str(number),), str(number))


def _people(chance: random.Random) -> Answer:
    number = chance.randint(1, 400)
    words = (str(number), f"{number} người", f"{number} hs")
    return Answer(Figure("value", None, number), (chance.choice(words),), f"{number} người")


def _books(chance: random.Random) -> Answer:
    number = chance.randint(5, 4000)
    words = (str(number), f"{dotted(number)} quyển", f"{number} cuốn")
    return Answer(Figure("value", number), (chance.choice(words),), f"{number} quyển")


def _yes_no(chance: random.Random) -> Answer:
    return Answer(Figure("value", 1), (chance.choice(("có", "Có ạ", "đã tổ chức")),), "có")


def _money(chance: random.Random) -> Answer:
    thousands = chance.choice((chance.randint(1, 99) * 500, chance.randint(100, 99_999)))
    amount = thousands * 1000
    words = [f"{dotted(amount)} đồng", f"{amount}", f"{dotted(amount)}đ"]
    if amount % 100_000 == 0:
        millions = f"{amount / 1_000_000:g}".replace(".", ",")
        words += [f"{millions} triệu", f"{millions}tr"]
    if amount < 1_000_000:
        words.append(f"{thousands} nghìn")
    elif amount % 1_000_000 and amount < 100_000_000:
        words.append(f"{thousands // 1000} triệu {thousands % 1000} nghìn")
    return Answer(Figure("value", amount), (chance.choice(words),), f"{amount} đồng")


def _text(chance: random.Random) -> Answer:
    pieces = tuple(chance.sample(TEXTS, 2))
    return Answer(Figure("value", text="\n".join(pieces)), pieces, "")


WRITERS: dict[str, Callable[[random.Random], Answer]] = {
    "classes": _classes, "sessions": _sessions, "news": _news, "prints": _prints,
    "count": _count, "people": _people, "books": _books, "yes_no": _yes_no, "money": _money,
    "text": _text,
}  # fmt: skip


# --- what the exports must say ------------------------------------------------------------------


@dataclass
class Total:
    """A row's sum over all units; None where no unit gave a figure."""

    count: int | None = None
    people: int | None = None
    states: dict[str, int] = field(default_factory=dict)

    def add(self, figure: Figure) -> None:
        if figure.count is not None:
            self.count = (self.count or 0) + figure.count
        if figure.people is not None:
            self.people = (self.people or 0) + figure.people
        self.states[figure.state] = self.states.get(figure.state, 0) + 1


def totals(tables: list[Table]) -> dict[str, Total]:
    """The sums of all units, computed totals included."""
    found = {code: Total() for code in (*CODES, "1", "5", "6")}
    for table in tables:
        for code in CODES:
            found[code].add(table.figure(code))
        for gate in ("1", "5", "6"):
            count, people = unit_total(table, gate)
            found[gate].add(Figure("", count, people))
    return found


def unit_total(table: Table, gate: str) -> tuple[int | None, int | None]:
    """A unit's figures of row 1, 5 or 6; row 5 has no column for people and may be stated."""
    total = Total()
    for code in SECTIONS[gate]:
        total.add(table.figure(code))
    if gate != "5":
        return total.count, total.people
    known = [number for number in (total.count, table.stated) if number is not None]
    return (max(known) if known else None), None
