"""Somebody with a browser who follows an app's link, logs in, and connects the app or not."""

import re
from html import unescape
from urllib.parse import parse_qs, urljoin, urlsplit

import httpx

_FORM = re.compile(r'<form method="post" action="([^"]+)">(.*?)</form>', re.DOTALL)
_HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)">')
_CHOSEN = re.compile(r'<option value="(\d+)" selected>')


class Browser:
    """Keeps cookies, follows redirects inside the server, and stops where one leads to the app."""

    def __init__(self, email: str, password: str) -> None:
        self._email = email
        self._password = password
        self._http = httpx.Client(timeout=60)

    def close(self) -> None:
        self._http.close()

    def connect(self, link: str, decision: str = "allow") -> str:
        """Where the browser is sent in the end: the app's redirect URI with the answer."""
        page = self.open(link)
        if page.url.path == "/login":
            page = self._follow(self._send(page, email=self._email, password=self._password))
        assert page.status_code == 200, page.text
        answer = self._send(page, portal=_CHOSEN.findall(page.text)[0], decision=decision)
        assert answer.status_code == 303, answer.text
        return answer.headers["location"]

    def open(self, link: str) -> httpx.Response:
        """The page behind a link."""
        return self._follow(self._http.get(link))

    def _follow(self, answer: httpx.Response) -> httpx.Response:
        while answer.is_redirect:
            answer = self._http.get(urljoin(str(answer.url), answer.headers["location"]))
        return answer

    def _send(self, page: httpx.Response, **given: str) -> httpx.Response:
        found = _FORM.search(page.text)
        assert found, page.text
        hidden = {name: unescape(value) for name, value in _HIDDEN.findall(found[2])}
        return self._http.post(urljoin(str(page.url), found[1]), data={**hidden, **given})


def answered(location: str) -> dict[str, str]:
    """The parameters with which the browser comes to the app."""
    return {name: values[0] for name, values in parse_qs(urlsplit(location).query).items()}
