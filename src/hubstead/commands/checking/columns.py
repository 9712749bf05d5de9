"""Do the search columns hold exactly the live records?"""

import time
from collections.abc import Mapping
from pathlib import Path

from hubstead.admin.control import State, held
from hubstead.admin.presence import hold
from hubstead.columns.engine import ColumnStoreDamaged
from hubstead.columns.engines.duckdb import DuckDBColumns
from hubstead.columns.open import FILE
from hubstead.commands.checking.finding import Finding
from hubstead.commands.running import RunningServer
from hubstead.store.engine import Engine

_CATCHING_UP = 10.0
"""Seconds that a server gets to bring its columns up to date."""
_REINDEX = "`hubstead reindex` builds them anew"


async def check_columns(store: Engine, folder: Path, server: RunningServer | None) -> Finding:
    """Counts of each portal and type, and how far the columns are behind the facts."""
    if server is None:
        with hold(folder):
            return await _of_file(store, folder / FILE)
    deadline = time.monotonic() + _CATCHING_UP
    while True:
        # In this order: what the columns hold is then never older than what they are compared with, unless they lag.
        live, newest = await _live(store), await store.newest_fact()
        state = server.state()
        finding = _compared(state, live, newest)
        if not finding.problems or time.monotonic() > deadline:
            return finding
        time.sleep(0.2)


async def _of_file(store: Engine, path: Path) -> Finding:
    if not path.exists():
        return Finding("search columns: none yet, the next start builds them")
    try:
        columns = DuckDBColumns(path, lambda portal, type: {})  # noqa: ARG005 (nothing is written)
    except ColumnStoreDamaged as damage:
        return Finding("search columns", [f"they cannot be read ({damage}); the next start builds them anew"])
    try:
        cursor, newest = columns.cursor(), await store.newest_fact()
        if cursor > newest:
            return Finding("search columns", [f"they are {cursor - newest} ahead of the facts; {_REINDEX}"])
        if cursor < newest:
            return Finding(f"search columns: {newest - cursor} facts behind, the next start brings them up to date")
        state = State(cursor=cursor, held=held(columns), running=False, done=0, failure="")
        return _compared(state, await _live(store), newest)
    finally:
        columns.close()


async def _live(store: Engine) -> dict[tuple[int, str], int]:
    sql = "SELECT portal, type, count(*) FROM record WHERE archived = 0 AND portal > 0 GROUP BY portal, type"
    rows = await store.rows(sql)
    return {(portal, type): count for portal, type, count in rows}


def _compared(state: State, live: Mapping[tuple[int, str], int], newest: int) -> Finding:
    what = f"search columns of {sum(live.values())} live records"
    if state.running:
        return Finding(what, ["they are being built anew now; check again when that is done"])
    if state.cursor < newest:
        return Finding(what, [f"they are {newest - state.cursor} facts behind"])
    kept = {(found.portal, found.type): found.count for found in state.held}
    return Finding(
        what,
        [
            f"portal {portal}, type {type}: {kept.get((portal, type), 0)} in the columns, "
            f"{live.get((portal, type), 0)} live records; {_REINDEX}"
            for portal, type in sorted(live.keys() | kept.keys())
            if kept.get((portal, type), 0) != live.get((portal, type), 0)
        ],
    )
