"""`hubstead team` and `hubstead business-unit`: how the people of a portal are grouped."""

from typing import Annotated

from cyclopts import App, Parameter

from hubstead.commands.options import Data, Database, Json, Portal, examples, given

Name = Annotated[str, Parameter(help="Its name.")]
NewName = Annotated[str | None, Parameter(help="Another name.")]
Which = Annotated[str, Parameter(help="Its name or number.")]

teams = App("team", help="Teams of users.")
business_units = App("business-unit", help="Business units (brands) of a portal.")


@teams.command(
    name="create", help_epilogue=examples("hubstead team create West", "hubstead team create Coast --under West")
)
def team_create(
    name: Name,
    /,
    *,
    under: Annotated[str | None, Parameter(help="Name of the team above it.")] = None,
    portal: Portal = None,
    data: Data = None,
    database: Database = None,
) -> None:
    """Make a team and print its number."""
    with given(data=data, database=database) as settings:
        from hubstead.commands.teams import create_team

        print(create_team(settings, portal, name, under))


@teams.command(
    name="change",
    help_epilogue=examples(
        "hubstead team change Coast --name Shore",
        "hubstead team change Coast --under East",
        "hubstead team change Coast --under ''",
    ),
)
def team_change(
    which: Which,
    /,
    *,
    name: NewName = None,
    under: Annotated[str | None, Parameter(help="Name of the team above it; '' for none.")] = None,
    portal: Portal = None,
    data: Data = None,
    database: Database = None,
) -> None:
    """Rename a team, or put it under another one with all teams under it. It works at once."""
    with given(data=data, database=database) as settings:
        from hubstead.commands.teams import change_team

        change_team(settings, portal, which, name, under)


@teams.command(name="delete", help_epilogue=examples("hubstead team delete Coast"))
def team_delete(which: Which, /, *, portal: Portal = None, data: Data = None, database: Database = None) -> None:
    """Delete a team, at once: its users leave it, the teams under it go to the one above. Prints how many left."""
    with given(data=data, database=database) as settings:
        from hubstead.commands.teams import delete_team

        print(delete_team(settings, portal, which))


@teams.command(name="list", help_epilogue=examples("hubstead team list", "hubstead team list --json"))
def team_list(*, json: Json = False, portal: Portal = None, data: Data = None, database: Database = None) -> None:
    """Show the teams with who is in them."""
    with given(data=data, database=database) as settings:
        from hubstead.commands.teams import show_teams

        show_teams(settings, portal, as_json=json)


@business_units.command(
    name="create",
    help_epilogue=examples(
        "hubstead business-unit create 'North brand' --logo https://example.com/north.png --logo-text 'A star'",
        "hubstead business-unit create South --user ann@example.com",
    ),
)
def business_unit_create(
    name: Name,
    /,
    *,
    logo: Annotated[str, Parameter(help="Web address of its logo.")] = "",
    logo_text: Annotated[str, Parameter(help="What the logo shows, in words.")] = "",
    user: Annotated[tuple[str, ...], Parameter(help="E-mail address of who works for it; all without any.")] = (),
    portal: Portal = None,
    data: Data = None,
    database: Database = None,
) -> None:
    """Make a business unit and print its number."""
    with given(data=data, database=database) as settings:
        from hubstead.commands.business_units import Wanted, create_business_unit

        print(create_business_unit(settings, portal, Wanted(name, logo, logo_text, user)))


@business_units.command(
    name="change",
    help_epilogue=examples(
        "hubstead business-unit change South --name 'Far south' --logo ''",
        "hubstead business-unit change South --user ann@example.com --user bob@example.com",
        "hubstead business-unit change South --everybody",
    ),
)
def business_unit_change(
    which: Which,
    /,
    *,
    name: NewName = None,
    logo: Annotated[str | None, Parameter(help="Web address of its logo; '' for none.")] = None,
    logo_text: Annotated[str | None, Parameter(help="What the logo shows, in words.")] = None,
    user: Annotated[
        tuple[str, ...], Parameter(help="E-mail address of who works for it, in place of those before.")
    ] = (),
    everybody: Annotated[bool, Parameter(help="All users work for it.")] = False,
    portal: Portal = None,
    data: Data = None,
    database: Database = None,
) -> None:
    """Change of a business unit what is given; the rest stays."""
    with given(data=data, database=database) as settings:
        from hubstead.commands.business_units import Wanted, change_business_unit

        change_business_unit(settings, portal, which, Wanted(name, logo, logo_text, user, everybody))


@business_units.command(name="delete", help_epilogue=examples("hubstead business-unit delete South"))
def business_unit_delete(
    which: Which, /, *, portal: Portal = None, data: Data = None, database: Database = None
) -> None:
    """Delete a business unit."""
    with given(data=data, database=database) as settings:
        from hubstead.commands.business_units import delete_business_unit

        delete_business_unit(settings, portal, which)


@business_units.command(
    name="list", help_epilogue=examples("hubstead business-unit list", "hubstead business-unit list --json")
)
def business_unit_list(
    *, json: Json = False, portal: Portal = None, data: Data = None, database: Database = None
) -> None:
    """Show the business units with who works for them."""
    with given(data=data, database=database) as settings:
        from hubstead.commands.business_units import show_business_units

        show_business_units(settings, portal, as_json=json)
