"""Every command asks who is asking: each role tries the words of all the others."""

from __future__ import annotations

import pytest

from bot.model.export_kinds import DocumentKind
from bot.model.person import Role
from bot.model.submission import Status
from tests.office import Installation, Person, said
from tests.storage.peek import AUDIT

OWN, OTHER = "03463", "03466"  # the unit of those who try, and one whose report is in
COORDINATION = (
    "tiến độ", "bảng", "hình", "nhắc", "nhắc Bum Nưa", "xuất", "xuất word", "xuất ảnh",
    "xuất công văn", "bản tổng hợp", "bản tổng hợp 1", f"nhận {OTHER}", f"trả lại {OTHER} chưa khớp",
    f"gia hạn {OTHER} 20/10/2022 mất điện", f"mời {OTHER}", f"trả lời {OTHER}: có tính",
)  # fmt: skip
ENTERING = (
    "1.1: 3 lớp 45 người", "sửa 1.1 thành 9 lớp 99 người", "ghi chú 1.1 thử", "mục 1.1", "7 lớp 77 người",
    "các mục còn lại không", "nộp", "nộp", "nộp", "hoàn tác", "không",
)  # fmt: skip
OF_COORDINATORS = {
    "ReportAccepted", "Accepted", "SentBack", "Extended", "InviteMade", "UnitTold", "ReminderRequested",
    "BoardLinkMade", "TotalIssued",
}  # fmt: skip
OF_REPORTERS = {"AnswerRecorded", "AnswerCleared", "Submitted", "SentForApproval"}
FORM = DocumentKind.FORM  # every other document is of a whole campaign


def sitting(desk: Installation, role: Role | None) -> Person:
    """Somebody who holds this role only; None for a stranger."""
    person = desk.person("Người thử")
    if role is not None:
        person.starts(desk.code(None if role is Role.COORDINATOR else OWN, role))
        person.says("Đồng ý")
    return person


def facts(desk: Installation) -> set[str]:
    with desk.store.reading() as tx:
        return {row.fact for row in tx.connection.execute(AUDIT.select())}


@pytest.fixture
def desk(desk: Installation) -> Installation:
    """One unit has sent its report, and the record up to then is forgotten."""
    reporter = desk.joined(OTHER, "Anh Páo")
    for text in ("mục 1.1", "3 lớp 54 người", "nộp", "nộp", "nộp"):
        reporter.says(text)
    assert desk.submission(OTHER).version == 1
    with desk.store.transaction() as tx:
        tx.connection.execute(AUDIT.delete())
    return desk


@pytest.mark.parametrize("role", [Role.REPORTER, Role.APPROVER, Role.VIEWER, None])
@pytest.mark.parametrize("command", COORDINATION)
def test_a_coordinators_words_do_nothing_for_others(
    desk: Installation, role: Role | None, command: str
) -> None:
    person = sitting(desk, role)
    before = desk.submission(OTHER)
    heard = [reply for text in (command, "đúng", "đúng") for reply in person.says(text)]
    assert facts(desk) & OF_COORDINATORS == set()
    assert desk.submission(OTHER) == before
    assert not [each for each in heard if each.document and each.document.request.kind is not FORM]
    assert not [each for each in heard if "Bum Nưa" in said(each) and "3 lớp" in said(each)]


@pytest.mark.parametrize("role", [Role.APPROVER, Role.VIEWER, Role.COORDINATOR, None])
def test_only_reporters_enter_and_send_figures(desk: Installation, role: Role | None) -> None:
    person = sitting(desk, role)
    for text in ENTERING:
        person.says(text)
        person.says("đúng")
    assert facts(desk) & OF_REPORTERS == set()
    assert (desk.submission(OWN).answers, desk.submission(OWN).version) == ({}, 0)


@pytest.mark.parametrize("role", [Role.REPORTER, Role.VIEWER, Role.COORDINATOR, None])
def test_only_the_approver_approves(desk: Installation, role: Role | None) -> None:
    sitting(desk, Role.APPROVER)
    reporter = desk.joined(OWN, "Chị Mỷ")
    for text in ("mục 1.1", "2 lớp 20 người", "nộp", "nộp", "nộp"):
        reporter.says(text)
    person = sitting(desk, role)
    for text in ("duyệt", "đúng"):
        person.says(text)
    assert desk.submission(OWN).version == 0


def test_a_coordinators_words_work_for_the_coordinator(desk: Installation) -> None:
    """The same words, so that the tests above could fail."""
    person = sitting(desk, Role.COORDINATOR)
    for command in (*COORDINATION, f"nhận {OTHER}"):
        person.says(command)
        person.says("đúng")
    assert {"SentBack", "Extended", "InviteMade", "UnitTold", "BoardLinkMade"} <= facts(desk)


@pytest.mark.parametrize(
    ("words", "approved"),
    [("ok duyệt nhé em", True), ("duyệt luôn đi", True), ("ok", False), ("chưa duyệt", False)],
)
def test_a_yes_approves_where_it_names_the_approval(
    desk: Installation, words: str, approved: bool
) -> None:
    boss = desk.person("Chủ tịch")
    boss.starts(desk.code("03466", Role.APPROVER))
    boss.says("Đồng ý")
    person = desk.joined()
    for text in ("1.1: 2 lớp 60 người, còn lại không", "đúng", "nộp", "nộp"):
        person.says(text)
    boss.says(words)
    assert (desk.submission().status is Status.SUBMITTED) is approved
