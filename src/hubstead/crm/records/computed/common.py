"""What every record has: where it came from, and who it is assigned to."""

from hubstead.crm.properties.definition import TypeDefinition
from hubstead.crm.records.moment import Moment
from hubstead.crm.records.rule import Rule
from hubstead.store.unit import Origin

_BY_PEOPLE = ("CRM_UI", "IMPORT")


def origin(origin: Origin) -> dict[str, str]:
    """Where a record comes from, kept from its creation on. `hs_object_source*` never change afterwards."""
    source, source_id, user_id = origin
    values = {"hs_object_source": source, "hs_object_source_label": source, "hs_object_source_id": source_id}
    if user_id:
        values["hs_created_by_user_id"] = str(user_id)
        if source in _BY_PEOPLE:
            values["hs_object_source_user_id"] = str(user_id)
    if source == "IMPORT":
        values["hs_was_imported"] = "true"
    return {name: value for name, value in values.items() if value}


def owners(definition: TypeDefinition) -> Rule:
    """Who the record is assigned to, over all its owner properties, and since when it has its main owner."""
    main = definition.type.owner_property or "hubspot_owner_id"
    names = (main, *sorted(_owner_properties(definition) - {main}))

    def run(moment: Moment) -> None:
        assigned = dict.fromkeys(owner_id for name in names if (owner_id := moment.get(name)))
        people = (moment.context.owners.get(owner_id) for owner_id in assigned)
        moment.set("hs_all_owner_ids", ";".join(assigned))
        moment.set("hs_user_ids_of_all_owners", ";".join(str(owner.user_id) for owner in people if owner))
        if moment.moved(main):
            moment.set("hubspot_owner_assigneddate", moment.now() if moment.get(main) else None)

    return Rule(frozenset(names), run)


def _owner_properties(definition: TypeDefinition) -> set[str]:
    """The properties that hold one owner each."""
    return {
        name
        for name, found in definition.properties.items()
        if found.referenced_object_type == "OWNER" and found.field_type != "checkbox" and not found.read_only_value
    }
