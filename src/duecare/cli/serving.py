"""``serve``, ``clock``, ``demo``: the processes."""

from __future__ import annotations

import multiprocessing
import os
import signal
import socket
import ssl
import sys
import threading
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import click
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.db import connection
from django.utils.translation import gettext as _
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from duecare.audit import keyfiles as keys
from duecare.cli import clockwork, logs
from duecare.cli.processes import Kept, end_with_parent, keep


def refuse_unsafe() -> None:
    """Refuse to start on settings that would expose people.

    :raises ImproperlyConfigured: with what is unsafe and how to mend it.
    """
    if not (keys.folder(settings.HOME) / "secret.key").exists():
        raise ImproperlyConfigured(_("There is no deployment in %s yet. Run: duecare init") % settings.HOME)
    marked = "demo_mark" in connection.introspection.table_names()
    if marked and not settings.DEMO:
        raise ImproperlyConfigured(
            _("This database belongs to the demo. Give your own DUECARE_HOME or DUECARE_DATABASE_URL.")
        )
    if "*" in settings.ALLOWED_HOSTS:
        raise ImproperlyConfigured(_("DUECARE_HOSTS may not be *: name the hosts the site answers to."))
    url = settings.DUECARE["DUECARE_URL"]
    if url.startswith("https://") != settings.DUECARE["DUECARE_HTTPS"]:
        raise ImproperlyConfigured(_("DUECARE_URL is %s: set DUECARE_HTTPS to match it.") % url)


class Announcement:
    """Prints ``ready URL`` on a line of its own once the site answers."""

    def __init__(self, url: str) -> None:
        self.url, self.made = url, False
        self.trusting = ssl.create_default_context()
        self.trusting.check_hostname = False
        self.trusting.verify_mode = ssl.CERT_NONE

    def __call__(self) -> None:
        """Ask the site, unless it has answered already; any answer will do."""
        if self.made:
            return
        try:
            urllib.request.urlopen(f"{self.url}/health/", timeout=2, context=self.trusting).close()  # noqa: S310
        except urllib.error.HTTPError:
            pass  # it answers, if only to say what is wrong
        except OSError:
            return
        self.made = True
        click.echo(f"ready {self.url}")
        sys.stdout.flush()


def refuse_taken(host: str, port: int) -> None:
    """Refuse a port that somebody listens on: the server would share it, and requests would go astray.

    :raises OSError: with the address.
    """
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise OSError(f"{host}:{port}: {error.strerror}") from error


@dataclass(frozen=True, slots=True)
class Site:
    """How the web server runs.

    :param workers: processes; ``threads``: threads of each.
    :param cert: certificate and ``key`` (PEM) for HTTPS; both or neither.
    """

    host: str = "127.0.0.1"
    port: int = 8000
    workers: int = 1
    threads: int = 4
    cert: Path | None = None
    key: Path | None = None

    @property
    def url(self) -> str:
        """Where it answers."""
        return f"{'https' if self.cert else 'http'}://{self.host}:{self.port}"

    def words(self) -> list[str]:
        """The words that :func:`web` is started with."""
        given = {"host": self.host, "port": self.port, "workers": self.workers, "threads": self.threads}
        given |= {"tls-cert": self.cert, "tls-key": self.key} if self.cert else {}
        return ["web", *(f"--{name}={value}" for name, value in given.items())]


def run_site(site: Site, clock: list[str]) -> int:
    """Web, clock and work together until SIGTERM or Ctrl-C; all stop cleanly.

    :param clock: module and words of the clock process.
    :returns: 0, or the exit code of a web server that could not start.
    :raises OSError: the port is taken.
    """
    refuse_taken(site.host, site.port)
    call_command("collectstatic", interactive=False, verbosity=0)
    beside = [Kept(clock), Kept(["duecare.cli", "work"])]
    return keep([Kept(["duecare.cli", *site.words()], vital=True), *beside], Announcement(site.url))


def site_options(command: Callable[..., None]) -> Callable[..., None]:
    """The options of a command that takes a :class:`Site`."""
    file = click.Path(exists=True, path_type=Path)
    for option in (
        click.option("--tls-key", type=file, help="Its key (PEM). / 证书密钥文件。"),
        click.option("--tls-cert", type=file, help="Certificate (PEM). / 证书文件。"),
        click.option("--threads", default=4, show_default=True, help="Threads of each. / 每个进程的线程数。"),
        click.option("--workers", default=1, show_default=True, help="Web processes. / 网页进程数。"),
        click.option("--port", default=8000, show_default=True, help="Port to listen on. / 监听端口。"),
        click.option(
            "--host", default="127.0.0.1", show_default=True, help="Address to listen on. / 监听地址。"
        ),
    ):
        command = option(command)
    return command


@click.command()
@site_options
def serve(
    host: str, port: int, workers: int, threads: int, tls_cert: Path | None, tls_key: Path | None
) -> None:
    """Run web, clock and work on this machine until stopped. / 在本机运行网站、时钟和排班求解，直到停止。"""
    if (tls_cert is None) != (tls_key is None):
        raise click.UsageError(_("--tls-cert and --tls-key belong together."))
    refuse_unsafe()
    sys.exit(run_site(Site(host, port, workers, threads, tls_cert, tls_key), ["duecare.cli", "clock"]))


@click.command(hidden=True)
@site_options
def web(
    host: str, port: int, workers: int, threads: int, tls_cert: Path | None, tls_key: Path | None
) -> None:
    """The web server alone: what ``serve`` runs beside clock and work."""
    end_with_parent()
    logs.configure(settings.DUECARE["DUECARE_LOG"])
    # A worker that is started again later must not be a fork of a process with threads: it could inherit a held lock.
    multiprocessing.set_start_method("spawn")
    Granian(
        "duecare.config.site:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=threads,
        respawn_failed_workers=True,
        workers_kill_timeout=10,
        ssl_cert=tls_cert,
        ssl_key=tls_key,
        log_level=LogLevels.warning,
        log_access=False,
    ).serve()


@click.command()
def clock() -> None:
    """Run the clock alone; any number may run. / 只运行时钟；可同时运行多个。"""
    logs.configure(settings.DUECARE["DUECARE_LOG"])
    refuse_unsafe()
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    clockwork.run(stop)


@click.command()
@click.option(
    "--port", default=8123, show_default=True, type=int, help="Port on 127.0.0.1. / 127.0.0.1 上的端口。"
)
@click.option("--reset", is_flag=True, help="Begin again from the first day. / 从第一天重新开始。")
def demo(port: int, reset: bool) -> None:
    """A school district lives through its winter plan. / 演示:一个学区的寒假工作方案。

    It has a home folder and a database of its own and listens on 127.0.0.1 only.
    """
    home = settings.HOME if settings.DEMO else settings.HOME / "demo"
    words = [sys.executable, "-m", "duecare.demo", str(port), *(["--reset"] if reset else [])]
    environment = {k: v for k, v in os.environ.items() if not k.startswith("DUECARE_DATABASE")}
    environment |= {"DUECARE_DEMO": "1", "DUECARE_HOME": str(home), "DUECARE_URL": f"http://127.0.0.1:{port}"}
    os.execve(sys.executable, words, environment)
