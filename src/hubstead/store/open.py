"""Choosing the truth store that the settings ask for."""

from hubstead.settings import Settings
from hubstead.store.engine import Engine
from hubstead.store.engines.sqlite import SqliteEngine

FILE = "hubstead.db"


def open_store(settings: Settings) -> Engine:
    """The engine, not yet opened; the data folder is made when it is missing."""
    if settings.folder:
        settings.folder.mkdir(parents=True, exist_ok=True)
    if settings.database:
        from hubstead.store.engines.postgres import PostgresEngine  # asyncpg is an extra

        return PostgresEngine(settings.database)
    return SqliteEngine(settings.folder / FILE if settings.folder else None)
