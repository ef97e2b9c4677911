"""Every command does the same from the chat, from the board and from the command line.

Each door gets an installation of its own in the same state; afterwards the tables are compared. A new
command without three doors fails here, or says why it has fewer.
"""

from __future__ import annotations

import re
import typing
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from bot.cli import acts, campaign_commands, inviting  # noqa: F401  help in the first language
from bot.cli.main import main
from bot.model import commands
from bot.model.commands import Command
from bot.model.unit import Unit
from bot.snapshots import issue_snapshot
from storage import Author
from tests.office import Installation, Person, rename
from tests.web.board_scenes import fill, send
from tests.web.board_site import SECRET, BoardSite

UNIT = "03448"
BELOW = "03445"
OPERATOR = "the operator's: a coordinator has no say over whether a campaign is open"


@dataclass(frozen=True)
class Case:
    """One command as it is given at each door; a door may say why it is not there."""

    chat: tuple[str, ...] | str
    board: dict[str, str] | str
    line: tuple[str, ...] | str
    before: tuple[str, ...] = ("sent",)
    options: dict[str, Any] = field(default_factory=dict)


def only_line(*words: str, before: tuple[str, ...] = ("sent",)) -> Case:
    return Case(OPERATOR, OPERATOR, words, before)


CASES: dict[type[Any], Case] = {
    commands.Accept: Case(
        (f"nhận {UNIT}", "đúng"), {"act": "accept"}, ("accept", "SLUG", "--unit", UNIT)
    ),
    commands.Unaccept: Case(
        (f"bỏ nhận {UNIT} nhận nhầm", "đúng"),
        {"act": "unaccept", "reason": "nhận nhầm"},
        ("unaccept", "SLUG", "--unit", UNIT, "--reason", "nhận nhầm"),
        before=("sent", "accepted"),
    ),
    commands.SendBack: Case(
        (f"trả lại {UNIT} 1.6 2 lớp này chưa rõ", "đúng"),
        {"act": "send_back", "row": "1.6", "reason": "2 lớp này chưa rõ"},
        ("return", "SLUG", "--unit", UNIT, "--row", "1.6", "--reason", "2 lớp này chưa rõ"),
    ),
    commands.Extend: Case(
        (f"gia hạn {UNIT} thêm 7 ngày vì mưa từ 10/10", "đúng"),
        {"act": "extend", "until": "2022-10-20", "reason": "mưa từ 10/10"},
        (
            "campaign",
            "extend",
            "SLUG",
            "--unit",
            UNIT,
            "--until",
            "2022-10-20",
            "--reason",
            "mưa từ 10/10",
        ),
        before=(),
    ),
    commands.EnterFor: Case(
        (
            f"nhập hộ {UNIT} theo e-mail 12/10: 1.1: 2 lớp 60 người; 1.6: nhiều; còn lại không",
            "đúng",
        ),
        {
            "act": "enter",
            "source": "e-mail 12/10",
            "words": "1.1: 2 lớp 60 người; 1.6: nhiều; còn lại không",
        },
        (
            "enter",
            "SLUG",
            "--unit",
            UNIT,
            "--source",
            "e-mail 12/10",
            "1.1: 2 lớp 60 người; 1.6: nhiều; còn lại không",
        ),
        before=(),
    ),
    commands.SendFor: Case(
        (f"nộp hộ {UNIT}", "đúng"),
        {"act": "send_for"},
        ("enter", "SLUG", "--unit", UNIT, "--send"),
        before=("filled",),
    ),
    commands.Tell: Case(
        (f"trả lời {UNIT} ghi theo sổ", "đúng"),
        {"act": "tell", "words": "ghi theo sổ"},
        "a message is answered where it can be read: in the chat or on the board",
    ),
    commands.TellUnits: Case(
        (f"nhắn {UNIT}, {BELOW}: họp lúc 8:30", "đúng"),
        "the units that are ticked on the board are told one by one: `Tell`",
        "a message is answered where it can be read: in the chat or on the board",
    ),
    commands.PassUp: Case(
        (f"chuyển lên {UNIT}", "đúng"),
        {"act": "pass_up"},
        "a question is passed on where it can be read: in the chat or on the board",
        before=("asked",),
    ),
    commands.Remind: Case(
        (f"nhắc {UNIT}: nộp gấp", "đúng"),
        {"act": "remind", "words": "nộp gấp"},
        "`remind --send` sends what is due; words of one's own are a coordinator's",
        before=(),
    ),
    commands.Invite: Case(
        (f"mời {UNIT}", "đúng"),
        {"act": "invite"},
        ("invite", "SLUG", "--unit", UNIT, "--new"),
        before=(),
    ),
    commands.HandUpTotal: Case(
        (f"nộp tổng hợp {UNIT}", "đúng"),
        {"act": "hand_up"},
        ("total", "SLUG", "--unit", UNIT, "--send"),
        before=("branch",),
    ),
    commands.PassOn: Case(
        (f"chuyển xuống {UNIT} 12/10/2022 nộp sớm", "đúng"),
        {"act": "pass_on", "until": "2022-10-12", "words": "nộp sớm"},
        ("pass-on", "SLUG", "--unit", UNIT, "--until", "2022-10-12", "--words", "nộp sớm"),
        before=("branch",),
    ),
    commands.MoveReport: Case(
        "two units' reports have to be looked at side by side: the board's page shows them",
        {"act": "move", "to": "03445", "reason": "chọn nhầm"},
        "two units' reports have to be looked at side by side: the board's page shows them",
        before=("filled",),
    ),
    commands.TakeOut: Case(
        (f"đưa ra {UNIT} ghi nhầm", "đúng"),
        {"act": "take_out", "reason": "ghi nhầm"},
        ("campaign", "take-out", "SLUG", "--unit", UNIT, "--reason", "ghi nhầm", "--yes"),
        before=("sent", "issued"),
    ),
    commands.AddUnit: Case(
        (f"thêm đơn vị {UNIT}", "đúng"),
        {"act": "add_unit"},
        ("campaign", "add-unit", "SLUG", "--unit", UNIT, "--yes"),
        before=("sent", "taken out"),
    ),
    commands.MendUnit: Case(
        (f"đổi loại {UNIT} thành phường", "đúng"),
        {"act": "mend", "kind": "phường"},
        ("campaign", "mend-unit", "SLUG", "--unit", UNIT, "--kind", "phường", "--yes"),
        before=("sent", "issued"),
    ),
    commands.OpenCampaign: only_line("campaign", "open", "SLUG"),
    commands.DropCampaign: only_line("campaign", "drop", "SLUG", "--yes", before=("not open",)),
    commands.BeginTrial: only_line("campaign", "trial", "SLUG", before=("not open",)),
    commands.EndTrial: only_line(
        "campaign", "trial", "SLUG", "--end", before=("not open", "on trial")
    ),
    commands.CloseCampaign: only_line("campaign", "close", "SLUG"),
    commands.FinishCampaign: only_line("campaign", "finish", "SLUG"),
    commands.ReopenCampaign: only_line("campaign", "reopen", "SLUG"),
}
A_DEPUTY = Case(
    (f"mời người phó {UNIT}", "đúng"),
    {"act": "invite", "role": "deputy"},
    ("invite", "SLUG", "--unit", UNIT, "--role", "deputy", "--new"),
    before=(),
)
A_NEW_UNIT = Case(
    ("thêm đơn vị 03999", "đúng"),
    {"act": "add_unit", "unit": "03999"},
    ("campaign", "add-unit", "SLUG", "--unit", "03999", "--yes"),
    before=("listed",),
)
A_PARENT = Case(
    (f"đổi cấp trên {UNIT} thành {BELOW}", "đúng"),
    {"act": "mend", "kind": "xã", "above": BELOW},
    ("campaign", "mend-unit", "SLUG", "--unit", UNIT, "--parent", BELOW, "--yes"),
)
EVERY = {
    **{kind.__name__: case for kind, case in CASES.items()},
    "Invite a deputy": A_DEPUTY,
    "A new unit": A_NEW_UNIT,
    "A parent": A_PARENT,
}
TABLES = {
    "unit": "code, entry, kind, parent",
    "seat": "unit_id, role, until is null",
    "submission": "unit_id, left_at is null, left_reason, status, version, draft, returned_reason, returned_row, extended_until,"
    " extension_reason, answered",
    "answer": "submission_id, code, state, count, people, text, source",
    "revision": "submission_id, version, late_days, returned",
    "audit": "fact, submission_id, code, after",
    "reminder": "unit_id, step, substr(due_at, 1, 16), state, words",
    "invite": "unit_id, role, voided_at is null, substr(expires_at, 1, 16)",
    "campaign": "slug, state, last_instant",
}
CODE = re.compile(
    r"Mã biên nhận: \w+|\nNgười gửi: .*|(?<=Người tổng hợp) Chị Hoa(?= trả lại)"
)  # made by chance, or who acts
UNSURE = {  # facts that hold a code made by chance, or are not about the act
    "BoardLinkMade", "Submitted", "TotalHandedUp", "InviteMade",
}  # fmt: skip


def stored(desk: Installation) -> dict[str, list[Any]]:
    """What the tables hold, without who acted and without codes made by chance."""
    found: dict[str, list[Any]] = {}
    with desk.store.reading() as tx:
        for table, columns in TABLES.items():
            rows = tx.connection.exec_driver_sql(f"select {columns} from {table}").all()
            found[table] = sorted(
                (tuple(map(str, row)) for row in rows if row[0] not in UNSURE), key=str
            )
    return found


def prepared(site: BoardSite, case: Case) -> Person:
    """The installation before the act, with somebody who sits for the unit."""
    desk = site.desk
    reporter = desk.joined(UNIT)
    if {"sent", "filled"} & set(case.before):
        fill(desk, UNIT, 34)
    if "sent" in case.before:
        send(desk, UNIT)
    if "asked" in case.before:
        reporter.says("hỏi trường tư thục có phải báo cáo không ạ?")
    if "branch" in case.before:
        rename(desk.store, BELOW, parent=UNIT)
        fill(desk, BELOW, 3)
        send(desk, BELOW)
        at_line(site, ("accept", "SLUG", "--unit", BELOW))
    if "listed" in case.before:
        with desk.store.transaction() as tx:
            fresh = Unit(0, "03999", "Xã Quên Tên", "xã", UNIT)
            tx.campaigns.keep_units([fresh], desk.campaign.body)
    if "issued" in case.before:
        author = Author(desk.now, actor="x")
        issue_snapshot.issued_sheet(desk.store, desk.office, desk.campaign.id, "xlsx", author)
    if "taken out" in case.before:
        at_line(site, ("campaign", "take-out", "SLUG", "--unit", UNIT, "--reason", "x", "--yes"))
        reporter.listen()
    if "not open" in case.before:
        site.coordinator("Chị Hoa")
        close_again(site.desk)
    if "on trial" in case.before:
        at_line(site, ("campaign", "trial", "SLUG"))
    return reporter


def close_again(desk: Installation) -> None:
    """The campaign as it was before it was opened."""
    with desk.store.transaction() as tx:
        tx.connection.exec_driver_sql("update campaign set state = 'draft'")


def at_chat(site: BoardSite, words: tuple[str, ...]) -> None:
    hoa = site.coordinator("Chị Hoa")
    for text in words:
        hoa.says(text)


def at_board(site: BoardSite, fields: dict[str, str]) -> None:
    given = dict(fields)
    if "to" in given:
        given["to"] = str(site.unit(given["to"]))
    unit = given.pop("unit", UNIT)
    done = site.visitor(site.coordinator("Chị Hoa")).acts(given.pop("act"), unit, **given)
    assert done.status_code == 200, done.text


def at_line(site: BoardSite, words: tuple[str, ...]) -> None:
    site.coordinator("Chị Hoa")
    folder, desk = site.desk.folder, site.desk
    config = folder / "config.toml"
    config.write_text(
        f'[app]\ndata_dir = "{folder}"\n[web]\nsecret_key = "{SECRET}"\n', encoding="utf-8"
    )
    given = [desk.campaign.slug if word == "SLUG" else word for word in words]
    with pytest.raises(SystemExit) as stopped:
        main([*given, "--config", str(config), "--clock", desk.now.isoformat()])
    assert not stopped.value.code


DOORS: dict[str, Callable[[BoardSite, Any], None]] = {
    "chat": at_chat, "board": at_board, "line": at_line,
}  # fmt: skip
KINDS = typing.get_args(Command)


@pytest.fixture
def sites(tmp_path: Path) -> Iterator[Callable[[str], BoardSite]]:
    made: list[BoardSite] = []

    def make(name: str) -> BoardSite:
        (tmp_path / name).mkdir()
        made.append(BoardSite(tmp_path / name))
        return made[-1]

    yield make
    for site in made:
        site.close()


@pytest.mark.parametrize("case", EVERY.values(), ids=EVERY)
def test_a_command_stores_the_same_from_every_door(
    sites: Callable[[str], BoardSite], case: Case
) -> None:
    found = {}
    for door, go in DOORS.items():
        given = getattr(case, door)
        if isinstance(given, str):
            continue
        site = sites(door)
        reporter = prepared(site, case)
        if "accepted" in case.before:
            at_line(site, ("accept", "SLUG", "--unit", UNIT))
        before = stored(site.desk)
        go(site, given)
        after = stored(site.desk)
        assert after != before
        told = [CODE.sub("", reply.text) for reply in reporter.listen()]
        found[door] = {**after, "told": told}
    first, *others = found.values()
    for other in others:
        assert other == first


def test_a_door_that_is_missing_has_its_reason() -> None:
    given = [getattr(case, door) for case in EVERY.values() for door in DOORS]
    assert all(len(each.split()) > 5 for each in given if isinstance(each, str))
    assert set(KINDS) == set(CASES)
