"""What the law asks of a submission: consent or legitimate interest, complete and one of both."""

from collections.abc import Iterator

from hubstead.marketing.submissions.problem import Problem
from hubstead.marketing.submissions.wire import Communication, ConsentGiven, InterestGiven, LegalOptions

CONSENT = "Freely given consent from contact"
INTERESTS = {
    "LEAD": "Legitimate interest – prospect/lead",  # noqa: RUF001
    "CUSTOMER": "Legitimate interest – existing customer",  # noqa: RUF001
    "OTHER": "Legitimate interest – other",  # noqa: RUF001
}
"""Values of the contact property `hs_legal_basis`. Forms know a third kind, which the API does not document."""
_PATH = "legalConsentOptions"


def problems_of(options: LegalOptions) -> Iterator[Problem]:
    """What is missing or too much."""
    if (options.consent is None) == (options.legitimate_interest is None):
        yield Problem("INVALID_LEGAL_OPTION_FORMAT", _PATH, "Send either consent or legitimateInterest, not both")
    elif options.consent is not None:
        yield from _of_consent(options.consent)
    elif options.legitimate_interest is not None:
        yield from _of_interest(options.legitimate_interest)


def basis_of(options: LegalOptions | None) -> str:
    """The legal basis that follows, as contacts have it; `""` without one."""
    if options is None:
        return ""
    interest = options.legitimate_interest
    return INTERESTS.get(interest.legal_basis or "", "") if interest else CONSENT


def _of_consent(given: ConsentGiven) -> Iterator[Problem]:
    path = f"{_PATH}.consent"
    if not given.consent_to_process:
        yield Problem("MISSING_PROCESSING_CONSENT", path, "Without consentToProcess nothing can be processed")
    if not given.text:
        yield Problem("MISSING_PROCESSING_CONSENT_TEXT", path, "The text that asked for the consent is missing")
    yield from _of_communications(given.communications, path)


def _of_communications(given: list[Communication], path: str) -> Iterator[Problem]:
    seen: set[int | None] = set()
    for number, one in enumerate(given):
        place = f"{path}.communications[{number}]"
        if one.subscription_type_id is None:
            yield Problem("INVALID_LEGAL_OPTION_FORMAT", place, "The subscriptionTypeId is missing")
        elif one.subscription_type_id in seen:
            said = f"The subscription type {one.subscription_type_id} is there twice"
            yield Problem("DUPLICATE_SUBSCRIPTION_TYPE_ID", place, said)
        if not one.text:
            yield Problem("MISSING_COMMUNICATION_CONSENT_TEXT", place, "The text that asked for the consent is missing")
        seen.add(one.subscription_type_id)


def _of_interest(given: InterestGiven) -> Iterator[Problem]:
    path = f"{_PATH}.legitimateInterest"
    if not given.value:
        yield Problem("MISSING_PROCESSING_CONSENT", path, "Without a value of true nothing can be processed")
    if not given.text:
        yield Problem("MISSING_LEGITIMATE_INTEREST_TEXT", path, "The text that told of the interest is missing")
    if given.legal_basis is None or given.subscription_type_id is None:
        yield Problem("INVALID_LEGAL_OPTION_FORMAT", path, "The legalBasis and the subscriptionTypeId must be there")
