"""What schemas look like in answers, for the description of the API."""

from msgspec import UNSET, Struct, UnsetType

from hubstead.crm.properties.answers import PropertyShown


class LabelsShown(Struct):
    """What people call one of them, and several."""

    singular: str
    plural: str


class AssociationDefinition(Struct, rename="camel"):
    """One direction of an association type."""

    id: str
    from_object_type_id: str
    to_object_type_id: str
    name: str | None
    cardinality: str
    inverse_cardinality: str
    created_at: str | None
    updated_at: str | None


class SchemaDefinition(Struct, rename="camel"):
    """A schema without its properties and associations."""

    id: str
    object_type_id: str
    fully_qualified_name: str
    name: str
    labels: LabelsShown
    meta_type: str
    primary_display_property: str
    secondary_display_properties: list[str]
    required_properties: list[str]
    searchable_properties: list[str]
    archived: bool
    restorable: bool
    allows_sensitive_properties: bool
    created_at: str
    updated_at: str
    description: str | UnsetType = UNSET
    created_by_user_id: int | UnsetType = UNSET
    updated_by_user_id: int | UnsetType = UNSET


class SchemaShown(SchemaDefinition, kw_only=True):
    """A whole schema."""

    properties: list[PropertyShown]
    associations: list[AssociationDefinition]
