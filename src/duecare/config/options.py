"""Every setting a deployment can change: one list, read from the environment or from one file.

A setting is looked up first in the environment, then in ``$DUECARE_HOME/duecare.toml``, then it has its
default. The reference page of the docs and ``duecare doctor`` are made from this list.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured


@dataclass(frozen=True, slots=True)
class Option:
    """One setting.

    :param name: environment variable; the file's key is the same in lower case without ``DUECARE_``.
    :param default: the text it has when nobody set it.
    :param doc: what it does, in English and in Chinese.
    :param parse: turns the text into the value; raises ``ValueError`` with what is allowed.
    """

    name: str
    default: str
    en: str
    zh: str
    parse: Callable[[str], Any] = str
    secret: bool = False

    @property
    def key(self) -> str:
        """The key in the settings file."""
        return self.name.removeprefix("DUECARE_").lower()


def flag(text: str) -> bool:
    """Read yes/no. :raises ValueError: when it is neither."""
    try:
        return {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False, "": False}[
            text.strip().lower()
        ]
    except KeyError:
        raise ValueError("yes or no") from None


def words(text: str) -> list[str]:
    """Read a comma-separated list."""
    return [w.strip() for w in text.split(",") if w.strip()]


def days(text: str) -> int:
    """A number of days. :raises ValueError: it is none between 1 and 366."""
    if not text.isascii() or not text.isdecimal() or not 1 <= int(text) <= 366:
        raise ValueError("a number of days from 1 to 366")
    return int(text)


def months(text: str) -> int:
    """A number of months. :raises ValueError: it is none between 1 and 30, for which keys are made ahead."""
    if not text.isascii() or not text.isdecimal() or not 1 <= int(text) <= 30:
        raise ValueError("a number of months from 1 to 30")
    return int(text)


def hours(text: str) -> int:
    """A number of hours. :raises ValueError: it is none between 1 and 168."""
    if not text.isascii() or not text.isdecimal() or not 1 <= int(text) <= 168:
        raise ValueError("a number of hours from 1 to 168")
    return int(text)


def mail_server(text: str) -> str:
    """Read the address of a mail server. :raises ValueError: when it is none."""
    parts = urlsplit(text)
    if text and (parts.scheme not in {"smtp", "smtps"} or not parts.hostname):
        raise ValueError("smtp://user:password@host:port or smtps://…")
    return text


def home() -> Path:
    """The folder that holds everything of one deployment."""
    return Path(os.environ.get("DUECARE_HOME", "./var")).resolve()


OPTIONS: tuple[Option, ...] = (
    Option(
        "DUECARE_HOME",
        "./var",
        "Folder that holds the database, keys and the settings file.",
        "存放数据库、密钥和设置文件的目录。",
    ),
    Option(
        "DUECARE_DATABASE_URL",
        "",
        "postgresql://user:password@host:port/name; empty means SQLite in the home folder.",
        "postgresql://用户:密码@主机:端口/库名；留空则使用主目录下的 SQLite。",
        secret=True,
    ),
    Option(
        "DUECARE_VAULT_KEYS",
        "",
        "Key file of the vault, backed up apart from the data; empty means vault/vault.keys in the home folder.",
        "密封库的密钥文件；留空则为主目录下的 vault/vault.keys。备份须与数据备份分开。",
    ),
    Option(
        "DUECARE_HOSTS",
        "127.0.0.1,localhost",
        "Host names the site answers to, comma-separated.",
        "网站应答的主机名，用逗号分隔。",
        words,
    ),
    Option(
        "DUECARE_URL",
        "http://127.0.0.1:8000",
        "Address people open; links in messages and QR codes begin with it.",
        "用户打开的网址；消息和二维码中的链接以它开头。",
    ),
    Option(
        "DUECARE_HTTPS",
        "no",
        "yes when people reach the site by HTTPS: cookies are then sent by HTTPS only.",
        "用户经 HTTPS 访问时填 yes:Cookie 只经 HTTPS 发送。",
        flag,
    ),
    Option(
        "DUECARE_LANGUAGE",
        "zh-hans",
        "Language of people who have not chosen one: zh-hans or en.",
        "未选择语言的用户所用语言：zh-hans 或 en。",
    ),
    Option(
        "DUECARE_ZONE",
        "Asia/Shanghai",
        "Time zone pages use before sign-in (IANA name).",
        "登录前页面所用时区（IANA 名称）。",
    ),
    Option(
        "DUECARE_HAZARD_DAYS",
        "7",
        "Days within which a general hazard is to be put right, where nothing else is agreed.",
        "一般隐患的整改天数，另有约定的除外。",
        days,
    ),
    Option(
        "DUECARE_MAJOR_HAZARD_DAYS",
        "30",
        "Days within which a major hazard is to be put right, until its commitments name a deadline.",
        "重大隐患的整改天数，整改承诺写明时限后以承诺为准。",
        days,
    ),
    Option(
        "DUECARE_SIGHTING_HOURS",
        "24",
        "Hours within which the level above looks at something unsafe that a passer-by saw.",
        "上级查看随手报的小时数。",
        hours,
    ),
    Option(
        "DUECARE_CASE_MONTHS",
        "24",
        "Months for which a case is kept from the day it came; then its keys are destroyed.",
        "诉求自收到之日起保存的月数；到期销毁其密钥。",
        months,
    ),
    Option(
        "DUECARE_SMTP_URL",
        "",
        "smtp://user:password@host:port or smtps://…; empty means no e-mail is sent.",
        "smtp://用户:密码@主机:端口 或 smtps://…；留空则不发邮件。",
        mail_server,
        secret=True,
    ),
    Option("DUECARE_MAIL_FROM", "duecare@localhost", "Sender address of e-mail.", "邮件的发件地址。"),
    Option(
        "DUECARE_HEADS_TO",
        "",
        "Addresses that the signed heads of the record go to every day, comma-separated.",
        "每日接收记录签名摘要的邮箱，用逗号分隔。",
        words,
    ),
    Option(
        "DUECARE_PROXIES",
        "0",
        "How many proxies of your own stand before the server.",
        "服务器前自有代理的层数。",
        int,
    ),
    Option(
        "DUECARE_LOG",
        "info",
        "Least severe log line that is written: debug, info, warning or error.",
        "写入日志的最低级别：debug、info、warning 或 error。",
    ),
)


def read(environ: Mapping[str, str] | None = None) -> dict[str, Any]:
    """Read every option.

    :returns: value by option name.
    :raises ImproperlyConfigured: for a value that cannot be read or a key nobody knows, with where it stands.
    """
    environ = os.environ if environ is None else environ
    file = Path(environ.get("DUECARE_HOME", "./var")).resolve() / "duecare.toml"
    written: dict[str, Any] = {}
    if file.exists():
        try:
            written = tomllib.loads(file.read_text("utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise ImproperlyConfigured(f"{file}: {error}") from error
    known = {o.key for o in OPTIONS}
    for key in written:
        if key not in known:
            raise ImproperlyConfigured(
                f"{file}: no setting is called {key!r}; known are {', '.join(sorted(known))}"
            )
    values = {}
    for option in OPTIONS:
        text = environ.get(option.name, written.get(option.key, option.default))
        if isinstance(text, bool):
            text = "yes" if text else "no"
        try:
            values[option.name] = option.parse(text if isinstance(text, str) else str(text))
        except ValueError as error:
            shown = "…" if option.secret else repr(text)
            raise ImproperlyConfigured(f"{option.name}={shown}: expected {error}") from None
    return values
