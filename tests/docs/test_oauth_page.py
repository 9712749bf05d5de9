"""The program of docs/oauth.md, run as a reader runs it: the app in a process, the reader in front of a browser."""

import os
import re
import socket
import subprocess
import sys
from pathlib import Path

import httpx

from hubstead.account.logins import set_password
from hubstead.account.portals import portals
from hubstead.apps import public_apps
from hubstead.apps.public_apps import Made
from hubstead.commands.truth import with_store
from hubstead.first_start import EMAIL
from hubstead.settings import Settings
from hubstead.store.engine import Engine
from tests.client.browser import Browser
from tests.client.process import ServerProcess
from tests.docs.snippets import HOST, blocks, run

PASSWORD = "correct horse battery"
SCOPES = ("crm.objects.contacts.read", "crm.objects.contacts.write")


def test_the_program_installs_an_app_and_calls_the_api(tmp_path: Path) -> None:
    settings = Settings(data=str(tmp_path / "data"))
    callback = f"localhost:{free_port()}"

    async def prepare(store: Engine) -> Made:
        await set_password(store, EMAIL, PASSWORD)
        portal = (await portals(store))[0].id
        return await public_apps.create(store, portal, "My app", (f"http://{callback}/callback",), SCOPES)

    with ServerProcess("--data", settings.data, log=tmp_path / "log") as server:
        made = with_store(settings, prepare)
        _, code = blocks("docs/oauth.md", "python")[0]
        code = code.replace(HOST, server.url).replace("localhost:3000", callback)
        code = code.replace('("localhost", 3000)', repr(("localhost", int(callback.partition(":")[2]))))
        environment = {**os.environ, "CLIENT_ID": made.client_id, "CLIENT_SECRET": made.client_secret}
        command = [sys.executable, "-u", "-c", code]
        with subprocess.Popen(
            command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        ) as app:
            try:
                assert app.stdout is not None
                found = re.search(r"http://\S+", app.stdout.readline())
                assert found
                browser = Browser(EMAIL, PASSWORD)
                page = httpx.get(browser.connect(found[0]))
                browser.close()
                assert "Connected" in page.text
                printed, complaint = app.communicate(timeout=30)
            finally:
                app.kill()
        assert printed == "{'results': []}\n", complaint


def test_the_official_sdks_link_leads_here(tmp_path: Path) -> None:
    _, code = blocks("docs/oauth.md", "python")[1]
    done = run("python", f"{code}\nprint(link)", "http://hubstead.test", tmp_path)
    assert done.stdout.startswith("http://hubstead.test/oauth/authorize?client_id=CLIENT_ID&"), done.stderr


def free_port() -> int:
    with socket.create_server(("localhost", 0)) as taken:
        port: int = taken.getsockname()[1]
        return port
