"""A form: its fields in groups, how it looks, and what happens after it was sent."""

from collections.abc import Iterator
from typing import Literal

from msgspec import UNSET, Struct

from hubstead.marketing.forms.consent import Consent, NoConsent
from hubstead.marketing.forms.fields import CONTACT, Field, Part, Text

FormType = Literal["hubspot", "captured", "flow", "blog_comment"]
"""`hubspot`: made in the editor or here; `captured`: a site's own form that the tracking code found; `flow`: a pop-up;
`blog_comment`: made by the blog."""
Language = Literal[
    "af", "ar-eg", "bg", "bn", "ca-es", "cs", "da", "de", "el", "en", "es", "es-mx", "fi", "fr", "fr-ca", "he-il", "hr",
    "hu", "id", "it", "ja", "ko", "lt", "ms", "nl", "no-no", "pl", "pt", "pt-br", "ro", "ru", "sk", "sl", "sv", "th",
    "tl", "tr", "uk", "vi", "zh-cn", "zh-hk", "zh-tw",
]  # fmt: skip


class FieldGroup(Part, kw_only=True, frozen=True):
    """Fields in one line, below a text.

    `progressive` groups are shown once earlier answers are known, `queued` ones wait to replace an answered field.
    """

    group_type: Literal["default_group", "progressive", "queued"] = "default_group"
    rich_text_type: Literal["text", "image"] = "text"
    rich_text: Text = UNSET
    fields: tuple[Field, ...]


class LifecycleStage(Part, kw_only=True, frozen=True):
    """The lifecycle stage that a submission sets."""

    object_type_id: str = CONTACT
    value: str


class PostSubmitAction(Part, kw_only=True, frozen=True):
    """What the visitor sees afterwards: HTML to show, or an address to go to."""

    type: Literal["thank_you", "redirect_url"]
    value: str


class Configuration(Part, kw_only=True, frozen=True):
    """How a form works."""

    language: Language = "en"
    cloneable: bool = True
    editable: bool = True
    archivable: bool = True
    recaptcha_enabled: bool = False
    create_new_contact_for_new_email: bool = False
    notify_contact_owner: bool = False
    notify_recipients: tuple[str, ...] = ()
    pre_populate_known_values: bool = True
    allow_link_to_reset_known_values: bool = False
    lifecycle_stages: tuple[LifecycleStage, ...] = ()
    post_submit_action: PostSubmitAction = PostSubmitAction(
        type="thank_you", value="<p>Thanks for submitting the form.</p>"
    )
    embed_type: Literal["V3", "V4"] = "V3"


class Style(Part, kw_only=True, frozen=True):
    """Fonts, sizes and colours, as CSS has them."""

    font_family: str = "arial, helvetica, sans-serif"
    background_width: str = "100%"
    label_text_color: str = "#33475b"
    label_text_size: str = "14px"
    help_text_color: str = "#7C98B6"
    help_text_size: str = "11px"
    legal_consent_text_color: str = "#33475b"
    legal_consent_text_size: str = "14px"
    submit_color: str = "#ff7a59"
    submit_font_color: str = "#ffffff"
    submit_alignment: Literal["left", "right", "center"] = "left"
    submit_size: str = "12px"


class DisplayOptions(Part, kw_only=True, frozen=True):
    """How a form looks."""

    render_raw_html: bool = False
    theme: Literal["default_style", "canvas", "linear", "round", "sharp", "legacy"] = "default_style"
    submit_button_text: str = "Submit"
    css_class: Text = UNSET
    style: Style = Style()


class Content(Struct, kw_only=True, frozen=True, rename="camel"):
    """What people decide of a form."""

    name: str
    field_groups: tuple[FieldGroup, ...]
    configuration: Configuration
    display_options: DisplayOptions
    legal_consent_options: Consent = NoConsent()

    def fields(self) -> Iterator[Field]:
        """The fields that are always asked."""
        return (field for group in self.field_groups for field in group.fields)


class Form(Content, kw_only=True, frozen=True, rename="camel"):
    """A form as it is stored; times in ms, `archived_at` 0 for a live one."""

    id: str
    form_type: FormType = "hubspot"
    created_at: int
    updated_at: int
    archived_at: int = 0
