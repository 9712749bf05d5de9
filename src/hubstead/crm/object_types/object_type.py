"""What an object type is: its names, ids and display, and which of HubSpot's abilities it has."""

import msgspec


class ObjectType(msgspec.Struct, frozen=True, kw_only=True):
    """One object type, standard (`0-…`) or a portal's own (`2-…`).

    `id` is HubSpot's objectTypeId and the only name that the stores know. `path_names` are the spellings of paths and
    bodies besides the id; they are compared without case.
    """

    id: str
    name: str
    """The plural path name: `contacts`."""
    singular: str
    plural: str
    """Labels for people: `Contact`, `Contacts`."""
    fully_qualified_name: str
    """`CONTACT`, or `p123_car` for a custom object."""
    path_names: tuple[str, ...]
    primary_display_property: str
    secondary_display_properties: tuple[str, ...] = ()
    required_properties: tuple[str, ...] = ()
    searchable_properties: tuple[str, ...] = ()
    default_read_properties: tuple[str, ...] = ()
    create_date_property: str = "hs_createdate"
    modified_date_property: str = "hs_lastmodifieddate"
    pipeline_property: str | None = None
    stage_property: str | None = None
    owner_property: str | None = "hubspot_owner_id"
    read_scopes: tuple[str, ...] = ()
    """Any one of these lets a caller read."""
    write_scopes: tuple[str, ...] = ()
    """Any one of these lets a caller write."""
    creatable: bool = True
    updatable: bool = True
    mergeable: bool = False
    upsertable: bool = True
    searchable: bool = True
    gdpr_deletable: bool = False
    activity: bool = False
    custom: bool = False
