"""Which sites a visitor may come from: mail, search engines, social networks and AI assistants.

Our own lists, of what sends most visitors. A host belongs to the longest entry that it ends with, so `mail.google.com`
is mail and `www.google.com` is search. Names in `_ANY_COUNTRY` stand for every country's domain of a site.
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import Literal, NamedTuple

Kind = Literal["MAIL", "SEARCH", "SOCIAL", "AI"]


class Site(NamedTuple):
    """A site that refers visitors. `words` names the query parameters in which a search engine passes the words."""

    kind: Kind
    name: str
    words: tuple[str, ...] = ()


_SEARCH: Mapping[str, tuple[str, ...]] = {
    "Google": ("google.com", "com.google.android.googlequicksearchbox"),
    "Bing": ("bing.com", "cn.bing.com"),
    "Yahoo": ("search.yahoo.com", "search.yahoo.co.jp", "yahoo.com", "yahoo.co.jp"),
    "DuckDuckGo": ("duckduckgo.com",),
    "Baidu": ("baidu.com",),
    "Yandex": ("ya.ru", "yandex.com"),
    "Ecosia": ("ecosia.org",),
    "Qwant": ("qwant.com",),
    "Startpage": ("startpage.com",),
    "Brave": ("search.brave.com",),
    "Kagi": ("kagi.com",),
    "Naver": ("search.naver.com",),
    "Daum": ("search.daum.net",),
    "Seznam": ("search.seznam.cz",),
    "Sogou": ("sogou.com",),
    "360 Search": ("so.com",),
    "AOL": ("search.aol.com", "aol.com"),
    "Ask": ("ask.com",),
    "Swisscows": ("swisscows.com",),
    "Mojeek": ("mojeek.com",),
    "Coc Coc": ("coccoc.com",),
    "Lycos": ("lycos.com",),
}
_WORDS: Mapping[str, tuple[str, ...]] = {
    "Yahoo": ("p",),
    "Baidu": ("wd", "word"),
    "Yandex": ("text",),
    "Naver": ("query",),
    "Sogou": ("query",),
    "Startpage": ("query",),
    "Swisscows": ("query",),
}
_SOCIAL: Mapping[str, tuple[str, ...]] = {
    "Facebook": ("facebook.com", "fb.com", "fb.me", "com.facebook.katana"),
    "Instagram": ("instagram.com", "com.instagram.android"),
    "Threads": ("threads.net", "threads.com"),
    "LinkedIn": ("linkedin.com", "lnkd.in", "com.linkedin.android"),
    "Twitter": ("twitter.com", "t.co", "x.com", "com.twitter.android"),
    "YouTube": ("youtube.com", "youtu.be"),
    "Pinterest": ("pinterest.com", "pin.it"),
    "Reddit": ("reddit.com", "com.reddit.frontpage"),
    "TikTok": ("tiktok.com",),
    "Snapchat": ("snapchat.com",),
    "WhatsApp": ("whatsapp.com", "wa.me"),
    "Telegram": ("telegram.org", "t.me", "org.telegram.messenger"),
    "Tumblr": ("tumblr.com",),
    "Mastodon": ("mastodon.social", "mastodon.online"),
    "Bluesky": ("bsky.app",),
    "Quora": ("quora.com",),
    "Medium": ("medium.com",),
    "Hacker News": ("news.ycombinator.com",),
    "Stack Overflow": ("stackoverflow.com",),
    "XING": ("xing.com",),
    "VKontakte": ("vk.com",),
    "Odnoklassniki": ("ok.ru",),
    "Weibo": ("weibo.com", "weibo.cn"),
    "Discord": ("discord.com",),
    "Twitch": ("twitch.tv",),
    "Vimeo": ("vimeo.com",),
    "Flickr": ("flickr.com",),
    "GitHub": ("github.com",),
}
_MAIL: Mapping[str, tuple[str, ...]] = {
    "Gmail": ("mail.google.com", "inbox.google.com", "com.google.android.gm"),
    "Outlook": ("outlook.live.com", "outlook.office.com", "outlook.office365.com", "mail.live.com", "outlook.com"),
    "Yahoo Mail": ("mail.yahoo.com", "mail.yahoo.co.jp"),
    "iCloud Mail": ("mail.icloud.com",),
    "Proton Mail": ("mail.proton.me", "mail.protonmail.com"),
    "AOL Mail": ("mail.aol.com",),
    "GMX": ("gmx.net", "gmx.com", "gmx.de"),
    "WEB.DE": ("web.de",),
    "Fastmail": ("fastmail.com",),
    "Zoho Mail": ("mail.zoho.com", "mail.zoho.eu"),
    "Mail.ru": ("e.mail.ru",),
    "Orange Mail": ("mail.orange.fr",),
    "Feedly": ("feedly.com",),
    "Inoreader": ("inoreader.com",),
    "NewsBlur": ("newsblur.com",),
    "The Old Reader": ("theoldreader.com",),
    "Netvibes": ("netvibes.com",),
}
"""Mail in the browser, and readers of feeds."""
_AI: Mapping[str, tuple[str, ...]] = {
    "ChatGPT": ("chatgpt.com", "chat.openai.com", "com.openai.chatgpt"),
    "Claude": ("claude.ai",),
    "Gemini": ("gemini.google.com", "bard.google.com"),
    "Perplexity": ("perplexity.ai",),
    "Copilot": ("copilot.microsoft.com", "copilot.cloud.microsoft"),
    "DeepSeek": ("chat.deepseek.com",),
    "Grok": ("grok.com",),
    "Le Chat": ("chat.mistral.ai",),
    "Meta AI": ("meta.ai",),
    "You.com": ("you.com",),
    "Poe": ("poe.com",),
    "Phind": ("phind.com",),
}
_ANY_COUNTRY: Mapping[str, str] = {
    "google": "google.com",
    "bing": "bing.com",
    "yandex": "yandex.com",
    "pinterest": "pinterest.com",
    "ask": "ask.com",
}
NETWORKS: Mapping[str, str] = {name.lower().replace(" ", ""): name for name in (*_SOCIAL, "X")}
"""Social networks as `utm_source` names them."""


def _sites() -> dict[str, Site]:
    tables: tuple[tuple[Kind, Mapping[str, tuple[str, ...]]], ...] = (
        ("MAIL", _MAIL),
        ("SEARCH", _SEARCH),
        ("SOCIAL", _SOCIAL),
        ("AI", _AI),
    )
    return {
        host: Site(kind, name, _WORDS.get(name, ("q",)) if kind == "SEARCH" else ())
        for kind, table in tables
        for name, hosts in table.items()
        for host in hosts
    }


_SITES = _sites()


@lru_cache(maxsize=10_000)
def site_of(host: str) -> Site | None:
    """The site that a host (lower case) belongs to; `None` for any other."""
    labels = host.split(".")
    for start in range(len(labels) - 1):
        found = _SITES.get(".".join(labels[start:]))
        if found:
            return found
    return next((_SITES[_ANY_COUNTRY[label]] for label in _country_names(labels)), None)


def _country_names(labels: list[str]) -> list[str]:
    """The registered name in `www.google.de`, `google.co.uk`: what stands before one or two short last labels."""
    names = [labels[-2]] if len(labels) > 1 and len(labels[-1]) == 2 else []
    if len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in ("co", "com", "org", "net"):
        names.append(labels[-3])
    return [name for name in names if name in _ANY_COUNTRY]
