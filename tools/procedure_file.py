"""Write schemas and references of the files of cases: `python -m tools.procedure_file`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from duecare.grievances.rules import Procedure  # plan_file has set Django up
from duecare.grievances.shape import (
    CATEGORY_DEFS,
    DEFS,
    WORDING_DEFS,
    categories_schema,
    procedure_schema,
    wordings_schema,
)
from duecare.grievances.versions import shipped
from tools.plan_file import ROOT, mappings, shapes, table

PACKAGE = ROOT / "src/duecare/grievances"
PROCEDURE_SCHEMA = PACKAGE / "schema/procedure.schema.json"
CATEGORIES_SCHEMA = PACKAGE / "schema/categories.schema.json"
PROCEDURE_REFERENCE = ROOT / "docs/reference/procedure-file.md"
CATEGORIES_REFERENCE = ROOT / "docs/reference/categories-file.md"
WORDINGS_SCHEMA = PACKAGE / "schema/wordings.schema.json"
WORDINGS_REFERENCE = ROOT / "docs/reference/wordings-file.md"

#: A procedure of two stages, invented, with all that the charter asks for and nothing more.
EXAMPLE = """\
procedure: township-hotline
version: 1
title: {zh: 乡镇热线, en: Township hotline}
note: {zh: 虚构的示例。, en: An invented example.}
rolls_over_holidays: true
stages:
  - {key: taken, title: {zh: 已记录, en: Taken down}}
  - {key: answered, title: {zh: 已回复, en: Answered}, ended: true}
limits:
  - key: answer
    title: {zh: 回复来电, en: Answering the call}
    sort: duty
    of: holder
    days: 3
    counting: working
    from: [take-down]
    until: [answer, gone]
    article: &invented {zh: 虚构的规定, en: an invented rule}
  - key: withdrawal
    title: {zh: 撤回生效, en: Withdrawal takes effect}
    sort: effect
    of: owner
    days: 7
    counting: calendar
    from: [withdraw]
    until: [take-back, answer]
    does: gone
    article: *invented
  - key: county
    title: {zh: 县里告知, en: Notice by the county}
    sort: duty
    of: above
    days: 10
    counting: working
    from: [go-higher, report-retaliation]
    until: [county-answers]
    article: *invented
courses:
  - [answer]
acts:
  - {key: take-down, title: {zh: 记录, en: Take down}, kind: begins, by: [clerk], to: taken}
  - key: answer
    title: {zh: 回复, en: Answer}
    kind: replies
    by: [holder]
    at: [taken]
    to: answered
    needs: [reasons, decision, how-to-appeal]
  - {key: withdraw, title: {zh: 撤回, en: Withdraw}, kind: withdraws, by: [owner], at: [taken]}
  - key: take-back
    title: {zh: 取消撤回, en: Take it back}
    kind: takes-back
    by: [owner]
    at: everywhere
    within: withdrawal
  - {key: gone, title: {zh: 已撤回, en: Withdrawn}, by: [time], at: [taken], to: answered}
  - {key: go-higher, title: {zh: 向县里提出, en: Go to the county}, kind: goes-higher, by: [owner], at: everywhere}
  - key: report-retaliation
    title: {zh: 反映打击报复, en: Report retaliation}
    kind: reports-retaliation
    by: [owner]
    at: everywhere
  - key: county-answers
    title: {zh: 县里告知, en: The county gives notice}
    by: [above]
    at: everywhere
    within: county
  - {key: ask-recusal, title: {zh: 申请回避, en: Ask for a recusal}, kind: asks-recusal, by: [owner], at: everywhere}
  - {key: recuse, title: {zh: 回避, en: Recuse}, kind: recuses, by: [holder, leader], at: everywhere}
"""

MADE = "<!-- Made by `python -m tools.procedure_file`; change the program, then run it again. -->"
HEAD = f"""\
# The procedure file / 办理程序文件

{MADE}

A procedure says how a case goes: its stages, who may do what in each, and the time limits, each with its article. It is one
YAML file in UTF-8, at most 1 MB, read like a plan (YAML 1.2). `duecare procedure check FILE` names everything wrong with it
at once, each with line, column and how to mend it, and ends with 0, or with 1 when there is anything; `--json` writes the
same as data. A case keeps the rule version that it was registered under: the SHA-256 of the file's content.

办理程序规定一件诉求怎么走：有哪些阶段，每个阶段谁可以做什么，各项期限及其依据。它是一个 UTF-8 编码的 YAML 文件，最大 1 MB，读法与方案
相同（YAML 1.2）。`duecare procedure check 文件` 一次列出全部错误及行、列和改法：没有错误返回 0，有错误返回 1；`--json` 以数据形式输出。
每件诉求都记住登记时的规则版本，即文件内容的 SHA-256。

```yaml
EXAMPLE```

The procedure that comes with the program is `cn-petition-2022`; its limits are [below](#limits-of-cn-petition-2022). It was
read from an *unofficial copy* of the Regulation: a deployment compares it with the text in force and confirms it. The JSON
Schema for editors is `duecare/grievances/schema/procedure.schema.json`.

随程序提供的办理程序是 `cn-petition-2022`，期限见[下表](#limits-of-cn-petition-2022)。它依据一份*非官方文本*读出，启用前由使用单位对照现行文本
核对。供编辑器使用的 JSON Schema 是 `duecare/grievances/schema/procedure.schema.json`。

## How limits count / 期限怎么算

A limit counts from an act in `from`, the day of the act not included, to 24:00 of the last day in the calendar's zone, and
ends with an act in `until`. On time means received by then. `working` counts working days, make-up days among them. With
`rolls_over_holidays: true` a last day that is off moves to the next working day. An extension adds days and never erases a
miss. A clock stands still only on a ground that `grounds` lists and the limit names in `pauses`. A day that rests on days
off nobody has announced yet is marked as assumed.

期限从 `from` 中的行为起算，当天不计，到日历所在时区最后一日的 24:00，遇 `until` 中的行为为止；在此之前收到即为按时。`working` 按工作日算，
含调休上班日。`rolls_over_holidays: true` 时，末日逢休息日顺延到下一个工作日。延期只加天数，已经逾期的仍是逾期。只有 `grounds` 列出、且期限在
`pauses` 中写明的情形才中止计算。依据尚未公布的放假安排算出的日子，会标明是推定的。

## What the charter asks / 章程的要求

In every stage the owner can go higher, report retaliation, and ask for a recusal; what going higher starts is a duty of the
level above, and it changes no stage and no other clock. Only the owner withdraws, rates, reopens and appeals. A withdrawal
takes effect after seven days or more and can be taken back until then. The unit concerned answers an inquiry and does
nothing else. A review is decided above. A procedure that leaves any of it out is refused with the rule's number.

在每个阶段，当事人都可以向上级提出、反映打击报复、申请回避；向上级提出只给上级带来应办事项，不改变阶段，也不改变其他期限。只有当事人本人
可以撤回、评价、要求重办和申诉。撤回至少七天后生效，此前可以取消。被反映的单位只答复询问，不做别的。复查由上级作出。缺了任何一项，都不予接受
并写明条号。
"""  # noqa: E501
CATEGORIES_HEAD = f"""\
# The file of categories / 诉求类别文件

{MADE}

A category is a facility or a service that something can be wrong with, never a person. The file is YAML in UTF-8, read like
a plan; `duecare categories check FILE` names everything wrong with it. Those that come with the program lie in
`duecare/grievances/categories/default.yaml`; the JSON Schema is `duecare/grievances/schema/categories.schema.json`.

类别是可能出问题的一种设施或服务，不是人。文件是 UTF-8 编码的 YAML，读法与方案相同；`duecare categories check 文件` 列出全部错误。随程序提供的
类别在 `duecare/grievances/categories/default.yaml`，JSON Schema 是 `duecare/grievances/schema/categories.schema.json`。
"""  # noqa: E501


WORDINGS_HEAD = f"""\
# The file of wordings / 答复用语文件

{MADE}

A wording is prepared words for what an officer writes to the owner of a case, offered with the acts it names. `____` is a
blank; what still has one can't be sent. `duecare wordings check FILE` names everything wrong with a file. Those that come
with the program lie in `duecare/grievances/wordings/default.yaml`; a plan has its own under `cases: wordings:`, in the same
shape, and they are offered first. The JSON Schema is `duecare/grievances/schema/wordings.schema.json`.

用语是办理人写给当事人的现成文字，在所列行为的表单上供选用。`____` 是空白，还有空白就不能发出。`duecare wordings check 文件` 列出全部错误。
随程序提供的用语在 `duecare/grievances/wordings/default.yaml`；方案可以在 `cases: wordings:` 下写自己的用语，写法相同，排在前面。JSON Schema
是 `duecare/grievances/schema/wordings.schema.json`。
"""  # noqa: E501


def limits_of(procedure: Procedure) -> str:
    """A procedure's time limits as a table, in both languages."""
    rows = [
        f'## <a id="limits-of-{procedure.key}"></a>Limits of {procedure.key} / {procedure.title.zh}的期限\n',
        f"{procedure.note.en}\n\n{procedure.note.zh}\n",
        "| limit / 期限 | of / 谁的 | days / 天数 | from / 起算 | article / 依据 |",
        "|---|---|---|---|---|",
    ]
    for limit in procedure.limits:
        days = "as given / 另写明" if limit.days is None else f"{limit.days} {limit.counting.value}"
        if limit.extension:
            days += f" + {limit.extension.most_days} × {limit.extension.times}"
        starts = ", ".join(f"`{key}`" for key in limit.starts)
        rows.append(
            f"| {limit.title.en}<br>{limit.title.zh} | {limit.sort.value}, {limit.of.value} | {days} | {starts} "
            f"| {limit.article.en}<br>{limit.article.zh} |"
        )
    return "\n".join(rows) + "\n"


def procedure_reference() -> str:
    """The reference of procedures as Markdown: a table for every mapping of the schema."""
    whole = procedure_schema()
    parts = [HEAD.replace("EXAMPLE", EXAMPLE), *map(limits_of, shipped())]
    parts += ["## Names at the top / 顶层名称\n", table(whole)]
    for name, piece in whole["properties"].items():
        for path, mapping in mappings(piece, name):
            parts += [f"## `{path}`\n", f"{mapping['title']}\n", table(mapping)]
    parts += ["## Shapes / 写法\n", shapes(DEFS)]
    return "\n".join(parts).rstrip() + "\n"


def categories_reference() -> str:
    """The reference of categories as Markdown."""
    return _reference(CATEGORIES_HEAD, categories_schema(), CATEGORY_DEFS)


def wordings_reference() -> str:
    """The reference of wordings as Markdown."""
    return _reference(WORDINGS_HEAD, wordings_schema(), WORDING_DEFS)


def _reference(head: str, whole: dict[str, Any], pieces: dict[str, dict[str, Any]]) -> str:
    parts = [head, "## Names at the top / 顶层名称\n", table(whole)]
    for name, piece in whole["properties"].items():
        for path, mapping in mappings(piece, name):
            parts += [f"## `{path}`\n", f"{mapping['title']}\n", table(mapping)]
    parts += ["## Shapes / 写法\n", shapes(pieces)]
    return "\n".join(parts).rstrip() + "\n"


def written() -> dict[Path, str]:
    """Every file that is made, with what it should hold."""
    return {
        PROCEDURE_SCHEMA: json.dumps(procedure_schema(), ensure_ascii=False, indent=1) + "\n",
        CATEGORIES_SCHEMA: json.dumps(categories_schema(), ensure_ascii=False, indent=1) + "\n",
        PROCEDURE_REFERENCE: procedure_reference(),
        CATEGORIES_REFERENCE: categories_reference(),
        WORDINGS_SCHEMA: json.dumps(wordings_schema(), ensure_ascii=False, indent=1) + "\n",
        WORDINGS_REFERENCE: wordings_reference(),
    }


if __name__ == "__main__":
    for path, text in written().items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        print(path.relative_to(ROOT))
