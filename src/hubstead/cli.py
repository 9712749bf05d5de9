"""The command `hubstead`. Each command is a few lines here; what it does is in `commands/`, imported when it runs."""

import sys
from pathlib import Path
from typing import Annotated, Literal

from cyclopts import App, Parameter

from hubstead.commands.app_commands import apps, key, token
from hubstead.commands.job_commands import jobs
from hubstead.commands.options import Data, Database, Json, Portal, examples, given
from hubstead.commands.people_commands import audit, users
from hubstead.commands.refusal import Refusal
from hubstead.commands.role_commands import roles
from hubstead.commands.team_commands import business_units, teams
from hubstead.settings import MEMORY

app = App(
    "hubstead",
    help="A self-hosted server that speaks HubSpot's public API.",
    help_format="plaintext",
    version_flags=(),
    default_parameter=Parameter(negative=()),
    result_action="return_value",
)
portal = App("portal", help="Portals: the accounts of a server, each isolated from the others.")
importing = App("import", help="Bring in records from files.")
for group in (apps, token, key, portal, importing, users, roles, teams, business_units, audit, jobs):
    app.command(group)


@app.command(
    help_epilogue=examples(
        "hubstead serve",
        "hubstead serve --memory --port 0 --demo",
        "hubstead serve --memory --sandbox",
        "hubstead serve --data /var/lib/hubstead --host 0.0.0.0",
        "hubstead serve --database postgresql://hubstead:secret@db/hubstead --workers 4",
    )
)
def serve(
    *,
    data: Data = None,
    memory: Annotated[bool, Parameter(help="Keep everything in memory: gone when the server stops.")] = False,
    host: Annotated[str | None, Parameter(help="Address to listen on.", show_default=lambda _: "127.0.0.1")] = None,
    port: Annotated[int | None, Parameter(help="Port; 0 takes a free one.", show_default=lambda _: "8080")] = None,
    database: Database = None,
    workers: Annotated[int | None, Parameter(help="API processes; several need PostgreSQL.")] = None,
    limits: Annotated[
        str | None, Parameter(help="Rate limits: free, professional, ...", show_default=lambda _: "off")
    ] = None,
    demo: Annotated[bool, Parameter(help="Fill an empty portal with a sample company.")] = False,
    demo_visits: Annotated[
        bool,
        Parameter(negative="--no-demo-visits", help="With visits of three months to the sample company's website."),
    ] = True,
    sandbox: Annotated[bool, Parameter(help="Serve /sandbox/v1 too: portals, snapshots, clocks for tests.")] = False,
) -> None:
    """Start the server; the first start makes a portal and prints its token."""
    if memory and data:
        raise Refusal("Give either --data or --memory, not both.", 2)
    data = MEMORY if memory else data
    with given(
        data=data,
        host=host,
        port=port,
        database=database,
        workers=workers,
        limits=limits,
        sandbox=sandbox or None,
    ) as settings:
        from hubstead.commands.limits import refuse_unknown

        refuse_unknown(settings.limits)
        if settings.sandbox and settings.workers > 1:
            raise Refusal("The sandbox works in one process: leave --workers out.", 2)
        if settings.workers == 1:
            from hubstead.serve import run

            run(settings, demo=demo, visits=demo_visits)
        elif not settings.database:
            raise Refusal(
                "Several workers need PostgreSQL, which several processes can write to: add --database postgresql://…, "
                "or leave --workers out. One process answers thousands of requests per second.",
                2,
            )
        else:
            from hubstead.workers import run_workers

            run_workers(settings, demo=demo, visits=demo_visits)


@portal.command(name="create", help_epilogue=examples("hubstead portal create --name 'Second company'"))
def portal_create(
    *,
    name: Annotated[str, Parameter(help="Its name.")] = "My company",
    data: Data = None,
    database: Database = None,
) -> None:
    """Make a portal with an owner in it and print its number."""
    with given(data=data, database=database) as settings:
        from hubstead.commands.portals import create

        print(create(settings, name))


@portal.command(name="list", help_epilogue=examples("hubstead portal list", "hubstead portal list --json"))
def portal_list(
    *,
    json: Json = False,
    data: Data = None,
    database: Database = None,
) -> None:
    """Show all portals."""
    with given(data=data, database=database) as settings:
        from hubstead.commands.portals import show

        show(settings, json)


@portal.command(
    name="limits",
    help_epilogue=examples(
        "hubstead portal limits",
        "hubstead portal limits professional",
        "hubstead portal limits free,burst=5,daily=20 --portal 10000002",
        "hubstead portal limits server",
    ),
)
def portal_limits(
    profile: Annotated[
        str | None,
        Parameter(
            help="off, free, starter, professional, enterprise, ...; `server`: what the server was started with."
        ),
    ] = None,
    /,
    *,
    portal: Portal = None,
    data: Data = None,
    database: Database = None,
) -> None:
    """Choose the rate limits of a portal, or show which it has. It works at once, also with a server running."""
    with given(data=data, database=database) as settings:
        from hubstead.commands.portals import limits

        print(limits(settings, portal, profile))


@portal.command(
    name="tier",
    help_epilogue=examples(
        "hubstead portal tier",
        "hubstead portal tier free",
        "hubstead portal tier enterprise --hub sales",
        "hubstead portal tier everything",
    ),
)
def portal_tier(
    tier: Annotated[
        Literal["free", "starter", "professional", "enterprise", "everything"] | None,
        Parameter(help="The plan; `everything` has all features."),
    ] = None,
    /,
    *,
    hub: Annotated[
        tuple[Literal["marketing", "sales", "service", "cms", "operations", "commerce"], ...],
        Parameter(help="The hub that has it; all without any. Repeat for more."),
    ] = (),
    portal: Portal = None,
    data: Data = None,
    database: Database = None,
) -> None:
    """Choose the plan of a portal, or show which it has. It works at once, also with a server running."""
    with given(data=data, database=database) as settings:
        from hubstead.commands.portals import tiers

        print(tiers(settings, portal, tier, hub))


@importing.command(
    name="csv",
    help_epilogue=examples(
        "hubstead import csv people.csv --object contacts",
        "hubstead import csv people.csv --object contacts --map 'E-mail=email' --map 'Town=city' --map 'Internal='",
        "hubstead import csv cars.csv --object p_car --id-property vin --errors refused.csv",
    ),
)
def import_csv(
    file: Annotated[Path, Parameter(help="The CSV file: a header, then one record per row.")],
    /,
    *,
    object: Annotated[str, Parameter(help="Type of the records: contacts, companies, deals, 2-1234, ...")],  # noqa: A002
    map: Annotated[  # noqa: A002
        tuple[str, ...],
        Parameter(help="Header=property; Header= leaves a column out. Repeat for more.", consume_multiple=True),
    ] = (),
    id_property: Annotated[
        str | None, Parameter(help="Unique property by which rows find existing records; `email` for contacts.")
    ] = None,
    errors: Annotated[Path | None, Parameter(help="File for refused rows, <FILE>.errors.csv by default.")] = None,
    skip: Annotated[int, Parameter(help="Rows to pass over: those that a stopped import says are done.")] = 0,
    portal: Portal = None,
    data: Data = None,
    database: Database = None,
) -> int:
    """Create or update records from a CSV file. Works beside a running server.

    Headers that are names or labels of properties map by themselves. Every row ends up in the store or in the file of
    refused rows.
    """
    with given(data=data, database=database) as settings:
        from hubstead.commands.importing.run import run

        return run(
            settings,
            file,
            portal=portal,
            object_type=object,
            maps=map,
            id_property=id_property,
            errors=errors,
            skip=skip,
        )


@app.command(help_epilogue=examples("hubstead reindex", "hubstead reindex --data /var/lib/hubstead"))
def reindex(*, data: Data = None, database: Database = None) -> None:
    """Build the search columns anew from the records; through the server where one is running."""
    with given(data=data, database=database) as settings:
        from hubstead.commands.reindex import run

        run(settings)


@app.command(help_epilogue=examples("hubstead check", "hubstead check --data /backup/hubstead-data"))
def check(*, data: Data = None, database: Database = None) -> int:
    """Verify the data, without changing anything; exit code 1 when something is wrong."""
    with given(data=data, database=database) as settings:
        from hubstead.commands.checking.run import run

        return run(settings)


@app.command
def version() -> None:
    """Print the version."""
    from importlib.metadata import version as version_of

    print(version_of("hubstead"))


def main() -> None:
    """Run the command line; exit code 0 for success, 1 for failure, 2 for a wrong call, 130 after Ctrl+C."""
    try:
        code = app()
    except KeyboardInterrupt:
        sys.exit(130)
    except Refusal as refusal:
        print(f"hubstead: {refusal}", file=sys.stderr)
        sys.exit(refusal.code)
    sys.exit(code or 0)
