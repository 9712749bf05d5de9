"""Sample requests for rooms beside the CRM."""

from tests.access.samples.sample import Samples, body
from tests.marketing.forms.sample import form

SAMPLES: Samples = {
    "POST /marketing/forms": body(form(name="New {tag}")),
    "PUT /marketing/forms/{formId}": body(form(name="Put {tag}")),
    "PATCH /marketing/forms/{formId}": body({"name": "Patched {tag}"}),
    "POST /submissions/integration/secure/submit/{portalId}/{formGuid}": body(
        {"fields": [{"objectTypeId": "0-1", "name": "email", "value": "sent-{tag}@example.com"}]}
    ),
    "POST /settings/users": body({"email": "new-{tag}@example.com", "firstName": "New"}),
    "PUT /settings/users/{settingsUserId}": body({"firstName": "Changed"}),
}
