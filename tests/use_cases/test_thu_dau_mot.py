"""Thủ Dầu Một 2021 from the draft to the report upward: asked on 15/9, submitted on 23/9, planned on
29/9, reported by the centres before 12/10 and by the Phòng before 15/10."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from io import BytesIO
from pathlib import Path

import docx
import pytest

from bot.exports.json_file import campaign_body
from bot.locale.opinion_words import InvitingLetter, WhySilent, submission_paragraph
from bot.model.campaign import Campaign
from bot.model.message import FileRef, Urgency
from bot.model.opinion_ledger import OpinionFact, OpinionLine, Step
from bot.model.paper import PaperEvent
from bot.model.person import Role, Seat
from bot.use_cases.board.board_query import BoardFilter, board_page
from bot.use_cases.campaigns import campaign_setup
from bot.use_cases.keeping import maintenance
from bot.use_cases.papers import consultations
from bot.use_cases.papers.campaign_export import campaign_sheet
from bot.use_cases.papers.consultations import EnteredOpinion
from bot.use_cases.papers.opinion_paper import write_opinion_paper
from bot.use_cases.papers.outgoing import MadePaper, make_reports
from bot.use_cases.reminding.opinion_forecast import opinion_rows
from bot.use_cases.reminding.upward_forecast import upward_rows
from bot.use_cases.turns.file_store import keep_bytes
from storage import Author
from tests.office import TZ, Installation, Person, sent_now

WARDS = (
    "Hòa Phú", "Phú Lợi", "Chánh Nghĩa", "Chánh Mỹ", "Định Hòa", "Hiệp An", "Hiệp Thành", "Phú Cường",
    "Phú Hòa", "Phú Mỹ", "Phú Tân", "Phú Thọ", "Tân An", "Tương Bình Hiệp",
)  # fmt: skip
OFFICES = {
    "KHTC": "Phòng Kế hoạch - Tài chính",
    "VH": "Phòng Văn hóa, Thông tin - Thể thao",
    "NV": "Phòng Nội vụ",
    "DTT": "Đài truyền thanh",
}
SIGNED = (
    "Phòng Tài chính- Kế hoạch", "Phòng Văn hóa-Thông tin", "Phòng Nội vụ", "Đài truyền thanh thành phố",
)  # fmt: skip
LETTER_1040 = (
    "Phòng GDĐT thành phố đề nghị các Phòng, Ban thành phố và UBND 14 phường căn cứ vào chức năng nhiệm"
    " vụ được giao nghiên cứu, tham gia ý kiến góp ý Dự thảo Kế hoạch nêu trên và gửi văn bản góp ý về"
    " Phòng GDĐT trước ngày 22/9/2021, để Phòng GDĐT kịp thời tổng hợp, hoàn chỉnh Dự thảo."
)
RULE = (
    " Quá thời hạn trên, đơn vị không gửi văn bản góp ý xem như thống nhất với nội dung dự thảo."
)
LETTER_1103 = (  # as it was signed on 23/9/2021, save the spaces that its scan lost
    "Ngày 15/9/2021 Phòng GDĐT đã phát hành công văn số 1040/PGĐĐT về việc đóng góp ý kiến cho dự thảo"
    " kế hoạch trên. Đã hết thời gian quy định, Phòng GDĐT chỉ nhận được văn bản góp ý của Phòng Tài"
    " chính- Kế hoạch, Phòng Văn hóa-Thông tin, Phòng Nội vụ, Đài truyền thanh thành phố và ý kiến thống"
    " nhất của UBND phường Hòa Phú, Phú Lợi; UBND các phường còn lại không có ý kiến và không gửi văn bản"
    " góp ý xem như thống nhất với nội dung dự thảo."
)
ODD = "02/P:2"  # a code as some lists have them
CAMPAIGN = """
slug = "thu-dau-mot-2021"
title = "Tuần lễ hưởng ứng học tập suốt đời năm 2021"
form = "phu-luc-ii-2022"
period = {{ start = 2021-10-01, end = 2021-10-07 }}
deadline = "trước ngày 12/10/2021"
issuer = "Phòng GDĐT"
units = "centres.csv"
[plan]
number = "220/KH-UBND"
date = 2021-09-29
[upward]
receivers = ["UBND thành phố", "Sở Giáo dục và Đào tạo"]
deadline = "trước ngày 15/10/2021"
[consultation]
draft = "du-thao.docx"
text = "{text}"
deadline = "trước ngày 22/9/2021"
silence = "agree"
recipients = "recipients.csv"
"""


def on(day: int, month: int = 9, hour: int = 9) -> datetime:
    return datetime(2021, month, day, hour, tzinfo=TZ)


class ThuDauMot:
    """The Phòng's installation; `asked` is the text of the letter that is delivered."""

    def __init__(self, folder: Path, asked: str) -> None:
        (folder / "town").mkdir()
        place = folder / "town"
        _write_lists(place)
        paragraphs = (
            "Địa điểm: tại các trung tâm học tập cộng đồng.",
            "Các trường học tham gia.",
            "Liên hệ với Phòng GDĐT.",
        )
        _document(place / "du-thao.docx", paragraphs)
        (place / "campaign.toml").write_text(CAMPAIGN.format(text=asked), "utf-8")
        self.desk = Installation(folder)
        self.desk.now = on(15)
        read = campaign_setup.read_campaign(place / "campaign.toml", self.desk.office)
        with self.desk.store.transaction() as tx:
            campaign_setup.create_campaign(tx, self.desk.office, read)
            opened = campaign_setup.open_campaign(tx, self.desk.office, read.campaign.slug)
        self.desk.campaign = opened

    @property
    def campaign(self) -> Campaign:
        return self.desk.campaign

    def recipient(self, code: str) -> Person:
        """Somebody of an office who has joined, and so has been shown the draft."""
        return self.desk.joined(code, f"Người của {code}")

    def answers_by_letter(self, step: Step, *names: str) -> None:
        """Enter what came on paper, as each letter signs its sender."""
        for name in names:
            self.desk.later(minutes=1)
            entered = EnteredOpinion(step, (name,), f"Góp ý của {name}", "công văn")
            author = Author(self.desk.now)
            with self.desk.store.transaction() as tx:
                consultations.enter_opinions(tx, self.campaign, entered, self.desk.now, author)

    def lines(self) -> tuple[OpinionLine, ...]:
        with self.desk.store.reading() as tx:
            return consultations.ledger_of(tx, self.campaign, self.desk.now)

    def replay(self) -> None:
        """Four comments by letter, two agreements in chat, twelve wards that read and say nothing."""
        wards = [self.recipient(_ward(number)) for number in range(1, 15)]
        self.desk.now = on(20)
        self.answers_by_letter(Step.COMMENTED, *SIGNED)
        self.desk.now = on(21)
        wards[0].says("Nhất trí")
        wards[1].says("Thống nhất với nội dung dự thảo")
        self.desk.now = on(23)


def _ward(number: int) -> str:
    return ODD if number == 2 else f"P{number:02d}"


def _write_lists(place: Path) -> None:
    head = "code,name,kind,parent\n"
    centres = "".join(
        f"TT{n:02d},Trung tâm HTCĐ phường {ward},trung tâm,\n" for n, ward in enumerate(WARDS, 1)
    )
    offices = "".join(f'{code},"{name}",phòng,\n' for code, name in OFFICES.items())
    wards = "".join(
        f"{_ward(n)},Ủy ban nhân dân phường {ward},phường,\n" for n, ward in enumerate(WARDS, 1)
    )
    (place / "centres.csv").write_text(head + centres, "utf-8")
    (place / "recipients.csv").write_text(head + offices + wards, "utf-8")


def _document(path: Path, paragraphs: tuple[str, ...]) -> None:
    made = docx.Document()
    for text in paragraphs:
        made.add_paragraph(text)
    made.save(str(path))


@pytest.fixture
def town(tmp_path: Path) -> Iterator[ThuDauMot]:
    made = ThuDauMot(tmp_path, LETTER_1040)
    yield made
    made.desk.close()


@pytest.fixture
def town_with_rule(tmp_path: Path) -> Iterator[ThuDauMot]:
    made = ThuDauMot(tmp_path, LETTER_1040 + RULE)
    yield made
    made.desk.close()


def letter(town: ThuDauMot) -> str:
    inviting = InvitingLetter("Phòng GDĐT", "1040/PGĐĐT", on(15).date())
    return submission_paragraph(inviting, town.lines())


def test_eighteen_were_asked_four_commented_two_agreed_twelve_said_nothing(
    town: ThuDauMot,
) -> None:
    town.replay()
    outcomes = Counter(line.outcome.value for line in town.lines())
    assert outcomes == {"comment": 4, "agree": 2, "silent": 12}
    asked = town.campaign.asked_items[0]
    assert len(asked.units) == 18
    assert asked.due == on(21, hour=23).replace(minute=59, second=59)


def test_silence_is_not_counted_where_the_letter_does_not_say_so_and_that_is_said(
    town: ThuDauMot,
) -> None:
    town.replay()
    silent = "UBND các phường còn lại không có ý kiến"
    assert letter(town) == LETTER_1103.partition(silent)[0] + silent + "."
    with town.desk.store.reading() as tx:
        facts = consultations.facts_of(tx, town.campaign.id)
        asked = consultations.consultation_of(tx, town.campaign)
    assert consultations.why_silent(asked, facts) is WhySilent.NOT_TOLD


def test_with_the_rule_in_the_delivered_text_the_letter_is_word_for_word_that_of_1103(
    town_with_rule: ThuDauMot,
) -> None:
    town_with_rule.replay()
    assert letter(town_with_rule) == LETTER_1103


def test_who_was_not_reached_has_agreed_to_nothing(town_with_rule: ThuDauMot) -> None:
    town_with_rule.recipient("P03")
    town_with_rule.desk.now = on(23)
    outcomes = {line.recipient.code: line.outcome.value for line in town_with_rule.lines()}
    assert (outcomes["P03"], outcomes["P04"]) == ("silent_agrees", "not_reached")


def test_a_late_answer_is_kept_and_marked(town_with_rule: ThuDauMot) -> None:
    ward = town_with_rule.recipient("P05")
    town_with_rule.desk.now = on(22, hour=8)
    ward.says("góp ý: nên khai mạc trực tuyến")
    line = next(line for line in town_with_rule.lines() if line.recipient.code == "P05")
    assert (line.outcome.value, line.late, line.text) == (
        "comment",
        True,
        "nên khai mạc trực tuyến",
    )
    assert "sau hạn" in ward.last


def test_only_those_without_an_answer_are_reminded_before_the_date(town: ThuDauMot) -> None:
    agreed, silent = town.recipient("P01"), town.recipient(ODD)
    agreed.says("nhất trí")
    town.desk.now = on(20, hour=9)
    for now in (on(20), on(20, hour=10), on(23)):
        with town.desk.store.transaction() as tx:
            consultations.remind_silent(tx, town.desk.office, now)
    assert agreed.listen() == []
    (reminder,) = silent.listen()
    assert "chưa trả lời dự thảo" in reminder.text
    assert reminder.urgency is Urgency.REMINDER  # a kill may lose it, and never doubles it


@pytest.mark.parametrize(
    ("answer", "leaves", "told"),
    [
        ("", on(20, hour=10), True),
        ("nhất trí", on(20, hour=10), False),
        ("", on(21), False),
        ("", on(23), False),
    ],
)
def test_a_reminder_that_was_held_up_is_not_sent_after_an_answer_or_its_day(
    town: ThuDauMot, answer: str, leaves: datetime, told: bool
) -> None:
    recipient = town.recipient(ODD)
    town.desk.now = on(20)
    with town.desk.store.transaction() as tx:
        consultations.remind_silent(tx, town.desk.office, on(20))
    if answer:
        recipient.says(answer)
    texts = sent_now(town.desk, leaves)
    assert any("chưa trả lời dự thảo" in text for text in texts) is told


def test_the_night_leaves_the_draft_and_what_came_as_a_file(town: ThuDauMot) -> None:
    desk = town.desk
    came = keep_bytes(b"gop y", ".docx", desk.folder)
    file = FileRef(name="gop-y.docx", path=came)
    with desk.store.transaction() as tx:
        fact = OpinionFact(town.campaign.id, "P01", Step.COMMENTED, desk.now, "xem tệp", file=file)
        tx.opinions.keep(fact)
        draft = consultations.consultation_of(tx, town.campaign).draft.path
    for path in (came, draft):
        os.utime(desk.folder / path, (0, 0))
    maintenance.work(desk.store, desk.office, desk.now)
    assert [(desk.folder / path).is_file() for path in (came, draft)] == [True, True]


def test_the_dry_run_names_whoever_is_silent_about_the_draft(town: ThuDauMot) -> None:
    town.recipient("P01").says("nhất trí")
    town.recipient(ODD)
    town.desk.now = on(20, hour=9)
    with town.desk.store.transaction() as tx:
        rows = opinion_rows(tx, town.desk.office, town.campaign, town.desk.now)
        told = {(row["unit_code"], row["kind"]) for row in rows}
        assert told == {(ODD, "opinion-deadline-1"), (ODD, "opinion-deadline-0")}
        consultations.remind_silent(tx, town.desk.office, town.desk.now)
        (left,) = opinion_rows(tx, town.desk.office, town.campaign, town.desk.now)
    assert left["kind"] == "opinion-deadline-0"


def test_the_silent_are_reminded_on_working_days_before_a_date_at_the_weekend(
    town: ThuDauMot,
) -> None:
    sunday = datetime(2021, 9, 26, 23, 59, 59, tzinfo=TZ)
    days = consultations.reminder_days(town.desk.office, sunday)
    assert [day.isoformat() for day in days] == ["2021-09-23", "2021-09-24"]


def test_words_that_may_be_a_comment_are_kept_after_one_yes(town: ThuDauMot) -> None:
    ward = town.recipient("P06")
    ward.says("Đề nghị bổ sung kinh phí cho các trung tâm")
    assert town.lines()[9].text == ""
    ward.says("đúng")
    assert town.lines()[9].text == "Đề nghị bổ sung kinh phí cho các trung tâm"


def test_the_paper_has_letter_table_and_what_the_final_text_changed(
    town: ThuDauMot, tmp_path: Path
) -> None:
    town.replay()
    final = tmp_path / "220.docx"
    texts = (
        "Địa điểm: Do UBND 14 phường bố trí.",
        "Hình thức: trực tuyến.",
        "Các cơ sở giáo dục tham gia.",
        "Báo cáo UBND thành phố (thông qua Phòng GDĐT).",
    )
    _document(final, texts)
    with town.desk.store.reading() as tx:
        body = write_opinion_paper(tx, town.desk.office, town.campaign.slug, final, ("1040", None))
    made = docx.Document(BytesIO(body))
    gone = [run.text for text in made.paragraphs for run in text.runs if run.font.strike]
    new = [run.text.strip() for text in made.paragraphs for run in text.runs if run.font.underline]
    assert len(made.tables[1].rows) == 19
    silent = made.tables[1].rows[7].cells[2].text
    assert "gửi: 09:00 15/9/2021" in silent and "nhận: 09:00 15/9/2021" in silent
    for words in ("tại các trung tâm", "trường học", "Liên hệ với"):
        assert words in " ".join(gone)
    for words in ("Hình thức: trực tuyến.", "cơ sở giáo dục", "UBND thành phố (thông qua"):
        assert words in " ".join(new)


def test_the_centres_report_by_monday_and_the_phong_hands_up_by_thursday(town: ThuDauMot) -> None:
    centre = town.desk.joined("TT01", "Giám đốc trung tâm")
    assert town.campaign.last_instant == on(11, 10, 23).replace(minute=59, second=59)
    with town.desk.store.reading() as tx:
        upward = tx.campaigns.upward(town.campaign.id)
        units = tx.campaigns.members(town.campaign.id)
    assert upward is not None
    assert upward.until == on(14, 10, 23).replace(minute=59, second=59)
    town.desk.now = on(8, 10)
    centre.says("1.1: 3 lớp 45 người; còn lại không")
    centre.says("đúng")
    for _ in range(3):
        centre.says("nộp")
    found = town.desk.submission("TT01")
    assert (len(units), found.version, found.late_days) == (14, 1, 0)


def test_the_last_step_two_papers_leave_and_nobody_is_told_of_it_any_more(
    town_with_rule: ThuDauMot,
) -> None:
    desk, campaign = town_with_rule.desk, town_with_rule.campaign
    town_with_rule.replay()
    desk.now = on(11, 10)
    for number in range(1, 15):
        report(desk, f"TT{number:02d}")
    desk.now = on(13, 10)
    made = make_reports(desk.store, desk.office, campaign.slug, ())
    assert "Đã lập báo cáo, chưa ghi là đã gửi: UBND thành phố; Sở" in upward_told(town_with_rule)
    assert "UBND thành phố" in text_of(made[0].body)
    leaves(desk, made[0], on(14, 10))
    half = upward_told(town_with_rule)
    assert "Đã gửi báo cáo đến UBND thành phố lúc 09:00 ngày 14/10/2021 (số 12/BC-PGDĐT)" in half
    assert "gửi Sở Giáo dục và Đào tạo" in half
    leaves(desk, made[1], on(14, 10, 10))
    assert "Báo cáo của anh/chị gửi" not in upward_told(town_with_rule)
    with desk.store.reading() as tx:
        body = campaign_body(campaign_sheet(tx, desk.office, campaign))
        assert upward_rows(tx, desk.office, campaign, desk.now) == []
    assert body["obligations"][-1]["state"] == "done"
    assert body["totals"]["1.1"]["people"] == 14 * 45


def report(desk: Installation, unit: str) -> None:
    centre = desk.joined(unit, f"Giám đốc {unit}")
    centre.says("1.1: 3 lớp 45 người; còn lại không")
    centre.says("đúng")
    for _ in range(3):
        centre.says("nộp")


def leaves(desk: Installation, made: MadePaper, at: datetime) -> None:
    with desk.store.transaction() as tx:
        tx.papers.describe(made.paper.id, "12/BC-PGDĐT", at.date().isoformat(), "Trưởng phòng")
        tx.papers.note(made.paper.id, PaperEvent("sent", at, made.paper.addressee))


def text_of(body: bytes) -> str:
    made = docx.Document(BytesIO(body))
    return "\n".join(paragraph.text for paragraph in made.paragraphs)


def upward_told(town: ThuDauMot) -> str:
    """What the board says about the report to the level above."""
    seat = Seat(0, Role.COORDINATOR, town.campaign.id, "")
    with town.desk.store.reading() as tx:
        page = board_page(tx, town.desk.office, seat, BoardFilter())
    return "\n".join(page.notes)


def test_an_office_that_is_only_asked_about_the_draft_is_no_reporter(town: ThuDauMot) -> None:
    office = town.recipient("NV")
    assert "Lấy ý kiến dự thảo" in "\n".join(reply.head for reply in office.heard)
    with town.desk.store.reading() as tx:
        codes = {view.unit.code for view in tx.views.board(town.campaign.id)}
    assert "NV" not in codes
    assert replace(town.campaign, forms=()).form_for("phòng") is None
    assert town.desk.code("NV", Role.REPORTER)
