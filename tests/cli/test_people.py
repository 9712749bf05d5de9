"""`hubstead user`, `role`, `team`, `business-unit`, `audit` and `portal tier`, beside a running server."""

import csv
import io
import json
import subprocess
import urllib.error
import urllib.request
from collections.abc import Iterator
from typing import Any, NamedTuple

import pytest

from tests.cli.command import CONTACTS, Done, ask, hubstead
from tests.client.process import COMMAND, ServerProcess

PASSWORD = "correct horse battery"


class Office(NamedTuple):
    """A running server, and commands for its data."""

    url: str
    data: str

    def run(self, *words: str) -> Done:
        return hubstead(*words, "--data", self.data)

    def out(self, *words: str) -> str:
        done = self.run(*words)
        assert done.code == 0, done.err
        return done.out.removesuffix("\n")

    def password(self, email: str, text: str) -> subprocess.CompletedProcess[str]:
        words: list[str] = [str(COMMAND), "user", "password", email, "--data", self.data]
        return subprocess.run(words, input=text, capture_output=True, text=True, timeout=60, check=False)

    def log_in(self, email: str, password: str = PASSWORD) -> tuple[int, Any]:
        body = json.dumps({"email": email, "password": password}).encode()
        request = urllib.request.Request(f"{self.url}/login", body, {"content-type": "application/json"})
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return answer.status, json.load(answer)
        except urllib.error.HTTPError as error:
            with error:
                return error.code, json.load(error)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    folder = tmp_path_factory.mktemp("office")
    data = str(folder / "data")
    with ServerProcess("--data", data, log=folder / "log") as server:
        yield Office(server.url, data)


def test_a_colleague_is_added_gets_a_role_and_logs_in(office: Office) -> None:
    office.out("role", "create", "Sales rep", "--view", "all", "--edit", "own", "--object", "tickets=none/none/none")
    west = office.out("team", "create", "West")
    coast = office.out("team", "create", "Coast", "--under", "west")
    words = ("ann@example.com", "--first-name", "Ann", "--role", "sales rep", "--team", "West", "--team", "Coast")
    id = office.out("user", "create", *words)
    shown = ask("GET", f"{office.url}/settings/v3/users/{id}")[1]
    assert (shown["primaryTeamId"], shown["secondaryTeamIds"]) == (west, [coast])

    done = office.password("Ann@example.com", PASSWORD + "\n")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    status, entered = office.log_in("ann@example.com")
    assert (status, entered["userId"]) == (200, int(id))

    listed = json.loads(office.out("user", "list", "--json"))
    assert [user for user in listed if user["email"] == "ann@example.com"] == [
        {
            "id": int(id),
            "email": "ann@example.com",
            "firstName": "Ann",
            "lastName": "",
            "superAdmin": False,
            "roles": ["Sales rep"],
            "teams": ["West", "Coast"],
            "active": True,
            "password": True,
        }
    ]
    assert "Sales rep" in office.out("user", "list")
    (role,) = json.loads(office.out("role", "list", "--json"))
    assert role["rest"] == {"view": "all", "edit": "own", "delete": "none"}
    assert role["objects"] == {"0-5": {"view": "none", "edit": "none", "delete": "none"}}

    assert office.out("user", "deactivate", "ann@example.com") == ""
    assert office.log_in("ann@example.com")[0] == 401
    assert office.run("user", "deactivate", "ann@example.com").code == 1


def test_a_super_admin_may_do_everything(office: Office) -> None:
    made = json.loads(office.out("user", "create", "boss@example.com", "--super-admin", "--json"))
    assert made["email"] == "boss@example.com"
    assert ask("GET", f"{office.url}/settings/v3/users/{made['id']}")[1]["superAdmin"] is True


def test_a_user_is_changed(office: Office) -> None:
    office.out("role", "create", "Cook", "--view", "all")
    office.out("team", "create", "Kitchen")
    id = office.out("user", "create", "eva@example.com")
    office.out("user", "change", "eva@example.com", "--role", "Cook", "--super-admin", "yes")
    office.out("user", "change", "eva@example.com", "--team", "Kitchen")
    (eva,) = [user for user in json.loads(office.out("user", "list", "--json")) if user["id"] == int(id)]
    assert (eva["roles"], eva["teams"], eva["superAdmin"]) == (["Cook"], ["Kitchen"], True)
    office.out("user", "change", "eva@example.com", "--super-admin", "no")
    assert ask("GET", f"{office.url}/settings/v3/users/{id}")[1]["superAdmin"] is False
    done = office.run("user", "change", "eva@example.com", "--role", "Nil")
    assert (done.code, "There is no role Nil" in done.err) == (1, True)


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (("user", "create", "nobody"), 1, "Email address nobody is invalid"),
        (("user", "create", "owner@example.com"), 1, "There is a user owner@example.com already"),
        (("user", "create", "a@example.com", "--role", "Nil"), 1, "There is no role Nil. `hubstead role create`"),
        (("user", "create", "a@example.com", "--team", "Nil"), 1, "There is no team Nil. `hubstead team create`"),
        (("user", "deactivate", "nobody@example.com"), 1, "There is no user nobody@example.com"),
        (("role", "create", "X", "--object", "contacts=all"), 2, "say TYPE=VIEW/EDIT/DELETE"),
        (("role", "create", "X", "--object", "cars=all/all/all"), 1, "Unable to infer object type from: cars"),
        (("role", "create", " "), 2, "The name is empty"),
        (("audit", "export", "--after", "soon"), 2, "--after: soon is no date or time"),
    ],
)
def test_what_cannot_be_is_said(office: Office, words: tuple[str, ...], code: int, message: str) -> None:
    done = office.run(*words)
    assert done.code == code
    assert message in done.err
    assert "Traceback" not in done.err


@pytest.mark.parametrize(
    ("email", "text", "message"),
    [
        ("owner@example.com", "short\n", "A password has 8 to 1000 characters."),
        ("owner@example.com", "", "A password has 8 to 1000 characters."),
        ("stranger@example.com", PASSWORD, "No portal has a user stranger@example.com"),
    ],
)
def test_what_is_no_password_is_refused(office: Office, email: str, text: str, message: str) -> None:
    done = office.password(email, text)
    assert done.returncode == 1
    assert message in done.stderr


def test_the_audit_log_is_exported(office: Office) -> None:
    status, made = ask("POST", office.url + CONTACTS, {"properties": {"firstname": "=cmd"}})
    assert status == 201
    rows = list(csv.DictReader(io.StringIO(office.out("audit", "export"))))
    (row,) = [row for row in rows if row["targetObjectId"] == made["id"] and row["action"] == "CREATE"]
    assert (row["category"], row["subCategory"], row["source"]) == ("CRM_OBJECT", "CONTACT", "INTEGRATION")
    assert row["userEmail"] == "owner@example.com"
    assert row["appId"].isdigit()
    assert json.loads(row["detail"])["firstname"] == "=cmd"
    lines = [json.loads(line) for line in office.out("audit", "export", "--format", "jsonl").splitlines()]
    assert [line["id"] for line in lines][: len(rows)] == [int(row["id"]) for row in rows]
    (line,) = [line for line in lines if str(line["id"]) == row["id"]]
    assert line["detail"]["firstname"] == "=cmd"
    assert office.out("audit", "export", "--before", "2020-01-01") == ",".join(rows[0])


def test_business_units_are_made(office: Office) -> None:
    id = office.out("business-unit", "create", "North", "--user", "owner@example.com")
    user = ask("GET", f"{office.url}/crm/v3/owners")[1]["results"][0]["userId"]
    found = ask("GET", f"{office.url}/business-units/v3/business-units/user/{user}")[1]
    assert found == {"results": [{"id": id, "name": "North"}]}


def test_a_plan_is_chosen(office: Office) -> None:
    rates = f"{office.url}/settings/v3/currencies/exchange-rates"
    body = {"fromCurrencyCode": "EUR", "conversionRate": 1.1}
    assert office.out("portal", "tier") == "everything"
    assert office.out("portal", "tier", "free") == "free"
    assert ask("POST", rates, body)[0] == 403
    shown = office.out("portal", "tier", "starter", "--hub", "sales")
    assert shown == "marketing: free, sales: starter, service: free, cms: free, operations: free, commerce: free"
    assert ask("POST", rates, body)[0] == 201
    (portal,) = json.loads(office.out("portal", "list", "--json"))
    assert portal["tiers"]["sales"] == "starter"
    assert office.out("portal", "tier", "everything") == "everything"
    assert office.run("portal", "tier", "gold").code != 0
