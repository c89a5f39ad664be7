"""A deployment with one person who reports for many schools, and a visitor who files over HTTP."""

from __future__ import annotations

import http.client
import re
import time
import urllib.parse
import uuid
from dataclasses import dataclass, field
from datetime import date, timedelta
from http.cookies import SimpleCookie
from pathlib import Path

import xlsxwriter

from tests.cli.deployment import Deployment

SCHOOLS = 12
PASSWORD = "snow-on-the-roof-27"
#: Each school's report of a day is open from the day before, so that there is always something to file.
PLAN = """\
plan: bad-days
title: {{zh: 坏天气, en: Bad days}}
root: QY
office: QY-AQ
zone: Asia/Shanghai
period: {{first: {first}, last: {last}}}
ladders:
  report:
    - {{before: 60 min, remind: [post:reporter@debtor]}}
    - {{at: due, remind: [post:reporter@debtor]}}
    - {{after: 30 min, tell: [post:coordinator@creditor]}}
    - {{after: 2 h, escalate: [post:leader@root]}}
reports:
  - key: daily
    title: {{zh: 每日报告, en: Daily report}}
    owed_by: {{kinds: [primary_school]}}
    form:
      fields:
        - {{key: ice, type: number, title: {{zh: 结冰处, en: Icy places}}, min: 0}}
    cutoffs:
      - {{times: {{end: "23:59"}}}}
    opens_before: 40 h
    ladder: report
"""


def settle(deployment: Deployment) -> None:
    """Bring the units, the people and the plan in, and let the clock open the first reports."""
    folder = deployment.home.parent
    deployment.run("units", "import", "--root", "QY", str(_workbook(folder / "town.xlsx")))
    plan = folder / "plan.yaml"
    today = date.today()  # noqa: DTZ011 - any day near today will do
    plan.write_text(PLAN.format(first=today - timedelta(days=2), last=today + timedelta(days=20)), "utf-8")
    deployment.run("plan", "apply", str(plan))


def _workbook(path: Path) -> Path:
    units = [
        ["code", "name", "kind", "parent"],
        ["QY", "青原学区", "district", ""],
        ["QY-AQ", "安全科", "office", "QY"],
    ]
    people = [
        ["username", "name", "unit", "post"],
        ["coordinator", "安全科调度员", "QY-AQ", "coordinator"],
        ["head", "学区主任", "QY", "leader"],
    ]
    for n in range(SCHOOLS):
        units.append([f"QY-X{n}", f"第{n}小学", "primary_school", "QY"])
        people.append(["reporter", "报告人", f"QY-X{n}", "reporter"])
    book = xlsxwriter.Workbook(str(path))
    for name, rows in (("units", units), ("people", people)):
        sheet = book.add_worksheet(name)
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    book.close()
    return path


@dataclass
class Answer:
    """What the site answered; status 0 when there was no answer at all."""

    status: int
    where: str = ""
    text: str = ""
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def filed(self) -> bool:
        """Whether it says that the report has been received."""
        return self.status == 302 and "/sign-in/" not in self.where


class Visitor:
    """A browser without JavaScript."""

    def __init__(self, url: str) -> None:
        parts = urllib.parse.urlsplit(url)
        self.host, self.port = parts.hostname or "", parts.port
        self.cookies: dict[str, str] = {"language": "en"}

    def enter(self, link: str) -> None:
        """Use a one-time link and choose a password."""
        self.ask("/enrol/")
        assert self.send("/enrol/", token=link.strip().rpartition("#")[2]).status == 302
        assert self.send("/enrol/password/", new=PASSWORD, again=PASSWORD).where == "/"

    def ask(self, path: str) -> Answer:
        """The page at a path."""
        return self._request("GET", path, None)

    def send(self, path: str, **fields: str) -> Answer:
        """The answer to a form."""
        given = {"csrfmiddlewaretoken": self.cookies.get("csrftoken", ""), **fields}
        return self._request("POST", path, urllib.parse.urlencode(given))

    def file(self, due: str, sending: str) -> Answer:
        """The answer to a report with a figure."""
        return self.send(f"/reports/{due}/submission/", **{"client_id": sending, "seen": "0", "v-ice": "3"})

    def owed(self) -> list[tuple[str, str]]:
        """What may be filed now, each with an identifier for its sending."""
        found = re.findall(r'action="/reports/([0-9a-f-]{36})/submission/"', self.ask("/").text)
        return [(due, str(uuid.uuid4())) for due in dict.fromkeys(found)]

    def wait_for_owed(self, count: int, seconds: float = 60) -> list[tuple[str, str]]:
        """The same, once the clock has opened that many. :raises AssertionError: when it does not in time."""
        end = time.monotonic() + seconds
        while len(found := self.owed()) < count:
            assert time.monotonic() < end, f"{len(found)} of {count} are open"
            time.sleep(0.3)
        return found

    def _request(self, method: str, path: str, body: str | None) -> Answer:
        connection = http.client.HTTPConnection(self.host, self.port, timeout=30)
        headers = {"Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items())}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            text = answer.read().decode(errors="replace")
        except (TimeoutError, http.client.HTTPException, OSError):
            return Answer(0)
        finally:
            connection.close()
        for line in answer.headers.get_all("Set-Cookie") or []:
            self.cookies |= {name: one.value for name, one in SimpleCookie(line).items()}
        return Answer(
            answer.status,
            answer.headers.get("Location", ""),
            text,
            {k.lower(): v for k, v in answer.headers.items()},
        )
