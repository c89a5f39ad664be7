"""The screens on which every page is looked at by a browser."""

from __future__ import annotations

import pytest

_SELDOM = pytest.mark.deep

#: Both widths and both languages in every run: English, the longer, where there is least room. The deep run
#: takes each width with each language.
SCREENS = pytest.mark.parametrize(
    ("width", "language"),
    [
        (360, "en"),
        (1280, "zh-hans"),
        pytest.param(360, "zh-hans", marks=_SELDOM),
        pytest.param(1280, "en", marks=_SELDOM),
    ],
)
