"""What `doctor` says of the folder in which photographs and papers lie."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from django.utils.translation import override

from duecare.cli import health
from tests.cli.deployment import Deployment


def about(said: str) -> str:
    """The lines about photographs and papers, with how to mend it."""
    lines = said.splitlines()
    return "\n".join(
        "\n".join(lines[n : n + 2]) for n, line in enumerate(lines) if "photographs and papers" in line
    )


def test_it_says_how_many_photographs_still_fit_and_makes_nothing(ours: Deployment) -> None:
    said = ours.run("doctor")
    assert "✓ photographs and papers: " in said
    assert " GB free, room for about " in said
    assert not (ours.home / "attachments").exists()


def test_it_speaks_chinese(ours: Deployment) -> None:
    ours.extra = {"DUECARE_LANGUAGE": "zh-hans"}
    assert "✓ 照片和材料：剩余 " in ours.run("doctor")


def test_what_is_there_stays_as_it_is(ours: Deployment) -> None:
    (ours.home / "attachments/incoming").mkdir(parents=True)
    ours.run("doctor")
    assert [path.name for path in (ours.home / "attachments").rglob("*")] == ["incoming"]


def test_a_place_where_nothing_can_be_kept_is_named(ours: Deployment) -> None:
    (ours.home / "attachments").write_text("in the way")
    said = about(ours.run("doctor", code=1))
    assert f"✗ photographs and papers: nothing can be kept in {ours.home / 'attachments'}" in said
    assert "→ Let it be a folder" in said


def test_a_link_that_leads_nowhere_is_named(ours: Deployment) -> None:
    (ours.home / "attachments").symlink_to(ours.home / "unmounted/photographs")
    assert "✗ photographs and papers: nothing can be kept" in about(ours.run("doctor", code=1))


@pytest.mark.parametrize("place", ["public_html/duecare", "htdocs/home"])
def test_a_folder_that_web_servers_hand_out_is_refused(ours: Deployment, tmp_path: Path, place: str) -> None:
    served = Deployment(tmp_path / place)
    shutil.copytree(ours.home, served.home)
    said = about(served.run("doctor", code=1))
    assert "lies in a folder that web servers hand out to anybody" in said
    assert "→ Move the home folder elsewhere" in said


def test_a_link_into_what_the_program_serves_to_all_is_refused(ours: Deployment) -> None:
    (ours.home / "static/photographs").mkdir(parents=True)
    (ours.home / "attachments").symlink_to(ours.home / "static/photographs")
    assert "hand out to anybody" in about(ours.run("doctor", code=1))


@pytest.mark.parametrize(
    ("free", "grade", "count"),
    [(0, "bad", "0 "), (health.LITTLE_SPACE - 1, "bad", "2,000 "), (53 * 1024**3, "ok", "54,000 ")],
)
def test_little_room_has_to_be_mended(free: int, grade: str, count: str) -> None:
    with override("en"):
        found = health._room(free)
    assert (found.grade, f"about {count}" in found.what) == (grade, True)
