"""A web worker is set up before its first request."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ASKS = "import gc, sys, duecare.config.wsgi; print('duecare.desk.views.board' in sys.modules, gc.get_freeze_count())"


def test_a_worker_has_its_pages_and_leaves_the_program_out_of_the_collector_s_rounds(tmp_path: Path) -> None:
    environment = {**os.environ, "DUECARE_HOME": str(tmp_path)}
    ran = subprocess.run(
        [sys.executable, "-c", ASKS], env=environment, capture_output=True, text=True, check=True
    )
    imported, frozen = ran.stdout.split()
    assert imported == "True"
    assert int(frozen) > 100_000
