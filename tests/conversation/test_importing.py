"""A filled form sent in chat: a difference first, stored by one "đúng", taken back by one undo."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import docx
import pytest

from bot.locale.say import say
from bot.model.answer import Answer, AnswerState
from bot.model.message import FileRef, Incoming, IncomingKind
from tests.imports.filled_files import (
    body,
    document,
    fill,
    fill_document,
    line_of,
    sheet,
    sheet_of,
    workbook,
)
from tests.office import Installation, Person, said

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
CHANGES = {"1.6": (4, 160), "5.1": ("2 cuộc",), "10.1": ("12,5 triệu",)}


def change(line: str, before: str) -> str:
    """A line of the difference: what will be stored, and what stands there now."""
    return f"– {line}" + say("import.before", figures=before)


def answers(desk: Installation, unit: str = "03466") -> dict[str, Answer]:
    return dict(desk.submission(unit).answers)


def figures(desk: Installation) -> dict[str, tuple[int | None, int | None]]:
    return {code: (kept.count, kept.people) for code, kept in sorted(answers(desk).items())}


@pytest.fixture
def person(desk: Installation) -> Person:
    """Somebody with three rows in the draft."""
    joined = desk.joined()
    joined.says("sửa 1.6 thành 2 lớp 60 người")
    joined.says("sửa 2 thành 6 tin")
    joined.says("sửa 1.2 thành không tổ chức")
    return joined


def hand_back(desk: Installation, person: Person, changes: dict, ending: str = "xlsx") -> str:
    """Download the form, change some cells, send it back; what the bot says."""
    made = sheet_of(desk)
    if ending == "xlsx":
        sent = body(fill(workbook(made), changes))
    else:
        sent = body(fill_document(document(made), changes))
    return "\n".join(said(reply) for reply in person.sends_file(sent, f"bieu.{ending}"))


@pytest.mark.parametrize("ending", ["xlsx", "docx"])
@pytest.mark.parametrize("channel", ["telegram", "web"])
def test_one_changed_cell_is_exactly_one_change(
    desk: Installation, ending: str, channel: str
) -> None:
    person = desk.joined(channel=channel)
    for words in ("sửa 1.6 thành 2 lớp 60 người", "sửa 2 thành 6 tin", "sửa 1.1 thành không"):
        person.says(words)
    before = answers(desk)
    told = hand_back(desk, person, {"1.6": (4, 160)}, ending)
    first, second, third, *_ = told.split("\n")[1:]
    assert first == say("import.changes", count=1)
    assert second == change("1.6: 4 lớp, 160 người", "2 lớp, 60 người")
    assert third == say("import.equal", count=2)
    assert say("import.problems") not in told
    assert answers(desk) == before
    person.says("đúng")
    changed = Answer(AnswerState.VALUE, 4, 160, source="file")
    assert answers(desk) == {**before, "1.6": changed}


def test_nothing_is_stored_before_the_yes(desk: Installation, person: Person) -> None:
    before = answers(desk)
    hand_back(desk, person, CHANGES)
    assert answers(desk) == before
    for words in ("trợ giúp", "nộp", "dữ liệu của tôi"):
        person.says(words)
        assert answers(desk) == before
    person.taps("Đúng")
    assert figures(desk) == {
        "1.2": (0, 0), "1.6": (4, 160), "10.1": (12_500_000, None), "2": (6, None), "5.1": (2, None),
    }  # fmt: skip


def test_a_no_drops_the_file(desk: Installation, person: Person) -> None:
    before = answers(desk)
    hand_back(desk, person, CHANGES)
    person.says("sai")
    assert "Dòng nào sai?" in person.last
    person.says("bỏ hết")
    assert say("import.dropped") in person.last
    person.says("đúng")
    assert answers(desk) == before


def test_one_undo_takes_all_back(desk: Installation, person: Person) -> None:
    before = answers(desk)
    hand_back(desk, person, CHANGES)
    person.says("đúng")
    assert answers(desk) != before
    person.says("hoàn tác")
    assert answers(desk) == before


def test_a_line_of_the_difference_can_be_corrected_before_it_is_stored(
    desk: Installation, person: Person
) -> None:
    hand_back(desk, person, CHANGES)
    person.says("sửa 1.6 thành 5 lớp 150 người")
    assert figures(desk)["1.6"] == (2, 60)
    person.says("đúng")
    assert (figures(desk)["1.6"], figures(desk)["5.1"]) == ((5, 150), (2, None))


def test_a_row_that_is_not_clear_is_named_with_its_reason(
    desk: Installation, person: Person
) -> None:
    told = hand_back(desk, person, {"1.7": ("khoảng 2 lớp 60",), "2": (7,), "3": ("=1+",)})
    assert change("2: 7 tin, bài", "6 tin, bài") in told
    assert say("import.doubts", count=2) in told
    assert "– 1.7 (Kiến thức khoa học, pháp luật), dòng 16, trong tệp là “khoảng 2 lớp 60”" in told
    assert f": {say('import.formula')}" in told
    person.says("đúng")
    assert "1.7" not in answers(desk) and "3" not in answers(desk)


def test_an_empty_cell_never_clears_what_is_stored(desk: Installation, person: Person) -> None:
    told = hand_back(desk, person, {"1.6": (None, None), "2": (7,)})
    assert say("import.spared", codes="1.6") in told
    person.says("đúng")
    assert figures(desk)["1.6"] == (2, 60)


def test_a_correction_in_chat_after_the_download_is_not_undone_by_the_file(
    desk: Installation, person: Person
) -> None:
    old = fill(workbook(sheet_of(desk)), {"2": (7,)})
    person.says("sửa 1.6 thành 9 lớp 300 người")
    told = said(person.sends_file(body(old), "bieu.xlsx")[-1])
    assert say("import.kept", codes="1.6") in told
    person.says("đúng")
    assert (figures(desk)["1.6"], figures(desk)["2"]) == ((9, 300), (7, None))


def test_a_full_form_fills_an_empty_draft(desk: Installation, person: Person) -> None:
    """The rows stand as they were handed out, but here nothing is stored that they could undo."""
    hand_back(desk, person, {"5.1": (2,), "5": (5,)})
    person.says("đúng")
    full = body(workbook(sheet_of(desk)))
    before = answers(desk)
    with desk.store.transaction() as tx:
        tx.connection.exec_driver_sql("DELETE FROM answer")
    person.sends_file(full, "bieu.xlsx")
    person.says("đúng")
    assert figures(desk) == {
        code: (kept.count, kept.people) for code, kept in sorted(before.items())
    }
    assert (answers(desk)["5"].source, answers(desk)["1.2"].state) == ("total", AnswerState.NIL)


def test_a_total_as_printed_says_nothing_when_a_row_below_it_is_lowered(
    desk: Installation, person: Person
) -> None:
    person.says("sửa 5.1 thành 3")
    hand_back(desk, person, {"5.1": (1,)})
    person.says("đúng")
    assert (figures(desk)["5.1"], "5" in answers(desk)) == ((1, None), False)


def test_without_hidden_marks_every_difference_is_shown(
    desk: Installation, person: Person
) -> None:
    old = workbook(sheet_of(desk))
    old.custom_doc_props.props = []
    person.says("sửa 1.6 thành 9 lớp 300 người")
    told = said(person.sends_file(body(old), "bieu.xlsx")[-1])
    assert change("1.6: 2 lớp, 60 người", "9 lớp, 300 người") in told


def test_figures_that_somebody_else_changed_meanwhile_are_shown_again(
    desk: Installation, person: Person
) -> None:
    other = desk.joined(name="Vàng Thị B", channel="web")
    hand_back(desk, person, CHANGES)
    other.says("sửa 1.6 thành 7 lớp 210 người")
    person.says("đúng")
    assert say("import.changed_meanwhile") in person.last
    assert change("1.6: 4 lớp, 160 người", "7 lớp, 210 người") in person.last
    assert figures(desk)["1.6"] == (7, 210)
    person.says("đúng")
    assert figures(desk)["1.6"] == (4, 160)


def test_a_file_without_news_changes_nothing(desk: Installation, person: Person) -> None:
    before = answers(desk)
    told = hand_back(desk, person, {})
    assert say("import.no_changes") in told
    person.says("đúng")
    assert answers(desk) == before


def test_every_state_survives_the_way_there_and_back(desk: Installation) -> None:
    person = desk.joined()
    for code, words in {
        "1.1": "0", "1.2": "không", "1.3": "chưa tổ chức", "1.4": "không thuộc diện",
        "1.5": "chưa có số liệu", "1.6": "4 lớp 160 hs", "10.1": "12,5 triệu", "4.2": "35",
        "7.1": "có", "11": "Trao quà cho học sinh nghèo",
    }.items():  # fmt: skip
        person.says(f"sửa {code} thành {words}")
    assert len(answers(desk)) == 10
    for ending in ("xlsx", "docx"):
        told = hand_back(desk, person, {}, ending)
        assert say("import.equal", count=10) in told
        assert say("import.no_changes") in told


def test_long_words_below_the_table_come_back_or_are_missed(desk: Installation) -> None:
    person = desk.joined()
    person.says("mục 11")
    person.says("Trao quà cho học sinh nghèo vượt khó. " * 30)
    for ending in ("xlsx", "docx"):
        assert say("import.equal", count=1) in hand_back(desk, person, {}, ending)
    book = workbook(sheet_of(desk))
    below = next(c[0] for c in book.active.iter_rows() if str(c[0].value).startswith("Mục 11"))
    below.value = "Mục 11: đã sửa"
    told = said(person.sends_file(body(book), "bieu.xlsx")[-1])
    assert say("import.below") in told


def test_a_stated_total_of_row_5_is_kept_beside_its_rows(
    desk: Installation, person: Person
) -> None:
    hand_back(desk, person, {"5.1": (2,), "5": (5,)})
    person.says("đúng")
    kept = answers(desk)
    assert (kept["5"].count, kept["5"].source) == (5, "total")
    assert desk.submission().answered == 4


def test_totals_that_only_stand_as_printed_are_not_complained_about(
    desk: Installation, person: Person
) -> None:
    book = workbook(sheet_of(desk))
    book.custom_doc_props.props = []
    told = said(person.sends_file(body(fill(book, {"1.7": (1, 80)})), "bieu.xlsx")[-1])
    assert say("import.changes", count=1) in told
    assert say("import.problems") not in told


def test_a_large_figure_is_marked_before_it_is_stored(desk: Installation, person: Person) -> None:
    told = hand_back(desk, person, {"1.7": (3, 60_000)})
    assert "– 1.7: 3 lớp, 60.000 người" + say("import.check") in told


def test_another_units_form_is_not_read(desk: Installation, person: Person) -> None:
    desk.joined("03467", name="Khác")
    sent = body(fill(workbook(sheet_of(desk, "03467")), CHANGES))
    told = said(person.sends_file(sent, "bieu.xlsx")[-1])
    assert told == say("import.other_unit", unit="Xã Bum Nưa")
    person.says("đúng")
    assert "5.1" not in answers(desk)


def test_another_campaigns_form_is_not_read(desk: Installation, person: Person) -> None:
    old = replace(sheet_of(desk), campaign="tuan-le-2021")
    told = said(person.sends_file(body(fill(workbook(old), CHANGES)), "bieu.xlsx")[-1])
    assert told == say("import.other_campaign", campaign=desk.campaign.title)


def test_another_units_name_above_the_table_is_pointed_out(
    desk: Installation, person: Person
) -> None:
    book = fill(workbook(replace(sheet(), unit_name="Xã Tá Bạ", unit_code="")), CHANGES)
    told = said(person.sends_file(body(book), "bieu.xlsx")[-1])
    assert say("import.unit_name", name="Xã Tá Bạ", unit="Xã Bum Nưa") in told


def test_missing_and_renamed_rows_are_named(desk: Installation, person: Person) -> None:
    book = fill(workbook(sheet_of(desk)), {"1.7": (1, 80), "8": (2,)})
    book.active.cell(line_of(book, "8"), 2).value = "Hội nghị"
    book.active.delete_rows(line_of(book, "9.1"))
    told = said(person.sends_file(body(book), "bieu.xlsx")[-1])
    rows = {code: desk.form.by_code[code].name for code in ("8", "9.1")}
    place = line_of(workbook(sheet()), "8")
    assert say("import.row.renamed", place=place, name="Hội nghị", code="8", row=rows["8"]) in told
    assert say("import.row.missing", code="9.1", row=rows["9.1"]) in told


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        (OLE + b"\0" * 99, "old_format"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "locked"),
        (b"PK\x03\x04 x", "broken"),
        (b"MZ", "unsupported"),
    ],
    ids=["old", "locked", "broken", "program"],
)
def test_a_file_that_cannot_be_read_gets_one_sentence(
    desk: Installation, person: Person, source: bytes, reason: str
) -> None:
    before = answers(desk)
    (reply,) = person.sends_file(source, "bieu.xlsx")
    assert reply.text == say(f"file.{reason}")
    assert answers(desk) == before


def narrative() -> bytes:
    written = docx.Document()
    for _ in range(40):
        written.add_paragraph("Thực hiện kế hoạch, đơn vị đã tổ chức Tuần lễ đúng thời gian.")
    target = io.BytesIO()
    written.save(target)
    return target.getvalue()


def test_a_report_in_words_is_no_form(desk: Installation, person: Person) -> None:
    (reply,) = person.sends_file(narrative(), "bao-cao.docx")
    assert reply.text == say("import.not_our_form")
    assert desk.submission().report_files == 0


def test_where_reports_are_asked_for_one_in_words_is_kept_as_such(tmp_path: Path) -> None:
    asking = Installation(tmp_path, report_file="optional")
    person = asking.joined()
    (reply,) = person.sends_file(narrative(), "bao-cao.docx")
    assert reply.text == say("file.report_kept", name="bao-cao.docx")
    assert asking.submission().report_files == 1
    asking.close()


def test_a_report_in_words_with_the_table_in_it_is_both(tmp_path: Path) -> None:
    asking = Installation(tmp_path, report_file="optional")
    person = asking.joined()
    made = fill_document(document(replace(sheet(), unit_code="", campaign="")), {"1.6": (4, 160)})
    for _ in range(40):
        made.add_paragraph("Thực hiện kế hoạch, đơn vị đã tổ chức Tuần lễ đúng thời gian.")
    (reply,) = person.sends_file(body(made), "bao-cao.docx")
    assert reply.lead == say("file.report_kept", name="bao-cao.docx")
    person.says("đúng")
    assert (asking.submission().report_files, figures(asking)) == (1, {"1.6": (4, 160)})
    asking.close()


def test_the_form_alone_is_not_taken_for_the_report(tmp_path: Path) -> None:
    asking = Installation(tmp_path, report_file="required")
    person = asking.joined()
    hand_back(asking, person, {"1.6": (4, 160)}, "docx")
    person.says("đúng")
    assert (asking.submission().report_files, figures(asking)) == (0, {"1.6": (4, 160)})
    asking.close()


def test_a_form_sent_by_someone_without_a_seat_is_not_read(desk: Installation) -> None:
    stranger = desk.person("Người lạ")
    (reply,) = stranger.sends_file(body(fill(workbook(sheet()), CHANGES)), "bieu.xlsx")
    assert reply.text == say("join.need_code")


def test_a_file_whose_bytes_are_gone_is_said_to_be_broken(
    desk: Installation, person: Person
) -> None:
    lost = FileRef(name="a.xlsx", path="files/aa/aa.xlsx", sha256="0" * 64)
    person._send(Incoming(person.address, "", IncomingKind.FILE, file=lost))
    assert person.last == say("file.broken")


def test_a_second_file_takes_the_place_of_the_first(desk: Installation, person: Person) -> None:
    hand_back(desk, person, {"1.7": (1, 80)})
    hand_back(desk, person, {"8": (2,)})
    assert "tệp gửi trước không còn chờ ghi: 1.7." in person.last
    person.says("đúng")
    assert "1.7" not in answers(desk) and answers(desk)["8"].count == 2


@pytest.mark.parametrize("second", [{"1.2": (2, 20)}, {}])
def test_figures_that_were_typed_wait_on_whatever_file_comes(
    desk: Installation, person: Person, second: dict[str, tuple[int, ...]]
) -> None:
    person.says("1.3: 2 lớp 30 người; 1.4: 1 lớp 10 người")
    for changes in ({"1.1": (3, 45)}, second):
        hand_back(desk, person, changes)
    assert "1.3: 2 lớp, 30 người; 1.4: 1 lớp, 10 người vẫn chờ xác nhận" in person.last
    person.says("đúng")
    assert {"1.3", "1.4", *second} <= answers(desk).keys()
    assert "1.1" not in answers(desk)


def test_the_form_can_be_had_as_a_workbook_and_as_a_document(
    desk: Installation, person: Person
) -> None:
    (reply,) = person.says("biểu mẫu")
    assert reply.document is not None
    assert reply.document.name.endswith(".xlsx")
    for (word,) in (person.taps(say("button.form_word")), person.says("biểu mẫu word")):
        assert word.document is not None
        assert (word.document.name[-5:], word.document.request.ending) == (".docx", "docx")
