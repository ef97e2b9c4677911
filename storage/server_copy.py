"""Copies of a PostgreSQL database, by its own programs pg_dump and pg_restore.

A copy is one file, a packed tar in PostgreSQL's own order, taken from one moment while everybody works
on; `gunzip -c FILE | pg_restore` reads it too. Codes that still open something never reach the disk.
A restore is one transaction: it is there as a whole or not at all. Copies of earlier programs, in
PostgreSQL's custom format, are restored as well.
"""

from __future__ import annotations

import gzip
import logging
import os
import shutil
import subprocess
import tarfile
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any

from sqlalchemy import URL
from sqlalchemy.engine import make_url

from bot.errors import OperatorError
from bot.put_in_place import put_in_place
from storage.copied_rows import ChangeRow, pass_on
from storage.engine import opened
from storage.hidden_codes import WAITING, hiding

log = logging.getLogger("baocao.copies")

MAGIC = b"PGDMP"  # what a copy in the custom format begins with, and the contents of one in a tar
BLOCK = 512  # of a tar: its first one names the contents
PACKED = b"\x1f\x8b"
PLACES = "/usr/lib/postgresql"  # Debian keeps each version's programs there
CHUNK = 1024 * 1024


class NoServerPrograms(OperatorError):
    """The program of PostgreSQL that is named by the text is not installed."""


class ServerProgramFailed(OperatorError):
    """pg_dump or pg_restore did not do it; the text is the first line of why."""


def is_server_copy(file: Path) -> bool:
    """Return whether a file is a copy of a PostgreSQL database."""
    if not _is_packed(file):
        with file.open("rb") as stream:
            return stream.read(len(MAGIC)) == MAGIC
    try:
        with gzip.open(file) as stream:
            return stream.read(BLOCK + len(MAGIC)).endswith(MAGIC)
    except (OSError, EOFError):
        return False


def _is_packed(file: Path) -> bool:
    with file.open("rb") as stream:
        return stream.read(len(PACKED)) == PACKED


def dump_server(url: str, target: Path, *, hides_codes: bool = False) -> None:
    """Copy a database into a file, which takes an older one's place only when it can be read back; one
    that is handed on holds no code that still works.

    Raises NoServerPrograms, ServerProgramFailed, OSError."""
    partial = target.with_name(f"{target.name}.part")
    partial.write_bytes(b"")  # says in the system's words why a file cannot be written here
    try:
        if hides_codes:
            with _one_moment(url) as (moment, waiting):
                _dump(url, partial, hiding(waiting), f"--snapshot={moment}")
        else:
            _dump(url, partial, {})
        check_server_copy(partial)
        put_in_place(partial, target)
    finally:
        partial.unlink(missing_ok=True)


@contextmanager
def _one_moment(url: str) -> Iterator[tuple[str, list[str]]]:
    """Give a moment that pg_dump copies as well, and the digests of the codes that wait then."""
    with opened(url) as engine, engine.connect() as connection:
        connection.exec_driver_sql("SET idle_in_transaction_session_timeout = 0")
        moment = connection.exec_driver_sql("SELECT pg_export_snapshot()").scalar_one()
        yield moment, list(connection.exec_driver_sql(WAITING).scalars())


def _dump(url: str, target: Path, changes: dict[str, ChangeRow], *words: str) -> None:
    given, secret = _reached(url)
    words = ("--format=tar", "--no-owner", "--no-privileges", *words, "--dbname", given)
    with (
        _running("pg_dump", *words, environment=secret, stdout=subprocess.PIPE) as process,
        gzip.open(target, "wb", compresslevel=6) as packed,
    ):
        found = pass_on(process.stdout, packed, changes)
    if not found.issuperset(changes):
        log.warning("pg_dump wrote its rows in an unknown way: codes in messages stay in the copy")


def check_server_copy(file: Path) -> list[str]:
    """Return the tables in a copy; raises ServerProgramFailed where it cannot be read to its end."""
    listed = _read_copy(file, "--list")
    _read_copy(file, f"--file={os.devnull}")  # every block is unpacked
    return [
        line.split(" TABLE public ")[1].split()[0] for line in listed if " TABLE public " in line
    ]


def restore_server(file: Path, url: str) -> None:
    """Put a copy in the place of all that a database holds."""
    given, secret = _reached(url)
    words = ("--clean", "--if-exists", "--no-owner", "--no-privileges", "--single-transaction")
    _read_copy(file, *words, "--dbname", given, environment=secret)


def _read_copy(file: Path, *words: str, environment: dict[str, str] | None = None) -> list[str]:
    """Let pg_restore read a copy; return what it says."""
    with tempfile.TemporaryFile() as said:
        if _is_packed(file):
            words = ("--format=tar", *words)
            with _running(
                "pg_restore", *words, environment=environment, stdin=subprocess.PIPE, stdout=said
            ) as process:
                _feed(file, process.stdin)
        else:
            with _running("pg_restore", *words, str(file), environment=environment, stdout=said):
                pass
        said.seek(0)
        return said.read().decode().splitlines()


def _feed(file: Path, reader: IO[bytes]) -> None:
    """Unpack a copy to its end, where its sum stands, also for one who wants only its beginning."""
    with gzip.open(file) as packed:
        with suppress(BrokenPipeError), reader:
            shutil.copyfileobj(packed, reader, CHUNK)
        while packed.read(CHUNK):
            pass


@contextmanager
def _running(
    program: str, *words: str, environment: dict[str, str] | None = None, **streams: Any
) -> Iterator[Any]:
    """Give a program of PostgreSQL that runs; raises ServerProgramFailed with its first words when it
    failed, or when what it was to read or wrote broke off."""
    broke = ""
    called = [server_program(program), *words]
    spoken = {**os.environ, **(environment or {}), "LC_ALL": "C.UTF-8"}
    streams.setdefault("stdin", subprocess.DEVNULL)
    with tempfile.TemporaryFile() as ailing:
        with subprocess.Popen(called, env=spoken, stderr=ailing, **streams) as process:  # noqa: S603
            try:
                yield process
            except (tarfile.TarError, gzip.BadGzipFile, EOFError, zlib.error) as error:
                broke = str(error) or program
        ailing.seek(0)
        lines = [
            line for line in ailing.read().decode(errors="replace").splitlines() if line.strip()
        ]
    if process.returncode or broke:
        raise ServerProgramFailed((*lines, broke or program)[0])


def _reached(url: str) -> tuple[str, dict[str, str]]:
    """Return how a database is reached; the password goes by the environment, where nobody reads it."""
    given = make_url(url)
    plain = URL.create(
        "postgresql", given.username, None, given.host, given.port, given.database, given.query
    )
    secret = {"PGPASSWORD": str(given.password)} if given.password else {}
    return plain.render_as_string(hide_password=False), secret


def server_program(name: str) -> str:
    """Return where a program of PostgreSQL is; raises NoServerPrograms."""
    newest = sorted(Path(PLACES).glob(f"*/bin/{name}"), key=lambda file: file.parts[-3].zfill(4))
    found = str(newest[-1]) if newest else shutil.which(name)
    if found is None:
        raise NoServerPrograms(name)
    return found
