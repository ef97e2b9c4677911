"""What the fourteen do besides answering in order: jump, go back, correct, undo, send photos."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from tests.e2e.figures import KINDS, PAIRS, Figure, Table
from tests.e2e.officials import Act, Heard, Official, echoed, says
from tests.e2e.pictures import phone_photo

Script = dict[str, list[Act]]


def asks(code: str) -> Callable[[Official, Heard], None]:
    """The reply asks this row."""

    def check(me: Official, heard: Heard) -> None:
        if heard.question != code:
            me.complain(f"expected the question {code}", heard)

    return check


def say(text: str, check: Callable[[Official, Heard], None] | None = None, **more: object) -> Act:
    return Act(lambda me: me.says(text), check, **more)  # type: ignore[arg-type]


def a_pair(table: Table) -> str:
    """A row with two figures that comes before row 2 wherever section 1 happened."""
    return next(
        code
        for code, answer in table.answers.items()
        if KINDS[code] in PAIRS and answer.figure.state == "value"
    )


def in_words(figure: Figure, unit: str) -> str:
    return f"{figure.count} {unit} {figure.people} người"


def unit_of(code: str) -> str:
    return "lớp" if KINDS[code] == "classes" else "cuộc"


# What one person does


def jumps(words: str, code: str) -> Script:
    return {"2": [say(words, asks(code))]}


def goes_back(_: Table) -> Script:
    return {"3": [say("lùi", asks("2"))]}


def corrects(table: Table) -> Script:
    """First a wrong correction, then the right one; the question stays."""
    code = a_pair(table)
    right = table.figure(code)
    wrong = replace(right, count=7, people=707)
    return {
        "8": [
            say(f"sửa {code} thành {in_words(wrong, unit_of(code))}", echoed(code, wrong)),
            say(f"sửa {code} {in_words(right, unit_of(code))}", echoed(code, right)),
        ]
    }


def looks(_: Table) -> Script:
    """The summary at any time; the way goes on where it was."""
    return {
        "3": [say("lùi", asks("2"))],
        "8": [say("xem", says("1.1: ")), say("tiếp", asks("8"))],
    }


def takes_back(_: Table) -> Script:
    """A wrong answer to row 8 is undone; the row is asked again."""
    wrong = Figure("value", 41)
    return {
        "8": [
            say("41", echoed("8", wrong, told=False)),
            say("hoàn tác", asks("8"), log=(("8", None),)),
        ]
    }


def edits_a_message(table: Table) -> Script:
    """Telegram lets people change what they wrote: a correction of the row it answered."""
    code = a_pair(table)
    right = table.figure(code)
    other = replace(right, count=6, people=606)

    def edit(figure: Figure) -> Act:
        words = in_words(figure, unit_of(code))
        return Act(lambda me: me.edits(code, words), echoed(code, figure))

    return {"8": [edit(other), edit(right)]}


def taps_an_old_button(_: Table) -> Script:
    return {"3": [Act(lambda me: me.taps_oldest("Không tổ chức"), asks("3"))]}


def pauses(_: Table) -> Script:
    return {"3": [say("tạm dừng", says("tạm dừng")), say("tiếp", asks("3"))]}


def skips(_: Table) -> Script:
    return {"2": [say("bỏ qua", asks("3"))], "8": [say("trợ giúp", asks("8"))]}


def remarks(table: Table) -> Script:
    """Words for the column Ghi chú."""
    code = a_pair(table)
    noted = replace(table.figure(code), note="Phối hợp với Đoàn xã")

    def check(me: Official, heard: Heard) -> None:
        if noted.note not in (heard.echo(code) or ""):
            me.complain(f"the remark of {code} was not acknowledged", heard)
        me.final[code] = noted

    return {"8": [say(f"ghi chú {code} {noted.note}", check, log=((code, noted),)), say("xong")]}


def sends_again(table: Table) -> Script:
    """After the receipt a row is corrected; a second version is sent."""
    code = a_pair(table)
    old = table.figure(code)
    new = replace(old, count=(old.count or 0) + 2, people=(old.people or 0) + 111)

    def check(me: Official, heard: Heard) -> None:
        echoed(code, new)(me, heard)
        me.final[code] = new

    return {"sent": [say(f"sửa {code} thành {in_words(new, unit_of(code))}", check)]}


# Photos


def photo(number: int, caption: str = "", *, as_file: bool = False, row: str = "") -> Act:
    """One picture, acknowledged with its row."""

    def check(me: Official, heard: Heard) -> None:
        if "ảnh" not in heard.text or row not in heard.text:
            me.complain("the photo was not acknowledged", heard)

    return Act(lambda me: me.sends_photos([phone_photo(number)], caption, as_file), check)


def album(numbers: range, caption: str) -> Act:
    """Several pictures at once with one caption; one message says how many have arrived."""

    def all_arrived(me: Official) -> str:
        last = len(me.photos)
        return f"Đã nhận ảnh {last - len(numbers) + 1}–{last} cho mục {caption.split()[0]} "

    pictures = [phone_photo(number) for number in numbers]
    return Act(lambda me: me.sends_photos(pictures, caption), settles=all_arrived)


def script_of(place: int, table: Table) -> Script:
    """The script of one of the fourteen; each also sends at least one photo before the report."""
    kinds: tuple[Callable[[Table], Script], ...] = (
        lambda _: jumps("5.1", "5.1"), lambda _: jumps("mục 6", "6.1"), goes_back, takes_back,
        corrects, edits_a_message, taps_an_old_button, pauses, skips, remarks, sends_again,
        lambda _: jumps("Mục 10.2", "10.2") if "10" not in table.closed else {}, looks, corrects,
    )  # fmt: skip
    script = kinds[place](table)
    first = 100 * place
    if place % 3 == 0:
        script.setdefault("3", []).append(photo(first, "Treo băng rôn ở bản", as_file=place == 3))
    if place % 3 == 1:
        gallery = [
            say("ảnh"),
            album(range(first + 1, first + 4), "6.2 Giao lưu văn nghệ"),
            say("xong"),
        ]
    else:
        gallery = [say("ảnh"), photo(first + 1, "Lễ khai mạc"), say("xong")]
    script.setdefault("review", []).extend(gallery)
    return script
