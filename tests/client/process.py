"""A real server in a process of its own, spoken to over a real socket."""

import os
import re
import signal
import subprocess
import sys
from pathlib import Path
from types import TracebackType

COMMAND = Path(sys.executable).with_name("hubstead")
TOKEN = "pat-na1-00000000-client-tests"
"""The first token of every server that is started here; it has all scopes."""
_ON = re.compile(r" on (http://\S+)$")


class ServerProcess:
    """`hubstead serve` with these options, from the first line that it prints to its end. The log goes to a file.
    `settings` are those of the environment (`sandbox_key`)."""

    def __init__(self, *options: str, log: Path, **settings: str) -> None:
        environment = {name: value for name, value in os.environ.items() if not name.startswith("HUBSTEAD_")}
        environment |= {f"HUBSTEAD_{name.upper()}": value for name, value in settings.items()}
        with log.open("ab") as stderr:
            self._process = subprocess.Popen(
                [COMMAND, "serve", "--port", "0", *options],
                stdout=subprocess.PIPE,
                stderr=stderr,
                text=True,
                env={**environment, "HUBSTEAD_TOKEN": TOKEN},
            )
        assert self._process.stdout is not None
        found = _ON.search(self._process.stdout.readline().rstrip())
        if found is None:
            self.kill()
            raise AssertionError(f"the server did not start: {log.read_text()}")
        self.url = found[1]

    @property
    def pid(self) -> int:
        return self._process.pid

    def kill(self) -> None:
        """End it where it stands (SIGKILL)."""
        self._process.kill()
        self._ended()

    def stop(self, number: signal.Signals = signal.SIGTERM) -> None:
        """End it as an operator does, with one signal; it must end by itself and without complaint."""
        self._process.send_signal(number)
        code = self._ended()
        assert code == 0, f"the server ended with exit code {code}"

    def _ended(self) -> int:
        _, _ = self._process.communicate(timeout=60)
        return self._process.returncode

    def __enter__(self) -> "ServerProcess":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._process.poll() is None:
            self.stop()
        elif self._process.stdout is not None:
            self._process.stdout.close()
