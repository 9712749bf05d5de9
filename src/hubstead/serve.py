"""Running the server in one process."""

import asyncio
import logging
import os
import secrets
import socket
import sys
from collections.abc import Callable, Coroutine
from contextlib import nullcontext
from importlib.metadata import version
from typing import Any, NamedTuple

from hubstead.admin.presence import Note, announce, hold
from hubstead.app import Server, application
from hubstead.first_start import EMAIL
from hubstead.kit.process import fewer_collections, log_to_stderr
from hubstead.listener import Listener, listen, stop_on_signals, url_of
from hubstead.sandbox.sandbox import Sandbox
from hubstead.set_up import set_up
from hubstead.settings import Settings

SNIPPET = """from hubspot import HubSpot  # pip install hubspot-api-client
client = HubSpot(access_token="{token}", host="{url}")
print(client.crm.contacts.basic_api.get_page(limit=10))"""
SWITCHED_AFTER = 0.001
"""Seconds after which a thread that works (columns being made) lets the event loop go on; Python's choice is 5 ms. The
loop asks for its turn after every row of the store, so a request that reads ten of them waited for 50 ms."""
_log = logging.getLogger("hubstead")


def run(settings: Settings, *, demo: bool = False, visits: bool = True) -> None:
    """Serve until SIGINT or SIGTERM; requests under way are finished first.

    `demo`: with the sample company in an empty portal, and `visits` to its website.

    Raises `PortInUse`, `Held` when another server has the data folder, and what the stores raise when they cannot open.
    """
    log_to_stderr(settings.log)
    with listen(settings.host, settings.port) as listening, hold(settings.folder) if settings.folder else nullcontext():
        run_loop(_serve(settings, listening, demo, visits))


def run_loop(work: Coroutine[Any, Any, None]) -> None:
    """Run on the fastest event loop of this platform."""
    sys.setswitchinterval(SWITCHED_AFTER)
    loop_factory: Callable[[], asyncio.AbstractEventLoop] | None = None
    if sys.platform != "win32":
        import uvloop  # not on Windows

        loop_factory = uvloop.new_event_loop
    with asyncio.Runner(loop_factory=loop_factory) as runner:
        runner.run(work)


async def _serve(settings: Settings, listening: socket.socket, demo: bool, visits: bool) -> None:
    edge, server = application(settings)
    await server.start()
    try:
        if demo:
            await fill_demo(server, visits)
        listener = Listener(edge, listening)

        def stop() -> None:
            server.hurry()
            listener.stop()  # type: ignore[no-untyped-call]  # granian's

        stop_on_signals(stop)
        url = url_of(listening)
        _announce(server, settings, url)
        link = await set_up.offer(server.store, server.definitions)
        greet(url, settings, Shown(server.token, link), server.sandbox)
        with fewer_collections():
            await listener.serve()
    finally:
        await server.stop()
    _log.info("stopped")


async def fill_demo(server: Server, visits: bool) -> None:
    """Add the sample company to a portal without records, with visits to its website or without."""
    from hubstead.demo.company import fill  # only on request

    count = await fill(server.store, server.definitions, visits=visits)
    if count:
        _log.info("the sample company has %d records", count)
    else:
        _log.warning("--demo: the portal has records already, the sample company was not added")


def _announce(server: Server, settings: Settings, url: str) -> None:
    if settings.folder:
        server.control.key = secrets.token_urlsafe(32)
        announce(settings.folder, Note(url=url, pid=os.getpid(), key=server.control.key))


class Shown(NamedTuple):
    """What is shown once, since only its digest is stored: the first token, and the link to set the server up."""

    token: str | None
    link: str | None


def greet(url: str, settings: Settings, shown: Shown, sandbox: Sandbox | None = None) -> None:
    """What a person needs first. A given key is not shown."""
    print(f"Hubstead {version('hubstead')} on {url}\nData: {_where(settings)}\nWeb app: {_web_app(url, settings)}")
    if shown.link:
        print(f"\nNobody can sign in yet. Set your account up in a browser, once: {url}{shown.link}")
    if shown.token:
        print(f"\nAccess token (all scopes, shown only now): {shown.token}\n\nTry it in Python:\n")
        print(SNIPPET.format(token=shown.token, url=url))
    if sandbox:
        key = f"its key, until the server stops: {sandbox.key}" if sandbox.made else "its key: HUBSTEAD_SANDBOX_KEY"
        print(f"\nSandbox on {url}/sandbox/v1, {key}")
    print("\nCtrl+C stops the server.", flush=True)


def _web_app(url: str, settings: Settings) -> str:
    return f"{url}/ (sign in as {EMAIL})" if settings.password else f"{url}/"


def _where(settings: Settings) -> str:
    if settings.database:
        return "PostgreSQL" + (f", search columns in {settings.data}" if settings.folder else "")
    return settings.data if settings.folder else "in memory, gone when the server stops"
