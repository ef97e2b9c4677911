"""What people say about the report and the program rather than in it: who gets it, which days it is
of, whether it was sent, what a row says now; that they are the wrong person, or have had enough."""

from __future__ import annotations

from collections.abc import Callable
from typing import assert_never

from bot.conversation import prompts, report_card
from bot.conversation.asked_question import Question, Told
from bot.conversation.command_words import Word
from bot.conversation.context import ReportContext
from bot.conversation.examples import answer_to, say_for
from bot.conversation.opening_card import coordinator_names
from bot.locale.dates import day
from bot.locale.plan_sentences import opening_lines
from bot.locale.say import say
from bot.model.campaign import Campaign
from bot.model.form import is_of_kind
from bot.model.optional import first
from bot.model.submission import Photo, Status
from bot.row_types import row_type, takes_words

LISTED = 20  # photos named in one answer


def office_of(campaign: Campaign) -> str:
    """Return who gets the reports, as people know them."""
    return campaign.receiver or campaign.issuer or campaign.title


def _receiver(asked: Question) -> Told:
    lines = [say("answer.receiver", office=office_of(asked.desk.campaign))]
    if names := coordinator_names(asked.situation):
        lines.append(say("desk.in_charge", names=names))
    return "\n".join(lines), True


def _period(asked: Question) -> Told:
    campaign = asked.desk.campaign
    begin, end = day(campaign.period_start), day(campaign.period_end)
    told = say("answer.period", campaign=campaign.title, begin=begin, end=end)
    kind = asked.desk.unit.kind
    own = [each for each in campaign.plan.openings if is_of_kind(kind, each.kinds)]
    return "\n".join([told, *opening_lines(own)]), True


def _sent_status(asked: Question) -> Told:
    """Return what became of the report; what was given on another way is not known here."""
    told = standing_of(asked.desk)
    match asked.desk.submission.status:
        case Status.SUBMITTED if asked.desk.seat.reports:
            return f"{told} {say_for(asked.desk.form, 'edit.how')}", True
        case Status.SUBMITTED | Status.ACCEPTED | Status.AWAITING_APPROVAL:
            return told, True
        case Status.RETURNED if names := coordinator_names(asked.situation):
            return f"{told} {say('desk.in_charge', names=names)}.", False
        case _:
            return f"{told} {say('answer.sent_elsewhere')}", False


def standing_of(desk: ReportContext) -> str:
    """Return in words where a report is: not begun, half done, with the approver, sent, accepted,
    returned."""
    own = desk.submission
    match own.status:
        case Status.NOT_STARTED:
            return say("answer.not_begun", unit=desk.unit.called)
        case Status.IN_PROGRESS:
            return say("answer.not_sent", unit=desk.unit.called)
        case Status.AWAITING_APPROVAL:
            return say("sent.awaiting")
        case Status.RETURNED:
            return say("answer.was_returned", unit=desk.unit.called, reason=own.returned_reason)
        case Status.SUBMITTED | Status.ACCEPTED:
            details = {"unit": desk.unit.called, "version": own.version, "receipt": desk.receipt}
            key = "answer.was_sent" if own.status is Status.SUBMITTED else "answer.was_accepted"
            told = say(key, **details)
            return (
                f"{told} {say('sent.correcting', version=own.version + 1)}" if own.draft else told
            )
        case _:
            assert_never(own.status)


def _row_value(asked: Question) -> Told:
    """Return what a row, or each row of a section, says now."""
    row, form = asked.row, asked.desk.the_form
    if row is None:
        return say("answer.which_row"), True
    if row.is_asked:
        return report_card.row_line(asked.desk, row), True
    section = form.section_of(row.code)
    rows = [report_card.row_line(asked.desk, each) for each in section.questions]
    return "\n".join([report_card.section_line(asked.desk, section), *rows]), True


def _show_photos(asked: Question) -> Told:
    photos = asked.desk.submission.photos
    if not photos:
        return say("photo.none_yet"), True
    named = "; ".join(_photo_name(place, photo) for place, photo in enumerate(photos[:LISTED], 1))
    return say("photo.listed", count=len(photos), photos=named), True


def _photo_name(place: int, photo: Photo) -> str:
    row = say("photo.of_row", code=photo.row) if photo.row else ""
    return " – ".join(filter(None, (f"{place}", row, photo.caption)))


def _who_are_you(asked: Question) -> Told:
    campaign = asked.desk.campaign
    issuer = campaign.issuer or office_of(campaign)
    return say("answer.who_am_i", issuer=issuer, campaign=campaign.title), True


def _wrong_person(asked: Question) -> Told:
    return say("answer.wrong_person", unit=asked.desk.unit.called), False


def _wrong_unit(asked: Question) -> Told:
    return say("answer.wrong_unit", unit=asked.desk.unit.called), False


def _lost_code(asked: Question) -> Told:
    return say(
        "answer.lost_code", unit=asked.desk.unit.called, office=office_of(asked.desk.campaign)
    ), False


def _reminders(_asked: Question) -> Told:
    return say("answer.reminders"), True


def _signed(asked: Question) -> Told:
    return say("answer.signed", office=office_of(asked.desk.campaign)), False


def _upset(asked: Question) -> Told:
    return say("answer.sorry" if asked.desk.form is not None else "answer.sorry_no_form"), False


def _why_many(asked: Question) -> Told:
    """Return how long the form is, and the shorter ways to fill it in."""
    total = len(asked.desk.the_form.questions)
    office = office_of(asked.desk.campaign)
    return say("answer.why_many", office=office, total=total), True


def _how_written(asked: Question) -> Told:
    form = asked.desk.the_form
    lines = [say_for(form, "answer.how_written")]
    money = first(lambda row: row_type(row).counts_money, form.questions)
    if money is not None:
        lines.append(say("answer.how_money", example=answer_to(money)))
    return " ".join(lines), False


def _receipt(asked: Question) -> Told:
    """Return what the receipt's code is for, and the code where the report was sent."""
    own, desk = asked.desk.submission, asked.desk
    sent = own.is_sent or own.status is Status.RETURNED
    code = say(
        "answer.receipt_code" if sent else "answer.no_receipt",
        unit=desk.unit.called,
        receipt=desk.receipt,
    )
    return f"{say('answer.receipt', office=office_of(desk.campaign))} {code}", True


def _kept(_asked: Question) -> Told:
    return say("answer.kept"), True


def _how_to_send(asked: Question) -> Told:
    """Return how a report is sent, and how much of it is open."""
    return say("answer.how_to_send", left=len(prompts.open_rows(asked.desk))), True


def _together(_asked: Question) -> Told:
    return say("answer.together"), True


def _more_time(asked: Question) -> Told:
    return say("answer.more_time", **_until(asked.desk)), False


def _until(desk: ReportContext) -> dict[str, str]:
    return {"deadline": desk.deadline_words or say("answer.no_deadline")}


def _of_unit(key: str, *, is_enough: bool) -> Callable[[Question], Told]:
    """Return a reader that says one sentence about the unit and who gets its report."""

    def told(asked: Question) -> Told:
        desk = asked.desk
        return say(key, unit=desk.unit.called, office=office_of(desk.campaign)), is_enough

    return told


def _not_taken(asked: Question) -> Told:
    """Return when a figure counts as stored, and what the asked row takes."""
    row = asked.row
    lines = [say("answer.not_taken")]
    if row is not None and row.is_asked and row.example:
        lines.append(say("answer.row_takes", code=row.code, example=row.example))
    return "\n".join(lines), False


def _remarks(asked: Question) -> Told:
    """Return where words are written: beside a row, in the row of free words, or to the coordinators."""
    form = asked.desk.the_form
    lines = [say_for(form, "answer.remarks")]
    free = first(takes_words, form.questions)
    if free is not None:
        lines.append(say("answer.remarks_row", code=free.code, name=free.name))
    return " ".join(lines), False


def _what_wrong(asked: Question) -> Told:
    """Return what a report was sent back for; of any other, when a figure counts as stored."""
    if asked.desk.submission.status is Status.RETURNED:
        return _sent_status(asked)
    return _not_taken(asked)


def _not_sent_yet(asked: Question) -> Told:
    """Return that nothing is sent before its time; of a report that was sent, what became of it."""
    if asked.desk.submission.is_given:
        return _sent_status(asked)
    return say("answer.not_sent_yet"), True


def _reaction(_asked: Question) -> Told:
    return say("kind.unsupported"), True


ANYWHERE: dict[Word | None, Callable[[Question], Told]] = {
    Word.RECEIVER: _receiver,
    Word.PERIOD: _period,
    Word.SENT_STATUS: _sent_status,
    Word.RECEIPT: _receipt,
    Word.KEPT: _kept,
    Word.TOGETHER: _together,
    Word.WHO_ARE_YOU: _who_are_you,
    Word.SHOW_PHOTOS: _show_photos,
    Word.WRONG_PERSON: _wrong_person,
    Word.WRONG_UNIT: _wrong_unit,
    Word.LOST_CODE: _lost_code,
    Word.REMINDERS: _reminders,
    Word.SIGNED: _signed,
    Word.UPSET: _upset,
    Word.MORE_TIME: _more_time,
    Word.WHO_SEES: _of_unit("answer.who_sees", is_enough=True),
    Word.CHANNELS: _of_unit("answer.channels", is_enough=False),
    Word.NOT_TAKEN: _not_taken,
    Word.WHAT_WRONG: _what_wrong,
    Word.LEAVING: _of_unit("answer.leaving", is_enough=True),
    Word.REACTION: _reaction,
    Word.NOT_SENT_YET: _not_sent_yet,
}
"""What can be answered whether or not there is a form."""

OF_A_FORM: dict[Word | None, Callable[[Question], Told]] = {
    Word.ROW_VALUE: _row_value,
    Word.WHY_MANY: _why_many,
    Word.HOW_WRITTEN: _how_written,
    Word.REMARKS: _remarks,
    Word.HOW_TO_EDIT: lambda asked: (say_for(asked.desk.form, "edit.how"), True),
    Word.NO_FIGURES: _of_unit("answer.no_figures", is_enough=True),
    Word.HALF_KNOWN: _of_unit("answer.half_known", is_enough=True),
    Word.HOW_EXACT: _of_unit("answer.how_exact", is_enough=False),
    Word.HOW_TO_SEND: _how_to_send,
}
