"""Signatures against the vectors that the service publishes with its SDKs, and an independent verifier."""

import base64
import hashlib
import hmac

from hubstead.webhooks import signature

SECRET = "yyyyyyyy-yyyy-yyyy-yyyy-yyyyyyyyyyyy"
BODY = b"{'example_field':'example_value'}"
URL = "https://www.example.com/webhook_uri"


def test_published_vectors() -> None:
    assert signature.v1(SECRET, BODY) == "69fc6631a867edd4f9e9e627fc5c1148e3fbdd8b21837b6d2b8901c1fa57f750"
    posted = signature.v2(SECRET, "POST", URL, BODY)
    assert posted == "4fe4e3a7d3cf09db53be39d0a58130e2aaba074ec123a9e355b876a689a1c383"
    got = signature.v2(SECRET, "GET", URL, b"")
    assert got == "eee2dddcc73c94d699f5e395f4b9d454a069a6855fbfa152e91e88823087200e"
    assert signature.v3(SECRET, "POST", URL, BODY, 1693657560000) == "K36dawei4A+QBNolUOqo7s91KQDWQ5MXZ/QufNYuk/Y="


def test_an_independent_verifier_agrees_also_beyond_ascii() -> None:
    body = '[{"propertyValue":"Zoë ✓"}]'.encode()
    sent = signature.headers(SECRET, URL, body, 1_700_000_000_000)
    assert sent["X-HubSpot-Signature"] == hashlib.sha256(SECRET.encode() + body).hexdigest()
    signed = b"POST" + URL.encode() + body + b"1700000000000"
    expected = base64.b64encode(hmac.new(SECRET.encode(), signed, hashlib.sha256).digest()).decode()
    assert sent["X-HubSpot-Signature-v3"] == expected
    assert (sent["X-HubSpot-Signature-Version"], sent["X-HubSpot-Request-Timestamp"]) == ("v1", "1700000000000")


def test_documented_escapes_are_undone_in_a_v3_url() -> None:
    escaped = "https://example.com/hook?to=a%40b.com%2Cc&space=%20"
    plain = "https://example.com/hook?to=a@b.com,c&space=%20"
    assert signature.v3(SECRET, "POST", escaped, b"", 1) == signature.v3(SECRET, "POST", plain, b"", 1)
