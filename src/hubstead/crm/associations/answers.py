"""What associations look like in answers, for the description of the API."""

from msgspec import UNSET, Struct, UnsetType, field

from hubstead.web.envelopes import Paging


class RecordId(Struct):
    """A record."""

    id: str


class AssociationType(Struct, rename="camel"):
    """An association type and its label."""

    category: str
    type_id: int
    label: str | None


class NamedType(Struct):
    """An association type in v3."""

    id: str
    name: str


class Associated(Struct, rename="camel"):
    """A record at the other end, with all types of association to it; v3 answers `id` and the name of one `type`."""

    to_object_id: int
    association_types: list[AssociationType]


class AssociationsOf(Struct):
    """A record and those that it is associated with."""

    from_: RecordId = field(name="from")
    to: list[Associated]
    paging: Paging | UnsetType = UNSET


class LabelsBetween(Struct, rename="camel"):
    """Two records and the labels between them."""

    from_object_type_id: str
    from_object_id: int
    to_object_type_id: str
    to_object_id: int
    labels: list[str]


class PlainSpec(Struct, rename="camel"):
    """An association type."""

    association_category: str
    association_type_id: int


class PlainAssociation(Struct, rename="camel"):
    """Two records and the plain type between them."""

    from_: RecordId = field(name="from")
    to: RecordId
    association_spec: PlainSpec


class Limit(Struct, rename="camel"):
    """How many records one record may be linked to by a type; the label where it is asked for."""

    category: str
    type_id: int
    user_enforced_max_to_object_ids: int
    label: str | UnsetType | None = UNSET
