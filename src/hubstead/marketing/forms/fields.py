"""The fields of a form: one struct per `fieldType`, in the names of HubSpot's API.

What the API always answers has a default here, so that a client may leave it out; what a field may be without is
`UNSET` and left out of answers.
"""

from typing import Literal

from msgspec import UNSET, Struct, UnsetType, structs

Text = str | UnsetType | None
"""A text that may be missing; `null` counts as missing."""
Operator = Literal[
    "eq",
    "neq",
    "contains",
    "doesnt_contain",
    "str_starts_with",
    "str_ends_with",
    "lt",
    "lte",
    "gt",
    "gte",
    "between",
    "not_between",
    "within_time_reverse",
    "within_time",
    "set_any",
    "set_not_any",
    "set_all",
    "set_not_all",
    "set_eq",
    "set_neq",
    "is_not_empty",
]
CONTACT = "0-1"


class Part(Struct, kw_only=True, frozen=True, rename="camel"):
    """A part of a form. Members that are `null` count as not given."""

    def __post_init__(self) -> None:
        for field in structs.fields(type(self)):
            if getattr(self, field.name) is None:
                structs.force_setattr(self, field.name, UNSET)


class Option(Part, kw_only=True, frozen=True):
    """A value that a choice field offers."""

    label: str
    value: str
    display_order: int = 0
    description: Text = UNSET


class Condition(Part, kw_only=True, frozen=True):
    """When a dependent field is asked: `between` reads the range, `set_…` the values, the others the value."""

    operator: Operator
    value: str = ""
    values: tuple[str, ...] = ()
    range_start: str = ""
    range_end: str = ""


class EmailValidation(Part, kw_only=True, frozen=True):
    """Domains whose addresses a form does not take; the default list has those of free mail providers."""

    blocked_email_domains: tuple[str, ...] = ()
    use_default_block_list: bool = False


class DigitsValidation(Part, kw_only=True, frozen=True):
    """How many digits a value has at least and at most."""

    min_allowed_digits: int
    max_allowed_digits: int


class BaseField(Part, tag_field="fieldType", kw_only=True, frozen=True):
    """What all fields have. `name` is a property of the object type."""

    object_type_id: str = CONTACT
    name: str
    label: str
    required: bool = False
    hidden: bool = False
    description: Text = UNSET
    dependent_fields: "tuple[DependentField, ...]" = ()


class TextField(BaseField, kw_only=True, frozen=True):
    """A field that takes what is typed."""

    placeholder: Text = UNSET
    default_value: Text = UNSET


class ChoiceField(BaseField, kw_only=True, frozen=True):
    """A field that takes what is offered; without options those of the property are."""

    options: tuple[Option, ...] = ()
    default_values: tuple[str, ...] = ()


class EmailField(TextField, tag="email", kw_only=True, frozen=True):
    """An e-mail address."""

    validation: EmailValidation = EmailValidation()


class PhoneField(TextField, tag="phone", kw_only=True, frozen=True):
    """A telephone number."""

    use_country_code_select: bool = False
    validation: DigitsValidation = DigitsValidation(min_allowed_digits=7, max_allowed_digits=20)


class MobilePhoneField(TextField, tag="mobile_phone", kw_only=True, frozen=True):
    """A mobile telephone number."""

    validation: DigitsValidation = DigitsValidation(min_allowed_digits=7, max_allowed_digits=20)


class SingleLineTextField(TextField, tag="single_line_text", kw_only=True, frozen=True):
    """A line."""


class MultiLineTextField(TextField, tag="multi_line_text", kw_only=True, frozen=True):
    """Several lines."""


class NumberField(TextField, tag="number", kw_only=True, frozen=True):
    """A number."""

    validation: DigitsValidation | UnsetType | None = UNSET


class DatepickerField(TextField, tag="datepicker", kw_only=True, frozen=True):
    """A day."""


class FileField(TextField, tag="file", kw_only=True, frozen=True):
    """Files; a submission has their addresses."""

    allow_multiple_files: bool = False


class SingleCheckboxField(BaseField, tag="single_checkbox", kw_only=True, frozen=True):
    """Yes or no."""

    default_value: Text = UNSET


class MultipleCheckboxesField(ChoiceField, tag="multiple_checkboxes", kw_only=True, frozen=True):
    """Any of the options."""


class DropdownField(ChoiceField, tag="dropdown", kw_only=True, frozen=True):
    """One of the options."""

    placeholder: Text = UNSET


class RadioField(ChoiceField, tag="radio", kw_only=True, frozen=True):
    """One of the options."""

    placeholder: Text = UNSET


class PaymentLinkRadioField(ChoiceField, tag="payment_link_radio", kw_only=True, frozen=True):
    """One of several payments; no property stands behind it."""


Field = (
    EmailField
    | PhoneField
    | MobilePhoneField
    | SingleLineTextField
    | MultiLineTextField
    | NumberField
    | DatepickerField
    | FileField
    | SingleCheckboxField
    | MultipleCheckboxesField
    | DropdownField
    | RadioField
    | PaymentLinkRadioField
)


class DependentField(Part, kw_only=True, frozen=True):
    """A field that is asked when the one above it was answered so."""

    dependent_condition: Condition
    dependent_field: Field


def key_of(field: BaseField) -> str:
    """How submissions and error messages name a field: `email`, `0-2/domain`."""
    return key(field.object_type_id, field.name)


def key(object_type: str, name: str) -> str:
    """The name of a contact's field stands alone."""
    return name if object_type == CONTACT else f"{object_type}/{name}"
