"""What a client asks of an import (`importRequest`), as it is written."""

from typing import Literal

from msgspec import Struct

Operation = Literal["CREATE", "UPDATE", "UPSERT"]
DateFormat = Literal["MONTH_DAY_YEAR", "DAY_MONTH_YEAR", "YEAR_MONTH_DAY"]
ColumnType = Literal[
    "STANDARD",
    "HUBSPOT_OBJECT_ID",
    "HUBSPOT_ALTERNATE_ID",
    "FLEXIBLE_ASSOCIATION_LABEL",
    "ASSOCIATION_KEYS",
    "EVENT_TIMESTAMP",
]


class AssociationKind(Struct, frozen=True, rename="camel"):
    """An association type."""

    association_type_id: int
    association_category: str = "HUBSPOT_DEFINED"


class Column(Struct, frozen=True, rename="camel"):
    """What becomes of one column. `columnObjectType`, `idColumnType` and `keyColumn` are older spellings."""

    column_name: str = ""
    column_object_type_id: str | None = None
    column_object_type: str | None = None
    property_name: str | None = None
    column_type: ColumnType | None = None
    id_column_type: ColumnType | None = None
    to_column_object_type_id: str | None = None
    foreign_key_type: AssociationKind | None = None
    association_identifier_column: bool | None = None
    key_column: bool | None = None
    ignored: bool | None = None

    @property
    def object_type(self) -> str:
        """The object type that the column is about, as it is spelled."""
        return self.column_object_type_id or self.column_object_type or ""

    @property
    def kind(self) -> ColumnType:
        """What the column holds."""
        return self.column_type or self.id_column_type or "STANDARD"


class Page(Struct, frozen=True, rename="camel"):
    """The table of a file; the first sheet of a spreadsheet."""

    column_mappings: tuple[Column, ...]
    has_header: bool = True


class File(Struct, frozen=True, rename="camel"):
    """One file of the request, named like the part that has its content."""

    file_name: str
    file_import_page: Page
    file_format: Literal["CSV", "SPREADSHEET"] | None = None
    date_format: DateFormat | None = None


class Request(Struct, frozen=True, rename="camel"):
    """The whole import."""

    files: tuple[File, ...]
    name: str | None = None
    import_operations: dict[str, Operation] = {}
    date_format: DateFormat | None = None
    time_zone: str | None = None
    marketable_contact_import: bool | None = None
    create_contact_list_from_import: bool | None = None
