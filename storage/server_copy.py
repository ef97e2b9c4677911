"""Copies of a PostgreSQL database, by its own programs pg_dump and pg_restore.

A copy is one file in PostgreSQL's custom format, taken from one moment while everybody works on. A
restore is one transaction: it is there as a whole or not at all.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from sqlalchemy import URL
from sqlalchemy.engine import make_url

from bot.errors import OperatorError
from bot.put_in_place import put_in_place

MAGIC = b"PGDMP"  # what a copy begins with
PLACES = "/usr/lib/postgresql"  # Debian keeps each version's programs there


class NoServerPrograms(OperatorError):
    """The program of PostgreSQL that is named by the text is not installed."""


class ServerProgramFailed(OperatorError):
    """pg_dump or pg_restore did not do it; the text is the first line of why."""


def is_server_copy(file: Path) -> bool:
    """Return whether a file is a copy of a PostgreSQL database."""
    with file.open("rb") as stream:
        return stream.read(len(MAGIC)) == MAGIC


def dump_server(url: str, target: Path) -> None:
    """Copy a database into a file, which takes an older one's place only when it can be read back.

    Raises NoServerPrograms, ServerProgramFailed, OSError."""
    partial = target.with_name(f"{target.name}.part")
    partial.write_bytes(b"")  # says in the system's words why a file cannot be written here
    try:
        words = ("--format=custom", "--no-owner", "--no-privileges", f"--file={partial}")
        _run("pg_dump", url, *words, "--dbname")
        check_server_copy(partial)
        put_in_place(partial, target)
    finally:
        partial.unlink(missing_ok=True)


def check_server_copy(file: Path) -> list[str]:
    """Return the tables in a copy; raises ServerProgramFailed where it cannot be read to its end."""
    listed = _call("pg_restore", "--list", str(file))
    _call("pg_restore", f"--file={os.devnull}", str(file))  # every block is unpacked
    return [
        line.split(" TABLE public ")[1].split()[0] for line in listed if " TABLE public " in line
    ]


def restore_server(file: Path, url: str) -> None:
    """Put a copy in the place of all that a database holds."""
    words = ("--clean", "--if-exists", "--no-owner", "--no-privileges", "--single-transaction")
    _run("pg_restore", url, *words, str(file), "--dbname")


def _run(program: str, url: str, *words: str) -> None:
    """Run a program on a database; the password goes by the environment, where nobody reads it."""
    given = make_url(url)
    secret = {"PGPASSWORD": str(given.password)} if given.password else {}
    _call(program, *words, _without_password(given), environment=secret)


def _without_password(url: URL) -> str:
    plain = URL.create(
        "postgresql", url.username, None, url.host, url.port, url.database, url.query
    )
    return plain.render_as_string(hide_password=False)


def _call(program: str, *words: str, environment: dict[str, str] | None = None) -> list[str]:
    done = subprocess.run(  # noqa: S603  the program's own words
        [server_program(program), *words],
        env={**os.environ, **(environment or {}), "LC_ALL": "C.UTF-8"},
        stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        lines = [line for line in done.stderr.splitlines() if line.strip()] or [program]
        raise ServerProgramFailed(lines[0])
    return done.stdout.splitlines()


def server_program(name: str) -> str:
    """Return where a program of PostgreSQL is; raises NoServerPrograms."""
    newest = sorted(Path(PLACES).glob(f"*/bin/{name}"), key=lambda file: file.parts[-3].zfill(4))
    found = str(newest[-1]) if newest else shutil.which(name)
    if found is None:
        raise NoServerPrograms(name)
    return found
