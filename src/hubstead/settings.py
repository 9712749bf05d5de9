"""Every setting in one table: name, type, default, meaning. `HUBSTEAD_<NAME>` in the environment overrides it."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec

MEMORY = "memory"


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """How this server runs. Sizes in bytes, times in milliseconds unless a name says otherwise."""

    data: Annotated[str, msgspec.Meta(description="Folder of the data, or `memory`: gone when the server stops.")] = (
        "./hubstead-data"
    )
    database: Annotated[
        str, msgspec.Meta(description="`postgresql://…` for the truth store; empty: SQLite in the data folder.")
    ] = ""
    host: Annotated[str, msgspec.Meta(description="Address to listen on.")] = "127.0.0.1"
    port: Annotated[int, msgspec.Meta(ge=0, le=65535, description="Port to listen on; 0 takes a free one.")] = 8080
    workers: Annotated[int, msgspec.Meta(ge=1, description="API processes; more than one needs PostgreSQL.")] = 1
    proxies: Annotated[
        int, msgspec.Meta(ge=0, description="How many proxies stand in front; their `X-Forwarded-For` is believed.")
    ] = 0
    token: Annotated[str, msgspec.Meta(description="The first private-app token, set at first start.")] = ""
    password: Annotated[
        str,
        msgspec.Meta(description="The password of `owner@example.com` for [the web app](app.md), set at first start."),
    ] = ""
    body_limit: Annotated[int, msgspec.Meta(description="Largest request body accepted.")] = 20_000_000
    file_limit: Annotated[
        int, msgspec.Meta(description="Largest file that can be uploaded; see [Files](files.md).")
    ] = 2_000_000_000
    blobs: Annotated[
        str,
        msgspec.Meta(
            description="Where contents of files lie: `s3://bucket/prefix`, `gs://…`, `az://…`; empty: the data folder."
        ),
    ] = ""
    tracking_names: Annotated[
        str,
        msgspec.Meta(
            description="Three names under which the tracking code is served as well: of the loader, the other files "
            "and what collects; see [Tracking](tracking.md#serve-it-from-your-own-site)."
        ),
    ] = ""
    limits: Annotated[
        str,
        msgspec.Meta(
            description="Profile of rate limits for portals without one of their own; see [Limits](limits.md)."
        ),
    ] = "off"
    call_log: Annotated[
        int,
        msgspec.Meta(
            ge=0,
            le=1_000_000,
            description="Calls of apps that [the request log](app.md#let-programs-in) keeps of each portal, in memory: "
            "about 600 bytes each.",
        ),
    ] = 10_000
    search_delay: Annotated[
        int,
        msgspec.Meta(description="Holds the search index back on purpose, as the real service lags; 0: never stale."),
    ] = 0
    search_patience: Annotated[
        int, msgspec.Meta(description="How long a search waits for the index to catch up before it answers 503.")
    ] = 10_000
    sandbox: Annotated[
        bool, msgspec.Meta(description="Whether `/sandbox/v1/…` is there: portals, snapshots, clocks for test suites.")
    ] = False
    sandbox_key: Annotated[
        str, msgspec.Meta(description="The key of the sandbox; empty: one is made and shown at each start.")
    ] = ""
    outbound: Annotated[
        str,
        msgspec.Meta(
            description="Private networks that webhooks and imports from URLs may reach: `10.0.0.0/8,fd00::/8`, `all`."
        ),
    ] = ""
    webhook_localhost: Annotated[
        bool, msgspec.Meta(description="Whether webhooks may go to this machine, over `http://` too.")
    ] = True
    webhook_log_days: Annotated[
        int, msgspec.Meta(ge=1, description="Days that the log of webhook deliveries is kept.")
    ] = 7
    journal_days: Annotated[
        int, msgspec.Meta(ge=0, description="Days that entries of webhooks journals are kept; 0: without an end.")
    ] = 3
    log: Annotated[
        Literal["debug", "info", "warning", "error"],
        msgspec.Meta(description="The least that is worth a line on stderr."),
    ] = "info"
    geo: Annotated[
        str,
        msgspec.Meta(
            description="File in MMDB format that says where visitors are; empty: countries by a table of ours."
        ),
    ] = ""
    data_centers: Annotated[
        str,
        msgspec.Meta(description="File with the networks of data centres, an address range like 192.0.2.0/24 a line."),
    ] = ""
    report_lag: Annotated[
        int,
        msgspec.Meta(
            ge=0,
            description="How old reports and timelines may be, in ms; 0: they have everything that was acknowledged.",
        ),
    ] = 0
    columns_memory: Annotated[int, msgspec.Meta(description="Memory that the column store may use, in MB.")] = 400
    columns: Annotated[
        bool, msgspec.Meta(description="Whether this process keeps the column store (set by the server itself).")
    ] = True

    @property
    def folder(self) -> Path | None:
        """The data folder, or `None` for memory."""
        return None if self.data == MEMORY else Path(self.data)

    @property
    def lets_others_in(self) -> bool:
        """Whether a process beside the server can work in its store: one in memory is of one process, and so is time in
        a sandbox."""
        return not self.sandbox and bool(self.folder or self.database)


def from_environment(environment: Mapping[str, str] = os.environ, **given: Any) -> Settings:
    """Defaults, then the environment, then what was given; `None` counts as not given."""
    values: dict[str, Any] = {}
    for field in msgspec.structs.fields(Settings):
        name = f"HUBSTEAD_{field.name.upper()}"
        if environment.get(name):
            values[field.name] = environment[name]
    values.update({name: value for name, value in given.items() if value is not None})
    return msgspec.convert(values, Settings, strict=False)
