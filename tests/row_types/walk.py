"""One kind of row from its form to a workbook that comes back; also run in a copy of the program.

`python -m tests.row_types.walk KIND FOLDER` walks alone.
"""

from __future__ import annotations

import sys
from io import BytesIO
from pathlib import Path

from bot.exports import json_file, official_form
from bot.exports.sheet_data import UnitSheet
from bot.figures.rollup import RowTotal, roll_up
from bot.forms.form_loader import parse_form
from bot.forms.form_writer import form_to_toml
from bot.model.answer import Answer, AnswerState
from bot.model.form import Form, Indicator
from bot.reading import echo_answer
from bot.row_types import ROW_TYPES
from bot.use_cases.campaigns import campaign_setup
from bot.use_cases.papers import campaign_export
from tests.imports.filled_files import open_filled
from tests.office import Installation, Person

SAMPLES = {  # two answers to a row of each kind, where its example is not enough
    "pair": ("3 lớp 45 người", "5 lớp 60 người"),
    "count": ("4 lớp", "6 lớp"),
    "figures": ("40, nữ 20, dân tộc 7", "20, 9, 4"),
    "money": ("5 triệu", "7 triệu"),
    "yes_no": ("có", "có"),
    "text": ("Trao 5 suất quà", "Trao 6 suất quà"),
    "percent": ("97,5%", "đạt 85 phần trăm"),
    "choice": ("dat", "Không đạt"),
    "date": ("3/10/2022", "ngày 04 tháng 10 năm 2022"),
}
MEASURES = {"count": "lớp", "people": "người"}
COLUMNS = """
[[column]]
key = "count"
head = ["Tổng số"]
role = "count"
[[column]]
key = "people"
head = ["Trong đó", "Nữ"]
role = "female"
part_of = "count"
[[column]]
key = "minority"
head = ["Trong đó", "Dân tộc thiểu số"]
role = "minority"
part_of = "count"
"""
UNITS = ("03466", "03433")


def form_of(kind: str) -> Form:
    """A form whose row 1 is of a kind, as `form check` takes it; two rows of figures follow."""
    declared = ROW_TYPES[kind].declares_columns
    lines = [
        'slug = "walk"\ntitle = "Biểu thử"',
        COLUMNS if declared else "",
        f'[[row]]\ncode = "1"\nkind = "{kind}"',
        'label = "Nội dung thứ nhất"\nquestion = "Nội dung thứ nhất ra sao?"',
    ]
    if ROW_TYPES[kind].has_choices:
        lines.append('choices = ["Đạt", "Không đạt"]')
    cells = () if declared else ROW_TYPES[kind].usual_cells
    lines.extend(f'{cell} = {{ word = "{MEASURES[cell]}" }}' for cell in cells)
    for code, label in (("2", "Số buổi họp"), ("3", "Số tủ sách")):
        lines.append(f'[[row]]\ncode = "{code}"\nkind = "count"\nlabel = "{label}"')
        lines.append(f'question = "{label}?"\ncount = {{ word = "cái" }}')
    form, faults = parse_form("\n".join(lines), "walk.toml")
    assert form is not None, [fault.text for fault in faults]
    assert parse_form(form_to_toml(form), "walk.toml")[0] == form
    return form


def samples(kind: str) -> tuple[str, str]:
    """Two answers to a row of the kind."""
    return SAMPLES.get(kind) or (ROW_TYPES[kind].example, ROW_TYPES[kind].example)


def office(folder: Path, form: Form) -> Installation:
    """An installation whose campaign asks the form."""
    desk = Installation(folder)
    (folder / "walk.toml").write_text(form_to_toml(form), "utf-8")
    file = folder / "campaign.toml"
    text = file.read_text("utf-8").replace("phu-luc-ii-2022", "walk.toml")
    text = text.replace("muong-te-2022", "walk").replace("photos_min = 1", "photos_min = 0")
    file.write_text(text.replace("UBND huyện Mường Tè", "UBND huyện Thử"), "utf-8")
    read = campaign_setup.read_campaign(file, desk.office)
    with desk.store.transaction() as tx:
        desk.campaign = campaign_setup.create_campaign(tx, desk.office, read)
        desk.campaign = campaign_setup.open_campaign(tx, desk.office, desk.campaign.slug)
    return desk


def answered(desk: Installation, person: Person, unit: str, text: str) -> Answer:
    """What is stored for row 1 after an answer at its question."""
    person.says("mục 1")
    person.says(text)
    return desk.submission(unit).answers["1"]


def silences(desk: Installation, person: Person) -> None:
    """ "chưa có số liệu" and "không" are states of every kind."""
    pending = answered(desk, person, UNITS[0], "chưa có số liệu")
    assert pending.state is AnswerState.PENDING, pending
    assert answered(desk, person, UNITS[0], "không").state is AnswerState.NIL


def reports(desk: Installation, row: Indicator, texts: tuple[str, str]) -> dict[str, Answer]:
    """Two units report; the first one corrects its answer to the second one's and back."""
    kept = {}
    for unit, text in zip(UNITS, texts, strict=True):
        person = desk.joined(unit, f"Người {unit}")
        person.says("tiếp")
        if unit == UNITS[0]:
            silences(desk, person)
            answered(desk, person, unit, texts[1])
            person.says(f"sửa 1 thành {text}")
        else:
            person.says("mục 1")
            person.says(text)
        kept[unit] = desk.submission(unit).answers["1"]
        assert kept[unit].state is AnswerState.VALUE, kept[unit]
        assert echo_answer(row, kept[unit])
        for _ in range(4):
            person.says("nộp")
        assert desk.submission(unit).version == 1
    return kept


def total_of(desk: Installation, form: Form, folder: Path) -> RowTotal:
    """The row's total over the two units; all workbooks and the JSON are made with it."""
    with desk.store.reading() as tx:
        sheet = campaign_export.campaign_sheet(tx, desk.office, desk.campaign)
    official_form.write_campaign(sheet, BytesIO())
    json_file.write_campaign(sheet, BytesIO())
    total = roll_up(sheet.form, sheet.units).totals["1"]
    assert total.units_value == len(UNITS)
    return total


def comes_back(form: Form, kept: Answer, folder: Path) -> Answer | None:
    """What is read from the unit's own workbook."""
    made = folder / "unit.xlsx"
    with made.open("wb") as target:
        official_form.write_unit(UnitSheet(form, "Đơn vị", {"1": kept}), target)
    filled = open_filled(made, form)
    assert not filled.refusal, filled.refusal
    (row,) = (each for each in filled.rows if each.code == "1")
    assert not row.doubt, row.doubt
    return row.answer


def walk(kind: str, folder: Path) -> tuple[RowTotal, dict[str, Answer]]:
    """The whole way of one kind."""
    form = form_of(kind)
    desk = office(folder, form)
    try:
        kept = reports(desk, form.rows[0], samples(kind))
        for answer in kept.values():
            again = comes_back(form, answer, folder)
            assert again is not None
            assert (again.figures, again.text) == (answer.figures, answer.text)
        return total_of(desk, form, folder), kept
    finally:
        desk.close()


if __name__ == "__main__":
    walk(sys.argv[1], Path(sys.argv[2]))
