"""Totals that left as documents: numbered, shared while nothing changes, stale when a unit's
counted version changes, with the difference cell by cell."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from random import Random

import docx
import openpyxl
import pytest
from sqlalchemy import event

from bot.cli.main import main
from bot.exports.rows import reported_rows
from bot.figures.rollup import roll_up, row_figures
from bot.figures.sums import add_up
from bot.model.answer import Answer, AnswerState, nil, value
from bot.model.campaign import Campaign
from bot.model.commands import MoveReport
from bot.model.events import AnswerRecorded, Change, SentBack, Submitted
from bot.model.form import Cell, Form
from bot.model.snapshot import SnapshotDifference
from bot.snapshots import issue_snapshot
from bot.snapshots.snapshot_status import differences, snapshot_statuses
from bot.use_cases.campaigns import campaign_setup
from bot.use_cases.campaigns.change_form import change_form
from bot.use_cases.papers import campaign_export
from bot.use_cases.turns.process_message import apply_changes
from bot.use_cases.turns.run_command import Acting, execute
from storage import Author
from tests.office import Installation

A, B, C, D = "03433", "03436", "03439", "03442"
Figures = dict[str, tuple[int | None, int | None]]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Installation]:
    made = Installation(tmp_path)
    yield made
    made.close()


def units(desk: Installation) -> list[str]:
    with desk.store.reading() as tx:
        return [unit.code for unit in tx.campaigns.members(desk.campaign.id)]


def sends(desk: Installation, unit: str, **rows: Answer) -> None:
    """A unit's next version, with these rows (`r1_6`) said anew."""
    before = desk.submission(unit)
    facts: list[Change] = [
        AnswerRecorded(before.id, name[1:].replace("_", "."), answer)
        for name, answer in rows.items()
    ]
    number = before.version + 1
    facts.append(Submitted(before.id, number, desk.now, 0, f"R{before.id}V{number}"))
    with desk.store.transaction() as tx:
        apply_changes(tx, desk.office, facts, Author(desk.now))


def returned(desk: Installation, unit: str) -> None:
    with desk.store.transaction() as tx:
        fact = SentBack(desk.submission(unit).id, "chưa khớp")
        apply_changes(tx, desk.office, [fact], Author(desk.now))


def moved(desk: Installation, source: str, target: str) -> None:
    with desk.store.transaction() as tx:
        seat, person = next(iter(tx.people.seats_of_unit(desk.campaign.id, None)))
        known = {unit.code: unit.id for unit in tx.campaigns.members(desk.campaign.id)}
        command = MoveReport(known[source], known[target], "nhầm đơn vị")
        assert execute(Acting(tx, desk.office, seat, person), [command]).may


def classes(desk: Installation, count: int, people: int, row: str = "1.6") -> Answer:
    return value(desk.form.by_code[row], count, people)


def document(desk: Installation, ending: str = "xlsx", unit: str | None = None) -> bytes:
    """A whole file, as the command writes it."""
    desk.later(minutes=5)
    out = desk.folder / f"out.{ending}"
    issue_snapshot.export_file(desk.store, desk.office, desk.campaign.slug, unit, out)
    return out.read_bytes()


def issue(desk: Installation, kind: str = "xlsx", campaign: Campaign | None = None) -> int:
    """The number under which a total leaves, without drawing it."""
    desk.later(minutes=5)
    chosen = campaign or desk.campaign
    sheet = issue_snapshot.issued_sheet(desk.store, desk.office, chosen.id, kind, Author(desk.now))
    assert sheet.snapshot is not None
    return sheet.snapshot.number


def stand(desk: Installation, campaign: Campaign | None = None) -> dict[int, SnapshotDifference]:
    """Number -> the snapshot as it stands."""
    with desk.store.reading() as tx:
        campaign = tx.campaigns.by_id((campaign or desk.campaign).id)
        found = differences(
            tx, desk.office, campaign, snapshot_statuses(tx, desk.office, campaign.id)
        )
    return {each.standing.snapshot.number: each for each in found}


def stale(desk: Installation) -> dict[int, list[tuple[str, str]]]:
    """Number -> what happened, for the snapshots that fit no more."""
    return {
        number: [(change.unit_code, change.what.value) for change in each.standing.changes]
        for number, each in stand(desk).items()
        if each.standing.is_stale
    }


def totals(desk: Installation) -> Figures:
    """What the exports' own sums say, by an independent way: all reports added up."""
    with desk.store.reading() as tx:
        campaign = tx.campaigns.by_id(desk.campaign.id)
        sheet = campaign_export.campaign_sheet(tx, desk.office, campaign)
    found = roll_up(sheet.form, sheet.units).totals
    return {code: (one.count, one.people) for code, one in found.items()}


def differing(before: Figures, after: Figures) -> dict[tuple[str, Cell], tuple]:
    return {
        (code, cell): (before[code][place], after[code][place])
        for code in before
        for place, cell in enumerate((Cell.COUNT, Cell.PEOPLE))
        if before[code][place] != after[code][place]
    }


def told(difference: SnapshotDifference) -> dict[tuple[str, Cell], tuple]:
    return {(one.code, one.cell): (one.before, one.after) for one in difference.cells}


# --- When one is made ----------------------------------------------------------------------------


@pytest.mark.parametrize("ending", ["csv", "json", "zip"])
def test_data_for_programs_get_no_number(desk: Installation, ending: str) -> None:
    sends(desk, A, r1_6=classes(desk, 4, 160))
    document(desk, ending)
    assert stand(desk) == {}


@pytest.mark.parametrize("ending", ["xlsx", "docx"])
def test_one_units_form_gets_no_number(desk: Installation, ending: str) -> None:
    sends(desk, A, r1_6=classes(desk, 4, 160))
    document(desk, ending, unit=A)
    assert stand(desk) == {}


def test_two_documents_of_the_same_figures_share_a_number(desk: Installation) -> None:
    sends(desk, A, r1_6=classes(desk, 4, 160))
    for ending in ("xlsx", "docx", "xlsx"):
        document(desk, ending)
    (only,) = stand(desk).values()
    assert (only.standing.snapshot.number, only.standing.snapshot.kind) == (1, "xlsx")
    sends(desk, A)  # the same figures, but another version of them
    document(desk, "docx")
    assert list(stand(desk)) == [2, 1]


def test_the_number_stands_in_the_workbook_and_in_the_report(desk: Installation) -> None:
    sends(desk, A, r1_6=classes(desk, 4, 160))
    words = "Bản tổng hợp số 1, lập lúc 08:35 ngày 10/10/2022"
    book = openpyxl.load_workbook(io.BytesIO(document(desk)))
    assert words in book["Tiến độ"]["A3"].value
    assert book["Tổng hợp"].oddFooter.left.text == words
    assert {p.name: p.value for p in book.custom_doc_props.props}["baocao_snapshot"] == "1"
    paper = docx.Document(io.BytesIO(document(desk, "docx")))
    assert words in [paragraph.text for paragraph in paper.paragraphs]
    assert paper.sections[0].footer.paragraphs[0].text.startswith(words)


def test_a_document_read_before_a_correction_is_read_again(desk: Installation) -> None:
    """Between the read and the number another version came in: they are of one state all the same."""
    sends(desk, A, r1_6=classes(desk, 4, 160))
    times: list[int] = []
    store = desk.store

    class Slow:
        def __getattr__(self, name: str) -> object:
            return getattr(store, name)

        def transaction(self) -> object:
            if len(times) == 1:
                sends(desk, A, r1_6=classes(desk, 5, 200))
            return store.transaction()

        def reading(self) -> object:
            times.append(1)
            return store.reading()

    sheet = issue_snapshot.issued_sheet(
        Slow(),
        desk.office,
        desk.campaign.id,
        "xlsx",
        Author(desk.now),  # type: ignore[arg-type]
    )
    assert len(times) == 2
    assert sheet.unit(A).answers["1.6"].count == 5
    assert sheet.snapshot is not None
    assert (sheet.snapshot.number, stale(desk)) == (1, {})


# --- What turns it stale -------------------------------------------------------------------------


def test_exactly_the_snapshots_that_used_a_corrected_figure_turn_stale(desk: Installation) -> None:
    sends(desk, A, r1_6=classes(desk, 4, 160))
    sends(desk, B, r1_6=classes(desk, 2, 60))
    issue(desk)
    assert stale(desk) == {}
    sends(desk, A, r1_6=classes(desk, 5, 170))
    assert stale(desk) == {1: [(A, "corrected")]}
    issue(desk)
    assert stale(desk) == {1: [(A, "corrected")]}
    sends(desk, B, r1_6=classes(desk, 3, 61))
    assert stale(desk) == {1: [(A, "corrected"), (B, "corrected")], 2: [(B, "corrected")]}


def test_another_campaign_of_the_same_units_is_not_touched(desk: Installation) -> None:
    read = campaign_setup.read_campaign(desk.folder / "campaign.toml", desk.office)
    read = replace(read, campaign=replace(read.campaign, slug="other", title="Đợt khác"))
    with desk.store.transaction() as tx:
        campaign_setup.create_campaign(tx, desk.office, read)
        other = campaign_setup.open_campaign(tx, desk.office, "other")
    issue(desk, campaign=other)
    sends(desk, A, r1_6=classes(desk, 4, 160))
    issue(desk)
    sends(desk, A, r1_6=classes(desk, 5, 160))
    assert stale(desk) == {1: [(A, "corrected")]}
    assert [each.standing.is_stale for each in stand(desk, other).values()] == [False]


def test_a_draft_alone_turns_nothing_stale(desk: Installation) -> None:
    sends(desk, A, r1_6=classes(desk, 4, 160))
    issue(desk)
    fact = AnswerRecorded(desk.submission(A).id, "1.6", classes(desk, 9, 900))
    with desk.store.transaction() as tx:
        apply_changes(tx, desk.office, [fact], Author(desk.now))
    assert stale(desk) == {}


def test_a_return_a_move_and_a_late_report_turn_it_stale(desk: Installation) -> None:
    desk.coordinator("Nguyễn Thị Hoa")
    for unit in (A, B, C):
        sends(desk, unit, r1_6=classes(desk, 4, 160))
    sends(desk, C, r1_6=classes(desk, 6, 180))
    issue(desk)
    returned(desk, A)
    returned(desk, C)  # its first version counts again
    moved(desk, B, D)
    later = units(desk)[-1]
    sends(desk, later, r1_6=classes(desk, 1, 10))
    (standing,) = (each.standing for each in stand(desk).values())
    found = [(one.unit_code, one.what.value, one.version) for one in standing.changes]
    assert found == [
        (A, "returned", None),
        (B, "moved_away", None),
        (C, "returned", 1),
        (D, "moved_here", 1),
        (later, "arrived", 1),
    ]
    names = {one.unit_code: one.unit_name for one in standing.changes}
    others = {one.unit_code: one.other for one in standing.changes if one.other}
    assert others == {B: names[D], D: names[B]}
    assert told(stand(desk)[1])["1.6", Cell.COUNT] == (14, 9)


# --- The difference ------------------------------------------------------------------------------


def test_the_difference_has_pairs_rows_counted_upward_and_computed_rows(
    desk: Installation,
) -> None:
    row = desk.form.by_code
    sends(desk, A, r1_6=classes(desk, 4, 160), r7_1=value(row["7.1"], 1), r7_2=nil(row["7.2"]),
          r6_1=value(row["6.1"], 2))  # fmt: skip
    sends(desk, B, r7_1=value(row["7.1"], 1))
    issue(desk)
    before = totals(desk)
    sends(desk, A, r1_6=classes(desk, 5, 170), r7_1=nil(row["7.1"]), r7_2=value(row["7.2"], 1),
          r6_1=value(row["6.1"], 7))  # fmt: skip
    found = told(stand(desk)[1])
    assert found == differing(before, totals(desk))
    assert found["7.1", Cell.COUNT] == (2, 1)
    assert found["7.2", Cell.COUNT] == (0, 1)
    assert found["1", Cell.PEOPLE] == (160, 170)
    assert found["6", Cell.COUNT] == (2, 7)


def test_a_figure_that_nobody_gives_any_more_is_none_and_not_nought(desk: Installation) -> None:
    sends(desk, A, r1_6=classes(desk, 4, 160))
    issue(desk)
    sends(desk, A, r1_6=Answer(AnswerState.PENDING))
    assert told(stand(desk)[1])["1.6", Cell.COUNT] == (4, None)


def test_words_alone_differ_in_no_cell(desk: Installation) -> None:
    sends(desk, A, r1_6=classes(desk, 4, 160))
    issue(desk)
    sends(desk, A, r11=Answer(AnswerState.VALUE, text="Trao 5 suất học bổng"))
    assert stale(desk) == {1: [(A, "corrected")]}
    assert told(stand(desk)[1]) == {}


@pytest.mark.parametrize("seed", range(4))
def test_the_difference_is_that_of_two_whole_totals_whatever_happened(
    desk: Installation, seed: int
) -> None:
    chance = Random(seed)
    some = units(desk)[:6]
    rows = [row for row in desk.form.questions if row.cells]
    kept: dict[int, Figures] = {}
    for step in range(24):
        unit = chance.choice(some)
        if step % 6 == 5:
            kept.setdefault(issue(desk), totals(desk))
        elif desk.submission(unit).is_sent and chance.random() < 0.4:
            returned(desk, unit)
        else:
            said = {}
            for row in chance.sample(rows, 5):
                count = 1 if row.at_most == 1 else chance.randrange(9)
                figures = {Cell.COUNT: count, Cell.PEOPLE: chance.randrange(500)}
                cells = [
                    figures[cell] if cell in row.cells else None
                    for cell in (Cell.COUNT, Cell.PEOPLE)
                ]
                said[f"r{row.code.replace('.', '_')}"] = value(row, *cells)
            sends(desk, unit, **said)
    now = totals(desk)
    assert len(kept) == 4
    assert {number: told(each) for number, each in stand(desk).items()} == {
        number: differing(before, now) for number, before in kept.items()
    }


def test_the_sums_of_a_snapshot_are_those_of_the_exports(desk: Installation) -> None:
    for unit in (A, B):
        sends(desk, unit, r1_6=classes(desk, 4, 160), r7_1=value(desk.form.by_code["7.1"], 1))
    with desk.store.reading() as tx:
        sheet = campaign_export.campaign_sheet(
            tx, desk.office, tx.campaigns.by_id(desk.campaign.id)
        )
    sums = add_up(sheet.form, [row_figures(sheet.form, unit.answers) for unit in sheet.units])
    expected = totals(desk)
    said = {code: (one.figures.get(Cell.COUNT), one.figures.get(Cell.PEOPLE))
            for code, one in sums.items()}  # fmt: skip
    assert said == {code: expected[code] for code in sums}
    assert {code for code, both in expected.items() if both != (None, None)} <= set(sums)


def without(form: Form, code: str) -> Form:
    return replace(form, rows=tuple(row for row in form.rows if row.code != code))


def relabelled(form: Form, code: str) -> Form:
    rows = (
        replace(row, label="Nội dung khác hẳn") if row.code == code else row for row in form.rows
    )
    return replace(form, rows=tuple(rows))


def changed(desk: Installation, after: Form) -> None:
    desk.later(minutes=5)
    with desk.store.transaction() as tx:
        change_form(tx, desk.office, desk.campaign.slug, after, "", "dòng lệnh")


def test_a_row_that_a_later_version_leaves_out_stays_where_it_was_answered(
    desk: Installation,
) -> None:
    sends(desk, A, r1_6=classes(desk, 4, 160), r1_7=classes(desk, 2, 50, "1.7"))
    issue(desk)
    changed(desk, without(desk.form, "1.6"))
    sends(desk, B, r1_7=classes(desk, 1, 30, "1.7"))
    with desk.store.reading() as tx:
        sheet = campaign_export.campaign_sheet(
            tx, desk.office, tx.campaigns.by_id(desk.campaign.id)
        )
    rolled = roll_up(sheet.form, sheet.units).totals
    assert (rolled["1.6"].count, rolled["1.6"].people, rolled["1.6"].units_missing) == (4, 160, 0)
    assert (rolled["1"].count, rolled["1"].people) == (7, 240)
    assert dict(reported_rows(sheet.form, sheet.unit(A)))[sheet.form.by_code["1.6"]] is not None
    assert sheet.form.by_code["1.6"] not in dict(reported_rows(sheet.form, sheet.unit(B)))
    words = told(stand(desk)[1])
    assert ("1.6", Cell.COUNT) not in words


def test_a_changed_form_shows_what_the_old_cells_said(desk: Installation) -> None:
    sends(desk, A, r1_6=classes(desk, 4, 160), r1_7=classes(desk, 2, 50, "1.7"))
    issue(desk)
    changed(desk, relabelled(desk.form, "1.6"))
    difference = stand(desk)[1]
    assert (difference.standing.form_changed, difference.standing.changes) == (True, ())
    assert told(difference) == {
        ("1.6", Cell.COUNT): (4, None),
        ("1.6", Cell.PEOPLE): (160, None),
        ("1", Cell.COUNT): (6, 2),
        ("1", Cell.PEOPLE): (210, 50),
    }


# --- On the command line -------------------------------------------------------------------------


def command(desk: Installation, capsys: pytest.CaptureFixture[str], *words: str) -> str:
    """What a command prints, on the desk's own folder."""
    file = desk.folder / "config.toml"
    file.write_text(f'[app]\ndata_dir = "{desk.folder.as_posix()}"\n', encoding="utf-8")
    capsys.readouterr()
    with pytest.raises(SystemExit) as stopped:
        main(["--config", str(file), "--clock", desk.now.isoformat(), *words])
    assert not stopped.value.code
    return capsys.readouterr().out


def test_the_command_lists_numbers_units_and_cells(
    desk: Installation, capsys: pytest.CaptureFixture[str]
) -> None:
    slug = desk.campaign.slug
    asked = ("campaign", "snapshots", slug)
    assert "chưa lập bản tổng hợp nào" in command(desk, capsys, *asked)
    assert json.loads(command(desk, capsys, *asked, "--json")) == []
    sends(desk, A, r2=value(desk.form.by_code["2"], 4))
    out = str(desk.folder / "total.xlsx")
    assert "bản tổng hợp số 1" in command(desk, capsys, "export", slug, "--out", out)
    sends(desk, A, r2=value(desk.form.by_code["2"], 6))
    told = command(desk, capsys, *asked)
    assert "Số 1, lập lúc 08:30 ngày 10/10/2022 (bằng dòng lệnh): không còn khớp" in told
    (one,) = json.loads(command(desk, capsys, *asked, "--json"))
    assert (one["number"], one["made_by"], one["kind"], one["stale"]) == (1, None, "xlsx", True)
    assert one["made_at"].startswith("2022-10-10T08:30:0")
    (unit,) = one["units"]
    assert (unit["unit_code"], unit["what"], unit["version"]) == (A, "corrected", 2)
    form = desk.form.slug
    assert one["cells"] == [
        {"form": form, "row": "2", "cell": "count", "before": 4, "after": 6},
    ]


# --- How much is read ----------------------------------------------------------------------------


def statements(desk: Installation) -> int:
    counted: list[str] = []

    def note(*given: object) -> None:
        counted.append(str(given[2]))

    event.listen(desk.store.engine, "before_cursor_execute", note)
    try:
        stand(desk)
    finally:
        event.remove(desk.store.engine, "before_cursor_execute", note)
    return len(counted)


def test_more_units_and_snapshots_take_no_more_statements(desk: Installation) -> None:
    sends(desk, A, r1_6=classes(desk, 4, 160))
    issue(desk)
    sends(desk, A, r1_6=classes(desk, 5, 160))
    few = statements(desk)
    for unit in units(desk):
        sends(desk, unit, r1_6=classes(desk, 7, 70))
        issue(desk)
    sends(desk, A, r1_6=classes(desk, 6, 60))
    assert (len(stand(desk)), statements(desk)) == (15, few)
    assert few <= 14
