"""What others call: exit codes and lines that stay as they are."""

from __future__ import annotations

import json
import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

from tests.cli.deployment import Deployment
from tests.plans.plans import PLAN, WINTER


def test_plan_check_names_each_error_by_file_line_and_column_and_needs_no_deployment(tmp_path: Path) -> None:
    nowhere = Deployment(tmp_path / "home")
    wrong = tmp_path / "wrong.yaml"
    wrong.write_text(PLAN.replace("weekday: mon", "weekday: moon").replace("17:00", "25:00"), "utf-8")
    *lines, note = nowhere.run("plan", "check", str(wrong), code=1).splitlines()
    assert len(lines) == 2
    assert note == "Unit codes were not looked up: no organisation here."
    assert all(re.fullmatch(rf"{re.escape(str(wrong))}:\d+:\d+: \S.*", line) for line in lines), lines
    found = json.loads(nowhere.run("plan", "check", "--json", str(wrong), code=1))
    assert [f"{f['file']}:{f['line']}:{f['column']}" for f in found] == [
        line.split(": ")[0] for line in lines
    ]
    assert note in nowhere.run("plan", "check", str(WINTER))
    assert not nowhere.home.exists()


def test_plan_check_says_on_stderr_alone_that_codes_were_not_looked_up(
    tmp_path: Path, town: Deployment
) -> None:
    nowhere = Deployment(tmp_path / "nowhere")
    command = [sys.executable, "-m", "duecare.cli", "plan", "check", str(WINTER)]
    done = subprocess.run(command, env=nowhere.environment, capture_output=True, text=True, check=True)
    assert "not looked up" in done.stderr and "not looked up" not in done.stdout
    plan = tmp_path / "plan.yaml"
    plan.write_text(town.run("plan", "export", "bad-days"), "utf-8")
    assert "not looked up" not in town.run("plan", "check", str(plan))


def test_audit_verify_ends_with_1_and_names_the_entry(ours: Deployment) -> None:
    ours.run("tick")
    assert "elf-consistent" in ours.run("audit", "verify")
    with closing(sqlite3.connect(ours.home / "duecare.sqlite3")) as database:
        guards = database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for (name,) in guards:
            database.execute(f'DROP TRIGGER "{name}"')
        [(entry,)] = database.execute("SELECT id FROM audit_entry ORDER BY id LIMIT 1").fetchall()
        database.execute("UPDATE audit_entry SET verb = 'orgs.person_added' WHERE id = ?", [entry])
        database.commit()
    said = ours.run("audit", "verify", code=1)
    assert entry in said.replace("-", "")


def test_a_plan_is_compared_applied_again_and_closed(town: Deployment) -> None:
    plan = town.home.parent / "exported.yaml"
    plan.write_text(town.run("plan", "export", "bad-days"), "utf-8")
    assert "Nothing changes" in town.run("plan", "diff", str(plan))
    later = plan.with_name("later.yaml")
    later.write_text(plan.read_text("utf-8").replace("23:59", "23:30"), "utf-8")
    said = town.run("plan", "diff", str(later))
    assert "~ “Daily report”:" in said and "move from 23:59 to 23:30" in said
    assert said == town.run("plan", "apply", str(later))
    assert "has ended" in town.run("plan", "close", "bad-days")
    assert "can't be changed" in town.run("plan", "apply", str(plan), code=1)
    assert "no such programme" in town.run("plan", "export", "another", code=1)
