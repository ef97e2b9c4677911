"""A real PostgreSQL server on loopback in a temporary folder, started by the tests themselves.

It refuses to run as root, so that root's tests hand it to another user. Its data outlive no test
run: it waits for no disk.
"""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType

from tests.e2e.installed import free_port

MISSING = "PostgreSQL is not installed: as root, apt-get install postgresql"
SETTINGS = {
    "fsync": "off", "full_page_writes": "off", "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "", "max_connections": "60", "shared_buffers": "64MB",
    "log_min_messages": "fatal", "lc_messages": "C",
}  # fmt: skip
START_SECONDS = 60.0


def programs() -> Path | None:
    """The folder of the server's programs; Debian keeps them out of the path."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if found:
        return found[-1].parent
    known = shutil.which("initdb")
    return Path(known).parent if known else None


class PostgresServer:
    """One server; `database` makes databases, `url` names them."""

    password = "only for tests"

    def __init__(self) -> None:
        found = programs()
        assert found is not None, MISSING
        self.programs = found
        self.folder = Path(tempfile.mkdtemp(prefix="baocao-postgresql-"))
        self.user = _other_user() if os.getuid() == 0 else None
        self.port = free_port()
        self._process: subprocess.Popen[bytes] | None = None
        self._make()

    def __enter__(self) -> PostgresServer:
        self.start()
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self.stop(signal.SIGQUIT)
        shutil.rmtree(self.folder, ignore_errors=True)

    def url(self, database: str) -> str:
        return f"postgresql://baocao:{self.password.replace(' ', '%20')}@127.0.0.1:{self.port}/{database}"

    def _make(self) -> None:
        secret = self.folder / "password"
        secret.write_text(self.password)
        if self.user is not None:
            shutil.chown(self.folder, self.user)
            shutil.chown(secret, self.user)
        words = ("-U", "baocao", "-E", "UTF8", "--locale=C", "-A", "scram-sha-256", "--no-sync")
        self._run("initdb", "-D", str(self.data), f"--pwfile={secret}", *words)

    @property
    def data(self) -> Path:
        return self.folder / "data"

    def _run(self, program: str, *words: str) -> None:
        done = subprocess.run(
            [self.programs / program, *words],
            user=self.user, cwd="/", capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr

    def start(self) -> None:
        """Start, and wait until it answers."""
        options = [word for name, value in SETTINGS.items() for word in ("-c", f"{name}={value}")]
        self._process = subprocess.Popen(
            [self.programs / "postgres", "-D", str(self.data), "-p", str(self.port), *options],
            user=self.user, cwd="/", stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        end = time.monotonic() + START_SECONDS
        ready = [self.programs / "pg_isready", "-q", "-h", "127.0.0.1", "-p", str(self.port)]
        while subprocess.run(ready, check=False).returncode:
            assert self._process.poll() is None, "PostgreSQL ended at its start"
            assert time.monotonic() < end, "PostgreSQL does not answer"
            time.sleep(0.05)

    def stop(self, sign: signal.Signals = signal.SIGINT) -> None:
        """Stop: SIGINT breaks connections off, SIGQUIT is a crash."""
        if self._process is not None:
            self._process.send_signal(sign)
            self._process.wait(30)
            self._process = None

    @contextmanager
    def away(self) -> Iterator[None]:
        """Be stopped for a while."""
        self.stop()
        try:
            yield
        finally:
            self.start()


def _other_user() -> str:
    """An account that is not root's."""
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name).pw_name
        except KeyError:
            continue
    raise AssertionError("PostgreSQL refuses to run as root, and there is no other account")
