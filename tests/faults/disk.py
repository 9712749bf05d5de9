"""A disk that can be full and have room again, for one server."""

import resource
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.client.process import ServerProcess

MEGABYTE = 1_048_576


class SmallDisk:
    """A file system of its own in memory, filled to the last block by a file beside the data."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._ballast = folder / "ballast"

    def fill(self, _: ServerProcess) -> None:
        with self._ballast.open("wb", buffering=0) as file:
            for size in (MEGABYTE, 4096):
                try:
                    while file.write(b"\0" * size):
                        pass
                except OSError:
                    continue

    def clear(self, _: ServerProcess) -> None:
        self._ballast.unlink()


class Quota:
    """Where no file system can be mounted: the system refuses to let any file of the server grow."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def fill(self, server: ServerProcess) -> None:
        sizes = [file.stat().st_size for file in self.folder.rglob("*") if file.is_file()]
        self._limit(server, min(size for size in sizes if size))

    def clear(self, server: ServerProcess) -> None:
        self._limit(server, resource.RLIM_INFINITY)

    def _limit(self, server: ServerProcess, size: int) -> None:
        resource.prlimit(server.pid, resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))


@contextmanager
def small_disk(folder: Path, *, mounted: bool) -> Iterator[SmallDisk | Quota]:
    """A quota, or the real thing where this user may mount one (only root may)."""
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", str(folder)]
    if not mounted or subprocess.run(mount, capture_output=True, check=False).returncode:
        yield Quota(folder)
        return
    try:
        yield SmallDisk(folder)
    finally:
        subprocess.run(["umount", str(folder)], check=True)
