"""A thief with the whole deployment but its key file: no name, no number and not a sentence of what was written."""

from __future__ import annotations

import http.cookiejar
import re
import signal
import sqlite3
import subprocess
import sys
import urllib.parse
import urllib.request
import uuid
from contextlib import closing
from pathlib import Path

from tests import postgres
from tests.attachments import pictures
from tests.cli.deployment import Deployment, free_port
from tests.cli.planted import planted_in, written
from tests.cli.test_vault import LATER, python

NAME, TELEPHONE, ADDRESS = "欧阳清荷", "13912345678", "青原镇柳林路七号"
TEXT, MESSAGE = "食堂的肉有异味，孩子吃了肚子疼。", "昨天又是这样，请尽快处理。"
REPLY, QUESTION = "已停用该供货商并约谈负责人。", "本周肉品留样记录在哪里？"
REASON, OUTSIDE, FILE = "电话核实就诊情况", "热线转来二零二七第八十一号", "欧阳家的照片.jpg"
PLANTED = (
    NAME, TELEPHONE, ADDRESS, TEXT, MESSAGE, REPLY, QUESTION, REASON, OUTSIDE, FILE, pictures.MAKER, pictures.NOTE,
)  # fmt: skip
#: What an officer and a clerk do, in a process of the deployment's own.
STAFF = """
import sys, uuid, django
django.setup()
from django.utils import translation
translation.activate("zh-hans")
from duecare.core import clock
from duecare.grievances import actions
from duecare.grievances.actions import Brought, Given
from duecare.grievances.models import Case
from duecare.grievances.rules import Identity
from duecare.orgs.actions import add_person, add_post, add_unit, appoint
from duecare.orgs.models import Unit
from duecare.orgs.queries import actor_of
from duecare.orgs.rules import SYSTEM
at, root = clock.now(), Unit.objects.get(parent=None)
if sys.argv[1] == "prepare":
    print(add_unit(parent=root, code="QY-X1", name="第一小学", kind="primary_school", by=SYSTEM, at=at).key)
    post = add_post(unit=root, kind="case_officer", by=SYSTEM, at=at)
    user = add_person(username="officer", name="诉求办理人", home=root, by=SYSTEM, at=at)
    appoint(user=user, post=post, by=SYSTEM, at=at)
else:
    from duecare.orgs.models import User
    reply, question, reason, outside, name, telephone, address, text = sys.argv[2:]
    by = actor_of(User.objects.get(username="officer"), at)
    case = Case.objects.get()
    do = lambda act, **given: actions.act_on_case(
        case_id=case.id, act=act, given=Given(**given), by=by, at=clock.now(), client_id=uuid.uuid4())
    do("accept", words={"notice": reply})
    school = Unit.objects.get(code="QY-X1")
    actions.inquire(case_id=case.id, unit=school, question=question, by=by, at=clock.now(), client_id=uuid.uuid4())
    actions.look_at_identity(case_id=case.id, reason=reason, by=by, at=clock.now())
    do("reply", words={"facts": reply, "reasons": reply, "decision": reply, "how-to-appeal": "三十日内"})
    brought = Brought(way="phone", category="school-meals", text=text, received=root, outside=outside,
                      identity=Identity(name, telephone, address))
    actions.register_case(brought=brought, at=clock.now(), client_id=uuid.uuid4(), by=by, post=by.posts[0])
"""


class Parent:
    """Somebody with a browser and no account."""

    def __init__(self, url: str) -> None:
        self.url = url
        jar = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self.browser = urllib.request.build_opener(jar)

    def get(self, way: str) -> str:
        with self.browser.open(self.url + way, timeout=20) as answer:
            return str(answer.read().decode())

    def post(self, page: str, way: str, fields: dict[str, str], file: bytes = b"") -> str:
        """Send the form of a page that was read, with a photograph where there is one."""
        found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
        assert found
        limit = uuid.uuid4().hex
        parts = [
            f'--{limit}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
            for name, value in {"csrfmiddlewaretoken": found[1], "batch": str(uuid.uuid4()), **fields}.items()
        ]
        if file:
            head = f'--{limit}\r\nContent-Disposition: form-data; name="papers"; filename="{FILE}"\r\n'
            parts.append(head.encode() + b"Content-Type: image/jpeg\r\n\r\n" + file + b"\r\n")
        body = b"".join(parts) + f"--{limit}--\r\n".encode()
        asked = urllib.request.Request(
            self.url + way, body,
            {"Content-Type": f"multipart/form-data; boundary={limit}", "Referer": self.url + way},
        )  # fmt: skip
        with self.browser.open(asked, timeout=30) as answer:
            return str(answer.read().decode())


def lived_through(ours: Deployment, school: str, log: Path) -> str:
    """A parent writes with a photograph, comes back and writes again. :returns: the receipt's code."""
    with log.open("w") as written_to:
        port = free_port()
        process = subprocess.Popen(
            [sys.executable, "-m", "duecare.cli", "serve", "--port", str(port)],
            env=ours.environment | {"DUECARE_LOG": "debug"}, stdout=subprocess.PIPE, stderr=written_to, text=True,
        )  # fmt: skip
        try:
            assert process.stdout is not None
            next(line for line in process.stdout if line.startswith("ready "))
            parent = Parent(f"http://127.0.0.1:{port}")
            way = urllib.parse.urlsplit(parent.browser.open(f"{parent.url}/c/", timeout=20).url).path
            sent = {
                "text": TEXT,
                "category": "school-meals",
                "unit": school,
                "name": NAME,
                "telephone": TELEPHONE,
                "address": ADDRESS,
            }
            page = parent.post(parent.get(way), way, sent, pictures.jpeg())
            code = re.search(r'id="code">([0-9A-Z-]{27})<', page)
            assert code, page[:2000]
            seen = parent.post(parent.get("/receipt/"), "/receipt/", {"code": code[1]})
            assert TEXT in seen
            written_more = parent.post(seen, "/receipt/matter/write/", {"text": MESSAGE}, pictures.jpeg())
            assert MESSAGE in written_more
            said = python(
                ours, STAFF, "act", REPLY, QUESTION, REASON, OUTSIDE, NAME, TELEPHONE, ADDRESS, TEXT
            )
            assert said == ""
            assert REPLY in parent.get("/receipt/matter/")
            ours.run("backup", str(log.parent / "data"), "--keys", str(log.parent / "keys"))
        finally:
            process.send_signal(signal.SIGTERM)
            process.communicate(timeout=30)
    return code[1]


def test_nothing_that_a_deployment_leaves_on_a_disk_tells(ours: Deployment, tmp_path: Path) -> None:
    code = lived_through(ours, python(ours, STAFF, "prepare"), tmp_path / "log")
    assert (ours.home / "duecare.sqlite3").stat().st_size and list((tmp_path / "data").iterdir())
    assert planted_in(tmp_path, (*PLANTED, code, code.replace("-", "").lower())) == []
    assert not list(Path("/dev/shm").glob("duecare-*"))
    ours.run("vault", "expire", "--at", LATER)
    with closing(sqlite3.connect(ours.home / "duecare.sqlite3")) as database:
        assert database.execute("SELECT count(*) FROM vault_matterkey").fetchone() == (0,)
    assert planted_in(tmp_path, PLANTED) == []


def test_a_database_server_that_writes_down_all_it_is_asked_tells_neither(tmp_path: Path) -> None:
    """Its files, its log ahead of them, and every statement with its values."""
    with postgres.server(("log_statement=all", "logging_collector=on", "timezone=UTC")) as database_url:
        folder = Path(database_url.rpartition("host=")[2])
        theirs = Deployment(tmp_path / "home", database_url)
        theirs.init()
        code = lived_through(theirs, python(theirs, STAFF, "prepare"), tmp_path / "log")
        looked_for = (*PLANTED, code, code.replace("-", "").lower())
        logged = [path.read_text() for path in (folder / "data/log").iterdir()]
        assert any("grievances_sealedidentity" in text for text in logged)
        assert planted_in(folder, looked_for) == planted_in(tmp_path, looked_for) == []
        theirs.run("vault", "expire", "--at", LATER)
        assert planted_in(folder, PLANTED) == planted_in(tmp_path, PLANTED) == []


def test_what_looks_for_it_finds_it_however_it_is_written(tmp_path: Path) -> None:
    for number, form in enumerate(sorted(written(NAME))):
        file = tmp_path / f"{number}"
        file.write_bytes(b"\0\1some bytes before " + form + b" and after")
        assert planted_in(tmp_path, (NAME,)) == [f"{file}: {NAME}"], form
        file.unlink()
