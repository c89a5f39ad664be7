"""What the guards look at: the files of the repository."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src/duecare"
MADE_ELSEWHERE = {"migrations", "locale", "vendor", "node_modules", "__pycache__"}
TOP = ("src", "tests", "tools", "bench", "docs", "hatch_build.py")


def files(*suffixes: str) -> list[Path]:
    """Return our files with one of these suffixes; no migrations, translations or vendored files."""
    found = [path for top in TOP for path in [ROOT / top, *(ROOT / top).rglob("*")] if path.is_file()]
    return sorted(
        path for path in found if path.suffix in suffixes and not MADE_ELSEWHERE.intersection(path.parts)
    )


def name(path: Path) -> str:
    """Return the path as people write it, from the root of the repository."""
    return path.relative_to(ROOT).as_posix()


def modules() -> list[Path]:
    """Return the folders of duecare's packages, such as `src/duecare/web`."""
    return sorted(path.parent for path in PACKAGE.glob("*/__init__.py"))
