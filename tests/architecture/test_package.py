"""What is installed, what it needs, and how quickly it starts."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
import zipfile
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.architecture.tree import PACKAGES, ROOT, files, sources

PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]

# Distribution -> what is imported, where the names differ.
IMPORTED_AS = {
    "python-multipart": "python_multipart",
    "opencv-python-headless": "cv2",
    "python-telegram-bot": "telegram",
    "pillow": "PIL",
    "python-docx": "docx",
    "fpdf2": "fpdf",
    "pymupdf-fonts": "pymupdf_fonts",
    "import-linter": "importlinter",
    "zxing-cpp": "zxingcpp",
    "odata-query": "odata_query",
    "axe-playwright-python": "axe_playwright_python",
    "python-odata": "odata",
    "prometheus-client": "prometheus_client",
}
# Distribution -> who reads it, where our code does not import it.
READ_BY_OTHERS = {
    "tzdata": "zoneinfo reads it where the system has no time zones",
    "pytest-randomly": "a plug-in",
    "pytest-timeout": "a plug-in",
    "pytest-xdist": "a plug-in",
    "ruff": "run as a program",
    "mypy": "run as a program",
    "hatchling": "builds the package",
    "import-linter": "run as a program",
    "onnxruntime": "runs the models of rapidocr",
}
# Import -> the dependency that brings it and is built on it.
COMES_WITH = {
    "sqlalchemy": "sqlmodel",
    "pydantic": "sqlmodel",
    "botocore": "boto3",
    "numpy": "cv2",
    "h11": "uvicorn",
    "fontTools": "fpdf",
}
EXTRAS = {
    name: needed for name, needed in PROJECT["optional-dependencies"].items() if name != "test"
}


def names(requirements: list[str]) -> set[str]:
    return {re.split(r"[<>=!~\[; ]", line)[0] for line in requirements}


@cache
def imported(*folders: str) -> set[str]:
    """Top-level names of everything that is imported, also inside functions."""
    found = set()
    for tree in sources(*folders).values():
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                found |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                found.add(node.module.partition(".")[0])
    return found


def test_every_dependency_is_used() -> None:
    needed = names(PROJECT["dependencies"]) - set(READ_BY_OTHERS)
    unused = {name for name in needed if IMPORTED_AS.get(name, name) not in imported(*PACKAGES)}
    assert unused == set()


def test_everything_that_is_imported_is_a_dependency() -> None:
    asked = names(PROJECT["dependencies"]).union(*map(names, EXTRAS.values()))
    known = {IMPORTED_AS.get(name, name) for name in asked}
    known |= {name for name, through in COMES_WITH.items() if through in known}
    foreign = imported(*PACKAGES) - set(sys.stdlib_module_names) - set(PACKAGES)
    assert foreign - known == set()


def test_every_dependency_of_the_tests_is_used() -> None:
    needed = names(PROJECT["optional-dependencies"]["test"]) - set(READ_BY_OTHERS)
    needed -= names(
        [line for lines in EXTRAS.values() for line in lines]
    )  # the program imports it
    unused = {name for name in needed if IMPORTED_AS.get(name, name) not in imported("tests")}
    assert unused == set()


def test_the_owners_four_libraries_are_there() -> None:
    named = {"python-telegram-bot", "sqlmodel", "apscheduler", "openpyxl"}
    assert named <= names(PROJECT["dependencies"])


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    """The wheel as it is installed, built by the declared build system."""
    folder = tmp_path_factory.mktemp("wheel")
    build = "import sys; from hatchling.build import build_wheel; print(build_wheel(sys.argv[1]))"
    done = subprocess.run(
        [sys.executable, "-c", build, str(folder)],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return zipfile.ZipFile(next(folder.glob("*.whl")))


def test_the_wheel_holds_both_packages_whole_and_nothing_else(wheel: zipfile.ZipFile) -> None:
    ours = {path.relative_to(ROOT).as_posix() for path in files()}
    expected = {name.replace(".po", ".mo") for name in ours if name.partition("/")[0] in PACKAGES}
    held = {name for name in wheel.namelist() if not re.match(r"baocao-[^/]+\.dist-info/", name)}
    assert held == expected


def test_the_wheel_holds_no_leftovers_of_editing(wheel: zipfile.ZipFile) -> None:
    endings = {Path(name).suffix for name in wheel.namelist() if ".dist-info/" not in name}
    assert endings <= {
        ".py",
        ".toml",
        ".csv",
        ".html",
        ".js",
        ".css",
        ".json",
        ".svg",
        ".typed",
        ".mo",
        ".txt",
    }


@pytest.mark.parametrize("ending", [".toml", ".csv", ".html", ".js", ".css", ".mo", ".txt"])
def test_the_wheel_holds_the_files_that_are_not_code(wheel: zipfile.ZipFile, ending: str) -> None:
    assert [name for name in wheel.namelist() if name.endswith(ending)] != []


def test_the_wheel_gives_the_command(wheel: zipfile.ZipFile) -> None:
    (entry,) = (name for name in wheel.namelist() if name.endswith("entry_points.txt"))
    assert "baocao = bot.cli.main:main" in wheel.read(entry).decode()


SHOW_LOADED = "\nimport sys; print(*sorted({name.partition('.')[0] for name in sys.modules}))"


def loaded(script: str) -> set[str]:
    """Top-level modules that are there after a script, in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-c", script + SHOW_LOADED],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return set(done.stdout.splitlines()[-1].split())


HEAVY = {
    "sqlmodel", "sqlalchemy", "pydantic", "telegram", "httpx", "apscheduler", "openpyxl", "docx",
    "PIL", "starlette", "uvicorn", "jinja2", "holidays", "segno",
}  # fmt: skip


def test_help_starts_without_the_heavy_libraries() -> None:
    script = "from bot.cli.main import main\ntry: main(['--help'])\nexcept SystemExit: pass"
    assert loaded(script) & HEAVY == set()


def test_the_quiet_half_is_plain_python() -> None:
    quiet = (
        "model",
        "vietnamese",
        "registry",
        "row_types",
        "reading",
        "locale",
        "conversation",
        "reminders",
    )
    modules = [
        name.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
        for name in sources()
        if name.startswith(tuple(f"bot/{folder}/" for folder in quiet))
    ]
    before = loaded("")
    added = loaded("import " + ", ".join(modules)) - before
    assert len(modules) > 40
    assert added - set(sys.stdlib_module_names) == {"bot"}


def test_python_m_bot_is_the_command() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "bot", "--help"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    assert "campaign" in done.stdout


def test_files_of_the_project_are_text_in_utf8_or_known_pictures() -> None:
    pictures = {".png", ".jpg", ".webp", ".ico", ".woff2", ".heic"}
    office = (
        ROOT / "tests" / "imports" / "cases"
    )  # filled forms and unit lists as people send them
    for path in files():
        if path.suffix not in pictures and path.parent != office:
            path.read_text("utf-8")


def test_paths_are_short_enough_for_every_system() -> None:
    assert [path for path in files() if len(str(path.relative_to(ROOT))) > 120] == []
    assert Path(ROOT / "README.md").is_file()
