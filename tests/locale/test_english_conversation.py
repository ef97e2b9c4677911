"""A whole campaign with language = "en": what is Vietnamese is the form's, or a word to type."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from bot.locale.say import use_language
from bot.model.person import Role
from tests.locale.catalogues import CATALOGUES
from tests.office import Installation, Person, said

VIETNAMESE = re.compile(
    r"[àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ]", re.IGNORECASE
)
QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"")
REMARK = re.compile(r"\(note: [^)]*\)")
LONG = 8  # shorter pieces of what was said might hide a word of ours
IN_WORDS = re.compile(r"[0-9.]+ đồng( \([^)]*\))?")
FIXED = (
    'Gõ "đúng" để ghi', "Đang nhập cho", "Mã biên nhận", "Mục", "Câu",
    # rows that hold no figure keep the word that was typed
    "không tổ chức", "không thuộc diện", "chưa có số liệu", ": có", ": không",
    # samples of what to type
    "sửa {eg_row} thành {eg_said}", "sửa 1.1 thành 3 lớp 45 người", "mục 1, 2 và 5",
    "{eg_rows}; còn lại không", "1.1: 3 lớp 45 người; 4.2: 28 người; còn lại không",
    "1.1: 3 lớp 45 người", "4.2: 28 người",
    "nhận Xã Bum Nưa", "mời Xã Bum Nưa", "trả lại mục {eg_row} chưa khớp", "trả lại mục 1.1 chưa khớp",
    "trả lại Xã Bum Nưa 1.1 chưa khớp số người", "gia hạn Xã Bum Nưa 16/10/2026 mất điện nhiều ngày",
)  # fmt: skip
REPORT = (
    "thử", "xem", "tiếp", "3 lớp", "có", "3 lớp 45 người", "45", "45 người", "khoảng 2 lớp 30 người",
    "đúng", "hoàn tác", "3 lớp, mỗi lớp 40 người", "sai", "không", "không nhớ", "đúng", "2022",
    "60 người 70 lớp", "đúng", "ghi chú 1.1 học 3 buổi", "xong", "mục 4.3", "284 quyển", "mục 9",
    "em ghi nhầm, 248 quyển ạ", "đúng", "mục 5.1", "1", "mục 10.1", "12", "đúng", "5 củ", "sai",
    "mục 7.1", "có", "3 trường, 1 trung tâm", "mục 11", "Trao 10 suất học bổng", "xong",
    "99.9", "sửa", "sửa 77 thành 1", "sửa 1.6 thành 5 lớp 150 người", "đổi đơn vị", "biểu mẫu",
    "dữ liệu của tôi", "trợ giúp", "tiến độ", "tạm dừng", "5 lớp", "tiếp", "lùi", "bỏ qua", "ảnh",
    "1.1: 2 lớp 60 người; 1.6 4 lớp 160 hs; tin bài: 6; văn ngệ 2 cuộc", "ok", "đúng", "xem",
    "nộp", "không", "nộp", "nộp", "nộp", "nộp", "sửa 1.1 thành 4 lớp 60 người", "nộp", "nộp", "nộp",
)  # fmt: skip
COORDINATION = (
    "tiến độ", "giúp em", "nhận Mường Tè", "nhận Bum Nưa", "đúng", "nhận", "trả lại Bum Nưa",
    "trả lại Bum Nưa 1.1", "đúng", "gia hạn Thu Lũm", "gia hạn Thu Lũm 17/10 mưa lũ nhiều ngày", "đúng",
    "mời Can Hồ", "đúng", "nhắc", "sai", "nhắc", "đúng", "xuất", "xuất ảnh",
)  # fmt: skip


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    use_language("en")
    yield
    use_language("vi")


def texts_of(desk: Installation) -> list[str]:
    """The form's and the campaign's own words."""
    own = {desk.campaign.title, desk.campaign.issuer, desk.campaign.deadline_phrase}
    for row in desk.form.rows:
        words = {row.label, row.name, row.question, row.example, row.gate, row.measure_label}
        own |= words | {measure.word for cell in row.cells if (measure := row.measure(cell))}
    with desk.store.reading() as tx:
        own |= {unit.name for unit in tx.campaigns.units()}
    return [words for words in own if words]


def spoken_by(person: Person) -> set[str]:
    """What somebody wrote, and its ends: a reason or a remark is repeated as it was given."""
    ends = set()
    for incoming in person.sent:
        words = incoming.text.split()
        ends |= {" ".join(words[at:]) for at in range(len(words))}
    return {words for words in ends if len(words) >= LONG}


def leaks(desk: Installation, people: tuple[Person, ...]) -> list[str]:
    """Lines with Vietnamese words that are neither fixed, nor the form's, nor what was said."""
    spoken = set().union(*(spoken_by(person) for person in people))
    known = sorted({*texts_of(desk), *spoken, *FIXED}, key=len, reverse=True)
    heard = {
        line for person in people for reply in person.heard for line in said(reply).splitlines()
    }
    return sorted(line for line in heard if VIETNAMESE.search(_without(known, line)))


def _without(known: list[str], line: str) -> str:
    rest = IN_WORDS.sub("", line)
    for words in known:
        rest = rest.replace(words, "")
    return REMARK.sub("", QUOTED.sub("", rest))


def test_an_english_report_speaks_english(desk: Installation) -> None:
    person = desk.person("Anh")
    person.says("xin chào")
    person.starts("SAI0000000")
    person.starts(desk.code())
    person.says("vâng")
    person.says("Đồng ý")
    for words in REPORT:
        person.says(words)
    person.sends_photo("5.4 Thi")
    assert leaks(desk, (person,)) == []


def test_an_english_coordinator_and_approver_hear_english(desk: Installation) -> None:
    chief = desk.coordinator("Hoa")
    approver = desk.person("Minh")
    approver.starts(desk.code(role=Role.APPROVER))
    approver.says("Đồng ý")
    person = desk.joined(name="Anh")
    for words in ("mục 1.1", "2 lớp 60 người", "nộp", "nộp", "nộp"):
        person.says(words)
    for words in ("xem", "thử", "trả lại", "trả lại sai", "duyệt"):
        approver.says(words)
    person.says("nộp")
    person.says("nộp")
    person.says("nộp")
    approver.says("duyệt")
    for words in COORDINATION:
        chief.says(words)
    for other in (chief, approver, person):
        other.listen()
    assert leaks(desk, (chief, approver, person)) == []


def test_no_english_sentence_holds_other_vietnamese_words() -> None:
    """Apart from words to type, fixed forms and what is printed on the official form."""
    printed = re.compile(
        r"sheet\.|word\.|letter\.|decree\.|button\.|campaign\.|act\..+\.how|list\.|summary\.brief_open"
        r"|board_page\.entry_hint|snapshot\.line"
    )
    left = {
        key: _without([*FIXED, "đồng", "Nghị định 09/2019/NĐ-CP, Điều 8 khoản 5"], text)
        for key, text in CATALOGUES["en"].items()
        if not printed.match(key)
    }
    assert {key: rest for key, rest in left.items() if VIETNAMESE.search(rest)} == {}
