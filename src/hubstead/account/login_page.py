"""The page on which people log in and out."""

from html import escape

from hubstead.web.page import alert, headers, hidden, page

HEADERS = headers()


def form(csrf: str, next: str, email: str = "", problem: str = "", portal: str = "") -> bytes:  # noqa: A002
    """The form to log in; `next` is where to go then, `problem` what was wrong with the last attempt."""
    return page(
        "Log in",
        f'{alert(problem)}<form method="post" action="/login">'
        '<label for="email">E-mail address</label>'
        f'<input id="email" name="email" type="email" autocomplete="username" required value="{escape(email)}">'
        '<label for="password">Password</label>'
        '<input id="password" name="password" type="password" autocomplete="current-password" required>'
        f"{hidden('csrf', csrf)}{hidden('next', next)}{hidden('portalId', portal)}"
        '<button type="submit">Log in</button></form>',
    )


def inside(csrf: str, email: str, portal: str) -> bytes:
    """What somebody sees who is logged in."""
    return page(
        "Logged in",
        f"<p>You are logged in to {escape(portal)} as {escape(email)}.</p>"
        f'<form method="post" action="/logout">{hidden("csrf", csrf)}<button type="submit">Log out</button></form>',
    )
