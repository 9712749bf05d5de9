"""The commands about jobs."""

from typing import Annotated, Literal

from cyclopts import App, Parameter

from hubstead.commands.options import Data, Database, Json, Portal, examples, given

jobs = App("jobs", help="Work in the background: imports, exports and the like. Works beside a running server.")
Id = Annotated[int, Parameter(help="Number of the job, as `hubstead jobs list` shows it.")]


@jobs.command(
    name="list",
    help_epilogue=examples("hubstead jobs list", "hubstead jobs list --state dead", "hubstead jobs list --json"),
)
def show(
    *,
    state: Annotated[
        tuple[Literal["queued", "running", "cancelling", "done", "dead", "cancelled"], ...],
        Parameter(help="Jobs in this state only; `dead` failed too often. Repeat for more."),
    ] = (),
    json: Json = False,
    portal: Portal = None,
    data: Data = None,
    database: Database = None,
) -> None:
    """Show jobs that wait, run or have ended in the last seven days, and the last error of each."""
    with given(data=data, database=database) as settings:
        from hubstead.commands.jobs import show

        show(settings, portal, state, as_json=json)


@jobs.command(name="retry", help_epilogue=examples("hubstead jobs retry 1042"))
def retry(id: Id, /, *, portal: Portal = None, data: Data = None, database: Database = None) -> None:
    """Let a dead or cancelled job go on from where it was."""
    with given(data=data, database=database) as settings:
        from hubstead.commands.jobs import retry

        retry(settings, portal, id)


@jobs.command(name="cancel", help_epilogue=examples("hubstead jobs cancel 1042"))
def cancel(id: Id, /, *, portal: Portal = None, data: Data = None, database: Database = None) -> None:
    """End a job: at once where it waits, at its next step where it runs."""
    with given(data=data, database=database) as settings:
        from hubstead.commands.jobs import cancel

        cancel(settings, portal, id)
