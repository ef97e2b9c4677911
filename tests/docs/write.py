"""Writes the parts of the documents that the program itself knows: `python -m tests.docs.write`.

`--check` writes nothing; it names what is no longer true and exits 1.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

from hatch_build import compile_catalogues

ROOT = Path(__file__).parents[2]


def block(text: str, name: str, fresh: str) -> str:
    """`text` with what stands between the marks of `name` replaced."""
    marks = re.compile(rf"(<!-- {name} -->\n).*?(<!-- /{name} -->\n)", re.DOTALL)
    made, found = marks.subn(lambda match: f"{match[1]}{fresh}{match[2]}", text)
    if found != 1:
        raise ValueError(f"the marks of {name} stand {found} times")
    return made


def documents() -> Iterator[tuple[Path, str]]:
    """Each document with what it should say."""
    compile_catalogues()
    from bot.locale.say import use_language

    use_language("en")  # before the commands are imported: they take their help at import
    from tests.docs.one_answer import readme_walk
    from tests.docs.reference import reference

    readme = ROOT / "README.md"
    yield readme, block(readme.read_text("utf-8"), "walk", readme_walk())
    yield ROOT / "docs" / "reference.md", reference()


def main(check: bool) -> int:
    """Write or compare; the exit code."""
    stale = [
        (path, text)
        for path, text in documents()
        if not path.exists() or path.read_text("utf-8") != text
    ]
    for path, text in stale:
        print(f"{'out of date' if check else 'written'}: {path.relative_to(ROOT)}")
        if not check:
            path.write_text(text, "utf-8")
    return 1 if stale and check else 0


if __name__ == "__main__":
    sys.exit(main("--check" in sys.argv[1:]))
