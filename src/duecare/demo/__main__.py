"""The demo's processes: ``python -m duecare.demo PORT [--reset]`` (site and clock), ``… clock`` (clock alone)."""

from __future__ import annotations

import shutil
import signal
import sys
import threading

import click
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.utils import translation

from duecare.cli.boot import booted
from duecare.cli.logs import configure
from duecare.cli.serving import Site, run_site
from duecare.core.errors import DomainError
from duecare.demo import driver, seeding


def say(line: str) -> None:
    """Show progress at once."""
    click.echo(line)
    sys.stdout.flush()


def reset() -> None:
    """Throw the demo's folder away, and nothing that is not the demo's."""
    if connection.vendor != "sqlite" or settings.HOME.name != "demo":
        raise ImproperlyConfigured(f"{settings.HOME} is not the demo's own folder")
    if not settings.HOME.exists():
        return
    tables = connection.introspection.table_names()
    if tables and "demo_mark" not in tables:
        raise ImproperlyConfigured(f"{settings.HOME} holds a deployment that is not the demo")
    connection.close()
    shutil.rmtree(settings.HOME)


def main(words: list[str]) -> None:
    """Run what the words ask for."""
    assert booted
    translation.activate(settings.LANGUAGE_CODE)
    configure("warning")
    if words == ["clock"]:
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        driver.run(stop)
        return
    if "--reset" in words:
        reset()
    settings.HOME.mkdir(mode=0o700, parents=True, exist_ok=True)
    seeding.prepare(say)
    sys.exit(run_site(Site(port=int(words[0])), ["duecare.demo", "clock"]))


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except (DomainError, ImproperlyConfigured) as error:
        click.echo(str(error), err=True)
        sys.exit(1)
