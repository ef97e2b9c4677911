"""A district of fourteen units with every kind of answer, the same at every run."""

import io
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.exports import official_form
from bot.exports.sheet_data import CampaignSheet, UnitSheet
from bot.figures.rollup import UnitReport
from bot.forms.form_loader import load_builtin
from bot.model.answer import Answer, AnswerState, nil, value
from bot.model.form import Cell, Indicator
from bot.model.submission import Status

FORM = load_builtin("phu-luc-ii-2022")
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
SENT_AT = datetime(2026, 10, 12, 9, 15, tzinfo=ZONE)
NAMES = (
    "Thị trấn Mường Tè",
    "Xã Bum Nưa",
    "Xã Bum Tở",
    "Xã Ka Lăng",
    "Xã Kan Hồ",
    "Xã Mù Cả",
    "Xã Mường Tè",
    "Xã Nậm Khao",
    "Xã Pa Ủ",
    "Xã Pa Vệ Sử",
    "Xã Tà Tổng",
    "Xã Tá Bạ",
    "Xã Thu Lũm",
    "Xã Vàng San",
)
LONG_NOTE = (
    "Lớp mở tại nhà văn hóa bản, học buổi tối từ 19 giờ đến 21 giờ, có hỗ trợ sách vở của "
    "trường tiểu học và bộ đội biên phòng."
)
VERY_LONG = " ".join(
    f"Hoạt động {number}: tổ chức giao lưu giữa các bản, trao quà cho học sinh vượt khó học giỏi, "
    "vận động gia đình cho con em đến lớp đầy đủ, gắn biển gia đình học tập tiêu biểu."
    for number in range(1, 13)
)
INJECTION = '=HYPERLINK("http://example.org";"bấm vào đây")'


def figures(row: Indicator, seed: int) -> Answer:
    """A plausible answer to a row; the same for the same seed."""
    place = FORM.places[row.code]
    count = (seed * 7 + place * 3) % 6
    people = count * ((seed * 11 + place * 5) % 40 + 8)
    if row.kind == "text":
        return Answer(AnswerState.VALUE, text=f"Trao {seed + 4} suất học bổng cho học sinh.")
    if row.kind == "money":
        return value(row, count=count * 2_500_000 + 1_250_000)
    if row.kind == "yes_no":
        return value(row, count=count % 2)
    if count == 0 and place % 2:
        return nil(row, "chưa tổ chức" if place % 3 == 0 else "")
    return value(
        row,
        count=count if Cell.COUNT in row.cells else None,
        people=people if Cell.PEOPLE in row.cells else None,
    )


def answers(seed: int) -> dict[str, Answer]:
    """All 34 rows of one unit."""
    return {row.code: figures(row, seed) for row in FORM.questions}


def careful_answers() -> dict[str, Answer]:
    """One unit that used every state, long notes, a stated total and text like a formula."""
    kept = answers(3)
    kept["1.1"] = value(FORM.by_code["1.1"], 3, 45, note="=1+1")
    kept["1.4a"] = value(FORM.by_code["1.4a"], 0, 0)
    kept["1.10"] = Answer(AnswerState.NOT_APPLICABLE)
    kept["1.11"] = value(FORM.by_code["1.11"], 2, 48, note=LONG_NOTE)
    kept["1.12"] = value(FORM.by_code["1.12"], 5, 1250, note="1.250 lượt người")
    kept["5"] = Answer(AnswerState.VALUE, count=12, note="có 3 buổi tọa đàm", source="total")
    kept["5.4"] = Answer(AnswerState.PENDING)
    kept["10.1"] = value(FORM.by_code["10.1"], 1_250_000_000)
    kept["11"] = Answer(AnswerState.VALUE, text=f"{INJECTION}\n{VERY_LONG}")
    del kept["6.3"]
    return kept


def unit_sheet() -> UnitSheet:
    """The careful unit's form, as it was sent."""
    return UnitSheet(
        form=FORM,
        unit_name="Xã Bum Nưa",
        answers=careful_answers(),
        year=2026,
        version=2,
        submitted_at=SENT_AT,
        receipt="BN-7Q4K",
    )


def campaign_sheet() -> CampaignSheet:
    """Twelve of fourteen units sent; one is at work, one was returned."""
    return CampaignSheet(
        slug="muong-te-2026",
        title="Tuần lễ hưởng ứng học tập suốt đời năm 2026",
        form=FORM,
        units=tuple(_unit(place, name) for place, name in enumerate(NAMES)),
        generated_at=SENT_AT + timedelta(days=2),
        year=2026,
        issuer="UBND huyện Mường Tè",
        receiver="Phòng Giáo dục và Đào tạo huyện",
        deadline_words="trước ngày 14/10/2026 (hết thứ Ba, 13/10/2026)",
        period=(date(2026, 10, 1), date(2026, 10, 7)),
    )


def _unit(place: int, name: str) -> UnitReport:
    code = f"{3433 + place * 3:05d}"
    kind = name.rsplit(" ", 2)[0] if name.startswith("Thị trấn") else "Xã"
    if place == 5:
        return UnitReport(code, name, kind, Status.IN_PROGRESS, answered=12, photos=1)
    if place == 9:
        return UnitReport(code, name, kind, Status.RETURNED, version=1, answered=34)
    return UnitReport(
        code,
        name,
        kind,
        Status.ACCEPTED if place % 3 == 0 else Status.SUBMITTED,
        version=2 if place == 1 else 1,
        submitted_at=SENT_AT + timedelta(hours=place),
        late_days=1 if place == 11 else 0,
        answers=careful_answers() if place == 1 else answers(place),
        photos=place % 4,
        contacts=(f"Cán bộ {place}", "Văn thư") if place % 2 else (f"Cán bộ {place}",),
        answered=34,
        draft=place == 4,
    )


def one_unit_workbook(sheet: UnitSheet) -> bytes:
    """One unit's workbook as it is handed out."""
    target = io.BytesIO()
    official_form.write_unit(sheet, target)
    return target.getvalue()


def campaign_workbook(sheet: CampaignSheet) -> bytes:
    """A campaign's workbook as it is handed out."""
    target = io.BytesIO()
    official_form.write_campaign(sheet, target)
    return target.getvalue()
