"""What properties look like in answers, for the description of the API."""

from msgspec import UNSET, Struct, UnsetType


class OptionShown(Struct, rename="camel"):
    """A value of an enumeration."""

    label: str
    value: str
    display_order: int
    hidden: bool
    description: str | UnsetType = UNSET


class ModificationMetadata(Struct, rename="camel"):
    """What may be changed."""

    archivable: bool
    read_only_definition: bool
    read_only_value: bool


class PropertyShown(Struct, rename="camel"):
    """A property; what it does not have is left out."""

    name: str
    label: str
    type: str
    field_type: str
    description: str
    group_name: str
    options: list[OptionShown]
    display_order: int
    calculated: bool
    external_options: bool
    has_unique_value: bool
    hidden: bool
    form_field: bool
    data_sensitivity: str
    modification_metadata: ModificationMetadata
    created_at: str | UnsetType = UNSET
    updated_at: str | UnsetType = UNSET
    created_user_id: str | UnsetType = UNSET
    updated_user_id: str | UnsetType = UNSET
    archived: bool | UnsetType = UNSET
    archived_at: str | UnsetType = UNSET
    hubspot_defined: bool | UnsetType = UNSET
    referenced_object_type: str | UnsetType = UNSET
    calculation_formula: str | UnsetType = UNSET
    number_display_hint: str | UnsetType = UNSET
    text_display_hint: str | UnsetType = UNSET
    show_currency_symbol: bool | UnsetType = UNSET
    currency_property_name: str | UnsetType = UNSET


class GroupShown(Struct, rename="camel"):
    """A property group."""

    name: str
    label: str
    display_order: int
    archived: bool
