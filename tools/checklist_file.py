"""Write the checklist's JSON Schema and its reference from the program itself: `python -m tools.checklist_file`."""

from __future__ import annotations

import json
from pathlib import Path

from duecare.inspections.shape import DEFS, schema  # plan_file has set Django up
from tools.plan_file import ROOT, mappings, shapes, table

PACKAGE = ROOT / "src/duecare/inspections"
SCHEMA = PACKAGE / "schema/checklist.schema.json"
REFERENCE = ROOT / "docs/reference/checklist-file.md"

EXAMPLE = """\
checklist: boiler-room
version: 1
title: {zh: 锅炉房检查表, en: Boiler room}
field: heating-and-hot-water
source: practice, unverified
sections:
  - key: room
    title: {zh: 锅炉房, en: The room}
    items:
      - key: alarm
        ask: {zh: 燃气报警器有效, en: The gas alarm works}
        look: {zh: 用测试气试一次。, en: Try it once with test gas.}
        photograph: on-fail
        level: major
        days: 0
      - key: pressure
        ask: {zh: 锅炉运行压力, en: Working pressure of the boiler}
        answer: reading
        unit: MPa
        low: 0.1
        high: 0.7
        photograph: always
      - key: fuel
        ask: {zh: 燃料, en: Fuel}
        answer: choice
        options:
          - {key: gas, title: {zh: 天然气, en: Gas}}
          - {key: coal, title: {zh: 散煤, en: Loose coal}, fails: true}
      - key: hose
        ask: {zh: 燃气软管没有老化, en: The gas hose is not worn}
        when: {item: fuel, is: [gas]}
"""

HEAD = """\
# The checklist file / 检查表文件

<!-- Made by `python -m tools.checklist_file`; change the program, then run it again. -->

A checklist is one YAML file in UTF-8, at most 1 MB, read like a plan (YAML 1.2). `duecare checklist check FILE` names
everything wrong with it at once, each with line, column and how to mend it, and ends with 0, or with 1 when there is
anything; `--json` writes the same as data. Every text is there in Chinese and in English.

检查表是一个 UTF-8 编码的 YAML 文件，最大 1 MB，读法与方案相同（YAML 1.2）。`duecare checklist check 文件` 一次列出全部错误及行、列
和改法：没有错误返回 0，有错误返回 1；`--json` 以数据形式输出。每段文字都要有中文和英文。

```yaml
EXAMPLE```

The checklists that come with the program lie in `duecare/inspections/checklists/`; `duecare checklist add FILE` takes in a
deployment's own, or a newer version of one that is there: give it a greater `version`. Inspections that have begun go on with
the version they began with. The JSON Schema for editors is `duecare/inspections/schema/checklist.schema.json`.

随程序提供的检查表在 `duecare/inspections/checklists/`；`duecare checklist add 文件` 接入本地的检查表，或已有检查表的新版本（`version` 须加大）；
已经开始的检查仍按开始时的版本进行。供编辑器使用的 JSON Schema 是
`duecare/inspections/schema/checklist.schema.json`。

## How an item is answered / 答法

| `answer` | answers / 答案 | fails / 不合格 |
|---|---|---|
| `check` | `pass`, `fail`, `na` (not applicable / 不适用) | `fail` |
| `reading` | a number in `unit` / 以 `unit` 为单位的数 | below `low` or above `high` / 小于 `low` 或大于 `high` |
| `choice` | the key of one of `options` / 某一选项的代号 | an option with `fails: true` / 标了 `fails: true` 的选项 |
| `text` | words, at most 500 characters / 文字，最多 500 字 | never / 不会 |

An item with `when` is asked only if an *earlier* item, itself asked, has one of the outcomes in `is`; items that wait for
each other are refused. An answer whose item is asked no more is kept and not counted. `photograph: on-fail` asks for one
with a failure, `always` with every answer but `na`. What fails becomes a finding with the item's `level` and `days`.

有 `when` 的项，只有*前面*某项（其本身也要检查）的结果在 `is` 之中时才检查；互相等待的项不予接受。不再检查的项，已填的答案保留但不计。
`photograph: on-fail` 表示不合格时须拍照，`always` 表示除 `na` 外都须拍照。不合格的项成为检查发现，等级和整改天数取自该项。

## Sources / 依据

`source` says where an item comes from. Name a text only if you have read it; everything else says `practice, unverified`,
as all items of the checklists that come with the program do.

`source` 写明依据。只有读过原文才写文件名称，其余一律写 `practice, unverified`；随程序提供的检查表各项目前都是如此。

## What the charter rules out / 章程禁止的内容

Every text is held against the charter's list of words, and what an item asks to be entered or chosen against a stricter
one: an inspection has a place, never a person. A checklist that trips is refused with the rule's number and a sentence that
says why. This is a *tripwire*: it catches words, not intentions.

每段文字都对照章程的词表；要求填写或选择的内容对照更严的词表：检查的对象是场所，不是人。触及的检查表不予接受，并写明条号和理由。
这只是*绊线*：认词，不认意图。
"""  # noqa: E501


def reference() -> str:
    """The reference as Markdown: a table for every mapping of the schema."""
    whole = schema()
    parts = [HEAD.replace("EXAMPLE", EXAMPLE), "## Names at the top / 顶层名称\n", table(whole)]
    for name, piece in whole["properties"].items():
        for path, mapping in mappings(piece, name):
            parts += [f"## `{path}`\n", f"{mapping['title']}\n", table(mapping)]
    parts += ["## Shapes / 写法\n", shapes(DEFS)]
    return "\n".join(parts).rstrip() + "\n"


def written() -> dict[Path, str]:
    """Every file that is made, with what it should hold."""
    return {SCHEMA: json.dumps(schema(), ensure_ascii=False, indent=1) + "\n", REFERENCE: reference()}


if __name__ == "__main__":
    for path, text in written().items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        print(path.relative_to(ROOT))
