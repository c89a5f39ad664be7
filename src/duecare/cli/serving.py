"""``serve``, ``clock``, ``demo``: the processes."""

from __future__ import annotations

import multiprocessing
import os
import signal
import socket
import ssl
import subprocess
import sys
import threading
import urllib.error
import urllib.request
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


def announce(url: str, stop: threading.Event) -> None:
    """Print ``ready URL`` on a line of its own once the site answers. Runs in a thread."""
    trusting = ssl.create_default_context()
    trusting.check_hostname = False
    trusting.verify_mode = ssl.CERT_NONE
    while not stop.is_set():
        try:
            urllib.request.urlopen(f"{url}/health/", timeout=2, context=trusting).close()  # noqa: S310
        except urllib.error.HTTPError:
            break  # it answers, if only to say what is wrong
        except OSError:
            stop.wait(0.1)
            continue
        break
    if not stop.is_set():
        click.echo(f"ready {url}")
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


class ClockKeeper:
    """Keeps one clock process running beside the web server; a clock that was killed is started again."""

    def __init__(self, words: list[str]) -> None:
        self.words = words
        self.stop = threading.Event()
        self.process: subprocess.Popen[bytes] | None = None
        self.thread = threading.Thread(target=self.keep, name="clock-keeper", daemon=True)

    def keep(self) -> None:
        """Start the clock, wait for it, start it again."""
        while not self.stop.is_set():
            self.process = subprocess.Popen([sys.executable, "-m", *self.words])
            self.process.wait()
            self.stop.wait(1)

    def start(self) -> None:
        """Begin keeping."""
        self.thread.start()

    def end(self) -> None:
        """Ask the clock to finish its round, then stop."""
        self.stop.set()
        if self.process and self.process.poll() is None:
            self.process.terminate()
            self.process.wait()


def run_site(
    host: str,
    port: int,
    workers: int,
    threads: int,
    cert: Path | None,
    key: Path | None,
    clock: list[str],
) -> None:
    """Web and clock together until SIGTERM or Ctrl-C; both stop cleanly.

    :param clock: module and words of the clock process.
    """
    refuse_taken(host, port)
    call_command("collectstatic", interactive=False, verbosity=0)
    # A forked worker would inherit whatever lock a thread of this process holds at that moment, and this process's
    # connection to the database; so workers start afresh.
    multiprocessing.set_start_method("spawn", force=True)
    keeper = ClockKeeper(clock)
    url = f"{'https' if cert else 'http'}://{host}:{port}"
    site = Granian(
        "duecare.config.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=threads,
        respawn_failed_workers=True,
        ssl_cert=cert,
        ssl_key=key,
        log_level=LogLevels.warning,
        log_access=False,
    )
    site.on_startup(keeper.start)
    site.on_startup(threading.Thread(target=announce, args=(url, keeper.stop), daemon=True).start)
    site.on_shutdown(keeper.end)
    site.serve()


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on. / 监听地址。")
@click.option("--port", default=8000, show_default=True, type=int, help="Port to listen on. / 监听端口。")
@click.option("--workers", default=1, show_default=True, type=int, help="Web processes. / 网页进程数。")
@click.option(
    "--threads", default=4, show_default=True, type=int, help="Threads of each. / 每个进程的线程数。"
)
@click.option(
    "--tls-cert", type=click.Path(exists=True, path_type=Path), help="Certificate (PEM). / 证书文件。"
)
@click.option(
    "--tls-key", type=click.Path(exists=True, path_type=Path), help="Its key (PEM). / 证书密钥文件。"
)
def serve(
    host: str, port: int, workers: int, threads: int, tls_cert: Path | None, tls_key: Path | None
) -> None:
    """Run web and clock on this machine until stopped. / 在本机运行网站和时钟，直到停止。"""
    if (tls_cert is None) != (tls_key is None):
        raise click.UsageError(_("--tls-cert and --tls-key belong together."))
    logs.configure(settings.DUECARE["DUECARE_LOG"])
    refuse_unsafe()
    run_site(host, port, workers, threads, tls_cert, tls_key, ["duecare.cli", "clock"])


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
