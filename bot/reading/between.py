"""What stands between quantities: breakdowns, brackets, rates, words of warning."""

from __future__ import annotations

from itertools import takewhile

from bot.model.form import Cell
from bot.reading import around
from bot.reading.asides import Asides
from bot.row_types.doubt import Doubt
from bot.row_types.evidence import ASIDE, Breakdown, Claim, Noun, Role
from bot.vietnamese.phrases import Phrases
from bot.vietnamese.tokens import Sort, token_at
from bot.vietnamese.words import group, keyed, table, valued, words

PRODUCT = "×*"
ABOVE = group("above")
OF_OTHERS = tuple(
    phrase
    for body in ABOVE["bodies"]
    for phrase in (
        f"do {body}",
        *(f"{body} {deed}" for deed in ABOVE["deeds"]),
        *(f"{event} {body}" for event in ABOVE["events"]),
        *(f"{event} của {body}" for event in ABOVE["events"]),
    )
)
WARNINGS: Phrases[str] = Phrases(
    [
        *valued(group("phrases")["harmless"], ""),
        *keyed("warnings"),
        *valued(OF_OTHERS, "other_body"),
        *valued(words("do_not_know"), "not_known"),
        *valued(words("collecting", "pending"), "collecting"),
        *valued(tuple(no for no in words("no", "not_yet") if no != "kg"), "negation"),
    ]
)
BREAKDOWN = table("breakdown", "including")
INCLUDING = table("including")
OTHER_EVENTS, LONGEST_EVENT = table("other_events"), 3  # words up to the one that says it
DOUBTFUL_MARKS = {
    "?": Doubt.QUESTION,
    **dict.fromkeys("=+", Doubt.SUM),
    **dict.fromkeys("$€£¥", Doubt.CURRENCY),
}
NO_WHOLE = ASIDE | {Role.BARE}  # numbers of which nothing is told in parts
SUBSETS = frozenset(("trong", "ke", "tinh"))  # trong đó, kể: some of them
NAMING = "la"
ALL_DO, FEW_WORDS = "deu", 4
GIVEN_TO = "cho"  # 22 giấy khen, tặng giấy khen cho 9 tập thể
TIMES = frozenset(words("times"))
SLOGANS_OR_NO, SLOGANS = "kh", frozenset(("khau",))  # KH: kế hoạch


class Between(Asides):
    """The steps that make nothing of a number and something of the words around it."""

    def breakdown(self, place: int) -> int:
        """ "Trong đó 20 nữ", "gồm 30 hs và 5 gv": what follows a figure breaks it down."""
        found = BREAKDOWN.match(self.tokens, place, plain=self.plain) or self._naming(place)
        if found is None:
            return place
        if self.evidence.claims:
            self._break_down(self.evidence.claims[-1], place, found[1])
        return found[1]

    def _break_down(self, last: Claim, place: int, end: int) -> None:
        """Take what follows for parts of the last figure, some of it or all."""
        if OTHER_EVENTS.find(self.tokens, range(end, end + LONGEST_EVENT), plain=self.plain):
            self.warn(Doubt.COMBINED, place, end)
        if self.is_single:
            self._warn_of_included(place)
        is_subset = self._is_subset(place)
        holds_none = ASIDE if is_subset else NO_WHOLE
        opens = not self.part and last.role not in holds_none
        if is_subset and (opens or self.part is Breakdown.BRACKET):
            self.part = Breakdown.WITHIN  # also inside of brackets: "50 em (trong đó nữ 30)"
        elif opens:
            self.part = Breakdown.LISTED

    def _naming(self, place: int) -> tuple[bool, int] | None:
        """Return "là" right behind a figure, before the names of what was counted: "2 tập thể là trường TH
        và hội phụ nữ"."""
        follows = self.is_single and self.last_end == place and self.tokens[place].key == NAMING
        if not follows or WARNINGS.match(self.tokens, place, plain=self.plain):
            return None  # "5 cuộc là cùng"
        return (True, place + 1) if self.number_at(place + 1) is None else None

    def _warn_of_included(self, place: int) -> None:
        """Warn where a figure holds things that are not the row's: "410 cuốn, tính cả vở"."""
        end = INCLUDING.end(self.tokens, place, plain=self.plain)
        noun, behind = self.noun_at(end) or (None, end)
        may_be_own = noun is not None and (noun.role is Role.NEAR or noun.word in self.lexicon.kin)
        if may_be_own:
            self.warn(Doubt.UNNUMBERED, end, behind)

    def _is_subset(self, place: int) -> bool:
        """Tell whether "trong đó", "kể cả" speak of some, not of all."""
        return self.tokens[place].key in SUBSETS or self._includes(place)

    def _includes(self, place: int) -> bool:
        """Return whether "gồm cả", "đã gồm" stands here."""
        found = INCLUDING.match(self.tokens, place, plain=self.plain)
        return found is not None and not self.is_money

    def bracket(self, place: int) -> int:
        """Return brackets hold a breakdown; a semicolon or a new line ends one."""
        token = self.tokens[place]
        if token.is_mark(":") and self._opens_list(place):
            self.part = Breakdown.LISTED
        elif token.is_mark("(["):
            self._open()
        elif token.is_mark(")]") and self.depth:
            self.depth -= 1
            self.part = self.part if self.depth else Breakdown.NONE
        elif token.is_mark(";") or token.sort is Sort.BREAK:
            self.part = self.part if self.depth else Breakdown.NONE
        else:
            return place
        return place + 1

    def _open(self) -> None:
        if self.has_figure and not self.part:
            self.part, self.depth = Breakdown.BRACKET, 1
        else:
            self.depth += 1

    def _opens_list(self, place: int) -> bool:
        """Return whether a colon behind the first figure opens its parts: "15 cái: 5 băng rôn"."""
        single = not self.lexicon.kind.has_two_cells and not self.part
        return single and len(self.evidence.claims) == 1 and self.last_end == place

    def per_unit(self, place: int) -> int:
        """ "30 người/lớp", "2 lớp x 30", "2*30"."""
        token = self.tokens[place]
        if not self.evidence.claims:
            return place
        if token.is_mark("/") and (self._is_behind(place) or self._is_for_each_time(place)):
            return self._rate(place)
        noun = self.noun_at(place - 1)  # "cá nhân 150"
        is_sign = token.key == "x" or (token.text == "nhân" and not (noun and noun[1] > place))
        times = token.is_mark(PRODUCT) or is_sign
        if times and self.number_at(place + 1):
            self.warn(Doubt.PER_UNIT, place, place + 1)
            return place + 1
        return place

    def _is_behind(self, place: int) -> bool:
        """Return whether the last claim stands right before, at most with "tham gia" between."""
        end = around.skip_linking(self.tokens, self.last_end, self.plain, marks="")
        return place in (self.last_end, end)

    def _is_for_each_time(self, place: int) -> bool:
        """Return whether "/ngày" stands behind words of the last claim: "2 ngày hội đọc sách/ngày"."""
        found = self.noun_at(place + 1)
        words = self.tokens[self.last_end : place]
        is_time = found is not None and found[0].word in TIMES
        return is_time and all(token.sort is Sort.WORD for token in words)

    def _rate(self, place: int) -> int:
        """ "30 người/lớp" holds for one class; "/ngày" cannot be multiplied."""
        behind = place + 1
        if token_at(self.tokens, behind).sort is not Sort.WORD:
            return place
        if self.number_at(behind):
            return place
        found = self.lexicon.row_noun_at(self.tokens, behind, self.plain)
        of_count = found is not None and found[0].cell == Cell.COUNT
        if (of_count and found and found[0].role is Role.OWN) or self.is_money:
            self.warn(Doubt.PER_UNIT, place, behind + 1)
        else:
            self.warn(Doubt.RATE, place, behind + 1)
        return behind + 1

    def unnumbered(self, place: int) -> int:
        """ "3 trường mầm non và TTHTCĐ": one more noun of the row, but no number for it."""
        if self.evidence.claims and not self.part:
            end = around.unnumbered_end(self.tokens, place, self.lexicon, self.plain)
            if end > place:
                self.warn(Doubt.UNNUMBERED, place + 1, end)
        return place

    def each(self, place: int) -> int:
        """ "2 lớp, lớp 30 người": the noun of a claim again, right before a figure: each one."""
        if not self.evidence.claims:
            return place
        found = self.noun_at(place)
        if found is None:
            return place
        end = around.skip_linking(self.tokens, found[1], self.plain, marks="")
        is_given = any(token.key == GIVEN_TO for token in self.tokens[found[1] : end])
        if not is_given and self._said_before(found[0]) and self.number_at(end):
            self.warn(Doubt.PER_UNIT, place, found[1])
            self.evidence.used.update(range(place, found[1]))  # "mỗi lớp" is no remark
        return found[1] if self.lexicon.kind.has_two_cells and found[0].cell else place

    def _said_before(self, noun: Noun) -> bool:
        last = self.evidence.claims[-1]
        if self.lexicon.kind.has_two_cells:
            own = noun.role is Role.OWN and noun.cell == Cell.COUNT
            return own and last.cell == Cell.COUNT and last.word == noun.word
        return noun.role is Role.OTHER and last.word == noun.word

    def caution(self, place: int) -> int:
        """Return a word that makes the answer uncertain wherever it stands."""
        found = WARNINGS.match(self.tokens, place, plain=self.plain)
        if found is None:
            return place
        if self._is_name(place, found[1]) or self._says_all(place, found[1]):
            return place
        if self.tokens[place].key == SLOGANS_OR_NO and self.is_number(place + 1):
            if self.tokens[place].text.isupper() and SLOGANS.isdisjoint(self.lexicon.label):
                self.warn(Doubt.PLANNED, place, place + 1)
            return place  # "khẩu hiệu 15": nobody denies a number so
        if found[0]:
            self.warn(Doubt(found[0]), place, found[1])
        return self._before_hundreds(found[1])

    def _says_all(self, place: int, end: int) -> bool:
        """Return whether "đều" only says that all of them did it: "cả 3 trường đều tổ chức"; what they have
        each, "4 trường đều tặng 50 quyển", follows within a few words."""
        if self.tokens[place].key != ALL_DO or end > place + 1:
            return False
        behind = self.tokens[end : end + FEW_WORDS]
        numbered = takewhile(lambda token: token.sort in (Sort.WORD, Sort.NUMBER), behind)
        return not any(self._is_figure(at) for at, _ in enumerate(numbered, end))

    def _is_figure(self, place: int) -> bool:
        number = self.number_at(place)
        return number is not None and (
            self.is_number(place) or self.noun_at(number.end) is not None
        )

    def _before_hundreds(self, end: int) -> int:
        """Return the place before the last word of a warning where it begins a number: "cả trăm linh năm"."""
        is_hundred = self.tokens[end - 1].key == "tram"
        number = self.number_at(end - 1) if is_hundred else None
        return end - (number is not None and number.value is not None)

    def _is_name(self, place: int, end: int) -> bool:
        """Return whether a warning word is a part of a name: "Cty Huy Hoàng" (hủy), "ông Lò Văn Thành"; with
        its own accents only behind a name, and where it changes no number: not in "Lớp May Khoảng 20"."""
        token, behind = self.tokens[place], token_at(self.tokens, end)
        if end > place + 1 or place == 0 or not token.text.istitle():
            return False
        before = self.tokens[place - 1]
        if token.marks:
            changes = behind.sort is Sort.NUMBER or self.evidence.text.istitle()
            return before.text.istitle() and not changes
        named = (before.text, behind.text)
        return before.sort is Sort.WORD and any(map(str.istitle, named))

    def rest(self, place: int) -> int:
        """Return the place behind whatever nothing else took: odd digits, mixed words, marks."""
        doubt = self._raised(place)
        if doubt is not None:
            self.warn(doubt, place, place + 1)
        return place + 1

    def _raised(self, place: int) -> Doubt | None:
        """Return the doubt that a token raises by standing there."""
        token = self.tokens[place]
        match token.sort:
            case Sort.WORD:
                is_scale = around.is_loose_scale(self.tokens, place, self.plain)
                return Doubt.STRANGE_WORD if is_scale else None
            case Sort.ODD:
                return Doubt.ODD_DIGIT
            case Sort.MIXED:
                return Doubt.UNREADABLE
            case Sort.MARK:
                return self._raised_by_mark(token.text, place)
        return None

    def _raised_by_mark(self, mark: str, place: int) -> Doubt | None:
        doubt = DOUBTFUL_MARKS.get(mark)
        is_settled = {
            Doubt.SUM: self.part or not self.evidence.claims,
            Doubt.CURRENCY: self.last_end != place,
        }
        return None if doubt is None or is_settled.get(doubt) else doubt
