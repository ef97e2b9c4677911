"""`baocao invite`."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.bootstrap import Bootstrap
from bot.cli.options import common, json_option, need_folder, show_json
from bot.errors import OperatorError, UsageError
from bot.locale.say import say
from bot.model.person import Role

if TYPE_CHECKING:
    from bot.use_cases.campaigns.invites import HandOut


@click.command("invite", help=say("cli.help.invite"))
@click.argument("slug")
@click.option("--unit", "unit_code", help=say("cli.unit"))
@click.option(
    "--role",
    type=click.Choice([role.value for role in Role]),
    default="reporter",
    help=say("cli.role"),
)
@click.option("--new", is_flag=True, help=say("cli.invite_new"))
@json_option
@click.option("--out", type=click.Path(path_type=Path), help=say("cli.invite_out"))
@common
def invite(
    setup: Bootstrap,
    slug: str,
    unit_code: str | None,
    role: str,
    new: bool,
    as_json: bool,
    out: Path | None,
) -> None:
    """Print the codes that exist, and fresh ones where none can be used."""
    from bot.invite_links import invite_links
    from bot.use_cases.campaigns import invites

    if out is not None:
        _check_place(out)
    links = invite_links(setup)
    with setup.store.reading() as tx:
        planned = invites.plan(tx, setup.office, slug, unit_code, Role(role), links, new=new)
    if planned.unprintable:
        click.echo(_unprintable(setup, planned), err=True)

    def keep() -> int:
        with setup.store.transaction() as tx:
            return invites.keep(tx, setup.office, planned)

    if out is not None:
        if not planned.invitations:
            raise OperatorError(say("invite.nothing_to_print", file=out))
        ended = _write(out, planned, keep)
        click.echo(say("invite.written", count=len(planned.invitations), file=out))
    else:
        ended = keep()
        _print(planned, as_json=as_json)
    if new:
        click.echo(say("invite.voided", count=ended), err=True)
    if planned.invitations and not any(invitation.links for invitation in planned.invitations):
        click.echo(_no_link(setup), err=True)


def _check_place(out: Path) -> None:
    if out.suffix.lower() != ".xlsx":
        raise UsageError(say("export.bad_ending", file=out, known=".xlsx"))
    need_folder(out)


def _unprintable(setup: Bootstrap, planned: HandOut) -> str:
    return say("invite.unprintable", count=planned.unprintable, file=setup.office.seal.file)


def _write(out: Path, planned: HandOut, keep: Callable[[], int]) -> int:
    """Write the hand-out and keep its codes: under a name of its own first, in its place only once
    the codes are kept, which are not where the place cannot be written."""
    from bot.exports.invitation_sheet import invite_workbook

    body = invite_workbook(planned.campaign.title, planned.invitations)
    part = out.with_name(f".{out.name}.{os.getpid()}.part")
    try:
        part.write_bytes(body)
        if out.exists():
            out.open("r+b").close()  # refused where it is open elsewhere, or is no file
        ended = keep()
        part.replace(out)
    except OSError as error:
        raise OperatorError(say("invite.not_written", file=out, reason=error.strerror)) from None
    finally:
        part.unlink(missing_ok=True)
    return ended


def _print(planned: HandOut, *, as_json: bool) -> None:
    made = planned.invitations
    if as_json:
        show_json([invitation.as_json() for invitation in made])
        return
    for invitation in made:
        name = invitation.unit_name or say("role.coordinator")
        click.echo("\t".join((name, invitation.code, *invitation.links)))


def _no_link(setup: Bootstrap) -> str:
    """Say that nobody elsewhere can open these invitations, and what to set."""
    from bot.channels import CHANNELS
    from bot.invite_links import local_page

    here = local_page(setup)
    sections = ", ".join(f"[{name}]" for name, spec in CHANNELS.items() if spec.needs_app)
    sentence = say("invite.no_link", sections=sections)
    return f"{sentence} {say('invite.here', link=here)}" if here else sentence
