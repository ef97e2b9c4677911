"""What stands around the figures of a message: greeting, heading, place and date, signature, phone.

Only what certainly says nothing about a row counts: a sentence that speaks of an activity, in
figures or in words, is never passed over.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from bot.model.form import Form
from bot.reading.label_match import mentioned
from bot.vietnamese.normalise import unaccented

_ASIDE = (
    (
        r"(?:\b(?:sdt|dt|so dt|dien thoai|so dien thoai|di dong|zalo|tel|hotline|lien he)\b[\s:.]*)?"
        r"(?<![0-9])(?:\+?84|0)[0-9][0-9 .\-]{7,12}[0-9](?![0-9])"
    ),
    r"\b(?:ngay|hom)? ?[0-9]{1,2} thang [0-9]{1,2}(?: nam (?:19|20)[0-9]{2})?",
    (
        r"\b(?:tu |den |het )?(?:ngay|hom) [0-9]{1,2}(?:[./-][0-9]{1,2}(?:[./-](?:19|20)?[0-9]{2})?)?"
        r"(?: ?(?:-|den) ?(?:ngay )?[0-9]{1,2}[./-][0-9]{1,2}(?:[./-](?:19|20)?[0-9]{2})?)?"
    ),
    r"\b[0-9]{1,2}/[0-9]{1,2}/(?:19|20)[0-9]{2}\b",
    r"\b(?:so )?[0-9]{1,4}(?:/(?:19|20)[0-9]{2})?/(?:bc|kh|cv|ubnd|qd)[a-z\-]*",
    r"\b(?:thang [0-9]{1,2}[ ,]*)?(?:nam|nam hoc)? ?(?:19|20)[0-9]{2}(?:-(?:19|20)[0-9]{2})?\b",
    r"\b(?:phu luc|bieu|mau) (?:so )?(?:[ivx]+|[0-9]{1,2})\b",
    r"\bto chuc (?:thuc hien )?tuan le\b|\b(?:huong ung )?hoc tap suot doi\b|\bhuong ung tuan le\b",
)
_ASIDES = [*map(re.compile, _ASIDE)]
_OPENING = re.compile(
    r"(?:da|em?|anh|chi(?! hoi| bo| doan)|kinh|chao|xin|bao cao|gui|cam on|tran trong|ubnd|uy ban|don vi|toi|"
    r"minh|thua|xa|phuong|thi tran|nguoi lap|nguoi bao cao|nguoi gui|noi nhan|ket qua|so lieu|bang tong hop|"
    r"mau|[ivx]{1,4}[.)] |tuan le|trong tuan|phu luc|cong hoa|doc lap|day la|het|phong(?! trao)|truong|"
    r"tu(?! sach)|sdt|dt|huyen)\b"
)
_TIER = re.compile(  # with accents: "quận" is a tier, "Quán" a name
    r"(?:(?:ubnd|ủy ban nhân dân|xã|phường|thị trấn|thị xã|đặc khu|quận|huyện|thành phố|tp|tỉnh)[ .]+)+",
    re.IGNORECASE,
)
_DIGIT = re.compile(r"\d")
_SPEAKS = re.compile(r"\b(?:co|mo|to chuc|duoc|khong|ko|chua|dang|them|rieng|tru|ngoai)\b")
_AMOUNT = re.compile(
    r"\b(?:mot|hai|ba|bon|nam|sau|bay|tam|chin|muoi|vai|may|nhieu)\s+"
    r"(?:lop|buoi|cuoc|nguoi|em|tin|bai|quyen|cuon|tap the|ca nhan|trieu|dot|don vi|truong)\b"
)
_DONE = re.compile(  # "đã làm nhiều việc khác"; without accents "đã" is "dạ" too
    r"đã\b|da\s+(?:lam|thuc hien|trien khai|tham gia|tien hanh|hoan thanh)\b", re.IGNORECASE
)
_TOLD = re.compile(  # of the campaign, under a head of its own: "Kết quả: bà con rất phấn khởi"
    r"(?:[a-z]+ )?(?:noi dung|ket qua|danh gia|nhan xet|thuan loi|kho khan|ton tai|han che|kien nghi|de xuat|"
    r"de nghi|bai hoc|phuong huong|guong|mo hinh)\b[^:]*:(?P<words>.+)"
)
_LEADS_IN = re.compile(
    r"(?:sau|như sau|nhu sau|dưới đây|duoi day|tổ chức|to chuc|báo cáo|bao cao)"
    r"( đây| day)?( ạ| a)? ?:$",
    re.IGNORECASE,
)
_LONGEST = 200


def place_names(names: Iterable[str]) -> tuple[str, ...]:
    """Return what a heading or a signature may call units and offices by: their names without
    accents and without the tier before them ("Xã Bum Nưa" is "bum nua")."""
    bare = (_TIER.sub("", " ".join(name.split()), count=1) for name in names)
    return tuple(dict.fromkeys(filter(None, map(unaccented, bare))))


def is_letter(form: Form, text: str, places: tuple[str, ...] = ()) -> bool:
    """Return whether a piece certainly says nothing about any row. `places` are the names of the
    campaign's units as `place_names` gives them: a line may open with one."""
    plain = " ".join(unaccented(text).split()).strip(" -–*•.,:;!()")
    if len(plain) > _LONGEST:
        return False
    left = plain
    for aside in _ASIDES:
        left = aside.sub(" ", left)
    left = left.strip(" -–*•.,:;!()")
    if not left:
        return True
    if _DIGIT.search(left) or _AMOUNT.search(left) or mentioned(form, left):
        return False
    if _LEADS_IN.search(text.strip()):  # "xã đã tổ chức các hoạt động sau:"
        return True
    if _SPEAKS.search(left) or _DONE.match(text.lstrip(" -–*•")) or _tells(form, plain, places):
        return False
    return left != plain or _opens_letter(plain, places)


def _tells(form: Form, plain: str, places: tuple[str, ...]) -> bool:
    """Return whether words of the unit's own stand under a head ("Kết quả: bà con rất phấn khởi")."""
    told = _TOLD.match(plain)
    return told is not None and not is_letter(form, told["words"], places)


def _opens_letter(plain: str, places: tuple[str, ...]) -> bool:
    return _OPENING.match(plain) is not None or _opens_with(plain, places)


def _opens_with(plain: str, places: tuple[str, ...]) -> bool:
    return any(plain == name or plain.startswith((f"{name} ", f"{name},")) for name in places)
