"""Three districts of eight communes of five schools: every tier's total against an independent sum."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from pathlib import Path

import docx
import openpyxl
import pytest

from bot.exports.json_file import campaign_body
from bot.exports.official_form import write_unit
from bot.exports.sheet_data import UnitSheet
from bot.exports.word_report import write_campaign
from bot.figures.branch_totals import BranchTotal
from bot.figures.total_form import total_form
from bot.model.answer import value
from bot.model.commands import Accept, HandUpTotal, SendBack, Unaccept, UnitCommand
from bot.model.events import AnswerRecorded, Submitted
from bot.model.message import FileRef
from bot.model.obligations import ItemState, Obligation
from bot.model.person import Role, Seat
from bot.model.snapshot import SnapshotStatus
from bot.snapshots.issue_snapshot import export_file
from bot.snapshots.snapshot_status import snapshot_statuses
from bot.use_cases.board.branch_reports import branch_total
from bot.use_cases.board.owed_items import obligations_in
from bot.use_cases.campaigns import campaign_setup
from bot.use_cases.papers.campaign_export import campaign_sheet
from bot.use_cases.turns.file_store import keep_mailed
from bot.use_cases.turns.process_message import apply_changes
from bot.use_cases.turns.run_command import Acting, Outcome, execute, preview
from storage import Author
from tests.office import Installation

CAMPAIGN = """
slug = "ba-cap"
title = "Tuần lễ học tập"
form = "phu-luc-ii-2022"
period = { start = 2022-10-01, end = 2022-10-07 }
deadline = "trước ngày 14/10/2022"
issuer = "UBND tỉnh"
units = "ba-cap.csv"
"""
Figures = dict[str, tuple[int, int]]
KINDS = {1: "huyện", 2: "xã", 3: "trường THCS"}


def tree(districts: int, communes: int, schools: int) -> dict[str, str]:
    """Return code to parent: H1, H1X1, H1X1T1 …, and an office beside them."""
    found = {"S1": ""}
    for h in range(1, districts + 1):
        found[f"H{h}"] = ""
        for x in range(1, communes + 1):
            found[f"H{h}X{x}"] = f"H{h}"
            found |= {f"H{h}X{x}T{t}": f"H{h}X{x}" for t in range(1, schools + 1)}
    return found


def kind_of(code: str) -> str:
    return KINDS[sum(letter in code for letter in "HXT")] if code[0] == "H" else "hội"


class Province:
    """A campaign over a tree, its acts, and an independent book of what was accepted and handed up."""

    def __init__(self, folder: Path, parents: dict[str, str], more: str = "") -> None:
        self.desk = Installation(folder)
        self.parents = parents
        self.accepted: dict[str, Figures] = {}
        self.handed: dict[str, Figures] = {}
        self.sent: dict[str, Figures] = {}
        lines = [f"{code},Đơn vị {code},{kind_of(code)},{up}" for code, up in parents.items()]
        (folder / "ba-cap.csv").write_text("\n".join(["code,name,kind,parent", *lines]), "utf-8")
        (folder / "ba-cap.toml").write_text(CAMPAIGN + more, "utf-8")
        read = campaign_setup.read_campaign(folder / "ba-cap.toml", self.desk.office)
        with self.desk.store.transaction() as tx:
            campaign_setup.create_campaign(tx, self.desk.office, read)
            self.campaign = campaign_setup.open_campaign(tx, self.desk.office, "ba-cap")
            members = tx.campaigns.members(self.campaign.id)
        self.ids = {unit.code: unit.id for unit in members}

    def sends(self, code: str, figures: Figures) -> None:
        """A unit sends figures for rows with two columns."""
        with self.desk.store.transaction() as tx:
            report = tx.submissions.of_unit(self.campaign.id, self.ids[code])
            assert report is not None
            rows = self.desk.form.by_code
            facts = [
                AnswerRecorded(report.id, row, value(rows[row], *both), report.answers.get(row))
                for row, both in figures.items()
            ]
            number = report.version + 1
            receipt = f"{code}V{number}C{self.campaign.id}"
            sent = Submitted(report.id, number, self.desk.now, 0, receipt)
            apply_changes(tx, self.desk.office, [*facts, sent], Author(self.desk.now))
        self.sent[code] = figures

    def does(self, *commands: UnitCommand) -> Outcome:
        with self.desk.store.transaction() as tx:
            seat = Seat(0, Role.COORDINATOR, self.campaign.id, self.campaign.title)
            return execute(Acting(tx, self.desk.office, seat), commands)

    def accepts(self, *codes: str) -> None:
        assert self.does(*(Accept(self.ids[code]) for code in codes)).may
        self.accepted |= {code: self.sent[code] for code in codes}

    def hands_up(self, code: str) -> None:
        self.handed[code] = self.expected(code)
        done = self.does(HandUpTotal(self.ids[code]))
        assert done.may, done.text

    def below(self, code: str) -> list[str]:
        return [other for other, parent in self.parents.items() if parent == code]

    def expected(self, code: str) -> Figures:
        """The rule, written down a second time."""
        return summed([self.accepted.get(code, {}), *map(self.counted, self.below(code))])

    def counted(self, code: str) -> Figures:
        """What is taken of a unit above it."""
        return self.handed[code] if code in self.handed else self.expected(code)

    def total(self, code: str) -> BranchTotal:
        with self.desk.store.reading() as tx:
            return branch_total(tx, self.desk.office, self.campaign, code)

    def papers(self) -> list[SnapshotStatus]:
        with self.desk.store.reading() as tx:
            return snapshot_statuses(tx, self.desk.office, self.campaign.id)

    def exported(self) -> dict[str, dict[str, dict[str, dict[str, int]]]]:
        with self.desk.store.reading() as tx:
            return campaign_body(campaign_sheet(tx, self.desk.office, self.campaign))


def summed(several: list[Figures]) -> Figures:
    total: Figures = {}
    for figures in several:
        for row, (count, people) in figures.items():
            before = total.get(row, (0, 0))
            total[row] = (before[0] + count, before[1] + people)
    return total


def shown(total: BranchTotal) -> Figures:
    return {
        code: (sums.count or 0, sums.people or 0)
        for code, sums in total.total.totals.items()
        if sums.count is not None and not total.form.by_code[code].is_total
    }


def given(rows: dict[str, dict[str, int]], wanted: Figures) -> Figures:
    return {code: (rows[code]["count"] or 0, rows[code]["people"] or 0) for code in wanted}


Make = Callable[[dict[str, str]], Province]


@pytest.fixture
def make(tmp_path: Path) -> Iterator[Make]:
    made: list[Province] = []

    def province(parents: dict[str, str]) -> Province:
        made.append(Province(tmp_path, parents))
        return made[-1]

    yield province
    for each in made:
        each.desk.close()


@pytest.fixture
def small(make: Make) -> Province:
    """One district, a commune of two schools that sent and were accepted, and an office."""
    province = make(tree(1, 1, 2))
    for code in ("H1X1T1", "H1X1T2", "H1X1"):
        province.sends(code, {"1.1": (2, 30)})
    province.accepts("H1X1T1", "H1X1T2", "H1X1")
    return province


def test_every_tier_adds_up_as_an_independent_sum_says(make: Make) -> None:
    """Some send nothing, some are not accepted, some are returned, some totals are not handed up."""
    province = make(tree(3, 8, 5))
    chance = random.Random(2022)
    for code in province.parents:
        if chance.random() < 0.85:
            figures = {
                row: (chance.randint(0, 9), chance.randint(0, 300)) for row in ("1.1", "6.1")
            }
            province.sends(code, figures)
    accepted = [code for code in province.sent if chance.random() < 0.8]
    province.accepts(*accepted)
    for code in [code for code in province.sent if chance.random() < 0.1 and code != "S1"]:
        assert province.does(SendBack(province.ids[code], "Sai số")).may
        province.accepted.pop(code, None)
    communes = [code for code in province.parents if kind_of(code) == "xã"]
    for code in communes:
        assert shown(province.total(code)) == province.expected(code)
        if chance.random() < 0.7:
            province.hands_up(code)
    for code in ("H1", "H2", "H3"):
        assert shown(province.total(code)) == province.expected(code)
    province.hands_up("H2")
    exported = province.exported()
    roots = {code: province.counted(code) for code in ("H1", "H2", "H3")}
    whole = summed([*roots.values(), province.sent.get("S1", {})])
    assert given(exported["totals"], whole) == whole
    assert all(given(exported["by_branch"][code], own) == own for code, own in roots.items())
    kinds = [given(rows, whole) for rows in exported["by_kind"].values()]
    assert summed(kinds) == whole


def test_a_school_that_is_not_accepted_is_named_and_not_counted(make: Make) -> None:
    province = make(tree(1, 1, 3))
    province.sends("H1X1T1", {"1.1": (2, 30)})
    province.sends("H1X1T2", {"1.1": (5, 50)})
    province.accepts("H1X1T1")
    total = province.total("H1X1")
    assert shown(total) == {"1.1": (2, 30)}
    assert [line.code for line in total.missing] == ["H1X1T2", "H1X1T3"]
    assert [line.waits for line in total.missing] == [True, False]


def test_what_changes_below_a_total_that_was_handed_up_is_said(small: Province) -> None:
    small.hands_up("H1X1")
    assert not small.total("H1X1").handed.is_stale  # type: ignore[union-attr]
    small.sends("H1X1T1", {"1.1": (9, 90)})
    small.accepts("H1X1T1")
    handed = small.total("H1X1").handed
    assert handed is not None and handed.is_stale
    changed = {change.row.code: (change.handed, change.now) for change in handed.changes}
    assert [tuple(each.values()) for each in changed["1.1"]] == [(6, 90), (13, 150)]
    assert shown(small.total("H1")) == {"1.1": (6, 90)}  # what was handed up holds until the next


def test_an_accepted_total_locks_what_it_was_made_from(small: Province) -> None:
    small.hands_up("H1X1")
    assert small.does(Accept(small.ids["H1X1"])).may
    for command in (SendBack(small.ids["H1X1T1"], "Sai"), Unaccept(small.ids["H1X1T2"], "Nhầm")):
        refused = small.does(command)
        assert not refused.may
        assert "Đơn vị H1X1" in refused.text
    assert small.does(Unaccept(small.ids["H1X1"], "Trường báo lại")).may
    assert small.does(SendBack(small.ids["H1X1T1"], "Sai")).may


def test_a_locked_school_reads_its_figures_and_changes_nothing(small: Province) -> None:
    small.hands_up("H1X1")
    small.hands_up("H1")
    assert small.does(Accept(small.ids["H1"])).may
    small.desk.campaign = small.campaign
    school = small.desk.joined("H1X1T1")
    school.says("1.1: 7 lớp 70 người")
    assert "Đơn vị H1" in school.last and "bỏ nhận" in school.last
    school.says("xem")
    assert "2 lớp, 30 người" in school.last


def test_own_figures_stay_own_when_the_total_is_handed_up(small: Province) -> None:
    small.hands_up("H1X1")
    again = small.does(HandUpTotal(small.ids["H1X1"]))
    assert not again.may and "(lần 2, lúc 08:30 ngày 10/10/2022)" in again.text  # no other version
    total = small.total("H1X1")
    assert shown(total) == {"1.1": (6, 90)}  # nothing is counted twice
    assert total.own["1.1"].count == 2


def test_a_returned_total_gives_way_to_the_sum(small: Province) -> None:
    small.hands_up("H1X1")
    assert small.does(SendBack(small.ids["H1X1"], "Thiếu trường")).may
    assert shown(small.total("H1")) == {"1.1": (6, 90)}
    assert small.total("H1X1").handed is None


def test_the_workbook_shows_the_total_of_the_tree(small: Province) -> None:
    small.hands_up("H1X1")
    out = small.desk.folder / "out.xlsx"
    export_file(small.desk.store, small.desk.office, "ba-cap", None, out)
    sheet = openpyxl.load_workbook(out, data_only=True)["Tổng hợp"]
    found = {row[0].value: (row[3].value, row[4].value) for row in sheet.iter_rows(max_col=6)}
    assert found["1.1"] == (6, 90)


def test_a_reporter_hands_the_total_up_in_chat(small: Province) -> None:
    small.desk.campaign = small.campaign
    person = small.desk.joined("H1X1")
    person.says("tổng hợp")
    assert "1.1: 6 lớp, 90 người" in person.last
    assert "tự lập tại đơn vị: 1.1: 2 lớp, 30 người" in person.last.replace(
        "1: 2 lớp, 30 người; ", ""
    )
    person.says("nop tong hop")
    assert "Mã biên nhận" in person.last
    assert small.total("H1X1").handed is not None


def test_a_paper_is_stale_when_more_is_accepted_and_not_when_more_is_sent(small: Province) -> None:
    small.hands_up("H1X1")
    out = small.desk.folder / "out.xlsx"
    export_file(small.desk.store, small.desk.office, "ba-cap", None, out)
    small.sends("H1X1T1", {"1.1": (9, 90)})
    assert not small.papers()[0].is_stale  # the commune's total holds
    small.accepts("H1X1T1")
    small.hands_up("H1X1")
    assert small.papers()[0].is_stale


def test_each_branch_has_its_columns_in_the_workbook(small: Province) -> None:
    small.hands_up("H1X1")
    out = small.desk.folder / "out.xlsx"
    export_file(small.desk.store, small.desk.office, "ba-cap", None, out)
    sheet = openpyxl.load_workbook(out)["Theo nhánh"]
    heads = [str(cell.value).split(" (")[0] for cell in sheet[1] if cell.value][3:]
    assert heads == ["Đơn vị S1", "Đơn vị H1", "Đơn vị H1X1", "Tất cả"]
    figures = next(row for row in sheet.iter_rows(values_only=True) if row[0] == "1.1")
    assert figures[3:] == (None, None, 6, 90, 6, 90, 6, 90)


def test_typed_figures_stand_in_the_place_of_the_sum_and_are_named(small: Province) -> None:
    asked = HandUpTotal(small.ids["H1X1"], "1.1: 8 lớp 120 người", "biên bản họp ngày 10/10")
    done = small.does(asked)
    assert done.may
    assert "1.1: 8 lớp, 120 người (tổng cộng: 6 lớp, 90 người)" in done.text
    assert shown(small.total("H1")) == {"1.1": (8, 120)}
    handed = small.total("H1X1").handed
    assert handed is not None and not handed.is_stale
    assert [change.source for change in handed.changes if change.row.code == "1.1"] == [
        "nhập hộ theo biên bản họp ngày 10/10"
    ]


def test_typed_figures_need_a_source_and_are_asked_when_not_certain(small: Province) -> None:
    unit = small.ids["H1X1"]
    assert not small.does(HandUpTotal(unit, "1.1: 8 lớp 120 người")).may
    assert not small.does(HandUpTotal(unit, "1.1: khoảng 8 lớp", "biên bản")).may
    assert small.total("H1X1").handed is None


def test_accepting_a_stale_total_says_what_differs(small: Province) -> None:
    small.hands_up("H1X1")
    small.sends("H1X1T1", {"1.1": (9, 90)})
    small.accepts("H1X1T1")
    with small.desk.store.reading() as tx:
        seat = Seat(0, Role.COORDINATOR, small.campaign.id, "")
        shown_first = preview(Acting(tx, small.desk.office, seat), [Accept(small.ids["H1X1"])])
    assert "1.1: đã nộp 6 lớp, 90 người, nay 13 lớp, 150 người" in shown_first.text


def test_the_report_in_words_names_who_is_not_in_a_districts_total(tmp_path: Path) -> None:
    province = Province(tmp_path, {"H1": "", "H1X1": "H1", "H1X2": "H1"})
    province.sends("H1X1", {"1.1": (2, 40)})
    province.accepts("H1X1")
    province.hands_up("H1")
    with province.desk.store.reading() as tx:
        sheet = campaign_sheet(tx, province.desk.office, province.campaign)
    with (tmp_path / "a.docx").open("wb") as target:
        write_campaign(sheet, target)
    words = "\n".join(line.text for line in docx.Document(str(tmp_path / "a.docx")).paragraphs)
    assert "chưa gồm: Đơn vị H1X2." in words
    assert "Tất cả các đơn vị đã gửi" not in words


def test_workbook_and_json_name_who_is_not_in_a_districts_total(tmp_path: Path) -> None:
    province = Province(tmp_path, {"H1": "", "H1X1": "H1", "H1X2": "H1"})
    province.sends("H1X1", {"1.1": (2, 40)})
    province.accepts("H1X1")
    province.hands_up("H1")
    missing = [each["unit_code"] for each in province.exported()["missing_units"]]
    assert missing == ["H1X2"]
    out = tmp_path / "out.xlsx"
    export_file(province.desk.store, province.desk.office, "ba-cap", None, out)
    sheet = openpyxl.load_workbook(out)["Tổng hợp"]
    below = [str(cell.value) for cell in sheet["A"] if cell.value]
    assert any("Đơn vị H1X2" in text for text in below)
    assert not any("Đơn vị H1X1" in text for text in below)


def test_a_school_that_reports_beside_a_ward_is_not_in_its_total(make: Make) -> None:
    """An upper school under no ward: once in the campaign, in no ward's total."""
    province = make({"H1": "", "H1T1": "H1", "S1": ""})
    for code in ("H1T1", "S1"):
        province.sends(code, {"1.1": (1, 20)})
    province.accepts("H1T1")
    province.hands_up("H1")
    assert shown(province.total("H1")) == {"1.1": (1, 20)}
    assert given(province.exported()["totals"], {"1.1": (0, 0)}) == {"1.1": (2, 40)}


def owed(province: Province) -> dict[str, dict[str, Obligation]]:
    with province.desk.store.reading() as tx:
        found: dict[str, dict[str, Obligation]] = {code: {} for code in province.parents}
        for code, each in obligations_in(tx, province.desk.office, province.campaign):
            found[code][each.asked.type] = each
    return found


def test_whoever_has_units_below_owes_their_total_besides_its_own_figures(
    small: Province,
) -> None:
    before = owed(small)
    assert {code: set(items) for code, items in before.items()} == {
        "S1": {"figures"},
        "H1": {"figures", "total"},
        "H1X1": {"figures", "total"},
        "H1X1T1": {"figures"},
        "H1X1T2": {"figures"},
    }
    assert before["H1X1"]["total"].state is ItemState.PART  # its own figures were sent
    assert before["H1X1"]["total"].evidence == ()
    small.hands_up("H1X1")
    assert owed(small)["H1X1"]["total"].state is ItemState.DONE


def test_a_unit_reports_to_the_one_above_it_and_a_root_to_the_receiver(small: Province) -> None:
    receivers = {
        code: {each.receivers for each in items.values()} for code, items in owed(small).items()
    }
    assert receivers["H1X1T1"] == {("Đơn vị H1X1",)}
    assert receivers["H1X1"] == {("Đơn vị H1",)}
    assert receivers["H1"] == receivers["S1"] == {()}  # the campaign names no receiver


def test_figures_of_its_own_that_are_not_sent_are_told_with_the_total(small: Province) -> None:
    small.desk.campaign = small.campaign
    person = small.desk.joined("H1")
    person.says("sửa 1.1 thành 3 lớp 45 người")
    person.says("tổng hợp")
    assert "chưa gửi nên chưa cộng vào" in person.last
    person.says("nộp tổng hợp")
    assert small.total("H1").handed is None  # asked first, once
    person.says("nộp tổng hợp")
    assert "chưa gửi nên chưa cộng vào" in person.last
    assert small.desk.submission("H1").answers["1.1"].count == 3


def workbook(province: Province, count: int, people: int) -> FileRef:
    """The official form of a commune with a total of row 1.1, as it would be mailed."""
    form = total_form(province.desk.form)
    answers = {"1.1": value(form.by_code["1.1"], count, people)}
    out = province.desk.folder / "tong-hop.xlsx"
    with out.open("wb") as target:
        write_unit(UnitSheet(form, "Đơn vị H1X1", answers, 2022), target)
    return keep_mailed(out, out.name, province.desk.office.folder)


def test_a_total_may_come_as_a_workbook_and_what_differs_is_shown(small: Province) -> None:
    file = workbook(small, 8, 120)
    asked = HandUpTotal(small.ids["H1X1"], source="tệp của xã", file=file)
    done = small.does(asked)
    assert done.may, done.text
    assert "1.1: 8 lớp, 120 người (tổng cộng: 6 lớp, 90 người)" in done.text
    assert shown(small.total("H1")) == {"1.1": (8, 120)}


def test_a_workbook_that_says_the_sum_is_told_to_agree_with_it(small: Province) -> None:
    file = workbook(small, 6, 90)
    done = small.does(HandUpTotal(small.ids["H1X1"], source="tệp của xã", file=file))
    assert done.may, done.text
    assert "khớp với tổng cộng" in done.text
    handed = small.total("H1X1").handed
    assert handed is not None and handed.changes == ()


def test_the_workbook_of_a_campaign_of_its_own_may_be_a_branchs_total(small: Province) -> None:
    out = small.desk.folder / "ca-dot.xlsx"
    export_file(small.desk.store, small.desk.office, "ba-cap", None, out)
    file = keep_mailed(out, out.name, small.desk.office.folder)
    done = small.does(HandUpTotal(small.ids["H1X1"], source="đợt của xã", file=file))
    assert done.may, done.text
    assert "1.1: 6 lớp" not in done.text


def test_a_file_that_is_no_total_hands_nothing_up(small: Province) -> None:
    other = small.desk.folder / "khac.xlsx"
    openpyxl.Workbook().save(other)
    file = keep_mailed(other, other.name, small.desk.office.folder)
    done = small.does(HandUpTotal(small.ids["H1X1"], source="tệp", file=file))
    assert not done.may and done.text
    assert small.total("H1X1").handed is None


def missing_in(province: Province) -> list[str]:
    return [each["unit_code"] for each in province.exported()["missing_units"]]


def test_who_sent_nothing_is_named_though_a_unit_below_is_counted(tmp_path: Path) -> None:
    province = Province(tmp_path, {"H1": "", "H1X1": "H1", "H1X1T1": "H1X1", "H1X2": "H1"})
    for code in ("H1X1T1", "H1X2"):
        province.sends(code, {"1.1": (2, 40)})
        province.accepts(code)
    assert missing_in(province) == ["H1", "H1X1"]


TOTAL_OF_DISTRICTS = '[[items]]\nkinds = ["huyện"]\ntype = "total"\n'


def test_who_owes_a_total_alone_lacks_no_figures_of_its_own(tmp_path: Path) -> None:
    parents = {"H1": "", "H1X1": "H1", "H1X2": "H1"}
    province = Province(tmp_path, parents, TOTAL_OF_DISTRICTS)
    province.sends("H1X1", {"1.1": (2, 40)})
    province.accepts("H1X1")
    assert missing_in(province) == ["H1X2"]


DUTY_ALONE = '[[items]]\nkinds = ["hội"]\ntype = "duty"\ntitle = "Cử cán bộ âm thanh"\n'


@pytest.mark.parametrize("parents", [{"H1": "", "S1": ""}, {"H1": "", "H1X1": "H1", "S1": "H1"}])
def test_who_owes_no_figures_is_missing_in_no_total(
    tmp_path: Path, parents: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    forms = 'form = { "huyện" = "phu-luc-ii-2022", "xã" = "phu-luc-ii-2022" }'
    own_forms = CAMPAIGN.replace('form = "phu-luc-ii-2022"', forms)
    monkeypatch.setitem(globals(), "CAMPAIGN", own_forms)
    province = Province(tmp_path, parents, DUTY_ALONE)
    owing = [code for code in parents if code != "S1"]
    assert missing_in(province) == owing
    for code in owing:
        province.sends(code, {"1.1": (2, 40)})
        province.accepts(code)
    exported = province.exported()
    assert exported["missing_units"] == []
    assert exported["totals"]["1.1"]["units_missing"] == 0
    assert [unit["unit_code"] for unit in exported["units"]] == list(parents)
    with province.desk.store.reading() as tx:
        sheet = campaign_sheet(tx, province.desk.office, province.campaign)
    with (tmp_path / "a.docx").open("wb") as target:
        write_campaign(sheet, target)
    words = "\n".join(line.text for line in docx.Document(str(tmp_path / "a.docx")).paragraphs)
    assert "Đơn vị S1" not in words
