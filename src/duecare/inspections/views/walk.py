"""The page that inspects without a network, and the worker that keeps it on the phone.

The page holds no data and nothing of who opens it, so that the worker can know it by its SHA-256; data comes as JSON.
"""

from __future__ import annotations

import hashlib
import json
from functools import cache
from pathlib import Path

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from duecare.inspections.views.walk_texts import TEXTS
from duecare.orgs.requests import Request

#: What the page links to by the name that the storage gives it.
LINKED = (
    "vendor/tabler.min.css",
    "web/duecare.css",
    "web/parts.css",
    "inspections/walk.css",
    "web/mark.svg",
    "vendor/icons.svg",
    "inspections/walk/walk.js",
)
SCRIPTS = Path(__file__).parent.parent / "static/inspections/walk"


@require_safe
@login_required
def shell(request: Request) -> HttpResponse:
    """The page, the same for everybody who reads that language."""
    return HttpResponse(_shell(str(get_language())))


@require_safe
def worker(request: Request) -> HttpResponse:
    """The worker's script: it names every file that it keeps, so that it is another as soon as one of them is."""
    response = HttpResponse(_worker(str(get_language())), content_type="text/javascript; charset=utf-8")
    response["Service-Worker-Allowed"] = reverse("inspections:walk")
    return response


@cache
def _shell(language: str) -> str:
    """The page in the language that is active, under whose name it is remembered."""
    facts = {
        "language": "zh-Hans-CN" if language.startswith("zh") else language,
        "zone": settings.TIME_ZONE,
        "root": reverse("inspections:inspections"),
        "worker": reverse("inspections:worker"),
        "plain": reverse("inspections:new"),
        "signIn": f"{settings.LOGIN_URL}?next={reverse('inspections:walk')}",
        "icons": static("vendor/icons.svg"),
        "name": str(_("duecare")),
    }
    texts = {name: str(text) for name, text in TEXTS.items()}
    modules = [address for address, path in _modules()]
    return render_to_string(
        "inspections/walk/shell.html", {"facts": facts, "texts": texts, "modules": modules}
    )


def _modules() -> list[tuple[str, Path]]:
    """The modules that the first one imports, where it imports them from: they name each other as in the source."""
    found = sorted(path for path in SCRIPTS.rglob("*.js") if path.name not in {"walk.js", "worker.js"})
    base = f"{settings.STATIC_URL}inspections/walk/"
    return [(base + path.relative_to(SCRIPTS).as_posix(), path) for path in found]


@cache
def _worker(language: str) -> str:
    files = [(reverse("inspections:walk"), _digest(_shell(language).encode()))]
    files += [(static(name), _digest(_linked(name))) for name in LINKED]
    files += [(address, _digest(path.read_bytes())) for address, path in _modules()]
    version = _digest(json.dumps(files).encode())[:16]
    head = f'const VERSION = "{version}";\nconst FILES = {json.dumps(files)};\n'
    return head + (SCRIPTS / "worker.js").read_text()


def _linked(name: str) -> bytes:
    """A static file as it is served: the storage may have changed addresses inside it."""
    stored = staticfiles_storage.stored_name(name) if hasattr(staticfiles_storage, "stored_name") else name
    if staticfiles_storage.exists(stored):
        with staticfiles_storage.open(stored) as file:
            return bytes(file.read())
    return Path(str(finders.find(name))).read_bytes()


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
