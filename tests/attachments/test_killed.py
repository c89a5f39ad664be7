"""Killed, at once, and on a full disk: no row without its file, and no file for ever without its row."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import uuid
from contextlib import contextmanager
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from django.db import transaction

from duecare.attachments import queries, store
from duecare.attachments.actions import develop, draw, forget, keep, sweep
from duecare.attachments.models import Attachment
from duecare.core import clock
from duecare.core.errors import BadInput
from tests.at_once import at_once
from tests.attachments import pictures, site
from tests.people import FOUNDED, actor_of

pytestmark = [pytest.mark.both, pytest.mark.django_db(transaction=True)]

#: More than a day later, by the machine's clock.
LATER = clock.now() + timedelta(hours=25)


def keeping(district, *, data: bytes, client_id: uuid.UUID, who: str = "reporter_x1", at=FOUNDED, **more):
    """Somebody's act of attaching to the school QY-X1."""
    unit, by = district["QY-X1"], actor_of(who)
    return lambda: keep(
        file=BytesIO(data), matter_kind=site.MATTER, matter_id=unit.id, root=unit.root_id, client_id=client_id,
        by=by, at=at, **more,
    )  # fmt: skip


def killed(where: str, photograph: Path) -> None:
    """Kill a process when it says that it is there."""
    environment = {k: v for k, v in os.environ.items() if k != "DUECARE_TEST_DB"}
    environment |= {
        "DUECARE_HOME": str(photograph.parent),
        "DJANGO_SETTINGS_MODULE": "duecare.config.settings",
    }
    command = [sys.executable, "-m", "tests.attachments.worker", where, str(photograph)]
    with subprocess.Popen(
        command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as worker:
        assert worker.stdout is not None and worker.stdout.readline() == f"{where}\n"
        worker.send_signal(signal.SIGKILL)


def test_what_a_killed_process_leaves_is_swept_after_a_day(district, tmp_path):
    kept = keeping(district, data=pictures.jpeg(), client_id=uuid.uuid4())()
    photograph = tmp_path / "photograph"
    photograph.write_bytes(pictures.jpeg(500, 300))
    killed("kept", photograph)
    killed("reading", photograph)
    assert len(list(store.paths())) == 4 and len(list(store.incoming().iterdir())) == 1
    swept = sweep(clock.now())
    assert (swept.orphans, swept.unfinished) == (0, 0)  # it might still be written
    swept = sweep(LATER)
    assert (swept.orphans, swept.unfinished) == (1, 1)
    assert {path.name for path in store.paths()} == {kept.file, kept.file + store.SMALL}
    assert queries.inventory(FOUNDED).whole == 1


def test_what_a_killed_process_leaves_in_memory_is_gone_with_the_next_reading_or_sweep(district):
    """A page of a case reads in memory, in clear: nothing of it waits there for a day, or for the next start."""
    memory = Path("/dev/shm")
    for clear_away in (lambda: draw(file=BytesIO(pictures.jpeg())), lambda: sweep(clock.now())):
        left, used = (Path(tempfile.mkdtemp(dir=memory, prefix="duecare-")) for _n in range(2))
        (left / "source").write_bytes(pictures.jpeg())
        an_hour_ago = left.stat().st_mtime - 3600
        os.utime(left, (an_hour_ago, an_hour_ago))
        clear_away()
        assert not left.exists() and used.exists()  # somebody else may be reading just now
        used.rmdir()


def test_the_same_upload_twice_at_once_is_one_attachment(district):
    client_id, data = uuid.uuid4(), pictures.jpeg()
    answers = at_once(*[keeping(district, data=data, client_id=client_id) for _n in range(4)])
    assert len(set(answers)) == 1
    assert Attachment.objects.count() == 1 and len(list(store.paths())) == 2
    assert queries.inventory(FOUNDED).ok


def test_two_contents_at_once_under_one_number_are_one_and_a_conflict(district):
    client_id = uuid.uuid4()
    acts = [keeping(district, data=pictures.jpeg(width, 100), client_id=client_id) for width in (100, 200)]
    answers = at_once(*acts)
    assert sorted(type(answer).__name__ for answer in answers) == ["Attachment", "str"]
    assert "attachment-other-content" in answers and Attachment.objects.count() == 1


def test_a_file_that_is_shared_while_it_is_forgotten_stays_for_who_still_has_it(district):
    data = pictures.jpeg()
    for _round in range(3):
        first = keeping(district, data=data, client_id=uuid.uuid4())()
        again = keeping(district, data=data, client_id=uuid.uuid4())
        by = actor_of("coordinator")
        at_once(lambda: forget(attachment_ids=[first.id], by=by, at=FOUNDED), again)  # noqa: B023
        assert queries.inventory(FOUNDED).ok
        forget(attachment_ids=list(Attachment.objects.values_list("id", flat=True)), by=by, at=FOUNDED)
        assert not list(store.paths())


@pytest.mark.parametrize("full", ["source", "target", "small"])
def test_a_full_disk_is_said_and_nothing_half_written_stays(district, monkeypatch, full):
    """The kernel's own answer to a write on a full device, at each of the three places."""
    ours = store.bench

    @contextmanager
    def on_a_full_disk():
        with ours() as bench:
            (bench / full).symlink_to("/dev/full")
            yield bench

    monkeypatch.setattr(store, "bench", on_a_full_disk)
    with pytest.raises(BadInput) as refused:
        develop(file=BytesIO(pictures.jpeg(1000, 1000)))
    assert (refused.value.code, refused.value.status) == ("attachment-no-room", 507)
    assert not list(store.paths()) and not list(store.incoming().iterdir())


def test_what_a_module_gives_up_leaves_no_row_and_its_file_is_swept(district):
    with transaction.atomic():
        keeping(district, data=pictures.jpeg(), client_id=uuid.uuid4())()
        transaction.set_rollback(True)
    assert not Attachment.objects.exists() and len(list(store.paths())) == 2
    assert sweep(LATER).orphans == 1 and not list(store.paths())
