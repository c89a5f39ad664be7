"""Everything people read is there in English and in Chinese."""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from django.apps import apps
from django.conf import settings

from tests.guards import sources, templates
from tools import messages

APPS = messages.apps()
HALF_WIDTH = re.compile(r"[\u4e00-\u9fff][,;:?!]|[,;:?!][\u4e00-\u9fff]|[\u4e00-\u9fff]\.(?:\s|$)")
AS_WRITTEN = "名称: 值"
# Words of a template that are the same in both languages.
SAME = {"CSV", "PDF", "QR", "XLSX", "duecare", "English", "中文"}
CLASSES = re.compile(r"\{%\s*block\s+(?:width|\w*_class)\s*%\}.*?\{%\s*endblock\b.*?%\}", re.DOTALL)
TRANSLATED = re.compile(r"\{%\s*blocktrans(?:late)?\b.*?\{%\s*endblocktrans(?:late)?\s*%\}", re.DOTALL)
CODE = re.compile(r"\{%.*?%\}|\{\{.*?\}\}|<script\b.*?</script>|&\w+;", re.DOTALL)
SHOWN = re.compile(r"\s(?:aria-label|alt|placeholder|title|label)=\"([^\"]*)\"")
TAG = re.compile(r"<[^>]*>")
WORD = re.compile(r"[^\W\d_]{2,}")


def keys(catalog: Catalog) -> set[tuple[str | None, str]]:
    """Return context and text (of a plural its singular) of every message but the header."""
    return {(m.context, m.id if isinstance(m.id, str) else m.id[0]) for m in catalog if m.id}


@pytest.mark.parametrize("app", APPS, ids=lambda app: app.name)
def test_translation_has_every_text_and_no_other(app):
    have, want = keys(messages.translated(app)), keys(messages.extracted(app))
    assert have == want, f"run `make messages`; missing {want - have}, gone {have - want}"


@pytest.mark.parametrize("app", APPS, ids=lambda app: app.name)
def test_every_text_is_translated(app):
    missing = [m.id for m in messages.translated(app) if m.id and not messages.is_translated(m)]
    assert not missing


@pytest.mark.parametrize("app", APPS, ids=lambda app: app.name)
def test_placeholders_are_the_same_in_both_languages(app):
    wrong = [(m.id, [str(e) for e in errors]) for m, errors in messages.translated(app).check()]
    assert not wrong


@pytest.mark.parametrize("app", APPS, ids=lambda app: app.name)
def test_django_loads_the_translation(app):
    loaded = {Path(config.path) / "locale" for config in apps.get_app_configs()}
    loaded |= {Path(path) for path in settings.LOCALE_PATHS}
    loaded.add(sources.PACKAGE / "demo/locale")  # an app only while the demo runs
    assert app / "locale" in loaded, f"{app.name} is no Django app; name its folder in LOCALE_PATHS"


def test_a_text_has_one_translation():
    """Django merges all apps' translations: of two for one text, the wrong one might be shown."""
    found: dict[tuple[str | None, str], dict[str, str]] = defaultdict(dict)
    for app in APPS:
        for message in messages.translated(app):
            if message.id:
                found[message.context, str(message.id)][str(message.string)] = app.name
    assert not {key: of for key, of in found.items() if len(of) > 1}


@pytest.mark.parametrize("path", templates.all_templates(), ids=sources.name)
def test_template_has_no_words_outside_translate(path):
    source = CODE.sub(" ", CLASSES.sub(" ", TRANSLATED.sub(" ", templates.text(path))))
    shown = [*TAG.sub(" ", source).split("\n"), *(hit[1] for hit in SHOWN.finditer(source))]
    words = {word for part in shown for word in WORD.findall(part)} - SAME
    assert not words


@pytest.mark.parametrize("path", sources.files(".js"), ids=sources.name)
def test_script_has_no_chinese(path):
    """A script takes what it shows from the page, which has it in the reader's language."""
    assert not re.search(r"[\u4e00-\u9fff]", path.read_text())


@pytest.mark.parametrize("app", APPS, ids=lambda app: app.name)
def test_chinese_has_its_own_punctuation(app):
    """A mark beside a Chinese character is a full-width one; what a plan file writes is quoted as it is written."""
    wrong = [
        text
        for message in messages.translated(app)
        if message.id
        for text in ([message.string] if isinstance(message.string, str) else message.string or ())
        if HALF_WIDTH.search(text.replace(AS_WRITTEN, ""))
    ]
    assert not wrong
