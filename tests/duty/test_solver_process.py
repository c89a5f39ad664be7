"""The solver is a process of its own: killed it leaves the best it had, told to stop it keeps it."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from dataclasses import replace

import pytest

from duecare.duty.rules.checking import breaches
from duecare.duty.rules.reading import problem_from, roster_from
from duecare.duty.rules.writing import problem_as_json
from duecare.duty.tests.problems import city, small

WITHOUT_EXTRA = """
import sys
sys.modules["ortools"] = None
from duecare.duty.solve import main
raise SystemExit(main(sys.argv[1:]))
"""


def command(*words):
    return [sys.executable, "-m", "duecare.duty.solve", *map(str, words)]


@pytest.fixture
def files(tmp_path):
    def write(problem):
        (tmp_path / "problem.json").write_text(json.dumps(problem_as_json(problem)))
        return tmp_path / "problem.json", tmp_path / "out.json"

    return write


def run(*words):
    return subprocess.run(command(*words), capture_output=True, text=True, check=False, timeout=120)


def test_a_problem_goes_in_and_a_roster_comes_out(files):
    problem = small(people=5)
    source, out = files(problem)
    ran = run(source, out, "--seconds", 20, "--workers", 2)
    assert ran.returncode == 0, ran.stderr
    told = json.loads(out.read_text())
    assert told["state"] == "optimal"
    assert told["objective"] == told["bound"] == told["penalty"]["total"]
    assert breaches(problem, roster_from(problem, told["roster"])) == []
    lines = [json.loads(line) for line in ran.stdout.splitlines()]
    assert {"phase", "objective", "bound", "gap", "seconds"} <= set(lines[-1])


def test_two_processes_with_one_seed_agree(files):
    problem = small(people=6, days=14)
    rosters = []
    for _ in range(2):
        source, out = files(problem)
        assert run(source, out, "--steady", "--seed", 3, "--seconds", 5).returncode == 0
        rosters.append(json.loads(out.read_text())["roster"])
    assert rosters[0] == rosters[1]


def test_the_problem_is_what_the_file_says(files):
    source, _out = files(small(people=5))
    assert problem_from(json.loads(source.read_text())) == small(people=5)


@pytest.mark.parametrize(("how", "code"), [(signal.SIGKILL, -9), (signal.SIGTERM, 0)])
def test_ended_early_it_leaves_the_best_so_far(files, how, code):
    problem = city(staff=80, days=28, sites=3)
    source, out = files(problem)
    running = subprocess.Popen(
        command(source, out, "--seconds", 300, "--workers", 4), stdout=subprocess.PIPE, text=True
    )
    assert running.stdout is not None
    try:
        for line in running.stdout:
            if json.loads(line)["objective"] is not None:
                break
        running.send_signal(how)
        assert running.wait(30) == code
    finally:
        running.kill()
        running.stdout.close()
    told = json.loads(out.read_text())
    assert told["state"] == ("searching" if how == signal.SIGKILL else "best")
    assert breaches(problem, roster_from(problem, told["roster"])) == []


def test_no_roster_is_an_answer_with_its_reasons(files):
    problem = small(people=3)
    away = tuple(replace(person, leave=frozenset({2, 3})) for person in problem.people)
    source, out = files(replace(problem, people=away))
    assert run(source, out, "--workers", 2).returncode == 3
    told = json.loads(out.read_text())
    assert told["state"] == "impossible"
    assert told["clash"]["minimal"]
    assert {rule["name"] for rule in told["clash"]["rules"]} == {"least", "leave"}
    assert told["clash"]["mending"]


def test_a_mistake_is_named_and_nothing_is_written(tmp_path):
    source, out = tmp_path / "problem.json", tmp_path / "out.json"
    source.write_text('{"first": "2027-01-18", "days": ["weekday"], "kinds": 3, "people": []}')
    ran = run(source, out)
    assert ran.returncode == 1
    assert ran.stderr.startswith("kinds: ")
    assert not out.exists()


def test_without_the_extra_it_says_how_to_install_it(files):
    source, out = files(small())
    ran = subprocess.run(
        [sys.executable, "-c", WITHOUT_EXTRA, source, out], capture_output=True, text=True, check=False
    )
    assert ran.returncode == 5
    assert 'pip install "duecare[roster]"' in ran.stderr
