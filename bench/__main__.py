"""`python -m bench [group …] [--records N]`: measure and print.

Groups: start, requests, upserts (with searches), csv, days, limits, files, hits, imports, lists, sandbox, ui, webhooks.
Reports over many events: `python -m bench.reports`.
"""

import argparse
import os
import tempfile
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

from bench.days import days
from bench.figures import all_figures
from bench.files import files
from bench.hits import hits
from bench.imports import imports
from bench.limits import limits
from bench.lists import lists
from bench.sandbox import sandbox
from bench.ui import ui
from bench.webhooks import webhooks


def main() -> None:
    """Run the groups that were asked for, all when none was."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("groups", nargs="*", help="as above; default: all")
    parser.add_argument("--records", type=int, default=1_000_000, help="size of the large store (default 1,000,000)")
    parser.add_argument("--folder", type=Path, help="keep what is made there, so that the next run has it")
    chosen = parser.parse_args()
    print(f"{os.cpu_count()} cores; load generator and server share them")
    with _folder(chosen.folder) as folder:
        groups = all_figures(Path(folder), chosen.records) | {
            "days": lambda: days(Path(folder)),
            "limits": lambda: limits(Path(folder)),
            "files": lambda: files(Path(folder)),
            "hits": lambda: hits(Path(folder)),
            "imports": lambda: imports(Path(folder), chosen.records),
            "lists": lambda: lists(Path(folder), chosen.records),
            "sandbox": lambda: sandbox(Path(folder)),
            "ui": lambda: ui(Path(folder)),
            "webhooks": lambda: webhooks(Path(folder)),
        }
        for name in chosen.groups or groups:
            for figure in groups[name]():
                print(f"{figure.name:45} {figure.value:>14,.2f} {figure.unit:12} {figure.made}", flush=True)


def _folder(kept: Path | None) -> AbstractContextManager[str | Path]:
    return nullcontext(kept) if kept else tempfile.TemporaryDirectory(prefix="hubstead-bench-")


if __name__ == "__main__":
    main()
