"""Starts of the program from a process that has it loaded already, as a fork of that.

Loading takes longer than most commands; everything else is as in a start from nothing: a process of its
own with its own arguments, environment, folder and files, which can be killed. Only on Linux, and only
where a start asks for no other locale than the one that was loaded in; BAOCAO_TEST_COLD=1 turns it off.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import json
import os
import pkgutil
import selectors
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

LARGEST_REQUEST = 200_000  # bytes: arguments and environment
FIXED = ("LANG", "LANGUAGE", "LC_", "PYTHON")  # variables that are read when Python starts
ALSO_LOADED = ("telegram.ext", "uvicorn", "openpyxl", "docx", "PIL.Image")


class WarmProcess:
    """A process that was forked off a warm one, with the methods of `subprocess.Popen`."""

    def __init__(self, pid: int, report: socket.socket) -> None:
        self.pid = pid
        self.returncode: int | None = None
        self._report = report

    def poll(self) -> int | None:
        """Return the exit status, None while it runs."""
        return self._status(0)

    def wait(self, timeout: float | None = None) -> int:
        """Return the exit status; raises `subprocess.TimeoutExpired`."""
        status = self._status(timeout)
        if status is None:
            raise subprocess.TimeoutExpired("baocao", timeout or 0)
        return status

    def _status(self, timeout: float | None) -> int | None:
        if self.returncode is None:
            self._report.settimeout(timeout)
            try:
                self.returncode = int(self._report.recv(16))
            except (BlockingIOError, TimeoutError):
                return None
            self._report.close()
        return self.returncode

    def send_signal(self, number: int) -> None:
        """Send a signal, unless it has ended."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def terminate(self) -> None:
        """Send SIGTERM."""
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """Send SIGKILL."""
        self.send_signal(signal.SIGKILL)


class WarmProgram:
    """A process in which the program is loaded, and which forks for each start."""

    def __init__(self, environment: dict[str, str]) -> None:
        self._environment = _fixed(environment)
        self._control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-P", __file__, str(theirs.fileno())],
                env=environment, pass_fds=[theirs.fileno()], stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
            )  # fmt: skip

    def fits(self, environment: dict[str, str]) -> bool:
        """Return whether a start in such an environment can be a fork."""
        return _fixed(environment) == self._environment

    def start(
        self, words: Sequence[str], folder: Path, environment: dict[str, str], out: int, err: int
    ) -> WarmProcess:
        """Start the program with arguments in a folder; it writes to these two files."""
        report, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        request = json.dumps([list(words), str(folder), environment]).encode()
        with theirs:
            socket.send_fds(self._control, [request], [out, err, theirs.fileno()])
        return WarmProcess(int(report.recv(16)), report)


def _fixed(environment: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in environment.items() if name.startswith(FIXED)}


# -- in the warm process --------------------------------------------------------------------------


def _load() -> None:
    """Load every module of the program, and the libraries that a start loads late."""
    for package in map(importlib.import_module, ("bot", "storage")):
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if not found.name.endswith("__main__"):
                importlib.import_module(found.name)
    for name in ALSO_LOADED:
        importlib.import_module(name)
    gc.collect()
    gc.freeze()


def _serve(control: socket.socket) -> list[str]:
    """Fork for each request until the tests end; return the arguments, in the forked process."""
    reports: dict[int, socket.socket] = {}
    wake, woken = socket.socketpair()
    for end in (wake, woken):
        end.setblocking(False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.set_wakeup_fd(woken.fileno())
    selector = selectors.DefaultSelector()
    selector.register(control, selectors.EVENT_READ)
    selector.register(wake, selectors.EVENT_READ)
    while True:
        ready = [key.fileobj for key, _ in selector.select()]
        if wake in ready:
            wake.recv(4096)
            _report_ended(reports)
        if control not in ready:
            continue
        request, files, *_ = socket.recv_fds(control, LARGEST_REQUEST, 3)
        if not request:
            sys.exit()
        out, err, told = files
        report = socket.socket(fileno=told)
        pid = os.fork()
        if pid == 0:
            for opened in (control, wake, woken, selector, report, *reports.values()):
                opened.close()
            return _become(request, out, err)
        reports[pid] = report
        report.send(str(pid).encode())
        os.close(out)
        os.close(err)


def _report_ended(reports: dict[int, socket.socket]) -> None:
    """Tell of every fork that ended how it did."""
    while reports:
        pid, status = os.waitpid(-1, os.WNOHANG)
        if pid == 0:
            return
        with (
            reports.pop(pid) as report,
            contextlib.suppress(BrokenPipeError),
        ):  # nobody may ask any more
            report.send(str(os.waitstatus_to_exitcode(status)).encode())


def _become(request: bytes, out: int, err: int) -> list[str]:
    """Take over what was asked for in a forked process; return the arguments."""
    words, folder, environment = json.loads(request)
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    os.dup2(out, 1)
    os.dup2(err, 2)
    os.close(out)
    os.close(err)
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    time.tzset()
    tempfile.tempdir = None
    return list(words)


if __name__ == "__main__":
    _load()
    sys.argv = ["baocao", *_serve(socket.socket(fileno=int(sys.argv[1])))]
    del __file__  # processes of the program's own must not load this one
    __spec__ = None
    importlib.import_module("bot.cli.main").main()
