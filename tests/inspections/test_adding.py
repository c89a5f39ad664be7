"""A deployment's own checklists: taken in by a command, used from then on, and never changing what has begun."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from duecare.core.errors import Conflict, NotFound
from duecare.inspections import actions, queries
from duecare.inspections.checking import ChecklistRefused
from duecare.inspections.models import Inspection
from tests.inspections.conftest import AT, DAY, KEY, Walk, filed
from tests.people import District, client_for, clock_at

pytestmark = [pytest.mark.both, pytest.mark.django_db]
OWN = """\
checklist: {key}
version: {version}
title: {{zh: 锅炉房检查表, en: Boiler room}}
field: heating-and-hot-water
source: practice, unverified
sections:
  - key: boiler
    title: {{zh: 锅炉, en: Boiler}}
    items:
      - key: gauge
        ask: {{zh: 压力表{word}, en: The gauge is in date}}
"""


def own(folder: Path, version: int = 1, key: str = "boiler-room", word: str = "在检定期内") -> Path:
    file = folder / f"{key}-{version}-{len(word)}.yaml"
    file.write_text(OWN.format(key=key, version=version, word=word), "utf-8")
    return file


def test_it_is_listed_shown_and_taken_along_on_phones(district: District, tmp_path: Path) -> None:
    kept = actions.add_checklist(file=own(tmp_path), at=AT)
    assert actions.add_checklist(file=own(tmp_path), at=AT + DAY) == kept
    client = client_for("reporter_x1")
    with clock_at(AT):
        assert "锅炉房检查表" in client.get("/inspections/checklists/").content.decode()
        assert "压力表在检定期内" in client.get("/inspections/checklists/boiler-room/").content.decode()
        packet = client.get("/inspections/packet/").json()
    assert kept.id in {one["id"] for one in packet["checklists"]}


def test_a_newer_version_replaces_the_program_s_and_what_has_begun_goes_on(
    walk: Walk, tmp_path: Path
) -> None:
    begun = walk()
    assert queries.latest(KEY).checklist.version == 1
    actions.add_checklist(file=own(tmp_path, 2, KEY), at=AT)
    assert queries.latest(KEY).checklist.version == 2
    came = filed(begun, at=AT + DAY)
    assert came.new and Inspection.objects.get().checklist.version == 1
    with pytest.raises(Conflict):
        actions.add_checklist(file=own(tmp_path, 2, KEY, "有检定标签"), at=AT)
    with pytest.raises(Conflict):
        actions.add_checklist(file=own(tmp_path, 1, KEY, "有检定标签"), at=AT)


def test_what_has_errors_is_refused_whole(district: District, tmp_path: Path) -> None:
    file = own(tmp_path)
    file.write_text(file.read_text("utf-8").replace("field: heating-and-hot-water", "field: homes"), "utf-8")
    with pytest.raises(ChecklistRefused):
        actions.add_checklist(file=file, at=AT)
    with clock_at(AT):
        assert client_for("reporter_x1").get("/inspections/checklists/boiler-room/").status_code == 404


def test_a_list_that_nobody_knows_is_not_invented(walk: Walk) -> None:
    with pytest.raises(NotFound):
        filed(replace(walk(), checklist="f" * 64))
