"""`duecare roster solve`: a published instance in, a roster out, no deployment needed."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from duecare.duty.solving import instances
from duecare.duty.tests import validator
from duecare.duty.tests.instances import text

COMMAND = [sys.executable, "-m", "duecare.cli", "roster"]
WITHOUT_EXTRA = """
import sys
sys.modules["ortools"] = None
from duecare.cli.entry import run
run()
"""


def environment(folder: Path) -> dict[str, str]:
    """English, and no deployment."""
    return {"PATH": "/usr/bin:/bin", "DUECARE_LANGUAGE": "en", "DUECARE_HOME": str(folder / "home")}


def run(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run the command in an empty folder."""
    return subprocess.run(
        [*COMMAND, "solve", *words],
        cwd=folder,
        env=environment(folder),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.fixture
def instance(tmp_path: Path) -> Path:
    """Eight people, two weeks, one shift, as the published files are written."""
    found = tmp_path / "Instance.txt"
    found.write_text("# a comment\n\n" + text(8, 2, 1).replace("\n", "\r\n"), "utf-8")
    return found


def test_it_prints_one_line_and_writes_a_line_for_each_person(tmp_path, instance):
    instance.write_bytes(b"\xef\xbb\xbf" + instance.read_bytes())
    done = run(tmp_path, str(instance), "--format", "nrp", "--seconds", "20", "--out", "roster.csv")
    assert done.returncode == 0, done.stderr
    words = dict(word.split("=") for word in done.stdout.split())
    assert [*words] == ["objective", "bound", "seconds"]
    objective, broken = validator.check(
        instance.read_text("utf-8"), (tmp_path / "roster.csv").read_text("utf-8")
    )
    assert broken == []
    assert objective == int(words["objective"]) == int(words["bound"])
    assert "objective" in done.stderr, "progress"
    assert sorted(tmp_path.iterdir()) == [instance, tmp_path / "roster.csv"]


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_told_to_stop_it_writes_the_best_so_far(tmp_path, how):
    instance = tmp_path / "Instance.txt"
    instance.write_text(text(40, 4, 5), "utf-8")
    words = ["solve", str(instance), "--seconds", "300", "--out", "roster.csv"]
    with subprocess.Popen(
        [*COMMAND, *words],
        cwd=tmp_path,
        env=environment(tmp_path),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stderr is not None and process.stdout is not None
        next(line for line in process.stderr if "objective –" not in line)
        process.send_signal(how)
        said = process.stdout.read()
        assert process.wait(30) == 0
    told = dict(word.split("=") for word in said.split())
    answer = (tmp_path / "roster.csv").read_text("utf-8")
    assert validator.check(instance.read_text("utf-8"), answer) == (int(told["objective"]), [])


def test_time_that_is_short_gives_the_best_so_far(tmp_path):
    instance = tmp_path / "Instance.txt"
    instance.write_text(text(16, 4, 3), "utf-8")
    done = run(tmp_path, str(instance), "--seconds", "4", "--out", "roster.csv")
    assert done.returncode == 0, done.stderr
    words = dict(word.split("=") for word in done.stdout.split())
    assert int(words["bound"]) <= int(words["objective"])
    answer = (tmp_path / "roster.csv").read_text("utf-8")
    assert validator.check(instance.read_text("utf-8"), answer) == (int(words["objective"]), [])


def test_another_format_is_refused_with_those_there_are(tmp_path, instance):
    done = run(tmp_path, str(instance), "--format", "xlsx", "--out", "roster.csv")
    assert done.returncode == 2
    assert "'xlsx' is not" in done.stderr and "nrp" in done.stderr


def test_without_the_extra_it_says_how_to_install_it(tmp_path, instance):
    command = [sys.executable, "-c", WITHOUT_EXTRA, "roster", "solve", str(instance), "--out", "roster.csv"]
    done = subprocess.run(
        command, cwd=tmp_path, env=environment(tmp_path), capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert 'pip install "duecare[roster]"' in done.stderr
    assert not (tmp_path / "roster.csv").exists()


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (",480", ",48x", "Place 2 needs a whole number, 0 or more, and has “48x”."),
        ("SECTION_COVER", "SECTION_COVERS", "There is no section SECTION_COVERS"),
        ("SECTION_HORIZON", "", "The file has to begin with a section"),
    ],
)
def test_what_is_wrong_is_said_with_its_line_and_nothing_is_written(tmp_path, instance, old, new, said):
    instance.write_text(instance.read_text("utf-8").replace(old, new, 1), "utf-8")
    done = run(tmp_path, str(instance), "--out", "roster.csv")
    assert done.returncode == 1
    assert f"{instance}: line " in done.stderr
    assert said in done.stderr
    assert not (tmp_path / "roster.csv").exists()


def test_a_place_that_can_t_be_written_is_said_before_the_search(tmp_path, instance):
    done = run(tmp_path, str(instance), "--out", "nowhere/roster.csv")
    assert done.returncode == 1
    assert "nowhere/roster.csv cannot be written" in done.stderr


def test_a_file_in_another_encoding_is_said(tmp_path, instance):
    instance.write_bytes("SECTION_HORIZON\n14\n# 值班".encode("gb18030"))
    done = run(tmp_path, str(instance), "--out", "roster.csv")
    assert done.returncode == 1
    assert "is not a text in UTF-8" in done.stderr


def test_no_roster_names_the_rules_that_clash(tmp_path, instance):
    lines = instance.read_text("utf-8").replace("\r\n", "\n")
    problem = instances.read(lines)
    who = next(iter(problem.person))
    everybody_away = "\n".join(f"{person},{','.join(map(str, range(14)))}" for person in problem.person)
    start, _old, rest = lines.partition("SECTION_DAYS_OFF\n")
    after = rest[rest.index("SECTION_") :]
    instance.write_text(f"{start}SECTION_DAYS_OFF\n{everybody_away}\n{after}", "utf-8")
    done = run(tmp_path, str(instance), "--seconds", "20", "--out", "roster.csv")
    assert done.returncode == 3, done.stderr
    assert "These rules cannot hold together:" in done.stderr
    assert who in done.stderr
    assert not (tmp_path / "roster.csv").exists()
