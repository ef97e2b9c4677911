"""What a program costs that has nothing to do: memory and processor must stay flat.

    python -m tests.e2e.idle_program [--minutes 10]

Linux only (reads /proc). Prints the samples and the growth as JSON.
"""

from __future__ import annotations

import argparse
import json
import os
import tempfile
import time
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

from tests.e2e.installed import Installation, find_program

CLOCK = "2022-10-10T08:30:00+07:00"
TICKS = os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 100


@dataclass
class Idleness:
    """Megabytes at each sample, and the share of one processor used between the first and the last."""

    megabytes: list[float] = field(default_factory=list)
    processor: float = 0.0
    descriptors: list[int] = field(default_factory=list)

    @property
    def growth(self) -> float:
        """Megabytes more at the end than at the first sample."""
        return round(self.megabytes[-1] - self.megabytes[0], 1)


def megabytes(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text("ascii")
    (line,) = (line for line in status.splitlines() if line.startswith("VmRSS:"))
    return round(int(line.split()[1]) / 1024, 1)


def processor_seconds(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def watch(folder: Path, warm: float, seconds: float, samples: int) -> Idleness:
    """Start the program, let it warm up, then look at it so many times."""
    office = Installation(replace(find_program(), is_warm=False), folder)
    office.opens_campaign(CLOCK)
    running = office.starts("run", "--clock", CLOCK)
    running.wait_for("running:")
    time.sleep(warm)
    pid, found = running.process.pid, Idleness()
    began, used = time.monotonic(), processor_seconds(pid)
    for _ in range(samples):
        found.megabytes.append(megabytes(pid))
        found.descriptors.append(len(os.listdir(f"/proc/{pid}/fd")))
        time.sleep(seconds / samples)
    found.processor = round((processor_seconds(pid) - used) / (time.monotonic() - began), 4)
    running.kill()
    office.close()
    return found


def main() -> None:
    """Watch an idle program for some minutes and print what it cost."""
    words = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    words.add_argument("--minutes", type=float, default=10)
    given = words.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        found = watch(Path(folder) / "office", 20, given.minutes * 60, 20)
    print(json.dumps({**asdict(found), "growth": found.growth}))


if __name__ == "__main__":
    main()
