"""Sources of traffic: the ids that reports show, and the names that sessions and contacts carry."""

from collections.abc import Mapping

IDS: Mapping[str, str] = {
    "ORGANIC_SEARCH": "organic",
    "PAID_SEARCH": "paid",
    "PAID_SOCIAL": "paid-social",
    "SOCIAL_MEDIA": "social",
    "EMAIL_MARKETING": "email",
    "REFERRALS": "referrals",
    "OTHER_CAMPAIGNS": "other",
    "DIRECT_TRAFFIC": "direct",
    "OFFLINE": "offline",
    "AI_REFERRALS": "ai-referrals",
}
"""By the value of `hs_analytics_source`; the id of AI referrals is our choice, after the others' pattern."""
OFFLINE = "OFFLINE"
UNKNOWN = "unknown"
"""What a breakdown is called that has no value (our choice)."""


def id_sql(column: str) -> str:
    """The id of a source in SQL."""
    cases = " ".join(f"WHEN '{name}' THEN '{id}'" for name, id in IDS.items())
    return f"CASE {column} {cases} ELSE coalesce(lower(nullif({column}, '')), '{UNKNOWN}') END"
