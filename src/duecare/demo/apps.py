"""The demo as an app: installed only when ``DUECARE_DEMO=1``."""

from __future__ import annotations

import importlib

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from duecare.core import clock
from duecare.demo import clockface
from duecare.web import bars, navigation


class Demo(AppConfig):
    """Replaces this process's clock by the simulated one and adds the demo's page to the navigation."""

    name = "duecare.demo"

    def ready(self) -> None:
        """Hand down what the demo brings."""
        clock.install(clockface.now)
        bar = importlib.import_module("duecare.demo.bar")  # has a model: only now may it be imported
        bars.register("demo", bar.clock_bar)
        navigation.register(navigation.Place(_("Demo"), "demo:posts", "player-play", 900))
