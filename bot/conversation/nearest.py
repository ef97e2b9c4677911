"""What a sentence is most likely about, where no form and no topic fits it: by the words that it shares with
examples (`examples_asked.toml`).

Each word, and each pair of words in whatever order, speaks for what it is said about more often than about
other things. A guess only answers, explains or asks back; of several as near the nearest are offered.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache, partial
from itertools import chain, combinations, filterfalse, repeat
from math import hypot, log
from operator import attrgetter

from bot.conversation.command_words import Word
from bot.conversation.intents import differs_by_one
from bot.conversation.phrase_forms import NUMBER_SIGN, PhraseTable, Piece, load_words, pieces_of
from bot.model.optional import first
from bot.vietnamese.normalise import clean, fold, is_plain

FILE = "examples_asked.toml"
BESIDE = "beside"  # what is about nothing that is answered
LONGEST = 25  # words; a longer message is a letter
MOST_WORDS = 14  # of a message are weighed
SHORTEST_MENDED = 4  # letters of a word in which a slip is mended
SPELT = 3  # a sentence with accents on one word of these has no plain ones
MOST, LEAST = 4.9, -2.0  # weight of one word
OF_A_PAIR, OF_A_PARTICLE = 0.5, 0.5  # their share of a word's weight
OF_A_CLOSE_PAIR = 0.6  # the same where examples are compared
CLOSEST = 3  # examples of one thing that are compared
OF_LIKENESS = 6.0  # its share beside the weight of words
NEAR, CLEAR, SURE = (
    4.5,
    7.5,
    12.0,
)  # weight of what may be offered, of what is meant, and of it beside a figure
APART, FAR_APART = 5.0, 6.0  # by how much less the next one weighs
A_LITTLE_APART = 1.5
LOUD, LOUDER = 16.0, 8.5  # weight of what wins over a topic's words, and by how much
OFFERED = 3


@dataclass(frozen=True, slots=True)
class Guess:
    """One thing that a sentence may be about, and how much speaks for it."""

    about: str
    weight: float


class Wording:
    """How sentences are made comparable: one word for all that mean the same, none for asides."""

    def __init__(
        self, words: dict[str, str], asides: Sequence[str], people: Sequence[str]
    ) -> None:
        self._spelt = {_spelling(said): _one_word(meant) for said, meant in words.items()}
        self._spelt.update({_spelling(meant): _one_word(meant) for meant in words.values()})
        self._plain = {
            tuple(fold(word).key for word in said.split()): _one_word(meant)
            for said, meant in words.items()
            if not said.startswith("=")
        }
        self._plain.update({tuple(word.split("_")): word for word in self._spelt.values()})
        self._lengths = sorted({*map(len, self._spelt), *map(len, self._plain)}, reverse=True)
        self.asides, self._people = PhraseTable(asides), PhraseTable(people)

    def words(self, text: str, *, spelt: bool = False) -> list[str]:
        """Return the words of a sentence, each once, without accents or (`spelt`) with those that were
        written; every number is the same."""
        return list(dict.fromkeys(self._sequence(text, spelt=spelt)))[:MOST_WORDS]

    def _sequence(self, text: str, *, spelt: bool) -> Iterator[str]:
        pieces = pieces_of(clean(text))
        dropped = set(self.asides.places(pieces))
        if not is_plain(text):
            dropped.update(self._people.places(pieces))
        place = 0
        while place < len(pieces):
            word, taken = self._longest(pieces, place, with_accents=not is_plain(text))
            word = word or pieces[place].key + pieces[place].marks * spelt
            if taken > 1 or place not in dropped:
                yield NUMBER_SIGN if word.startswith(NUMBER_SIGN) else word
            place += taken

    def _longest(
        self, pieces: Sequence[Piece], place: int, *, with_accents: bool
    ) -> tuple[str, int]:
        """Return the one word for the longest known phrase at a place, "" where none is known, and how many
        words it takes."""
        for length in self._lengths:
            said = pieces[place : place + length]
            plain = tuple(piece.key + piece.marks for piece in said)
            meant = self._spelt.get(plain) if with_accents else None
            meant = meant or self._plain.get(plain)
            if meant is not None:
                return meant, len(said)
        return "", 1


def _spelling(words: str) -> tuple[str, ...]:
    return tuple(word.key + word.marks for word in map(fold, words.lstrip("=").split()))


def _one_word(words: str) -> str:
    return "_".join(fold(word).key for word in words.lstrip("=").split())


def _letters(word: str) -> str:
    """Return a word without its accents."""
    return "".join(filter(str.isascii, word)).rstrip("-")


def _is_spelt(text: str) -> bool:
    """Tell whether a sentence is written with its accents, some forgotten ones aside."""
    pieces = pieces_of(clean(text))
    return sum(1 for piece in pieces if piece.marks) * SPELT >= len(pieces)


def _spans(behind: Sequence[str], in_front_of: Sequence[str]) -> str:
    """Return what numbers look like beside words that make them none of a report."""
    return rf"\b(?:{'|'.join(behind)}) ?[0-9]\b|\b[0-9]{{1,2}} ?(?:{'|'.join(in_front_of)})\b"


_KEPT = load_words(FILE)
_CODE = r"(?<![0-9.])[0-9]{1,2}(?:\.[0-9]{1,2}[a-z]?|[a-z])(?![0-9.])"
_SPANS = _spans(**_KEPT["no_figure"])
_NO_FIGURE = re.compile(f"{_CODE}|{_SPANS}", re.IGNORECASE)
COULD_ASK = re.compile(
    rf"(?:[^\W0-9]+[^\w]+){{2}}[^0-9]*+$|.*(?:{_SPANS})|.*\b(?:{'|'.join(_KEPT['ends'])})(?:\s+\w+){{0,2}}\W*+$",
    re.IGNORECASE | re.DOTALL,
)
"""What a message looks like that may be a question without a mark or word of one: most figures do not."""


def only_figures(text: str) -> str:
    """Return a sentence without codes of rows, days of the week and spans of days."""
    return _NO_FIGURE.sub(" ", text)


class Weighed:
    """Words and pairs of words, weighed by what they are said about in examples."""

    def __init__(
        self, examples: Iterable[tuple[str, list[str]]], particles: Iterable[str]
    ) -> None:
        self._particles = frozenset(particles)
        examples = tuple(examples)
        self._closest = Closest(examples)
        self._counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
        self._all: Counter[str] = Counter()
        self._sentences: Counter[str] = Counter()
        for about, words in examples:
            signs = self._signs(words)
            self._counts[about].update(signs)
            self._all.update(signs)
            self._sentences[about] += 1
        self._total = self._sentences.total()
        rarest_first = [sign for sign, _ in reversed(self._all.most_common()) if " " not in sign]
        self._by_letters = {_letters(word): word for word in rarest_first}

    def _signs(self, words: Sequence[str]) -> list[str]:
        """Return words and their pairs."""
        pairs = filterfalse(self._particles.issuperset, combinations(words, 2))
        return [*words, *map(" ".join, map(sorted, pairs))]

    def ranked(self, words: Iterable[str]) -> list[Guess]:
        """Return what words may be about, the likeliest first."""
        mended = list(map(self._mended, words))
        signs = list(filter(self._all.__contains__, self._signs(mended)))
        likeness = self._closest.likeness(mended)
        guesses = (
            Guess(
                about,
                sum(map(partial(self._weight, about), signs))
                + OF_LIKENESS * likeness.get(about, 0),
            )
            for about in self._counts
        )
        return sorted(guesses, key=attrgetter("weight"), reverse=True)

    def _weight(self, about: str, sign: str) -> float:
        """Return how much more often a sign stands in examples of this than in all others."""
        here, own = self._counts[about][sign], self._sentences[about]
        there, others = self._all[sign] - here, self._total - own
        weight = log((here + 0.05) / (own + 10) / ((there + 0.3) / (others + 5)))
        return max(LEAST, min(MOST, weight)) * self._share(sign)

    def _share(self, sign: str) -> float:
        if " " in sign:
            return OF_A_PAIR
        return OF_A_PARTICLE if sign in self._particles else 1

    def _mended(self, word: str) -> str:
        """Return a word that is in no example as the one of the same letters, or else the only one that
        differs by a slip; itself where there is none."""
        if word in self._all:
            return word
        letters = _letters(word)
        if letters in self._by_letters or len(letters) < SHORTEST_MENDED or not letters.isalpha():
            return self._by_letters.get(letters, word)
        fits = list(filter(partial(differs_by_one, letters), self._by_letters))
        return self._by_letters[fits[0]] if len(fits) == 1 else word


class Closest:
    """Examples by the words and pairs of words that they share with a sentence, rare ones weighing more."""

    def __init__(self, examples: Sequence[tuple[str, list[str]]]) -> None:
        self._about = [about for about, _ in examples]
        signs = [_signs(words) for _, words in examples]
        self._seen: Counter[str] = Counter(chain.from_iterable(signs))
        self._where: defaultdict[str, list[tuple[int, float]]] = defaultdict(list)
        for place, own in enumerate(signs):
            weights = {sign: self._weight(sign) for sign in own}
            length = hypot(*weights.values())
            for sign, weight in weights.items():
                self._where[sign].append((place, weight / length))

    def _weight(self, sign: str) -> float:
        share = OF_A_CLOSE_PAIR if " " in sign else 1
        return share * log((len(self._about) + 1) / (self._seen[sign] + 0.5))

    def likeness(self, words: Sequence[str]) -> dict[str, float]:
        """Return for each thing how like the sentence its few closest examples are together."""
        weights = {sign: self._weight(sign) for sign in _signs(words)}
        length = hypot(
            *(weights[sign] for sign in weights if sign in self._seen or " " not in sign)
        )
        alike: defaultdict[int, float] = defaultdict(float)
        for sign, weight in weights.items():
            for place, there in self._where.get(sign, ()):
                alike[place] += weight * there / length
        found: defaultdict[str, list[float]] = defaultdict(list)
        for place in sorted(alike, key=alike.__getitem__, reverse=True):
            found[self._about[place]].append(alike[place])
        return {about: sum(each[:CLOSEST]) for about, each in found.items()}


def _signs(words: Sequence[str]) -> list[str]:
    """Return words and their pairs, in whatever order."""
    return [*words, *map(" ".join, map(sorted, combinations(words, 2)))]


class Nearest:
    """The examples of one kind of people, weighed as they are spelt and without their accents."""

    def __init__(self, section: str, more: str) -> None:
        kept = _KEPT
        self._wording = Wording(kept["words"], kept["asides"], kept["people"])
        self._asking, self._at_end = map(PhraseTable, (kept["asking"], kept["asking_at_end"]))
        self._of_all_others = PhraseTable(kept["all_others"])
        self._asking_words = frozenset(map(_one_word, kept["asking"]))
        self._told = frozenset(kept["told"])
        self._as: dict[str, str] = kept["as"]
        said = {BESIDE: kept[BESIDE], **kept[section]}
        self._examples = [
            (about, example)
            for about, example in (*_examples(said), *_of_topics(more, kept["as"]))
            if about in said
        ]

    @cached_property
    def _spelt(self) -> Weighed:
        return self._weighed(spelt=True)

    @cached_property
    def _plain(self) -> Weighed:
        return self._weighed(spelt=False)

    def _weighed(self, *, spelt: bool) -> Weighed:
        """Weigh the examples; done for each spelling when the first sentence comes in it."""
        words = partial(self._wording.words, spelt=spelt)
        told = ((about, words(example)) for about, example in self._examples)
        return Weighed(told, chain.from_iterable(map(words, _KEPT["particles"])))

    def ranked(self, text: str) -> list[Guess]:
        """Return what a sentence may be about, the likeliest first."""
        spelt = _is_spelt(text)
        known = self._spelt if spelt else self._plain
        return known.ranked(self._wording.words(text, spelt=spelt))

    def meant(self, text: str, *, beside_a_figure: bool = False) -> Word | None:
        """Return what a sentence is about; None where too little speaks for it, or as much for another. More
        must speak for it where there is a figure in it."""
        must_be_sure = beside_a_figure or self.has_figure(text)
        least, apart = (SURE, FAR_APART) if must_be_sure else (CLEAR, APART)
        if not 2 <= len(pieces_of(clean(text))) <= LONGEST:
            return None
        best, second, *_ = self.ranked(text)
        is_clear = best.weight >= least and best.weight - second.weight >= apart
        return Word(best.about) if is_clear and best.about != BESIDE else None

    def asks(self, text: str) -> bool:
        """Tell whether a sentence sounds like a question: by its last word that is no courtesy, or where it
        has no figure by any of its words. "còn lại không" behind figures asks nothing."""
        pieces = pieces_of(clean(text))
        asides = set(self._wording.asides.places(pieces))
        last = [place for place in range(len(pieces)) if place not in asides][-1:]
        ends_asking = bool(self._at_end.places([pieces[place] for place in last]))
        if self.has_figure(text):
            return ends_asking and last[0] - 2 not in self._of_all_others.places(pieces)
        if ends_asking:
            return True
        is_plain_asking = not self._asking_words.isdisjoint(self._wording.words(text))
        return is_plain_asking or bool(self._asking.places(pieces))

    def has_figure(self, text: str) -> bool:
        """Tell whether a number stands in words that is no row's code, day of the week or span of days."""
        return any(map(str.isdigit, only_figures(text)))

    def may_be_asked(self, text: str) -> bool:
        """Tell whether enough speaks for something in a sentence, be it for several things alike; where it
        does not sound like a question, or has a figure, for something that is told so as well."""
        sounds_asked = self.asks(text)
        if self.has_figure(text):
            return sounds_asked and self.meant(text) is not None
        if not sounds_asked:
            return self.meant(text) in self._told
        best = self.ranked(text)[0]
        return best.about != BESIDE and best.weight >= CLEAR

    def instead_of(self, word: Word, text: str) -> Word:
        """Return what a sentence is about of which a topic's words say that it is about `word`: that, unless
        the examples speak much louder for something else."""
        weights = {guess.about: guess.weight for guess in self.ranked(text)}
        best = max(weights, key=weights.__getitem__)
        if self._as.get(word.value) == best:
            return word  # the act that is explained there
        own = weights.get(word.value, LOUD)  # of what has no examples here
        is_other = weights[best] >= max(LOUD, own + LOUDER) and best != BESIDE
        return Word(best) if is_other else word

    def likely(self, text: str) -> Word | None:
        """Return what a sentence is rather about than anything else; None where several are as near."""
        best, second, *_ = self.ranked(text)
        is_likely = best.weight >= NEAR and best.weight - second.weight >= A_LITTLE_APART
        return Word(best.about) if is_likely and best.about != BESIDE else None

    def offered(self, text: str) -> tuple[Word, ...]:
        """Return the few nearest things, for the person to choose; () where nothing is near."""
        near = [guess.about for guess in self.ranked(text)[:OFFERED] if guess.weight >= NEAR]
        if first(lambda about: about == BESIDE, near[:1]):
            return ()
        return tuple(Word(about) for about in near if about != BESIDE)


def _examples(kept: dict[str, list[str]]) -> Iterator[tuple[str, str]]:
    for about, examples in kept.items():
        yield from zip(repeat(about), examples)


def _of_topics(files: str, as_: dict[str, str]) -> Iterable[tuple[str, str]]:
    """Return the examples of the forms and topics as well; those of an act are about how it is done."""
    for file in files.split():
        words = load_words(file)
        for kept in (*words.get("intent", ()), *words.get("topic", ())):
            about = as_.get(kept["word"], kept["word"])
            yield from zip(repeat(about), kept["examples"])


@lru_cache(maxsize=1)
def of_reporters() -> Nearest:
    """Return what reporters ask."""
    return Nearest("reporter", "intents.toml topics.toml")


@lru_cache(maxsize=1)
def of_coordinators() -> Nearest:
    """Return what coordinators ask."""
    return Nearest("coordinator", "coordinator_topics.toml")
