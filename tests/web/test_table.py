"""The table of a unit's report over HTTP: cells, versions, doubts, rights, the form without script."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.model.person import Role
from tests.row_types.walk import form_of, office
from tests.storage.peek import INBOX
from tests.web import table_site as sites
from tests.web.table_site import TableBrowser, TableSite, stored


def test_every_row_has_its_cells_as_numeric_text_inputs(an: TableBrowser) -> None:
    inputs = re.findall(r'<input class="cell[^>]*type="text" inputmode="numeric"[^>]*>', an.page)
    names = {re.search(r' name="([^"]+)"', each)[1] for each in inputs}  # type: ignore[index]
    assert {"1.1:count", "1.1:people", "4.2:people", "7.1:count", "10.1:count"} <= names
    assert len(re.findall(r'<tr data-row="', an.page)) == 34
    assert an.state("1.1") == "unanswered"


def test_both_halves_of_a_pair_are_stored_as_the_chat_shows_them(
    an: TableBrowser, table_site: TableSite
) -> None:
    assert an.posts([("1.1:count", "3", None), ("1.1:people", "45", None)]).status_code == 200
    assert stored(table_site, "1.1") == (3, 45)
    assert "1.1: 3 lớp, 45 người" in an.says("xem")


def test_a_stored_cell_shows_its_number_with_dots(an: TableBrowser) -> None:
    an.types("10.1:count", "12tr5")
    an.opens()
    assert an.cell("10.1:count") == "12.500.000"
    assert "mười hai triệu năm trăm nghìn đồng" in an.text("10.1")


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("không", "nil"),
        ("chưa có số liệu", "pending"),
        ("không thuộc diện", "not_applicable"),
        ("0", "value"),
    ],
)
def test_words_in_a_cell_are_read_as_in_the_chat(an: TableBrowser, text: str, state: str) -> None:
    an.types("1.3:count", text)
    an.opens()
    assert an.state("1.3") == state


def test_half_a_pair_stays_in_its_cell_and_says_what_is_missing(
    an: TableBrowser, table_site: TableSite
) -> None:
    an.types("1.1:count", "3")
    an.opens()
    assert (an.cell("1.1:count"), an.state("1.1")) == ("3", "unanswered")
    assert "Còn thiếu số người" in an.text("1.1")
    an.types("1.1:people", "45")
    assert stored(table_site, "1.1") == (3, 45)


def test_a_doubtful_value_is_not_stored_and_stays_with_its_doubt(
    an: TableBrowser, table_site: TableSite
) -> None:
    an.types("2:count", "khoảng 20")
    an.opens()
    assert stored(table_site, "2") is None
    assert an.cell("2:count") == "khoảng 20"
    assert "ước chừng" in an.text("2")


def test_the_button_beside_a_doubt_stores_what_it_names(
    an: TableBrowser, table_site: TableSite
) -> None:
    an.types("2:count", "khoảng 20")
    an.opens()
    assert an.acts(an.button("confirm", "2")).status_code == 200
    an.opens()
    assert (stored(table_site, "2"), an.cell("2:count")) == ((20, None), "20")


def test_fewer_people_than_classes_are_asked_about_as_in_the_chat(
    an: TableBrowser, table_site: TableSite
) -> None:
    for cell, text in (("1.1:count", "45"), ("1.1:people", "3")):
        an.types(cell, text)
        an.opens()
    assert stored(table_site, "1.1") is None
    assert "số người ít hơn số lớp" in an.text("1.1")
    assert an.acts(an.button("confirm", "1.1")).status_code == 200
    an.opens()
    an.types("1.1:people", "3")
    assert stored(table_site, "1.1") == (45, 3)
    assert "Ghi 1.1" not in an.text("1.1")


def test_the_doubt_about_one_cell_and_its_button_name_the_whole_row(an: TableBrowser) -> None:
    an.types("1.3:people", "40")
    an.opens()
    an.types("1.3:count", "khoảng 2")
    an.opens()
    assert "Ghi 1.3: 2 lớp, 40 người? Ghi 2 lớp, 40 người" in an.text("1.3")


def test_a_doubt_over_a_stored_figure_leaves_the_figure(
    an: TableBrowser, table_site: TableSite
) -> None:
    an.types("2:count", "12")
    an.opens()
    an.types("2:count", "gần 15")
    an.opens()
    assert (stored(table_site, "2"), an.cell("2:count")) == ((12, None), "gần 15")


def test_sending_the_report_names_what_waits_in_a_cell(an: TableBrowser) -> None:
    an.types("2:count", "12")
    an.opens()
    an.types("2:count", "gần 15")
    an.says("nộp")
    assert "gần 15" in an.says("nộp")


def test_another_figure_stored_meanwhile_is_never_overwritten(
    an: TableBrowser, binh: TableBrowser, table_site: TableSite
) -> None:
    an.types("2:count", "12")
    answer = binh.types("2:count", "15")
    assert answer.status_code == 409
    [conflict] = answer.json()["conflicts"]
    assert (conflict["mine"], conflict["theirs"]) == ("15", "12")
    assert stored(table_site, "2") == (12, None)
    assert binh.types("2:count", "15", conflict["version"]).status_code == 200
    assert stored(table_site, "2") == (15, None)


def test_what_the_chat_stored_meanwhile_is_not_overwritten_either(an: TableBrowser) -> None:
    an.says("1.1: 3 lớp 45 người")
    assert an.types("1.1:count", "9").status_code == 409


def test_half_a_pair_of_a_colleague_is_not_overwritten(
    an: TableBrowser, binh: TableBrowser
) -> None:
    an.types("1.1:count", "3")
    assert binh.types("1.1:count", "4").status_code == 409


def test_two_people_may_fill_the_two_halves(
    an: TableBrowser, binh: TableBrowser, table_site: TableSite
) -> None:
    an.types("1.1:count", "3")
    assert binh.types("1.1:people", "45").status_code == 200
    assert stored(table_site, "1.1") == (3, 45)


def test_a_cell_sent_twice_is_stored_once(an: TableBrowser, table_site: TableSite) -> None:
    cells = [("10.1:count", "12tr5", an.cell("version:10.1:count"))]
    assert [an.posts(cells).status_code for _ in range(2)] == [200, 200]
    with table_site.desk.store.reading() as tx:
        history = tx.history.of_report(table_site.desk.submission().id)
    assert [line.fact for line in history] == ["AnswerRecorded"]


def test_an_emptied_cell_makes_its_row_unanswered_and_undo_brings_it_back(
    an: TableBrowser, table_site: TableSite
) -> None:
    an.types("2:count", "12")
    an.opens()
    an.types("2:count", "")
    assert stored(table_site, "2") is None
    an.undoes()
    assert stored(table_site, "2") == (12, None)


def test_undo_takes_one_recording_after_the_other_back(
    an: TableBrowser, table_site: TableSite
) -> None:
    for code in ("1.1", "1.2", "1.3"):
        an.posts([(f"{code}:count", "3", None), (f"{code}:people", "45", None)])
    an.opens()
    an.posts([(f"1.1:{cell}", "", an.cell(f"version:1.1:{cell}")) for cell in ("count", "people")])
    left = [["1.1", "1.2", "1.3"], ["1.1", "1.2"], ["1.1"], []]
    for codes in left:
        an.undoes()
        assert list(table_site.desk.submission().answers) == codes


def test_undo_passes_a_row_that_a_colleague_wrote_over(
    an: TableBrowser, binh: TableBrowser, table_site: TableSite
) -> None:
    an.types("2:count", "12")
    an.types("3:count", "7")
    binh.opens()
    binh.types("3:count", "8")
    an.undoes()
    assert (stored(table_site, "2"), stored(table_site, "3")) == ((12, None), (8, None))
    an.undoes()
    assert (stored(table_site, "2"), stored(table_site, "3")) == (None, (8, None))


def test_one_press_of_undo_takes_one_recording_back(
    an: TableBrowser, table_site: TableSite
) -> None:
    for name, text in (("2:count", "15"), ("10.1:count", "5000000")):
        an.types(name, text)
    an.opens()
    assert an.acts(an.undo).status_code == 200
    again = an.acts(an.undo)  # its answer was lost, or another tab sends it too
    assert again.status_code == 409
    assert "không làm gì thêm" in again.json()["conflicts"][0]["sentence"]
    assert list(table_site.desk.submission().answers) == ["2"]


def test_the_stored_figure_typed_again_ends_a_doubt(
    an: TableBrowser, table_site: TableSite
) -> None:
    for text in ("20", "khoảng 25", "20"):
        assert an.types("2:count", text).status_code == 200
        an.opens()
    assert (an.cell("2:count"), stored(table_site, "2")) == ("20", (20, None))
    assert "ước chừng" not in an.text("2")


def test_what_was_typed_beside_an_undo_is_stored(an: TableBrowser, table_site: TableSite) -> None:
    an.types("2:count", "12")
    an.opens()
    an.submits({"3:count": "7", "1.1:count": "3", "1.1:people": "45"}, act=an.undo)
    assert (stored(table_site, "3"), stored(table_site, "1.1")) == ((7, None), (3, 45))


def test_emptying_half_of_a_stored_pair_loses_nothing(
    an: TableBrowser, table_site: TableSite
) -> None:
    an.posts([("1.1:count", "3", None), ("1.1:people", "45", None)])
    an.opens()
    an.types("1.1:count", "")
    an.opens()
    assert (stored(table_site, "1.1"), an.cell("1.1:count")) == ((3, 45), "")
    assert "Còn thiếu số lớp" in an.text("1.1")


def test_the_head_shows_unit_deadline_progress_and_the_last_save(an: TableBrowser) -> None:
    an.types("2:count", "12")
    an.opens()
    head = re.sub(r"<[^>]+>", " ", an.page[an.page.index("<header") : an.page.index("</header>")])
    for part in ("Xã Bum Nưa", "13/10/2022", "còn 3 ngày", "1/34", "đã lưu 08:30"):
        assert part in " ".join(head.split())


def test_a_save_is_a_fact_of_its_person_in_the_audit(
    an: TableBrowser, table_site: TableSite
) -> None:
    an.types("2:count", "12")
    with table_site.desk.store.reading() as tx:
        [line] = tx.history.of_report(table_site.desk.submission().id)
    assert (line.fact, line.code, line.after["source"]) == ("AnswerRecorded", "2", "table")


def test_the_form_without_script_stores_the_changed_cells_only(
    an: TableBrowser, binh: TableBrowser, table_site: TableSite
) -> None:
    binh.types("3:count", "250")
    answer = an.submits({"2:count": "12", "1.1:count": "3", "1.1:people": "45"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/table")
    assert [stored(table_site, code) for code in ("2", "1.1", "3")] == [
        (12, None), (3, 45), (250, None)
    ]  # fmt: skip


def test_the_form_without_script_shows_a_conflict(an: TableBrowser, binh: TableBrowser) -> None:
    binh.types("2:count", "12")
    answer = an.submits({"2:count": "15"})
    assert answer.status_code == 409
    assert "“12”" in answer.text
    assert "“15”" in answer.text


def test_a_form_of_another_site_or_without_its_token_is_refused(an: TableBrowser) -> None:
    assert an.submits({"2:count": "12"}, token="0" * 64).status_code == 403
    given = {"x-page-token": an.token, "sec-fetch-site": "cross-site"}
    assert an.http.post("/table/save", json={"cells": []}, headers=given).status_code == 403
    assert an.http.post("/table/save", json={"cells": []}).status_code == 403


def test_nobody_without_a_seat_of_a_unit_sees_a_table(table_site: TableSite) -> None:
    assert table_site.browser(None).opens().status_code == 403
    assert TableBrowser(table_site).opens().status_code == 403
    assert table_site.browser(None, Role.COORDINATOR).opens().status_code == 403


def test_a_stranger_fills_no_inbox_from_the_table(table_site: TableSite) -> None:
    """The chat's own page counts what a network sends from chats without a seat; this one took all."""
    stranger = table_site.browser(None)
    token = {"x-page-token": stranger.token}
    for number in range(3):
        sent = stranger.http.post("/table/send", json={"key": f"{number}" * 16}, headers=token)
        assert sent.status_code == 403
    with table_site.desk.store.reading() as tx:
        assert tx.connection.execute(INBOX.select()).all() == []


def test_who_only_looks_cannot_type(table_site: TableSite) -> None:
    viewer = table_site.browser(role=Role.VIEWER)
    assert viewer.opens().status_code == 200
    assert "disabled" in viewer.row("1.1")
    assert viewer.posts([("2:count", "12", None)]).status_code == 403


def test_a_row_that_is_not_asked_is_not_stored(an: TableBrowser, table_site: TableSite) -> None:
    assert an.posts([("99.9:count", "5", None), ("1:count", "5", None)]).status_code == 200
    assert table_site.desk.submission().answers == {}


@pytest.mark.parametrize("body", [b"", b"[]", b'{"cells": 3}', b'{"cells": [{"name": 1}]}'])
def test_garbage_is_refused_with_a_sentence(an: TableBrowser, body: bytes) -> None:
    answer = an.http.post("/table/save", content=body, headers={"x-page-token": an.token})
    assert answer.status_code == 400
    assert answer.json()["error"].startswith("Nội dung gửi lên")


def test_a_note_is_kept_with_its_row(an: TableBrowser, table_site: TableSite) -> None:
    an.types("2:note", "đăng trên trang của xã")
    an.types("2:count", "12")
    assert table_site.desk.submission().answers["2"].note == "đăng trên trang của xã"


def test_the_send_button_shows_the_summary_in_the_chat(an: TableBrowser) -> None:
    answer = an.submits({"2:count": "12"}, "send")
    assert (answer.status_code, answer.headers["location"]) == (303, "/chat#end")


def test_news_are_told_once(an: TableBrowser, binh: TableBrowser) -> None:
    seen = re.search(r'data-mark="([^"]+)"', an.page)
    assert seen is not None
    assert an.http.get(f"/table/state?seen={seen[1]}").status_code == 204
    binh.types("2:count", "12")
    told = an.http.get(f"/table/state?seen={seen[1]}").json()
    assert told["head"]["answered"] == 1


def test_the_word_for_the_table_leads_a_reporter_there(an: TableBrowser) -> None:
    for words in ("bảng", "mở bảng"):
        assert "http://127.0.0.1:8080/table" in an.says(words)


def test_the_chat_shows_how_far_the_report_is(an: TableBrowser) -> None:
    an.types("2:count", "12")
    an.opens("/chat")
    for part in ("Xã Bum Nưa", "1/34", "đã lưu 08:30 · 2: 12 tin, bài", 'href="/table"'):
        assert part in an.page


def pasted(browser: TableBrowser, text: str, start: str) -> dict[str, str]:
    """Cell to text, as the page would show the differences."""
    return looked_at(browser, text, start)[0]


def looked_at(browser: TableBrowser, text: str, start: str) -> tuple[dict[str, str], list[str]]:
    """What a pasted text would change, and what is doubtful about it."""
    given = {"x-page-token": browser.token}
    answer = browser.http.post("/table/read", json={"text": text, "start": start}, headers=given)
    view = answer.json()
    return {change["name"]: change["after"] for change in view["changes"]}, view["doubts"]


def test_a_pasted_column_is_shown_row_by_row_and_not_stored(
    an: TableBrowser, table_site: TableSite
) -> None:
    said = pasted(an, "3\t45\r\n2\t30\r\n\t\r\n-\t\r\n", "1.1:count")
    assert said == {
        "1.1:count": "3", "1.1:people": "45", "1.2:count": "2", "1.2:people": "30", "1.4:count": "-"
    }  # fmt: skip
    assert table_site.desk.submission().answers == {}


def test_a_whole_column_of_the_sheet_keeps_its_rows(
    an: TableBrowser, table_site: TableSite
) -> None:
    form = table_site.desk.form
    column = {
        row.code: str(100 + place) if row.code in form.places and row.cells else ""
        for place, row in enumerate(form.rows)
    }
    text = "".join(f"{figure}\r\n" for code, figure in column.items() if code != "1")
    said, doubts = looked_at(an, text, "1.1:count")
    names = [f"{code}:{form.by_code[code].cells[0]}" for code, figure in column.items() if figure]
    assert [*said.items()] == [*zip(names, filter(None, column.values()), strict=True)]
    assert doubts == []


def test_a_piece_of_a_column_across_a_heading_keeps_its_rows(an: TableBrowser) -> None:
    said, doubts = looked_at(an, "15\r\n7\r\n\r\n11\r\n22\r\n", "2:count")
    assert list(said.values()) == ["15", "7", "11", "22"]
    assert [name.partition(":")[0] for name in said] == ["2", "3", "4.1", "4.2"]
    assert doubts == []


def test_lines_that_may_be_of_other_rows_are_asked_about(an: TableBrowser) -> None:
    said, [doubt] = looked_at(an, "15\r\n7\r\n66\r\n11\r\n22\r\n", "2:count")
    assert said == {}
    assert doubt.startswith("Chưa rõ các dòng vừa dán")


def test_a_cell_with_lines_of_its_own_moves_nothing(an: TableBrowser) -> None:
    said = pasted(an, '3\r\n"2\n(1 online)"\r\n4\r\n', "1.1:count")
    assert list(said.values()) == ["3", "2 (1 online)", "4"]
    assert pasted(an, '3"\r\n4\r\n', "1.1:count")["1.2:count"] == "4"  # inches, no quotes
    said = pasted(an, '"3\t45\r\n"4\t50\r\n', "1.1:count")  # marks that close nothing
    assert (said["1.1:people"], said["1.2:people"]) == ("45", "50")


def test_pasted_figures_without_a_cell_are_told(an: TableBrowser) -> None:
    said, doubts = looked_at(an, "3\t45\t99\r\n", "1.1:count")
    assert said == {"1.1:count": "3", "1.1:people": "45"}
    assert doubts == ["1.1: không có ô nào cho “99”"]
    assert looked_at(an, "15\t7\r\n", "2:count") == (
        {"2:count": "15"},
        ["2: không có ô nào cho “7”"],
    )
    assert "77" in looked_at(an, "1\n" * 3 + "77\n" * 4, "10.1:count")[1][-1]


def test_a_pasted_table_is_read_by_its_labels(an: TableBrowser) -> None:
    lines = (
        "1.3\tTin học cho cán bộ công chức\tLớp/người\t2\t40\t",
        "2\tSố tin, bài đã đăng phát\ttin, bài\t12\t\t",
        "10.1\tKinh phí từ ngân sách nhà nước\tđồng\t12.500.000\t\t",
    )
    said = pasted(an, "\n".join(lines), "1.1:count")
    assert said["1.3:people"] == "40"
    assert said["2:count"] == "12"
    assert said["10.1:count"] == "12.500.000"


def test_the_pages_can_be_kept_by_the_browser(an: TableBrowser) -> None:
    worker = an.http.get("/sw.js")
    assert worker.headers["content-type"].startswith("text/javascript")
    manifest = an.http.get("/app.webmanifest").json()
    assert (manifest["start_url"], manifest["display"]) == ("/chat", "standalone")
    assert an.http.get(manifest["icons"][0]["src"]).status_code == 200


def test_a_link_takes_a_person_to_a_second_device_once(
    an: TableBrowser, table_site: TableSite
) -> None:
    answer = an.http.post("/table/device", data={"token": an.token})
    assert "<svg" in answer.text
    code = re.search(r"/chat/(\w+)<", answer.text)
    assert code is not None
    second, third = table_site.browser(None), table_site.browser(None)
    second.says(code[1], kind="start")
    second.says("Đồng ý")
    assert second.opens().status_code == 200
    third.says(code[1], kind="start")
    assert third.opens().status_code == 403


def test_six_digits_take_a_person_to_a_second_device(
    an: TableBrowser, table_site: TableSite
) -> None:
    headers = {"host": "baocao.example"}  # a name that no link may be made of
    shown = an.http.post("/table/device", data={"token": an.token}, headers=headers).text
    digits = re.search(r"(\d{3}) (\d{3})<", shown)
    assert digits is not None and "<svg" not in shown
    second = table_site.browser(None)
    second.says("".join(digits.groups()))
    second.says("Đồng ý")
    assert second.opens().status_code == 200


def test_a_second_devices_link_ends_by_itself(an: TableBrowser, table_site: TableSite) -> None:
    answer = an.http.post("/table/device", data={"token": an.token})
    code = re.search(r"/chat/(\w+)<", answer.text)
    assert code is not None
    table_site.desk.later(minutes=11)
    second = table_site.browser(None)
    second.says(code[1], kind="start")
    assert second.opens().status_code == 403


def test_a_form_with_its_own_columns_has_a_cell_for_each(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    form = form_of("figures")
    monkeypatch.setattr(sites, "Installation", lambda folder, **_: office(folder, form))
    site = TableSite(tmp_path)
    try:
        browser = site.browser()
        browser.opens()
        cells = [("1:count", "12", None), ("1:people", "5", None), ("1:minority", "13", None)]
        browser.posts(cells)
        browser.opens()
        assert site.desk.submission().answers.get("1") is None
        assert "lớn hơn tổng số 12" in browser.text("1")
        browser.types("1:minority", "3")
        kept = site.desk.submission().answers["1"]
        assert kept.figures == {"count": 12, "people": 5, "minority": 3}
    finally:
        site.close()
