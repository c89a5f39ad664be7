"""Settings come from the environment or one file, and unsafe ones are refused at start."""

from __future__ import annotations

from pathlib import Path

import pytest

from duecare.config.options import OPTIONS, read
from tests.cli.deployment import Deployment


@pytest.fixture
def deployment(tmp_path: Path) -> Deployment:
    return Deployment(tmp_path / "home")


def test_the_environment_wins_over_the_file(tmp_path: Path) -> None:
    (tmp_path / "duecare.toml").write_text('url = "http://file"\nmail_from = "a@file"\n', "utf-8")
    values = read({"DUECARE_HOME": str(tmp_path), "DUECARE_URL": "http://environment"})
    assert (values["DUECARE_URL"], values["DUECARE_MAIL_FROM"]) == ("http://environment", "a@file")


def test_every_option_says_what_it_does_in_both_languages() -> None:
    for option in OPTIONS:
        assert option.en.endswith(".") and option.zh.endswith("。"), option.name


def test_an_unknown_key_in_the_file_is_named(deployment: Deployment) -> None:
    deployment.home.mkdir()
    (deployment.home / "duecare.toml").write_text('ulr = "http://x"\n', "utf-8")
    said = deployment.run("doctor", code=1)
    assert "'ulr'" in said and "duecare.toml" in said and "Traceback" not in said


def test_a_value_that_cannot_be_read_is_named_with_what_is_expected(deployment: Deployment) -> None:
    deployment.extra = {"DUECARE_HTTPS": "maybe"}
    said = deployment.run("doctor", code=1)
    assert "DUECARE_HTTPS='maybe'" in said and "yes or no" in said and "Traceback" not in said


def test_commands_that_keep_nothing_leave_no_folder_behind(deployment: Deployment) -> None:
    deployment.run("--help")
    assert not deployment.home.exists()


def test_serve_refuses_where_there_is_no_deployment(deployment: Deployment) -> None:
    assert "duecare init" in deployment.run("serve", code=1)


@pytest.mark.parametrize(
    ("extra", "words"),
    [
        ({"DUECARE_HOSTS": "*"}, "DUECARE_HOSTS"),
        ({"DUECARE_URL": "https://duecare.example"}, "DUECARE_HTTPS"),
        ({"DUECARE_HTTPS": "yes"}, "DUECARE_HTTPS"),
    ],
)
def test_serve_refuses_unsafe_settings(ours: Deployment, extra: dict[str, str], words: str) -> None:
    ours.extra = extra
    assert words in ours.run("serve", code=1)


def test_keys_that_others_can_read_are_refused(ours: Deployment) -> None:
    key = ours.home / "keys" / "secret.key"
    assert key.stat().st_mode & 0o077 == 0
    key.chmod(0o644)
    assert "chmod 600" in ours.run("serve", code=1)
