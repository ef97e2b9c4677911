"""A form that arrives late, changes in mid-campaign, or differs by kind of unit."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.errors import OperatorError, UsageError
from bot.figures.rollup import roll_up
from bot.forms.form_writer import form_to_toml
from bot.model.answer import value
from bot.model.form import Form, Indicator
from bot.model.form_change import carried, compare
from bot.model.optional import sure
from bot.model.submission import Status
from bot.use_cases.campaigns import campaign_setup, form_files
from bot.use_cases.campaigns.change_form import FormReplacement, change_form, in_words
from bot.use_cases.papers import campaign_export
from tests.office import Installation, Person, unit_by_code
from tests.storage.peek import ReminderRow

UNIT = "03466"
THREE = {"1.1": (3, 45), "1.2": (1, 20), "1.3": (2, 50)}


def with_row(form: Form, row: Indicator, after: str) -> Form:
    at = next(place for place, each in enumerate(form.rows, 1) if each.code == after)
    return replace(form, rows=(*form.rows[:at], row, *form.rows[at:]))


def with_changed(form: Form, which: str, **changes: object) -> Form:
    rows = tuple(replace(row, **changes) if row.code == which else row for row in form.rows)
    return replace(form, rows=rows)


def without(form: Form, code: str) -> Form:
    return replace(form, rows=tuple(row for row in form.rows if row.code != code))


def renamed(form: Form, code: str) -> Form:
    return with_changed(form, code, label="Bồi dưỡng kỹ năng số")


def new_row(form: Form, code: str = "1.13") -> Indicator:
    return replace(form.by_code["1.12"], code=code, printed=code, label="Lớp trực tuyến")


def change(desk: Installation, form: Form, kind: str = "") -> FormReplacement:
    with desk.store.transaction() as tx:
        return change_form(tx, desk.office, desk.campaign.slug, form, kind, "dòng lệnh")


def answer_three(person: Person) -> None:
    person.says("1.1")
    for words in ("3 lớp 45 người", "1 lớp 20 người", "2 lớp 50 người"):
        person.says(words)


def send(person: Person) -> None:
    for _ in range(3):
        person.says("nộp")


def answered(desk: Installation) -> dict[str, tuple[int | None, int | None]]:
    kept = desk.submission(UNIT).answers
    return {code: (answer.count, answer.people) for code, answer in sorted(kept.items())}


def totals(desk: Installation) -> dict[str, tuple[int | None, int | None]]:
    with desk.store.reading() as tx:
        campaign = campaign_setup.find_campaign(tx, desk.campaign.slug)
        sheet = campaign_export.campaign_sheet(tx, desk.office, campaign)
    found = roll_up(sheet.form, sheet.units).totals
    return {code: (found[code].count, found[code].people) for code in found}


# --- What changes -------------------------------------------------------------------------------


def test_rows_are_compared_by_their_printed_words(desk: Installation) -> None:
    form = desk.form
    after = with_row(renamed(without(form, "9.2"), "1.2"), new_row(form), "1.12")
    found = compare(form, after)
    assert (found.added, found.changed, found.removed) == (("1.13",), ("1.2",), ("9.2",))
    assert (found.moved, found.dropped) == ((), ("1.2", "9.2"))


def test_chat_wording_alone_asks_nothing_again(desk: Installation) -> None:
    after = with_changed(desk.form, "1.2", question="Ngoại ngữ: mấy lớp?", short="Ngoại ngữ")
    assert compare(desk.form, after).is_nothing


def test_a_row_with_another_number_takes_its_answers_along(desk: Installation) -> None:
    form = desk.form
    shifted = with_changed(without(form, "1.3"), "1.4", code="1.3", printed="1.3")
    found = compare(form, shifted)
    assert (found.moved, found.asked, found.dropped) == ((("1.4", "1.3"),), (), ("1.3",))


def test_the_same_words_under_another_header_are_another_row(desk: Installation) -> None:
    form = desk.form
    moved = tuple(
        replace(row, code="4.4", printed="4.4", parent="4") if row.code == "9.1" else row
        for row in form.rows
    )
    assert compare(form, replace(form, rows=moved)).asked == ("4.4",)


# --- A draft ------------------------------------------------------------------------------------


def test_a_draft_keeps_every_answer_but_those_of_changed_rows(desk: Installation) -> None:
    person = desk.joined()
    answer_three(person)
    done = change(desk, with_row(renamed(desk.form, "1.2"), new_row(desk.form), "1.12"))
    assert (done.form.slug, done.version) == (desk.form.slug, 2)
    assert answered(desk) == {"1.1": (3, 45), "1.3": (2, 50)}
    told = person.listen()[-1]
    assert "mục 1.13, 1.2" in told.text
    assert "Mục 1.2" in "".join(part.head + part.text for part in person.says("tiếp"))


def test_an_answer_to_the_question_that_was_open_is_not_stored_for_the_changed_row(
    desk: Installation,
) -> None:
    person = desk.joined()
    answer_three(person)
    person.says("1.2")
    change(desk, renamed(desk.form, "1.2"))
    person.says("9 lớp 99 người")
    assert answered(desk) == {"1.1": (3, 45), "1.3": (2, 50)}


def test_the_audit_keeps_the_answer_that_left(desk: Installation) -> None:
    answer_three(desk.joined())
    change(desk, renamed(desk.form, "1.2"))
    with desk.store.reading() as tx:
        left = tx.history.of_report(desk.submission(UNIT).id)[-1]
    assert (left.fact, left.code) == ("AnswerCleared", "1.2")
    assert (left.before["count"], left.before["people"]) == (1, 20)


def test_answers_follow_a_row_to_its_new_number(desk: Installation) -> None:
    answer_three(desk.joined())
    form = with_changed(without(desk.form, "1.2"), "1.3", code="1.2", printed="1.2")
    change(desk, form)
    assert answered(desk) == {"1.1": (3, 45), "1.2": (2, 50)}


def test_who_has_answered_nothing_is_not_told(desk: Installation) -> None:
    person = desk.joined()
    assert change(desk, renamed(desk.form, "1.2")).again == ()
    assert person.listen() == []


# --- A report that was sent ---------------------------------------------------------------------


@pytest.fixture
def sender(desk: Installation) -> Person:
    person = desk.joined()
    answer_three(person)
    send(person)
    assert desk.submission(UNIT).status is Status.SUBMITTED
    desk.later(hours=1)
    return person


def test_a_sent_report_is_asked_only_the_new_and_changed_rows(
    desk: Installation, sender: Person
) -> None:
    change(desk, with_row(renamed(desk.form, "1.2"), new_row(desk.form), "1.12"))
    asked = sender.says("tiếp")
    assert "Mục 1.2" in asked[-1].head
    asked = sender.says("4 lớp 40 người")
    assert "Mục 1.13" in asked[-1].head
    sender.says("5 lớp 60 người")
    assert answered(desk) == {**THREE, "1.13": (5, 60), "1.2": (4, 40)}
    send(sender)
    kept = desk.submission(UNIT)
    assert (kept.status, kept.version, kept.draft) == (Status.SUBMITTED, 2, False)
    assert "Mục" not in sender.says("tiếp")[-1].head


def test_a_skipped_row_is_not_asked_in_a_circle(desk: Installation, sender: Person) -> None:
    change(desk, with_row(renamed(desk.form, "1.2"), new_row(desk.form), "1.12"))
    sender.says("tiếp")
    assert "Mục 1.13" in sender.says("bỏ qua")[-1].head
    assert "Mục" not in sender.says("bỏ qua")[-1].head


def test_totals_count_what_was_sent_for_the_rows_that_stayed(
    desk: Installation, sender: Person
) -> None:
    before = totals(desk)
    change(desk, renamed(desk.form, "1.2"))
    found = totals(desk)
    assert (before["1.2"], found["1.2"]) == ((1, 20), (None, None))
    assert (found["1.1"], found["1.3"]) == ((3, 45), (2, 50))


def test_totals_find_a_sent_figure_under_its_new_number(
    desk: Installation, sender: Person
) -> None:
    change(desk, with_changed(without(desk.form, "1.2"), "1.3", code="1.2", printed="1.2"))
    assert (totals(desk)["1.1"], totals(desk)["1.2"]) == ((3, 45), (2, 50))


def test_a_version_that_counts_again_answers_the_form_it_was_sent_on(
    desk: Installation, sender: Person
) -> None:
    change(desk, renamed(desk.form, "1.2"))
    desk.later(hours=1)
    sender.says("tiếp")
    sender.says("4 lớp 40 người")
    send(sender)
    assert totals(desk)["1.2"] == (4, 40)
    boss = desk.coordinator("Chị Hoa")
    boss.says(f"trả lại {UNIT} sai số")
    boss.says("đúng")
    assert desk.submission(UNIT).status is Status.RETURNED
    assert (totals(desk)["1.1"], totals(desk)["1.2"]) == ((3, 45), (None, None))


def test_last_years_figure_of_a_row_that_asked_something_else_is_not_offered(
    desk: Installation, sender: Person
) -> None:
    with desk.store.reading() as tx:
        unit = sure(unit_by_code(tx, UNIT)).id
        assert "1.2" in tx.views.sent_by(unit, desk.campaign.id)
    change(desk, renamed(desk.form, "1.2"))
    with desk.store.reading() as tx:
        sent = tx.views.sent_by(unit, desk.campaign.id)
    assert "1.2" not in sent and sent["1.1"].count == 3


def test_two_changes_after_each_other_are_both_followed(
    desk: Installation, sender: Person
) -> None:
    first = with_changed(without(desk.form, "1.2"), "1.3", code="1.2", printed="1.2")
    change(desk, first)
    desk.later(hours=1)
    change(desk, with_row(renamed(first, "1.1"), new_row(first), "1.12"))
    assert totals(desk)["1.2"] == (2, 50)
    assert answered(desk) == {"1.2": (2, 50)}
    assert "Mục 1.1" in sender.says("tiếp")[-1].head
    assert "Mục 1.13" in sender.says("1 lớp 10 người")[-1].head


def test_the_sent_version_itself_stays_as_it_was(desk: Installation, sender: Person) -> None:
    change(desk, renamed(desk.form, "1.2"))
    with desk.store.reading() as tx:
        sent = tx.submissions.last_sent(desk.submission(UNIT).id)
    assert sent is not None
    assert {code: (each.count, each.people) for code, each in sent[1].items()} == THREE


def test_the_board_names_who_must_answer_again(desk: Installation, sender: Person) -> None:
    boss = desk.coordinator("Vàng Thị Dế")
    change(desk, renamed(desk.form, "1.2"))
    boss.says("tiến độ")
    assert "Xã Bum Nưa (biểu mẫu đổi, phải trả lời lại; đang sửa)" in boss.last
    sender.says("1.2")
    sender.says("4 lớp 40 người")
    send(sender)
    boss.says("tiến độ")
    assert "biểu mẫu đổi" not in boss.last


def test_nobody_is_reminded_because_the_form_changed(desk: Installation, sender: Person) -> None:
    change(desk, renamed(desk.form, "1.2"))
    with desk.store.reading() as tx:
        unit = unit_by_code(tx, UNIT)
        assert unit is not None
        table = ReminderRow.__table__  # type: ignore[attr-defined]
        waiting = tx.connection.execute(
            table.select().where(table.c.unit_id == unit.id, table.c.state == "planned")
        ).all()
    assert waiting == []


# --- Other campaigns ----------------------------------------------------------------------------


def second_campaign(desk: Installation, **changes: str) -> Path:
    text = (desk.folder / "campaign.toml").read_text("utf-8")
    for old, new in {'slug = "muong-te-2022"': 'slug = "dot-khac"', **changes}.items():
        assert old in text
        text = text.replace(old, new)
    path = desk.folder / "khac.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_another_campaign_on_the_same_form_keeps_it(desk: Installation) -> None:
    read = campaign_setup.read_campaign(second_campaign(desk), desk.office)
    with desk.store.transaction() as tx:
        campaign_setup.create_campaign(tx, desk.office, read)
    done = change(desk, renamed(desk.form, "1.2"))
    assert (done.form.slug, done.version) == ("phu-luc-ii-2022-muong-te-2022", 1)
    with desk.store.reading() as tx:
        other = desk.office.shelf.get(
            tx, campaign_setup.find_campaign(tx, "dot-khac").form_for("")
        )
    assert other == desk.form


def test_a_form_file_may_not_take_the_name_of_another_form_in_use(desk: Installation) -> None:
    (desk.folder / "moi.toml").write_text(form_to_toml(renamed(desk.form, "1.2")), "utf-8")
    path = second_campaign(desk, **{'form = "phu-luc-ii-2022"': 'form = "moi.toml"'})
    read = campaign_setup.read_campaign(path, desk.office)
    with desk.store.transaction() as tx, pytest.raises(OperatorError, match="phu-luc-ii-2022"):
        campaign_setup.create_campaign(tx, desk.office, read)


def test_a_closed_campaign_keeps_its_form(desk: Installation) -> None:
    with desk.store.transaction() as tx:
        campaign_setup.close_campaign(tx, desk.office, desk.campaign.slug)
    with pytest.raises(OperatorError, match="đã khóa sổ"):
        change(desk, renamed(desk.form, "1.2"))


def test_the_same_form_again_changes_nothing(desk: Installation) -> None:
    answer_three(desk.joined())
    done = change(desk, desk.form)
    assert (done.version, done.again, answered(desk)) == (1, (), THREE)
    assert in_words(desk.campaign.slug, done)[-1] == (
        "Biểu “phu-luc-ii-2022” (bản 1) không đổi dòng nào phải hỏi lại."
    )


# --- No form yet, and one for each kind ---------------------------------------------------------


@pytest.fixture
def formless(tmp_path: Path) -> Iterator[Installation]:
    made = Installation(tmp_path)
    with made.store.transaction() as tx:
        tx.campaigns.set_forms(made.campaign.id, ())
    yield made
    made.close()


def test_without_a_form_people_are_asked_nothing_and_their_words_are_kept(
    formless: Installation,
) -> None:
    person = formless.joined()
    assert "chưa có biểu mẫu" in person.last and "Câu" not in person.last
    assert person.says("3 lớp 45 người")[-1].text == person.says("tiếp")[-1].text
    assert formless.submission(UNIT).answers["narrative"].text == "3 lớp 45 người"
    assert formless.submission(UNIT).answered == 0


def test_when_the_form_arrives_people_are_told_and_may_begin(formless: Installation) -> None:
    person = formless.joined()
    person.says("Đã mở 2 lớp ở thôn Nậm Cấu.")
    done = change(formless, formless.form)
    assert (done.difference, done.told) == (None, 1)
    assert "đã có biểu mẫu gồm 34 câu hỏi" in person.listen()[-1].text
    person.says("1.1")
    person.says("3 lớp 45 người")
    kept = formless.submission().answers
    assert (kept["1.1"].count, kept["1.1"].people) == (3, 45)
    assert kept["narrative"].text == "Đã mở 2 lớp ở thôn Nậm Cấu."  # for whoever counts it later


def test_words_sent_before_the_form_are_counted_by_the_coordinator_later(
    formless: Installation,
) -> None:
    """S2-06: figures in free words are put into the rows once there are rows, with their source."""
    formless.joined().says("Đã mở 2 lớp với 40 cán bộ ở thôn Nậm Cấu.")
    change(formless, formless.form)
    boss = formless.coordinator("Vàng Thị Dế")
    boss.says(f"nhập hộ {UNIT} theo lời đã gửi: 1.1: 2 lớp 40 người")
    boss.says("đúng")
    kept = formless.submission(UNIT).answers
    assert (kept["1.1"].count, kept["1.1"].people) == (2, 40)
    assert "lời đã gửi" in kept["1.1"].source
    assert kept["narrative"].text == "Đã mở 2 lớp với 40 cán bộ ở thôn Nậm Cấu."


def small(slug: str) -> Form:
    row = Indicator("1", "text", "Nội dung", "1", question="Nội dung gì?")
    return Form(slug, "Biểu nhỏ", (row,))


def test_each_kind_of_unit_is_asked_its_own_form(desk: Installation) -> None:
    done = change(desk, small("bieu-thi-tran"), kind="thị trấn")
    assert {unit.kind for unit in done.again} <= {"thị trấn"}
    with desk.store.reading() as tx:
        units = tx.campaigns.members(desk.campaign.id)
        rows = campaign_export.progress_rows(tx, desk.office, desk.campaign.slug)
    town = next(unit.code for unit in units if unit.kind == "thị trấn")
    asked = {row["unit_code"]: row["total"] for row in rows}
    assert asked == {unit.code: 1 if unit.code == town else 34 for unit in units}
    person = desk.joined(town)
    assert "Mục 1" in person.heard[-1].head
    person.says("Đã tổ chức")
    boss = desk.coordinator("Vàng Thị Dế")
    boss.says("tiến độ")
    assert "(1/1)" in boss.last
    assert "Câu 1/34" in desk.joined(UNIT).says("1.1")[-1].head


def test_a_kind_that_no_unit_has_is_refused(desk: Installation) -> None:
    with pytest.raises(OperatorError, match="không có đơn vị loại “trường”"):
        change(desk, small("bieu-truong"), kind="trường")


def test_a_change_of_the_common_form_leaves_other_kinds_alone(desk: Installation) -> None:
    change(desk, small("bieu-thi-tran"), kind="thị trấn")
    with desk.store.reading() as tx:
        units = tx.campaigns.members(desk.campaign.id)
    town = desk.joined(next(unit.code for unit in units if unit.kind == "thị trấn"), "Tẩn A")
    town.says("Đã tổ chức")
    send(town)
    desk.later(hours=1)
    done = change(desk, with_changed(desk.form, "1.2", label="Khác"))
    assert done.again == ()
    assert town.listen() == []


# --- The template -------------------------------------------------------------------------------


def test_a_template_beside_the_form_file_is_kept_with_the_campaign(desk: Installation) -> None:
    source = desk.folder / "moi.toml"
    source.write_text(form_to_toml(replace(desk.form, slug="bieu-moi")), encoding="utf-8")
    shutil.copyfile(source, desk.folder / "moi.template.xlsx")
    path = second_campaign(desk, **{'form = "phu-luc-ii-2022"': 'form = "moi.toml"'})
    read = campaign_setup.read_campaign(path, desk.office)
    with desk.store.transaction() as tx:
        campaign_setup.create_campaign(tx, desk.office, read)
    kept = desk.folder / form_files.TEMPLATES / "bieu-moi.xlsx"
    assert kept.read_bytes() == source.read_bytes()
    (desk.folder / "moi.template.xlsx").unlink()
    form_files.keep_template(desk.folder, "bieu-moi", source)
    assert not kept.exists()


def test_two_kinds_with_different_forms_of_one_name_are_refused(desk: Installation) -> None:
    for name, form in {"a": desk.form, "b": renamed(desk.form, "1.2")}.items():
        text = form_to_toml(replace(form, slug="bieu-moi"))
        (desk.folder / f"{name}.toml").write_text(text, encoding="utf-8")
    both = 'form = { "xã" = "a.toml", "thị trấn" = "b.toml" }'
    path = second_campaign(desk, **{'form = "phu-luc-ii-2022"': both})
    with pytest.raises(UsageError, match="bieu-moi"):
        campaign_setup.read_campaign(path, desk.office)


def test_nothing_of_an_answer_is_lost_on_the_way(desk: Installation) -> None:
    row = desk.form.by_code["1.1"]
    kept = {code: value(row, count) for count, code in enumerate(("1", "2", "3"))}
    assert carried(kept, ("1",), (("2", "1"), ("3", "2"))) == {"1": kept["2"], "2": kept["3"]}
