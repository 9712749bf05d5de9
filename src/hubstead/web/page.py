"""The frame of the few pages that people see: plain HTML that runs no script and loads nothing."""

import base64
import hashlib
from html import escape

_STYLE = (
    "body{font:16px/1.5 system-ui,sans-serif;color:#213343;background:#f5f8fa;margin:0}"
    "main{max-width:22rem;margin:10vh auto;padding:2rem;background:#fff;border:1px solid #cbd6e2;border-radius:4px}"
    "h1{font-size:1.4rem;margin:0 0 1rem}label{display:block;margin:.8rem 0 .2rem}"
    "input,select{box-sizing:border-box;width:100%;padding:.5rem;font:inherit;border:1px solid #7c98b6;"
    "border-radius:3px}"
    "button{margin-top:1.2rem;padding:.5rem 1.2rem;font:inherit;color:#fff;background:#2d5d8a;border:0;"
    "border-radius:3px;cursor:pointer}[role=alert]{color:#a3262d}"
    "button[value=deny]{color:#213343;background:#dfe6ed}ul{padding-left:1.2rem}code{font-size:.8rem;color:#516f90}"
)
_HASH = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()


def page(title: str, body: str) -> bytes:
    """A page; `body` is HTML, what people wrote in it escaped."""
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{escape(title)} - Hubstead</title>'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<style>{_STYLE}</style></head><body><main><h1>{escape(title)}</h1>{body}</main></body></html>"
    ).encode()


def alert(text: str) -> str:
    """What is wrong, as readers of screens say at once; nothing for an empty text."""
    return f'<p role="alert">{escape(text)}</p>' if text else ""


def hidden(name: str, value: str) -> str:
    """A field of a form that people do not see; nothing for an empty value."""
    return f'<input type="hidden" name="{escape(name)}" value="{escape(value)}">' if value else ""


def headers(form_target: str = "") -> list[tuple[bytes, bytes]]:
    """The headers of a page. Browsers send its forms to this server and, if need be, on to `form_target`, an origin."""
    policy = (
        f"default-src 'none'; style-src 'sha256-{_HASH}'; form-action 'self'{form_target and ' '}{form_target}; "
        "frame-ancestors 'none'; base-uri 'none'"
    )
    return [
        (b"content-type", b"text/html;charset=utf-8"),
        (b"content-security-policy", policy.encode()),
        (b"x-frame-options", b"DENY"),
        (b"referrer-policy", b"no-referrer"),
        (b"cache-control", b"no-store"),
    ]
