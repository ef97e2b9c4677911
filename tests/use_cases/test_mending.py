"""A wrong kind or a wrong unit above is mended while a campaign runs: questions, dates, what is owed, totals by
kind and branch, and rights follow; no answer vanishes, and mending it back is as before."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from bot.errors import OperatorError
from bot.model.answer import Answer, value
from bot.model.commands import Accept, AddUnit, MendUnit, SendBack, TakeOut
from bot.model.events import AnswerRecorded, Extended, Submitted
from bot.model.form import Form
from bot.model.person import Role, Seat
from bot.model.submission import Status, Submission
from bot.model.unit import Unit
from bot.snapshots import issue_snapshot
from bot.snapshots.snapshot_status import differences, snapshot_statuses
from bot.use_cases.campaigns import campaign_setup
from bot.use_cases.campaigns.campaign_file import form_named
from bot.use_cases.campaigns.change_form import change_form
from bot.use_cases.turns.process_message import apply_changes
from bot.use_cases.turns.run_command import Acting, Outcome, execute, preview
from storage import Author
from tests.office import TZ, Installation, Person
from tests.use_cases.test_rows_by_kind import exported

CAMPAIGN = """
slug = "phu-ninh"
title = "Tuần lễ học tập"
form = { "xã" = "phu-luc-ii-2022", "trường" = "truong.toml" }
period = { start = 2022-10-01, end = 2022-10-07 }
deadline = { "xã" = "trước ngày 18/10/2022", "trường" = "trước ngày 14/10/2022", "" = "trước ngày 20/10/2022" }
issuer = "UBND huyện Phú Ninh"
units = "phu-ninh.csv"
"""
UNITS = """code,name,kind,parent
H,Huyện Phú Ninh,huyện,
X1,Xã Tam An,xã,H
X2,Xã Tam Dân,xã,H
T1,THCS Phan Chu Trinh,trường THCS,X2
"""
SCHOOL = """
slug = "truong"
title = "Biểu của trường"
version = 1

[[row]]
code = "1.1"
kind = "count"
label = "Số học sinh đến thư viện"
question = "Bao nhiêu học sinh đến thư viện?"
count = { word = "học sinh" }

[[row]]
code = "2"
kind = "count"
label = "Số sách quyên góp"
question = "Bao nhiêu sách?"
count = { word = "quyển" }
"""


def district(tmp_path: Path) -> Installation:
    """Communes on the usual form, schools on one of their own in which 1.1 says something else."""
    made = Installation(tmp_path)
    for name, text in (
        ("phu-ninh.csv", UNITS),
        ("phu-ninh.toml", CAMPAIGN),
        ("truong.toml", SCHOOL),
    ):
        (tmp_path / name).write_text(text, encoding="utf-8")
    read = campaign_setup.read_campaign(tmp_path / "phu-ninh.toml", made.office)
    with made.store.transaction() as tx:
        campaign_setup.create_campaign(tx, made.office, read)
        made.campaign = campaign_setup.open_campaign(tx, made.office, "phu-ninh")
    return made


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Installation]:
    made = district(tmp_path)
    yield made
    made.close()


def unit_of(desk: Installation, code: str) -> Unit:
    with desk.store.reading() as tx:
        return next(u for u in tx.campaigns.members(desk.campaign.id) if u.code == code)


def report(desk: Installation, code: str) -> Submission:
    with desk.store.reading() as tx:
        found = tx.submissions.of_unit(desk.campaign.id, unit_of(desk, code).id)
    assert found is not None
    return found


def acts(desk: Installation, *commands: Any, look: bool = False) -> Outcome:
    with desk.store.transaction() as tx:
        seat = Seat(0, Role.COORDINATOR, desk.campaign.id, desk.campaign.title)
        acting = Acting(tx, desk.office, seat)
        return preview(acting, commands) if look else execute(acting, commands)


def mends(desk: Installation, code: str, **what: str) -> str:
    desk.later(minutes=1)
    command = MendUnit(unit_of(desk, code).id, **what)
    shown = acts(desk, command, look=True)
    done = acts(desk, command)
    assert done.may, done.text
    return shown.text


def sends(desk: Installation, code: str, rows: dict[str, Answer]) -> None:
    own = report(desk, code)
    facts: list[Any] = [AnswerRecorded(own.id, row, each) for row, each in rows.items()]
    number = own.version + 1
    facts.append(Submitted(own.id, number, desk.now, 0, f"R{own.id}V{number}"))
    with desk.store.transaction() as tx:
        apply_changes(tx, desk.office, facts, Author(desk.now))
    desk.later(minutes=1)


def form_of(desk: Installation, kind: str) -> Form:
    with desk.store.reading() as tx:
        form = desk.office.shelf.get(tx, desk.campaign.form_for(kind))
    assert form is not None
    return form


def figures(desk: Installation, code: str, kind: str, **rows: int) -> dict[str, Answer]:
    form = form_of(desk, kind)
    return {
        row[1:].replace("_", "."): value(form.by_code[row[1:].replace("_", ".")], number, None)
        for row, number in rows.items()
    }


def totals(desk: Installation) -> dict[str, Any]:
    body = json.loads(exported(desk, "out.json").read_text("utf-8"))
    found = {key: each["count"] for key, each in body["totals"].items() if each["count"]}
    return {key: count for key, count in found.items() if key != "1"}  # the head of 1.1, 1.2


def by(desk: Installation, what: str) -> dict[str, Any]:
    return json.loads(exported(desk, "out.json").read_text("utf-8"))[what]


def planned(desk: Installation, code: str) -> list[str]:
    with desk.store.reading() as tx:
        unit = unit_of(desk, code).id
        steps = tx.reminders.planned(desk.campaign.id)
        return [f"{step.step} {step.due_at:%d/%m}" for step in steps if step.unit_id == unit]


def test_a_school_that_was_listed_as_a_commune_gets_its_form_and_date(desk: Installation) -> None:
    like_a_school = planned(desk, "T1")
    person = desk.joined("X1")
    row = form_of(desk, "xã").by_code
    sends(desk, "X1", {"1.1": value(row["1.1"], 5, 50)})
    assert totals(desk) == {"1.1": 5}
    person.listen()
    shown = mends(desk, "X1", kind="trường THCS")
    assert "1.1: 5 lớp, 50 người" in shown
    assert "13/10/2022" in shown
    assert (
        totals(desk) == {}
    )  # 1.1 of a school is something else: nothing counts by its code alone
    mine = report(desk, "X1")
    assert mine.answers == {}
    assert mine.status is Status.SUBMITTED
    told = [each.text for each in person.listen()]
    assert len(told) == 1
    assert "1.1, 2" in told[0]
    assert "học sinh" in person.says("1.1")[-1].text
    with desk.store.transaction() as tx:  # were it sent back, it is reminded as a school is
        apply_changes(tx, desk.office, [], Author(desk.now))
    assert acts(desk, SendBack(unit_of(desk, "X1").id, "xem lại")).may
    assert {step.split()[1] for step in like_a_school} & {
        s.split()[1] for s in planned(desk, "X1")
    }
    sends(desk, "X1", figures(desk, "X1", "trường", r1_1=300, r2=20))
    kinds = by(desk, "by_kind")["trường THCS"]
    assert sorted(each["count"] for each in kinds.values() if each["count"]) == [20, 300]
    assert sorted(totals(desk).values()) == [20, 300]


def test_mending_back_is_as_before(desk: Installation) -> None:
    row = form_of(desk, "xã").by_code
    sends(desk, "X1", {"1.1": value(row["1.1"], 5, 50), "1.2": value(row["1.2"], 2, 20)})
    before, answers = totals(desk), report(desk, "X1").answers
    steps = planned(desk, "X2")
    mends(desk, "X1", kind="trường THCS")
    mends(desk, "X2", kind="trường THCS")
    assert totals(desk) == {}
    assert planned(desk, "X2") != steps
    shown = mends(desk, "X1", kind="xã")
    mends(desk, "X2", kind="xã")
    assert "dùng lại: mục 1.1, 1.2" in shown
    assert "1.1," not in shown.split("Phải trả lời thêm mục ")[1].splitlines()[0]
    assert totals(desk) == before
    assert report(desk, "X1").answers == answers
    assert planned(desk, "X2") == steps
    with desk.store.reading() as tx:
        board = tx.views.board(desk.campaign.id)
        assert [view.unit.kind for view in board] == ["huyện", "xã", "xã", "trường THCS"]


def test_the_list_says_so_too_and_other_campaigns_stay(desk: Installation) -> None:
    with desk.store.transaction() as tx:
        read = campaign_setup.read_campaign(desk.folder / "phu-ninh.toml", desk.office)
        other = replace(read, campaign=replace(read.campaign, slug="khac"))
        made = campaign_setup.create_campaign(tx, desk.office, other)
    mends(desk, "X1", kind="phường")
    with desk.store.reading() as tx:
        body = {unit.code: unit.kind for unit in tx.campaigns.units(desk.campaign.body)}
        there = {unit.code: unit.kind for unit in tx.campaigns.members(made.id)}
    assert (body["X1"], there["X1"]) == ("phường", "xã")


def test_a_form_that_changed_before_does_not_bring_old_figures_under_new_rows(
    desk: Installation,
) -> None:
    """Sent on the school's first form, whose row 2 counted books; then the form took row 2 for something
    else; then the unit became a commune, and a school again: books stay books."""
    sends(desk, "T1", figures(desk, "T1", "trường", r1_1=300, r2=20))
    changed = SCHOOL.replace("Số sách quyên góp", "Số buổi nói chuyện").replace("quyển", "buổi")
    (desk.folder / "truong-2.toml").write_text(changed, encoding="utf-8")
    form, _ = form_named(str(desk.folder / "truong-2.toml"))
    with desk.store.transaction() as tx:
        change_form(tx, desk.office, "phu-ninh", form, "trường", "x")
    assert sorted(totals(desk).values()) == [300]
    mends(desk, "T1", kind="xã")
    assert totals(desk) == {}
    mends(desk, "T1", kind="trường THCS")
    assert sorted(totals(desk).values()) == [300]


def test_who_stands_below_another_unit_is_in_its_total_and_rights(desk: Installation) -> None:
    row = form_of(desk, "xã").by_code
    sends(desk, "X1", {"1.1": value(row["1.1"], 5, 50)})
    sends(desk, "X2", {"1.1": value(row["1.1"], 3, 30)})
    assert by(desk, "by_branch")["H"]["1.1"]["count"] == 8
    leader = coordinator(desk, "H")
    leader.says("tiến độ")
    assert "Tam An" in leader.last
    shown = mends(desk, "X1", parent="")
    assert "Huyện Phú Ninh → không có" in shown
    assert by(desk, "by_branch")["H"]["1.1"]["count"] == 3
    assert totals(desk) == {"1.1": 8}
    leader.says("tiến độ")
    assert "Tam An" not in leader.last
    mends(desk, "X1", parent="X2")
    assert by(desk, "by_branch")["X2"]["1.1"]["count"] == 8
    leader.says("tiến độ")
    assert "Tam An" in leader.last


def coordinator(desk: Installation, unit: str | None) -> Person:
    person = desk.person("Bà Bình")
    person.starts(desk.code(unit, Role.COORDINATOR))
    person.says("Đồng ý")
    return person


def test_what_was_made_from_it_is_taken_back_first(desk: Installation) -> None:
    row = form_of(desk, "xã").by_code
    sends(desk, "X1", {"1.1": value(row["1.1"], 5, 50)})
    x1 = unit_of(desk, "X1").id
    assert acts(desk, Accept(x1)).may
    refused = acts(desk, MendUnit(x1, kind="phường"))
    assert not refused.may
    assert "bỏ nhận" in refused.text
    assert acts(desk, MendUnit(x1, parent=""), look=True).may  # its figures stay what they are


@pytest.mark.parametrize(
    ("what", "sentence"),
    [
        ({"kind": "xã"}, "không có gì để sửa"),
        ({"kind": "xa xôi"}, "Không có loại"),
        ({"parent": "Z9"}, "có trong đợt"),
        ({"parent": "X2"}, "chính nó"),
        ({"parent": "T1"}, "chính nó"),
    ],
)
def test_what_cannot_be_is_said(desk: Installation, what: dict[str, str], sentence: str) -> None:
    refused = acts(desk, MendUnit(unit_of(desk, "X2").id, **what))
    assert not refused.may
    assert sentence in refused.text


def test_an_issued_total_fits_no_more_and_tells_why(desk: Installation) -> None:
    hoa = coordinator(desk, None)
    row = form_of(desk, "xã").by_code
    sends(desk, "X1", {"1.1": value(row["1.1"], 5, 50)})
    author = Author(desk.now, actor="x")
    issue_snapshot.issued_sheet(desk.store, desk.office, desk.campaign.id, "xlsx", author)
    mends(desk, "X1", parent="")
    with desk.store.reading() as tx:
        (status,) = snapshot_statuses(tx, desk.office, desk.campaign.id)
    assert not status.is_stale  # the same figures
    hoa.listen()
    mends(desk, "X1", kind="trường THCS")
    assert "số 1" in "".join(reply.text for reply in hoa.listen())
    with desk.store.reading() as tx:
        (status,) = snapshot_statuses(tx, desk.office, desk.campaign.id)
        (difference,) = differences(tx, desk.office, desk.campaign, [status])
    assert [change.what for change in status.changes] == ["mended"]
    cells = {(each.code, each.cell): (each.before, each.after) for each in difference.cells}
    assert cells["1.1", "count"] == (5, None)
    mends(desk, "X1", kind="xã")
    with desk.store.reading() as tx:
        (status,) = snapshot_statuses(tx, desk.office, desk.campaign.id)
    assert not status.is_stale  # as it was


def test_in_chat(desk: Installation) -> None:
    hoa = coordinator(desk, None)
    hoa.says("đổi loại Xã Tam An thành trường THCS")
    assert "xã → trường THCS" in hoa.last
    hoa.says("đúng")
    assert unit_of(desk, "X1").kind == "trường THCS"
    hoa.says("đổi cấp trên Xã Tam An thành Xã Tam Dân")
    hoa.says("đúng")
    assert unit_of(desk, "X1").parent == "X2"
    hoa.says("đổi cấp trên Xã Tam An thành Nơi Nào Đó")
    assert "Xin ghi" in hoa.last


def own_day(desk: Installation, code: str) -> datetime | None:
    with desk.store.reading() as tx:
        return tx.submissions.extended_until(report(desk, code).id)


def test_a_day_of_its_own_goes_on_where_it_still_means_something(desk: Installation) -> None:
    """More time stays while it is more; a day passed on from above ends with the place below it."""
    x1, x2 = (unit_of(desk, code).id for code in ("X1", "X2"))
    for unit, day in ((x1, 16), (x2, 25)):
        until = datetime(2022, 10, day, 23, 59, 59, tzinfo=TZ)
        with desk.store.transaction() as tx:  # as the unit above passes a day on, or an extension
            fact = Extended(desk.campaign.id, unit, until, "x")
            apply_changes(tx, desk.office, [fact], Author(desk.now))
    mends(desk, "X1", kind="phường")  # until the 20th; the 16th is earlier still
    assert own_day(desk, "X1") is not None
    shown = mends(desk, "X1", parent="")
    assert "Hạn:" in shown
    assert own_day(desk, "X1") is None
    mends(desk, "X2", kind="phường")
    assert own_day(desk, "X2") is not None


def test_what_was_typed_and_not_stored_stays_in_no_other_row(desk: Installation) -> None:
    own = report(desk, "X1").id
    with desk.store.transaction() as tx:
        tx.typed_cells.keep(own, "1.1", {"count": "nhiều"}, "", None, desk.now)
    mends(desk, "X1", kind="trường THCS")
    with desk.store.reading() as tx:
        assert tx.typed_cells.of_report(own) == ()


def test_a_form_that_changed_while_a_unit_was_out_is_followed_when_it_comes_back(
    desk: Installation,
) -> None:
    sends(desk, "T1", figures(desk, "T1", "trường", r1_1=300, r2=20))
    t1 = unit_of(desk, "T1").id
    assert acts(desk, TakeOut(t1, "ghi nhầm")).may
    desk.later(minutes=1)
    changed = SCHOOL.replace("Số sách quyên góp", "Số buổi nói chuyện").replace("quyển", "buổi")
    (desk.folder / "truong-2.toml").write_text(changed, encoding="utf-8")
    form, _ = form_named(str(desk.folder / "truong-2.toml"))
    with pytest.raises(OperatorError), desk.store.transaction() as tx:  # nobody has the kind now
        change_form(tx, desk.office, "phu-ninh", form, "trường", "x")
    mends(desk, "X1", kind="trường THCS")
    with desk.store.transaction() as tx:
        change_form(tx, desk.office, "phu-ninh", form, "trường", "x")
    desk.later(minutes=1)
    assert acts(desk, AddUnit(t1)).may
    assert set(report(desk, "T1").answers) == {"1.1"}
    assert sorted(totals(desk).values()) == [300]


def test_how_late_a_report_was_follows_the_day_of_its_kind(desk: Installation) -> None:
    """Sent on the 16th: late as a school's (until the 13th), on time as a commune's (until the 17th)."""
    desk.now = datetime(2022, 10, 16, 9, tzinfo=TZ)
    fact = Submitted(report(desk, "T1").id, 1, desk.now, 3, "RT1")
    with desk.store.transaction() as tx:
        apply_changes(tx, desk.office, [fact], Author(desk.now))
    mends(desk, "T1", kind="xã", parent="H")
    assert report(desk, "T1").late_days == 0
    mends(desk, "T1", kind="trường THCS")
    assert report(desk, "T1").late_days == 3
