"""The system's Firefox, driven by Marionette, the protocol it speaks itself: no driver is downloaded.

A command is a line of JSON with its length in front; the answer names its number.
"""

from __future__ import annotations

import contextlib
import itertools
import json
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

NAMES = ("firefox-esr", "firefox")
PATIENCE = 30.0  # seconds
ELEMENT = "element-6066-11e4-a52e-4f735466cecf"  # how WebDriver names an element in JSON
PREFERENCES = {
    "network.disable-localhost-when-offline": True,  # no network means this machine too
    "browser.shell.checkDefaultBrowser": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "intl.accept_languages": "vi-VN, vi",
}


def find_firefox() -> str:
    """Return its path; without one the tests are skipped, and tests/run names the group."""
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        pytest.skip("the pages are not tested in Firefox: apt-get install firefox-esr")
    return found


class Firefox:
    """A page in Firefox. `elements` of the page are their WebDriver ids."""

    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)
        self._numbers = itertools.count(1)
        self._answer()  # the greeting
        self.tell("WebDriver:NewSession", strictFileInteractability=False)

    def tell(self, command: str, **arguments: Any) -> Any:
        """Give a command; return what came of it, raise AssertionError where it failed."""
        number = next(self._numbers)
        body = json.dumps([0, number, command, arguments]).encode()
        self._socket.sendall(b"%d:%s" % (len(body), body))
        _, answered, failure, result = self._answer()
        assert (answered, failure) == (number, None), f"{command}: {failure}"
        return result

    def _answer(self) -> Any:
        length = b""
        while not length.endswith(b":"):
            length += self._socket.recv(1)
        body = b""
        while len(body) < int(length[:-1]):
            body += self._socket.recv(int(length[:-1]) - len(body))
        return json.loads(body)

    def opens(self, address: str) -> None:
        self.tell("WebDriver:Navigate", url=address)

    def loads_again(self) -> None:
        """Load the page as a person does; the driver's own way passes by what the browser keeps."""
        self.runs("window.isOld = true; setTimeout(() => location.reload())")
        self.until("return !window.isOld && document.readyState === 'complete'")

    def runs(self, script: str, *arguments: Any) -> Any:
        """Return what a script of the page returns."""
        return self.tell("WebDriver:ExecuteScript", script=script, args=list(arguments))["value"]

    def find(self, selector: str) -> str:
        """Return an element once the page has it and shows it."""
        self.until(
            f"return [...document.querySelectorAll({json.dumps(selector)})].some(node => node.checkVisibility())"
        )
        found = self.tell("WebDriver:FindElements", using="css selector", value=selector)
        shown = [each[ELEMENT] for each in found if self.is_shown(each)]
        return str(shown[-1])

    def is_shown(self, element: dict[str, str]) -> bool:
        return bool(self.runs("return arguments[0].checkVisibility()", element))

    def press(self, selector: str) -> None:
        self.tell("WebDriver:ElementClick", id=self.find(selector))

    def type_in(self, selector: str, text: str) -> None:
        """Clear a field and type; the focus stays there."""
        element = self.find(selector)
        self.tell("WebDriver:ElementClear", id=element)
        self.tell("WebDriver:ElementSendKeys", id=element, text=text)

    def until(self, script: str) -> None:
        """Wait until a script returns something true."""
        ends = time.monotonic() + PATIENCE
        while not self.runs(script):
            assert time.monotonic() < ends, f"never true: {script}"
            time.sleep(0.05)

    def sees(self, text: str) -> None:
        self.until(f"return document.body.innerText.includes({json.dumps(text)})")

    def has_network(self, is_there: bool) -> None:
        """Take the network away, or give it back."""
        self.tell("Marionette:SetContext", value="chrome")
        self.runs("Services.io.offline = arguments[0]", not is_there)
        self.tell("Marionette:SetContext", value="content")

    def ends(self) -> None:
        self.tell("Marionette:Quit", flags=["eForceQuit"])
        self._socket.close()


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def firefox(profile: Path) -> Iterator[Firefox]:
    """Give a Firefox with a fresh profile, and end it."""
    port = free_port()
    wanted = {**PREFERENCES, "marionette.port": port}
    lines = [f'user_pref("{name}", {json.dumps(value)});' for name, value in wanted.items()]
    profile.mkdir(parents=True)
    (profile / "user.js").write_text("\n".join(lines), encoding="utf-8")
    command = [
        find_firefox(), "--headless", "--marionette", "--remote-allow-system-access",
        "--no-remote", "--profile", str(profile),
    ]  # fmt: skip
    with subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as running:
        try:
            yield connected(port)
        finally:
            running.terminate()


def connected(port: int) -> Firefox:
    """Return the browser as soon as it listens."""
    ends = time.monotonic() + PATIENCE
    while True:
        try:
            return Firefox(port)
        except OSError:
            assert time.monotonic() < ends, "Firefox did not begin"
            time.sleep(0.2)
