"""Summary, what is missing or odd named once, sending, the receipt."""

from __future__ import annotations

from dataclasses import replace

from bot.conversation import navigation, prompts, report_card
from bot.conversation.context import NoticeToPeople, ReportContext, Turn, TurnContext
from bot.conversation.examples import say_for
from bot.conversation.review_warnings import all_nil, what_is_odd
from bot.conversation.state import Stage, State
from bot.conversation.turn_notices import lead_with
from bot.conversation.untaken import still_untaken
from bot.locale.dates import moment
from bot.locale.person_names import is_unnamed
from bot.locale.say import say
from bot.model.deadline import late_days
from bot.model.documents import Document, form_of
from bot.model.events import SentForApproval, Submitted
from bot.model.message import Choice, Reply, Urgency
from bot.model.person import Role
from bot.model.submission import Status


def view(desk: ReportContext, state: State) -> Turn:
    """Return the summary, at any time; the place in the form is kept."""
    if desk.submission.is_given:
        text = f"{report_card.summary(desk)}\n\n{navigation.status_reply(desk).text}"
        head = say("review.head", unit=desk.unit.called)
        return Turn(state, (), (Reply(text, head, document=form_document(desk)),))
    state = report_card.with_card(state.at(Stage.REVIEW, section=""))
    return Turn(state, (), (report_card.review(desk),))


def submit(situation: TurnContext, desk: ReportContext, state: State) -> Turn:
    """Answer "nộp": summary first, then what is missing or odd once, then it is sent."""
    status = desk.submission.status
    if status is Status.AWAITING_APPROVAL:
        return Turn(state, (), (Reply(say("sent.awaiting")),))
    if desk.submission.is_given:
        told = [say("half.still_open", code=state.row)] * bool(state.half)
        told += still_untaken(state, desk.submission.answers)
        return lead_with(Turn(state, (), (navigation.status_reply(desk),)), "\n".join(told))
    if not desk.submission.answers:
        return navigation.again(desk, state, say("review.empty"))
    if state.stage is Stage.TOTAL and report_card.stands(desk, state):
        state = state.at(Stage.REVIEW, row="")  # no more than the rows hold, and the card is known
    untold = state.stage is not Stage.TOTAL and navigation.open_total(desk, state) is not None
    if state.stage not in (Stage.REVIEW, Stage.WARNED) or untold:
        return navigation.finish(desk, state)
    if state.stage is Stage.REVIEW:
        warning = what_is_odd(desk, still_untaken(state, desk.submission.answers))
        if warning:
            state = state.at(Stage.WARNED)
            choices = (
                prompts.button(desk, state, "send_anyway"),
                prompts.button(desk, state, "go_on"),
            )
            return Turn(state, (), (Reply(warning, choices=choices),))
    return send(situation, desk, state)


def send(situation: TurnContext, desk: ReportContext, state: State) -> Turn:
    """Send to the unit's approver where there is one, else handed in."""
    if desk.has_approver:
        fact = SentForApproval(desk.submission.id)
        fresh = State(seat=state.seat, prompt=state.prompt + 1)
        ask = Reply(say("approve.asked", unit=desk.unit.called), urgency=Urgency.NOTICE)
        return Turn(
            fresh,
            (fact,),
            (Reply(say("sent.to_approver", unit=desk.unit.called)),),
            (NoticeToPeople(desk.campaign.id, desk.unit.id, Role.APPROVER, ask),),
        )
    return hand_in(situation, desk, state)


def hand_in(situation: TurnContext, desk: ReportContext, state: State) -> Turn:
    """Make the draft the next version; the receipt says code, version, time, on time or late."""
    submission = desk.submission
    late, label = lateness(situation, desk)
    fact = Submitted(
        submission.id,
        submission.version + 1,
        situation.now,
        late,
        situation.fresh[0],
        attested_nil=all_nil(desk),
    )
    text = say_for(
        desk.form,
        "receipt.text" if desk.form is not None else "receipt.text_no_form",
        code=fact.receipt,
        unit=desk.unit.called,
        who=_sender(situation),
        campaign=desk.campaign.title,
        version=fact.version,
        time=moment(situation.now.astimezone(situation.tz)),
        label=label,
        answered=submission.answered,
        total=len(desk.the_form.questions) if desk.form else 0,
        photos=len(submission.photos),
        files=submission.report_files,
        totals=report_card.totals_line(desk),
    )
    if desk.form is not None and not desk.medium.buttons:
        text = f"{text}\n{say('receipt.copies')}"
    fresh = replace(State(seat=state.seat), prompt=state.prompt + 1)
    document = form_document(desk) if desk.form is not None else None
    reply = Reply(
        text, say("receipt.head"), choices=_receipt_buttons(desk), document=document,
        urgency=Urgency.RECEIPT,
    )  # fmt: skip
    return Turn(fresh, (fact,), (reply,))


def lateness(
    situation: TurnContext, desk: ReportContext, *, corrects: bool = True
) -> tuple[int, str]:
    """Return how many days late a version is that is handed in now, and the receipt's words for it; one that
    `corrects` nothing (the first total after a unit's own figures) is as late as its day."""
    submission = desk.submission
    if desk.deadline is None:
        return 0, say("receipt.no_deadline")
    late = late_days(desk.deadline, situation.now, situation.tz)
    label = say("receipt.was_on_time" if late else "receipt.on_time")
    if corrects and submission.version and not submission.late_days:
        late = 0  # a correction never makes an on-time report late
    return late, say("receipt.late", days=late) if late else label


def _receipt_buttons(desk: ReportContext) -> tuple[Choice, ...]:
    """Return what the sender may want next; nothing for whoever sends for others."""
    mine = desk.seat.id and desk.seat.reports
    if not mine or not desk.medium.buttons or desk.form is None:
        return ()
    return tuple(
        prompts.lasting(desk, action) for action in ("view", "change", "form_word", "form_pdf")
    )


def _sender(situation: TurnContext) -> str:
    """Return the line of who sends; nothing where the name is not known."""
    person = situation.person
    if person is None or is_unnamed(person.name):
        return ""
    return say("receipt.who", name=person.name)


def form_document(desk: ReportContext) -> Document:
    """Return the official form of this unit, filled."""
    return form_of(desk.submission.id, desk.campaign, desk.unit.code, "xlsx")


def form_as_word(desk: ReportContext, state: State) -> Turn:
    """Return the same form as a Word document."""
    document = form_of(desk.submission.id, desk.campaign, desk.unit.code, "docx")
    return Turn(state, (), (Reply(say("document.form_word"), document=document),))


def form_as_pdf(desk: ReportContext, state: State) -> Turn:
    """Return the same form as a PDF."""
    document = form_of(desk.submission.id, desk.campaign, desk.unit.code, "pdf")
    return Turn(state, (), (Reply(say("document.form_pdf"), document=document),))
