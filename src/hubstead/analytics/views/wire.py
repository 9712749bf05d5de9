"""Views as JSON: as the service shows them, and as a client of ours defines them."""

from typing import Annotated

import msgspec

from hubstead.analytics.views.filters import Filter
from hubstead.analytics.views.view import View
from hubstead.kit.clock import iso


class ViewShown(msgspec.Struct, rename="camel"):
    """A view. `created_at` and `deleted_at` in ms, `deleted_at` always 0: deleted views are not shown."""

    id: int
    title: str
    updater_id: int
    updated_date: str
    creator_id: int
    created_at: int
    deleted_at: int
    contains_legacy_report_properties: bool
    report_property_filters: list[Filter]


class ViewGiven(msgspec.Struct, rename="camel", forbid_unknown_fields=True):
    """What a view shall be."""

    title: Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
    report_property_filters: Annotated[tuple[Filter, ...], msgspec.Meta(max_length=20)] = ()


def shown(view: View) -> ViewShown:
    """A view for clients."""
    return ViewShown(
        id=view.id,
        title=view.title,
        updater_id=view.updater,
        updated_date=iso(view.updated),
        creator_id=view.creator,
        created_at=view.created,
        deleted_at=0,
        contains_legacy_report_properties=False,
        report_property_filters=list(view.filters),
    )
