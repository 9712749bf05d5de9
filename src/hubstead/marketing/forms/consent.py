"""What a form says about the law before it processes somebody's data, by `type`."""

from typing import Literal

from msgspec import UNSET

from hubstead.marketing.forms.fields import Part, Text


class Checkbox(Part, kw_only=True, frozen=True):
    """A subscription that can be ticked."""

    subscription_type_id: int
    label: str
    required: bool = False


class Base(Part, tag_field="type", kw_only=True, frozen=True):
    """A way to ask, or not to ask."""


class NoConsent(Base, tag="none", kw_only=True, frozen=True):
    """Nothing is asked."""


class ImplicitConsent(Base, tag="implicit_consent_to_process", kw_only=True, frozen=True):
    """Sending the form is the consent."""

    communications_checkboxes: tuple[Checkbox, ...] = ()
    communication_consent_text: Text = UNSET
    consent_to_process_text: Text = UNSET
    privacy_text: str = ""


class ExplicitConsent(Base, tag="explicit_consent_to_process", kw_only=True, frozen=True):
    """A box has to be ticked."""

    communications_checkboxes: tuple[Checkbox, ...] = ()
    communication_consent_text: Text = UNSET
    consent_to_process_text: Text = UNSET
    consent_to_process_checkbox_label: Text = UNSET
    consent_to_process_footer_text: Text = UNSET
    privacy_text: str = ""


class LegitimateInterest(Base, tag="legitimate_interest", kw_only=True, frozen=True):
    """The law allows it without consent."""

    subscription_type_ids: tuple[int, ...]
    lawful_basis: Literal["lead", "client", "other"]
    privacy_text: str = ""


Consent = NoConsent | ImplicitConsent | ExplicitConsent | LegitimateInterest
