"""A deployment for each test, copied from one that ``duecare init`` made once."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.cli.deployment import Deployment
from tests.cli.town import settle


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


@pytest.fixture(scope="session")
def settled_once(made_once: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home folder of a deployment with its units, people and plan; nobody changes it."""
    home = tmp_path_factory.mktemp("settled") / "home"
    shutil.copytree(made_once, home)
    settle(Deployment(home))
    return home


@pytest.fixture
def town(settled_once: Path, tmp_path: Path) -> Deployment:
    """A deployment of this test's own."""
    home = tmp_path / "home"
    shutil.copytree(settled_once, home)
    return Deployment(home)
