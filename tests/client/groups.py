"""The object groups of the SDKs: what a valid record of each is, and what is read of it when nothing is asked for.

`always` is the documented default read set (HubSpot's CRM object pages).
"""

from collections.abc import Mapping
from typing import NamedTuple

_STAMPS = ("hs_createdate", "hs_lastmodifieddate", "hs_object_id")
_SALES_STAMPS = ("createdate", "hs_lastmodifieddate", "hs_object_id")
_MOMENT = "2026-03-01T09:30:00Z"


class Group(NamedTuple):
    """One group. `accessor` is its place under `client.crm` in hubspot-api-client, `name` its path name.

    `record` holds the values of a new record; `change` a property and a second value for it.
    """

    accessor: str
    name: str
    record: Mapping[str, str]
    change: tuple[str, str]
    always: tuple[str, ...]

    def __str__(self) -> str:
        return self.name


GROUPS = (
    Group(
        "contacts",
        "contacts",
        {"email": "ada@example.com", "firstname": "Ada", "lastname": "Lovelace"},
        ("firstname", "Augusta"),
        ("createdate", "email", "firstname", "hs_object_id", "lastmodifieddate", "lastname"),
    ),
    Group(
        "companies",
        "companies",
        {"name": "Analytical Engines", "domain": "engines.example"},
        ("name", "Difference Engines"),
        ("createdate", "domain", "hs_lastmodifieddate", "hs_object_id", "name"),
    ),
    Group(
        "deals",
        "deals",
        {
            "dealname": "First engine",
            "pipeline": "default",
            "dealstage": "qualifiedtobuy",
            "amount": "1500",
            "closedate": _MOMENT,
        },
        ("dealname", "Second engine"),
        (
            "amount",
            "closedate",
            "createdate",
            "dealname",
            "dealstage",
            "hs_lastmodifieddate",
            "hs_object_id",
            "pipeline",
        ),
    ),
    Group(
        "tickets",
        "tickets",
        {
            "subject": "Gears stuck",
            "content": "They do not turn",
            "hs_pipeline": "0",
            "hs_pipeline_stage": "1",
            "hs_ticket_priority": "HIGH",
            "hs_ticket_category": "PRODUCT_ISSUE",
        },
        ("subject", "Gears turn again"),
        (
            "content",
            "createdate",
            "hs_lastmodifieddate",
            "hs_object_id",
            "hs_pipeline",
            "hs_pipeline_stage",
            "hs_ticket_category",
            "hs_ticket_priority",
            "subject",
        ),
    ),
    Group(
        "products",
        "products",
        {"name": "Gear", "price": "12.5", "description": "Brass"},
        ("name", "Cog"),
        ("createdate", "description", "hs_lastmodifieddate", "hs_object_id", "name", "price"),
    ),
    Group(
        "line_items",
        "line_items",
        {"name": "Gears", "quantity": "4", "price": "12.5"},
        ("name", "Cogs"),
        ("amount", "createdate", "hs_lastmodifieddate", "hs_object_id", "price", "quantity"),
    ),
    Group(
        "quotes",
        "quotes",
        {"hs_title": "Gears for the mill", "hs_expiration_date": "2026-12-31T00:00:00Z"},
        ("hs_title", "Cogs for the mill"),
        (
            "hs_createdate",
            "hs_expiration_date",
            "hs_lastmodifieddate",
            "hs_object_id",
            "hs_public_url_key",
            "hs_status",
            "hs_title",
        ),
    ),
    Group(
        "commerce.invoices",
        "invoices",
        {"hs_currency": "USD", "hs_invoice_date": _MOMENT, "hs_comments": "To be paid in steel"},
        ("hs_comments", "Paid in brass"),
        _SALES_STAMPS,
    ),
    Group(
        "objects.calls",
        "calls",
        {"hs_timestamp": _MOMENT, "hs_call_title": "First call"},
        ("hs_call_title", "Second call"),
        _STAMPS,
    ),
    Group(
        "objects.communications",
        "communications",
        {"hs_timestamp": _MOMENT, "hs_communication_channel_type": "SMS", "hs_communication_body": "Hello"},
        ("hs_communication_body", "Good evening"),
        _STAMPS,
    ),
    Group(
        "objects.emails",
        "emails",
        {"hs_timestamp": _MOMENT, "hs_email_direction": "EMAIL", "hs_email_subject": "Gears"},
        ("hs_email_subject", "Cogs"),
        _STAMPS,
    ),
    Group(
        "objects.goals",
        "goal_targets",
        {
            "hs_goal_name": "Ten engines",
            "hs_target_amount": "10",
            "hs_start_datetime": _MOMENT,
            "hs_end_datetime": "2026-03-31T22:00:00Z",
        },
        ("hs_goal_name", "Twelve engines"),
        _STAMPS,
    ),
    Group(
        "objects.leads",
        "leads",
        {"hs_lead_name": "Charles"},
        ("hs_lead_name", "Charles Babbage"),
        _SALES_STAMPS,
    ),
    Group(
        "objects.meetings",
        "meetings",
        {"hs_timestamp": _MOMENT, "hs_meeting_title": "At the mill"},
        ("hs_meeting_title", "At the works"),
        _STAMPS,
    ),
    Group(
        "objects.notes",
        "notes",
        {"hs_timestamp": _MOMENT, "hs_note_body": "Likes brass"},
        ("hs_note_body", "Likes steel"),
        _STAMPS,
    ),
    Group(
        "objects.postal_mail",
        "postal_mail",
        {"hs_timestamp": _MOMENT, "hs_postal_mail_body": "A letter"},
        ("hs_postal_mail_body", "A parcel"),
        _STAMPS,
    ),
    Group(
        "objects.tasks",
        "tasks",
        {"hs_timestamp": _MOMENT, "hs_task_subject": "Oil the gears", "hs_task_status": "NOT_STARTED"},
        ("hs_task_subject", "Oil the cogs"),
        _STAMPS,
    ),
    Group(
        "objects.taxes",
        "taxes",
        {"hs_label": "Sales tax", "hs_value": "20", "hs_type": "PERCENT"},
        ("hs_label", "Value added tax"),
        _SALES_STAMPS,
    ),
)

GENERIC = (
    Group("objects", "orders", {"hs_order_name": "Gears"}, ("hs_order_name", "Cogs"), _SALES_STAMPS),
    Group("objects", "0-142", {"hs_cart_name": "Gears"}, ("hs_cart_name", "Cogs"), _SALES_STAMPS),
    Group("objects", "discounts", {"hs_label": "Friends"}, ("hs_label", "Family"), _SALES_STAMPS),
    Group("objects", "fees", {"hs_label": "Freight"}, ("hs_label", "Rail freight"), _SALES_STAMPS),
    Group("objects", "0-162", {"hs_name": "Oiling"}, ("hs_name", "Cleaning"), _STAMPS),
    Group("objects", "COURSE", {"hs_course_name": "Gears"}, ("hs_course_name", "Cogs"), _STAMPS),
    Group("objects", "0-420", {"hs_name": "The mill"}, ("hs_name", "The works"), _STAMPS),
    Group("objects", "appointments", {"hs_appointment_name": "Visit"}, ("hs_appointment_name", "Return"), _STAMPS),
    Group("objects", "project", {"hs_name": "Mark I"}, ("hs_name", "Mark II"), _STAMPS),
    Group("objects", "subscriptions", {"hs_name": "Oil"}, ("hs_name", "Grease"), _STAMPS),
    Group(
        "objects",
        "commerce_payments",
        {"hs_initial_amount": "99.5", "hs_initiated_date": _MOMENT, "hs_internal_comment": "Cash"},
        ("hs_internal_comment", "Cheque"),
        _SALES_STAMPS,
    ),
)
"""Types without a group of their own, under the spellings that real clients use."""

MERGEABLE = ("contacts", "companies", "deals", "tickets")
