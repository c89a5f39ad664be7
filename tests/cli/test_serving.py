"""``serve`` runs web and clock together, says when it is ready, and stops cleanly."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

from tests.cli.deployment import Deployment


def health(url: str) -> dict[str, Any]:
    """What the health endpoint answers, whatever its status."""
    try:
        with urllib.request.urlopen(f"{url}/health/", timeout=5) as answer:
            body = answer.read()
    except urllib.error.HTTPError as error:
        body = error.read()
    found: dict[str, Any] = json.loads(body)
    return found


def clock_pids(parent: int) -> list[int]:
    """The clock processes that ``parent`` started."""
    found = subprocess.run(
        ["pgrep", "-P", str(parent), "-f", "duecare.cli clock"], capture_output=True, text=True, check=False
    )
    return [int(line) for line in found.stdout.split()]


def until(condition: Any, seconds: float = 90) -> None:
    """Wait for something that happens in another process.

    :raises AssertionError: when it has not happened in that time.
    """
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.25)


def test_a_new_deployment_is_served_and_its_clock_runs(ours: Deployment) -> None:
    with ours.served() as (url, process):
        until(lambda: health(url).get("clock", {}).get("ok"))
        with urllib.request.urlopen(f"{url}/sign-in/", timeout=5) as answer:
            assert answer.status == 200
        clock = clock_pids(process.pid)
        assert len(clock) == 1
        os.kill(clock[0], signal.SIGKILL)
        until(lambda: clock_pids(process.pid) not in ([], clock))
    assert clock_pids(process.pid) == []


def test_a_second_server_on_the_same_port_says_so(ours: Deployment) -> None:
    with ours.served() as (url, _process):
        said = ours.run("serve", "--port", url.rsplit(":", 1)[1], code=1)
        assert "Address already in use" in said


def test_serve_speaks_https_with_a_certificate(ours: Deployment, tmp_path: Path) -> None:
    cert, key = tmp_path / "cert.pem", tmp_path / "key.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
        + ["-days", "2", "-subj", "/CN=localhost", "-keyout", str(key), "-out", str(cert)],
        check=True,
        capture_output=True,
    )
    ours.extra = {"DUECARE_HTTPS": "yes", "DUECARE_URL": "https://localhost"}
    with ours.served("--tls-cert", str(cert), "--tls-key", str(key)) as (url, _process):
        assert url.startswith("https://")


def test_the_demo_s_database_is_refused_by_serve(ours: Deployment) -> None:
    subprocess.run(
        [
            "python3",
            "-c",
            "import sqlite3,sys; sqlite3.connect(sys.argv[1]).execute('CREATE TABLE demo_mark (id)')",
        ]
        + [str(ours.home / "duecare.sqlite3")],
        check=True,
    )
    assert "demo" in ours.run("serve", code=1)
