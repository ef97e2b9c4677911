"""A data folder that is not as it was left, and restoring: said in a sentence with the way out."""

from __future__ import annotations

import shutil
import signal
from pathlib import Path

from tests.e2e.installed import SLUG, Installation, Result
from tests.fakes.s3_server import S3Server

CLOCK = "2022-10-10T08:30:00+07:00"
NO_WEB = {"BAOCAO_WEB__ENABLED": "false"}


def spoil(file: Path) -> None:
    """Garbage in pages that opening does not read."""
    content = bytearray(file.read_bytes())
    content[10 * 4096 : 18 * 4096] = b"\xa5" * (8 * 4096)
    file.write_bytes(bytes(content))


def made(baocao: Installation) -> Path:
    """A working installation; its database."""
    baocao.opens_campaign(CLOCK)
    return baocao.data / "baocao.db"


def in_a_sentence(result: Result, code: int = 1) -> str:
    assert (result.code, len(result.err.strip().splitlines())) == (code, 1), str(result)
    assert "Traceback" not in result.err
    return result.err


def test_a_damaged_database_is_never_backed_up_as_good(baocao: Installation) -> None:
    database = made(baocao)
    for name in ("good.db", "good.zip"):
        baocao.does("backup", str(baocao.folder / name))
    before = {name: (baocao.folder / name).read_bytes() for name in ("good.db", "good.zip")}
    spoil(database)
    for name, body in before.items():
        assert "hỏng" in in_a_sentence(baocao.run("backup", str(baocao.folder / name)))
        assert (baocao.folder / name).read_bytes() == body


def test_run_and_doctor_say_that_the_database_is_damaged_and_what_to_restore(
    baocao: Installation,
) -> None:
    database = made(baocao)
    copy = baocao.data / "backups" / "night-20221009.db"
    copy.parent.mkdir(exist_ok=True)
    baocao.does("backup", str(copy))
    spoil(database)
    assert str(copy) in in_a_sentence(baocao.run("run", "--clock", CLOCK))
    checked = baocao.run("doctor", **NO_WEB)
    assert (checked.code, f"baocao restore {copy} --yes" in checked.out) == (1, True)
    assert "Zalo" in checked.out  # what needs no database is looked at all the same
    baocao.does("restore", str(copy), "--yes")
    assert len(baocao.json("progress", SLUG)) == 14


def test_a_lost_or_emptied_database_is_no_new_installation(baocao: Installation) -> None:
    database = made(baocao)
    copy = baocao.folder / "copy.zip"
    baocao.does("backup", str(copy))
    for lose in (Path.unlink, lambda file: file.write_bytes(b"")):
        lose(database)
        for words in (("run",), ("campaign", "list"), ("doctor",)):
            said = baocao.run(*words)
            assert (said.code, "baocao restore" in said.out + said.err) == (1, True), str(said)
    baocao.does("restore", str(copy))
    assert len(baocao.json("progress", SLUG)) == 14


def test_a_restore_beside_a_running_program_is_refused_until_it_is_gone(
    baocao: Installation,
) -> None:
    made(baocao)
    copy = baocao.folder / "copy.zip"
    baocao.does("backup", str(copy))
    running = baocao.starts("run", "--clock", CLOCK)
    running.wait_for("running:")
    assert "đang chạy" in in_a_sentence(baocao.run("restore", str(copy), "--yes"))
    running.process.send_signal(signal.SIGKILL)
    running.process.wait()
    baocao.does("restore", str(copy), "--yes")


def test_a_fresh_folder_with_settings_only_is_a_new_installation(baocao: Installation) -> None:
    shutil.rmtree(baocao.data, ignore_errors=True)
    baocao.data.mkdir()
    assert baocao.json("campaign", "list") == []


def test_a_night_leaves_a_copy_in_the_bucket_that_is_tried_and_restored(
    baocao: Installation,
) -> None:
    made(baocao)
    with S3Server() as s3:
        address = f"s3://{s3.bucket}"
        settings = {
            "BAOCAO_BACKUP__SECOND": address, "BAOCAO_BACKUP__ENDPOINT": s3.endpoint,
            "BAOCAO_BACKUP__ACCESS_KEY": s3.access_key,
            "BAOCAO_BACKUP__SECRET_KEY": s3.secret_key, **NO_WEB,
        }  # fmt: skip
        running = baocao.starts("run", "--clock", CLOCK, "--speed", "36000", **settings)
        running.wait_for("a restore was tried")
        running.stop()
        assert s3.secret_key not in running.text
        checked = baocao.run(
            "doctor", "--drill", "--clock", "2022-10-12T08:00:00+07:00", **settings
        )
        assert "✓ Đã thử khôi phục bản sao baocao-2022101" in checked.out
        (baocao.data / "baocao.db").unlink()
        baocao.does("restore", f"{address}/{max(s3.objects)}", **settings)
    assert len(baocao.json("progress", SLUG)) == 14
