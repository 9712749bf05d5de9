"""Forms as `/forms/v2/forms` shows them: the members that were recorded of the service in 2022."""

from typing import Any

import msgspec


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
