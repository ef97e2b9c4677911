"""The mail-in desk: files that units mailed are kept, matched to their units, read, and entered.

`take_in` opens what was given (a file, a message with its files, a folder of messages) and keeps each
document in the data folder; `read_all` says whose it is and what would be stored, and reads only;
`store` enters what is certain through the coordinator's own commands.
"""

from __future__ import annotations

import hashlib
import tempfile
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import tzinfo
from itertools import starmap
from pathlib import Path

from bot.conversation import effects, mailed_form
from bot.conversation.context import CampaignContext, ReportContext
from bot.conversation.mailed_form import MailedRow
from bot.conversation.on_behalf import EntryOnBehalf
from bot.imports.grid import OpenedFile
from bot.imports.mail_message import MailMessage, read_message
from bot.imports.mailed_pack import PACKED, Attached, files_in_pack
from bot.imports.safe_zip import FileRefused
from bot.imports.unit_of_file import agreed_unit, units_seen
from bot.locale.dates import day
from bot.locale.say import say
from bot.model.answer import Answer
from bot.model.commands import EnterFor, SendFor
from bot.model.filled_form import FilledForm
from bot.model.form import Form
from bot.model.message import FileRef
from bot.model.optional import sure
from bot.model.person import Role, Seat
from bot.model.submission import Submission
from bot.model.unit import Unit
from bot.use_cases.turns import file_store, load_context, read_upload, run_command
from bot.use_cases.turns.run_command import Acting, Outcome

MESSAGE = ".eml"
LONGEST_SOURCE = 200
NOBODY = Unit(0, "", "")


@dataclass(frozen=True)
class MailedFile:
    """One document as it came: `name` is that of the file that was given, `attachment` that of the
    file inside a message. Without a path in `file` nothing could be kept, `refusal` says why. `words`
    are a message's own, where it brings no document; where it does, they stand `beside` it and only
    raise doubts; `said` are its subject and sender; `left` are the files with it that nobody reads
    figures from."""

    name: str
    file: FileRef
    source: str
    attachment: str = ""
    words: str = ""
    beside: str = ""
    said: tuple[str, ...] = ()
    left: tuple[str, ...] = ()
    refusal: str = ""

    @property
    def shown(self) -> str:
        """The file as a person knows it."""
        return f"{self.name} › {self.attachment}" if self.attachment else self.name


@dataclass(frozen=True)
class MailReading:
    """What one document comes to. `unit` is None where it does not say whose it is; `command` is what
    would be done, None where nothing is certain; `text` shows all of it."""

    mailed: MailedFile
    unit: Unit | None
    rows: tuple[MailedRow, ...]
    not_read: tuple[str, ...]
    text: str
    command: EnterFor | None = None


# -- what came ------------------------------------------------------------------------------------


def files_in(path: Path) -> list[Path]:
    """Return a file, or what a folder of messages holds, by name."""
    if not path.is_dir():
        return [path]
    return sorted(
        each for each in path.iterdir() if each.is_file() and not each.name.startswith(".")
    )


def take_in(path: Path, name: str, folder: Path, tz: tzinfo, source: str = "") -> list[MailedFile]:
    """Return the documents in a file, each kept in the data folder. `source` is where they came
    from; a message says so itself."""
    told = MailedFile(name, FileRef(name=name), source or say("mail.from_file", name=name))
    if name.lower().endswith(MESSAGE):
        return _of_file(path, told, folder, tz, source)
    if name.lower().endswith(PACKED):
        return _of_pack(path, told, folder)
    return [_kept(path, told, folder)]


def _of_pack(path: Path, told: MailedFile, folder: Path) -> list[MailedFile]:
    """Return the documents in a packed folder, or the reason why it is not opened."""
    try:
        return [_attached(told, each, folder) for each in files_in_pack(path)]
    except FileRefused as refused:
        return [replace(told, refusal=say(f"file.{refused.reason}"))]


def _kept(path: Path, mailed: MailedFile, folder: Path) -> MailedFile:
    """Return a document with its file in place, or with the reason why it is not taken."""
    file = file_store.keep_mailed(path, mailed.file.name, folder)
    if file.path:
        return replace(mailed, file=file)
    return replace(mailed, refusal=say(f"file.{file.remote}"))


def _of_file(
    path: Path, told: MailedFile, folder: Path, tz: tzinfo, source: str
) -> list[MailedFile]:
    """Return the documents of a kept message, or the reason why it is none."""
    try:
        message = read_message(path)
    except FileRefused as refused:
        return [replace(told, refusal=say(f"file.{refused.reason}"))]
    return _of_message(path, message, told, folder, tz, source)


def _of_message(
    path: Path, message: MailMessage, told: MailedFile, folder: Path, tz: tzinfo, source: str
) -> list[MailedFile]:
    """Return the documents of a message and of those that were attached to it; its own words where it
    brings neither."""
    told = _as_told(message, told, tz, source)
    if message.page:
        table = Attached(say("mail.table_in_words"), message.page.encode())
        message = replace(message, documents=(table, *message.documents))
    copies, rest = _parted([_attached(told, each, folder) for each in message.pictures])
    left = [*map(_left, message.others), *map(_left_picture, rest)]
    found = [_attached(told, each, folder) for each in message.documents]
    found = [replace(each, beside=message.words) for each in (*found, *copies)]
    for inner in message.inner:
        found += _of_message(path, inner, told, folder, tz, source)
    first, *more = found or [_worded(path, told, message.words, folder, left)]
    return [replace(first, left=(*left, *first.left)), *more]


def _as_told(message: MailMessage, told: MailedFile, tz: tzinfo, source: str) -> MailedFile:
    """Return a file with what its message says of it: where it is from, subject and sender."""
    whence = (source or _source(message, tz))[:LONGEST_SOURCE]
    said = (message.subject, message.sender, *message.about)
    return replace(told, source=whence, said=(*told.said, *filter(None, said)))


def _left(name: str) -> str:
    return say("mail.left", name=name)


def _left_picture(picture: MailedFile) -> str:
    return say("mail.left_picture", name=picture.attachment)


def _parted(pictures: Sequence[MailedFile]) -> tuple[list[MailedFile], list[MailedFile]]:
    """Return the pictures that are signed copies, and the others."""
    return (
        [each for each in pictures if not each.refusal],
        [each for each in pictures if each.refusal],
    )


def _worded(
    path: Path, told: MailedFile, words: str, folder: Path, others: Sequence[str]
) -> MailedFile:
    """Return a message without documents, for its own words; what to do where it has none."""
    if not words.strip():
        return replace(told, refusal=say("mail.only_files" if others else "mail.nothing_in_it"))
    return replace(_kept(path, told, folder), words=words)


def _attached(told: MailedFile, attached: Attached, folder: Path) -> MailedFile:
    with tempfile.TemporaryDirectory(prefix="mail-") as place:
        raw = Path(place) / f"attached{Path(attached.name).suffix.lower()}"
        raw.write_bytes(attached.body)
        own = replace(told, attachment=attached.name, file=FileRef(name=attached.name))
        return _kept(raw, own, folder)


def _source(message: MailMessage, tz: tzinfo) -> str:
    """Return "e-mail ngày 12/10/2022 của Lò Văn Ân"."""
    if message.sent_at is None:
        return say("mail.from_sender", sender=message.sender or "?")
    at = message.sent_at.astimezone(tz) if message.sent_at.tzinfo else message.sent_at
    return say("mail.from_message", day=day(at.date()), sender=message.sender or "?")


# -- what it says ---------------------------------------------------------------------------------


def read_all(
    acting: Acting, mailed: Sequence[MailedFile], unit_ids: Sequence[int | None]
) -> list[MailReading]:
    """Return what each document says and whose it is; `unit_ids` are those that somebody chose.
    Rows that two documents of one unit give differently are asked in both."""
    reader = _MailReader(acting, acting.whole_board())
    readings = [reader.read(each, unit) for each, unit in zip(mailed, unit_ids, strict=True)]
    words = list(map(reader.read_beside, readings))
    differing = _differing([*readings, *words])
    return [
        _with_words(reader.read_without(each, differing.get(each.unit, set())), said)
        for each, said in zip(readings, words, strict=True)
    ]


def _with_words(reading: MailReading, words: MailReading) -> MailReading:
    """Return a document's reading, with what its message's words say that is not in the document."""
    known = {row.code: row.answer for row in reading.rows}
    new = [
        row
        for row in words.rows
        if row.answer is None or not row.answer.same_figures(known.get(row.code))
    ]
    if not new:
        return reading
    told = say("mail.words_beside", words=words.mailed.words[:LONGEST_SOURCE])
    return replace(reading, text=f"{reading.text}\n{told}", not_read=(*reading.not_read, told))


@dataclass(frozen=True)
class _MailReader:
    """A campaign at which documents are read."""

    acting: Acting
    board: CampaignContext

    def read(self, mailed: MailedFile, chosen: int | None) -> MailReading:
        """Return what a document says, for the unit that was chosen or that it names."""
        if mailed.refusal:
            return self._refused(mailed, chosen)
        opened = self._opened(mailed)
        forms = load_context.campaign_forms(
            self.acting.tx, self.acting.office, self.board.campaign
        )
        form, filled = read_upload.best_read(self.acting.tx, opened, forms)
        blank = self._blank(form)
        unit, unclear = self._whose(mailed, chosen, opened, filled)
        desk = effects.desk_of(self.board, unit.id) if unit is not None else blank
        found = self._read(mailed, unit, desk or blank, ())
        return replace(found, text=f"{unclear}\n{found.text}") if unclear else found

    def _refused(self, mailed: MailedFile, chosen: int | None) -> MailReading:
        """Return a document that is not taken, with the unit that its name or its message names."""
        unit, _ = self._whose(mailed, chosen, OpenedFile(), None)
        return MailReading(mailed, unit, (), (mailed.refusal, *mailed.left), mailed.refusal)

    def _whose(
        self,
        mailed: MailedFile,
        chosen: int | None,
        opened: OpenedFile,
        filled: FilledForm | None,
    ) -> tuple[Unit | None, str]:
        """Return whose a document is, and why that is unclear where several are named."""
        line = self.board.line_of(chosen or 0)
        if line is not None:
            return line.unit, ""
        units = self.board.units
        seen = units_seen(units, opened, filled, mailed.attachment or mailed.name, mailed.said)
        named = sorted({unit.name for each in seen for unit in each})
        unit = agreed_unit(seen)
        unclear = unit is None and len(named) > 1
        return unit, say("mail.names_differ", names=", ".join(named)) if unclear else ""

    def read_beside(self, reading: MailReading) -> MailReading:
        """Return what the words of a message say for the unit of a document in it. Nothing of it is
        stored: what differs from the document is asked."""
        desk = effects.desk_of(self.board, reading.unit.id) if reading.unit else None
        if desk is None or not reading.mailed.beside:
            return replace(reading, rows=())
        words = replace(reading.mailed, words=reading.mailed.beside, beside="", left=())
        return self._read(words, reading.unit, desk, ())

    def read_without(self, reading: MailReading, rows: set[str]) -> MailReading:
        """Return a reading in which some rows are asked."""
        desk = effects.desk_of(self.board, reading.unit.id) if reading.unit and rows else None
        if desk is None:
            return reading
        return self._read(reading.mailed, reading.unit, desk, tuple(sorted(rows)))

    def _read(
        self,
        mailed: MailedFile,
        unit: Unit | None,
        desk: ReportContext,
        left_out: tuple[str, ...],
    ) -> MailReading:
        if desk.form is None:
            text = say("form.none")
            return MailReading(mailed, unit, (), (text, *mailed.left), text)
        asked = EnterFor(
            desk.unit.id, mailed.words, mailed.source, file=mailed.file, left_out=left_out
        )
        entry = effects.entry_of(self.board, desk, asked)
        rows = self._rows(desk, mailed, entry)
        not_read = (*entry.unused, *mailed.left)
        command = asked if unit is not None and entry.has_any else None
        return MailReading(mailed, unit, rows, not_read, entry.text, command)

    def _rows(
        self, desk: ReportContext, mailed: MailedFile, entry: EntryOnBehalf
    ) -> tuple[MailedRow, ...]:
        if not mailed.words:
            folder = self.acting.office.folder
            filled = read_upload.read_kept(self.acting.tx, folder, mailed.file, desk.the_form)
            return mailed_form.mailed_rows(desk, filled, entry)
        stored = starmap(mailed_form.entered_row, entry.pairs)
        asked = (MailedRow(code, "ask", question=text) for code, text in entry.asked)
        return (*stored, *asked)

    def _opened(self, mailed: MailedFile) -> OpenedFile:
        """Return a document's tables; nothing for a message's own words."""
        if mailed.words:
            return OpenedFile()
        path = self.acting.office.folder / mailed.file.path
        return read_upload.opened_once(path, mailed.file.code)

    def _blank(self, form: Form | None) -> ReportContext:
        """Return an empty report of nobody, for showing what a document says that names no unit."""
        campaign = self.board.campaign
        seat = Seat(0, Role.REPORTER, campaign.id, campaign.title, 0)
        return ReportContext(seat, campaign, NOBODY, form, Submission(0, campaign.id, 0))


def _differing(readings: Sequence[MailReading]) -> dict[Unit | None, set[str]]:
    """Return by unit the rows that two documents of it give differently."""
    seen: dict[tuple[Unit | None, str], Answer] = {}
    differing: dict[Unit | None, set[str]] = defaultdict(set)
    told = [(each.unit, row) for each in readings for row in each.rows if row.answer]
    for unit, row in told:
        answer = sure(row.answer)
        if not seen.setdefault((unit, row.code), answer).same_figures(answer):
            differing[unit].add(row.code)
    return differing


def looked_at(readings: Sequence[MailReading]) -> str:
    """Return what tells this list, with what each unit has so far, from one that was looked at before."""
    told = [f"{each.unit.id if each.unit else 0} {each.text}" for each in readings]
    return hashlib.sha256("\n".join(told).encode()).hexdigest()[:32]


# -- entering it ----------------------------------------------------------------------------------


def store(acting: Acting, readings: Sequence[MailReading], *, send: bool = False) -> list[Outcome]:
    """Enter what is certain of each document, one after the other, and return what was done; with
    `send` each unit's report is handed in with the last of its documents. What a document before it
    has entered already is left as it is."""
    commands = [each.command for each in readings if each.command is not None]
    last = {command.unit_id: place for place, command in enumerate(commands)}
    done: list[Outcome] = []
    for place, command in enumerate(commands):
        wanted = replace(command, send=send and last[command.unit_id] == place)
        outcome = run_command.execute(acting, [wanted])
        done.append(outcome if outcome.may else _nothing_new(acting, wanted, outcome))
    return done


def _nothing_new(acting: Acting, command: EnterFor, refused: Outcome) -> Outcome:
    """Hand in what holds the same figures a second time."""
    if not command.send:
        return refused
    sent = run_command.execute(acting, [SendFor(command.unit_id)])
    return sent if sent.may else refused
