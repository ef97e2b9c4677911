"""A sent document is read before its turn, away from the writer, and the turn uses what was read."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from bot.model.message import FileRef, Incoming, IncomingKind
from bot.use_cases.papers.export_documents import Documents
from bot.use_cases.turns import file_store
from bot.use_cases.turns.turn_runner import Turns
from tests.imports.filled_files import FORM, body, fill, open_filled, sheet_of, workbook
from tests.office import Installation, Person, said


def file_message(desk: Installation, person: Person) -> Incoming:
    """The downloaded form with one cell filled, as a channel delivers it once it is kept."""
    raw = desk.folder / "sent.raw"
    raw.write_bytes(body(fill(workbook(sheet_of(desk)), {"1.6": (4, 160)})))
    message = Incoming(person.address, "f1", IncomingKind.FILE, file=FileRef(name="bieu.xlsx"))
    return file_store.store_file(message, raw, desk.folder)


def test_a_document_is_opened_once_and_answered_in_order(desk: Installation) -> None:
    person = desk.joined()
    first = file_message(desk, person)
    second = replace(first, key="f2", kind=IncomingKind.TEXT, text="đúng", file=None)

    async def deliver() -> list[bool]:
        turns = Turns(desk.store, desk.office, {}, lambda: None)
        await turns.receive([first, second])
        rounds = [await turns.round()]
        await asyncio.gather(*turns._fetching.values())
        assert first.file is not None
        (desk.folder / first.file.path).unlink()  # it was read before; nothing opens it again
        rounds.append(await turns.round())
        return rounds

    assert asyncio.run(deliver()) == [False, True]
    heard = [said(reply) for reply in person.listen()]
    assert "1.6: 4 lớp, 160 người" in heard[0]
    kept = desk.submission().answers["1.6"]
    assert (kept.count, kept.people, kept.source) == (4, 160, "file")


def test_the_form_is_made_in_both_kinds_of_file(desk: Installation) -> None:
    person = desk.joined()
    person.says("sửa 1.6 thành 4 lớp 160 người")

    async def made() -> list[tuple[str, dict]]:
        documents = Documents(desk.store, desk.office)
        found = []
        for words in ("biểu mẫu", "biểu mẫu word"):
            (reply,) = person.says(words)
            assert reply.document is not None
            path = await documents.make(reply.document)
            read = open_filled(path, FORM)
            found.append((path.suffix, {r.code: r.cells for r in read.rows if not r.is_empty}))
        documents.close()
        return found

    filled = {"1.6": ("4", "160", "")}
    assert asyncio.run(made()) == [(".xlsx", filled), (".docx", filled)]
