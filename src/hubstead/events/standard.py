"""Events that every account has, by name, and the properties that own events can have from the start."""

from collections.abc import Mapping

from hubstead.crm.object_types.property import Property

FORM_SUBMITTED = "e_submitted_form"
OF_HITS: Mapping[str, str] = {
    "page_view": "e_visited_page",
    "click": "e_clicked_element",
    "cta_view": "e_cta_view",
    "cta_click": "e_cta_click",
    "feed_view": "e_feed_view",
    "feedback_view": "e_feedback_view",
    "form_view": "e_form_view",
    "form_install": "e_form_install",
    "form_visible": "e_form_visible",
    "form_interaction": "e_form_interaction",
    "form_completion": "e_form_completion_v2",
}
"""What visitors do, by kind of hit (`e_visited_page`, `e_form_view`, `e_form_completion_v2`: seen in answers; the other
names are ours)."""
ALWAYS: Mapping[str, tuple[str, ...]] = {
    "e_visited_page": (
        "hs_analytics_normalized_page_url",
        "hs_base_url",
        "hs_browser",
        "hs_browser_type",
        "hs_browser_version_major",
        "hs_canonical_url",
        "hs_cf_bot_score",
        "hs_city",
        "hs_country",
        "hs_device_type",
        "hs_hash_id",
        "hs_is_amp",
        "hs_is_contact",
        "hs_is_external",
        "hs_is_in_chat_view",
        "hs_is_new_cookie",
        "hs_is_virtual_referrer",
        "hs_is_virtual_url",
        "hs_leviathan_linked_vids",
        "hs_log_line_timestamp",
        "hs_operating_system",
        "hs_original_canonical_url",
        "hs_page_id",
        "hs_page_title",
        "hs_processed_timestamp",
        "hs_qualified_region",
        "hs_query_params",
        "hs_referrer",
        "hs_region",
        "hs_session_id",
        "hs_targeted_content_aggregation",
        "hs_title",
        "hs_tracking_privacy_data",
        "hs_url",
        "hs_url_domain",
        "hs_url_path",
        "hs_user_agent",
        "hs_utm_campaign",
        "hs_utm_content",
        "hs_utm_medium",
        "hs_utm_source",
        "hs_utm_term",
        "hs_visit_source",
        "hs_visit_source_details_1",
        "hs_visit_source_details_2",
    )
}
"""Properties that answers show of an event without a value too, as `""`: those of the service, and those we know."""
_SEEN = (
    "e_attended_marketing_event",
    "e_call_ended",
    "e_call_started",
    "e_cancelled_marketing_event",
    "e_clicked_whatsapp_message",
    "e_deal_closed",
    "e_document_shared_v2",
    "e_exited_delay_action_v5",
    "e_form_completion_v2",
    "e_form_submission",
    "e_form_submission_v2",
    "e_form_view",
    "e_invalid_custom_behavioral_event_completion",
    "e_joined_marketing_event",
    "e_site_search_converted",
    "e_social_interaction_detected",
    FORM_SUBMITTED,
    "e_v2_contact_replied_sequence_email",
    "e_v2_sequence_step_executed",
    "e_visited_page",
)
"""Names that were seen in answers. The real list is longer."""
EVENT_TYPES = tuple(sorted({*_SEEN, *OF_HITS.values()}))
_LABELS = {
    "hs_asset_description": "Asset description",
    "hs_asset_type": "Asset type",
    "hs_browser": "Browser",
    "hs_campaign_id": "Campaign ID",
    "hs_city": "City",
    "hs_country": "Country",
    "hs_device_name": "Device name",
    "hs_device_type": "Device type",
    "hs_element_class": "Element class",
    "hs_element_id": "Element ID",
    "hs_element_text": "Element text",
    "hs_form_correlation_id": "Form correlation ID",
    "hs_form_id": "Form ID",
    "hs_form_type": "Form type",
    "hs_language": "Language",
    "hs_link_href": "Link address",
    "hs_operating_system": "Operating system",
    "hs_operating_version": "Operating system version",
    "hs_page_content_type": "Page content type",
    "hs_page_id": "Page ID",
    "hs_page_title": "Page title",
    "hs_page_url": "Page URL",
    "hs_parent_module_id": "Parent module ID",
    "hs_referrer": "Referrer",
    "hs_region": "Region",
    "hs_screen_height": "Screen height",
    "hs_screen_width": "Screen width",
    "hs_touchpoint_source": "Touchpoint source",
    "hs_tracking_name": "Tracking name",
    "hs_user_agent": "User agent",
    "hs_utm_campaign": "UTM campaign",
    "hs_utm_content": "UTM content",
    "hs_utm_medium": "UTM medium",
    "hs_utm_source": "UTM source",
    "hs_utm_term": "UTM term",
    "hs_visitor_type": "Visitor type",
}
_NUMBERS = ("hs_screen_height", "hs_screen_width")


def _default(name: str, label: str) -> Property:
    number = name in _NUMBERS
    return Property(
        name=name,
        label=label,
        type="number" if number else "string",
        field_type="number" if number else "text",
        group_name="event_information",
        hubspot_defined=True,
        read_only_definition=True,
    )


DEFAULT_PROPERTIES: Mapping[str, Property] = {name: _default(name, label) for name, label in _LABELS.items()}
"""Names as connectors list them; labels are ours."""
