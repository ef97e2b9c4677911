"""Hostile and broken messages by the thousand: none raises, none takes a second of the processor.

    python -m tests.properties.hostile_messages [--messages 100000] [--seed 1]

Reporters, an approver, a coordinator and strangers write on three channels. Prints how it went as
JSON, also of what was sent until Ctrl+C; exits with 1 where a turn raised or was slow.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import random
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

from bot.model.message import Incoming, IncomingKind
from bot.model.person import Role
from bot.use_cases.turns.process_message import process, take_at_once
from tests.office import Installation, Person

SLOW = 1.0  # seconds of the processor
LONGEST = 4096
WORDS = (
    "tiếp", "lùi", "bỏ qua", "xem", "nộp", "hoàn tác", "trợ giúp", "tạm dừng", "dữ liệu của tôi", "đúng",
    "sai", "xong", "ảnh", "không", "duyệt", "trả lại", "tiến độ", "nhắc", "xuất", "nhận", "gia hạn", "mời",
    "bảng", "tổng hợp", "nộp tổng hợp", "chuyển xuống", "nhập hộ", "bàn giao", "sửa", "mục", "ghi chú",
    "LIENKET", "/start", "còn lại không", "1.1", "1.6", "5.1", "11", "Xã Bum Nưa", "03466", "20/10/2022",
    "3 lớp 45 người", "12,5 triệu", "2/85", "-5", "1e9", "ba trăm linh năm", "=1+1", "@SUM(A1)",
    "<b>", "</script>", "'; DROP TABLE answer;--", "{unit}", "%s%n", "\\", "../../etc/passwd",
)  # fmt: skip
LETTERS = (
    "0", "9", " ", "\n", "\t", "\0", "a", "đ", "ệ", ".", ",", "-", "(", "[", "{", "“", "\u200b", "\u202e",
    "\u0301", "\ufeff", "🇻", "👩\u200d🔬", "\ud800", "١", "½", "①", "𝟗", "\u2063baocao:",
)  # fmt: skip


@dataclass
class Outcome:
    """What became of all messages; the three lists hold the first texts at fault."""

    messages: int = 0
    slowest: float = 0.0  # seconds of the processor
    slow: list[str] = field(default_factory=list)
    raised: list[str] = field(default_factory=list)

    @property
    def is_well(self) -> bool:
        return not self.slow and not self.raised


def text(chance: random.Random) -> str:
    """A message: words of ours in disorder, runs of one letter, or noise."""
    shapes: tuple[Callable[[random.Random], str], ...] = (_phrase, _phrase, _run, _noise, _long)
    return chance.choice(shapes)(chance)[:LONGEST]


def _phrase(chance: random.Random) -> str:
    between = chance.choice((" ", " ", "; ", "\n", ": ", ""))
    return between.join(chance.choices(WORDS, k=chance.randint(1, 6)))


def _run(chance: random.Random) -> str:
    return chance.choice(LETTERS) * chance.choice((1, 20, 300, LONGEST))


def _noise(chance: random.Random) -> str:
    return "".join(chance.choices(LETTERS + WORDS, k=chance.randint(1, 40)))


def _long(chance: random.Random) -> str:
    return "\n".join(_phrase(chance) for _ in range(chance.choice((10, 40, 150))))


def message(chance: random.Random, number: int, person: Person) -> Incoming:
    """Anything a platform may hand over."""
    made = Incoming(person.address, f"h{number}", IncomingKind.TEXT, text(chance))
    kind = chance.choices(("text", "start", "choice", "edited", "sticker"), (80, 4, 8, 4, 4))[0]
    earlier = f"h{chance.randint(0, number)}"
    match kind:
        case "start":
            return replace(made, kind=IncomingKind.START)
        case "choice":
            return replace(made, kind=IncomingKind.CHOICE, text="", choice=_key(chance, person))
        case "edited":
            return replace(made, kind=IncomingKind.EDITED, edits=earlier)
        case "sticker":
            return replace(made, kind=IncomingKind.UNSUPPORTED)
    return replace(made, message=made.key)


def _key(chance: random.Random, person: Person) -> str:
    """The key of a button: a real one, somebody else's, or none at all."""
    shown = [choice.key for reply in person.heard[-4:] for choice in reply.choices]
    return chance.choice([*shown, "1|99|0|yes", "|||", text(chance)[:200]])


def office(folder: Path) -> tuple[Installation, list[Person]]:
    """A campaign with everybody in it, and two strangers."""
    desk = Installation(folder)
    people = [desk.joined(channel=channel) for channel in ("telegram", "zalo", "web")]
    for role, unit in ((Role.APPROVER, "03466"), (Role.COORDINATOR, None)):
        person = desk.person(role.value)
        person.starts(desk.code(unit, role))
        person.says("Đồng ý")
        people.append(person)
    return desk, [*people, desk.person("Người lạ"), desk.person("Người lạ", "zalo")]


def bombard(
    desk: Installation, people: list[Person], messages: int, seed: int, done: Outcome
) -> None:
    """Let people send so many messages, each in a turn of its own; `done` is kept up to date."""
    chance = random.Random(seed)
    for number in range(messages):
        person = chance.choice(people)
        sent = message(chance, number, person)
        began = time.process_time()
        try:
            take(desk, sent)
        except Exception as error:
            done.raised.append(
                f"{type(error).__name__}: {error} <- {sent.kind} {sent.text[:80]!r}"
            )
        took = time.process_time() - began
        done.messages += 1
        done.slowest = max(done.slowest, round(took, 3))
        if took > SLOW:
            done.slow.append(f"{took:.1f} s: {sent.text[:80]!r}")
        if number % 50 == 0:
            person.listen()


def take(desk: Installation, sent: Incoming) -> None:
    """Give a message its turn, as the program does; raises what the turn raises."""
    if desk.store.write(lambda tx: take_at_once(tx, desk.office, sent)).result():
        return
    desk.store.write(lambda tx: tx.messages.keep(sent, desk.now)).result()
    with desk.store.reading() as tx:
        waiting = tx.messages.waiting()
    for arrived in waiting:
        desk.store.write(lambda tx, each=arrived: process(tx, desk.office, each)).result()


def main() -> int:
    """Play it and print what became of it."""
    words = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    words.add_argument("--messages", type=int, default=100_000)
    words.add_argument("--seed", type=int, default=1)
    given = words.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        desk, people = office(Path(folder))
        done = Outcome()
        with contextlib.suppress(KeyboardInterrupt):
            bombard(desk, people, given.messages, given.seed, done)
        desk.close()
    sys.stdout.write(json.dumps(asdict(done), ensure_ascii=False) + "\n")
    return 0 if done.is_well else 1


if __name__ == "__main__":
    sys.exit(main())
