"""Sample requests for what belongs to the account: currencies, users, roles and teams."""

from tests.access.samples.cast import RATE
from tests.access.samples.sample import Samples, body

RATES = "/settings/currencies/exchange-rates"
CURRENCIES: Samples = {
    "PUT /settings/currencies/company-currency": body({"currencyCode": "JPY"}),
    f"POST {RATES}": body(RATE),
    f"POST {RATES}/update-visibility": body({"fromCurrencyCode": "GBP", "toCurrencyCode": "USD", "visibleInUI": False}),
    f"POST {RATES}/batch/create": body({"inputs": [RATE]}),
    f"POST {RATES}/batch/read": body({"inputs": [{"id": "{rate}"}]}),
    f"POST {RATES}/batch/update": body({"inputs": [{"id": "{rate}", "conversionRate": 2}]}),
    f"PATCH {RATES}/{{exchangeRateId}}": body({"conversionRate": 2}),
    "POST /settings/currencies/central-fx-rates/add-currency": body({"currencyCode": "CHF"}),
}
SAMPLES: Samples = {
    **CURRENCIES,
    "POST /settings/users": body({"email": "new-{tag}@example.com", "firstName": "New"}),
    "PUT /settings/users/{settingsUserId}": body({"firstName": "Changed"}),
    "POST /hubstead/roles": body({"name": "New {tag}", "rest": {"view": "own"}}),
    "PUT /hubstead/roles/{roleId}": body({"name": "Put {tag}"}),
    "POST /hubstead/teams": body({"name": "New {tag}", "secondaryUserIds": ["{person}"]}),
    "PUT /hubstead/teams/{teamId}": body({"name": "Put {tag}"}),
    "PATCH /hubstead/account": body({"timeZone": "Europe/Berlin"}),
    "POST /hubstead/business-units": body({"name": "New {tag}"}),
    "PUT /hubstead/business-units/{businessUnitId}": body({"name": "Put {tag}"}),
}
