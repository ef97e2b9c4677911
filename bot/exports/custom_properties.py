"""Hidden properties inside a package of parts: a part of their own, its kind, and a relation to it."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from docx.opc.oxml import serialize_part_xml
from docx.oxml.parser import parse_xml

PROPERTIES = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
VALUES = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
PROPERTY_SET = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"  # the standard's one set of custom ones
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/custom-properties"
CONTENT = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
PART = "docProps/custom.xml"
RELATIONS = "_rels/.rels"
KINDS = "[Content_Types].xml"
EMPTY = f'<Properties xmlns="{PROPERTIES}" xmlns:vt="{VALUES}"/>'


def with_properties(package: ZipFile, properties: Mapping[str, str]) -> dict[str, bytes]:
    """Return the parts that change so that the package carries these properties beside its own; one of
    the same name is replaced."""
    if not properties:
        return {}
    has_some = PART in package.namelist()
    root = parse_xml(package.read(PART) if has_some else EMPTY.encode())
    for old in [each for each in root if each.get("name") in properties]:
        root.remove(old)
    numbers = [int(each.get("pid", "1")) for each in root]
    for number, (name, text) in enumerate(properties.items(), start=max([1, *numbers]) + 1):
        about = {"fmtid": PROPERTY_SET, "pid": str(number), "name": name}
        _added(_added(root, PROPERTIES, "property", about), VALUES, "lpwstr", {}).text = text
    changed = {PART: _written(root)}
    return changed if has_some else changed | _registered(package)


def packed(package: ZipFile, changed: Mapping[str, bytes]) -> bytes:
    """Return a package with some of its parts changed or added, every other byte as it was."""
    target = BytesIO()
    with ZipFile(target, "w", ZIP_DEFLATED) as copy:
        for entry in package.infolist():
            copy.writestr(entry, changed.get(entry.filename) or package.read(entry))
        for name in changed.keys() - set(package.namelist()):
            copy.writestr(name, changed[name])
    return target.getvalue()


def saved_with(document: Any, properties: Mapping[str, str]) -> bytes:
    """Return a Word document as a file that carries hidden properties."""
    made = BytesIO()
    document.save(made)
    with ZipFile(made) as package:
        return packed(package, with_properties(package, properties))


def _registered(package: ZipFile) -> dict[str, bytes]:
    """Return the package's lists, with the new part in them."""
    kinds, relations = (parse_xml(package.read(name)) for name in (KINDS, RELATIONS))
    _added(kinds, TYPES, "Override", {"PartName": f"/{PART}", "ContentType": CONTENT})
    taken = {each.get("Id") for each in relations}
    name = next(f"rId{number}" for number in range(1, 10_000) if f"rId{number}" not in taken)
    about = {"Id": name, "Type": RELATION, "Target": PART}
    _added(relations, PACKAGE, "Relationship", about)
    return {KINDS: _written(kinds), RELATIONS: _written(relations)}


def _added(parent: Any, space: str, name: str, attributes: Mapping[str, str]) -> Any:
    child = parent.makeelement(f"{{{space}}}{name}", dict(attributes))
    parent.append(child)
    return child


def _written(root: Any) -> bytes:
    return bytes(serialize_part_xml(root))
