"""A deployment for each test, copied from one that ``duecare init`` made once."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.cli.deployment import Deployment


@pytest.fixture(scope="session")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home folder of a new deployment; nobody changes it."""
    deployment = Deployment(tmp_path_factory.mktemp("once") / "home")
    assert "/enrol/" in deployment.init()
    return deployment.home


@pytest.fixture
def ours(made_once: Path, tmp_path: Path) -> Deployment:
    """A deployment of this test's own, with the district QY and its administrator."""
    home = tmp_path / "home"
    shutil.copytree(made_once, home)
    return Deployment(home)
