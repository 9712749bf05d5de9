"""`hubstead user` and `hubstead audit`: the people of a portal, and what they did."""

from typing import Annotated, Literal

from cyclopts import App, Parameter

from hubstead.commands.options import Data, Database, Json, Portal, examples, given

Address = Annotated[str, Parameter(help="The person's e-mail address.")]

users = App("user", help="Users: the people of a portal. Each is an owner that records can be assigned to.")
audit = App("audit", help="Who did what.")


@users.command(
    name="create",
    help_epilogue=examples(
        "hubstead user create ann@example.com --first-name Ann --role 'Sales rep' --team West",
        "hubstead user create boss@example.com --super-admin",
    ),
)
def user_create(
    email: Address,
    /,
    *,
    first_name: Annotated[str, Parameter(help="First name.")] = "",
    last_name: Annotated[str, Parameter(help="Last name.")] = "",
    role: Annotated[tuple[str, ...], Parameter(help="Name of a role. Repeat for more: they add up.")] = (),
    team: Annotated[tuple[str, ...], Parameter(help="Name of a team; the first one is the primary team.")] = (),
    super_admin: Annotated[bool, Parameter(help="May do everything.")] = False,
    json: Json = False,
    portal: Portal = None,
    data: Data = None,
    database: Database = None,
) -> None:
    """Make a person a user and print the number of the user. `hubstead user password` lets the user log in."""
    with given(data=data, database=database) as settings:
        from hubstead.commands.people import NewUser, create_user

        wanted = NewUser(email, first_name, last_name, role, team, super_admin)
        create_user(settings, portal, wanted, as_json=json)


@users.command(name="list", help_epilogue=examples("hubstead user list", "hubstead user list --json"))
def user_list(*, json: Json = False, portal: Portal = None, data: Data = None, database: Database = None) -> None:
    """Show the users with their roles and teams, and whether they can log in."""
    with given(data=data, database=database) as settings:
        from hubstead.commands.people import show_users

        show_users(settings, portal, as_json=json)


@users.command(
    name="password",
    help_epilogue=examples(
        "hubstead user password owner@example.com", "hubstead user password owner@example.com < secret.txt"
    ),
)
def user_password(email: Address, /, *, data: Data = None, database: Database = None) -> None:
    """Set the password with which a person logs in, in all portals. It is asked for, or read from a pipe."""
    with given(data=data, database=database) as settings:
        from hubstead.commands.people import password

        password(settings, email)


@users.command(
    name="change",
    help_epilogue=examples(
        "hubstead user change ann@example.com --role Manager --role 'Sales rep'",
        "hubstead user change ann@example.com --team East --super-admin yes",
    ),
)
def user_change(
    email: Address,
    /,
    *,
    role: Annotated[tuple[str, ...], Parameter(help="Name of a role, in place of those before. Repeat for more.")] = (),
    team: Annotated[
        tuple[str, ...], Parameter(help="Name of a team, in place of those before; the first is primary.")
    ] = (),
    super_admin: Annotated[Literal["yes", "no"] | None, Parameter(help="Whether the user may do everything.")] = None,
    portal: Portal = None,
    data: Data = None,
    database: Database = None,
) -> None:
    """Give a user other roles or teams, or make the user a super admin. It works at once."""
    with given(data=data, database=database) as settings:
        from hubstead.commands.people import change_user

        change_user(settings, portal, email, role, team, super_admin)


@users.command(name="deactivate", help_epilogue=examples("hubstead user deactivate ann@example.com"))
def user_deactivate(email: Address, /, *, portal: Portal = None, data: Data = None, database: Database = None) -> None:
    """Remove a user from a portal, at once. What the user owns stays; `user create` lets the person in again."""
    with given(data=data, database=database) as settings:
        from hubstead.commands.people import deactivate

        deactivate(settings, portal, email)


@audit.command(
    name="export",
    help_epilogue=examples(
        "hubstead audit export > audit.csv",
        "hubstead audit export --after 2026-11-01 --before 2026-12-01 --format jsonl",
    ),
)
def audit_export(
    *,
    format: Annotated[  # noqa: A002
        Literal["csv", "jsonl"], Parameter(help="CSV, or one JSON object per line.")
    ] = "csv",
    after: Annotated[str | None, Parameter(help="Only what happened then or later (ISO 8601).")] = None,
    before: Annotated[str | None, Parameter(help="Only what happened then or earlier (ISO 8601).")] = None,
    user: Annotated[tuple[int, ...], Parameter(help="Only what this user did, by number. Repeat for more.")] = (),
    portal: Portal = None,
    data: Data = None,
    database: Database = None,
) -> None:
    """Print the audit log of a portal, oldest line first: who, what, when, from which app and address."""
    with given(data=data, database=database) as settings:
        from hubstead.commands.audit import export

        export(settings, portal, format, after, before, user)
