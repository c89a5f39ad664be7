"""The solver is a process of its own: killed it leaves the best it had, told to stop it keeps it."""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from django.utils import translation

from duecare.core import clock
from duecare.duty.rules.answers import answer_from
from duecare.duty.rules.checking import breaches, changed
from duecare.duty.rules.reading import problem_from, roster_from
from duecare.duty.rules.sentences import breach_in_words, rule_in_words
from duecare.duty.rules.writing import problem_as_json
from duecare.duty.solving.incumbent import Settings
from duecare.duty.solving.search import solve
from duecare.duty.tests.problems import city, small

SLOW = 3
"""How much longer things may take on a busy machine."""
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


@contextmanager
def running(*words):
    """The process, with its lines of progress to be read."""
    process = subprocess.Popen(command(*words), stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        yield process, map(json.loads, process.stdout)
    finally:
        process.kill()
        process.stdout.close()
        process.wait()


def ended(process, how):
    """Send a signal; returns the exit code and how many seconds it took."""
    started = clock.monotonic()
    process.send_signal(how)
    return process.wait(30), clock.monotonic() - started


@pytest.mark.parametrize(("how", "code"), [(signal.SIGKILL, -9), (signal.SIGTERM, 0), (signal.SIGINT, 0)])
def test_ended_early_it_leaves_the_best_so_far(files, how, code):
    problem = city(staff=80, days=28, sites=3)
    source, out = files(problem)
    with running(source, out, "--seconds", 300, "--workers", 4) as (process, told):
        next(line for line in told if line["objective"] is not None)
        assert ended(process, how)[0] == code
    answer = json.loads(out.read_text())
    assert answer["state"] == ("searching" if how == signal.SIGKILL else "best")
    assert breaches(problem, answer_from(problem, answer).found) == []
    assert how == signal.SIGKILL or sorted(source.parent.iterdir()) == [out, source]


@pytest.mark.parametrize("beats", [0, 2])
def test_it_ends_within_two_seconds_of_being_told_also_before_there_is_a_roster(files, beats):
    source, out = files(city())
    with running(source, out, "--seconds", 300) as (process, told):
        for _ in range(beats):
            assert next(told)["phase"] == "penalty"
        if not beats:  # it may not even have loaded the solver
            wait_until_it_hears(process)
        code, seconds = ended(process, signal.SIGTERM)
    assert seconds < 2 * SLOW
    assert code == {"nothing": 4, "best": 0}[json.loads(out.read_text())["state"]]


def wait_until_it_hears(process):
    """Until SIGTERM is caught, as the kernel knows it; before, it ends a process at once."""
    bit = 1 << (signal.SIGTERM - 1)
    while True:
        status = Path(f"/proc/{process.pid}/status").read_text()
        if int(status.split("SigCgt:")[1].split()[0], 16) & bit:
            return


def test_it_says_that_it_lives_while_nothing_changes(files):
    source, out = files(city())
    with running(source, out, "--seconds", 300) as (_process, told):
        seconds = [next(told)["seconds"] for _ in range(3)]
    assert max(later - sooner for sooner, later in pairwise(seconds)) < 2 * SLOW


def test_it_ends_in_its_time(files):
    source, out = files(city())
    started = clock.monotonic()
    assert run(source, out, "--seconds", 1).returncode in {0, 4}
    assert clock.monotonic() - started < 5 * SLOW


def test_killed_again_and_again_it_never_leaves_half_an_answer(files):
    source, out = files(small(people=12, days=42))
    for n in range(6):
        with running(source, out, "--seed", n, "--workers", 2) as (process, told):
            for _ in range(n + 1):
                next(told)
            process.kill()
            process.wait()
        assert json.loads(out.read_text())["roster"]


def test_no_roster_is_an_answer_with_its_reasons(files):
    problem = small(people=3)
    away = tuple(replace(person, leave=frozenset({2, 3})) for person in problem.people)
    problem = replace(problem, people=away)
    source, out = files(problem)
    answers = []
    for _ in range(2):
        assert run(source, out, "--steady").returncode == 3
        answers.append(answer_from(problem, json.loads(out.read_text())))
    clash = answers[0].clash
    assert clash == answers[1].clash
    assert answers[0].state == "impossible"
    assert clash is not None
    assert clash.roster is not None
    assert clash.minimal
    assert clash.smallest
    assert {rule.name for rule in clash.rules} == {"least", "leave"}
    assert breaches(problem, clash.roster) == list(clash.mending) != []
    names = {person.id: person.id for person in problem.people}
    kinds = {"D": "day watch", "N": "night watch"}
    with translation.override("en"):
        asked = [rule_in_words(problem, rule, names, kinds) for rule in clash.rules]
    assert "P0 is on leave: 2027-01-20 – 2027-01-21." in asked
    assert all(breach_in_words(problem, breach, names, kinds) for breach in clash.mending)


def test_a_promised_roster_is_repaired_also_in_no_time(files):
    problem = small(people=8, days=14)
    rows = solve(problem, Settings(seconds=10, workers=2)).found
    ill = replace(problem.people[0], leave=frozenset(range(14)))
    problem = replace(problem, people=(ill, *problem.people[1:]), published=rows)
    source, out = files(problem)
    assert run(source, out, "--workers", 2, "--seconds", 20).returncode == 0
    answer = answer_from(problem, json.loads(out.read_text()))
    assert answer.fewest
    assert answer.changes == len(changed(problem, answer.found))


def test_a_mistake_is_named_and_nothing_is_written(tmp_path):
    source, out = tmp_path / "problem.json", tmp_path / "out.json"
    source.write_text('{"first": "2027-01-18", "days": ["weekday"], "kinds": 3, "people": []}')
    ran = run(source, out)
    assert ran.returncode == 1
    assert ran.stderr.startswith("kinds: ")
    assert not out.exists()


@pytest.mark.parametrize("out", ["", "no-such-folder/out.json"])
def test_where_the_answer_cannot_be_written_it_says_so_before_it_searches(files, tmp_path, out):
    source, _out = files(city())
    ran = run(source, tmp_path / out)
    assert ran.returncode == 1
    assert str(tmp_path / out) in ran.stderr
    assert ran.stdout == ""
    assert list(tmp_path.iterdir()) == [source]


def test_an_answer_that_can_no_longer_be_written_ends_the_search(files, tmp_path):
    source, _out = files(city(staff=80, days=28, sites=3))
    out = tmp_path / "there" / "out.json"
    out.parent.mkdir()
    with running(source, out, "--seconds", 300, "--workers", 4) as (process, told):
        next(told)
        shutil.rmtree(out.parent)
        assert process.wait(60) == 1


def test_without_the_extra_it_says_how_to_install_it(files):
    source, out = files(small())
    ran = subprocess.run(
        [sys.executable, "-c", WITHOUT_EXTRA, source, out], capture_output=True, text=True, check=False
    )
    assert ran.returncode == 5
    assert 'pip install "duecare[roster]"' in ran.stderr
