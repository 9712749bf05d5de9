"""How the service signs a request, so that receivers know who sent it."""

import base64
import hashlib
import hmac
import re
from urllib.parse import unquote

SHOWN_AS = re.compile(r"%(?:3A|2F|3F|40|21|24|27|28|29|2A|2C|3B)", re.IGNORECASE)
"""The escapes of `: / ? @ ! $ ' ( ) * , ;`: receivers undo these before they check a v3 signature (documented)."""


def v1(secret: str, body: bytes) -> str:
    """Of events about records: SHA-256 over secret and body, in hexadecimal."""
    return hashlib.sha256(secret.encode() + body).hexdigest()


def v2(secret: str, method: str, url: str, body: bytes) -> str:
    """SHA-256 over secret, method, URL and body, in hexadecimal."""
    return hashlib.sha256(f"{secret}{method}{url}".encode() + body).hexdigest()


def v3(secret: str, method: str, url: str, body: bytes, timestamp: int) -> str:
    """HMAC-SHA-256 with the secret over method, URL, body and the moment of sending (ms), in Base64."""
    signed = f"{method}{_decoded(url)}".encode() + body + str(timestamp).encode()
    return base64.b64encode(hmac.digest(secret.encode(), signed, "sha256")).decode()


def _decoded(url: str) -> str:
    return SHOWN_AS.sub(lambda found: unquote(found[0]), url)


def headers(secret: str, url: str, body: bytes, timestamp: int) -> dict[str, str]:
    """The headers of a delivery: the old signature and the new one side by side, as the service sends them."""
    return {
        "X-HubSpot-Signature": v1(secret, body),
        "X-HubSpot-Signature-Version": "v1",
        "X-HubSpot-Signature-v3": v3(secret, "POST", url, body, timestamp),
        "X-HubSpot-Request-Timestamp": str(timestamp),
    }
