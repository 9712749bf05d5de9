"""From what a client asks for to a definition, with every rule that a single property has to keep."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from hubstead.crm.object_types.property import Option, Property
from hubstead.crm.properties.wire import PropertyInput, PropertyPatch
from hubstead.kit.errors import Invalid

LONGEST_NAME = 100
CALCULATION = "calculation_equation"
FIELD_TYPES: Mapping[str, tuple[str, ...]] = {
    "bool": ("booleancheckbox", CALCULATION),
    "date": ("date", CALCULATION),
    "datetime": ("date", CALCULATION),
    "enumeration": ("booleancheckbox", "checkbox", "radio", "select", CALCULATION),
    "number": ("number", CALCULATION),
    "phone_number": ("phonenumber",),
    "string": ("file", "text", "textarea", CALCULATION, "html", "phonenumber"),
}
"""The types that can be created, and how each can be shown."""
SENSITIVITIES = ("non_sensitive", "sensitive", "highly_sensitive")
NUMBER_HINTS = ("unformatted", "formatted", "currency", "percentage", "duration", "probability")
TEXT_HINTS = (
    "unformatted_single_line",
    "multi_line",
    "email",
    "phone_number",
    "domain_name",
    "ip_address",
    "physical_address",
    "postal_code",
)
_NAME = re.compile(r"[a-z][a-z0-9_]*")
_BOOLEANS = (Option(label="True", value="true", display_order=0), Option(label="False", value="false", display_order=1))
_OPEN_TO_CHANGE = frozenset(
    ("label", "description", "group_name", "display_order", "hidden", "form_field", "options", "show_currency_symbol")
)


def internal_name(name: str) -> str:
    """A name as it is stored: in lower case. Raises `Invalid` for what cannot be one."""
    lower = name.lower()
    if not _NAME.fullmatch(lower) or len(lower) > LONGEST_NAME:
        raise Invalid(
            f"'{name[:LONGEST_NAME]}' is not a valid internal name. It starts with a letter, has only lower-case "
            f"letters, digits and underscores, and at most {LONGEST_NAME} characters.",
            context={"name": [name[:LONGEST_NAME]]},
        )
    return lower


def drafted(given: PropertyInput, now: int, user_id: str | None) -> Property:
    """A new property as it was asked for. Raises `Invalid`."""
    set_fields = {field: value for field, value in msgspec.structs.asdict(given).items() if value is not None}
    formula = given.calculation_formula is not None
    set_fields["name"] = internal_name(given.name)
    set_fields["options"] = _options(given.type, given.options or ())
    if formula:
        set_fields |= {"field_type": CALCULATION, "calculated": True, "read_only_value": True}
    property = Property(**set_fields, created_at=now, updated_at=now, created_user_id=user_id, updated_user_id=user_id)
    _check(property)
    return property


def redrafted(property: Property, given: PropertyPatch, now: int, user_id: str | None) -> Property:
    """A property with some fields changed. Raises `Invalid`, also for what cannot be changed."""
    changes: dict[str, Any] = {
        field: value for field, value in msgspec.structs.asdict(given).items() if value is not None
    }
    if given.options is not None:
        changes["options"] = _options(changes.get("type", property.type), given.options)
    if given.calculation_formula is not None:
        changes["field_type"] = CALCULATION
    changes = {field: value for field, value in changes.items() if value != getattr(property, field)}
    if property.hubspot_defined:
        _check_default(property, changes)
    if "calculation_formula" in changes:
        changes |= {"calculated": True, "read_only_value": True}
    if property.currency_property_name is not None and changes.get("show_currency_symbol") is False:
        raise _refused(property, "The currency symbol cannot be turned off once a currency property was named.")
    changed = msgspec.structs.replace(property, **changes, updated_at=now, updated_user_id=user_id)
    if property.hubspot_defined:
        _check_label(changed)
    else:
        _check(changed)
    return changed


def _options(type: str, given: Sequence[Option]) -> tuple[Option, ...]:
    return tuple(given) or (_BOOLEANS if type == "bool" else ())


def _check_default(property: Property, changes: Mapping[str, Any]) -> None:
    """A default property keeps its type and its formula; its options only where the server does not live on them."""
    fixed = sorted(changes.keys() - _OPEN_TO_CHANGE)
    if fixed:
        fields = ", ".join(_wire_name(field) for field in fixed)
        raise _refused(property, f"Property {property.name} is a default property: {fields} cannot be changed.")
    if "options" in changes:
        if property.type != "enumeration" or property.external_options or property.read_only_value:
            raise _refused(property, f"Property {property.name} is a default property: its options cannot be changed.")
        _check_options(property, changes["options"])


def _wire_name(field: str) -> str:
    first, *others = field.split("_")
    return first + "".join(part.capitalize() for part in others)


def _check(property: Property) -> None:
    """Everything that can be said of a property without knowing others."""
    _check_label(property)
    allowed = FIELD_TYPES.get(property.type)
    if allowed is None:
        raise _refused(
            property, f"Property type '{property.type}' is not one of the allowed types: [{', '.join(FIELD_TYPES)}]"
        )
    if property.field_type not in allowed:
        raise _refused(
            property,
            f"Field type '{property.field_type}' does not fit properties of type '{property.type}'. "
            f"Allowed: [{', '.join(allowed)}]",
        )
    if property.field_type == CALCULATION and property.calculation_formula is None:
        raise _refused(property, "A calculation_equation property needs a calculationFormula.")
    if property.has_unique_value and (property.type not in ("string", "number") or property.calculation_formula):
        raise _refused(property, "Only string and number properties that are not calculated can have unique values.")
    _check_words(property)
    _check_options(property, property.options)


def _check_label(property: Property) -> None:
    if not property.label.strip():
        raise _refused(property, "The label of a property cannot be empty.")


def _check_words(property: Property) -> None:
    for field, value, allowed in (
        ("dataSensitivity", property.data_sensitivity, SENSITIVITIES),
        ("numberDisplayHint", property.number_display_hint, NUMBER_HINTS),
        ("textDisplayHint", property.text_display_hint, TEXT_HINTS),
    ):
        if value is not None and value not in allowed:
            raise _refused(property, f"{field} '{value}' is not one of: [{', '.join(allowed)}]")
    if property.currency_property_name is not None and not property.show_currency_symbol:
        raise _refused(
            property,
            f"A property that does not show a currency symbol cannot have a currency property name set to "
            f"'{property.currency_property_name}'",
            "ONLY_CURRENCY_PROPERTIES_CAN_SPECIFY_CURRENCY",
        )


def _check_options(property: Property, options: Sequence[Option]) -> None:
    values = [option.value for option in options]
    if property.type == "bool" and sorted(values) != ["false", "true"]:
        raise _refused(
            property,
            "Boolean properties must have exactly two options; one with a value of true, the other with a value of "
            "false",
            "INVALID_BOOLEAN_OPTION",
        )
    if property.external_options and (options or not property.referenced_object_type):
        raise _refused(property, "A property with external options needs a referencedObjectType and no options.")
    asked = property.type == "enumeration" and not property.external_options and property.field_type != CALCULATION
    if asked and not options:
        raise _refused(property, f"Enumeration property '{property.name}' needs at least one option.")
    twice = {value for value in values if values.count(value) > 1} if len(set(values)) < len(values) else set()
    if twice:
        raise _refused(property, f"Option values must be unique. These are not: [{', '.join(sorted(twice))}]")
    if any(not value or ";" in value for value in values) and property.type == "enumeration":
        raise _refused(property, "Option values cannot be empty and cannot contain a semicolon.")


def _refused(property: Property, message: str, code: str | None = None) -> Invalid:
    return Invalid(
        message,
        context={"propertyName": [property.name]},
        sub_category=f"PropertyValidationError.{code}" if code else None,
    )
