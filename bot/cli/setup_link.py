"""`baocao setup-link`, and the line that `run` and `demo` print of it."""

from __future__ import annotations

import click

from bot.bootstrap import Bootstrap
from bot.cli.options import common
from bot.errors import OperatorError
from bot.locale.say import say


@click.command("setup-link", help=say("cli.help.setup-link"))
@click.option("--new", is_flag=True, help=say("cli.setup_new"))
@common
def setup_link(setup: Bootstrap, new: bool) -> None:
    """Print the link that waits to be used, or a fresh one."""
    link = link_into_office(setup, new=new)
    if not link:
        raise OperatorError(say("setup_link.no_web"))
    click.echo(link)


def link_into_office(setup: Bootstrap, *, new: bool = False) -> str:
    """Return the address with the one-time code; "" without web pages."""
    from bot.use_cases.office.office_entry import setup_code

    base = setup.config.web.base
    if not base:
        return ""
    with setup.store.transaction() as tx:
        code = setup_code(tx, setup.office, new=new)
    return f"{base}/setup/{code}"


def first_link(setup: Bootstrap) -> str:
    """Return the same while nobody belongs to an office yet; afterwards "", since they let each
    other in."""
    with setup.store.reading() as tx:
        is_first = tx.office_people.is_empty()
    return link_into_office(setup) if is_first else ""
