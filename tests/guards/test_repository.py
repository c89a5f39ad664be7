"""The repository works anywhere: it names no machine's folders and no package registry."""

from __future__ import annotations

import re
import subprocess

from tests.guards import sources

# Written so that this file does not find itself.
FOREIGN = {
    "a folder of one machine": re.compile(r"(?<![\w.~}>*-])/(?:home|root|Users|work)/[\w.]+"),
    "a registry": re.compile(
        r"https?://[^\s\"')]*(?:pythonhosted|(?:registry|npm)[\w.-]*\.\w+/|pypi[\w.-]*/(?:simple|packages))"
    ),
    "a resolved address": re.compile(r"\"resolved\":|--(?:extra-)?index-url|^\s*registry\s*=", re.MULTILINE),
}
TEXT_LIMIT = 5_000_000


def test_names_no_machine_and_no_registry():
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=sources.ROOT, capture_output=True, text=True, check=True,
    ).stdout.split("\0")  # fmt: skip
    found = []
    for path in (sources.ROOT / name for name in listed if name):
        if path.is_file() and path.stat().st_size < TEXT_LIMIT and path.name != "test_repository.py":
            text = path.read_bytes().decode(errors="replace")
            found += [f"{sources.name(path)}: {hit[0]}" for p in FOREIGN.values() for hit in p.finditer(text)]
    assert not found
