"""What a client asks of an export."""

from typing import Literal

from msgspec import Struct

from hubstead.crm.search.query import FilterBody, FilterGroupBody, Scalar, SearchBody, SortBody

Format = Literal["CSV", "XLSX", "XLS"]
FORMATS: tuple[Format, ...] = ("CSV", "XLSX", "XLS")


class FilterGiven(Struct, rename="camel"):
    """A filter; the property has either name."""

    operator: str
    property_name: str | None = None
    property: str | None = None
    value: Scalar = None
    high_value: Scalar = None
    values: list[Scalar] | None = None

    def as_body(self) -> FilterBody:
        """As searches write it."""
        name = self.property_name or self.property or ""
        return FilterBody(name, self.operator, self.value, self.high_value, self.values)


class GroupGiven(Struct):
    """Filters that must all hold."""

    filters: list[FilterGiven] | None = None


class SortGiven(Struct, rename="camel"):
    """A sort; its direction has either name, and is short or long."""

    property_name: str
    direction: str | None = None
    order: str | None = None

    def as_body(self) -> SortBody:
        """As searches write it."""
        descending = (self.direction or self.order or "ASC").upper().startswith("DESC")
        return SortBody(self.property_name, "DESCENDING" if descending else "ASCENDING")


class SearchGiven(Struct, rename="camel"):
    """Which records, and in which order (`publicCrmSearchRequest`)."""

    filter_groups: list[GroupGiven] | None = None
    filters: list[FilterGiven] | None = None
    query: str | None = None
    sorts: list[str | SortGiven] | None = None

    def as_body(self) -> SearchBody:
        """As searches write it."""
        groups = [FilterGroupBody([one.as_body() for one in group.filters or ()]) for group in self.filter_groups or ()]
        filters = [one.as_body() for one in self.filters] if self.filters else None
        sorts = [sort if isinstance(sort, str) else sort.as_body() for sort in self.sorts or ()]
        return SearchBody(groups or None, filters, self.query or None, list(sorts) or None)


class ExportGiven(Struct, rename="camel"):
    """An export as it is asked for."""

    export_type: str
    format: str
    export_name: str
    object_type: str
    object_properties: list[str]
    language: str | None = None
    associated_object_type: str | list[str] | None = None
    export_internal_values_options: list[str] | None = None
    override_associated_objects_per_definition_per_row_limit: bool = False
    include_primary_display_property_for_associated_objects: bool | None = None
    include_labeled_associations: bool = False
    public_crm_search_request: SearchGiven | None = None
    list_id: str | int | None = None
