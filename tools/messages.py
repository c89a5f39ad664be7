"""Bring each app's translations up to date with its sources: `make messages`.

English is the msgid; each app has `locale/zh_Hans/LC_MESSAGES/django.po`. New texts are added with an
empty translation, texts that are gone are dropped, existing translations stay. The file holds no dates
and no line numbers, so that it changes only where a text does.
"""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ROOT / "src/duecare"
LANGUAGE = "zh_Hans"
PO = Path("locale") / LANGUAGE / "LC_MESSAGES/django.po"
HEADER = """msgid ""
msgstr ""
"Language: zh_Hans\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"

"""
_ONE, _PLURAL = None, (1, 2)
_CONTEXT, _CONTEXT_PLURAL = ((1, "c"), 2), ((1, "c"), 2, 3)
KEYWORDS = {
    "_": _ONE,
    "gettext": _ONE,
    "gettext_lazy": _ONE,
    "gettext_noop": _ONE,
    "ngettext": _PLURAL,
    "ngettext_lazy": _PLURAL,
    "pgettext": _CONTEXT,
    "pgettext_lazy": _CONTEXT,
    "npgettext": _CONTEXT_PLURAL,
    "npgettext_lazy": _CONTEXT_PLURAL,
}
_BLOCK_START = re.compile(r"^\s+", re.MULTILINE)


def apps() -> list[Path]:
    """Return the folders of duecare's packages that have texts or had some."""
    folders = sorted(path.parent for path in SOURCES.glob("*/__init__.py"))
    return [folder for folder in folders if (folder / PO).exists() or len(extracted(folder))]


def extracted(app: Path) -> Catalog:
    """Return the texts of an app's Python files and templates, without translations."""
    catalog = Catalog(locale=LANGUAGE, fuzzy=False)
    for file in _files(app):
        source = file.read_text()
        if file.suffix != ".py":
            # Outside of its calls, templatize leaves words that no tokenizer may see as indented blocks.
            source = _BLOCK_START.sub("", templatize(source, origin=str(file)))
        # Babel's annotations ask for a `str` of keywords where it takes a mapping of specifications.
        found = extract("python", io.BytesIO(source.encode()), KEYWORDS, ["Translators:"])
        for _line, message, comments, context in found:
            place = str(file.relative_to(app))
            catalog.add(message, None, [(place, 0)], auto_comments=comments, context=context)
    return catalog


def translated(app: Path) -> Catalog:
    """Return the app's translations as they are in its file; empty when it has none."""
    if not (app / PO).exists():
        return Catalog(locale=LANGUAGE)
    with (app / PO).open("rb") as file:
        return read_po(file, locale=LANGUAGE)


def update(app: Path) -> int:
    """Rewrite the app's file and return how many texts lack a translation."""
    catalog = translated(app)
    catalog.update(extracted(app), no_fuzzy_matching=True)
    text = io.BytesIO()
    write_po(
        text,
        catalog,
        width=100,
        omit_header=True,
        ignore_obsolete=True,
        sort_output=True,
        include_lineno=False,
    )
    content = HEADER + text.getvalue().decode().strip("\n") + "\n"
    (app / PO).parent.mkdir(parents=True, exist_ok=True)
    if not (app / PO).exists() or (app / PO).read_text() != content:
        (app / PO).write_text(content)
    return sum(1 for message in catalog if message.id and not is_translated(message))


def is_translated(message: Message) -> bool:
    strings = [message.string] if isinstance(message.string, str) else list(message.string or [])
    return bool(strings) and all(strings) and not message.fuzzy


def _files(app: Path) -> Iterator[Path]:
    for file in sorted(app.rglob("*.py")):
        if not {"tests", "migrations"} & set(file.relative_to(app).parts):
            yield file
    for pattern in ("*.html", "*.txt"):
        yield from sorted((app / "templates").rglob(pattern))


def main(names: list[str]) -> int:
    missing = {app.name: update(app) for app in apps() if not names or app.name in names}
    for name, count in missing.items():
        print(f"{name}: {count} to translate" if count else f"{name}: complete")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
