"""An uploaded photo or document: taken in with a limit, checked by content, put in its place."""

from __future__ import annotations

import contextlib
import os
import tempfile
import unicodedata
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, BinaryIO

from python_multipart.multipart import parse_options_header
from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request

from bot.channels.web_chat import LONGEST_TEXT, clean_text
from bot.channels.webhook import read_object
from bot.imports import document, photo
from bot.locale.say import say
from bot.model.message import Address, FileRef, Incoming, IncomingKind
from bot.use_cases.turns import file_store
from bot.web.security import PageRefused

LARGEST_MB = photo.LARGEST // (1024 * 1024)
FORM_ROOM = 256 * 1024  # bytes of a form besides its files
MOST_FILES = 10
LONGEST_NAME = 120  # characters
TAKEN = (".jpg", ".jpeg", ".png", ".webp", ".pdf", ".docx", ".xlsx", ".doc", ".xls")
CHUNK = 1024 * 1024


def too_large() -> PageRefused:
    return PageRefused(413, say("page.too_large", most=LARGEST_MB))


def without_seat() -> PageRefused:
    """Return why nobody's file is taken, however large it is. 403 would say that the page is out of date."""
    return PageRefused(422, say("page.file_no_seat"))


class Counted(Request):
    """A request whose body may not be longer than `most` bytes; `refusal` says so."""

    def __init__(
        self, request: Request, most: int, refusal: Callable[[], PageRefused] = too_large
    ) -> None:
        super().__init__(request.scope, request.receive)
        self.most = most
        self.refusal = refusal

    async def stream(self) -> AsyncGenerator[bytes, None]:
        """Return the body in pieces; raises the refusal as soon as there are too many."""
        said = self.headers.get("content-length", "")
        if said.isdigit() and int(said) > self.most:
            raise self.refusal()
        taken = 0
        async for piece in super().stream():
            taken += len(piece)
            if taken > self.most:
                raise self.refusal()
            yield piece


async def read_body(request: Request, most: int) -> bytes:
    """Return a whole body of at most `most` bytes."""
    return b"".join([piece async for piece in Counted(request, most).stream()])


async def read_json(request: Request, most: int) -> dict[str, Any]:
    """Return the JSON object that a page's script posted, of at most `most` bytes; 400 for anything else."""
    try:
        return read_object(await read_body(request, most))
    except ValueError:
        raise PageRefused(400, say("page.bad_request")) from None


@contextlib.asynccontextmanager
async def posted_form(
    request: Request, files: int, *, wanted: bool = True
) -> AsyncIterator[FormData]:
    """Give a posted form with at most so many files; large ones lie in temporary files meanwhile.
    Raises PageRefused: 400 for letters other than UTF-8, 422 for a file where none are `wanted`."""
    _refuse_other_letters(request)
    if wanted:
        counted = Counted(request, FORM_ROOM + files * photo.LARGEST)
    else:
        counted = Counted(request, FORM_ROOM, without_seat)
    reading = counted.form(max_files=files, max_fields=20, max_part_size=FORM_ROOM)
    async with reading as form:
        if not wanted and files_of(form):
            raise without_seat()
        yield form


def _refuse_other_letters(request: Request) -> None:
    """Browsers send UTF-8; other names of codecs are given by hand, to bring what no database takes."""
    _, said = parse_options_header(request.headers.get("content-type", ""))
    if said.get(b"charset", b"utf-8").lower() != b"utf-8":
        raise PageRefused(400, say("page.bad_request"))


def files_of(form: FormData) -> list[UploadFile]:
    """Return the files a form carries; browsers send an unnamed one where none was chosen."""
    parts = form.getlist("photo") + form.getlist("file")
    return [part for part in parts if isinstance(part, UploadFile) and part.filename]


def take_file(source: BinaryIO, name: str | None, message: Incoming, folder: Path) -> Incoming:
    """Return the message with its file in the data folder: a photo without its place, or a document.

    `folder` is where uploads arrive, inside the data folder. Blocking; run it in a thread. Raises
    PageRefused (413 or 415) with the reason for whoever sent it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    raw = _copied(source, folder)
    try:
        kind, mime, ending = _kind(raw, name or "")
        named = raw.with_suffix(ending)
        raw.rename(named)
        raw = named
        file = FileRef(name=tidy_name(name), mime=mime, size=raw.stat().st_size)
        done = file_store.store_file(replace(message, kind=kind, file=file), raw, folder.parent)
    finally:
        raw.unlink(missing_ok=True)
    if not done.the_file.path:
        raise refused_file(done.the_file.remote)
    return done


def file_message(address: Address, key: str, caption: str, album: str) -> Incoming:
    """Return the words around an upload. Raises PageRefused (413) for a caption that is too long."""
    if len(caption) > LONGEST_TEXT:
        raise PageRefused(413, say("page.text_too_long", most=LONGEST_TEXT))
    text, together = clean_text(caption).strip(), clean_text(album)[:64]
    return Incoming(address, f"w{key}", IncomingKind.PHOTO, text=text, album=together)


def refused_file(reason: str) -> PageRefused:
    """Return why a photo or document was not taken."""
    status = 413 if reason in ("too_large", "too_wide") else 415
    return PageRefused(status, say(f"page.file_{reason or 'broken'}", most=LARGEST_MB))


def tidy_name(name: str | None) -> str:
    """Return a file's own name for showing: no folders, no control characters, not too long."""
    last = clean_text(name or "").replace("\\", "/").rsplit("/", 1)[-1]
    seen = "".join(sign for sign in last if unicodedata.category(sign)[0] != "C").strip()
    if not seen.strip("."):  # a folder's name
        return ""
    stem, dot, ending = seen.rpartition(".")
    room = LONGEST_NAME - len(ending) - 1
    return f"{stem[:room]}.{ending}" if dot and stem and room > 0 else seen[:LONGEST_NAME]


def _copied(source: BinaryIO, folder: Path) -> Path:
    number, name = tempfile.mkstemp(prefix="upload-", dir=folder)
    path = Path(name)
    try:
        with os.fdopen(number, "wb") as target:
            _copy(source, target)
    except BaseException:  # too large, a full disk: nothing of it stays
        path.unlink()
        raise
    return path


def _copy(source: BinaryIO, target: BinaryIO) -> None:
    taken = 0
    while piece := source.read(CHUNK):
        taken += len(piece)
        if taken > photo.LARGEST:
            raise too_large()
        target.write(piece)


def _kind(path: Path, name: str) -> tuple[IncomingKind, str, str]:
    """Return what the content shows; a photo's soundness is checked when it is kept. A file that bears the
    ending of what is taken and shows none of it is broken."""
    with path.open("rb") as file:
        head = file.read(12)
    mime = photo.kind_of_photo(head)
    if mime is not None:
        return IncomingKind.PHOTO, mime, photo.ENDINGS[mime]
    mime = document.kind_of_document(path)
    if mime is not None:
        return IncomingKind.FILE, mime, document.ENDINGS[mime]
    reason = photo.why_not(head)
    if reason == "unsupported":
        reason = document.why_not(path)
    is_broken = reason == "unsupported" and name.lower().endswith(TAKEN)
    raise refused_file("broken" if is_broken else reason)
