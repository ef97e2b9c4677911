"""A packed folder (.zip) that was mailed: the files in it, each by itself."""

from __future__ import annotations

import tempfile
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from bot.imports.safe_zip import FileRefused, read_parts

PACKED = ".zip"
MOST_FILES = 50
UNSEEN = ("__MACOSX/", ".")  # what a Mac packs beside each file


@dataclass(frozen=True, slots=True)
class Attached:
    """A file in a message or in a packed folder."""

    name: str
    body: bytes


def unpacked(file: Attached) -> list[Attached]:
    """Return the files of a packed folder; the folder itself where it cannot be opened."""
    with tempfile.TemporaryDirectory(prefix="pack-") as place:
        path = Path(place) / "packed.zip"
        path.write_bytes(file.body)
        try:
            return files_in_pack(path)
        except FileRefused:
            return [file]


def files_in_pack(path: Path) -> list[Attached]:
    """Return the files of a packed folder by their own names; raises FileRefused."""
    parts = read_parts(path, _is_file)
    found = [Attached(_own_name(name), body) for name, body in parts.items()]
    if not found or len(found) > MOST_FILES:
        raise FileRefused("too_many" if found else "broken")
    return found


def _is_file(name: str) -> bool:
    return not name.endswith("/") and not name.startswith(UNSEEN)


def _own_name(name: str) -> str:
    return unicodedata.normalize("NFC", name.replace("\\", "/").rsplit("/", 1)[-1])
