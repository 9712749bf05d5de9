"""What a property is, in the names that HubSpot's API uses on the wire."""

import msgspec


class Option(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, rename="camel"):
    """One allowed value of an enumeration."""

    label: str
    value: str
    display_order: int = -1
    hidden: bool = False
    description: str | None = None


class Property(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, rename="camel"):
    """A property definition: a default one from the catalog, or a portal's own.

    `type` is one of string, number, date, datetime, enumeration, bool, phone_number, object_coordinates, json,
    currency_number; `field_type` says how forms show it. `read_only_value` values are set by the server alone.
    `calculation_formula` is HubSpot's formula language (`calculation_equation` properties).
    Timestamps are milliseconds since the epoch; `None` for defaults.
    """

    name: str
    label: str
    type: str
    field_type: str
    group_name: str
    description: str = ""
    options: tuple[Option, ...] = ()
    display_order: int = -1
    calculated: bool = False
    external_options: bool = False
    has_unique_value: bool = False
    hidden: bool = False
    form_field: bool = False
    read_only_value: bool = False
    read_only_definition: bool = False
    hubspot_defined: bool = False
    data_sensitivity: str = "non_sensitive"
    referenced_object_type: str | None = None
    calculation_formula: str | None = None
    number_display_hint: str | None = None
    text_display_hint: str | None = None
    show_currency_symbol: bool | None = None
    currency_property_name: str | None = None
    created_at: int | None = None
    updated_at: int | None = None
    created_user_id: str | None = None
    updated_user_id: str | None = None
    archived: bool = False
    archived_at: int | None = None


class Group(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, rename="camel"):
    """A named shelf of properties."""

    name: str
    label: str
    display_order: int = -1
    archived: bool = False
