"""`hubstead role`: what users may see and do."""

from typing import Annotated, Literal

from cyclopts import App, Parameter

from hubstead.commands.options import Data, Database, Json, Portal, examples, given

Reach = Literal["none", "own", "team", "all"]
Tool = Literal["account", "audit", "marketing", "properties", "users"]
ToolOrNone = Literal["account", "audit", "marketing", "properties", "users", "nothing"]
Name = Annotated[str, Parameter(help="Its name.")]
Which = Annotated[str, Parameter(help="Its name or number.")]
View = Annotated[Reach | None, Parameter(help="Which records its users see.")]
Edit = Annotated[Reach | None, Parameter(help="Which of these they change.")]
Delete = Annotated[Reach | None, Parameter(help="Which of these they delete.")]
UNASSIGNED = "`own` and `team` reach records without an owner, too."

roles = App("role", help="Roles: what the users who have them may see and do.")


@roles.command(
    name="create",
    help_epilogue=examples(
        "hubstead role create 'Sales rep' --view all --edit own --delete none",
        "hubstead role create Manager --view all --edit team --delete own --allow users --allow audit",
        "hubstead role create Support --view own --object tickets=all/all/none --object contacts=all/own/none",
    ),
)
def role_create(
    name: Name,
    /,
    *,
    view: View = "none",
    edit: Edit = "none",
    delete: Delete = "none",
    object: Annotated[  # noqa: A002
        tuple[str, ...], Parameter(help="TYPE=VIEW/EDIT/DELETE, where a type differs. Repeat for more.")
    ] = (),
    unassigned: Annotated[bool, Parameter(help=UNASSIGNED)] = False,
    allow: Annotated[tuple[Tool, ...], Parameter(help="What its users may do besides. Repeat for more.")] = (),
    portal: Portal = None,
    data: Data = None,
    database: Database = None,
) -> None:
    """Make a role and print its number."""
    with given(data=data, database=database) as settings:
        from hubstead.commands.roles import Wanted, create_role

        print(create_role(settings, portal, name, Wanted(view, edit, delete, object, allow, unassigned)))


@roles.command(
    name="change",
    help_epilogue=examples(
        "hubstead role change 'Sales rep' --edit team --object tickets=all/own/none",
        "hubstead role change Support --name 'Help desk' --object contacts=",
        "hubstead role change Manager --allow audit",
        "hubstead role change Manager --allow nothing --no-unassigned",
    ),
)
def role_change(
    which: Which,
    /,
    *,
    name: Annotated[str | None, Parameter(help="Another name.")] = None,
    view: View = None,
    edit: Edit = None,
    delete: Delete = None,
    object: Annotated[  # noqa: A002
        tuple[str, ...],
        Parameter(help="TYPE=VIEW/EDIT/DELETE, where a type differs; TYPE= where it no longer does. Repeat for more."),
    ] = (),
    unassigned: Annotated[bool | None, Parameter(help=UNASSIGNED, negative="--no-unassigned")] = None,
    allow: Annotated[
        tuple[ToolOrNone, ...],
        Parameter(help="What its users may do besides, in place of what was allowed before. Repeat for more."),
    ] = (),
    portal: Portal = None,
    data: Data = None,
    database: Database = None,
) -> None:
    """Change of a role what is given; the rest stays. It works at once, for sessions too."""
    with given(data=data, database=database) as settings:
        from hubstead.commands.roles import Wanted, change_role

        change_role(settings, portal, which, name, Wanted(view, edit, delete, object, allow, unassigned))


@roles.command(name="delete", help_epilogue=examples("hubstead role delete 'Sales rep'"))
def role_delete(which: Which, /, *, portal: Portal = None, data: Data = None, database: Database = None) -> None:
    """Delete a role, at once: the users who have it lose it. Prints how many did."""
    with given(data=data, database=database) as settings:
        from hubstead.commands.roles import delete_role

        print(delete_role(settings, portal, which))


@roles.command(name="list", help_epilogue=examples("hubstead role list", "hubstead role list --json"))
def role_list(*, json: Json = False, portal: Portal = None, data: Data = None, database: Database = None) -> None:
    """Show the roles."""
    with given(data=data, database=database) as settings:
        from hubstead.commands.roles import show_roles

        show_roles(settings, portal, as_json=json)
