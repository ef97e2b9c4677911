"""`baocao trace ID`: the way of a stored message, step by step. Stores nothing and sends nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from bot.bootstrap import Bootstrap
from bot.cli.options import common, json_option, show_result
from bot.locale.say import say

if TYPE_CHECKING:
    from bot.use_cases.turns.turn_trace import TurnTrace

WIDTH = 44  # of the column with the functions


@click.command("trace", help=say("cli.help.trace"))
@click.argument("name", metavar="ID")
@json_option
@common
def trace(setup: Bootstrap, name: str, as_json: bool) -> None:
    """Show how a message was read, what it stored and what was answered."""
    from bot.app import Program
    from bot.use_cases.turns.turn_trace import as_plain, trace_message

    found = trace_message(setup.store, Program(setup).office_for_turns, name)
    show_result(as_plain(found), lines(found), as_json=as_json)


def lines(found: TurnTrace) -> list[str]:
    """Return a trace as lines to read."""
    from bot.use_cases.turns.turn_trace import as_plain

    plain = as_plain(found)
    began = f"{plain['began']['stage']} {plain['began']['row']}".rstrip()
    return [
        say(
            "trace.message", number=plain["message"], channel=plain["channel"], kind=plain["kind"]
        ),
        f"  {plain['text']}",
        say("trace.began", state=began),
        say("trace.way"),
        *map(_step, plain["steps"]),
        say("trace.counted", functions=plain["functions"], files=plain["files"]),
        *([say("trace.failed", reason=plain["failure"])] if plain["failure"] else []),
        say("trace.facts" if plain["facts"] else "trace.no_facts"),
        *(f"  {_fact(fact)}" for fact in plain["facts"]),
        say("trace.replies" if plain["replies"] else "trace.no_replies"),
        *(line for reply in plain["replies"] for line in _reply(reply)),
    ]


def _step(step: dict[str, Any]) -> str:
    place = f"{step['file']}:{step['line']}"
    name = f"{'  ' * (step['depth'] + 1)}{step['function']}"
    decision = f"\n{'  ' * (step['depth'] + 2)}→ {step['decision']}" if step["decision"] else ""
    return f"{name:<{WIDTH}} {place}{decision}"


def _fact(fact: dict[str, Any]) -> str:
    kept = " ".join(f"{name}={value}" for name, value in fact["after"].items() if value != [])
    return " ".join(filter(None, (fact["fact"], fact["code"], kept)))


def _reply(reply: dict[str, Any]) -> list[str]:
    first, *rest = reply["text"].split("\n")
    mark = "→" if reply["to_sender"] else "⇒"
    choices = [f"    [{' | '.join(reply['choices'])}]"] if reply["choices"] else []
    return [f"  {mark} {first}", *(f"    {line}" for line in rest), *choices]
