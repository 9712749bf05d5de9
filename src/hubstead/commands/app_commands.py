"""`hubstead app`, `hubstead token` and `hubstead key`: who, besides people, may call."""

from typing import Annotated, Literal

from cyclopts import App, Parameter

from hubstead.commands.options import Data, Database, Json, Portal, examples, given

Overlap = Annotated[float, Parameter(help="Hours for which the old one stays good.")]
AppName = Annotated[str, Parameter(help="Its number, its client id, or its name.")]

apps = App("app", help="OAuth apps: what their developers register, and accounts install.")


@apps.command(
    name="create",
    help_epilogue=examples(
        "hubstead app create --name 'My app' --redirect-uri http://localhost:3000/callback "
        "--scopes crm.objects.contacts.read",
        "hubstead app create --name 'My app' --redirect-uri https://app.example.com/callback "
        "--scopes crm.objects.contacts.read,tickets --optional-scopes automation --json",
    ),
)
def app_create(
    *,
    name: Annotated[str, Parameter(help="Its name: people see it when they are asked to let it in.")],
    redirect_uri: Annotated[
        tuple[str, ...],
        Parameter(help="Where codes may be sent, to the letter; https, or http on localhost. Repeat for more."),
    ] = (),
    scopes: Annotated[str, Parameter(help="Scopes it requires, joined by commas; `oauth` is always one.")] = "",
    optional_scopes: Annotated[str, Parameter(help="Scopes it is granted where the account has them.")] = "",
    json: Json = False,
    portal: Portal = None,
    data: Data = None,
    database: Database = None,
) -> None:
    """Register an app and print its ids and secrets. The secrets are shown only now."""
    with given(data=data, database=database) as settings:
        from hubstead.commands.apps import create

        create(settings, portal, name, redirect_uri, scopes, optional_scopes, as_json=json)


@apps.command(name="list", help_epilogue=examples("hubstead app list", "hubstead app list --json"))
def app_list(*, json: Json = False, portal: Portal = None, data: Data = None, database: Database = None) -> None:
    """Show the apps, where they are installed, and nothing secret."""
    with given(data=data, database=database) as settings:
        from hubstead.commands.apps import show

        show(settings, portal, as_json=json)


@apps.command(
    name="rotate",
    help_epilogue=examples(
        "hubstead app rotate 1001001",
        "hubstead app rotate 'My app' --overlap 24",
        "hubstead app rotate 1001001 --developer-key",
    ),
)
def app_rotate(
    app: AppName,
    /,
    *,
    overlap: Overlap = 0,
    developer_key: Annotated[bool, Parameter(help="The developer API key instead of the client secret.")] = False,
    data: Data = None,
    database: Database = None,
) -> None:
    """Give an app a new client secret and print it, nothing else. Installs and their tokens stay as they are."""
    with given(data=data, database=database) as settings:
        from hubstead.commands.apps import rotate

        print(rotate(settings, app, overlap, developer_key=developer_key))


@apps.command(name="delete", help_epilogue=examples("hubstead app delete 1001001"))
def app_delete(app: AppName, /, *, data: Data = None, database: Database = None) -> None:
    """Delete an app: it is uninstalled everywhere, and everything it was given is worthless at once."""
    with given(data=data, database=database) as settings:
        from hubstead.commands.apps import delete

        print(delete(settings, app))


def _credentials(word: str, kind: Literal["private", "service"], what: str, help: str) -> App:  # noqa: A002
    """The commands for private apps (`hubstead token`) or for service keys (`hubstead key`)."""
    group = App(word, help=help)
    known = Annotated[str, Parameter(help="The number of its app, or its name.")]

    @group.command(
        name="create",
        help=f"Make a {what} and print it, nothing else. It works at once, also with a server running.",
        help_epilogue=examples(
            f"hubstead {word} create --name 'CI' --scopes all",
            f"hubstead {word} create --portal 10000002 --name ETL "
            "--scopes crm.objects.contacts.read,crm.objects.deals.read",
        ),
    )
    def create(
        *,
        name: Annotated[str, Parameter(help=f"What the {word} is for.")],
        scopes: Annotated[str, Parameter(help="`all`, or names of scopes joined by commas.")],
        portal: Portal = None,
        data: Data = None,
        database: Database = None,
    ) -> None:
        with given(data=data, database=database) as settings:
            from hubstead.commands.tokens import create

            print(create(settings, portal, name, scopes, kind))

    @group.command(
        name="list",
        help=f"Show every {what}: scopes and last use, and nothing secret.",
        help_epilogue=examples(f"hubstead {word} list", f"hubstead {word} list --json"),
    )
    def show(*, json: Json = False, portal: Portal = None, data: Data = None, database: Database = None) -> None:
        with given(data=data, database=database) as settings:
            from hubstead.commands.tokens import show

            show(settings, portal, kind, as_json=json)

    @group.command(
        name="rotate",
        help=f"Put a new {what} in place of an old one and print it, nothing else.",
        help_epilogue=examples(f"hubstead {word} rotate CI", f"hubstead {word} rotate 1001002 --overlap 24"),
    )
    def rotate(
        name: known,
        /,
        *,
        overlap: Overlap = 0,
        portal: Portal = None,
        data: Data = None,
        database: Database = None,
    ) -> None:
        with given(data=data, database=database) as settings:
            from hubstead.commands.tokens import rotate

            print(rotate(settings, portal, name, kind, overlap))

    @group.command(
        name="revoke", help=f"Make a {what} worthless, at once.", help_epilogue=examples(f"hubstead {word} revoke CI")
    )
    def revoke(
        name: known,
        /,
        *,
        portal: Portal = None,
        data: Data = None,
        database: Database = None,
    ) -> None:
        with given(data=data, database=database) as settings:
            from hubstead.commands.tokens import revoke

            print(revoke(settings, portal, name, kind))

    return group


token = _credentials("token", "private", "token of a private app", "Access tokens of private apps, one each.")
key = _credentials("key", "service", "service key", "Service keys: tokens for programs of your own, without an app.")
