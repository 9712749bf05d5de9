"""A contact as the first API shows it: names with hyphens, times in ms, every value with those it had before."""

from typing import Any

from msgspec import UNSET, Struct, UnsetType


class Version(Struct, rename="kebab"):
    """A value that a property had; newest first."""

    value: str
    source_type: str
    source_id: str | None
    source_label: str | None
    updated_by_user_id: int | None
    timestamp: int
    selected: bool = False


class Value(Struct):
    """The value of a property."""

    value: str
    versions: list[Version] | UnsetType = UNSET


class Identity(Struct, rename="kebab"):
    """What a contact is known by: an e-mail address, or the number that it got."""

    type: str
    value: str
    timestamp: int
    is_primary: bool | UnsetType = UNSET
    is_secondary: bool | UnsetType = UNSET


class IdentityProfile(Struct, rename="kebab"):
    """The identities of a contact."""

    vid: int
    saved_at_timestamp: int
    deleted_changed_timestamp: int
    identities: list[Identity]


class FormSubmission(Struct, rename="kebab"):
    """A form that the contact sent."""

    conversion_id: str
    timestamp: int
    form_id: str
    portal_id: int
    title: str
    form_type: str
    contact_associated_by: list[str]
    meta_data: list[dict[str, Any]]
    page_url: str | UnsetType = UNSET
    page_title: str | UnsetType = UNSET
    page_id: str | UnsetType = UNSET


class AssociatedCompany(Struct, rename="kebab"):
    """The contact's primary company."""

    company_id: int
    portal_id: int
    properties: dict[str, Value]


class Profile(Struct, rename="kebab"):
    """A contact. Lists that contacts are on are not shown by the service any more."""

    vid: int
    canonical_vid: int
    merged_vids: list[int]
    portal_id: int
    is_contact: bool
    properties: dict[str, Value]
    list_memberships: list[dict[str, Any]]
    identity_profiles: list[IdentityProfile]
    merge_audits: list[dict[str, Any]]
    form_submissions: list[FormSubmission] | UnsetType = UNSET
    associated_company: AssociatedCompany | UnsetType = UNSET
