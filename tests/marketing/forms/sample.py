"""A form as the documentation shows one, in as few words as the contract allows."""

from typing import Any

EMAIL: dict[str, Any] = {
    "objectTypeId": "0-1",
    "name": "email",
    "label": "E-mail",
    "required": True,
    "hidden": False,
    "fieldType": "email",
    "validation": {"blockedEmailDomains": [], "useDefaultBlockList": False},
    "dependentFields": [],
}


def field(name: str, kind: str = "single_line_text", **more: Any) -> dict[str, Any]:
    """A field of a contact."""
    return {"objectTypeId": "0-1", "name": name, "label": name, "fieldType": kind, **more}


def form(*fields: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A form with an e-mail field and these; `more` replaces members."""
    return {
        "formType": "hubspot",
        "name": "Contact us",
        "createdAt": "2026-01-05T10:00:00.000Z",
        "updatedAt": "2026-01-05T10:00:00.000Z",
        "archived": False,
        "fieldGroups": [
            {"groupType": "default_group", "richTextType": "text", "fields": [each]} for each in (EMAIL, *fields)
        ],
        "configuration": {
            "language": "en",
            "postSubmitAction": {"type": "thank_you", "value": "<p>Thanks</p>"},
        },
        "displayOptions": {"submitButtonText": "Send", "theme": "default_style"},
        "legalConsentOptions": {"type": "none"},
        **more,
    }
