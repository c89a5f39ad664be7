"""Write the plan file's JSON Schema and its reference from the program itself: `python -m tools.plan_file`."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "duecare.config.settings")
django.setup()

from duecare.obligations.shapes import DEFS  # noqa: E402
from duecare.plans.shape import NOT_RUNNING, schema  # noqa: E402

ROOT = Path(__file__).resolve().parent.parent
SCHEMA = ROOT / "src/duecare/plans/schema/plan.schema.json"
REFERENCE = ROOT / "docs/reference/plan-file.md"

HEAD = """\
# The plan file / 方案文件

<!-- Made by `python -m tools.plan_file`; change the program, then run it again. -->

A plan is one YAML file in UTF-8, at most 1 MB. `duecare plan check FILE` names everything wrong with it at once, each
with line, column and how to mend it; `duecare plan diff FILE` says what applying would change; `duecare plan apply FILE`
puts it in force, all of it or nothing, and again changes nothing. What has opened stays as it is. `duecare plan export KEY`
writes it back, `duecare plan close KEY` ends the programme.

方案是一个 UTF-8 编码的 YAML 文件，最大 1 MB。`duecare plan check 文件` 一次列出全部错误及行、列和改法;`duecare plan diff 文件`
说明执行后的变化;`duecare plan apply 文件` 执行方案，要么全部生效，要么全不生效，重复执行没有变化，已开始的事项保持不变。

Plans are read as YAML 1.2: `15:30`, `no` and `2027-01-04` are texts and need no quotes. Tags, several documents and merge
keys are not accepted; anchors are, up to 50,000 values with every repetition counted.

An editor with a YAML language server completes and explains names when the file begins with this line:

```yaml
# yaml-language-server: $schema=../../src/duecare/plans/schema/plan.schema.json
```

with the path of `plan.schema.json`, which is `src/duecare/plans/schema/plan.schema.json` in the source and
`duecare/plans/schema/plan.schema.json` in the installed program.

Two plans come with the project: [minimal.yaml](../../examples/plans/minimal.yaml), and
[school-district-winter.yaml](../../examples/plans/school-district-winter.yaml), which quotes the sentence each item comes
from.

## What the charter rules out / 章程禁止的内容

Every text of a plan is held against a list of words that stand for what the charter rules out (a register of persons,
watching people, ranking by complaints, …). A plan that trips is refused with the rule's number and a sentence that says
why. This is a *tripwire*: it catches words, not intentions. The guard proper is that there is no table, field type or
action for such things. A sentence that forbids them (“不以诉求数量排名”) does not trip.

## Ladders and audiences / 提醒、升级和对象

A step says when (`before: 60 min`, `at: due`, `after: 2 h`) and does one thing: `remind` who owes it, `tell` who is owed
it, `escalate` to who is above. An audience is a kind of post at a place, never a person: `post:reporter@debtor`. Places are
`debtor`, `creditor`, `root`, `site` (the debtor, as the place where it happens), and `up`, which climbs from the debtor's
parent until somebody is found. `head@debtor` is who
heads a unit, or the one that an office is an organ of. `on-duty@site` and its kin are whoever stands a watch there: see
[Run your duty](../duty.md#tell-those-on-duty). A step that finds nobody is recorded and the next one fires at once.
"""  # noqa: E501


def reference() -> str:
    """The reference as Markdown: a table for every mapping of the schema."""
    whole = schema()
    parts = [HEAD, "## Names at the top / 顶层名称\n", table(whole)]
    for name, piece in whole["properties"].items():
        for path, mapping in mappings(piece, name):
            parts.append(f"## `{path}`\n")
            if "title" in mapping:
                parts.append(f"{mapping['title']}\n")
            parts.append(table(mapping))
    parts.append("## Waiting for their modules / 待模块启用\n")
    names = ", ".join(f"`{name}`" for name in NOT_RUNNING)
    parts.append(f"{names}: the reader does not accept them until they run. / 模块启用前不接受。\n")
    parts.append("## Shapes / 写法\n")
    parts.append(shapes(DEFS))
    return "\n".join(parts).rstrip() + "\n"


def mappings(piece: Mapping[str, Any], path: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Every mapping with names of its own within a piece of a schema, by its path."""
    if piece.get("properties"):
        yield path, piece
        for name, inner in piece["properties"].items():
            yield from mappings(inner, f"{path}.{name}")
    if isinstance(piece.get("items"), dict):
        yield from mappings(piece["items"], f"{path}[]")
    if isinstance(piece.get("additionalProperties"), dict):
        yield from mappings(piece["additionalProperties"], f"{path}.*")


def table(mapping: Mapping[str, Any]) -> str:
    """A mapping's names as a table."""
    rows = ["| name | | shape | meaning |", "|---|---|---|---|"]
    for name, piece in mapping["properties"].items():
        needed = "required" if name in mapping.get("required", ()) else ""
        meaning = " ".join(str(piece[k]) for k in ("title", "description") if k in piece)
        rows.append(f"| `{name}` | {needed} | {_shape(piece)} | {_cell(meaning)} |")
    return "\n".join(rows) + "\n"


def _shape(piece: Mapping[str, Any]) -> str:
    if "$ref" in piece:
        name = piece["$ref"].rpartition("/")[2]
        return f"[{name}](#shape-{name})"
    if "enum" in piece:
        return _cell(" ".join(f"`{value}`" for value in piece["enum"]))
    if "const" in piece:
        return f"`{piece['const']}`"
    kind = piece.get("type", "")
    if kind == "array":
        return f"list of {_shape(piece['items'])}"
    return "mapping" if kind == "object" else _cell(" or ".join([kind] if isinstance(kind, str) else kind))


def shapes(defs: Mapping[str, Any]) -> str:
    """The pieces that tables refer to."""
    rows = []
    for name, piece in defs.items():
        examples = " · ".join(
            f"`{json.dumps(e, ensure_ascii=False) if isinstance(e, dict) else e}`"
            for e in piece.get("examples", ())
        )
        values = " ".join(f"`{value}`" for value in piece.get("enum", ()))
        rows.append(
            f'### <a id="shape-{name}"></a>{name}\n\n{piece.get("description", "")}\n\n{examples or values}\n'
        )
    return "\n".join(rows)


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def written() -> dict[Path, str]:
    """Every file that is made, with what it should hold."""
    return {
        SCHEMA: json.dumps(schema(), ensure_ascii=False, indent=1) + "\n",
        REFERENCE: reference(),
    }


if __name__ == "__main__":
    for path, text in written().items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        print(path.relative_to(ROOT))
