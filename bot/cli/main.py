"""The command `baocao`: options every command accepts, lazy loading, errors as one sentence."""

from __future__ import annotations

import gc
import importlib
import os
import sys
from typing import NoReturn

import click

from bot.cli.cli_language import wanted_language
from bot.cli.console import print_anything, refuse_bytes, use_utf8
from bot.cli.usage_errors import HelpPage, in_words
from bot.errors import OperatorError, UsageError
from bot.locale.say import say, use_language
from bot.use_cases.keeping.owner_files import keep_private

INTERRUPTED = 130  # 128 + SIGINT, as shells expect

# Command or group -> module and attribute; imported only when it is used, so that --help is quick.
COMMANDS: dict[str, str] = {
    "demo": "bot.cli.run:demo",
    "init": "bot.cli.install:init",
    "doctor": "bot.cli.install:doctor",
    "run": "bot.cli.run:run",
    "setup-link": "bot.cli.setup_link:setup_link",
    "clock": "bot.cli.clock_commands:clock",
    "units": "bot.cli.unit_commands:units",
    "form": "bot.cli.form_commands:form",
    "campaign": "bot.cli.campaign_commands:campaign",
    "invite": "bot.cli.inviting:invite",
    "seats": "bot.cli.seats_command:seats",
    "progress": "bot.cli.campaign_commands:progress",
    "enter": "bot.cli.acts:enter",
    "consultation": "bot.cli.consultation_command:consultation",
    "items": "bot.cli.items_command:show_standing",
    "mail": "bot.cli.mail_command:mail",
    "accept": "bot.cli.acts:accept",
    "unaccept": "bot.cli.acts:unaccept",
    "return": "bot.cli.acts:return_",
    "pass-on": "bot.cli.acts:pass_on",
    "total": "bot.cli.acts:total",
    "joint": "bot.cli.joint_command:joint",
    "export": "bot.cli.campaign_commands:export",
    "remind": "bot.cli.remind:remind",
    "read": "bot.cli.parse:read",
    "deadline": "bot.cli.parse:deadline",
    "plan": "bot.cli.plan_command:plan",
    "zalo-oa": "bot.cli.zalo_oa_command:zalo_oa",
    "announce": "bot.cli.announce_command:announce_all",
    "papers": "bot.cli.paper_commands:papers",
    "token": "bot.cli.outward_commands:token",
    "webhook": "bot.cli.outward_commands:webhook",
    "trace": "bot.cli.trace_command:trace",
    "backup": "bot.cli.safekeeping:backup",
    "restore": "bot.cli.safekeeping:restore",
}


class Lazy(click.Group):
    """A group whose commands are imported when asked for; short help comes from the catalogue."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        place = COMMANDS.get(cmd_name)
        if place is None:
            return None
        module, _, name = place.partition(":")
        gc.disable()  # what is loaded stays: looking through it for rubbish took a fifth of a start
        found: click.Command = getattr(importlib.import_module(module), name)
        gc.enable()
        return found

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        with formatter.section(say("cli.commands")):
            formatter.write_dl([(name, say(f"cli.help.{name}")) for name in COMMANDS])


def program() -> click.Group:
    """Return all commands, with help in the language that was chosen."""

    @click.group(
        cls=Lazy,
        help=say("cli.help"),
        context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    )
    @click.option("--config", default=None, help=say("cli.config"))
    @click.option("--clock", default=None, help=say("cli.clock"))
    @click.option("--debug", is_flag=True, help=say("cli.debug"))
    @click.pass_context
    def cli(ctx: click.Context, config: str | None, clock: str | None, debug: bool) -> None:
        ctx.ensure_object(dict).update(config=config, clock=clock, debug=debug)

    return cli


def main(arguments: list[str] | None = None) -> None:
    """Run a command; exit 0 on success, 2 on bad arguments or settings, 1 on any other failure."""
    if arguments is None:
        use_utf8()
        arguments = sys.argv[1:]
    print_anything()
    keep_private()
    debug = "--debug" in arguments
    use_language(wanted_language(arguments, os.environ))
    click.Context.formatter_class = HelpPage
    try:
        refuse_bytes(arguments)
        code = program().main(args=arguments, prog_name="baocao", standalone_mode=False)
    except (KeyboardInterrupt, BrokenPipeError) as ended:
        sys.exit(0 if isinstance(ended, BrokenPipeError) else INTERRUPTED)
    except (click.ClickException, click.Abort) as mistake:
        _stop(_misused(mistake), mistake)
    except Exception as error:
        if debug:
            raise
        told = str(error) if isinstance(error, OperatorError) else unexpected(error)
        _stop(told, error)
    sys.exit(code if isinstance(code, int) else 0)


def _misused(mistake: click.ClickException | click.Abort) -> str:
    """Return what the command line is told that click could not follow."""
    match mistake:
        case click.Abort():
            return say("cli.aborted")
        case click.exceptions.NoArgsIsHelpError():
            return mistake.format_message()
    return in_words(mistake)


def unexpected(error: Exception) -> str:
    """Return a sentence for what nobody caught: what ails the database or the disk, with a way
    out, else the kind of the error."""
    from storage import trouble_of

    reason = _in_short(error)
    trouble = trouble_of(error)
    if trouble is None:
        return say("cli.failed", reason=reason)
    file = getattr(error, "filename", None) or say("trouble.the_database")
    return say(f"trouble.{trouble}", file=file, reason=reason)


def _in_short(error: Exception) -> str:
    """Return the kind of an unexpected error and its first line; the rest is for --debug."""
    cause = getattr(error, "orig", None) or error  # the database's own words
    lines = str(cause).splitlines() or [""]
    return f"{type(cause).__name__}: {lines[0][:160]}".rstrip(": ")


def _stop(sentence: str, error: Exception) -> NoReturn:
    """Say why a command ends and end it: 2 for bad arguments or settings, 1 for anything else."""
    from bot.log import clean_record

    click.echo(clean_record(sentence), err=True)
    sys.exit(2 if isinstance(error, click.UsageError | UsageError) else 1)
