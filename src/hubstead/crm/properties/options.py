"""Values of enumerations: one option, or several joined with semicolons."""

from collections.abc import Iterable

from hubstead.crm.object_types.property import Property
from hubstead.crm.properties.text import Coercer, InvalidValue, compile_text, shown

_SHOWN_OPTIONS = 100


def compile_enumeration(definition: Property) -> Coercer:
    """The coercer of `enumeration`.

    Options are case-sensitive. A checkbox takes several, kept in the order given and each once; a leading semicolon
    asks to add to the present value (see `append_options`) and stays. An enumeration whose options live elsewhere
    (owners, stages) or that has none takes any text.
    """
    several = definition.field_type == "checkbox"
    if definition.external_options or not definition.options:
        text = compile_text(definition.name)
        return (lambda value: _distinct(text(value))) if several else text
    return _compile_options(definition, several)


def _compile_options(definition: Property, several: bool) -> Coercer:
    name = definition.name
    text = compile_text(name)
    allowed = {option.value: None for option in definition.options}

    def coerce(value: object) -> str:
        chosen = text(value)
        if chosen in allowed or not chosen:
            return chosen
        for option in chosen.split(";") if several else (chosen,):
            if option and option not in allowed:
                raise InvalidValue("INVALID_OPTION", _not_allowed(option, allowed), name)
        return _distinct(chosen)

    return coerce


def append_options(current: str | None, addition: str) -> str:
    """The value after a write of `addition`: added to `current` if it begins with a semicolon, else in its place."""
    return _distinct(f"{current or ''}{addition}").removeprefix(";") if addition.startswith(";") else addition


def _distinct(chosen: str) -> str:
    if ";" not in chosen:
        return chosen
    lead = ";" if chosen.startswith(";") else ""
    return lead + ";".join(dict.fromkeys(filter(None, chosen.split(";"))))


def _not_allowed(option: str, allowed: Iterable[str]) -> str:
    values = list(allowed)
    listed = ", ".join(values[:_SHOWN_OPTIONS]) + (", ..." if len(values) > _SHOWN_OPTIONS else "")
    return f"{shown(option)} was not one of the allowed options: [{listed}]"
