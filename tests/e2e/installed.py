"""The program as a person runs it: its own processes, its own folder, nothing of ours inside.

Where `baocao` is installed beside this interpreter, that command is run; otherwise the checkout by
`python -P -m bot`. Either way the processes start in an empty folder with a clean environment. Where
nothing speaks against it they are forks of a process that has loaded it (`warm_start.py`).
"""

from __future__ import annotations

import importlib.metadata
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import IO, Any

from tests.e2e.warm_start import WarmProcess, WarmProgram

CHECKOUT = Path(__file__).resolve().parents[2]
SAMPLE = CHECKOUT / "bot" / "sample"
SLUG = "muong-te-2022"
Process = subprocess.Popen[bytes] | WarmProcess
START_SECONDS = 60.0
COMMAND_SECONDS = 120.0


@dataclass(frozen=True)
class Program:
    """How the program is started here."""

    words: tuple[str, ...]
    python_path: str = ""
    is_warm: bool = False  # forked from a process that has it loaded, where that changes nothing

    @property
    def in_words(self) -> str:
        return " ".join(self.words) + (
            f" (PYTHONPATH={self.python_path})" if self.python_path else ""
        )


def find_program() -> Program:
    """The installed command of this very interpreter, else the checkout as a module."""
    name = "baocao.exe" if os.name == "nt" else "baocao"
    script = Path(sys.executable).parent / name
    is_warm = sys.platform == "linux" and not os.environ.get("BAOCAO_TEST_COLD")
    if script.exists() and _is_installed():
        return Program((str(script),), is_warm=is_warm)
    return Program((sys.executable, "-P", "-m", "bot"), str(CHECKOUT), is_warm)


def _clean_environment(program: Program) -> dict[str, str]:
    """A person's environment: no settings of ours, no proxy before loopback."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("BAOCAO_", "PYTHON", "PYTEST_"))
        and not name.lower().endswith("_proxy")
    }
    return {**kept, "PYTHONPATH": program.python_path} if program.python_path else kept


@cache
def _warm(program: Program) -> WarmProgram:
    return WarmProgram(_clean_environment(program))


def _is_installed() -> bool:
    """Whether the installed program is the one of this checkout; an older one is not tested."""
    try:
        installed = importlib.metadata.distribution("baocao")
    except importlib.metadata.PackageNotFoundError:
        return False
    ours = [path for part in ("bot", "storage") for path in (CHECKOUT / part).rglob("*.py")]
    return all(
        _same(path, Path(str(installed.locate_file(path.relative_to(CHECKOUT))))) for path in ours
    )


def _same(one: Path, other: Path) -> bool:
    return other.is_file() and one.read_bytes() == other.read_bytes()


def free_port() -> int:
    with socket.socket() as first:
        first.bind(("127.0.0.1", 0))
        return int(first.getsockname()[1])


@dataclass(frozen=True)
class Result:
    """How a command ended."""

    words: tuple[str, ...]
    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    def __str__(self) -> str:
        return f"baocao {' '.join(self.words)}: exit {self.code}\n{self.out}\n{self.err}"


class Running:
    """A `run` or `demo` that is up; its lines go to a file, so that no pipe ever fills."""

    def __init__(self, process: Process, log: Path, skip: int) -> None:
        self.process = process
        self.log = log
        self._skip = skip

    @property
    def text(self) -> str:
        """What this process has said so far."""
        return self.log.read_bytes()[self._skip :].decode("utf-8", "replace")

    @property
    def is_up(self) -> bool:
        return self.process.poll() is None

    def wait_for(self, words: str, timeout: float = START_SECONDS) -> str:
        end = time.monotonic() + timeout
        while words not in self.text:
            assert self.is_up, f"ended with {self.process.returncode}:\n{self.text}"
            assert time.monotonic() < end, f"never said {words!r}:\n{self.text}"
            time.sleep(0.02)
        return self.text

    def kill(self) -> None:
        """SIGKILL, and wait until the process is gone."""
        self.process.kill()
        self.process.wait()

    def stop(self, timeout: float = 15.0) -> tuple[int, float]:
        """SIGTERM: the exit status, and the seconds it took."""
        began = time.monotonic()
        self.process.send_signal(signal.SIGTERM)
        try:
            code = self.process.wait(timeout)
        except subprocess.TimeoutExpired:
            self.kill()
            raise AssertionError(f"did not stop within {timeout} s:\n{self.text}") from None
        return code, time.monotonic() - began


class Installation:
    """One folder with settings and data, and the commands run on it."""

    def __init__(
        self,
        program: Program,
        folder: Path,
        *,
        telegram: tuple[str, str] | None = None,
        web: bool = True,
        more: str = "",
    ) -> None:
        self.program = program
        self.folder = folder
        self.data = folder / "data"
        self.port = free_port()
        self.config = folder / "config.toml"
        self.somewhere = folder / "somewhere"  # where commands are started: an empty folder
        self.somewhere.mkdir(parents=True)
        token, api_base = telegram or ("", "")
        sections = [f"[web]\nenabled = {str(web).lower()}\nport = {self.port}", more]
        if telegram:
            sections.append(f'[telegram]\napi_base = "{api_base}"')
        self.token = token
        self.config.write_text("\n\n".join(sections), encoding="utf-8")
        self._up: list[Running] = []

    @property
    def environment(self) -> dict[str, str]:
        """The person's environment."""
        kept = {**_clean_environment(self.program), "BAOCAO_CONFIG": str(self.config)}
        if self.token:
            kept["BAOCAO_TELEGRAM__TOKEN"] = self.token
        return kept

    def run(self, *words: str, **environment: str) -> Result:
        """One command, to its end."""
        with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
            code = self._begin(words, environment, out, err).wait(COMMAND_SECONDS)
            streams = [os.pread(stream.fileno(), 1 << 30, 0) for stream in (out, err)]
        return Result(words, code, *(stream.decode("utf-8") for stream in streams))

    def _begin(
        self, words: tuple[str, ...], more: dict[str, str], out: IO[bytes], err: IO[bytes]
    ) -> Process:
        environment = {**self.environment, **more}
        if self.program.is_warm and _warm(self.program).fits(environment):
            files = (out.fileno(), err.fileno())
            return _warm(self.program).start(words, self.somewhere, environment, *files)
        return subprocess.Popen(
            [*self.program.words, *words],
            cwd=self.somewhere, env=environment, stdin=subprocess.DEVNULL, stdout=out, stderr=err,
        )  # fmt: skip

    def does(self, *words: str, **environment: str) -> Result:
        """One command that must succeed."""
        result = self.run(*words, **environment)
        assert result.code == 0, str(result)
        return result

    def json(self, *words: str) -> Any:
        """What a command that must succeed prints with --json."""
        return self.does(*words, "--json").json

    def starts(self, *words: str, log: str = "run.log", **environment: str) -> Running:
        """Start a command that keeps running."""
        file = self.folder / log
        skip = file.stat().st_size if file.exists() else 0
        with file.open("ab") as stream:
            process = self._begin(words, environment, stream, stream)
        self._up.append(Running(process, file, skip))
        return self._up[-1]

    def opens_campaign(self, clock: str, **changes: str) -> None:
        """The sample campaign, created from its files and opened by a clock."""
        files = self.folder / "campaign"
        files.mkdir()
        text = (SAMPLE / "campaign.toml").read_text(encoding="utf-8")
        for old, new in changes.items():
            text = text.replace(old, new)
        (files / "campaign.toml").write_text(text, encoding="utf-8")
        (files / "units.csv").write_bytes((SAMPLE / "units.csv").read_bytes())
        self.does("campaign", "create", str(files / "campaign.toml"), "--clock", clock)
        self.does("campaign", "open", SLUG, "--clock", clock)

    def close(self) -> None:
        """End every process started here."""
        for each in self._up:
            if each.is_up:
                each.kill()
