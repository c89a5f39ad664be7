"""What the web server calls."""

from __future__ import annotations

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from duecare.cli import logs
from duecare.web.settling import settle

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "duecare.config.settings")
application = get_wsgi_application()
# A worker is a process of its own, and Django's default logging would write addresses.
logs.configure(settings.DUECARE["DUECARE_LOG"])
settle()
