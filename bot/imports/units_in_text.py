"""Which of a campaign's units a line names: a heading, the name of a file, the subject of a mail.

Never a guess: a name alone counts only where nothing else stands beside it ("Bum Nưa, ngày …"), for
"huyện Mường Tè" is not xã Mường Tè, and neither "Trường TH Bum Nưa" nor "Trường TH xã Bum Nưa" is xã Bum
Nưa.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from bot.model.unit import Unit
from bot.registry.typed_name import Word, Words, kind_of, letters, own_words, words_of
from bot.vietnamese.normalise import marks_within

SHORT = {
    "x": "xã", "p": "phường", "tt": "thị trấn", "đk": "đặc khu", "dk": "đặc khu", "q": "quận",
    "h": "huyện", "tx": "thị xã", "tp": "thành phố", "ubnd": "ủy ban nhân dân", "mn": "mầm non",
    "th": "tiểu học", "thcs": "trung học cơ sở", "thpt": "trung học phổ thông",
    "ttgdtx": "trung tâm giáo dục thường xuyên", "tthtcđ": "trung tâm học tập cộng đồng",
    "tthtcd": "trung tâm học tập cộng đồng", "gdđt": "giáo dục và đào tạo",
    "gddt": "giáo dục và đào tạo",
}  # fmt: skip
LEFT_OUT = frozenset({"va", "truong", "cua"})  # words that one writer sets and the next does not
FILLER = frozenset(
    [
        "bao",
        "cao",
        "bc",
        "phu",
        "luc",
        "pl",
        "so",
        "lieu",
        "ket",
        "qua",
        "tuan",
        "le",
        "huong",
        "ung",
        "hoc",
        "tap",
        "suot",
        "doi",
        "nam",
        "mau",
        "bieu",
        "form",
        "file",
        "gui",
        "nop",
        "don",
        "vi",
        "cuoi",
        "final",
        "ban",
        "chinh",
        "thuc",
        "sua",
        "lan",
        "v",
        "thltsd",
        "kem",
        "theo",
        "cv",
        "ubnd",
        "uy",
        "ban",
        "nhan",
        "dan",
        "tong",
        "hop",
        "i",
        "ii",
        "iii",
        "re",
        "fw",
        "fwd",
    ]
)  # what the name of a file says besides a unit
SCHOOL = words_of("trường")[0]
LEVELS = frozenset({"mam non", "mau giao", "tieu hoc", "trung hoc", "pho thong"})
YEARS = frozenset(map(str, range(1990, 2100)))
SHORTEST_CODE = 3


def units_in_line(units: Sequence[Unit], line: str) -> tuple[Unit, ...]:
    """Return the units that a line names with their kind, or by a name that stands alone. Of names
    that lie in each other the longest counts; units that cannot be told apart all come back."""
    named = _named_in_full(units, words_of(line))
    return named or _alone(units, words_of(line.split(",")[0]))


def units_in_file_name(units: Sequence[Unit], stem: str) -> tuple[Unit, ...]:
    """Return the units that the name of a file names: by code, full name, or a name with nothing but
    words of every report beside it."""
    words = words_of(stem.replace("_", " "))
    codes = {word.letters for word in words} - YEARS
    by_code = tuple(unit for unit in units if _code(unit) in codes)
    rest = tuple(word for word in words if not _is_filler(word))
    return by_code or _named_in_full(units, words) or _alone(units, rest)


def names_a_school(line: str) -> bool:
    """Tell whether a line begins with the name of a school: "TRƯỜNG TIỂU HỌC …", "Trường MN …"."""
    words = words_of(line)
    begins = bool(words) and words[0].letters == SCHOOL.letters and _fits(words[0], SCHOOL)
    return begins and letters(_spelt_out(words)[:2]) in LEVELS


def without_communes(units: Iterable[Unit]) -> tuple[Unit, ...]:
    """Return the units that are no commune or district: what a school's papers name besides it."""
    return tuple(unit for unit in units if not _is_authority(unit))


def _is_authority(unit: Unit) -> bool:
    words = letters(_spelt_out(words_of(unit.name)))
    return bool(kind_of(unit.name)) or words.startswith("uy ban nhan dan ")


def authors_among(units: Iterable[Unit]) -> tuple[Unit, ...]:
    """Return the named units without those above another of them: a letterhead names the office
    above first, then whoever writes."""
    named = {unit.id: unit for unit in units}
    above = {unit.parent for unit in named.values() if unit.parent}
    return tuple(unit for unit in named.values() if unit.code not in above)


def _code(unit: Unit) -> str:
    """Return a code as a word of a text; "" for one so short that it may be any number."""
    return unit.code.casefold().lstrip("0") if len(unit.code) >= SHORTEST_CODE else ""


def _is_filler(word: Word) -> bool:
    return word.letters in FILLER or word.letters.isdigit()


def _spelt_out(words: Words) -> Words:
    """Return the words with abbreviations written out and without those that are often left out."""
    found: list[Word] = []
    for word in words:
        found += words_of(SHORT[word.letters]) if word.letters in SHORT else (word,)
    return tuple(word for word in found if word.letters not in LEFT_OUT)


def _named_in_full(units: Sequence[Unit], words: Words) -> tuple[Unit, ...]:
    """Return the units whose full names are said; of a school, not the commune in which it lies."""
    named = _full_names(units, _spelt_out(words))
    of_school = any(_fits(word, SCHOOL) for word in words if word.letters == SCHOOL.letters)
    return without_communes(named) if of_school else named


def _full_names(units: Sequence[Unit], words: Words) -> tuple[Unit, ...]:
    """Return the units whose full names, or aliases of more than one word, stand in the words; a
    name that lies in a longer one does not count."""
    known = _by_letters(units)
    longest = max(map(len, map(str.split, known)), default=0)
    used: set[int] = set()
    named: list[Unit] = []
    for many in range(longest, 1, -1):
        for begin in range(len(words) - many + 1):
            place = range(begin, begin + many)
            said = words[begin : begin + many]
            fits = _accented(said, known.get(letters(said), []))
            if fits and used.isdisjoint(place):
                used.update(place)
                named += fits
    return tuple(dict.fromkeys(named))


Known = list[tuple[Words, Unit]]


def _by_letters(units: Sequence[Unit]) -> dict[str, Known]:
    """Return full names and aliases, spelt out, by their letters."""
    found: dict[str, Known] = defaultdict(list)
    for unit in units:
        for name in unit.names:
            words = _spelt_out(words_of(name))
            found[letters(words)].append((words, unit))
    return found


def _alone(units: Sequence[Unit], words: Words) -> tuple[Unit, ...]:
    """Return the units whose name without its kind is all that is said."""
    known: Known = []
    for unit in units:
        names = map(own_words, unit.names)
        known += [(name, unit) for name in names if letters(name) == letters(words)]
    return tuple(dict.fromkeys(_accented(words, known)))


def _accented(said: Words, known: Known) -> list[Unit]:
    """Return the units with names of these letters that have the accents which were typed; those
    with exactly these before those with more."""
    exact = [unit for name, unit in known if name == said]
    return exact or [unit for name, unit in known if all(map(_fits, said, name))]


def _fits(typed: Word, word: Word) -> bool:
    return marks_within(typed.marks, word.marks)
