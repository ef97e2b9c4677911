"""What people of three tiers do with a branch's total, in their words: nothing of it is lost, and what is still
owed besides figures may come after the total was accepted."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.errors import UsageError
from bot.exports.word_report import write_campaign
from bot.model.commands import Accept, HandUpTotal, SettleJoint
from bot.model.person import Role
from bot.use_cases.campaigns.campaign_setup import finish_campaign
from bot.use_cases.papers.campaign_export import campaign_sheet
from tests.office import Person, said
from tests.use_cases.test_five_plans import words_of
from tests.use_cases.test_joint_activities import says as settles
from tests.use_cases.test_three_tiers import Province, shown

PARENTS = {"H1": "", "H1X1": "H1", "H1X1T1": "H1X1", "H1X2": "H1", "H1X2T1": "H1X2"}
ITEMS = """
[[items]]
units = ["H1X1T1"]
type = "duty"
title = "Cử 02 lớp dự Lễ phát động"
row = "1.6"
[[items]]
units = ["H1X1T1"]
type = "photos"
minimum = 1
[[items]]
units = ["H1X1T1"]
type = "file"
title = "bản ký"
"""


@pytest.fixture
def province(tmp_path: Path) -> Iterator[Province]:
    """A district of two communes with a school each; both schools were accepted."""
    made = Province(tmp_path, PARENTS, ITEMS)
    made.desk.campaign = made.campaign
    for code in ("H1X1T1", "H1X2T1"):
        made.sends(code, {"1.1": (2, 30)})
    made.accepts("H1X1T1", "H1X2T1")
    yield made
    made.desk.close()


def coordinator(province: Province) -> Person:
    return province.desk.coordinator("Chị Hoa")


def test_own_figures_that_nobody_accepted_are_named_before_a_total_goes_up_without_them(
    province: Province,
) -> None:
    commune = province.desk.joined("H1X1")
    province.sends("H1X1", {"1.1": (5, 100)})
    commune.says("nộp tổng hợp")
    assert "chưa được nhận nên chưa cộng vào" in commune.last
    assert province.total("H1X1").handed is None
    province.accepts("H1X1")
    commune.says("nộp tổng hợp")
    handed = province.total("H1X1").handed
    assert handed is not None and not handed.is_stale
    assert shown(province.total("H1")) == {"1.1": (9, 160)}


def test_a_total_in_the_sum_that_nobody_accepted_is_named(province: Province) -> None:
    district = province.desk.joined("H1")
    province.hands_up("H1X1")
    district.says("tổng hợp")
    assert "chưa được nhận của: Đơn vị H1X1" in district.last
    province.does(Accept(province.ids["H1X1"]))
    district.says("tổng hợp")
    assert "chưa được nhận" not in district.last


def test_own_figures_that_are_corrected_leave_the_total_behind(province: Province) -> None:
    province.sends("H1X1", {"1.1": (5, 100)})
    province.accepts("H1X1")
    province.hands_up("H1X1")
    province.sends("H1X1", {"1.1": (6, 100)})
    province.accepts("H1X1")
    handed = province.total("H1X1").handed
    assert handed is not None and handed.is_stale
    assert shown(province.total("H1X1")) == {"1.1": (8, 130)}


def test_a_reporter_types_other_figures_than_the_sum(province: Province) -> None:
    commune = province.desk.joined("H1X1")
    commune.says("nộp tổng hợp: 1.1: 8 lớp 120 người")
    assert "nguồn số liệu" in commune.last
    commune.says("nộp tổng hợp theo biên bản họp: 1.1: 8 lớp 120 người")
    assert "biên bản họp" in commune.last and "tổng cộng: 2 lớp, 30 người" in commune.last
    assert shown(province.total("H1")) == {"1.1": (10, 150)}  # with the other commune


def test_a_coordinator_types_other_figures_than_the_sum(province: Province) -> None:
    boss = coordinator(province)
    boss.says("nộp tổng hợp H1X1 theo biên bản họp: 1.1: 8 lớp 120 người")
    assert "1.1: 8 lớp, 120 người (tổng cộng: 2 lớp, 30 người)" in boss.last
    boss.says("đúng")
    assert shown(province.total("H1")) == {"1.1": (10, 150)}  # with the other commune


def test_a_total_from_which_an_activity_is_left_out_is_not_said_to_have_changed(
    province: Province,
) -> None:
    settles(province, SettleJoint("1.1", ("H1X1T1", "H1X2T1"), is_one=True))
    for code in ("H1X1", "H1X2"):
        assert province.does(HandUpTotal(province.ids[code])).may
        handed = province.total(code).handed
        assert handed is not None and (handed.is_stale, handed.changes) == (False, ())
    assert shown(province.total("H1")) == {"1.1": (2, 30)}


def test_an_activity_counts_with_one_of_its_units_only(province: Province) -> None:
    asked = SettleJoint("1.1", ("H1X1T1", "H1X2T1"), "H1X2", is_one=True)
    with pytest.raises(UsageError, match="H1X2"):
        settles(province, asked)


def test_what_a_locked_school_owes_besides_figures_still_comes(province: Province) -> None:
    school = province.desk.joined("H1X1T1")
    province.hands_up("H1X1")
    assert province.does(Accept(province.ids["H1X1"])).may
    school.says("xong việc 1: đã cử 02 lớp 70 em, ngày 3/10")
    assert "Đã ghi" in school.last
    school.sends_photo("lễ phát động 1.6")
    assert "ảnh 1" in school.last and "trả lời tiếp" not in school.last
    school.sends_file(b"%PDF-1.4 signed\n%%EOF\n", "ban-ky.pdf")
    school.says("1.6: 2 lớp 70 người")
    assert "chưa sửa được" in school.last
    report = province.desk.submission("H1X1T1")
    assert (len(report.photos), report.report_files) == (1, 1)
    assert "1.6" not in report.answers and not report.draft
    handed = province.total("H1X1").handed
    assert handed is not None and not handed.is_stale


def test_whoever_has_units_below_is_told_the_words_for_them(province: Province) -> None:
    commune, school = province.desk.joined("H1X1"), province.desk.joined("H1X1T1", name="Lan")
    told = ["\n".join(map(said, each.says("trợ giúp"))) for each in (commune, school)]
    assert ["nộp tổng hợp" in each for each in told] == [True, False]


def test_the_report_in_words_names_a_district_that_sent_nothing_of_its_own(tmp_path: Path) -> None:
    """Its ward handed a total up, which counts; the district itself is not among those that reported."""
    made = Province(tmp_path, {"H1": "", "H1X1": "H1", "H2": "", "H2X1": "H2", "H2X1T1": "H2X1"})
    for code in ("H1X1", "H2X1T1"):
        made.sends(code, {"1.1": (2, 40)})
    made.accepts("H1X1", "H2X1T1")
    made.hands_up("H1")
    made.hands_up("H2X1")
    with made.desk.store.reading() as tx:
        sheet = campaign_sheet(tx, made.desk.office, made.campaign)
    with (tmp_path / "a.docx").open("wb") as target:
        write_campaign(sheet, target)
    words = words_of(tmp_path / "a.docx")
    assert "2/3 đơn vị" in words and "chưa gồm: Đơn vị H2." in words
    assert "Tất cả các đơn vị đã gửi" not in words
    made.desk.close()


def viewer(province: Province, unit: str) -> Person:
    person = province.desk.person("Xem")
    person.starts(province.desk.code(unit, Role.VIEWER))
    person.says("Đồng ý")
    return person


def test_whoever_received_a_request_passes_it_on_once_it_is_said_twice(province: Province) -> None:
    commune, school = province.desk.joined("H1X1"), province.desk.joined("H1X1T1", name="Lan")
    commune.says("chuyển yêu cầu xuống")
    assert "Xin ghi ngày" in commune.last
    commune.says("chuyển yêu cầu xuống trước ngày 20/10")
    assert "phải trước hạn của Đơn vị H1X1" in commune.last
    asked = "chuyển yêu cầu xuống trước ngày 13/10, gửi cả ảnh"
    commune.says(asked)
    assert "gõ lại đúng câu này" in commune.last
    school.listen()
    assert "hạn cuối: hết ngày 12/10/2022" not in school.last
    commune.says(asked)
    assert "Đã chuyển yêu cầu xuống" in commune.last
    school.listen()
    assert "hết ngày 12/10/2022" in school.last and "gửi cả ảnh" in school.last


@pytest.mark.parametrize(
    "said",
    ["nộp tổng hợp theo biên bản họp: 1.1: 8 lớp 120 người", "chuyển xuống trước ngày 13/10"],
)
def test_who_only_looks_on_hands_nothing_up_and_passes_nothing_on(
    province: Province, said: str
) -> None:
    looker = viewer(province, "H1X1")
    before = shown(province.total("H1"))
    for _ in range(2):
        looker.says(said)
    assert shown(province.total("H1")) == before
    assert province.total("H1X1").handed is None
    assert "Đã chuyển" not in looker.last and "gõ lại" not in looker.last


@pytest.mark.parametrize(
    "said",
    ["nộp tổng hợp theo biên bản họp: 1.1: 8 lớp 120 người", "chuyển xuống trước ngày 13/10"],
)
def test_in_a_finished_campaign_nothing_goes_up_or_down(province: Province, said: str) -> None:
    commune = province.desk.joined("H1X1")
    with province.desk.store.transaction() as tx:
        finish_campaign(tx, province.desk.office, "ba-cap")
    for _ in range(2):
        commune.says(said)
    assert "kết thúc" in commune.last
    assert province.total("H1X1").handed is None


def test_what_was_brought_to_the_villages_is_no_request_that_goes_on(province: Province) -> None:
    commune = province.desk.joined("H1X1")
    commune.says("chuyển xuống bản 200 cuốn, ngày 10/10")
    assert "gõ lại" not in commune.last and "Xin ghi ngày" not in commune.last
