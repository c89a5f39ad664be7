"""Makes Django ready for a command. Importing this first is what lets the other files import models."""

from __future__ import annotations

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "duecare.config.settings")
django.setup()
booted = True
