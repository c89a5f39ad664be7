"""The console script. Settings are read when the commands are imported; refused ones are a sentence, no traceback."""

from __future__ import annotations

import importlib
import sys

from django.core.exceptions import ImproperlyConfigured


def run() -> None:
    """Run ``duecare`` with the words of the command line."""
    try:
        main = importlib.import_module("duecare.cli.main").main
    except ImproperlyConfigured as error:
        print(f"duecare: {error}", file=sys.stderr)
        sys.exit(1)
    main(prog_name="duecare")
