"""Who issued a plan, when, under which number, about what, and on which documents it rests."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from operator import attrgetter

from bot.model.optional import first, optional
from bot.plans.plan_dates import PrintedDate, dates_in
from bot.plans.plan_text import Block, Sentence, fold, sentences

_NUMBER_LINE = re.compile(
    r"(?:(?<![a-z])so\s*[:/]|^so(?=\s+[0-9]))\s*(?P<number>[0-9]*)\s*/\s*(?P<symbol>[a-z0-9&\-–/]+)?"
)
_SYMBOL = (
    r"(?P<number>[0-9]+)\s*/\s*(?P<symbol>(?:[0-9]{4}/)?[a-z][a-z0-9&]*(?:\s?[-–]\s?[a-z0-9]+)*)"
)
_CITED = re.compile(
    rf"(?P<kind>ke hoach|cong van|quyet dinh|huong dan|chi thi|nghi quyet|van ban|thong tu"
    rf"|thong bao|chuong trinh"
    rf"|nghi dinh|cong dien)?\s*(?:so\s*:?\s*)?(?<![0-9]){_SYMBOL}"
)
_DATELINE = re.compile(
    r"(?P<place>[^,;:"
    r"|]{2,45}?)\s*,\s*ngay\s*(?P<day>[0-9]{0,2})[\s.…_/]*(?:thang|/)\s*(?P<month>[0-9]{0,2})[\s.…_/]*(?:nam|/)\s*"
    r"(?P<year>[0-9]{4})?"
)
_TITLE = re.compile(r"^(?:du thao\s+)?ke hoach(?![a-z])")
_BASIS_START = re.compile(
    r"^[-–+]?\s*(?:can cu|thuc hien|theo|tiep theo|trien khai|xet|thi hanh)(?![a-z])"
)
_TOGETHER = re.compile(r"gan voi viec trien khai thuc hien ke hoach so")
_LEVELS = (
    "thị trấn", "thị xã", "thành phố", "phường", "quận", "huyện", "tỉnh", "xã", "đặc khu",
)  # fmt: skip
_ISSUER = re.compile(
    r"(?:^|[;:.,]\s*)(?P<who>(?:ubnd|uy ban nhan dan|ban chi dao|so giao duc|phong giao duc"
    r"|phong gd|so gd|phong van hoa"
    r"|truong (?:mam|mau|tieu|trung|th|pho|mn|pt|cao|dai|chinh)|hoi khuyen hoc|trung tam"
    r"|lien doan|so |phong )[^;:.,]{0,140}?)\s+"
    r"(?:xay dung|ban hanh|trien khai|to chuc|lap|de ra"
    r"|thong bao)(?=\s+(?:[a-z]+\s+){0,4}?ke hoach)"
)
_THEMES = (
    re.compile(
        r"(?:^|[-–+.]\s*|[0-9ivx]\s+)chu de(?: cua| tuan le| huong ung| hoc tap suot doi| hoc tap"
        r"| chinh| nam [0-9]{4}| ngay| thang| hoat dong| chung)*\s*(?:la\s*)?:"
        r"\s*(?P<theme>[^\"“”].{3,})$"
    ),
    re.compile(
        r"chu de(?: cua| chinh| nam [0-9]{4}| tuan le| ngay| thang| hoc tap| suot doi| huong ung"
        r"| la| dot| nam nay| duoc chon| chung)*\s*(?:la\s*)?[:\-–]?"
        r"\s*[\"“”](?P<theme>[^\"“”]+)[\"“”]"
    ),
)


_THEME_HEADING = re.compile(r"chu de[^:]{0,60}:?\s*")
_LEFT_OPEN = re.compile(
    r"\s*(?:\([^()]*\)[\s.;]*$|[.…_\s]+$|theo (?:huong dan|chi dao|quy dinh|cong van))"
)
"""Words in the place of a theme that name none."""


@dataclass(frozen=True)
class Paper:
    """One of the documents that a file holds: the plan itself, or a letter bound with it."""

    blocks: tuple[Block, ...]

    @property
    def sentences(self) -> list[Sentence]:
        """All its sentences, in order."""
        return sentences(self.blocks)

    @property
    def is_plan(self) -> bool:
        """Whether it is headed as a plan."""
        return self.title is not None

    @property
    def title(self) -> Block | None:
        """The line "KẾ HOẠCH"."""
        return first(_is_title, self.blocks[:25])

    def sentence(self, block: Block) -> Sentence:
        """Return a block as a sentence of its own."""
        return Sentence(block.text, block)


@dataclass(frozen=True)
class Cited:
    """A document that is named: its number and symbol, its day as printed, and the sentence."""

    number: str
    symbol: str
    day: str
    on: date | None
    sentence: Sentence
    is_plan: bool

    @property
    def name(self) -> str:
        """`3554/KH-UBND ngày 23/9/2022`."""
        return f"{self.number}/{self.symbol}" + (f" ngày {self.day}" if self.day else "")


def _is_title(block: Block) -> bool:
    plain = block.plain
    return _TITLE.match(plain) is not None and (
        block.text.startswith(("KẾ HOẠCH", "DỰ THẢO")) or len(plain) <= len("ke hoach") + 2
    )


def papers(blocks: Sequence[Block]) -> tuple[Paper, tuple[Paper, ...]]:
    """Return the plan and the other documents of a file. A document begins with the lines above its
    number; only after the signature of the one before."""
    starts = [0]
    signed = False
    for place, block in enumerate(blocks):
        signed = signed or fold(block.text).strip(" *").startswith(("noi nhan", "noi nhan:"))
        if signed and _NUMBER_LINE.match(block.plain):
            starts.append(_first_line(blocks, place, starts[-1]))
            signed = False
    parts = [
        Paper(tuple(blocks[start:end]))
        for start, end in zip(starts, [*starts[1:], len(blocks)], strict=True)
    ]
    plan = next((part for part in parts if part.is_plan), parts[0])
    return plan, tuple(part for part in parts if part is not plan)


def _first_line(blocks: Sequence[Block], place: int, least: int) -> int:
    """Return where the letterhead above a number begins."""
    while place - 1 > least and (
        blocks[place - 1].text.isupper()
        or blocks[place - 1].plain.startswith(("doc lap", "uy ban"))
    ):
        place -= 1
    return place


def head(paper: Paper) -> tuple[Block, ...]:
    """Return the blocks above and just below the title."""
    title = paper.title
    end = next((place for place, block in enumerate(paper.blocks) if block is title), 12)
    return paper.blocks[: max(end + 3, 6)]


def plan_number(paper: Paper) -> tuple[str | None, Sentence | None]:
    """Return the plan's number and symbol with its line; no value where the number is left blank."""
    for block in head(paper):
        found = _NUMBER_LINE.search(block.plain)
        if found is not None:
            value = None
            if found.group("number") and found.group("symbol"):
                symbol = block.text[found.start("symbol") : found.end("symbol")]
                value = f"{found.group('number')}/{symbol.rstrip('-–/')}"
            return value, paper.sentence(block)
    return None, None


@dataclass(frozen=True)
class Dateline:
    """The line "…, ngày … tháng … năm …": what is left blank is None."""

    place: str
    issued: date | None
    year: int | None
    sentence: Sentence


def dateline(paper: Paper) -> Dateline | None:
    """Return where and when a document was signed."""
    for block in head(paper):
        found = _DATELINE.search(block.plain)
        if found is None or _BASIS_START.match(block.plain):
            continue
        year = optional(int, found.group("year"))
        issued = None
        if year and found.group("day") and found.group("month"):
            issued = PrintedDate(
                int(found.group("day")), int(found.group("month")), year, 0, 0
            ).on(None)
        place = block.text[found.start("place") : found.end("place")].strip(" -–*_")
        place = re.sub(r".*(?:[Pp]húc|VIỆT NAM|KH-\S+|Số:? ?/\S*)\s*[-–]*\s*", "", place)
        return Dateline(place, issued, year, paper.sentence(block))
    return None


def title_lines(paper: Paper) -> list[Block]:
    """Return the title and what it is about: the lines up to the first basis or paragraph."""
    title = paper.title
    if title is None:
        return []
    found: list[Block] = []
    for block in paper.blocks[paper.blocks.index(title) :][:6]:
        if (
            _BASIS_START.match(block.plain)
            or block.text.endswith((";", "."))
            or len(block.text) > 300
        ):
            break
        if found and block.is_section:
            break
        found.append(block)
    return found


def plan_year(paper: Paper, line: Dateline | None) -> tuple[int | None, Sentence | None]:
    """Return the year the title names, else that of the dateline."""
    for block in title_lines(paper):
        years = re.findall(r"(?:nam|\b[0-9]{1,2}/)\s*(20[0-9]{2})(?!\s*[-–])", block.plain)
        if years:
            return int(years[-1]), paper.sentence(block)
    return (line.year, line.sentence) if line is not None else (None, None)


def theme(paper: Paper) -> tuple[str | None, Sentence | None]:
    """Return what the week is about, in the plan's own words."""
    all_sentences = paper.sentences
    for pattern in _THEMES:
        for sentence in all_sentences:
            found = pattern.search(sentence.plain)
            if found is not None:
                words = sentence.text[found.start("theme") : found.end("theme")]
                if not _LEFT_OPEN.match(fold(words)):
                    return words.strip(' .;:"“”*'), sentence
    return _theme_below_its_heading(paper)


def _theme_below_its_heading(paper: Paper) -> tuple[str | None, Sentence | None]:
    for block, after in zip(paper.blocks, paper.blocks[1:], strict=False):
        if block.is_title and _THEME_HEADING.fullmatch(fold(block.bare)) and not after.is_title:
            return after.bare.strip(' .;:"“”*'), paper.sentence(after)
    return None, None


def preamble(paper: Paper) -> list[Sentence]:
    """Return what stands above the first section: the documents a plan rests on, and who issues it."""
    found = []
    begun = paper.title is None
    for sentence in paper.sentences:
        begun = begun or sentence.block is paper.title
        if begun and sentence.block.is_section and sentence.block not in title_lines(paper):
            break
        if begun:
            found.append(sentence)
    return found


def citations(found_in: Sequence[Sentence]) -> list[Cited]:
    """Return every document that these sentences name by its number."""
    cited = []
    for sentence in found_in:
        for found in _CITED.finditer(sentence.plain):
            if _is_place_or_date(found):
                continue
            cited.append(_cited(sentence, found))
    return cited


def _is_place_or_date(found: re.Match[str]) -> bool:
    """Tell whether digits and a slash are something else: "14/10", "12/buổi"."""
    return not (
        found.group("kind") or re.search(r"so\s*:?\s*$", found.string[: found.start("number")])
    )


def _cited(sentence: Sentence, found: re.Match[str]) -> Cited:
    symbol = sentence.text[found.start("symbol") : found.end("symbol")]
    after = sentence.plain[found.end() :]
    near = re.match(r"[^.;]{0,12}?,?\s*ngay\s+", after)
    day = next(dates_in(after), None) if near else None
    if day is not None and near is not None and day.start > near.end() + 1:
        day = None
    printed = ""
    if day is not None:
        start = found.end()
        printed = sentence.text[start + day.start : start + day.end]
    return Cited(
        found.group("number"), symbol.strip(), printed, day.on(None) if day else None, sentence,
        found.group("kind") == "ke hoach",
    )  # fmt: skip


def basis(paper: Paper, others: Sequence[Paper]) -> list[Cited]:
    """Return the documents a plan and the letters bound with it rest on, each once; with them the plans
    that it says it is carried out together with."""
    resting = [
        sentence
        for part in (paper, *others)
        for sentence in preamble(part)
        if _BASIS_START.match(sentence.block.plain)
    ]
    joined = {s.block.number for s in paper.sentences if _TOGETHER.search(s.plain)}
    beside = [
        cited
        for cited in citations([s for s in paper.sentences if s.block.number in joined])
        if cited.is_plan
    ]
    found: dict[str, Cited] = {}
    for cited in (*citations(resting), *beside):
        found.setdefault(cited.number, cited)
    return list(found.values())


@dataclass(frozen=True)
class Issuer:
    """Who issues the plan, its level of government ("" where the text does not say)."""

    name: str
    level: str
    sentence: Sentence


def issuer(paper: Paper, line: Dateline | None) -> Issuer | None:
    """Return the issuing body from the letterhead, else from the sentence that says who makes the plan."""
    found = _from_letterhead(paper) or _from_preamble(paper, line)
    if found is None:
        return None
    return Issuer(found.name, _level(found.name, paper), found.sentence)


# An office of its own below the body that heads the paper, the surest first.
_PARTY = re.compile(r"^(?:HUYỆN|TỈNH|THÀNH|QUẬN|THỊ|ĐẢNG) [ỦU][ỶYỲ]?[ỶY]?(?!\w)")
_OFFICES = ("BAN CHỈ ĐẠO", "BCĐ", "TRƯỜNG", "PHÒNG", "SỞ", "TRUNG TÂM", "HỘI KHUYẾN HỌC")


_SHORT_LEVELS = (
    (r"(?<!\w)TP\.?\s+", "THÀNH PHỐ "),
    (r"(?<!\w)TX\.?\s+", "THỊ XÃ "),
    (r"(?<!\w)TT\.\s+", "THỊ TRẤN "),
)


# The motto that stands beside the office in two columns, with whatever accents a scan kept.
_MOTTO = re.compile(r"\s*(?:cong hoa xa hoi|doc lap\s*[-–]).*")


def _from_letterhead(paper: Paper) -> Issuer | None:
    lines = _letterhead(paper)
    if not lines:
        return None
    whole = " ".join(text for text, _ in lines)
    for short, full in _SHORT_LEVELS:
        whole = re.sub(short, full, whole)
    return Issuer(_in_small_letters(_own_office(whole)), "", paper.sentence(lines[0][1]))


def _letterhead(paper: Paper) -> list[tuple[str, Block]]:
    """Return the lines in capitals above the number and the title, without motto and party committee."""
    found: list[tuple[str, Block]] = []
    for block in paper.blocks[:8]:
        if block is paper.title or _NUMBER_LINE.match(block.plain):
            break
        motto = _MOTTO.search(block.plain)
        text = block.text[: motto.start() if motto else None].strip(" *-–_")
        is_name = text.isupper() and not fold(text).startswith("du thao")
        if is_name and not _PARTY.match(text):
            found.append((text, block))
    return found


def _own_office(whole: str) -> str:
    """Return the office that issues, behind it the place of the body above it."""
    offices = (re.search(rf"(?:^|\s)({office}\s.*)$", whole) for office in _OFFICES)
    own = next(filter(None, offices), None)
    if own is None:
        return whole
    above = _ABOVE.match(whole[: own.start()].strip())
    return " ".join((own.group(1), *above.groups())) if above else own.group(1)


_ABOVE = re.compile(
    r"(?:(?:UBND|[ỦU]\S* BAN NHÂN DÂN)\s+(?=\S)|(?=(?:TỈNH|HUYỆN|QUẬN|THỊ XÃ|THÀNH PHỐ|PHƯỜNG|XÃ)\s))(.+)$"
)
_PLACE_NAME = re.compile(
    r"(?<!\w)(?:TỈNH|HUYỆN|QUẬN|PHƯỜNG|XÃ(?! HỘI)|THỊ TRẤN|THÀNH PHỐ|ĐẶC KHU)\s+(?P<own>\S.*)$"
)


def _in_small_letters(capitals: str) -> str:
    """ "ỦY BAN NHÂN DÂN TỈNH QUẢNG NAM" as it is written in a sentence."""
    name = re.sub(r"^[ỦU][ỶYỲ]?[ỶY]?\s*BAN NHÂN DÂN|^UỶ BAN NHÂN DÂN", "UBND", capitals)
    small = {
        "TỈNH", "HUYỆN", "QUẬN", "XÃ", "PHƯỜNG", "THỊ", "TRẤN", "THÀNH", "PHỐ", "ĐẶC", "KHU", "VÀ",
        "TẠO", "DỤC", "CHỈ", "ĐẠO", "HỌC", "KHUYẾN", "TÂM", "CƠ", "SỞ", "PHỔ", "THÔNG",
        "XÂY", "DỰNG", "HỘI", "TẬP", "CỘNG", "ĐỒNG",
    }  # fmt: skip
    kept = {"BCĐ", "UBND", "THCS", "THPT", "TH", "MN", "GDNN-GDTX", "GDTX", "I", "II", "III"}
    place_name = _PLACE_NAME.search(name)
    named = place_name.start("own") if place_name else len(name)
    words = [
        word.group()
        if word.group() in kept or not re.search("[aeiouy]", fold(word.group()))
        else word.group().lower()
        if 0 < word.start() < named and word.group() in small
        else word.group().capitalize()
        for word in re.finditer(r"\S+", name)
    ]
    return " ".join(words).replace("giáo dục", "Giáo dục").replace("và đào tạo", "và Đào tạo")


def _from_preamble(paper: Paper, line: Dateline | None) -> Issuer | None:
    for sentence in preamble(paper):
        for found in _ISSUER.finditer(sentence.plain):
            name = sentence.text[found.start("who") : found.end("who")].strip()
            return Issuer(_with_place(name, paper, line), "", sentence)
    return None


def _with_place(name: str, paper: Paper, line: Dateline | None) -> str:
    """Return an issuer's name with what it leaves to the dateline and the title: its place, its level."""
    name = re.sub(r"^(?:Ủy|Uỷ|ủy|uỷ) ban nhân dân", "UBND", name)
    if not name.startswith("UBND"):
        return name
    rest = name.removeprefix("UBND").strip()
    level = next((word for word in _LEVELS if fold(rest).startswith(fold(word))), "")
    own = rest[len(level) :].strip() if level else rest
    place = re.sub(r"^(?:TP|Tp|TX|TT)\.?\s*", "", line.place) if line is not None else ""
    if not own:
        return f"UBND {level} {place}".strip()
    if not level:
        below = re.search(rf"({'|'.join(map(fold, _LEVELS))}) {re.escape(fold(own))}", _all(paper))
        level = next((word for word in _LEVELS if below and fold(word) == below.group(1)), "")
    return f"UBND {level} {own}".replace("  ", " ")


def _all(paper: Paper) -> str:
    return " ".join(map(attrgetter("plain"), paper.blocks))


def _level(name: str, paper: Paper) -> str:
    """tỉnh, huyện, xã …; a city is "thành phố thuộc tỉnh" where the plan names its province."""
    plain = f" {fold(name)} ".replace(" xa hoi ", " ")
    if plain.startswith(" truong "):
        return "trường"
    if plain.startswith(" bo "):
        return "trung ương"
    level = next((word for word in _LEVELS if f" {fold(word)} " in plain), "")
    if level != "thành phố":
        return level
    whole = _all(paper)
    provincial = re.search(
        r"(?<![a-z])(?:(?:ubnd|so gd&?dt|uy ban nhan dan) tinh|tinh [a-z]+)(?![a-z])", whole
    )
    return "thành phố thuộc tỉnh" if provincial else level


def addressed(paper: Paper) -> list[str]:
    """Return the offices under "Kính gửi"."""
    found: list[str] = []
    begun = False
    for block in paper.blocks:
        if block.plain.startswith("kinh gui"):
            begun = True
            rest = block.text.partition(":")[2].strip(" .;")
            found += filter(None, [rest])
        elif begun and block.text[:1] in "-–+":
            found.append(block.bare.strip(" .;"))
        elif begun:
            break
    return found
