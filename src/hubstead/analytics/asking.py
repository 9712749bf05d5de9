"""Asking the columns in the name of a caller."""

from hubstead.columns.ask import Asking
from hubstead.web.call import Call


class Columns(Asking):
    """The columns of the caller's portal, as old as reports may be."""

    def __init__(self, call: Call) -> None:
        settings = call.rooms.settings
        patience, lag = settings.search_patience / 1000, settings.report_lag / 1000
        super().__init__(call.rooms.feed, call.caller.portal.id, patience=patience, lag=lag)
