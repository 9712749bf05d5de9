"""The page on which people log in and out: plain HTML that runs no script and loads nothing."""

import base64
import hashlib
from html import escape

_STYLE = (
    "body{font:16px/1.5 system-ui,sans-serif;color:#213343;background:#f5f8fa;margin:0}"
    "main{max-width:22rem;margin:10vh auto;padding:2rem;background:#fff;border:1px solid #cbd6e2;border-radius:4px}"
    "h1{font-size:1.4rem;margin:0 0 1rem}label{display:block;margin:.8rem 0 .2rem}"
    "input{box-sizing:border-box;width:100%;padding:.5rem;font:inherit;border:1px solid #7c98b6;border-radius:3px}"
    "button{margin-top:1.2rem;padding:.5rem 1.2rem;font:inherit;color:#fff;background:#2d5d8a;border:0;"
    "border-radius:3px;cursor:pointer}[role=alert]{color:#a3262d}"
)
_HASH = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
HEADERS = [
    (b"content-type", b"text/html;charset=utf-8"),
    (
        b"content-security-policy",
        f"default-src 'none'; style-src 'sha256-{_HASH}'; form-action 'self'; frame-ancestors 'none'; "
        "base-uri 'none'".encode(),
    ),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"no-referrer"),
    (b"cache-control", b"no-store"),
]


def form(csrf: str, next: str, email: str = "", problem: str = "", portal: str = "") -> bytes:  # noqa: A002
    """The form to log in; `next` is where to go then, `problem` what was wrong with the last attempt."""
    alert = f'<p role="alert">{escape(problem)}</p>' if problem else ""
    return _page(
        "Log in",
        f'{alert}<form method="post" action="/login">'
        '<label for="email">E-mail address</label>'
        f'<input id="email" name="email" type="email" autocomplete="username" required value="{escape(email)}">'
        '<label for="password">Password</label>'
        '<input id="password" name="password" type="password" autocomplete="current-password" required>'
        f"{_hidden('csrf', csrf)}{_hidden('next', next)}{_hidden('portalId', portal)}"
        '<button type="submit">Log in</button></form>',
    )


def inside(csrf: str, email: str, portal: str) -> bytes:
    """What somebody sees who is logged in."""
    return _page(
        "Logged in",
        f"<p>You are logged in to {escape(portal)} as {escape(email)}.</p>"
        f'<form method="post" action="/logout">{_hidden("csrf", csrf)}<button type="submit">Log out</button></form>',
    )


def _hidden(name: str, value: str) -> str:
    return f'<input type="hidden" name="{name}" value="{escape(value)}">' if value else ""


def _page(title: str, body: str) -> bytes:
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title} - Hubstead</title>'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<style>{_STYLE}</style></head><body><main><h1>{title}</h1>{body}</main></body></html>"
    ).encode()
