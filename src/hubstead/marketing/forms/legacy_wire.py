"""Forms as `/forms/v2/forms` shows them: the same forms, in the members that were recorded of the service in 2022."""

from collections.abc import Callable, Mapping
from typing import Any

import msgspec
from msgspec import UNSET, UnsetType

from hubstead.crm.object_types.property import Property
from hubstead.kit.ids import named_uuid
from hubstead.marketing.forms import fields as kinds
from hubstead.marketing.forms.consent import NoConsent
from hubstead.marketing.forms.fields import Condition, DigitsValidation, EmailValidation, Field
from hubstead.marketing.forms.form import FieldGroup, Form

FIELD_TYPES: Mapping[type[kinds.BaseField], str] = {
    kinds.EmailField: "text",
    kinds.PhoneField: "phonenumber",
    kinds.MobilePhoneField: "phonenumber",
    kinds.SingleLineTextField: "text",
    kinds.MultiLineTextField: "textarea",
    kinds.NumberField: "number",
    kinds.DatepickerField: "date",
    kinds.FileField: "file",
    kinds.SingleCheckboxField: "booleancheckbox",
    kinds.MultipleCheckboxesField: "checkbox",
    kinds.DropdownField: "select",
    kinds.RadioField: "radio",
    kinds.PaymentLinkRadioField: "radio",
}
"""Types of fields under the names that properties have for them."""
OBJECT_TYPES = {"0-1": "CONTACT", "0-2": "COMPANY", "0-3": "DEAL", "0-5": "TICKET"}
PropertyOf = Callable[[Field], Property | None]


class LegacyOption(msgspec.Struct, rename="camel"):
    """A value that a field offers."""

    label: str
    value: str
    display_order: int
    description: str = ""
    hidden: bool = False
    read_only: bool = False
    double_data: float = 0.0


class LegacyValidation(msgspec.Struct, rename="camel"):
    """`data` is `least:most:true` digits of telephone numbers, or the blocked domains of addresses."""

    name: str = ""
    message: str = ""
    data: str = ""
    use_default_block_list: bool = False
    blocked_email_addresses: tuple[str, ...] = ()


class LegacyField(msgspec.Struct, rename="camel"):
    """A field."""

    name: str
    label: str
    type: str
    field_type: str
    description: str
    group_name: str
    display_order: int
    required: bool
    selected_options: tuple[str, ...]
    options: list[LegacyOption]
    validation: LegacyValidation
    enabled: bool
    hidden: bool
    default_value: str
    is_smart_field: bool
    unselected_label: str
    placeholder: str
    dependent_field_filters: list[dict[str, Any]]
    label_hidden: bool
    property_object_type: str
    meta_data: list[dict[str, str]]
    object_type_id: str


class LegacyGroup(msgspec.Struct, rename="camel"):
    """Fields in one line, with the text above them."""

    fields: list[LegacyField]
    default: bool
    is_smart_group: bool
    rich_text: dict[str, str]
    is_page_break: bool = False


class LegacyForm(msgspec.Struct, rename="camel"):
    """A form; times in ms."""

    portal_id: int
    guid: str
    name: str
    css_class: str
    redirect: str
    submit_text: str
    notify_recipients: str
    form_field_groups: list[LegacyGroup]
    created_at: int
    updated_at: int
    ignore_current_values: bool
    meta_data: list[dict[str, str]]
    inline_message: str
    captcha_enabled: bool
    cloneable: bool
    editable: bool
    form_type: str
    deleted_at: int
    theme_name: str
    style: str
    internal_updated_at: int
    portable_key: str
    action: str = ""
    method: str = "POST"
    follow_up_id: str = ""
    lead_nurturing_campaign_id: str = ""
    performable_html: str = ""
    migrated_from: str = ""
    deletable: bool = True
    tms_id: str = ""
    campaign_guid: str = ""
    parent_id: int = 0
    is_published: bool = True
    publish_at: int = 0
    unpublish_at: int = 0
    published_at: int = 0
    kickback_email_workflow_id: int = 0
    kickback_emails_json: str = ""
    custom_uid: str = ""
    create_marketable_contact: bool = True
    edit_version: int = 0
    thank_you_message_json: str = ""
    theme_color: str = ""
    always_create_new_company: bool = False
    business_unit_id: int = 0
    payment_session_template_ids: tuple[str, ...] = ()
    selected_external_options: tuple[str, ...] = ()


def shown(portal: int, form: Form, property_of: PropertyOf) -> LegacyForm:
    """A form; `property_of` answers the property behind a field, if there is one."""
    look, how = form.display_options, form.configuration
    action = how.post_submit_action
    return LegacyForm(
        portal_id=portal,
        guid=form.id,
        name=form.name,
        css_class=look.css_class or "hs-form stacked",
        redirect=action.value if action.type == "redirect_url" else "",
        submit_text=look.submit_button_text,
        notify_recipients=",".join(how.notify_recipients),
        form_field_groups=[_group(group, property_of) for group in form.field_groups],
        created_at=form.created_at,
        updated_at=form.updated_at,
        ignore_current_values=not how.pre_populate_known_values,
        meta_data=_about(form),
        inline_message=action.value if action.type == "thank_you" else "",
        captcha_enabled=how.recaptcha_enabled,
        cloneable=how.cloneable,
        editable=how.editable,
        form_type=form.form_type.upper(),
        deleted_at=form.archived_at,
        theme_name=look.theme,
        style=_text(look.style),
        internal_updated_at=form.updated_at,
        portable_key=named_uuid("portable form", portal, form.id),
    )


def _about(form: Form) -> list[dict[str, str]]:
    """What newer forms have more, as pairs."""
    about: dict[str, str] = {"lang": form.configuration.language, "embedType": form.configuration.embed_type}
    about["renderRawHtml"] = str(form.display_options.render_raw_html).lower()
    if not isinstance(form.legal_consent_options, NoConsent):
        about["legalConsentOptions"] = _text(form.legal_consent_options)
    return [{"name": name, "value": value} for name, value in about.items()]


def _group(group: FieldGroup, property_of: PropertyOf) -> LegacyGroup:
    return LegacyGroup(
        fields=[field_shown(field, property_of) for field in group.fields],
        default=group.group_type == "default_group",
        is_smart_group=group.group_type != "default_group",
        rich_text={"content": group.rich_text or "", "type": group.rich_text_type.upper()},
    )


def field_shown(field: Field, property_of: PropertyOf) -> LegacyField:
    """A field with those that depend on it."""
    property = property_of(field)
    options = getattr(field, "options", ()) or (property.options if property else ())
    selected = tuple(getattr(field, "default_values", ()))
    return LegacyField(
        name=field.name,
        label=field.label,
        type=property.type if property else "string",
        field_type=FIELD_TYPES[type(field)],
        description=field.description or "",
        group_name=property.group_name if property else "",
        display_order=-1,
        required=field.required,
        selected_options=selected,
        options=[LegacyOption(one.label, one.value, one.display_order, one.description or "") for one in options],
        validation=_validation(getattr(field, "validation", UNSET)),
        enabled=True,
        hidden=field.hidden,
        default_value=getattr(field, "default_value", "") or "",
        is_smart_field=False,
        unselected_label="",
        placeholder=getattr(field, "placeholder", "") or "",
        dependent_field_filters=[
            {
                "filters": [_filter(one.dependent_condition)],
                "dependentFormField": field_shown(one.dependent_field, property_of),
                "formFieldAction": "DISPLAY",
            }
            for one in field.dependent_fields
        ],
        label_hidden=False,
        property_object_type=OBJECT_TYPES.get(field.object_type_id, field.object_type_id),
        meta_data=[],
        object_type_id=field.object_type_id,
    )


def _validation(given: EmailValidation | DigitsValidation | UnsetType | None) -> LegacyValidation:
    match given:
        case EmailValidation():
            blocked = given.blocked_email_domains
            return LegacyValidation(
                data=",".join(blocked),
                use_default_block_list=given.use_default_block_list,
                blocked_email_addresses=blocked,
            )
        case DigitsValidation():
            return LegacyValidation(data=f"{given.min_allowed_digits}:{given.max_allowed_digits}:true")
    return LegacyValidation()


def _filter(condition: Condition) -> dict[str, Any]:
    return {
        "operator": condition.operator.upper(),
        "strValue": condition.value,
        "strValues": condition.values,
        "rangeStart": condition.range_start,
        "rangeEnd": condition.range_end,
    }


def _text(value: object) -> str:
    return msgspec.json.encode(value).decode()
