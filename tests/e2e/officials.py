"""Officials on their telephones: each reads the bot's latest message and answers it from a table.

They know what the contract fixes and no more: `Mục <code>` with `Câu n/34`, gates without a place,
`Gõ "đúng" để ghi`, the echo `1.1: …`, the words of commands and the labels of buttons. They never
send a message twice: who gets no answer waits. A message of the bot that comes a second time (the
program was killed between sending it and noting that) is recognised and left alone.
"""

from __future__ import annotations

import random
import re
import time
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from tests.e2e.figures import CODES, KINDS, PLACES, SECTIONS, Figure, Table
from tests.fakes.people import Person
from tests.fakes.telegram_api import Received

QUESTION = re.compile(r"^Mục (\S+).*Câu (\d+)/(\d+)", re.MULTILINE)
GATE = re.compile(r"^Mục (\d+) ", re.MULTILINE)
TOTAL = re.compile(r"^Mục 5$", re.MULTILINE)
RECEIPT = re.compile(r"Mã biên nhận: (\w+)")
PAGE = re.compile(r"\((\d+)/(\d+)\)\s*$")
TYPE_YES = 'Gõ "đúng" để ghi'
NOTHING = ("Không tổ chức", "Không chi", "Không có")  # labels that say so
PATIENCE = 240.0  # seconds without an answer before the test fails; longer than many restarts
LOOK_BACK = 6  # how many messages back one recognises a repeated one


@dataclass
class Heard:
    """One reply: the text of all its pages, the labels under the last, a file with it."""

    text: str
    labels: tuple[str, ...] = ()
    file: bytes | None = None
    file_name: str = ""

    @property
    def question(self) -> str:
        """The row that is asked, or empty."""
        found = QUESTION.search(self.text)
        return found.group(1) if found else ""

    @property
    def gate(self) -> str:
        """The section that is asked about as a whole, or empty."""
        found = GATE.search(self.text)
        is_gate = not self.question and {"Có", "Không tổ chức"} <= set(self.labels)
        return found.group(1) if found and is_gate else ""

    def echo(self, code: str) -> str | None:
        """What the bot says it stored for a row: the line behind `1.1: `."""
        found = re.search(rf"(?<![\d.]){re.escape(code)}: ([^\n]*)", self.text)
        return found.group(1) if found else None


Check = Callable[["Official", Heard], None]


@dataclass(frozen=True)
class Act:
    """One thing to do, and what the reply must say.

    `settles` is what a message says in the end that the bot edits while it takes several things."""

    do: Callable[[Official], None]
    check: Check | None = None
    settles: Callable[[Official], str] | None = None
    log: tuple[tuple[str, Figure | None], ...] = ()  # what it records, in order; None: cleared


@dataclass
class Official:
    """One person for one unit. `script` has what they do besides answering, by the row at whose
    question they do it ("review": before sending)."""

    person: Person
    code: str
    table: Table
    chance: random.Random
    script: dict[str, list[Act]] = field(default_factory=dict)
    told: set[str] = field(default_factory=set)  # rows whose echo was right
    stored: list[tuple[str, Figure | None]] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    receipts: list[str] = field(default_factory=list)
    files: list[bytes] = field(default_factory=list)
    photos: list[bytes] = field(default_factory=list)
    messages: dict[str, int] = field(default_factory=dict)  # row -> the message that answered it
    final: dict[str, Figure] = field(default_factory=dict)  # rows changed beside the table
    versions: int = 1
    sent: int = 0  # messages and taps of this person
    repeated: int = 0  # messages of the bot that came twice

    def __post_init__(self) -> None:
        self._queue: deque[Act] = deque([Act(lambda me: me.says(f"/start {me.code}", start=True))])
        self._waits: Act | None = None
        self._replies: list[Heard] = []
        self._read = 0
        self._known: deque[tuple[object, ...]] = deque(maxlen=LOOK_BACK)
        self._pages: list[str] = []
        self._since = time.monotonic()
        self._acts_at = 0.0
        self._asked = ""  # the row whose answer is awaited
        self._tries: dict[str, int] = {}

    # Life

    @property
    def is_done(self) -> bool:
        return len(self.receipts) >= self.versions and not self._queue and self._waits is None

    def step(self) -> None:
        """Look at the telephone; do the next thing when it is time."""
        for heard in self._new_replies():
            self._replies.append(heard)
            self._since = time.monotonic()
        if self._waits is not None:
            if self._replies and self._has_settled(self._waits):
                self._understand()
            elif time.monotonic() - self._since > PATIENCE:
                raise AssertionError(f"{self.person.name} got no answer; {self._story()}")
        elif self._queue and time.monotonic() >= self._acts_at:
            act = self._queue.popleft()
            self._waits, self._replies, self._since = act, [], time.monotonic()
            act.do(self)

    def _has_settled(self, act: Act) -> bool:
        """Whether the telephone shows the act's last words."""
        words = act.settles(self) if act.settles is not None else ""
        return any(words in each.text for each in self.person.inbox[-LOOK_BACK:])

    def _understand(self) -> None:
        act, heard = self._waits, self._replies[-1]
        assert act is not None
        self._waits = None
        self._acts_at = time.monotonic() + self.chance.uniform(0.0, 0.25)
        self._asked = heard.question or self._asked
        if act.check is not None:
            act.check(self, heard)
        self.stored += act.log
        if not self._queue:
            self._next(heard)

    def _new_replies(self) -> Iterator[Heard]:
        """Replies that came since the last look: pages put together, repetitions left out."""
        inbox = self.person.inbox
        for each in inbox[self._read :]:
            self._read += 1
            if _marks(each) in self._known:
                self.repeated += 1
                continue
            self._known.append(_marks(each))
            page = PAGE.search(each.text)
            self._pages.append(each.text)
            if page and page.group(1) != page.group(2):
                continue
            text, self._pages = "\n".join(self._pages), []
            labels = tuple(button.label for button in each.buttons)
            yield Heard(text, labels, each.document, each.file_name)

    def _story(self) -> str:
        return f"{self.told=} {self._asked=}; the last messages:\n" + "\n---\n".join(
            each.text for each in self.person.inbox[-3:]
        )

    def complain(self, why: str, heard: Heard) -> None:
        self.wrong.append(f"{self.person.name} ({self.table.unit}): {why}\n{heard.text}")

    # Doing

    def says(self, text: str, row: str = "", start: bool = False) -> None:
        self.sent += 1
        number = self.person.says(text)
        if row:
            self.messages[row] = number

    def taps(self, label: str) -> None:
        self.sent += 1
        self.person.taps(label)

    def edits(self, row: str, text: str) -> None:
        """Change the message that answered a row."""
        self.sent += 1
        self.person.edits(self.messages[row], text)

    def taps_oldest(self, label: str) -> None:
        """Tap a button that has long scrolled away."""
        self.sent += 1
        oldest = next(
            each
            for each in self.person.inbox
            if label in [button.label for button in each.buttons]
        )
        self.person.taps(label, oldest.message_id)

    def sends_photos(self, pictures: list[bytes], caption: str, as_file: bool = False) -> None:
        self.sent += len(pictures)
        self.photos += pictures
        if as_file:
            self.person.sends_file(pictures[0], "IMG_0001.JPG", "image/jpeg", caption)
        elif len(pictures) == 1:
            self.person.sends_photo(pictures[0], caption)
        else:
            self.person.sends_album(pictures, caption)

    def often(self, label: str, words: str) -> Callable[[Official], None]:
        """Tap a button, or write its words."""
        if self.chance.random() < 0.5:
            return lambda me: me.taps(label)
        return lambda me: me.says(words)

    # Understanding

    def _next(self, heard: Heard) -> None:
        """What the message asks for."""
        receipt = RECEIPT.search(heard.text)
        if receipt:
            self._take_receipt(receipt.group(1), heard)
        elif "Đồng ý" in heard.labels:
            self.does(self.often("Đồng ý", "đồng ý"), _joined)
        elif TYPE_YES in heard.text:
            self._confirm(heard)
        elif heard.question:
            self._at_question(heard)
        elif heard.gate:
            self._at_gate(heard.gate)
        elif TOTAL.search(heard.text):
            self._at_total()
        elif "Nộp báo cáo" in heard.labels:
            self._at_review()
        elif "Vẫn nộp" in heard.labels:  # the summary again would look like one that came twice
            self.does(self.often("Vẫn nộp", "nộp"))
        else:
            self._go_back(heard)

    def does(
        self,
        do: Callable[[Official], None],
        check: Check | None = None,
        log: tuple[tuple[str, Figure | None], ...] = (),
    ) -> None:
        self._queue.append(Act(do, check, log=log))

    def _at_question(self, heard: Heard) -> None:
        code, place, total = QUESTION.search(heard.text).groups()  # type: ignore[union-attr]
        if (int(place), int(total)) != (PLACES.get(code), len(CODES)):
            self.complain("the place is wrong", heard)
        extra = self.script.pop(code, None)
        if extra is not None:
            self._queue.extend(extra)
        elif code in self.told:
            self.does(lambda me: me.says("tiếp"))
        else:
            self._answer(code, heard)

    def _answer(self, code: str, heard: Heard) -> None:
        answer = self.table.answers[code]
        tries = self._tries[code] = self._tries.get(code, 0) + 1
        if tries > 3:
            raise AssertionError(f"{self.person.name} is not understood; {self._story()}")
        if KINDS[code] == "text":
            self._write_text(code, answer.words, answer.figure)
            return
        words = answer.words[0] if tries == 1 else answer.plainly
        if answer.figure.state == "nil" and tries == 1 and self.chance.random() < 0.4:
            label = next(each for each in NOTHING if each in heard.labels)
            self.does(lambda me: me.taps(label), echoed(code, answer.figure))
            return
        self.does(lambda me: me.says(words, code), answered(code, answer.figure))

    def _write_text(self, code: str, words: tuple[str, ...], figure: Figure) -> None:
        """Each piece is acknowledged; "xong" goes on."""
        if figure.state != "value":
            self.does(lambda me: me.says(words[0]), echoed(code, figure))
            return
        for count in range(1, len(words) + 1):
            so_far = Figure("value", text="\n".join(words[:count]))
            last = count == len(words)
            self.does(
                lambda me, piece=words[count - 1]: me.says(piece),
                acknowledged(code, so_far, last),
                log=((code, so_far),),
            )
        self.does(self.often("Xong", "xong"), None)

    def _confirm(self, heard: Heard) -> None:
        """Read what the bot understood; yes only if it is what was meant."""
        code = self._asked
        figure = self.table.figure(code)
        if same_figures(code, heard.echo(code), figure):
            self.does(self.often("Đúng", "đúng"), echoed(code, figure))
        else:
            self.does(self.often("Sai", "sai"), None)

    def _at_gate(self, gate: str) -> None:
        if gate not in self.table.closed:
            self.does(self.often("Có", "có"))
            return
        open_rows = [code for code in SECTIONS[gate] if code not in self.told]
        log = tuple((code, self.table.figure(code)) for code in open_rows)
        self.does(self.often("Không tổ chức", "không"), closed(gate, open_rows), log=log)

    def _at_total(self) -> None:
        if self.table.stated is None:
            self.does(self.often("Không", "không"))
            return
        figure = Figure("value", self.table.stated)
        self.does(lambda me: me.says(str(me.table.stated)), echoed("5", figure, told=False))

    def _at_review(self) -> None:
        if self.told < set(CODES):
            self.does(self.often("Tiếp", "tiếp"))
        elif "review" in self.script:
            self._queue.extend(self.script.pop("review"))
        else:
            self.does(self.often("Nộp báo cáo", "nộp"))

    def _take_receipt(self, receipt: str, heard: Heard) -> None:
        self.receipts.append(receipt)
        if heard.file is None or not heard.file_name.endswith(".xlsx"):
            self.complain("the receipt has no form with it", heard)
        else:
            self.files.append(heard.file)
        self._queue.extend(self.script.pop("sent", ()))

    def _go_back(self, heard: Heard) -> None:
        """Nothing is asked here (a photo was taken, the menu shown): to the open question."""
        if self._asked and self._asked not in self.told and not heard.labels:
            self._answer(self._asked, heard)
        else:
            self.does(lambda me: me.says("tiếp"))


def _marks(one: Received) -> tuple[object, ...]:
    """What two sendings of one message have in common; a new question has a new button key."""
    return one.text, tuple(button.data for button in one.buttons), one.file_name


# Checks


def _joined(me: Official, heard: Heard) -> None:
    if "Đang nhập cho: " not in heard.text:
        me.complain("joining did not say for whom figures are entered", heard)


def answered(code: str, figure: Figure) -> Check:
    """Stored and echoed, or asked back; never stored as something else."""

    def check(me: Official, heard: Heard) -> None:
        if TYPE_YES in heard.text or heard.question == code:
            return  # asked back: nothing is stored yet
        echoed(code, figure)(me, heard)

    return check


def echoed(code: str, figure: Figure, *, told: bool = True) -> Check:
    """The echo names the row and says the figures."""

    def check(me: Official, heard: Heard) -> None:
        said = heard.echo(code)
        if not same_figures(code, said, figure):
            me.complain(f"meant {code} = {figure}, the bot says {said!r}", heard)
            return
        if told:
            me.told.add(code)
        me.stored.append((code, figure))

    return check


def acknowledged(code: str, so_far: Figure, last: bool) -> Check:
    """A text in several messages: each is acknowledged with the row's code."""

    def check(me: Official, heard: Heard) -> None:
        if heard.echo(code) is None:
            me.complain(f"{code} was not acknowledged", heard)
        if last:
            me.told.add(code)

    return check


def closed(gate: str, rows: list[str]) -> Check:
    def check(me: Official, heard: Heard) -> None:
        if f"mục {gate}" not in heard.text.lower() or "không tổ chức" not in heard.text:
            me.complain(f"section {gate} was not recorded as nil", heard)
        me.told.update(rows)

    return check


def says(words: str) -> Check:
    """The reply has these words."""

    def check(me: Official, heard: Heard) -> None:
        if words not in heard.text:
            me.complain(f"expected {words!r}", heard)

    return check


def same_figures(code: str, said: str | None, figure: Figure) -> bool:
    """Whether an echo says these figures."""
    if said is None:
        return False
    told = said.partition(" (")[0]
    if figure.state != "value":
        return _WORDS[figure.state] in told.lower()
    if KINDS.get(code) == "yes_no":
        return told.lower().startswith("có" if figure.count else "không")
    numbers = [int(each.replace(".", "")) for each in re.findall(r"\d+(?:\.\d{3})*", told)]
    wanted = [number for number in (figure.count, figure.people) if number is not None]
    return numbers[: len(wanted)] == wanted and len(numbers) == len(wanted)


_WORDS = {"nil": "không", "not_applicable": "không thuộc diện", "pending": "chưa có số liệu"}
