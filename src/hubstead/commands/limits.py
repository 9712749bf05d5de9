"""Profiles of limits, as people type them."""

from hubstead.commands.refusal import Refusal
from hubstead.kit.errors import Invalid
from hubstead.limits.profiles import profile_named


def refuse_unknown(profile: str) -> None:
    """Raise `Refusal` for a profile that there is not."""
    try:
        profile_named(profile)
    except Invalid as error:
        raise Refusal(error.message, 2) from None
