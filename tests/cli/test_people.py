"""`hubstead user`, `role`, `team`, `business-unit`, `audit` and `portal tier`, beside a running server."""

import csv
import io
import json
import subprocess
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import pytest

from tests.cli.command import CONTACTS, Done, answers, ask, hubstead
from tests.client.process import COMMAND, ServerProcess

PASSWORD = "correct horse battery"
OTHERS = ("West", "Coast", "Kitchen", "Till")
"""Teams of other tests."""


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

    def browser(self, email: str) -> Callable[[str, str], int]:
        """Requests of a session of a person, with an empty record as body; they answer the status."""
        body = json.dumps({"email": email, "password": PASSWORD}).encode()
        cookies = urllib.request.HTTPCookieProcessor()
        opener = urllib.request.build_opener(cookies)
        entered = urllib.request.Request(f"{self.url}/login", body, {"content-type": "application/json"})
        with opener.open(entered, timeout=30) as answer:
            token = json.load(answer)["csrfToken"]

        def status(method: str, path: str) -> int:
            headers = {"content-type": "application/json", "x-csrf-token": token}
            request = urllib.request.Request(self.url + path, b'{"properties": {}}', headers, method=method)
            try:
                with opener.open(request, timeout=30) as answer:
                    return int(answer.status)
            except urllib.error.HTTPError as error:
                with error:
                    return error.code

        return status

    def users(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = json.loads(self.out("user", "list", "--json"))
        return found


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    folder = tmp_path_factory.mktemp("office")
    data = str(folder / "data")
    with ServerProcess("--data", data, log=folder / "log") as server:
        yield Office(server.url, data)


@pytest.fixture(scope="module")
def staffed(office: Office) -> Office:
    """The office with a role and a team that no test changes: tests run in any order, and apart."""
    office.out("role", "create", "Cashier", "--view", "all")
    office.out("team", "create", "Till")
    return office


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
    (role,) = [role for role in json.loads(office.out("role", "list", "--json")) if role["name"] == "Sales rep"]
    assert role["rest"] == {"view": "all", "edit": "own", "delete": "none"}
    assert role["objects"] == {"0-5": {"view": "none", "edit": "none", "delete": "none"}}

    assert office.out("user", "deactivate", "ann@example.com") == ""
    assert office.log_in("ann@example.com")[0] == 401
    assert office.run("user", "deactivate", "ann@example.com").code == 1


def test_a_changed_role_counts_for_open_sessions(office: Office) -> None:
    number = office.out("role", "create", "Clerk", "--view", "all", "--allow", "audit", "--object", "deals=all/all/all")
    office.out("user", "create", "clara@example.com", "--role", "Clerk")
    assert office.password("clara@example.com", PASSWORD).returncode == 0
    browser = office.browser("clara@example.com")
    assert browser("POST", CONTACTS) == 403

    edits = ("--edit", "all", "--object", "tickets=all/own/none", "--object", "deals=", "--unassigned")
    assert office.out("role", "change", "clerk", "--name", "Head clerk", *edits) == ""
    assert browser("POST", CONTACTS) == 201
    (role,) = [role for role in json.loads(office.out("role", "list", "--json")) if role["id"] == number]
    assert role == {
        "id": number,
        "name": "Head clerk",
        "rest": {"view": "all", "edit": "all", "delete": "none"},
        "objects": {"0-5": {"view": "all", "edit": "own", "delete": "none"}},
        "unassigned": True,
        "allow": ["audit"],
    }
    office.out("role", "change", number, "--allow", "nothing", "--no-unassigned")
    (changed,) = [role for role in json.loads(office.out("role", "list", "--json")) if role["id"] == number]
    assert changed == {**role, "unassigned": False, "allow": []}

    assert office.out("role", "delete", "Head clerk") == "The role Head clerk is deleted; 1 user had it."
    assert browser("POST", CONTACTS) == 403
    (clara,) = [user for user in office.users() if user["email"] == "clara@example.com"]
    assert clara["roles"] == []


def test_teams_are_moved_renamed_and_deleted(office: Office) -> None:
    north = office.out("team", "create", "North")
    office.out("team", "create", "Hills", "--under", "North")
    office.out("team", "create", "Peak", "--under", "Hills")
    office.out("user", "create", "tom@example.com", "--team", "Hills", "--team", "Peak")
    assert "Hills cannot be under Peak" in office.run("team", "change", "Hills", "--under", "Peak").err
    office.out("team", "change", "Hills", "--name", "Mountains")

    def listed() -> dict[str, tuple[str | None, list[str]]]:
        found = json.loads(office.out("team", "list", "--json"))
        return {team["name"]: (team["under"], team["users"]) for team in found if team["name"] not in OTHERS}

    tom = ["tom@example.com"]
    assert listed() == {"North": (None, []), "Mountains": ("North", tom), "Peak": ("Mountains", tom)}
    assert office.out("team", "delete", "mountains") == "The team Mountains is deleted; 1 user left it."
    assert listed() == {"North": (None, []), "Peak": ("North", tom)}
    office.out("team", "change", "Peak", "--under", "")
    assert listed() == {"North": (None, []), "Peak": (None, tom)}
    assert office.out("team", "delete", north) == "The team North is deleted; 0 users left it."
    assert "tom@example.com" in office.out("team", "list")


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
        (("role", "change", "Nil", "--view", "all"), 1, "There is no role Nil"),
        (("role", "change", "Cashier"), 2, "Say what to change"),
        (("role", "change", "Cashier", "--name", ""), 2, "The name is empty"),
        (("role", "delete", "Nil"), 1, "There is no role Nil"),
        (("team", "change", "Till", "--under", "Nil"), 1, "There is no team Nil"),
        (("team", "delete", "Nil"), 1, "There is no team Nil"),
        (("business-unit", "delete", "Nil"), 1, "There is no business unit Nil. `hubstead business-unit create`"),
        (("audit", "export", "--after", "soon"), 2, "--after: soon is no date or time"),
    ],
)
def test_what_cannot_be_is_said(staffed: Office, words: tuple[str, ...], code: int, message: str) -> None:
    done = staffed.run(*words)
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


def test_no_spreadsheet_computes_what_others_wrote(office: Office) -> None:
    email = "=cmd@example.com"
    office.out("user", "create", email)
    assert office.password(email, PASSWORD).returncode == 0
    assert office.log_in(email)[0] == 200
    rows = list(csv.DictReader(io.StringIO(office.out("audit", "export"))))
    assert {row["userEmail"] for row in rows if row["userEmail"].endswith(email)} == {f"'{email}"}
    lines = [json.loads(line) for line in office.out("audit", "export", "--format", "jsonl").splitlines()]
    assert {line["userEmail"] for line in lines if line["userEmail"].endswith(email)} == {email}


def test_business_units_are_made(office: Office) -> None:
    id = office.out("business-unit", "create", "North", "--user", "owner@example.com")
    user = ask("GET", f"{office.url}/crm/v3/owners")[1]["results"][0]["userId"]
    found = ask("GET", f"{office.url}/business-units/v3/business-units/user/{user}")[1]
    assert found == {"results": [{"id": id, "name": "North"}]}


def test_business_units_are_changed_and_deleted(office: Office) -> None:
    logo = "https://example.com/east.png"
    id = office.out("business-unit", "create", "East", "--user", "owner@example.com", "--logo", logo)
    office.out("business-unit", "change", "east", "--name", "Far east", "--logo-text", "A sun")
    east = {"id": int(id), "name": "Far east", "logoUrl": logo, "logoAltText": "A sun", "users": ["owner@example.com"]}
    assert east in json.loads(office.out("business-unit", "list", "--json"))
    office.out("business-unit", "change", id, "--everybody", "--logo", "")
    assert {**east, "logoUrl": "", "users": []} in json.loads(office.out("business-unit", "list", "--json"))
    assert "everybody" in office.out("business-unit", "list")
    both = office.run("business-unit", "change", id, "--everybody", "--user", "owner@example.com")
    assert (both.code, "not both" in both.err) == (2, True)
    assert office.out("business-unit", "delete", "Far east") == ""
    assert id not in office.out("business-unit", "list")


def test_a_plan_is_chosen(office: Office) -> None:
    rates = f"{office.url}/settings/v3/currencies/exchange-rates"
    body = {"fromCurrencyCode": "EUR", "conversionRate": 1.1}
    assert office.out("portal", "tier") == "everything"
    assert office.out("portal", "tier", "free") == "free"
    assert answers(403, "POST", rates, body)
    shown = office.out("portal", "tier", "starter", "--hub", "sales")
    assert shown == "marketing: free, sales: starter, service: free, cms: free, operations: free, commerce: free"
    assert answers(201, "POST", rates, body)
    (portal,) = json.loads(office.out("portal", "list", "--json"))
    assert portal["tiers"]["sales"] == "starter"
    assert office.out("portal", "tier", "everything") == "everything"
    assert office.run("portal", "tier", "gold").code != 0
