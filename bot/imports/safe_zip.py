"""Opens the packed files of office programs without trusting them.

What a file says about its own size is checked before anything is unpacked, and again while
unpacking; document type declarations, which could pull in other files or grow without end, never
reach a parser. Only the parts asked for are unpacked, in memory; nothing is followed or run.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

LARGEST = 20 * 1024 * 1024  # bytes of the file as it arrives, as the chat platforms take
MOST_ENTRIES = 2_000
MOST_UNPACKED = 200 * 1024 * 1024  # bytes of everything inside, pictures included
MOST_READ = 24 * 1024 * 1024  # bytes of the parts that are read: a form takes 0.1 MB
WORST_RATIO = 200  # unpacked over packed, for a part of more than SMALL bytes
SMALL = 1024 * 1024
CHUNK = 256 * 1024
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # .xls, .doc, and every file with a password
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
DECLARATIONS = tuple(
    word.encode(encoding)
    for word in ("<!DOCTYPE", "<!ENTITY")
    for encoding in ("ascii", "utf-16-le", "utf-16-be")
)
Wanted = Callable[[str], bool]


class FileRefused(Exception):
    """`reason` is a stable code: broken, locked, macro, old_format, bomb, too_large."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def names_of(path: Path) -> list[str]:
    """Return names of all parts; raises FileRefused for whatever should not be opened."""
    with _opened(path) as packed:
        return [entry.filename for entry in packed.infolist()]


def read_parts(path: Path, wanted: Wanted) -> dict[str, bytes]:
    """Return the wanted parts by name; raises FileRefused for whatever should not be opened."""
    parts: dict[str, bytes] = {}
    room = MOST_READ
    with _opened(path) as packed:
        for entry in packed.infolist():
            if wanted(entry.filename) and entry.filename not in parts:
                parts[entry.filename] = _unpacked(packed, entry, room)
                room -= len(parts[entry.filename])
    if any(mark in body for body in parts.values() for mark in DECLARATIONS):
        raise FileRefused("broken")
    return parts


def refuse_large(path: Path, times: int = 1) -> None:
    """Refuse a file of more than so many times the largest size before it is opened."""
    if path.stat().st_size > times * LARGEST:
        raise FileRefused("too_large")


def refuse_macros(parts: dict[str, bytes]) -> None:
    """Refuse an office document that carries programs of its own."""
    if b"macroEnabled" in parts.get("[Content_Types].xml", b""):
        raise FileRefused("macro")


def packed_again(parts: dict[str, bytes]) -> io.BytesIO:
    """Return the parts as a package of their own, for a library that wants a file."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as packed:
        for name, body in parts.items():
            packed.writestr(name, body)
    target.seek(0)
    return target


def _opened(path: Path) -> zipfile.ZipFile:
    refuse_large(path)
    with path.open("rb") as file:
        head = file.read(8)
    if head == OLE:
        raise FileRefused("locked" if ENCRYPTED in path.read_bytes() else "old_format")
    if not head.startswith(b"PK"):
        raise FileRefused("broken")
    try:
        packed = zipfile.ZipFile(path)
    except Exception:  # damaged directories make the library stumble in many ways
        raise FileRefused("broken") from None
    try:
        _check(packed.infolist())
    except FileRefused:
        packed.close()
        raise
    return packed


def _check(entries: list[zipfile.ZipInfo]) -> None:
    """Check what the directory says, before anything is unpacked."""
    for reason, is_so in REFUSALS:
        if is_so(entries):
            raise FileRefused(reason)


def _is_locked(entries: list[zipfile.ZipInfo]) -> bool:
    return any(entry.flag_bits & 0x1 for entry in entries)


def _is_bomb(entries: list[zipfile.ZipInfo]) -> bool:
    """Return whether the parts are too many, too large, or packed more tightly than any document."""
    if len(entries) > MOST_ENTRIES or sum(entry.file_size for entry in entries) > MOST_UNPACKED:
        return True
    large = (entry for entry in entries if entry.file_size > SMALL)
    return any(entry.file_size > WORST_RATIO * max(entry.compress_size, 1) for entry in large)


def _has_macros(entries: list[zipfile.ZipInfo]) -> bool:
    return any(entry.filename.lower().endswith("vbaproject.bin") for entry in entries)


def _is_open_document(entries: list[zipfile.ZipInfo]) -> bool:
    return any(entry.filename == "mimetype" for entry in entries)


REFUSALS: tuple[tuple[str, Callable[[list[zipfile.ZipInfo]], bool]], ...] = (
    ("locked", _is_locked),
    ("bomb", _is_bomb),
    ("macro", _has_macros),
    ("old_format", _is_open_document),
)
"""Why a file is not opened, in the order in which it is said."""


def _unpacked(packed: zipfile.ZipFile, entry: zipfile.ZipInfo, room: int) -> bytes:
    """Return one part, counted while it grows: a directory may lie about sizes."""
    body = bytearray()
    try:
        with packed.open(entry) as part:
            while piece := part.read(CHUNK):
                body += piece
                if len(body) > room:
                    raise FileRefused("bomb")
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, NotImplementedError):
        raise FileRefused("broken") from None
    except RuntimeError:  # zipfile's word for a part with a password
        raise FileRefused("locked") from None
    return bytes(body)
