"""Beginning with a unit's figures, and going on with them in another chat by a personal link."""

from __future__ import annotations

from bot.conversation import navigation, report_standing, section_picker
from bot.conversation.context import ChatLink, InviteResult, ReportContext, Turn, TurnContext
from bot.conversation.opening_card import doors, opening_words
from bot.conversation.state import Stage, State
from bot.locale.say import say
from bot.model.events import ChatLinked, JoinRefused
from bot.model.message import Choice, Reply
from bot.model.optional import sure
from bot.model.person import InviteState


def offer_link(situation: TurnContext, state: State, visit: ChatLink, code: str) -> Turn:
    """Ask before the chat is bound: links are fetched by gateways, and browsers are shared."""
    person = situation.person
    if person is not None and person.id != visit.person_id:
        return Turn(state, (), (Reply(say("visit.other_person", name=person.name)),))
    if person is not None and situation.desk is not None:  # this chat is theirs already
        desk = situation.desk
        return begin(situation, desk, State(seat=desk.seat.id, prompt=state.prompt), first=False)
    if visit.state is not InviteState.VALID:
        return _refused(state, visit)
    state = state.at(Stage.CONSENT, invite=code, row="", section="")
    agree = Choice(f"0|{visit.link_id}|{state.prompt}|agree", say("button.agree"))
    return Turn(state, (), (Reply(say("visit.ask", name=visit.person_name), choices=(agree,)),))


def accept_link(situation: TurnContext, shown: InviteResult, state: State) -> Turn:
    """Answer "Đồng ý": the link is used up, and the same draft goes on here."""
    visit = sure(shown.visit)
    if visit.state is not InviteState.VALID:
        return _refused(state.at(Stage.IDLE, invite=""), visit)
    linked = ChatLinked(visit.link_id)
    fresh = State(prompt=state.prompt + 1)
    if shown.desk is None:
        return Turn(fresh, (linked,), (Reply(say("visit.done")),))
    begun = begin(
        situation, shown.desk, State(seat=shown.desk.seat.id, prompt=fresh.prompt), first=False
    )
    return begun.after((linked,))


def _refused(state: State, visit: ChatLink) -> Turn:
    return Turn(state, (JoinRefused(visit.state.value),), (Reply(say("visit.over")),))


def begin(situation: TurnContext, desk: ReportContext, state: State, *, first: bool) -> Turn:
    """Say for whom figures are entered and go to the first open question."""
    if desk.is_over:
        return Turn(state, (), (Reply(report_standing.over_text(desk)),))
    lead = opening_words(situation, desk, state, first=first)
    if desk.form is None:
        return report_standing.stand(desk, state, lead=lead)
    if section_picker.is_due(desk, state):
        return section_picker.ask_sections(desk, state, lead, ways_in=doors(situation, desk))
    return navigation.resume(desk, state, lead=lead)
