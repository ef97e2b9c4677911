"""Pictures and files: kept with caption and row, acknowledged each time, "xong" goes on."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.conversation import navigation, prompts, report_standing
from bot.conversation.command_words import split_target
from bot.conversation.context import ReportContext, Turn
from bot.conversation.examples import say_for
from bot.conversation.state import Stage, State
from bot.locale.say import say
from bot.model.events import PhotoKept, ReportFileKept
from bot.model.message import FileRef, Incoming, Placing, Reply

_CODE = re.compile(r"(?<![0-9.])[0-9]{1,2}\.[0-9]{1,2}[a-z]?(?![0-9./a-z])")
REPORT_ENDINGS = (".docx", ".pdf")


def ask_for_photos(desk: ReportContext, state: State) -> Turn:
    """Answer "ảnh": invite to send pictures."""
    state = state.at(Stage.PHOTOS, section="")
    wanted = desk.least_photos
    least = say("photo.least", least=wanted) if wanted else ""
    text = say_for(desk.form, "photo.ask", has=len(desk.submission.photos), least=least)
    return Turn(state, (), (Reply(text, choices=(prompts.button(desk, state, "done"),)),))


def keep_photo(desk: ReportContext, state: State, incoming: Incoming) -> Turn:
    """Keep one picture: a row's code in the caption binds it, and an album shares one caption and one
    answer. A picture that the report has already counts once."""
    if refusal := refused(incoming.the_file):
        return Turn(state, (), (Reply(refusal),))
    known = [photo.path for photo in desk.submission.photos]
    if incoming.the_file.path in known:
        place = known.index(incoming.the_file.path) + 1
        return Turn(state, (), (Reply(say("photo.known", place=place)),))
    caption, row = _caption(desk, state, incoming)
    fact = PhotoKept(desk.submission.id, incoming.the_file, caption, row, incoming.album)
    place, album = len(known) + 1, incoming.album
    goes_on = bool(album) and album == state.album[0]
    first = state.album_from if goes_on else place
    line = _kept(first, place, row, caption)
    shared = (album, caption, row) if album else ("", "", "")
    state = replace(state, album=shared, album_from=first)
    if desk.form is None:
        return report_standing.stand(desk, state, (fact,), f"{line}.")
    reply = _what_next(desk, state, line)
    if album:
        placing = Placing.IN_CARD if goes_on and desk.medium.edits else Placing.BELOW
        reply = replace(reply, placing=placing, card=f"album {album}")
    return Turn(state, (fact,), (reply,))


def _kept(first: int, place: int, row: str, caption: str) -> str:
    """Return which pictures were taken, for which row."""
    ends = "_row" if row else ""
    if first == place:
        line = say(f"photo.kept{ends}", place=place, code=row)
    else:
        line = say(f"photo.kept_many{ends}", first=first, place=place, code=row)
    return line + say("photo.caption", caption=caption) if caption else line


def _what_next(desk: ReportContext, state: State, line: str) -> Reply:
    """Return the word on a picture, with what may be done next."""
    if desk.is_over or (desk.submission.is_sent and state.stage is Stage.IDLE):
        return Reply(f"{line}.")  # nothing is asked
    if state.stage in (Stage.REVIEW, Stage.WARNED):
        return Reply(line + say("photo.then_send"))
    if state.stage is not Stage.PHOTOS:
        return Reply(line + say("photo.go_on"))
    return Reply(line + say("photo.more"), choices=(prompts.button(desk, state, "done"),))


def refused(file: FileRef) -> str:
    """Return the sentence for a file that was not taken (its check left a reason in `remote`)."""
    if not file.path:
        return say(f"file.{file.remote}" if file.remote else "file.broken")
    return ""


def _caption(desk: ReportContext, state: State, incoming: Incoming) -> tuple[str, str]:
    text = incoming.text.strip()
    if not text and incoming.album and incoming.album == state.album[0]:
        return state.album[1], state.album[2]
    target = split_target(text, desk.form) if text and desk.form is not None else None
    if target is None:
        return text, _row_named(desk, text)
    return target[1].strip() or text, target[0]


def _row_named(desk: ReportContext, caption: str) -> str:
    """Return the one row whose code stands anywhere in a caption; "" for none or several."""
    found = {
        row.code for code in _CODE.findall(caption) if desk.form and (row := desk.form.find(code))
    }
    return found.pop() if len(found) == 1 else ""


def is_report_file(desk: ReportContext, incoming: Incoming) -> bool:
    """Return whether a file is of those that a unit's own report may be, where one is taken."""
    return desk.takes_report_file and incoming.the_file.name.lower().endswith(REPORT_ENDINGS)


def keep_file(desk: ReportContext, state: State, incoming: Incoming) -> Turn:
    """Return the unit's own report beside the figures, where the campaign asks for one."""
    if refusal := refused(incoming.the_file):
        return Turn(state, (), (Reply(refusal),))
    wanted = is_report_file(desk, incoming)
    if desk.form is None and wanted:
        fact = ReportFileKept(desk.submission.id, incoming.the_file, incoming.text.strip())
        return report_standing.stand(
            desk, state, (fact,), say("file.report_kept", name=incoming.the_file.name)
        )
    if desk.form is None:
        return report_standing.stand(desk, state, lead=say("no_form.file_not_taken"))
    if not wanted:
        return navigation.again(desk, state, say("file.not_read"))
    fact = ReportFileKept(desk.submission.id, incoming.the_file, incoming.text.strip())
    return Turn(state, (fact,), (Reply(say("file.report_kept", name=incoming.the_file.name)),))
