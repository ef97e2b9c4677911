"""Deadline phrases as plans, letters and people write them, with the one instant they stand for."""

from __future__ import annotations

import unicodedata
from datetime import date
from zoneinfo import ZoneInfo

import pytest

from bot.deadlines.deadline_phrase import read_deadline
from bot.model.calendar import WorkingCalendar
from bot.model.deadline import Deadline

TZ = ZoneInfo("Asia/Ho_Chi_Minh")
THU = "2022-10-13 23:59:59"  # the day before Friday 14/10/2022
FRI = "2022-10-14 23:59:59"
MON = "2022-10-10 23:59:59"
FIVE = "2022-10-14 17:00:00"


def read(phrase: str, **context: object) -> Deadline:
    context = {"period_end": date(2022, 10, 7), "today": date(2022, 10, 8), **context}
    return read_deadline(phrase, calendar=WorkingCalendar(), tz=TZ, **context)


def instant(deadline: Deadline) -> str | None:
    return f"{deadline.last_instant:%Y-%m-%d %H:%M:%S}" if deadline.last_instant else None


BEFORE = [
    "trước ngày 14/10/2022",
    "trước ngày 14/10",
    "trước 14/10",
    "trước 14/10/2022",
    "Trước ngày 14/10/2022.",
    "TRƯỚC NGÀY 14/10/2022",
    "truoc ngay 14/10",
    "truoc ngay 14/10/2022",
    "trước ngày 14/10/22",
    "trước ngày 14-10-2022",
    "trước ngày 14.10.2022",
    "trước ngày 14.10",
    "trước ngày 14–10–2022",
    "trước ngày 14 /10/ 2022",
    "trước  ngày   14 / 10 / 2022",
    "trước\nngày\n14/10/2022",
    "trước ngày14/10/2022",
    "trướcngày 14/10/2022",
    "trước **ngày 14/10/2022**",
    "trước ngày **14/10/2022**",
    "trước\xa0ngày\xa014/10/2022",
    "trước ngày 14/10/2022",
    "trước ngày １４/１０/２０２２",
    "trước ngày 2022-10-14",
    "trước ngày 2022/10/14",
    "trước ngày 14/10 năm 2022",
    "trước ngày 14/10, năm 2022",
    "trước ngày 14 tháng 10 năm 2022",
    "trước ngày 14 tháng 10, năm 2022",
    "trước ngày 14 tháng 10/2022",
    "trước ngày 14 tháng 10",
    "trước ngày 14 tháng mười năm 2022",
    "trước ngày mười bốn tháng mười năm 2022",
    "truoc ngay 14 thang 10 nam 2022",
    "truoc ngay 14 thang muoi",
    "trước ngày14tháng10năm2022",
    "trước thứ Sáu, ngày 14/10/2022",
    "trước thứ sáu ngày 14/10/2022",
    "trước ngày thứ 6, 14/10/2022",
    "trước ngày 14/10/2022 (thứ Sáu)",
    "trước ngày 14/10/2022 (T6)",
    "chậm nhất trước ngày 14/10/2022",
    "xong trước ngày 14/10/2022",
    "hoàn thành và gửi trước ngày 14/10/2022",
    "gửi về UBND huyện trước ngày 14/10/2022 để tổng hợp báo cáo theo quy định",
    "gui ve UBND huyen truoc ngay 14/10/2022 de tong hop",
    "Các đơn vị báo cáo (qua Phòng GDĐT; số điện thoại 0213.3881.234) trước ngày 14/10.",
    "thực hiện Kế hoạch số 3554/KH-UBND, ngày 23/9/2022, báo cáo trước ngày 14/10/2022",
    "Tuần lễ từ ngày 01/10/2022 đến ngày 07/10/2022; báo cáo trước ngày 14/10/2022",
    "trước ngày 14/10 (14/10/2022)",
    "trước ngày 14/10/2022 (tức là hết ngày 13/10/2022)",
    "trước 00h00 ngày 14/10/2022",
    "trước 24h00 ngày 13/10/2022",
    "trước cuối ngày 13/10/2022",
    "trước giờ làm việc ngày 14/10/2022",
    "trước khi hết ngày 13/10/2022",
    "hỗ trợ 12.5 triệu đồng, báo cáo trước ngày 14/10/2022",
]

UNTIL = [
    "14/10/2022",
    "14/10",
    "14/10 năm nay",
    "14-10-2022",
    "14.10.2022",
    "2022-10-14",
    "14/10/22",
    "ngày 14/10",
    "ngày 14/10/2022",
    "ngày 14.10",
    "Ngày 14 tháng 10 năm 2022",
    "thứ Sáu 14/10/2022",
    "thứ Sáu (14/10/2022)",
    "thứ 6 ngày 14/10",
    "hết ngày 14/10",
    "hết ngày 14/10/2022",
    "HẾT NGÀY 14/10/2022",
    "het ngay 14/10",
    "đến hết ngày 14/10/2022",
    "den het ngay 14/10/2022",
    "đến ngày 14/10/2022",
    "tới ngày 14/10/2022",
    "trong ngày 14/10/2022",
    "vào ngày 14/10/2022",
    "vào cuối ngày 14/10/2022",
    "chậm nhất ngày 14/10/2022",
    "chậm nhất là ngày 14/10/2022",
    "chậm nhất vào ngày 14/10/2022",
    "cham nhat 14/10",
    "muộn nhất ngày 14/10/2022",
    "muộn nhất là 14/10",
    "không muộn hơn ngày 14/10/2022",
    "không chậm hơn ngày 14/10/2022",
    "không quá ngày 14/10/2022",
    "không để quá ngày 14/10/2022",
    "trước hoặc trong ngày 14/10/2022",
    "hạn cuối: 14/10/2022",
    "hạn cuối cùng là ngày 14/10/2022",
    "Hạn nộp: 14/10/2022",
    "thời hạn báo cáo: ngày 14/10/2022",
    "gia hạn đến ngày 14/10/2022",
    "chậm nhất thứ Sáu ngày 14/10/2022",
    "từ ngày 08/10 đến hết ngày 14/10/2022",
    "08/10- 14/10/2022, hết ngày 14/10/2022",
    "24h00 ngày 14/10/2022",
    "trước 24h00 ngày 14/10/2022",
    "12h đêm ngày 14/10/2022",
    "23h59 ngày 14/10/2022",
    "trước 23h59 ngày 14/10/2022",
    "23:59:59 ngày 14/10/2022",
]

HOURS = [
    ("17h00 ngày 14/10/2022", FIVE),
    ("17h ngày 14/10/2022", FIVE),
    ("17 giờ ngày 14/10/2022", FIVE),
    ("17 giờ 00 ngày 14/10/2022", FIVE),
    ("17 giờ 00 phút ngày 14/10/2022", FIVE),
    ("17:00 ngày 14/10/2022", FIVE),
    ("17.00 ngày 14/10/2022", FIVE),
    ("17g00 ngày 14/10/2022", FIVE),
    ("17h00' ngày 14/10", FIVE),
    ("17h00, ngày 14/10/2022", FIVE),
    ("17h 14/10/2022", FIVE),
    ("17h00 14/10/2022", FIVE),
    ("17 gio 00 ngay 14 thang 10 nam 2022", FIVE),
    ("5 giờ chiều ngày 14/10/2022", FIVE),
    ("5h chiều 14/10", FIVE),
    ("ngày 14/10/2022 lúc 17h00", FIVE),
    ("ngày 14/10/2022, 17h00", FIVE),
    ("ngày 14/10/2022 (17h00)", FIVE),
    ("đến 17h00 ngày 14/10/2022", FIVE),
    ("chậm nhất 17h00 ngày 14/10/2022", FIVE),
    ("chậm nhất là 17 giờ 00, thứ Sáu, ngày 14/10/2022", FIVE),
    ("hết giờ làm việc ngày 14/10/2022", FIVE),
    ("cuối giờ hành chính ngày 14/10/2022", FIVE),
    ("2022-10-14T17:00:00+07:00", FIVE),
    ("2022-10-14 17:00", FIVE),
    ("2022-10-14T10:00:00Z", FIVE),
    ("17h00 ngày thứ 6, ngày 14/10/2022", FIVE),
    ("trước 17h00 ngày 14/10/2022", "2022-10-14 16:59:59"),
    ("truoc 17h ngay 14/10", "2022-10-14 16:59:59"),
    ("trước 17 giờ 00 phút, thứ Sáu, ngày 14/10/2022", "2022-10-14 16:59:59"),
    ("gửi trong ngày 14/10/2022, trước 17h00", "2022-10-14 16:59:59"),
    ("08h30 ngày 14/10/2022", "2022-10-14 08:30:00"),
    ("8h sáng ngày 14/10/2022", "2022-10-14 08:00:00"),
    ("12h trưa ngày 14/10/2022", "2022-10-14 12:00:00"),
    ("8h tối ngày 14/10/2022", "2022-10-14 20:00:00"),
    ("8h toi ngay 14/10/2022", "2022-10-14 20:00:00"),
    ("17h00 tới ngày 14/10/2022", None),
    ("9h30p ngày 14/10/2022", "2022-10-14 09:30:00"),
    ("ngày 14/10/2022 đến 17h00", FIVE),
    ("14/10/22 17:00", FIVE),
    ("ngày 14/10/2022 lúc 5 giờ chiều", FIVE),
    ("14/10/2022, 5h chiều", FIVE),
    ("14/10/2022 (5h chiều)", FIVE),
    ("14/10/2022, 5h (chiều)", FIVE),
    ("ngay 14/10/2022 luc 8h toi", "2022-10-14 20:00:00"),
    ("ngày 14/10/2022 lúc 8h buổi tối", "2022-10-14 20:00:00"),
    ("ngày 14/10/2022 lúc 8h tới", "2022-10-14 08:00:00"),
    ("ngày 14/10/2022 lúc 8h sáng", "2022-10-14 08:00:00"),
    ("trước ngày 14/10/2022, trước 5 giờ chiều", "2022-10-14 16:59:59"),
    ("16h30' chiều thứ 6 (14/10)", "2022-10-14 16:30:00"),
    ("họp lúc 8h00 ngày 10/10, nộp trước 17h00 ngày 14/10", "2022-10-14 16:59:59"),
]

NOTHING = [
    ("", "not_stated"),
    ("   ", "not_stated"),
    ("theo quy định", "not_stated"),
    ("Theo quy định.", "not_stated"),
    ("chưa ấn định", "not_stated"),
    ("sớm nhất có thể", "not_stated"),
    ("trước ngày 31/9/2022", "impossible_date"),
    ("trước ngày 31/9", "impossible_date"),
    ("30/02/2024", "impossible_date"),
    ("ngày 29 tháng 2 năm 2023", "impossible_date"),
    ("ngày 5 tháng sau", "unclear_date"),
    ("truoc ngay 5 thang sau", "unclear_date"),
    ("trước ngày 14/10 năm sau", "unclear_date"),
    ("14/10 năm tới", "unclear_date"),
    ("trước ngày 14 tháng 10 của năm sau", "unclear_date"),
    ("hết ngày 14/10 năm ngoái", "unclear_date"),
    ("10/14/2026", "impossible_date"),
    ("trước ngày 10/14/2026", "impossible_date"),
    ("trước ngày 32/10/2022", "impossible_date"),
    ("trước ngày 14/10/2922", "impossible_date"),
    ("trước ngày 14/10/0022", "impossible_date"),
    ("trước ngày 00/10/2022", "impossible_date"),
    ("từ 01/10 đến 07/10/2022", "several_dates"),
    ("01/10/2022-07/10/2022", "several_dates"),
    ("ngày 1 - 7/10/2022", "several_dates"),
    ("từ ngày 2 đến 8/10/2022", "several_dates"),
    ("6 đến 12-10", "several_dates"),
    ("ngày 10/10 hoặc ngày 14/10/2022", "several_dates"),
    ("xã trước ngày 12/10/2022, Phòng trước ngày 15/10/2022", "several_dates"),
    ("trước ngày 12/10/2022 hoặc hết ngày 14/10/2022", "several_dates"),
    ("trước 3 ngày", "relative"),
    ("trước 05 ngày làm việc", "relative"),
    ("trong vòng 5 ngày", "relative"),
    ("trong vòng 5 ngày kể từ ngày 07/10/2022", "relative"),
    ("chậm nhất 5 ngày sau ngày nhận văn bản", "relative"),
    ("5 ngày trước khi kết thúc Tuần lễ", "relative"),
    ("3 ngày trước ngày 14/10/2022", "unclear_date"),
    ("trước ngày 14/10/2022 ít nhất 3 ngày", "unclear_date"),
    ("ngày 14 tháng năm 2022", "unclear_date"),
    ("trước ngày 14", "unclear_date"),
    ("trước ngày 3/9/91", "unclear_date"),
    ("trước thứ Sáu", "unclear_date"),
    ("trước 17h00", "unclear_date"),
    ("trước tháng 10/2022", "unclear_date"),
    ("ngày    tháng 9 năm 2022", "unclear_date"),
    ("sau ngày 14/10/2022", "unclear_date"),
    ("từ ngày 14/10/2022", "unclear_date"),
    ("không trước ngày 14/10/2022", "unclear_date"),
    ("Kế hoạch số 3554/KH-UBND ngày 23/9/2022", "unclear_date"),
    ("trước ngày 14/10/2022, 17h00", "unclear_date"),
    ("trước ngày 14/1O/2022", "unclear_date"),
    ("trước ngày l4/10/2022", "unclear_date"),
    ("trước ngày 14/10/20 22", "unclear_date"),
    ("trước ngày 1 4/10/2022", "unclear_date"),
    ("trước ngày 12/10 và 14/10/2022", "several_dates"),
    ("trước ngày 13, 14/10/2022", "unclear_date"),
    ("trước ngày 13 và 14/10/2022", "unclear_date"),
    ("trước ngày 13-14/10/2022", "several_dates"),
    ("3/45", "impossible_date"),
    ("1.250.000 đồng", "unclear_date"),
    ("12.5 triệu", "not_stated"),
]

NONE = [
    "không ấn định",
    "Không ấn định.",
    "khong an dinh",
    "không ấn định thời hạn",
    "không có hạn",
]


@pytest.mark.parametrize("phrase", BEFORE)
def test_before_a_day_excludes_it(phrase: str) -> None:
    deadline = read(phrase)
    assert (instant(deadline), deadline.warnings) == (THU, ())


@pytest.mark.parametrize("phrase", UNTIL)
def test_a_day_that_is_not_before_is_included(phrase: str) -> None:
    deadline = read(phrase)
    assert (instant(deadline), deadline.warnings) == (FRI, ())


@pytest.mark.parametrize(("phrase", "expected"), HOURS)
def test_an_hour_is_kept(phrase: str, expected: str | None) -> None:
    deadline = read(phrase)
    if expected is None:
        assert deadline.warnings == ("hour_unclear",)
    else:
        assert (instant(deadline), deadline.warnings) == (expected, ())


@pytest.mark.parametrize(("phrase", "warning"), NOTHING)
def test_what_cannot_be_read_for_certain_gives_a_warning_and_no_date(
    phrase: str, warning: str
) -> None:
    deadline = read(phrase)
    assert (instant(deadline), deadline.last_day, deadline.last_working_day) == (None, None, None)
    assert deadline.warnings == (warning,)


@pytest.mark.parametrize("phrase", NONE)
def test_no_deadline_may_be_chosen_explicitly(phrase: str) -> None:
    deadline = read(phrase)
    assert (deadline.last_instant, deadline.warnings, deadline.is_open_ended) == (None, (), True)


@pytest.mark.parametrize("phrase", BEFORE + UNTIL + [phrase for phrase, _ in HOURS])
@pytest.mark.parametrize("form", ["NFD", "NFC"])
def test_decomposed_text_and_capitals_read_the_same(phrase: str, form: str) -> None:
    respelt = unicodedata.normalize(form, phrase).upper()
    assert instant(read(respelt)) == instant(read(phrase))


@pytest.mark.parametrize("phrase", BEFORE + UNTIL)
def test_text_without_accents_reads_the_same(phrase: str) -> None:
    letters = unicodedata.normalize("NFD", phrase.replace("đ", "d").replace("Đ", "D"))
    plain = "".join(char for char in letters if not unicodedata.combining(char))
    assert instant(read(plain)) == instant(read(phrase))


def test_the_corpus_is_large_enough() -> None:
    phrases = {*BEFORE, *UNTIL, *NONE, *(p for p, _ in HOURS), *(p for p, _ in NOTHING)}
    assert len(phrases) >= 180
