"""The units of the simulation: three tiers, five kinds, and what each kind owes by when."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from tests.simulation.calendar import LAST_DAY

PHOTO, WORDS, FILE, TOTAL = "photo", "words", "file", "total"


@dataclass(frozen=True)
class Kind:
    """What units of one kind are called, by when their report is due, what they owe besides figures, and
    which part has a day of its own. `above`: how far back in the list their parent stands."""

    name: str
    above: int = 0
    last_day: date = LAST_DAY
    owes: tuple[str, ...] = ()
    own_days: dict[str, date] = field(default_factory=dict)


FILE_DAY = date(2026, 10, 16)
# A district, three communes of it, a school under each: the list goes on so.
KINDS = (
    Kind("huyện", last_day=date(2026, 10, 20), owes=(TOTAL,)),
    Kind("xã", 1, owes=(TOTAL,)),
    Kind("phường", 2, owes=(PHOTO, TOTAL)),
    Kind("thị trấn", 3, owes=(WORDS, TOTAL)),
    *(
        Kind("trường", 3, date(2026, 10, 12), (FILE,), {FILE: FILE_DAY})
        for _ in ("of the xã", "of the phường", "of the thị trấn")
    ),
)
UPWARD = ("Bộ Giáo dục và Đào tạo", "Văn phòng UBND tỉnh")
CAMPAIGN = """\
slug = "thang-muoi"
title = "Tuần lễ học tập suốt đời 2026"
form = "phu-luc-ii-2022"
period = { start = 2026-10-01, end = 2026-10-07 }
deadline = "trước ngày 14/10/2026"
issuer = "UBND tỉnh"
units = "units.csv"
[upward]
receivers = ["Bộ Giáo dục và Đào tạo", "Văn phòng UBND tỉnh"]
deadline = "trước ngày 28/10/2026"
[[items]]
kinds = ["huyện"]
type = "total"
deadline = "trước ngày 21/10/2026"
[[items]]
kinds = ["phường"]
type = "photos"
minimum = 1
[[items]]
kinds = ["thị trấn"]
type = "narrative"
title = "Đánh giá chung"
"""
SCHOOLS = """\
[[items]]
kinds = ["trường"]
type = "figures"
deadline = "trước ngày 13/10/2026"
[[items]]
kinds = ["trường"]
type = "file"
title = "Báo cáo có chữ ký"
deadline = "trước ngày 17/10/2026"
"""


def kind_of(place: int) -> Kind:
    return KINDS[place % len(KINDS)]


def name_of(place: int) -> str:
    return f"{kind_of(place).name.capitalize()} Mẫu {place:05d}"


def code_of(place: int) -> str:
    return f"{10000 + place}"


def place_of(code: str) -> int | None:
    """The place of a unit in the list by its code; None for no code."""
    return int(code) - 10000 if code else None


Parents = dict[int | None, int | None]  # the place of a unit to that of the one above it


def parents_of(count: int) -> Parents:
    """Who stands above whom, as the list begins."""
    return {place: _parent(place) for place in range(count)}


def owed_by(place: int, parents: Parents) -> set[str]:
    """What a unit owes besides its figures; a total only where somebody stands below it."""
    owes = set(kind_of(place).owes)
    is_named = kind_of(place).name == "huyện"
    return owes if is_named or place in parents.values() else owes - {TOTAL}


def _parent(place: int) -> int | None:
    above = kind_of(place).above
    return place - above if above else None


def campaign_files(folder: Path, count: int) -> Path:
    """A campaign file with its list of units; returns its path."""
    campaign = folder / "campaign.toml"
    has_schools = any(kind_of(place).name == "trường" for place in range(count))
    campaign.write_text(CAMPAIGN + (SCHOOLS if has_schools else ""), encoding="utf-8")
    lines = ["code,name,kind,parent"]
    for place in range(count):
        parent = _parent(place)
        up = "" if parent is None else code_of(parent)
        lines.append(f"{code_of(place)},{name_of(place)},{kind_of(place).name},{up}")
    (folder / "units.csv").write_text("\n".join(lines), encoding="utf-8")
    return campaign
