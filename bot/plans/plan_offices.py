"""Offices in a sentence: who hands in, to whom, through whom."""

from __future__ import annotations

import re

from bot.plans.plan_text import fold

_KINDS = (
    r"ubnd|uy ban (?:nhan dan|mttq)|hdnd|so (?:gd[a-z&]*|giao duc|van hoa|noi vu|y te"
    r"|khoa hoc)|phong (?:gd[a-z&]*|giao duc|van hoa"
    r"|vh|noi vu|kinh te|tai chinh|ke hoach|chuyen mon)|ban chi dao|bcd|bo (?:gd[a-z&]*"
    r"|giao duc)|hoi khuyen hoc|hoi khuyen"
    r"|van phong|trung tam|truong|thanh pho|tinh|thanh uy|huyen uy|tinh uy|vu (?:gd|giao duc)"
    r"|bo phan|chu tich(?: ubnd)?"
    r"|to chuyen mon|ban giam hieu|nha truong|hieu truong|huyen(?! doan)|quan|pgd|sgd|thuong truc"
)
_NAMED = (
    r"UBND|[ỦU][ỷỶyY]? ?[Bb]an|Sở|Phòng|[Pp]hòng (?:GD|Giáo)|Ban |BCĐ|Bộ|Hội|Văn phòng"
    r"|Trung tâm|Trường|Thành phố|thành phố"
    r"|HĐND|Vụ|[Tt]hường trực|Huyện ủy|Thành ủy|Tỉnh ủy|đồng thời"
)
OFFICE = re.compile(rf"(?<![a-z])(?:cac )?(?:{_KINDS})(?![a-z])")
_SHORT = re.compile(r"(?:Sở|Phòng|Bộ|Ban|Đảng ủy|Đoàn|Hội|Tổ|Cục|Vụ)(?!\w)")  # "về Sở"
# With accents: "qua" is no part of "kết quả", nor "nam" of a name.
_STOP = re.compile(
    r"\s*(?:[();:]|\.(?:\s|/|$)|(?<!\w)(?:trước|trc|ký|thông qua|qua|để|chậm nhất|muộn nhất"
    r"|trễ nhất|theo|kết quả|về|bằng|vào|hạn"
    r"|hết|thời gian|kèm|tình hình|trong|sau|khi|định kỳ|đúng|ngày|ngay|dưới|xem xét|tổng hợp"
    r"|nhằm|làm căn cứ|năm [0-9]|đảm bảo"
    r"|cùng|nội dung|những|địa chỉ|email|không muộn|không quá|gồm|ban hành|phê duyệt)(?!\w)"
    r"|,(?!\s*(?:[Cc]ác )?(?:" + _NAMED + r")))"
)
_NEXT = re.compile(rf"(?:\s*,\s*|\s+va\s+)(?:dong thoi\s+)?(?=(?:cac )?(?:{_KINDS})(?![a-z]))")
_REPORTERS = re.compile(
    r"(?:\s*[,;]\s*|\s+va\s+|\s*,\s*va\s+)(?=(?:UBND|U[ỶỷyY]|Ủy ban|Uỷ ban|Phòng "
    r"|Trung tâm |Trường |Hội |Đoàn |Sở |Ban Chỉ"
    r"|Ban chỉ|[Cc]ác (?:trường|cơ sở|phòng|trung tâm|Trung tâm|Trường|xã|phường|đơn vị"
    r"|đoàn|ban,|Phòng|Sở|tổ chức)"
    r"|[Cc]ơ sở giáo|[Tt]hủ trưởng|[Hh]iệu trưởng|xã,|trường ))"
)
_WHO = re.compile(
    r"(?<![a-z])(?:don vi|co quan|dia phuong|truong|hoi|doan|ban|nganh|xa|phuong|thi tran|dac khu|ap|thon"
    r"|to|to dan pho|khu|khoi|chi bo|trung tam|so|phong|cong ty|doanh nghiep|nguoi|can bo|ca nhan"
    r"|giao vien|hieu truong|lop|thu truong|thu vien|cong an|lien doan|mttq|mat tran|huyen|quan|thi xa"
    r"|thanh pho|tinh|uy ban|ubnd|bo|cuc|vu|vien|toa an|dai|bao|cac|dong chi|ong|ba|co so|bcd"
    r"|pgd|sgd|hoc vien|benh vien|chi nhanh|van phong|thuong truc|cum|nhom|phu trach"
    r"|gvcn|hoc sinh|sinh vien|tthtcd|chu tich)(?![a-z])"
)
_VIA = re.compile(
    r"(?<!\w)(?:thông )?qua\s+(?!trình|đó|việc|các hình|mạng|kênh)(?P<via>[^;:,()]+)"
)
_ONLY_MAIL = re.compile(
    r"(?:(?:dia chi|dc|hop thu|thu dien tu|e?-?mail|dien tu) ?)*"
)  # and no desk
_VIA_STOP = re.compile(
    r"\s+(?:trước|để|chậm nhất|muộn nhất|tổng hợp|theo|vào|bằng)(?!\w).*|\s*\.\s.*|\.$"
)


def offices_at(text: str, place: int) -> list[str]:
    """Return the offices that a text names from this place on, until something else follows."""
    plain = fold(text)
    start = OFFICE.match(plain, place) or _SHORT.match(text, place)
    if start is None:
        return []
    end = _end_of_names(text, start.end())
    names, at = [], place
    for found in _NEXT.finditer(plain, place, end):
        names.append(text[at : found.start()])
        at = found.end()
    return [*filter(None, (name.strip(" ,.;/") for name in (*names, text[at:end])))]


def is_behind_offices(text: str, place: int, end: int) -> bool:
    """Tell whether the offices that a text names from `place` on reach up to `end`."""
    start = OFFICE.match(fold(text), place) or _SHORT.match(text, place)
    return start is not None and not text[_end_of_names(text, start.end()) : end].strip()


def _end_of_names(text: str, start: int) -> int:
    """Return where the names end; the words of an office's own name ("Sở …, Thể thao và …") end none."""
    found = _STOP.search(text, start)
    return found.start() if found else len(text)


def via_in(text: str) -> str | None:
    """Return the desk that takes a report for its receiver: "(qua Phòng …)"."""
    found = _VIA.search(text)
    via = _VIA_STOP.sub("", found.group("via")).strip() if found else ""
    return None if _ONLY_MAIL.fullmatch(fold(via)) else via


def are_reporters(text: str) -> bool:
    """Tell whether a subject names offices or people at all, and not a thing or a role."""
    return _WHO.search(fold(text)) is not None


def reporters_in(text: str) -> list[str]:
    """Return the kinds of reporters that a subject lists."""
    return [*filter(None, (part.strip(" ,.;:-") for part in _REPORTERS.split(text)))]
