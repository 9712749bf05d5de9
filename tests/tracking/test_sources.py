"""The attribution rules, one by one, as cases that can be read against the documentation."""

from urllib.parse import urlsplit

import pytest

from hubstead.tracking.referrers import Referrer, Referrers
from hubstead.tracking.sources import Landing, Source, attribute

FACEBOOK = "https://www.facebook.com/"
GOOGLE = "https://www.google.com/"
GCLID = "EAIaIQobChMI0p2Y9Kz_-QIVxJ_tCh0aVgXzEAAYASAAEgKk"
ELSEWHERE = "https://blog.example.net/post/1?x=y"
NOTHING = ""
OWN = (
    Referrer(kind="SEARCH", name="Shelf", domains=("shelf.example",), words=("find", "q")),
    Referrer(kind="SOCIAL", name="Town Square", domains=("square.example", "sq.example")),
    Referrer(kind="AI", name="Oracle", domains=("oracle.example",)),
    Referrer(kind="MAIL", name="Post", domains=("post.example",)),
    Referrer(kind="SOCIAL", name="Videos", domains=("video.google.com",)),
)


def source_of(query: str, referrer: str) -> Source | None:
    page = urlsplit(f"https://www.shop.example/shoes{query}")
    return attribute(Landing(page, urlsplit(referrer), ("shop-help.example",), Referrers(OWN)))


@pytest.mark.parametrize(
    ("query", "referrer", "name"),
    [
        # 1: the medium is social, and a network is named or referred
        ("?utm_medium=social&utm_source=facebook", NOTHING, "SOCIAL_MEDIA"),
        ("?utm_medium=Social&utm_source=LinkedIn", NOTHING, "SOCIAL_MEDIA"),
        ("?utm_medium=social&utm_source=spring", FACEBOOK, "SOCIAL_MEDIA"),
        ("?utm_medium=social&utm_source=spring", NOTHING, "OTHER_CAMPAIGNS"),
        ("?utm_medium=socials&utm_source=facebook", NOTHING, "OTHER_CAMPAIGNS"),
        # 2: the parameter `source`
        ("?source=adwords", NOTHING, "PAID_SEARCH"),
        ("?source=MyPPC", FACEBOOK, "PAID_SEARCH"),
        # 3: a click on a Google ad
        (f"?gclid={GCLID}", GOOGLE, "PAID_SEARCH"),
        ("?gclid=123", GOOGLE, "ORGANIC_SEARCH"),
        # 4: paid, on a network
        ("?utm_medium=cpc&utm_source=facebook", NOTHING, "PAID_SOCIAL"),
        ("?utm_medium=paid&utm_source=x", FACEBOOK, "PAID_SOCIAL"),
        ("?utm_source=my-paidsocial", NOTHING, "PAID_SOCIAL"),
        ("?utm_medium=paidsocial", NOTHING, "PAID_SOCIAL"),
        # 5: tagged, from google.com
        ("?utm_campaign=spring", GOOGLE, "PAID_SEARCH"),
        ("?utm_campaign=spring", "https://www.google.de/", "OTHER_CAMPAIGNS"),
        # 6: words of paid search
        ("?utm_campaign=adwords-spring", NOTHING, "PAID_SEARCH"),
        ("?utm_source=bing&utm_medium=ppc", NOTHING, "PAID_SEARCH"),
        # 7: words of e-mail
        ("?utm_source=emailer", NOTHING, "EMAIL_MARKETING"),
        ("?utm_medium=email&utm_campaign=spring", FACEBOOK, "EMAIL_MARKETING"),
        ("?source=email", NOTHING, "EMAIL_MARKETING"),
        # 8: any other tag
        ("?utm_source=flyer", NOTHING, "OTHER_CAMPAIGNS"),
        ("?source=flyer", FACEBOOK, "OTHER_CAMPAIGNS"),
        ("?utm_term=shoes", NOTHING, "DIRECT_TRAFFIC"),
        # before 9: assistants
        ("", "https://chatgpt.com/", "AI_REFERRALS"),
        ("", "https://gemini.google.com/app", "AI_REFERRALS"),
        ("", "https://www.perplexity.ai/", "AI_REFERRALS"),
        # 9: a network referred
        ("", FACEBOOK, "SOCIAL_MEDIA"),
        ("", "https://lnkd.in/abc", "SOCIAL_MEDIA"),
        ("?fbclid=abc", "https://l.facebook.com/", "SOCIAL_MEDIA"),
        # 10: mail and feeds
        ("", "https://mail.google.com/mail/u/0", "DIRECT_TRAFFIC"),
        ("", "android-app://com.google.android.gm/", "DIRECT_TRAFFIC"),
        ("", "https://feedly.com/", "DIRECT_TRAFFIC"),
        # 11: search
        ("", GOOGLE, "ORGANIC_SEARCH"),
        ("", "https://www.google.co.uk/", "ORGANIC_SEARCH"),
        ("", "https://www.bing.com/search?q=shoes", "ORGANIC_SEARCH"),
        ("", "https://duckduckgo.com/", "ORGANIC_SEARCH"),
        ("", "https://search.example/", "REFERRALS"),
        # sites that the portal added
        ("", "https://www.shelf.example/?find=shoes", "ORGANIC_SEARCH"),
        ("", "https://sq.example/1", "SOCIAL_MEDIA"),
        ("?utm_medium=social&utm_source=TownSquare", NOTHING, "SOCIAL_MEDIA"),
        ("?utm_medium=cpc&utm_source=town%20square", NOTHING, "PAID_SOCIAL"),
        ("", "https://oracle.example/", "AI_REFERRALS"),
        ("", "https://post.example/", "DIRECT_TRAFFIC"),
        ("", "https://video.google.com/", "SOCIAL_MEDIA"),
        # 12: the own sites
        ("", "https://www.shop.example/", None),
        ("", "https://shop.example/cart", None),
        ("", "https://blog.shop.example/", None),
        ("", "https://shop-help.example/", None),
        # 13: any other
        ("", ELSEWHERE, "REFERRALS"),
        ("", "https://notgoogle.com/", "REFERRALS"),
        ("", "https://othershop.example/", "REFERRALS"),
        # 14: none
        ("", NOTHING, "DIRECT_TRAFFIC"),
        ("?fbclid=abc&msclkid=def", NOTHING, "DIRECT_TRAFFIC"),
        ("", "not a url", "DIRECT_TRAFFIC"),
    ],
)
def test_the_rule_that_applies_first_wins(query: str, referrer: str, name: str | None) -> None:
    found = source_of(query, referrer)
    assert (found.name if found else None) == name


@pytest.mark.parametrize(
    ("query", "referrer", "expected"),
    [
        ("", GOOGLE, Source("ORGANIC_SEARCH", "Unknown keywords (SSL)", "Google")),
        ("", "https://www.bing.com/search?q=red+shoes", Source("ORGANIC_SEARCH", "red shoes", "Bing")),
        ("", "https://search.yahoo.com/search?p=shoes", Source("ORGANIC_SEARCH", "shoes", "Yahoo")),
        ("", "https://www.baidu.com/s?wd=%E9%9E%8B", Source("ORGANIC_SEARCH", "鞋", "Baidu")),
        ("", "https://yandex.ru/search/?text=shoes", Source("ORGANIC_SEARCH", "shoes", "Yandex")),
        ("", "https://search.naver.com/search.naver?query=shoes", Source("ORGANIC_SEARCH", "shoes", "Naver")),
        ("", "https://shelf.example/?q=a&find=red+shoes", Source("ORGANIC_SEARCH", "red shoes", "Shelf")),
        ("", "https://square.example/", Source("SOCIAL_MEDIA", "Town Square", "")),
        ("", "https://oracle.example/", Source("AI_REFERRALS", "Oracle", "oracle.example")),
        ("", ELSEWHERE, Source("REFERRALS", "blog.example.net", "blog.example.net/post/1")),
        ("", FACEBOOK, Source("SOCIAL_MEDIA", "Facebook", "")),
        (
            "?utm_medium=social&utm_source=linkedin&utm_campaign=c",
            NOTHING,
            Source("SOCIAL_MEDIA", "LinkedIn", "c"),
        ),
        ("?utm_medium=email&utm_campaign=c", NOTHING, Source("EMAIL_MARKETING", "c", "")),
        ("?utm_medium=ppc&utm_campaign=c&utm_term=shoes", NOTHING, Source("PAID_SEARCH", "c", "shoes")),
        ("?utm_medium=cpc&utm_source=facebook&utm_campaign=c", NOTHING, Source("PAID_SOCIAL", "Facebook", "c")),
        ("?x=1", NOTHING, Source("DIRECT_TRAFFIC", "www.shop.example/shoes", "")),
        (
            "?utm_source=flyer&utm_medium=paper&utm_campaign=c",
            NOTHING,
            Source("OTHER_CAMPAIGNS", "c", "flyer / paper"),
        ),
    ],
)
def test_the_drill_downs_of_a_source(query: str, referrer: str, expected: Source) -> None:
    assert source_of(query, referrer) == expected


@pytest.mark.parametrize(
    ("host", "kind", "name"),
    [
        ("www.google.com", "SEARCH", "Google"),
        ("www.google.de", "SEARCH", "Google"),
        ("google.com.br", "SEARCH", "Google"),
        ("mail.google.com", "MAIL", "Gmail"),
        ("gemini.google.com", "AI", "Gemini"),
        ("yandex.kz", "SEARCH", "Yandex"),
        ("mail.yandex.ru", "MAIL", "Yandex Mail"),
        ("alice.yandex.ru", "AI", "Alice"),
        ("l.instagram.com", "SOCIAL", "Instagram"),
        ("x.com", "SOCIAL", "Twitter"),
        ("www.pinterest.co.uk", "SOCIAL", "Pinterest"),
        ("suche.gmx.net", "SEARCH", "GMX Search"),
        ("3c.gmx.net", "MAIL", "GMX"),
        ("copilot.cloud.microsoft", "AI", "Copilot"),
    ],
)
def test_a_host_belongs_to_its_longest_entry(host: str, kind: str, name: str) -> None:
    site = Referrers().site_of(host)
    assert site is not None
    assert (site.kind, site.name) == (kind, name)


@pytest.mark.parametrize("host", ["", "google", "google.foo.de", "mygoogle.de", "google.example", "ask.example.com"])
def test_hosts_that_only_look_alike(host: str) -> None:
    assert Referrers().site_of(host) is None
