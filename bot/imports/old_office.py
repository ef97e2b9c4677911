"""Files of Office 97 to 2003, .doc and .xls: told apart, and .doc turned into .docx.

Workbooks are read by a library (`old_workbook.py`). For documents there is none, so LibreOffice turns
them into .docx where it is installed; elsewhere the person is asked for one.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from bot.imports.safe_zip import ENCRYPTED, OLE, FileRefused, refuse_large

EXCEL, WORD = "application/vnd.ms-excel", "application/msword"
STREAMS = {"WordDocument": WORD, "Workbook": EXCEL, "Book": EXCEL}  # of MS-DOC and MS-XLS
MACROS = ("_VBA_PROJECT", "VBA_PROJECT_CUR")
SECONDS = 60  # for turning one document
NOWHERE = "http://127.0.0.1:9"  # what a document links to is not fetched


def kind_of_old(path: Path) -> str | None:
    """Return the media type of a .doc or .xls by its content; None for any other file. Raises FileRefused
    for one with a password, with macros, or too large."""
    with path.open("rb") as file:
        if file.read(len(OLE)) != OLE:
            return None
    refuse_large(path)
    body = path.read_bytes()
    if ENCRYPTED in body:
        raise FileRefused("locked")
    if any(_has(body, name) for name in MACROS):
        raise FileRefused("macro")
    return next((mime for name, mime in STREAMS.items() if _has(body, name)), None)


def _has(body: bytes, name: str) -> bool:
    """Tell whether the file has a stream of this name; names end with a zero (MS-CFB 2.6.1)."""
    return f"{name}\0".encode("utf-16-le") in body


@contextmanager
def as_docx(path: Path) -> Iterator[Path]:
    """Return the document as .docx while this lasts; FileRefused where nothing here can turn it."""
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        raise FileRefused("old_format")
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "sent.doc"
        shutil.copyfile(path, source)
        _convert(office, source, Path(folder))
        made = source.with_suffix(".docx")
        if not made.exists():
            raise FileRefused("broken")
        yield made


def _convert(office: str, source: Path, folder: Path) -> None:
    """Run LibreOffice apart from any other, for no longer than a minute."""
    command = [
        office, "--headless", "--norestore", "--convert-to", "docx", "--outdir", str(folder),
        f"-env:UserInstallation={(folder / 'profile').as_uri()}", str(source),
    ]  # fmt: skip
    environment = {**os.environ, "http_proxy": NOWHERE, "https_proxy": NOWHERE}
    running = subprocess.Popen(  # noqa: S603  the program's own words and a path of ours
        command, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip
    try:
        running.wait(SECONDS)
    except subprocess.TimeoutExpired:
        raise FileRefused("broken") from None
    finally:
        _end(running)


def _end(running: subprocess.Popen[bytes]) -> None:
    """End LibreOffice and the helpers that it leaves behind; Windows has no groups of processes."""
    if sys.platform == "win32":
        running.kill()
        return
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(running.pid, signal.SIGKILL)
