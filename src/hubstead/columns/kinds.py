"""What kind of column holds a property's values."""

from enum import Enum, auto


class Kind(Enum):
    """The four ways in which values are kept and compared.

    `TEXT` is kept in lower case: questions about text ignore case, and answers come from the truth store. `CHOICE` is
    an enumeration, kept as it is: one value, or several joined with `;`. `NUMBER` is a double (record ids are below
    2^53, so exact). `MOMENT` is a date or a datetime in UTC; a date is its midnight.
    """

    TEXT = auto()
    CHOICE = auto()
    NUMBER = auto()
    MOMENT = auto()


_KINDS = {
    "number": Kind.NUMBER,
    "currency_number": Kind.NUMBER,
    "date": Kind.MOMENT,
    "datetime": Kind.MOMENT,
    "enumeration": Kind.CHOICE,
}


def kind_of(property_type: str) -> Kind:
    """The kind for one of HubSpot's property types (`string`, `number`, `datetime`, …); unknown ones are text."""
    return _KINDS.get(property_type, Kind.TEXT)
