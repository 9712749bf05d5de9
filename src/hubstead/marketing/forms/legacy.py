"""Forms in the words of `/forms/v2/forms`: the same forms, told otherwise."""

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
from hubstead.marketing.forms.legacy_wire import LegacyField, LegacyForm, LegacyGroup, LegacyOption, LegacyValidation

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
