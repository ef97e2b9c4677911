"""Which unit a coordinator means: a code, or the longest name that fits; never a guess."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from difflib import get_close_matches
from functools import lru_cache
from itertools import chain

from bot.conversation.phrase_forms import load_words
from bot.model.optional import first
from bot.model.unit import Unit
from bot.vietnamese.normalise import unaccented

KINDS = ("xã", "phường", "thị trấn", "đặc khu")
_COMMITTEES = (["ubnd"], ["uy", "ban", "nhan", "dan"])  # before a place, without accents
_WORDS = load_words("unit_words.toml")
_SPOKEN = tuple(chain.from_iterable(_WORDS["kinds"].values()))  # a unit's kind as it is spoken of
_SCHOOL = f"{_WORDS['school']} "
_SAME_KIND = {f"{said} ": f"{meant} " for said, meant in _WORDS["school_kinds"].items()}
_SAME_KIND |= {meant: said for said, meant in _SAME_KIND.items()}
_MARKS = " ,.:;!?()“”\"'"
_CODE = 3  # letters of a code: a shorter one is taken for a number
_LONGEST = 4  # words of a name
OFFERED = 3  # names that are nearly the one that was typed
_CLOSE = 0.8  # how alike a misspelt name is, of 1


class UnitNames:
    """The names, codes and aliases of some units, to look up which of the units words mean."""

    def __init__(self, units: Iterable[Unit]) -> None:
        self._named: dict[str, list[tuple[str, Unit]]] = {}  # by the name without accents
        for unit in units:
            for name in names_of(unit):
                self._named.setdefault(unaccented(name), []).append((name, unit))
        self._lengths = sorted(set(map(len, self._named)), reverse=True)
        self._most_words = max((len(plain.split()) for plain in self._named), default=0)

    def match(self, text: str) -> tuple[tuple[Unit, ...], str]:
        """Return (units that fit, the words left over). One unit: certain. Several: ask. None: unknown.

        The longest leading run of words that is a code, a full name, a name without its kind, or an
        alias wins; accents decide where they are typed."""
        words = text.split()
        for many in range(min(len(words), self._most_words + 1), 0, -1):  # a mark may stand alone
            fits = self.called(" ".join(words[:many]).strip(" ,.:;"))
            if fits:
                return fits, " ".join(words[many:])
        return (), text

    def called(self, name: str) -> tuple[Unit, ...]:
        """Return the units of a name, in the order of their list."""
        typed, plain = name.casefold(), unaccented(name)
        found = self._named.get(plain, [])
        fits = tuple(dict.fromkeys(unit for _, unit in found))
        exact = tuple(dict.fromkeys(unit for known, unit in found if known == typed))
        if typed != plain and exact:
            return exact
        return tuple(unit for unit in fits if plain == unaccented(unit.name)) or fits

    def beginning(self, plain: str, start: int) -> Iterator[list[tuple[str, Unit]]]:
        """Yield [(name, unit)] of each name that words without accents go on with from a place, the longest
        name first; names that differ in their accents alone stand together."""
        for length in self._lengths:
            lead = plain[start : start + length]
            if len(lead) == length and lead in self._named:
                yield self._named[lead]

    def mentioned(self, text: str) -> tuple[Unit, ...]:
        """Return the units whose names or codes stand in the words; of two names in one place the longer."""
        return tuple(
            dict.fromkeys(unit for name in self.typed(text) for unit in self.called(name))
        )

    def typed(self, text: str) -> Iterator[str]:
        """Yield the names and codes of units that stand in the words, as they were typed. One word alone
        counts only where it is written as a name: many a name is a common word too."""
        words = [word.strip(_MARKS) for word in text.split()]
        while words:
            runs = (words[:many] for many in range(self._most_words, 0, -1))
            found: list[str] = next((run for run in runs if self._is_name(run)), [])
            if found:
                yield " ".join(found)
            words = words[len(found) or 1 :]

    def _is_name(self, run: list[str]) -> bool:
        typed = " ".join(run)
        found = self._named.get(unaccented(typed), [])
        if len(run) > 1 or not found:
            return bool(found)
        is_code = any(map(str.isdigit, typed)) and len(typed) >= _CODE
        is_exact = any(name == typed.casefold() for name, _ in found)
        return is_exact and (is_code or typed[0].isupper())


@lru_cache(maxsize=4)
def _among(units: tuple[Unit, ...]) -> UnitNames:
    """Return the names of the units of a campaign; one message looks into them several times."""
    return UnitNames(units)


def match_unit(units: Iterable[Unit], text: str) -> tuple[tuple[Unit, ...], str]:
    """Return what `UnitNames.match` finds among some units."""
    return _among(tuple(units)).match(text)


def mentions_unit(units: Iterable[Unit], text: str) -> bool:
    """Tell whether a unit's name or code stands anywhere in the words."""
    return any(_among(tuple(units)).typed(text))


def units_mentioned(units: Iterable[Unit], text: str) -> tuple[Unit, ...]:
    """Return what `UnitNames.mentioned` finds among some units."""
    return _among(tuple(units)).mentioned(text)


def names_in(units: Iterable[Unit], text: str) -> list[str]:
    """Return the names and codes of units that stand in the words, as they were typed."""
    return list(_among(tuple(units)).typed(text))


def leads_with_kind(units: Sequence[Unit], text: str) -> bool:
    """Tell whether the words begin like a unit's full name: with its kind."""
    kinds = {unaccented(kind) for kind in (*_SPOKEN, *(unit.kind for unit in units)) if kind}
    plain = unaccented(text)
    return any(plain.startswith(kind + " ") for kind in kinds)


def looks_like_a_unit(units: Sequence[Unit], text: str) -> bool:
    """Tell whether the words begin like the code or the name of a unit that is not among these: a short
    word with a digit ("b1"), a name in capitals alone ("Thu Lủng"), a name misspelt by little."""
    words = [word.strip(_MARKS) for word in text.split()]
    if not words or not words[0]:
        return False
    return _is_like_a_code(words) or _is_written_as_a_name(words) or _is_misspelt(units, words)


def _is_like_a_code(words: Sequence[str]) -> bool:
    """Tell whether words begin with a short word that holds a digit: "b1", or "03433" alone."""
    has_digit = any(letter.isdigit() for letter in words[0])
    return has_digit and (len(words) == 1 or words[0][0].isalpha())


def _is_written_as_a_name(words: Sequence[str]) -> bool:
    return len(words) <= _LONGEST and all(word[:1].isupper() for word in words)


def _is_misspelt(units: Sequence[Unit], words: Sequence[str]) -> bool:
    """Tell whether words begin nearly like the name of one of the units."""
    return nearly_named(units, " ".join(words))[0] != ()


def nearly_named(units: Sequence[Unit], text: str) -> tuple[tuple[Unit, ...], str]:
    """Return the units whose names words nearly begin with, misspelt by little, and the words behind."""
    words = text.split()
    names = [unaccented(name) for unit in units for name in names_of(unit) if " " in name]
    for many in sorted({len(name.split()) for name in names}, reverse=True):
        lead = unaccented(" ".join(words[:many])).strip(_MARKS)
        close = get_close_matches(lead, names, OFFERED, _CLOSE)
        if close:
            fits = (match_unit(units, name)[0] for name in close)
            return tuple(dict.fromkeys(chain.from_iterable(fits))), " ".join(words[many:])
    return (), text


def names_of(unit: Unit) -> set[str]:
    """Return code, name, aliases: as written, in lower case, also without the committee before a place
    ("UBND xã Nông Thượng" is "xã Nông Thượng") and without the kind; a school also with its kind short or in
    full ("TH Lê Lợi")."""
    found = {unit.code, *unit.names}
    for name in unit.names:
        found.update(_of_a_school(name.casefold()))
    for name in unit.names:
        if name.startswith(unit.name):
            found.update(_shorter(name, unit.kind))
    return {name.casefold() for name in found if name}


def _of_a_school(name: str) -> set[str]:
    """Return "tiểu học lê lợi", "trường th lê lợi" … for "trường tiểu học lê lợi"; nothing for the name of
    another unit. The place alone is no school's: a commune is called so."""
    own = name.removeprefix(_SCHOOL)
    kind = first(own.startswith, _SAME_KIND)
    if kind is None:
        return set()
    called = [said + own.removeprefix(kind) for said in (kind, _SAME_KIND[kind])]
    return {*called, *(_SCHOOL + each for each in called)}


def _shorter(name: str, kind: str) -> list[str]:
    """Return "xã Nông Thượng" and "Nông Thượng" for "UBND xã Nông Thượng", as far as its words go."""
    words, plain = name.split(), unaccented(name).split()
    for lead in _COMMITTEES:
        if plain[: len(lead)] == lead:
            words = words[len(lead) :]
    found = [" ".join(words)]
    for known in (*KINDS, kind):
        if known and found[0].casefold().startswith(known.casefold() + " "):
            found.append(found[0][len(known) + 1 :])
    return found
