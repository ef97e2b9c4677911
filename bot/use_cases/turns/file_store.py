"""A received file becomes ours: checked by content, location removed, stored under its own hash."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from dataclasses import replace
from pathlib import Path

from bot.imports import document, photo, printed_marks
from bot.model.message import FileRef, Incoming, IncomingKind
from bot.put_in_place import flush_folder, put_in_place

FOLDER = "files"
INCOMING = "incoming"  # where bytes wait unchecked, directly in the data folder
REASONS = (  # why a file was not kept
    "broken", "unsupported", "too_large", "too_wide", "unreachable", "heic",
    "locked", "macro", "old_format", "bomb", "no_text", "too_many", "no_seat", "picture",
)  # fmt: skip


def store_file(incoming: Incoming, raw: Path, folder: Path) -> Incoming:
    """Return the message with its file in place; a refused one has no path and its reason in `remote`.

    `raw` is removed. The path is relative to the data folder."""
    try:
        if incoming.kind is IncomingKind.PHOTO:
            return replace(incoming, file=_photo(incoming.the_file, raw, folder))
        return replace(incoming, file=_document(incoming.the_file, raw, folder))
    finally:
        raw.unlink(missing_ok=True)


def keep_bytes(body: bytes, ending: str, folder: Path) -> str:
    """Keep what the program made, or a signed copy, under its hash; return its path in the data folder."""
    with tempfile.TemporaryDirectory(prefix="paper-") as place:
        source = Path(place) / f"paper{ending}"
        source.write_bytes(body)
        return _stored(FileRef(name=source.name), source, folder, ending).path


def keep_mailed(source: Path, name: str, folder: Path) -> FileRef:
    """Return a mailed document with its place in the data folder; a refused one has no path and its reason
    in `remote`. `source` stays where it is."""
    file = FileRef(name=name)
    try:
        if _is_picture(source):
            return _mailed_picture(file, source, folder)
        mime = document.kind_of_mailed(source)
        if mime is None or source.stat().st_size > photo.LARGEST:
            return replace(file, remote=document.why_not(source) if mime is None else "too_large")
    except OSError:
        return replace(file, remote="broken")
    return _stored(replace(file, mime=mime), source, folder, document.ENDINGS[mime])


def _is_picture(source: Path) -> bool:
    with source.open("rb") as opened:
        return photo.kind_of_photo(opened.read(12)) is not None


def _mailed_picture(file: FileRef, source: Path, folder: Path) -> FileRef:
    """Return a mailed picture that shows the code of a paper; any other is not taken."""
    with tempfile.TemporaryDirectory(prefix="picture-") as place:
        kept = _photo(file, Path(shutil.copy(source, place)), folder)
    return kept if kept.code or not kept.path else replace(file, remote="picture")


def keep_own_file(folder: Path, file: Path) -> str:
    """Keep a file of the office's own, as it is; return its path relative to the data folder."""
    whole = FileRef("", name=file.name)
    return _stored(whole, file, folder, file.suffix.lower()).path


def _photo(file: FileRef, raw: Path, folder: Path) -> FileRef:
    try:
        mime = photo.check_photo(raw).mime
    except photo.PhotoRefused as refusal:
        return replace(file, path="", remote=refusal.reason)
    clean = raw.with_name(raw.name + ".clean")
    try:
        photo.strip_location(raw, clean)
        code = printed_marks.code_in_picture(clean, mime)
        return _stored(replace(file, mime=mime, code=code), clean, folder, photo.ENDINGS[mime])
    finally:
        clean.unlink(missing_ok=True)


def _document(file: FileRef, raw: Path, folder: Path) -> FileRef:
    mime = document.kind_of_document(raw)
    if mime is None or raw.stat().st_size > photo.LARGEST:
        reason = document.why_not(raw) if mime is None else "too_large"
        return replace(file, path="", remote=reason)
    return _stored(replace(file, mime=mime), raw, folder, document.ENDINGS[mime])


def _stored(file: FileRef, source: Path, folder: Path, ending: str) -> FileRef:
    body = source.read_bytes()
    digest = hashlib.sha256(body).hexdigest()
    relative = Path(FOLDER) / digest[:2] / f"{digest}{ending}"
    target = folder / relative
    if target.exists():
        target.touch()  # wanted again: the night's work looks at the age of what nobody refers to
    else:
        target.parent.mkdir(parents=True, exist_ok=True)
        flush_folder(target.parent.parent)
        partial = target.with_name(target.name + ".part")
        partial.write_bytes(body)
        put_in_place(partial, target)  # the message that names it is committed after this
    return replace(
        file,
        path=relative.as_posix(),
        sha256=digest,
        size=len(body),
        remote="",
        name=file.name or target.name,
    )
