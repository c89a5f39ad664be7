"""Every command that getting started shows works, in that order, in an empty folder."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from tests.guards import sources

RUN = re.compile(r"^<!-- run -->\n```sh\n(.*?)^```", re.DOTALL | re.MULTILINE)
#: The Chinese page has the same blocks: see test_pages.
PAGE = sources.ROOT / "docs/getting-started.md"


def test_getting_started(tmp_path: Path):
    script = "\n".join(RUN.findall(PAGE.read_text("utf-8")))
    assert script.count("duecare ") >= 10
    shutil.copytree(sources.ROOT / "examples", tmp_path / "examples")
    words = {
        name: value for name, value in os.environ.items() if not name.startswith(("DUECARE_", "DJANGO_"))
    }
    words["PATH"] = f"{Path(sys.executable).parent}:{words['PATH']}"
    ran = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", script], cwd=tmp_path, env=words, capture_output=True, text=True,
        check=False, timeout=300,
    )  # fmt: skip
    said = ran.stdout + ran.stderr
    assert ran.returncode == 0, said
    assert "Traceback" not in said
    for outcome in ("/enrol/", "20 added", "✓", "due soon", "Self-consistent", "data:", "keys:"):
        assert outcome in said, f"{outcome!r} not in:\n{said}"
    assert {p.name for p in tmp_path.iterdir()} == {"examples", "home", "data-backup", "key-backup"}
