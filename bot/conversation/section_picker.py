"""Which sections happened at all? Asked once, at the start of an empty draft, several at once.

What is not named is proposed as "không tổ chức" and stored only after "đúng". Answering it is
never needed: "tiếp" asks section by section.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.conversation import bulk_confirm, navigation, prompts
from bot.conversation.context import ReportContext, Turn, TurnContext
from bot.conversation.examples import say_for
from bot.conversation.opening_card import doors, opening_words
from bot.conversation.phrase_forms import WORDS, Said, courtesies_in, fits, pieces_of
from bot.conversation.section_words import sections_named
from bot.conversation.state import Stage, State
from bot.locale.say import say
from bot.model.answer import AnswerState, nil
from bot.model.form import Section
from bot.model.message import Choice, Placing, Reply
from bot.vietnamese.normalise import unaccented

SHOWN = "overview"  # in `State.shown`
CARD = "sections"
LISTENS = (Stage.OVERVIEW, Stage.GATE)  # words may list sections; so may those on a proposal
_FORMS: dict[str, list[str]] = WORDS["sections"]
ONE_BY_ONE = {"co", "ca"}  # some sections, without a word of which


def is_due(desk: ReportContext, state: State) -> bool:
    """Tell whether to begin with it: nothing is stored yet and it was not shown."""
    gates = sum(section.has_gate for section in desk.the_form.sections)
    return gates > 1 and not desk.submission.answers and SHOWN not in state.shown


def ask_sections(
    desk: ReportContext,
    state: State,
    lead: str = "",
    chosen: tuple[str, ...] = (),
    ways_in: tuple[Choice, ...] = (),
) -> Turn:
    """Return the list of sections; a tap marks one, "Xong" goes on."""
    shown = state.shown if SHOWN in state.shown else (*state.shown, SHOWN)
    state = state.at(Stage.OVERVIEW, row="", section="", shown=shown, ticked=chosen)
    lines = [
        f"{say('overview.mark') if section.code in chosen else '–'} "
        + say("overview.line", code=section.code, title=section.head.name)
        for section in desk.the_form.sections
    ]
    if not desk.medium.buttons or len(lines) > desk.medium.most_buttons:
        return Turn(state, (), (_in_words(desk, state, lines, lead, ways_in),))
    text = say_for(desk.form, "overview.text", sections="\n".join(lines))
    taps = tuple(
        Choice(
            prompts.key(desk, state, f"s{section.code}"),
            (say("overview.mark") + " " if section.code in chosen else "")
            + say("overview.tap", code=section.code),
        )
        for section in desk.the_form.sections
    )
    ends = ["chosen", "one_by_one"] if chosen else ["one_by_one"]
    choices = (*ways_in, *taps, *(prompts.button(desk, state, action) for action in ends))
    card = Reply(text, say("overview.head"), lead=lead, choices=choices, card=CARD)
    return Turn(state, (), (card,))


def _in_words(
    desk: ReportContext, state: State, lines: list[str], lead: str, ways_in: tuple[Choice, ...]
) -> Reply:
    """Return the list of sections where there is no button for each of them."""
    text = say_for(desk.form, "overview.words", sections="\n".join(lines))
    if not desk.medium.buttons:
        link = desk.web_link
        text += "\n" + say("web.offer", link=link) if link else ""
        return Reply(text, say("overview.head"), lead=lead)
    choices = (*ways_in, prompts.button(desk, state, "one_by_one"))
    return Reply(text, say("overview.head"), lead=lead, choices=choices)


def toggle(situation: TurnContext, desk: ReportContext, state: State, code: str) -> Turn:
    """Mark a section that was tapped, or take its mark away, in the card that lists them."""
    kept = tuple(other for other in state.ticked if other != code)
    ticked = kept if code in state.ticked else (*state.ticked, code)
    lead = opening_words(situation, desk, state, first=True)
    turn = ask_sections(desk, state, lead, ticked, doors(situation, desk))
    return replace(turn, replies=(replace(turn.replies[0], placing=Placing.IN_CARD),))


def chosen_in_words(desk: ReportContext, state: State, text: str) -> Turn | None:
    """Return the answer to a message that lists sections; None for any other. Where one section is asked
    about, only a list of several is one."""
    if state.stage is Stage.OVERVIEW:
        return pick_sections(desk, state, text)
    chosen_before = bool(state.proposal) and all(
        found.source == "gate" and found.state is AnswerState.NIL for _, found in state.proposal
    )
    if state.stage is not Stage.GATE and not chosen_before:
        return None
    named = sections_named(desk.the_form.sections, text)
    return choose_sections(desk, state, named) if len(named) > 1 else None


def pick_sections(desk: ReportContext, state: State, text: str) -> Turn | None:
    """Return sections by number or name, all, or none; None when the words are something else."""
    pieces = pieces_of(text)
    said = Said(pieces, courtesies_in(pieces))
    if _says_one_of(_FORMS["all"], said):
        return choose_sections(desk, state, tuple(each.code for each in desk.the_form.sections))
    if unaccented(text).strip(" .!") in ONE_BY_ONE:
        return one_by_one(desk, state)
    if _says_one_of(_FORMS["none"], said):
        return choose_sections(desk, state, ())
    chosen = sections_named(desk.the_form.sections, text)
    return choose_sections(desk, state, chosen) if chosen else None


def _says_one_of(forms: Sequence[str], said: Said) -> bool:
    """Tell whether a message, courtesies aside, is one of some phrases."""
    return any(fits(form, said) is not None for form in forms)


def one_by_one(desk: ReportContext, state: State) -> Turn:
    """Go on section by section, with nothing stored."""
    return navigation.go_on(desk, replace(state, row="", section="", ticked=()))


def choose_sections(desk: ReportContext, state: State, chosen: tuple[str, ...]) -> Turn:
    """Return what was not named is proposed as "không tổ chức" in one go."""
    kept = tuple(pair for pair in state.proposal if pair[1].source != "gate")
    left = _unsaid(desk, {*chosen}, {*desk.submission.answers, *dict(kept)})
    rows = [row for section in left for row in section.questions]
    opened = tuple(dict.fromkeys((*state.opened, *chosen)))
    state = replace(state, opened=opened, ticked=(), proposal=kept)
    if not rows:
        return one_by_one(desk, state)
    proposal = tuple((row.code, nil(row, source="gate")) for row in rows)
    if kept:
        return bulk_confirm.propose_rows(desk, state, (*kept, *proposal))
    state = state.at(Stage.PROPOSAL, proposal=proposal, row="", section="")
    names = "; ".join(f"{section.code} {section.head.name}" for section in left)
    sentence = say("overview.rest", sections=names, count=len(rows))
    return Turn(state, (), (prompts.ask_proposal(desk, state, sentence),))


def _unsaid(desk: ReportContext, chosen: set[str], answered: set[str]) -> list[Section]:
    """Return the sections that were not chosen and of which no row is known."""
    return [
        section
        for section in desk.the_form.sections
        if section.code not in chosen
        and answered.isdisjoint(row.code for row in section.questions)
    ]
