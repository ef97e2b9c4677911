"""Hidden properties inside a package of parts: a part of their own, its kind, and a relation to it."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from typing import Any

from docx.oxml.parser import parse_xml

from bot.exports.office_package import OfficePackage, added

PROPERTIES = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
VALUES = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
PROPERTY_SET = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"  # the standard's one set of custom ones
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/custom-properties"
CONTENT = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
PART = "docProps/custom.xml"
EMPTY = f'<Properties xmlns="{PROPERTIES}" xmlns:vt="{VALUES}"/>'


def set_properties(package: OfficePackage, properties: Mapping[str, str]) -> None:
    """Let a package carry these properties beside its own; one of the same name is replaced."""
    if not properties:
        return
    has_some = PART in package
    root = package.root(PART) if has_some else parse_xml(EMPTY.encode())
    for old in [each for each in root if each.get("name") in properties]:
        root.remove(old)
    numbers = [int(each.get("pid", "1")) for each in root]
    for number, (name, text) in enumerate(properties.items(), start=max([1, *numbers]) + 1):
        about = {"fmtid": PROPERTY_SET, "pid": str(number), "name": name}
        added(added(root, PROPERTIES, "property", about), VALUES, "lpwstr").text = text
    package.write(PART, root)
    if not has_some:
        package.declare("Override", {"PartName": f"/{PART}", "ContentType": CONTENT})
        package.relate("", RELATION, PART)


def saved_with(document: Any, properties: Mapping[str, str]) -> bytes:
    """Return a Word document as a file that carries hidden properties."""
    made = BytesIO()
    document.save(made)
    package = OfficePackage(made.getvalue())
    set_properties(package, properties)
    return package.packed()
