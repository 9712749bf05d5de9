"""The page on which a person lets an app in, or does not."""

from collections.abc import Iterable, Sequence
from html import escape
from typing import NamedTuple
from urllib.parse import SplitResult, urlsplit

from hubstead.apps.authorize import Asked
from hubstead.apps.scopes import OAUTH, in_words
from hubstead.web.answer import Answer
from hubstead.web.page import alert, headers, hidden, page


class Account(NamedTuple):
    """A portal into which the person may let apps, and which of its users the person is."""

    portal: int
    name: str
    user_id: int


def problem(status: int, message: str) -> Answer:
    """Why nobody is asked."""
    return Answer(status, page("This app cannot be connected", alert(message)), headers())


def consent(asked: Asked, accounts: Sequence[Account], chosen: int, email: str, csrf: str, trouble: str = "") -> Answer:
    """The question: which account, and what the app may do there."""
    name = asked.app.config.name
    target = urlsplit(asked.redirect_uri)
    fields = "".join(hidden(field, value) for field, value in {**asked.fields, "csrf": csrf}.items())
    body = (
        f'{alert(trouble)}<form method="post" action="/oauth/authorize">{fields}{_choice(accounts, chosen)}'
        f"<p>{escape(name)} will be able to:</p>{_list(asked.scopes)}{_optional(asked.optional)}"
        f"<p>You are logged in as {escape(email)}. You will be sent to {escape(target.netloc)}.</p>"
        '<button type="submit" name="decision" value="allow">Connect app</button> '
        '<button type="submit" name="decision" value="deny">Cancel</button></form>'
    )
    return Answer(200, page(f"Connect {name}", body), headers(_origin(target)))


def _origin(target: SplitResult) -> str:
    """Where the form leads in the end, as the page's policy names it: policies know no IPv6 addresses."""
    return f"{target.scheme}:" if "[" in target.netloc else f"{target.scheme}://{target.netloc}"


def _choice(accounts: Sequence[Account], chosen: int) -> str:
    options = "".join(
        f'<option value="{account.portal}"{" selected" if account.portal == chosen else ""}>'
        f"{escape(account.name)} ({account.portal})</option>"
        for account in accounts
    )
    return f'<label for="portal">Account</label><select id="portal" name="portal">{options}</select>'


def _optional(scopes: tuple[str, ...]) -> str:
    return f"<p>And, if the account has what it takes:</p>{_list(scopes)}" if scopes else ""


def _list(scopes: Iterable[str]) -> str:
    """The scopes in words; the one that every app has comes last, as it says the least."""
    ordered = sorted(scopes, key=lambda scope: scope == OAUTH)
    lines = (f'<li>{escape(in_words(scope))} <code class="scope">{escape(scope)}</code></li>' for scope in ordered)
    return f"<ul>{''.join(lines)}</ul>"
