"""A matter to attach to: a unit of the small district."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from duecare.attachments import matters, store
from duecare.attachments.actions import develop
from duecare.attachments.models import Attachment
from duecare.attachments.rules.developed import Developed
from tests.attachments import site
from tests.people import district

__all__ = ["district"]


@pytest.fixture(autouse=True)
def matter(settings, tmp_path: Path) -> Iterator[None]:
    """Units are matters, and the files lie in a folder of this test's own."""
    settings.HOME = tmp_path
    matters.register(site.MATTER, visible=site.visible, kept=site.KEPT)
    yield
    matters._matters.pop(site.MATTER)


@pytest.fixture
def developed() -> Callable[[bytes], Developed]:
    """Hand something to the darkroom."""
    return lambda data: develop(file=BytesIO(data))


@pytest.fixture
def picture_of() -> Callable[..., Image.Image]:
    """What is kept of a photograph, as a picture."""

    def opened(kept: Developed | Attachment, *, small: bool = False) -> Image.Image:
        with Image.open(store.path_of(kept.file, small=small)) as image:
            image.load()
            return image

    return opened
