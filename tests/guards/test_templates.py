"""Templates stay within their module and the shared ones, and hold no inline script, style or words."""

from __future__ import annotations

import re

import pytest

from tests.guards import sources, templates

SHARED = {"desk", "obligations", "web"}
# A module may take the names of templates from a registry only if it composes other modules' parts.
COMPOSES = SHARED
INLINE = {
    "script without src": re.compile(r"<script\b(?![^>]*\bsrc\s*=)[^>]*>", re.IGNORECASE),
    "style element": re.compile(r"<style\b", re.IGNORECASE),
    "style attribute": re.compile(r"<[^>]*\sstyle\s*=", re.IGNORECASE),
    "event attribute": re.compile(r"<[^>]*\s(?:on[a-z]+|hx-on[:\w-]*)\s*=", re.IGNORECASE),
    "code in an attribute": re.compile(r"[\"'](?:javascript:|js:)", re.IGNORECASE),
}
ICON = re.compile(r"\{%\s*icon\s+[\"']([\w-]+)[\"']|\bicon=[\"']([\w-]+)[\"']")
#: Components look a variable up and work nothing out: `:current="not all"` would be nothing, silently.
WORKED_OUT = re.compile(r"<c-[^>]*?\s(:[\w-]+=\"(?![\w.]+\")[^\"]*\")")
ALL = templates.all_templates()


@pytest.mark.parametrize("path", ALL, ids=sources.name)
def test_uses_only_its_own_and_shared_templates(path):
    owners, own = templates.owners(), templates.owner(path)
    for name in templates.references(path):
        if name.startswith("(computed)"):
            assert own in COMPOSES, f"{name}: only {', '.join(sorted(COMPOSES))} may compute a name"
        else:
            assert owners.get(name) in {own, *SHARED}, f"{name} belongs to {owners.get(name, 'nobody')}"


@pytest.mark.parametrize("path", ALL, ids=sources.name)
def test_has_nothing_inline(path):
    source = templates.text(path)
    found = [f"{what}: {hit[0]}" for what, pattern in INLINE.items() for hit in pattern.finditer(source)]
    assert not found


@pytest.mark.parametrize("path", ALL, ids=sources.name)
def test_hands_components_variables_not_expressions(path):
    assert not WORKED_OUT.findall(templates.text(path))


def test_icons_are_in_the_sprite():
    listed = set((sources.PACKAGE / "web/icons.txt").read_text().split())
    users = [*ALL, *(path for path in sources.files(".py") if path.is_relative_to(sources.PACKAGE))]
    unknown = {
        (sources.name(path), name)
        for path in users
        for found in ICON.findall(path.read_text())
        for name in found
        if name and name not in listed
    }
    assert not unknown, "add them to src/duecare/web/icons.txt"
