"""HubSpot's JSON for submissions, both ways."""

from typing import Any, Literal

import msgspec
from msgspec import UNSET, UnsetType

from hubstead.marketing.forms.fields import CONTACT

Value = str | int | float | bool | None


class FieldValue(msgspec.Struct, rename="camel"):
    """What somebody put into a field; several values of one choice are joined with semicolons."""

    name: str
    value: Value = None
    object_type_id: str = CONTACT


class Communication(msgspec.Struct, rename="camel"):
    """Whether somebody wants what a subscription sends, and the text that asked."""

    subscription_type_id: int | None = None
    value: bool = False
    text: str | None = None


class ConsentGiven(msgspec.Struct, rename="camel"):
    """Consent that the visitor gave."""

    consent_to_process: bool = False
    text: str | None = None
    communications: list[Communication] = []


class InterestGiven(msgspec.Struct, rename="camel"):
    """Legitimate interest that takes the place of consent."""

    value: bool = False
    subscription_type_id: int | None = None
    legal_basis: Literal["LEAD", "CUSTOMER", "OTHER"] | None = None
    text: str | None = None


class LegalOptions(msgspec.Struct, rename="camel"):
    """One of both."""

    consent: ConsentGiven | None = None
    legitimate_interest: InterestGiven | None = None


class SubmissionInput(msgspec.Struct, rename="camel"):
    """A form as somebody sends it. `skipValidation` is taken and without effect, as it is at HubSpot since 2022."""

    fields: list[FieldValue]
    submitted_at: str | int | None = None
    context: dict[str, Any] | None = None
    legal_consent_options: LegalOptions | None = None
    skip_validation: bool | None = None


class EmbeddedInput(SubmissionInput, rename="camel"):
    """A form as the script in a page sends it, with the proof that stands for a captcha where the form wants one."""

    proof: str | None = None


class SubmitShown(msgspec.Struct, rename="camel"):
    """What the visitor is to see: a message, or another page."""

    inline_message: str | UnsetType = UNSET
    redirect_uri: str | UnsetType = UNSET


class SentShown(SubmitShown, kw_only=True, rename="camel"):
    """The same for the script of embedded forms, which tells the page under which id the submission is kept."""

    conversion_id: str


class ValueShown(msgspec.Struct, rename="camel"):
    """A value that was sent; several values of one choice are several entries."""

    name: str
    value: str
    object_type_id: str


class SubmissionShown(msgspec.Struct, rename="camel"):
    """A submission; times in ms."""

    conversion_id: str
    submitted_at: int
    updated_at: int
    values: list[ValueShown]
    page_url: str | UnsetType = UNSET
