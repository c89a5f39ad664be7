"""Write the reference of settings, commands and kinds from the program itself: `python -m tools.reference`.

Both languages stand on one page. Chinese names come from the translation files, so nothing has to be compiled.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import django

from tools import messages

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "duecare.config.settings")
django.setup()

from django.utils.translation import override  # noqa: E402

from duecare.cli.main import main as program  # noqa: E402
from duecare.config.options import OPTIONS  # noqa: E402
from duecare.obligations import kinds  # noqa: E402

FOLDER = messages.ROOT / "docs/reference"
MADE = "<!-- Made by `python -m tools.reference`; change the program, then run it again. -->"
SETTINGS = """\
A setting is looked up in the environment first, then in `duecare.toml` in the home folder under the key in the second
column, and then has its default. An unknown key or a value that cannot be read stops every command with a sentence
that names it.

先看环境变量，再看主目录中的 `duecare.toml`（键名见第二列），都没有则用默认值。有不认识的键或读不懂的值时，
每条命令都会停下并指出是哪一个。"""
ELSEWHERE = """\
## Only for the demo and the tests / 仅供演示和测试

`DUECARE_DEMO=1` is set by `duecare demo` for its own processes; do not set it yourself. The tests read
`DUECARE_TEST_DB` (`sqlite` or `postgres`) and `DUECARE_CHROMIUM` (path of the browser).

`DUECARE_DEMO=1` 由 `duecare demo` 为自己的进程设置，请勿自行设置。测试读取 `DUECARE_TEST_DB`（`sqlite` 或 `postgres`）
和 `DUECARE_CHROMIUM`（浏览器路径）。"""
COMMANDS = """\
Exit codes: 0 done; 1 refused, with a sentence that says why; 2 the command line was wrong. What is printed is in the
deployment's language; `duecare --language en …` changes it for one call.

退出码：0 完成；1 未执行并说明原因；2 命令行有误。输出使用本部署的语言；`duecare --language en …` 只改这一次。"""
KINDS = """\
Everything somebody owes by a time is one of these. A kind that lapses can no longer be done after it has closed. When
snow closes the schools, what can be suspended is waived or moved for the day; what keeps people safe stays. Of a
confidential kind outsiders see sums alone, and none under 5.

每一件到时要办的事都属于其中一种。会失效的种类，关闭后不能再办。大雪停课那天，可停办的免除或改期，
保安全的照常。保密的种类，外人只见合计，小于 5 的不显示。"""


def settings_page() -> str:
    """Return the page of every setting."""
    return _page(["# Settings / 设置", MADE, SETTINGS, "\n".join(_settings_table()), ELSEWHERE])


def _settings_table() -> Iterator[str]:
    yield "| Setting / 设置 | Key / 键 | Default / 默认 | |"
    yield "|---|---|---|---|"
    for option in OPTIONS:
        # The home folder is where the file lies: it cannot be said in it.
        key = "–" if option.name == "DUECARE_HOME" else f"`{option.key}`"
        default = f"`{option.default}`" if option.default else "–"
        secret = " (secret / 保密)" if option.secret else ""
        yield f"| `{option.name}` | {key} | {default} | {_cell(option.en)}<br>{_cell(option.zh)}{secret} |"


def commands_page() -> str:
    """Return the page of every command with its arguments and options."""
    lines = ["# Commands / 命令", MADE, COMMANDS]
    for path, command in _walk(program, "duecare"):
        lines += [f"## `{path}`", *_command(path, command)]
    return _page(lines)


def _walk(command: click.Command, path: str) -> Iterator[tuple[str, click.Command]]:
    if not command.hidden:
        yield path, command
    if isinstance(command, click.Group):
        for name in sorted(command.commands):
            yield from _walk(command.commands[name], f"{path} {name}")


def _command(path: str, command: click.Command) -> Iterator[str]:
    context = click.Context(command, info_name=path)
    yield f"`{' '.join([path, *command.collect_usage_pieces(context)])}`"
    for paragraph in (command.help or "").split("\n\n"):
        yield " ".join(paragraph.split())
    options = [p for p in command.params if isinstance(p, click.Option) and not p.hidden]
    if options:
        yield "\n".join(f"- {_option(option, context)}" for option in options)


def _option(option: click.Option, context: click.Context) -> str:
    names = ", ".join(f"`{name}`" for name in option.opts)
    value = "" if option.is_flag else f" `{option.make_metavar(context)}`"
    marks = [] if not option.required else ["required / 必填"]
    if option.show_default and option.default is not None:
        marks.append(f"default / 默认 `{option.default}`")
    return f"{names}{value}: {option.help or ''}" + (f" ({'; '.join(marks)})" if marks else "")


def kinds_page() -> str:
    """Return the page of every obligation kind."""
    words = _chinese()
    lines = ["# Kinds of obligations / 应办事项的种类", MADE, KINDS]
    table = [
        "| Kind / 种类 | English | 中文 | Lapses / 会失效 | Suspended / 可停办 | Confidential / 保密 |",
        "|---|---|---|---|---|---|",
    ]
    for kind in kinds.all():
        with override("en"):
            label = str(kind.label)
        marks = [
            "yes / 是" if mark else "no / 否" for mark in (kind.lapses, kind.suspends, kind.confidential)
        ]
        table.append(f"| `{kind.key}` | {label} | {words.get(label, label)} | {' | '.join(marks)} |")
    return _page([*lines, "\n".join(table)])


def _chinese() -> dict[str, str]:
    found = {}
    for app in messages.apps():
        for message in messages.translated(app):
            if isinstance(message.id, str) and isinstance(message.string, str) and message.string:
                found[message.id] = message.string
    return found


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def _page(parts: list[str]) -> str:
    return "\n\n".join(part for part in parts if part) + "\n"


def pages() -> dict[Path, str]:
    """Return every page of the generated reference by its path."""
    return {
        FOLDER / "settings.md": settings_page(),
        FOLDER / "commands.md": commands_page(),
        FOLDER / "kinds.md": kinds_page(),
    }


def main() -> int:
    """Write the pages."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for path, text in pages().items():
        path.write_text(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
