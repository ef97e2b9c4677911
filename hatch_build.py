"""Compile the catalogues (`vi.po`, `en.po`) into the form that the program reads.

Hatchling runs it when the package is built. In a checkout the tests run it; by hand it is
`python hatch_build.py`, after a sentence was changed. It needs Babel, which only the build and the
tests install.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

FOLDER = Path(__file__).parent / "bot" / "locale"


def compile_catalogues(folder: Path = FOLDER) -> list[Path]:
    """Write `<language>.mo` beside each `<language>.po` that is newer; return the written files."""
    written = []
    for source in sorted(folder.glob("*.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime_ns > source.stat().st_mtime_ns:
            continue
        with source.open("rb") as stream:
            catalogue = read_po(stream, abort_invalid=True)
        partial = target.with_suffix(f".{os.getpid()}.tmp")
        with partial.open("wb") as stream:
            write_mo(stream, catalogue)
        partial.replace(target)
        written.append(target)
    return written


class CompileCatalogues(BuildHookInterface[Any]):
    """Compile before the wheel is packed."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002
        """Compile the catalogues and name them as part of the wheel."""
        compile_catalogues(Path(self.root) / "bot" / "locale")
        build_data["artifacts"] += ["bot/locale/vi.mo", "bot/locale/en.mo"]


if __name__ == "__main__":
    for path in compile_catalogues():
        print(path.name)
