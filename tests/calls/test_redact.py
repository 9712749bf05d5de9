"""No secret gets into the log, wherever it stands and however it is written."""

import pytest

from hubstead.calls import redact

SECRET = "s3cr3t-value"
TOKEN = "pat-na1-11111111-2222-3333-4444-555555555555"


@pytest.mark.parametrize(
    "raw",
    [
        f"hapikey={SECRET}",
        f"limit=1&hapikey={SECRET}&after=2",
        f"code={SECRET}&state=x",
        f"client%5Fsecret={SECRET}",
        f"CLIENT_SECRET={SECRET}",
        f"refresh_token={SECRET}",
        f"a={TOKEN}",
    ],
)
def test_queries(raw: str) -> None:
    clean = redact.query(raw.encode()).decode()
    assert SECRET not in clean
    assert TOKEN not in clean
    assert redact.REDACTED in clean


def test_harmless_queries_stay() -> None:
    raw = b"limit=10&properties=email%2Cfirstname&archived=false&zipcode=123"
    assert redact.query(raw) == raw


@pytest.mark.parametrize(
    "path",
    [
        f"/oauth/v1/access-tokens/{SECRET}",
        f"/oauth/v1/refresh-tokens/{SECRET}",
        f"/oauth/v1/access-tokens/{SECRET}/",
        f"/crm/v3/{TOKEN}",
        # Nothing serves it, but somebody may ask for it.
        "/oauth/v1/access-tokens/CN" + "a" * 80,
    ],
)
def test_paths(path: str) -> None:
    clean = redact.path(path)
    assert SECRET not in clean
    assert TOKEN not in clean
    assert "aaaa" not in clean


@pytest.mark.parametrize(
    "name",
    ["authorization", "private-app", "private-app-legacy", "cookie", "set-cookie", "x-csrf-token", "hubstead-key"],
)
def test_headers(name: str) -> None:
    [(kept, value)] = redact.headers([(name.encode(), f"Bearer {SECRET}".encode())])
    assert kept == name.encode()
    assert SECRET.encode() not in value


def test_harmless_headers_stay() -> None:
    given = [
        (b"content-type", b"application/json"),
        (b"access-control-expose-headers", b"location"),
        (b"host", b"a:80"),
    ]
    assert redact.headers(given) == given


def test_the_code_in_a_redirect_is_taken_out() -> None:
    [(_, value)] = redact.headers([(b"location", f"https://app.example/back?code={SECRET}&state=7".encode())])
    assert value == b"https://app.example/back?code=redacted&state=7"


@pytest.mark.parametrize(
    ("body", "kind", "path"),
    [
        (f'{{"access_token":"{SECRET}","token_type":"bearer"}}', "application/json", "/oauth/token"),
        (f'{{"tokenKey":"{SECRET}"}}', "application/json", "/oauth/private-apps/get/access-token-info"),
        (f'{{"token":"{SECRET}"}}', "application/json", "/oauth/access-tokens/x"),
        (f'{{"a":[{{"clientSecret":"{SECRET}"}}]}}', "application/json", "/crm/v3/objects/contacts"),
        (f'{{"client\\u005fsecret":"{SECRET}"}}', "application/json", "/crm/v3/objects/contacts"),
        (f'{{"clientSecret":"{SECRET}"', "application/json", "/crm/v3/objects/contacts"),
        (f'{{"passw\\u006frd":"{SECRET}"', "application/json", "/crm/v3/objects/contacts"),
        (f"grant_type=refresh_token&refresh_token={SECRET}", "application/x-www-form-urlencoded", "/oauth/token"),
        (f"grant_type=authorization_code&code={SECRET}", "application/x-www-form-urlencoded", "/oauth/token"),
        # A form without its content type.
        (f"refresh_token={SECRET}", "", "/oauth/token"),
        (f"whatever {SECRET}", "text/plain", "/oauth/token"),
        (f"email=a%40b.c&password={SECRET}", "application/x-www-form-urlencoded", "/login"),
        (f'<input name="csrf" value="{SECRET}">', "text/html", "/oauth/authorize"),
        (f'--x\r\nname="client_secret"\r\n\r\n{SECRET}', "multipart/form-data; boundary=x", "/files/v3/files"),
        (f'{{"password":"{SECRET}"}}', "application/json", "/login"),
        (f'{{"currentPassword":"{SECRET}","newPassword":"{SECRET}"}}', "application/json", "/login/password"),
        (f"currentPassword={SECRET}&newPassword={SECRET}", "application/x-www-form-urlencoded", "/login/password"),
    ],
)
def test_bodies(body: str, kind: str, path: str) -> None:
    assert SECRET.encode() not in redact.body(body.encode(), kind.encode(), path, ())


def test_a_secret_deep_inside_is_found_and_endless_nesting_is_not_kept() -> None:
    deep = b'{"secret":"s",' + b'"a":[' * 5_000
    assert redact.body(deep, b"application/json", "/crm/v3/x", ()) == redact.NOT_KEPT


def test_credentials_that_come_back_are_taken_out() -> None:
    known = redact.credentials([(b"authorization", f"Bearer {SECRET}".encode())])
    assert known == (SECRET.encode(),)
    assert redact.body(f"you sent {SECRET}".encode(), b"text/plain", "/echo", known) == b"you sent redacted"


@pytest.mark.parametrize(
    "body",
    [
        b'{"properties":{"email":"ada@example.com","zip":"12345"}}',
        b'{"status":"error","errors":[{"code":"PROPERTY_DOESNT_EXIST"}],"category":"VALIDATION_ERROR"}',
        b'{"filters":[{"operator":"CONTAINS_TOKEN","value":"x"}]}',
        b'{"message":"The key is taken", "key" : "value"}',
    ],
)
def test_harmless_bodies_stay_as_they_are(body: bytes) -> None:
    assert redact.body(body, b"application/json", "/crm/v3/objects/contacts", ()) == body
