"""From text to a JSON value of which every part knows its place.

Files are read as YAML 1.2: ``15:30``, ``no``, ``on``, ``2027-01-04`` and ``08`` are texts, as an editor shows them,
where YAML 1.1 would make 930, false, true, a date and an error of them. Tags, several documents and merge keys
are not needed and not accepted. Anchors are, within the bound that holds for everything.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml
from django.utils.translation import gettext as _

from duecare.documents.findings import FileRefused, Finding, Sort, Spot
from duecare.documents.problems import Path
from duecare.documents.syntax import syntax_finding

MAX_NODES = 50_000
"""Values in a file, those repeated by an alias counted each time."""
MAX_DEPTH = 24

_INT = re.compile(r"-?(0|[1-9][0-9]{0,17})")
_FLOAT = re.compile(r"-?(0|[1-9][0-9]{0,17})\.[0-9]{1,18}")
_WORDS = {"": None, "~": None, "null": None, "true": True, "false": False}
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(slots=True)
class Document:
    """A file as read.

    :param value: JSON.
    :param values: the place of every value, by its path.
    :param keys: the place of every key of a mapping, by the path of its value.
    """

    file: str
    text: str
    value: Any = None
    values: dict[Path, Spot] = field(default_factory=dict)
    keys: dict[Path, Spot] = field(default_factory=dict)

    def spot(self, path: Path) -> Spot:
        """The place of a value, or of the nearest that holds it."""
        for end in range(len(path), -1, -1):
            if path[:end] in self.values:
                return self.values[path[:end]]
        return Spot(1, 1)

    def key_spot(self, path: Path) -> Spot:
        """The place of the key under which a value stands, or of the value where it has none."""
        return self.keys.get(path) or self.spot(path)


@dataclass(slots=True)
class _Node:
    value: Any  # a scalar, a list of nodes, or a list of pairs of nodes in `pairs`
    spot: Spot
    size: int = 1
    pairs: list[tuple[_Node, _Node]] | None = None


def read(text: str, file: str, sort: Sort) -> tuple[Document, list[Finding]]:
    """The document, and what is wrong with it without making it unreadable (a key said twice, a tag).

    :raises FileRefused: the sort's; it is no YAML, or a bomb.
    """
    composer = _Composer(text, file, sort)
    try:
        node = composer.document()
    except yaml.YAMLError as error:
        raise sort.refused([syntax_finding(error, text, file)]) from None
    document = Document(file, text)
    document.value = _unfold(node, (), document)
    return document, composer.findings


def _unfold(node: _Node, path: Path, document: Document) -> Any:
    document.values[path] = node.spot
    if node.pairs is not None:
        result = {}
        for key, value in node.pairs:
            document.keys[(*path, key.value)] = key.spot
            result[key.value] = _unfold(value, (*path, key.value), document)
        return result
    if isinstance(node.value, list):
        return [_unfold(item, (*path, i), document) for i, item in enumerate(node.value)]
    return node.value


class _Composer:
    """Makes nodes of YAML's events, counting as it goes."""

    def __init__(self, text: str, file: str, sort: Sort) -> None:
        self.text = text
        self.file = file
        self.sort = sort
        self.findings: list[Finding] = []
        self.count = 0
        self.anchors: dict[str, _Node | None] = {}
        self.events: Iterator[yaml.Event] = yaml.parse(text, Loader=_LOADER)

    def document(self) -> _Node:
        next(self.events)  # the stream starts
        if isinstance(next(self.events), yaml.StreamEndEvent):
            raise self.stop(Spot(1, 1), _("The file is empty."), str(self.sort.begin))
        node = self.node(next(self.events), 1)
        next(self.events)  # the document ends
        more = next(self.events)
        if not isinstance(more, yaml.StreamEndEvent):
            self.find(self.at(more), str(self.sort.one_only))
        return node

    def node(self, event: yaml.Event, depth: int) -> _Node:
        if isinstance(event, yaml.AliasEvent):
            return self.alias(event)
        self.add(1, event)
        if depth > MAX_DEPTH:
            raise self.stop(self.at(event), _("Here the file is nested too deeply."))
        anchor = getattr(event, "anchor", None)
        if anchor:
            self.anchors[anchor] = None
        if isinstance(event, yaml.ScalarEvent):
            node = self.scalar(event)
        elif isinstance(event, yaml.SequenceStartEvent):
            node = self.sequence(event, depth)
        else:
            node = self.mapping(event, depth)
        tag = getattr(event, "tag", None)
        if tag:
            self.find(node.spot, str(self.sort.tagged) % {"tag": str(tag)[:40]})
        if anchor:
            self.anchors[anchor] = node
        return node

    def alias(self, event: yaml.AliasEvent) -> _Node:
        spot = self.at(event)
        if event.anchor not in self.anchors:
            raise self.stop(spot, _("Nothing is named “&%(name)s” above.") % {"name": event.anchor})
        node = self.anchors[event.anchor]
        if node is None:
            raise self.stop(spot, _("“*%(name)s” would contain itself.") % {"name": event.anchor})
        self.add(node.size, event)
        return node

    def scalar(self, event: yaml.ScalarEvent) -> _Node:
        text = str(event.value)
        return _Node(_plain(text) if event.implicit[0] and not event.style else text, self.at(event))

    def sequence(self, event: yaml.Event, depth: int) -> _Node:
        node = _Node([], self.at(event))
        while not isinstance(item := next(self.events), yaml.SequenceEndEvent):
            child = self.node(item, depth + 1)
            node.value.append(child)
            node.size += child.size
        return node

    def mapping(self, event: yaml.Event, depth: int) -> _Node:
        node = _Node(None, self.at(event), pairs=[])
        seen: dict[str, Spot] = {}
        while not isinstance(item := next(self.events), yaml.MappingEndEvent):
            key, value = self.node(item, depth + 1), self.node(next(self.events), depth + 1)
            node.size += key.size + value.size
            if key.pairs is not None or isinstance(key.value, list):
                self.find(key.spot, _("A name is needed here, not a list or a mapping."))
                continue
            name = str(item.value) if isinstance(item, yaml.ScalarEvent) else str(key.value)
            if name in seen:
                message = _("“%(name)s” is said twice here; the first time in line %(line)s.")
                self.find(
                    key.spot, message % {"name": name, "line": seen[name].line}, _("Keep one of the two.")
                )
                continue
            seen[name] = key.spot
            node.pairs.append((_Node(name, key.spot), value))  # type: ignore[union-attr]
        return node

    def add(self, size: int, event: yaml.Event) -> None:
        self.count += size
        if self.count > MAX_NODES:
            message = str(self.sort.too_many) % {"most": MAX_NODES}
            raise self.stop(self.at(event), message, _("Is it the right file?"))

    def at(self, event: yaml.Event) -> Spot:
        mark, end = event.start_mark, event.end_mark
        assert mark and end  # a reader of text gives every event its place
        words = self.text[mark.index : end.index].strip().partition("\n")[0][:60]
        if not isinstance(event, (yaml.ScalarEvent, yaml.AliasEvent)):
            words = self.text[mark.index :].partition("\n")[0].strip()[:60]
        return Spot(mark.line + 1, mark.column + 1, words)

    def find(self, spot: Spot, message: str, hint: str = "") -> None:
        self.findings.append(Finding(self.file, spot, message, hint))

    def stop(self, spot: Spot, message: str, hint: str = "") -> FileRefused:
        return self.sort.refused([*self.findings, Finding(self.file, spot, message, hint)])


def _plain(text: str) -> Any:
    """What a word without quotes means in YAML 1.2's core schema, as far as files need it."""
    if text in _WORDS:
        return _WORDS[text]
    if _INT.fullmatch(text):
        return int(text)
    return float(text) if _FLOAT.fullmatch(text) else text
