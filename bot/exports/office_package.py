"""The parts of an Office file, some of them changed or added; every other byte stays as it was."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from docx.opc.oxml import serialize_part_xml
from docx.oxml.parser import parse_xml

RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
KINDS = "[Content_Types].xml"
MOST_RELATIONS = 10_000


def added(parent: Any, space: str, name: str, attributes: Mapping[str, str] | None = None) -> Any:
    """Return a new last child of an element."""
    child = parent.makeelement(f"{{{space}}}{name}", dict(attributes or {}))
    parent.append(child)
    return child


class OfficePackage:
    """The file as it came and what was changed in it; nothing is written before `packed`."""

    def __init__(self, body: bytes) -> None:
        self._zip = ZipFile(BytesIO(body))
        self._changed: dict[str, bytes] = {}

    def __contains__(self, part: str) -> bool:
        return part in self._changed or part in self._zip.NameToInfo

    @property
    def names(self) -> list[str]:
        """Return the names of the parts that came."""
        return self._zip.namelist()

    def read(self, part: str) -> bytes:
        """Return a part as it stands now; KeyError where there is none."""
        return self._changed[part] if part in self._changed else self._zip.read(part)

    def root(self, part: str) -> Any:
        """Parse a part of a file of others. python-docx's parser resolves no entities and, unlike the
        standard library's, keeps the prefixes that a workbook's compatibility marks refer to."""
        return parse_xml(self.read(part))

    def write(self, part: str, root: Any) -> None:
        """Change or add a part: an element, or its bytes."""
        is_body = isinstance(root, bytes)
        self._changed[part] = root if is_body else bytes(serialize_part_xml(root))

    def target(self, part: str, relation: str) -> str:
        """Return the name of the part to which one of a part's relations leads; KeyError for none."""
        for each in self.root(_relations_of(part)):
            if each.get("Id") == relation:
                return _within(part, each.get("Target"))
        raise KeyError(relation)

    def relate(self, part: str, kind: str, target: str) -> str:
        """Return the name of a new relation from a part ("" for the file itself) to another."""
        name = _relations_of(part)
        empty = f'<Relationships xmlns="{RELATIONS}"/>'.encode()
        root = self.root(name) if name in self else parse_xml(empty)
        taken = {each.get("Id") for each in root}
        fresh = next(f"rId{n}" for n in range(1, MOST_RELATIONS) if f"rId{n}" not in taken)
        about = {"Id": fresh, "Type": kind, "Target": target if not part else f"/{target}"}
        added(root, RELATIONS, "Relationship", about)
        self.write(name, root)
        return fresh

    def declare(self, name: str, attributes: Mapping[str, str]) -> None:
        """List a kind of parts: an `Override` of one part, or the `Default` of an ending."""
        root = self.root(KINDS)
        if _listed(attributes) not in map(_listed, root):
            added(root, TYPES, name, attributes)
            self.write(KINDS, root)

    def packed(self) -> bytes:
        """Return the file with what was changed."""
        target = BytesIO()
        with ZipFile(target, "w", ZIP_DEFLATED) as copy:
            for entry in self._zip.infolist():
                copy.writestr(entry, self.read(entry.filename))
            for name in sorted(self._changed.keys() - set(self.names)):
                copy.writestr(name, self._changed[name])
        return target.getvalue()


def _listed(kind: Any) -> str:
    """Return which parts a line of the list of kinds is about: their ending, or the one part."""
    return str(kind.get("Extension") or kind.get("PartName")).lower()


def _relations_of(part: str) -> str:
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def _within(part: str, target: str) -> str:
    """Return the name of a part as another one calls it."""
    folder = posixpath.join("/", posixpath.dirname(part))
    return posixpath.normpath(posixpath.join(folder, target)).lstrip("/")
