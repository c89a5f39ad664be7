"""Our templates and components, and which module owns each."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from tests.guards import sources

COMMENT = re.compile(
    r"\{#.*?#\}|<!--.*?-->|\{%\s*comment\b.*?%\}.*?\{%\s*endcomment\s*%\}", re.DOTALL
)  # fmt: skip
REFERENCE = re.compile(r"\{%\s*(?:include|extends)\s+(?P<what>\S+)")
COMPONENT = re.compile(r"<c-(?P<name>[\w.-]+)")
BUILT_IN = {"vars", "slot"}


def all_templates() -> list[Path]:
    return sorted(path for module in sources.modules() for path in (module / "templates").rglob("*.html"))


def owner(path: Path) -> str:
    """Return the module a template lies in, such as `web`."""
    return path.relative_to(sources.PACKAGE).parts[0]


def text(path: Path) -> str:
    """Return a template's source without its comments, line by line as it was."""
    return COMMENT.sub(lambda found: "\n" * found[0].count("\n"), path.read_text())


def references(path: Path) -> Iterator[str]:
    """Yield what a template includes, extends or uses as a component, as names below `templates/`.

    A name that is computed is yielded as it is written, without quotes around it being there to strip.
    """
    source = text(path)
    for found in REFERENCE.finditer(source):
        what = found["what"]
        yield what[1:-1] if what[0] in "\"'" else f"(computed) {what}"
    for found in COMPONENT.finditer(source):
        if found["name"] == "component":
            yield "(computed) <c-component>"
        elif found["name"] not in BUILT_IN:
            yield f"cotton/{found['name'].replace('.', '/').replace('-', '_')}.html"


def owners() -> dict[str, str]:
    """Return the owning module by template name; a folder's `index.html` also answers to the folder."""
    names: dict[str, str] = {}
    for path in all_templates():
        name = path.relative_to(sources.PACKAGE / owner(path) / "templates").as_posix()
        for alias in (name, name.replace("/index.html", ".html")):
            names.setdefault(alias, owner(path))
    return names
