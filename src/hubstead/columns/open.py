"""Opening the column store; one that cannot be read is replaced by an empty one, which its feed then fills."""

import logging
from pathlib import Path

from hubstead.columns.engine import ColumnStore, ColumnStoreDamaged, Types
from hubstead.columns.engines.duckdb import DuckDBColumns

FILE = "columns.duckdb"
"""The columns' file in the data folder."""
_log = logging.getLogger(__name__)


def open_columns(
    path: Path | None, types: Types, *, anew: bool = False, memory_limit: str = "256MB", threads: int = 2
) -> ColumnStore:
    """The column store in the file at `path`, or in memory (`None`); an empty one instead of what is there if `anew`.

    `types` gives the property types of a portal's object type, for columns that are yet to be made. Raises
    `ColumnStoreLocked` when another process has the file, and `ColumnStoreError` when it cannot be opened for a reason
    that does not lie in the file (permissions, full disk).
    """
    if anew and path is not None:
        _delete(path)
    try:
        return DuckDBColumns(path, types, memory_limit=memory_limit, threads=threads)
    except ColumnStoreDamaged as damage:
        if path is None:
            raise
        _log.warning("The search columns in %s cannot be read and are built anew from the records: %s", path, damage)
        _delete(path)
        return DuckDBColumns(path, types, memory_limit=memory_limit, threads=threads)


def _delete(path: Path) -> None:
    path.unlink(missing_ok=True)
    path.with_name(path.name + ".wal").unlink(missing_ok=True)
