"""`sh tests/run` where nothing may be installed: it names what is missing and runs the rest."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PARTS = {
    "chromium": "not browser",
    "firefox-esr": "not firefox",
    "soffice": "not office",
    "initdb": "not postgresql",
}
PYTHON = '#!/bin/sh\ncase "$2" in pytest) shift 2; echo "pytest $*";; esac\nexit 0\n'


def program(folder: Path, name: str, text: str = "#!/bin/sh\nexit 0\n") -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")
    (folder / name).chmod(0o755)


def run(folder: Path, *there: str, **more: str) -> subprocess.CompletedProcess[str]:
    """Run the script on a machine with these programs only, without apt-get."""
    path = folder / "bin"
    for name in (*there, "python3", "gcc"):
        program(path, name)
    for name in ("sh", "dirname", "id", "env"):
        found = shutil.which(name)
        assert found is not None
        (path / name).symlink_to(found)
    program(folder / "venv" / "bin", "python", PYTHON)
    environment = {"PATH": str(path), "BAOCAO_TEST_VENV": str(folder / "venv"), **more}
    command = [str(path / "sh"), str(ROOT / "tests" / "run"), "tests/cli"]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


def test_on_a_complete_machine_everything_is_run_in_three_processes(tmp_path: Path) -> None:
    done = run(tmp_path, *PARTS)
    assert done.stdout == "pytest -n4 --dist=loadfile --no-loadscope-reorder tests/cli\n"
    assert (done.returncode, "not run" in done.stderr) == (0, False)


@pytest.mark.parametrize("part", PARTS)
def test_what_may_not_be_installed_is_named_and_the_rest_is_run(tmp_path: Path, part: str) -> None:
    done = run(tmp_path, *(other for other in PARTS if other != part))
    assert (
        done.stdout
        == f"pytest -n4 --dist=loadfile --no-loadscope-reorder -m {PARTS[part]} tests/cli\n"
    )
    assert "not run" in done.stderr
    assert PARTS[part].removeprefix("not ") in done.stderr
    assert done.returncode == 0


def test_what_lands_must_have_passed_everything(tmp_path: Path) -> None:
    assert run(tmp_path, CI="1").returncode == 1
